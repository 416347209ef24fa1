// Puts the page together: draws everything after each change and keeps scroll, focus and the address right.

import { dismiss, followLink, read, reloaded } from "./actions.js";
import { composer } from "./composer.js";
import { drawDialogs } from "./dialogs.js";
import { h, update } from "./dom.js";
import { float } from "./floating.js";
import { appTabs, homePane, visit } from "./home.js";
import { hostBar, strips } from "./host.js";
import { icon } from "./icons.js";
import { focused, keepFocus, keepScrolled, scrolls } from "./keep.js";
import { closeMenu } from "./menu.js";
import { arrive, messageList, messageNode, showJumped } from "./messages.js";
import { flattened } from "./mrkdwn.js";
import { phone } from "./phone.js";
import { follow, see } from "./server.js";
import { sidebar, sidebarToggle } from "./sidebar.js";
import { address, atHome, change, currentChannel, currentThread, go, onChange, readAddress, scene, state, unreadElsewhere } from "./state.js";
import { wirePanel } from "./wire.js";
import { worldPanel } from "./world.js";

const root = document.getElementById("app");
const dialogs = document.getElementById("dialogs");
const announcements = document.getElementById("announcements");

function channelHead(channel) {
  const direct = channel.kind === "im";
  return h(
    "header",
    { class: "channel-head" },
    sidebarToggle(),
    h("h2", { "data-testid": "channel-name" }, direct ? channel.name : `#${channel.name}`),
    direct && state.snapshot.app?.home_tab ? appTabs(state.snapshot, "Messages") : h("p", { class: "topic" }, channel.topic),
    direct || channel.bot_is_member
      ? null
      : h("p", { class: "not-in", title: "Type /invite to add it" }, `${state.snapshot.app?.name ?? "The app"} is not in this channel`),
  );
}

function list(testId, label, nodes, key) {
  const named = { role: "log", "aria-live": "off", "aria-label": label, "data-testid": testId, "data-key": key };
  return h("div", { class: "messages", key, tabindex: "0", ...named }, nodes);
}

function channelPane(here, channel) {
  const messages = channel.messages.length
    ? messageList(here, channel)
    : h("p", { class: "empty", key: "empty" }, `Nothing has been said ${channel.kind === "im" ? "here" : `in #${channel.name}`} yet.`);
  return h(
    "main",
    { class: "channel" },
    channelHead(channel),
    list("messages", "Messages", messages, `channel/${state.handle}/${channel.id}`),
    h("div", { class: "composer-place" }, composer(channel)),
  );
}

function threadPane(here, channel, thread) {
  const count = thread.reply_count ?? 0;
  const label = count === 1 ? "1 reply" : `${count} replies`;
  const nodes = [
    messageNode(here, thread, { inThread: true }),
    h("div", { key: "count", class: "divider day", role: "separator", "aria-label": label }, h("span", {}, label)),
    (thread.replies ?? []).map((reply) => messageNode(here, reply, { inThread: true })),
  ];
  return h(
    "aside",
    { class: "thread", key: `thread/${thread.ts}`, "aria-label": "Thread", "data-testid": "thread-pane", "data-ts": thread.ts },
    h(
      "header",
      { class: "channel-head" },
      h("h2", {}, "Thread"),
      h("p", { class: "topic" }, channel.kind === "im" ? channel.name : `#${channel.name}`),
      h(
        "button",
        {
          type: "button",
          class: "plain-button",
          "aria-label": "Close thread",
          "data-testid": "thread-close",
          on: { click: closeThread },
        },
        icon("close"),
      ),
    ),
    list("thread-messages", "Replies", nodes, `thread/${state.handle}/${thread.ts}`),
    h("div", { class: "composer-place" }, composer(channel, thread.ts)),
  );
}

function closeThread() {
  const { thread } = state;
  go({ channel: state.channel });
  document.querySelector(`.channel [data-ts="${CSS.escape(thread)}"]`)?.focus({ preventScroll: true });
}

function notice({ id, kind, text }, close) {
  return h(
    "div",
    {
      key: id,
      class: `notice ${kind}`,
      role: kind === "warning" ? "alert" : "status",
      "data-testid": "notice",
      "data-kind": kind,
    },
    icon(kind === "warning" ? "warning" : "check"),
    h("p", {}, text),
    h(
      "button",
      {
        type: "button",
        class: "plain-button",
        "aria-label": "Dismiss",
        "data-testid": "notice-dismiss",
        on: { click: close },
      },
      icon("close"),
    ),
  );
}

// What merely informs goes by itself.
const INFORMED_MS = 6_000;
const going = new Set();

function letGo({ id, kind }) {
  if (kind !== "info" || going.has(id)) return;
  going.add(id);
  setTimeout(() => dismiss(id), INFORMED_MS);
}

// Slack's own notices, and what an act on a message was refused with.
function notices() {
  const refused = state.errors.get("press");
  const clear = () => {
    state.errors.delete("press");
    change();
  };
  state.snapshot.notices.forEach(letGo);
  return h(
    "div",
    { class: "notices" },
    state.snapshot.notices.map((each) => notice(each, () => dismiss(each.id))),
    refused && notice({ id: "refused", kind: "warning", text: refused }, clear),
  );
}

function middle(here, channel) {
  if (atHome()) return homePane(here);
  return channel ? channelPane(here, channel) : h("p", { class: "empty" }, "You are in no channel.");
}

function frame(here) {
  const channel = currentChannel();
  const thread = currentThread();
  const classes = ["frame", thread ? "with-thread" : "", state.narrow && state.panel === "phone" ? "narrow-frame" : ""];
  return h(
    "div",
    { class: classes.join(" "), "data-testid": "frame" },
    notices(),
    h("div", { class: "panes" }, sidebar(), middle(here, channel), thread && threadPane(here, channel, thread)),
  );
}

function page() {
  const here = scene();
  return [
    hostBar(),
    strips(),
    h("div", { class: "stage" }, frame(here), state.panel === "phone" && phone(), state.panel === "wire" && wirePanel(), state.panel === "world" && worldPanel()),
  ];
}

// Opening a channel reads it; the line before what is new stays until it is left. On a first visit all is new,
// and no line says so.
const opened = { key: "", reading: "" };

function noteNew(channel) {
  const key = `${state.handle}/${channel.id}`;
  if (opened.key === key) return;
  opened.key = key;
  state.newSince.clear();
  const last = channel.unread ? lastRead(channel) : "";
  if (last) state.newSince.set(channel.id, last);
}

function readChannel(channel) {
  const newest = `${opened.key}/${channel.messages.at(-1)?.ts}`;
  if (!channel.unread || document.hidden || opened.reading === newest) return;
  opened.reading = newest;
  read(channel.id);
}

function lastRead(channel) {
  const theirs = channel.messages.filter((message) => message.user !== state.snapshot.me.id && !message.ephemeral);
  const firstUnread = theirs.at(-channel.unread);
  const index = channel.messages.indexOf(firstUnread);
  return index > 0 ? channel.messages[index - 1].ts : "";
}

// Tell a screen reader what came in since, in the channel and the thread that are open.
const announced = { key: "", ts: "" };

function announce(here, channel) {
  const thread = currentThread();
  const shown = [...channel.messages, ...(thread?.replies ?? [])];
  const newest = shown.map((message) => message.ts).sort().at(-1) ?? "";
  const key = `${state.handle}/${channel.id}/${thread?.ts ?? ""}`;
  if (announced.key === key) {
    const fresh = shown.filter((message) => message.ts > announced.ts && message.user !== here.me.id);
    if (fresh.length) {
      const lines = fresh.map((message) => `${message.name}: ${flattened(here, message.text)}`);
      update(announcements, lines.map((line) => h("p", { key: line }, line)));
    }
  }
  Object.assign(announced, { key, ts: newest });
}

// How much is unread elsewhere stands in front, as in a browser's tab of Slack.
function title(channel) {
  const { me, team, app } = state.snapshot;
  const unread = unreadElsewhere();
  const place = atHome() ? app.name : channel ? (channel.kind === "im" ? channel.name : `#${channel.name}`) : team.name;
  return `${unread ? `(${unread}) ` : ""}${place} · ${me.name} · ${team.name}`;
}

function draw() {
  if (state.fatal && !state.snapshot) {
    update(root, h("p", { class: "starting", role: "alert" }, state.fatal));
    return;
  }
  if (!state.snapshot) return;
  const channel = currentChannel();
  if (channel) noteNew(channel);
  const before = { scrolls: scrolls(), focused: focused() };
  update(root, page());
  drawDialogs(dialogs);
  keepScrolled(before.scrolls);
  keepFocus(before.focused);
  float();
  visit();
  document.title = title(channel);
  if (!channel) return;
  readChannel(channel);
  announce(scene(), channel);
  showJumped();
}

document.addEventListener("click", (event) => {
  if (followLink(event)) return;
  if (state.menu && !event.target.closest?.(`[data-menu="${CSS.escape(state.menu)}"]`)) change({ menu: "" });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (state.menu) {
    event.preventDefault(); // of a dialog's closing
    closeMenu();
  } else if (document.querySelector("dialog[open]")) return;
  else if (state.sidebar) change({ sidebar: false });
  else if (state.thread) closeThread();
});

document.addEventListener("visibilitychange", () => change());
window.addEventListener("hashchange", readAddress);
window.addEventListener("popstate", () => {
  const handle = new URLSearchParams(location.search).get("as");
  if (handle && handle !== state.handle) {
    change({ handle });
    see();
  }
  readAddress();
});

onChange(draw);
arrive();
readAddress();
await see();
if (state.snapshot) await reloaded();
if (state.handle && !new URLSearchParams(location.search).has("as")) {
  history.replaceState(null, "", address({ thread: state.thread }));
}
follow();
