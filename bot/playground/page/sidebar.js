// The list of channels and direct messages at the left; it shows who is connected and what is unread.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { address, change, currentChannel, go, state } from "./state.js";

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
  );
}
