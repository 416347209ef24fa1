// What the page knows: the person's snapshot from the workspace, and where they look; it draws nothing.

export const state = {
  handle: new URLSearchParams(location.search).get("as") ?? "",
  team: new URLSearchParams(location.search).get("team") ?? "", // the workspace's id, the first one's for none
  snapshot: null, // GET /_/see
  fatal: "", // why there is no snapshot
  connected: true, // to the playground itself
  channel: "", // its id
  thread: "", // the root's ts
  jump: "", // the ts of a message to bring into view
  newSince: new Map(), // channel id -> ts of the last message read when it was opened
  pending: new Set(), // keys of the buttons that were pressed and not answered
  errors: new Map(), // composer, view or host -> a sentence
  drafts: new Map(), // key of an input -> what stands in it, as a plain value
  box: null, // the open menu that is typed into; see combobox.js
  tables: new Map(), // key of a data table -> {page, column, down}
  confirm: null, // {element, resolve}
  menu: "", // the open menu's name
  sidebar: false, // on a narrow screen
  panel: "", // phone, wire or world
  narrow: false, // Slack at a phone's width
  said: "", // what the last host control said
};

// What stands for the app's Home tab where a channel's id would.
export const HOME = "home";

let draw = () => {};
let scheduled = false;

// The one function that draws, called after any change, at most once a turn.
export function onChange(render) {
  draw = render;
}

export function change(changes = {}) {
  Object.assign(state, changes);
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    draw();
  });
}

// What texts are rendered in; see links.js.
export function scene() {
  const { me, people, channels, now } = state.snapshot;
  return { me, people, channels, now: new Date(now) };
}

// Undefined where the app's Home tab is open, and where the person is in no channel.
export function currentChannel() {
  const { channels } = state.snapshot;
  if (atHome()) return undefined;
  return channels.find((channel) => channel.id === state.channel) ?? channels[0];
}

export function atHome() {
  return state.channel === HOME && Boolean(state.snapshot.app?.home_tab);
}

// How much is unread in the channels that are not open.
export function unreadElsewhere() {
  const open = currentChannel();
  return state.snapshot.channels.filter((each) => each !== open).reduce((sum, each) => sum + each.unread, 0);
}

export function currentThread() {
  return currentChannel()?.messages.find((message) => message.ts === state.thread);
}

// The person in the address, the channel and the thread in its hash: `?as=ana#C123/1764000000.000100`.
export function readAddress() {
  const [channel, thread = ""] = decodeURIComponent(location.hash.slice(1)).split("/");
  change({ channel, thread, sidebar: false, menu: "", box: null });
}

export function address({ handle = state.handle, channel = state.channel, thread = "" } = {}) {
  const hash = [channel, thread].filter(Boolean).join("/");
  const whose = new URLSearchParams({ as: handle, ...(state.team && { team: state.team }) });
  return `/?${whose}${hash ? `#${hash}` : ""}`;
}

export function go(place) {
  const target = address(place);
  if (target === location.pathname + location.search + location.hash) return;
  history.pushState(null, "", target);
  readAddress();
}
