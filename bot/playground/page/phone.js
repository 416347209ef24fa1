// The phone beside the frame: its lock screen with the pushes, and the switch to a phone's width.

import { longDay, time } from "./dates.js";
import { h } from "./dom.js";
import { flattened } from "./mrkdwn.js";
import { change, scene, state } from "./state.js";

function push(here, { at, channel, text }, n, all) {
  const direct = here.channels.some((one) => one.kind === "im" && one.name === channel);
  return h(
    "li",
    { key: `${at}/${all.length - n}`, class: "push", "data-testid": "push" },
    h("p", { class: "push-head" }, h("span", {}, direct ? channel : `#${channel}`), h("time", { datetime: at }, time(new Date(at), here.me.zone))),
    h("p", { class: "push-text" }, flattened(here, text)),
  );
}

export function phone() {
  const here = scene();
  const { pushes } = state.snapshot;
  return h(
    "aside",
    { key: "phone", class: "dock phone", "aria-label": "Phone", "data-testid": "phone" },
    h(
      "label",
      { class: "narrow" },
      h("input", {
        type: "checkbox",
        "data-testid": "narrow",
        checked: state.narrow,
        on: { change: (event) => change({ narrow: event.target.checked }) },
      }),
      "Show Slack at a phone's width",
    ),
    h(
      "div",
      { class: "lock-screen" },
      h("p", { class: "lock-time", "aria-hidden": "true" }, time(here.now, here.me.zone)),
      h("p", { class: "lock-day" }, longDay(here.now, here.me.zone, here.now)),
      pushes.length
        ? h("ol", { class: "pushes", tabindex: "0", "aria-label": "Notifications" }, pushes.map((each, n) => push(here, each, n, pushes)))
        : h("p", { class: "lock-empty" }, "No notifications"),
    ),
  );
}
