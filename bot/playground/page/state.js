// What the page knows: the person's snapshot from the workspace, and where they look; it draws nothing.

export const state = {
  handle: new URLSearchParams(location.search).get("as") ?? "",
  snapshot: null, // GET /_/see
  fatal: "", // why there is no snapshot
  connected: true, // to the playground itself
  channel: "", // its id
  thread: "", // the root's ts
  jump: "", // the ts of a message to bring into view
  newSince: new Map(), // channel id -> ts of the last message read when it was opened
  pending: new Set(), // keys of the buttons that were pressed and not answered
  errors: new Map(), // composer, view or host -> a sentence
  fieldErrors: new Map(), // view id -> {block id: what is wrong with what was entered}
  drafts: new Map(), // key of an input in a view -> what stands in it
  confirm: null, // {element, resolve}
  menu: "", // the open menu: people
  sidebar: false, // on a narrow screen
  panel: "", // phone or wire
  narrow: false, // Slack at a phone's width
  said: "", // what the last host control said
};

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

export function currentChannel() {
  const { channels } = state.snapshot;
  return channels.find((channel) => channel.id === state.channel) ?? channels[0];
}

export function currentThread() {
  return currentChannel()?.messages.find((message) => message.ts === state.thread);
}

// The person in the address, the channel and the thread in its hash: `?as=ana#C123/1764000000.000100`.
export function readAddress() {
  const [channel, thread = ""] = decodeURIComponent(location.hash.slice(1)).split("/");
  change({ channel, thread, sidebar: false, menu: "" });
}

export function address({ handle = state.handle, channel = state.channel, thread = "" } = {}) {
  const hash = [channel, thread].filter(Boolean).join("/");
  return `/?as=${encodeURIComponent(handle)}${hash ? `#${hash}` : ""}`;
}

export function go(place) {
  const target = address(place);
  if (target === location.pathname + location.search + location.hash) return;
  history.pushState(null, "", target);
  readAddress();
}
