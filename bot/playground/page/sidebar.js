// The list of channels and direct messages at the left; it shows who is connected and what is unread.

import { openMessages } from "./actions.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { address, atHome, change, currentChannel, go, HOME, state, unreadElsewhere } from "./state.js";

function link(channel) {
  const current = channel.id === currentChannel()?.id;
  const unread = channel.unread && !current ? channel.unread : 0;
  const sign = { im: "bot", private_channel: "lock" }[channel.kind] ?? "hash";
  return h(
    "li",
    { key: channel.id },
    h(
      "a",
      {
        href: address({ channel: channel.id }),
        class: `channel-link ${unread ? "unread" : ""}`,
        "aria-current": current ? "page" : null,
        "data-testid": "channel-link",
        "data-channel": channel.id,
        "data-name": channel.name,
        on: {
          click: (event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            go({ channel: channel.id });
            change({ sidebar: false });
          },
        },
      },
      icon(sign),
      h("span", { class: "name" }, channel.name),
      unread ? h("span", { class: "badge", "aria-label": `${unread} unread` }, unread) : null,
    ),
  );
}

// On a narrow screen: the way to the list, with how much is unread in it.
export function sidebarToggle() {
  const unread = unreadElsewhere();
  return h(
    "button",
    {
      type: "button",
      class: "plain-button menu-button",
      "aria-label": unread ? `Channels, ${unread} unread` : "Channels",
      "aria-expanded": state.sidebar ? "true" : "false",
      "data-testid": "sidebar-toggle",
      on: { click: () => change({ sidebar: !state.sidebar }) },
    },
    icon("menu"),
    unread ? h("span", { class: "badge", "aria-hidden": "true" }, unread) : null,
  );
}

// The app's own page; its messages are among the direct ones.
function appLink({ app }) {
  const current = atHome();
  return h(
    "li",
    { key: HOME },
    h(
      "a",
      {
        href: address({ channel: HOME }),
        class: "channel-link",
        "aria-current": current ? "page" : null,
        "data-testid": "app-home-link",
        on: {
          click: (event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            if (app.home_tab) go({ channel: HOME });
            else openMessages();
            change({ sidebar: false });
          },
        },
      },
      icon("bot"),
      h("span", { class: "name" }, app.name),
    ),
  );
}

// The apps of the workspace, and where one is installed.
function apps({ app }) {
  const open = app && (app.home_tab || app.messages_tab);
  return h(
    "section",
    { key: "Apps", "aria-label": "Apps" },
    h("h2", {}, "Apps"),
    h(
      "ul",
      {},
      open ? appLink({ app }) : null,
      h("li", { key: "install" }, h("a", { class: "channel-link", href: "/install", "data-testid": "install-link" }, icon("link"), h("span", { class: "name" }, "Install page"))),
    ),
  );
}

function group(label, channels) {
  if (!channels.length) return null;
  return h("section", { key: label, "aria-label": label }, h("h2", {}, label), h("ul", {}, channels.map(link)));
}

function appLine({ app }) {
  if (!app) return h("p", { class: "app-line" }, "No app is installed");
  const word = app.connected ? "connected" : "not connected";
  return h(
    "p",
    { class: "app-line", "data-testid": "app", "data-connected": app.connected ? "true" : "false" },
    h("span", { class: `dot ${app.connected ? "on" : ""}`, "aria-hidden": "true" }),
    `${app.name} is ${word}`,
  );
}

export function sidebar() {
  const { snapshot } = state;
  const direct = snapshot.channels.filter((channel) => channel.kind === "im");
  return h(
    "nav",
    { class: `sidebar ${state.sidebar ? "open" : ""}`, "aria-label": "Channels" },
    h("h1", {}, snapshot.team.name),
    appLine(snapshot),
    group("Channels", snapshot.channels.filter((channel) => channel.kind !== "im")),
    group("Direct messages", direct),
    apps(snapshot),
  );
}
