// Talks to the playground: sees, acts, and listens for what changed; it draws nothing.

import { change, state } from "./state.js";

const REFRESH_MS = 20_000; // the workspace's clock runs on by itself
const AGAIN_MS = 1_000;

let seeing = null;
let seeAgain = false;

async function read(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/json")) return response.json();
  return { ok: false, error: await response.text() };
}

async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await read(response);
  } catch {
    change({ connected: false });
    return { ok: false, error: "The playground does not answer. Is it still running?" };
  }
}

// Act as the person; the answer has `ok`, else `error`, a sentence.
export function act(deed, body = {}) {
  return post("/_/act", { as: state.handle, ...(state.team && { team: state.team }), do: deed, ...body });
}

export function control(name) {
  return post(`/_/control/${encodeURIComponent(name)}`, {});
}

export function unknown(name, on) {
  return post(`/_/unknown/${encodeURIComponent(name)}`, { on });
}

export async function wire(after, text) {
  const response = await fetch(`/_/wire?${new URLSearchParams({ after, q: text })}`);
  return response.json();
}

// Fetch the snapshot; a call during another one makes that one repeat.
export function see() {
  if (seeing) {
    seeAgain = true;
    return seeing;
  }
  seeing = fetchSnapshot().finally(() => {
    seeing = null;
    if (seeAgain) {
      seeAgain = false;
      see();
    }
  });
  return seeing;
}

async function fetchSnapshot() {
  const asked = state.handle;
  try {
    const whose = new URLSearchParams({ ...(asked && { as: asked }), ...(state.team && { team: state.team }) });
    const response = await fetch(`/_/see?${whose}`);
    const answer = await read(response);
    if (asked !== state.handle) return;
    if (response.ok) change({ snapshot: answer, handle: answer.me.handle, connected: true, fatal: "" });
    else change({ fatal: answer.error ?? "The playground refused." });
  } catch {
    change({ connected: false });
  }
}

// Follow the workspace for as long as the page is open.
export function follow() {
  const socket = new WebSocket(`ws://${location.host}/_/live?${new URLSearchParams({ as: state.handle })}`);
  socket.onmessage = () => see();
  socket.onclose = () => {
    change({ connected: false });
    setTimeout(follow, AGAIN_MS);
  };
}

setInterval(() => {
  if (!document.hidden) see();
}, REFRESH_MS);
