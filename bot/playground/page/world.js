// What of Slack nobody knows, as switches, and how this Slack misbehaves on request.

import { turn } from "./actions.js";
import { h } from "./dom.js";
import { state } from "./state.js";

function unknown({ name, label, on }) {
  return h(
    "li",
    { key: name },
    h(
      "button",
      {
        type: "button",
        class: "world-switch",
        role: "switch",
        "aria-checked": on ? "true" : "false",
        "data-testid": "unknown",
        "data-name": name,
        on: { click: () => turn(name, !on) },
      },
      h("span", { class: "knob", "aria-hidden": "true" }),
      h("span", {}, label),
    ),
  );
}

function rule(each) {
  const { do: harm, method, met, done, ...rest } = each;
  const more = Object.entries(rest).filter(([, value]) => value !== null && value !== "").map(([name, value]) => `${name} ${value}`);
  return h("li", {}, h("strong", {}, `${method ?? "*"}: ${harm ?? ""}`), h("small", {}, more.join(", ")), met === undefined ? null : h("small", {}, `struck ${done} of ${met} calls`));
}

// Whether there is anything to show at all.
export function worldly({ unknowns, misbehaviour }) {
  return Boolean(unknowns?.length || misbehaviour?.length);
}

export function worldPanel() {
  const { unknowns, misbehaviour } = state.snapshot;
  return h(
    "aside",
    { key: "world", class: "dock world", "aria-label": "World", "data-testid": "world" },
    h("h2", {}, "What nobody knows of Slack"),
    h("p", { class: "menu-note" }, "Each switch picks one of two worlds. Try your app in both."),
    h("ul", {}, (unknowns ?? []).map(unknown)),
    misbehaviour?.length ? [h("h2", {}, "Misbehaving on request"), h("ul", { class: "rules" }, misbehaviour.map(rule))] : null,
  );
}
