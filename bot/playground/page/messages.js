// Draws messages: a channel's list, a thread's, and one message; it knows nothing of composers or panels.

import { copyLink, jump, remove, shortcut } from "./actions.js";
import { blocks } from "./blocks.js";
import { day, prettyDay, time } from "./dates.js";
import { h, lazy } from "./dom.js";
import { icon } from "./icons.js";
import { permalink } from "./links.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { change, go, state } from "./state.js";

export function avatar(person, size = "") {
  return h(
    "span",
    { class: `avatar ${person.is_bot ? "bot" : ""} ${size}`, style: { background: person.colour }, "aria-hidden": "true" },
    person.is_bot ? icon("bot") : person.name.slice(0, 1).toUpperCase(),
  );
}

function someone(scene, id, name) {
  return scene.people.find((person) => person.id === id) ?? { name, colour: "#777777" };
}

function moment(scene, message) {
  const at = new Date(message.at);
  const link = new URL(message.permalink, location.origin);
  link.searchParams.set("as", state.handle);
  return h(
    "a",
    {
      class: "moment",
      href: link.href,
      "data-permalink": message.permalink,
      title: `${prettyDay(at, scene.me.zone, scene.now)} at ${time(at, scene.me.zone)} (${scene.me.zone})`,
    },
    h("time", { datetime: message.at }, time(at, scene.me.zone)),
  );
}

function replies(scene, message) {
  const last = message.replies.findLast((reply) => !reply.ephemeral);
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  return h(
    "button",
    {
      type: "button",
      class: "replies",
      "data-testid": "replies",
      on: { click: () => go({ channel: message.channel, thread: message.ts }) },
    },
    message.reply_users.slice(0, 5).map((id) => avatar(someone(scene, id, id), "small")),
    h("span", { class: "count" }, count),
    last && h("span", { class: "last" }, `Last at ${time(new Date(last.at), scene.me.zone)}`),
  );
}

// What can be done with a message: the app's shortcuts on it, its link, and for one's own its end.
function deeds(message) {
  const place = { channel: message.channel, ts: message.ts };
  const { me, app, shortcuts } = state.snapshot;
  return [
    { name: "copy-link", label: "Copy link", icon: icon("link"), act: () => copyLink(message.permalink) },
    ...(shortcuts ?? [])
      .filter(({ type }) => type === "message")
      .map(({ callback_id: id, name, description }) => ({
        name: id,
        label: name,
        note: [app.name, description].filter(Boolean).join(": "),
        icon: icon("bolt"),
        act: () => shortcut(id, place),
      })),
    ...(message.user === me.id
      ? [{ name: "delete", label: "Delete message", icon: icon("trash"), danger: true, act: () => remove(place) }]
      : []),
  ];
}

function tools(message, inThread) {
  if (message.ephemeral) return null;
  const pane = inThread ? "thread" : "channel";
  return h(
    "div",
    { class: "tools" },
    inThread ? null : replyButton(message),
    menuButton(`message/${pane}/${message.ts}`, {
      label: "Message",
      button: { "aria-label": "More actions", title: "More actions", "data-testid": "message-menu" },
      face: icon("more"),
      items: deeds(message),
    }),
  );
}

function replyButton(message) {
  return h(
    "button",
    {
      type: "button",
      key: "reply",
      "data-testid": "reply",
      "aria-label": "Reply in thread",
      title: "Reply in thread",
      on: { click: () => go({ channel: message.channel, thread: message.ts }) },
    },
    icon("reply"),
    "Reply",
  );
}

function body(scene, message, inThread) {
  const pane = inThread ? "thread" : "channel";
  const place = { at: { channel: message.channel, ts: message.ts }, pane, scene, values: message.state?.values };
  const edited = message.edited ? h("span", { class: "edited" }, " (edited)") : null;
  if (message.blocks?.length) return [blocks(place, message.blocks), edited];
  return h("div", { class: "text" }, mrkdwn(scene, message.text), edited);
}

// What a message's drawing depends on beside itself.
function surroundings(scene, message) {
  const { me, people, channels, now } = scene;
  const pending = [...state.pending].filter((key) => key.startsWith(`press/${message.ts}/`));
  const names = [...people.map((each) => each.name), ...channels.map((each) => each.name)];
  const menu = state.menu.includes(message.ts) ? state.menu : "";
  const box = state.box?.key.includes(message.ts) ? state.box : null;
  const tables = [...state.tables].filter(([key]) => key.startsWith(`${message.ts}/`));
  return [me.id, names, Math.floor(now / 60_000), pending, state.jump === message.ts, menu, box, tables, state.snapshot.shortcuts];
}

export function messageNode(scene, message, { inThread = false } = {}) {
  const signature = JSON.stringify([message, inThread, surroundings(scene, message)]);
  return lazy(message.ts, signature, () => article(scene, message, inThread));
}

function article(scene, message, inThread) {
  const author = someone(scene, message.user, message.name);
  const highlighted = state.jump === message.ts ? "jumped" : "";
  return h(
    "article",
    {
      class: `message ${message.ephemeral ? "ephemeral" : ""} ${highlighted}`,
      tabindex: "-1",
      "data-testid": "message",
      "data-ts": message.ts,
      "data-channel": message.channel,
      "data-ephemeral": message.ephemeral ? "true" : "false",
      "aria-label": `${message.name}, ${time(new Date(message.at), scene.me.zone)}`,
    },
    avatar(author),
    h(
      "div",
      { class: "message-main" },
      message.ephemeral && h("p", { class: "only-you", "data-testid": "only-you" }, icon("eye"), "Only visible to you"),
      h(
        "p",
        { class: "byline" },
        h("strong", { class: "author" }, message.name),
        message.is_bot ? h("span", { class: "app-badge" }, "APP") : null,
        moment(scene, message),
      ),
      body(scene, message, inThread),
      !inThread && message.reply_count ? replies(scene, message) : null,
    ),
    tools(message, inThread),
  );
}

function divider(kind, label) {
  return h("div", { key: `${kind}/${label}`, class: `divider ${kind}`, role: "separator", "aria-label": label }, h("span", {}, label));
}

// A channel's messages with its days, and a line before what is new.
export function messageList(scene, channel) {
  const { zone } = scene.me;
  const newSince = state.newSince.get(channel.id);
  const nodes = [];
  let lastDay = "";
  let marked = false;
  for (const message of channel.messages) {
    const at = new Date(message.at);
    if (day(at, zone) !== lastDay) nodes.push(divider("day", prettyDay(at, zone, scene.now)));
    lastDay = day(at, zone);
    if (!marked && newSince !== undefined && message.ts > newSince && message.user !== scene.me.id) {
      nodes.push(divider("new", "New"));
      marked = true;
    }
    nodes.push(messageNode(scene, message));
  }
  return nodes;
}

const JUMP_MS = 2_500;
const shown = { ts: "", timer: 0 };

// Scroll to the message that was jumped to, once it is drawn, and let its mark fade.
export function showJumped() {
  if (!state.jump || shown.ts === state.jump) return;
  const node = [...document.querySelectorAll(`[data-ts="${CSS.escape(state.jump)}"].message`)].at(-1);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.focus({ preventScroll: true });
  shown.ts = state.jump;
  clearTimeout(shown.timer);
  shown.timer = setTimeout(() => {
    shown.ts = "";
    change({ jump: "" });
  }, JUMP_MS);
}

// The address may be a message's permalink: show that message.
export function arrive() {
  const place = permalink(location.href);
  if (!place) return;
  const handle = new URLSearchParams(location.search).get("as") ?? "";
  history.replaceState(null, "", handle ? `/?as=${encodeURIComponent(handle)}` : "/");
  jump(place);
}
