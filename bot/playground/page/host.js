// What stands outside the Slack frame: who one is, the workspace's clock, the host's controls and hints.

import { become, hold, runControl } from "./actions.js";
import { shortDay, time } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./messages.js";
import { address, change, state } from "./state.js";
import { worldly } from "./world.js";

function personLink(person) {
  const current = person.handle === state.handle;
  return h(
    "a",
    {
      key: person.id,
      href: address({ handle: person.handle }),
      "aria-current": current ? "true" : null,
      "data-testid": "person",
      "data-handle": person.handle,
      on: {
        click: (event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          become(person.handle);
        },
      },
    },
    avatar(person, "small"),
    person.name,
    current ? icon("check") : null,
  );
}

// Another workspace has its own people; whoever looks there is the first of them.
function teamLink({ id, name }, { team }) {
  const current = id === team.id;
  return h(
    "a",
    { key: id, href: `/?${new URLSearchParams({ team: id })}`, "aria-current": current ? "true" : null, "data-testid": "team", "data-name": name },
    name,
    current ? icon("check") : null,
  );
}

function switcher(snapshot) {
  const { me, people, teams } = snapshot;
  const open = state.menu === "people";
  const everyone = people.filter((person) => !person.is_bot);
  return h(
    "div",
    { class: "switcher", "data-menu": "people" },
    h(
      "button",
      {
        type: "button",
        class: "switch",
        "aria-expanded": open ? "true" : "false",
        "data-testid": "people-switcher",
        on: { click: () => change({ menu: open ? "" : "people" }) },
      },
      avatar(me, "small"),
      h("span", {}, "You are ", h("strong", {}, me.name)),
      icon("down"),
    ),
    open &&
      h(
        "div",
        { class: "menu", role: "group", "aria-label": "Look as" },
        everyone.map(personLink),
        teams?.length > 1 ? [h("p", { class: "menu-note" }, "Workspaces"), teams.map((each) => teamLink(each, snapshot))] : null,
        h("p", { class: "menu-note" }, "Open one in another window to be two people at once."),
      ),
  );
}

function clock({ me, now }) {
  const at = new Date(now);
  return h(
    "p",
    { class: "clock", "data-testid": "clock", "data-now": now, title: `The workspace's clock, in ${me.zone}` },
    h("span", { class: "unseen" }, "The workspace's clock: "),
    h("span", {}, shortDay(at, me.zone)),
    h("strong", {}, time(at, me.zone)),
  );
}

function controls({ controls: given }) {
  return given.map(({ name, label }) => {
    const busy = state.pending.has(`control/${name}`);
    return h(
      "button",
      {
        key: name,
        type: "button",
        class: "host-button",
        "data-testid": "control",
        "data-name": name,
        "aria-busy": busy ? "true" : null,
        disabled: busy,
        on: { click: () => runControl(name) },
      },
      label,
    );
  });
}

function toggle(label, testId, on, click) {
  return h(
    "button",
    { type: "button", key: testId, class: "host-button", "aria-pressed": on ? "true" : "false", "data-testid": testId, on: { click } },
    label,
  );
}

function panelToggle(label, name) {
  return toggle(label, `${name}-toggle`, state.panel === name, () => change({ panel: state.panel === name ? "" : name }));
}

// The bar above the Slack frame.
export function hostBar() {
  const { snapshot } = state;
  return h(
    "header",
    { class: "host" },
    h("div", { class: "host-who" }, h("span", { class: "brand" }, "Playground"), switcher(snapshot)),
    clock(snapshot),
    h(
      "div",
      { class: "host-actions" },
      h("div", { class: "host-controls", role: "group", "aria-label": "Host controls" }, controls(snapshot)),
      h(
        "div",
        { class: "host-views", role: "group", "aria-label": "Views" },
        toggle("Hold screen", "hold", snapshot.held, () => hold(!snapshot.held)),
        panelToggle("Phone", "phone"),
        panelToggle("Wire", "wire"),
        worldly(snapshot) ? panelToggle("World", "world") : null,
      ),
    ),
  );
}

// The strips under it: what to try, what a control said, what is held or lost.
export function strips() {
  const { snapshot } = state;
  return h(
    "div",
    { class: "strips" },
    snapshot.hints && h("p", { class: "strip hints", "data-testid": "hints" }, snapshot.hints),
    h("p", { class: "strip said", role: "status", "data-testid": "control-said", hidden: !state.said }, state.said),
    snapshot.held &&
      h(
        "p",
        { class: "strip held", "data-testid": "held" },
        `${snapshot.me.name}'s screen is held back: it shows what was, and what you press goes through.`,
      ),
    !state.connected && h("p", { class: "strip lost", role: "alert", "data-testid": "lost" }, "The playground does not answer. Trying again…"),
  );
}
