// What a person does on the page, as acts of the playground; it draws nothing.

import { permalink } from "./links.js";
import { act, control, see } from "./server.js";
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

// Press an element; its own confirm dialog comes first. `value` is a select's or a picker's choice.
export async function press(place, blockId, element, value = element.value) {
  if (element.confirm && !(await askToConfirm(element.confirm))) return;
  const key = pressKey(place, blockId, element);
  const body = {
    ...place,
    block_id: blockId,
    action_id: element.action_id,
    ...(value !== undefined && { value }),
    ...(element.confirm && { confirmed: true }),
    ...(place.view && { values: values(place.view) }),
  };
  await during(key, async () => {
    let answer = await act("press", body);
    // The button was redrawn meanwhile, and asks now.
    if (answer.error === "confirm") {
      if (!(await askToConfirm(answer.confirm))) return;
      answer = await act("press", { ...body, confirmed: true });
    }
    fail(place.view ? `view/${place.view}` : "press", answer);
  });
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

function initial(element) {
  const { initial_value: words, initial_date: date, initial_time: time, initial_option: option } = element;
  return words ?? date ?? time ?? option?.value ?? element.initial_options ?? "";
}

// The required input blocks that are empty: Slack's client does not send those.
function lacking({ id, blocks }) {
  const entered = values(id);
  return blocks.filter(({ type, optional, block_id: block, element }) => {
    if (type !== "input" || optional) return false;
    const value = entered[block]?.[element.action_id];
    const here = value === undefined ? initial(element) : value;
    return !here || here.length === 0;
  });
}

export function submit(view) {
  const empty = lacking(view).map((block) => [block.block_id, "Please complete this required field."]);
  state.fieldErrors.set(view.id, Object.fromEntries(empty));
  if (empty.length) {
    change();
    return undefined;
  }
  return during(`submit/${view.id}`, async () => {
    fail(`view/${view.id}`, await act("submit", { view: view.id, values: values(view.id) }));
  });
}

export function close(view) {
  return during(`close/${view}`, async () => fail(`view/${view}`, await act("close", { view })));
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
