// The app's own page: its Home tab, and the way to its messages.

import { openHome, openMessages } from "./actions.js";
import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { sidebarToggle } from "./sidebar.js";
import { go, HOME, state } from "./state.js";

// Home and Messages of the app; `current` is where one is.
export function appTabs({ app }, current) {
  const tab = (label, here, click) =>
    h("button", { type: "button", role: "tab", key: label, "aria-selected": here ? "true" : "false", tabindex: here ? "0" : "-1", "data-testid": `tab-${label.toLowerCase()}`, on: { click } }, label);
  const across = (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const [one, other] = event.currentTarget.children;
    (document.activeElement === one ? other : one)?.focus();
  };
  return h(
    "div",
    { role: "tablist", class: "tabs", "aria-label": app.name, on: { keydown: across } },
    app.home_tab ? tab("Home", current === "Home", () => go({ channel: HOME })) : null,
    app.messages_tab ? tab("Messages", current === "Messages", openMessages) : null,
  );
}

export function homePane(here) {
  const { snapshot } = state;
  const view = snapshot.home;
  const error = state.errors.get("home");
  return h(
    "main",
    { class: "channel home", "data-testid": "home", key: "home" },
    h(
      "header",
      { class: "channel-head" },
      sidebarToggle(),
      h("h2", { "data-testid": "channel-name" }, snapshot.app.name),
      appTabs(snapshot, "Home"),
    ),
    h(
      "div",
      { class: "messages home-body", role: "tabpanel", "aria-label": "Home", tabindex: "0", "data-key": `home/${state.handle}` },
      error && h("p", { class: "composer-error", role: "alert" }, error),
      view
        ? h("div", { key: view.id, class: "home-blocks", "data-view-id": view.id }, blocks({ at: { view: view.id }, scene: here, values: view.state?.values }, view.blocks))
        : h("p", { class: "empty" }, `${snapshot.app.name} has published no Home tab for you yet.`),
    ),
  );
}

// Each visit is told to the app, which may publish the tab upon it.
const visited = { key: "" };

export function visit() {
  const key = state.channel === HOME ? state.handle : "";
  if (visited.key === key) return;
  visited.key = key;
  if (key) openHome();
}
