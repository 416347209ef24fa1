// What a person does on the page, as acts of the playground; it draws nothing.

import { permalink } from "./links.js";
import { act, control, see, unknown } from "./server.js";
import { change, go, state } from "./state.js";

function fail(where, answer) {
  state.errors.set(where, answer.ok ? "" : answer.error);
  change();
  return answer.ok;
}

async function during(key, work) {
  if (state.pending.has(key)) return undefined;
  state.pending.add(key);
  change();
  try {
    return await work();
  } finally {
    state.pending.delete(key);
    await see();
    change();
  }
}

// Send what stands in a composer: a command or a message. True when it was taken.
export function send(channel, thread, text) {
  const where = `composer/${channel}/${thread}`;
  const place = { channel, ...(thread && { thread_ts: thread }), text };
  return during(where, async () => fail(where, await act(text.startsWith("/") ? "command" : "post", place)));
}

function askToConfirm(confirm) {
  return new Promise((resolve) => {
    change({ confirm: { ...confirm, resolve: (answer) => {
      change({ confirm: null });
      resolve(answer);
    } } });
  });
}

// Where a pressed element stands: a message's {channel, ts} or a view's {view}.
export function pressKey(place, blockId, element) {
  return `press/${place.view ?? place.ts}/${blockId}/${element.action_id}/${element.value ?? ""}`;
}

// Tell the app of a press or a choice; the element's own confirm dialog comes first. False when it was not told.
async function tell(deed, place, blockId, element, body) {
  if (element.confirm && !(await askToConfirm(element.confirm))) return false;
  const whole = {
    ...place,
    block_id: blockId,
    action_id: element.action_id,
    ...body,
    ...(element.confirm && { confirmed: true }),
    ...(place.view && { values: values(place.view) }),
  };
  const taken = await during(pressKey(place, blockId, element), async () => {
    let answer = await act(deed, whole);
    // It was redrawn meanwhile, and asks now.
    if (answer.error === "confirm") {
      if (!(await askToConfirm(answer.confirm))) return false;
      answer = await act(deed, { ...whole, confirmed: true });
    }
    return fail(place.view && place.view !== state.snapshot.home?.id ? `view/${place.view}` : "press", answer);
  });
  return taken === true;
}

export function press(place, blockId, element) {
  return tell("press", place, blockId, element, element.value !== undefined && { value: element.value });
}

// A choice in a menu, a picker or a field that tells at once.
export function select(place, blockId, element, value) {
  return tell("select", place, blockId, element, { value });
}

// The options that the app offers for what was typed.
export function suggest(place, blockId, element, query) {
  return act("suggest", { ...place, block_id: blockId, action_id: element.action_id, query });
}

export function draftKey(view, blockId, actionId) {
  return JSON.stringify([view, blockId, actionId]);
}

// What stands in a view's inputs, where the person touched them.
export function values(view) {
  const entered = {};
  for (const [key, value] of state.drafts) {
    const [where, blockId, actionId] = JSON.parse(key);
    if (where === view) (entered[blockId] ??= {})[actionId] = value;
  }
  return entered;
}

export function submit(view) {
  return during(`submit/${view.id}`, async () => {
    const answer = await act("submit", { view: view.id, values: values(view.id) });
    // What is wrong with single fields stands beside them.
    fail(`view/${view.id}`, answer.errors ? { ok: true } : answer);
  });
}

// The cross in the corner takes the views under it along.
export function close(view, all = false) {
  return during(`close/${view}`, async () => fail(`view/${view}`, await act("close", { view, ...(all && { all }) })));
}

export function openHome() {
  return during("home", async () => fail("home", await act("home")));
}

// The direct messages with the app, which begin with this.
export async function openMessages() {
  const answer = await during("dm", () => act("dm"));
  if (answer?.ok) go({ channel: answer.channel });
  else fail("home", answer);
}

// A shortcut of the app's: `place` is the {channel, ts} of a message, or nothing.
export function shortcut(callbackId, place = {}) {
  return during(`shortcut/${callbackId}`, async () => fail("press", await act("shortcut", { callback_id: callbackId, ...place })));
}

export function remove(place) {
  return during(`delete/${place.ts}`, async () => fail("press", await act("delete", place)));
}

export async function copyLink(path) {
  const address = new URL(path, location.origin).href;
  try {
    await navigator.clipboard.writeText(address);
    change({ said: "The link is in the clipboard." });
  } catch {
    change({ said: address }); // no clipboard here: the address itself can be copied
  }
}

// Pick a world: what nobody knows of Slack is so, or is not.
export function turn(name, on) {
  return during(`unknown/${name}`, () => unknown(name, on));
}

// As in Slack, what was ephemeral does not outlive a reload of the page.
export function reloaded() {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation?.type === "reload" && !state.snapshot.held ? act("reload") : undefined;
}

export function dismiss(notice) {
  return during(`dismiss/${notice}`, () => act("dismiss", { notice }));
}

export function hold(on) {
  return during("hold", () => act("hold", { on }));
}

// Mark a channel as read; a quiet affair without waiting.
export async function read(channel) {
  if (state.snapshot.held) return;
  await act("read", { channel });
}

export function runControl(name) {
  return during(`control/${name}`, async () => {
    const answer = await control(name);
    change({ said: answer.ok ? (answer.said ?? "") : answer.error });
  });
}

// Look as another person; what the first one was typing waits for them.
export async function become(handle) {
  go({ handle, channel: state.channel });
  change({ handle, menu: "", confirm: null });
  await see();
}

// Bring a message into view, opening its thread when it stands in one.
export function jump({ channel, ts, thread }) {
  go({ channel, thread: thread ?? "" });
  change({ jump: ts });
}

// Links to messages stay on the page.
export function followLink(event) {
  const target = event.target.closest?.("a[data-permalink]");
  if (!target || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  const place = permalink(target.dataset.permalink);
  if (!place) return false;
  event.preventDefault();
  jump(place);
  return true;
}
