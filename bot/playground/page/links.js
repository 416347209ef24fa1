// Links, mentions and dates: the parts that mrkdwn and rich text share; it knows no syntax of either.
//
// A scene is what a text is read in: the people and channels that it may name, the reader's zone, the
// workspace's time, and whose eyes are reading.

import { formatted } from "./dates.js";
import { h } from "./dom.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);
const PERMALINK = /^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/;

function parsed(address) {
  try {
    return new URL(address, address.startsWith("/archives/") ? location.origin : undefined);
  } catch {
    return undefined;
  }
}

// The message that an address of this workspace leads to, or undefined.
export function permalink(address) {
  const url = parsed(address);
  const match = url && url.origin === location.origin ? PERMALINK.exec(url.pathname) : null;
  if (!match) return undefined;
  return { channel: match[1], ts: `${match[2]}.${match[3]}`, thread: url.searchParams.get("thread_ts") };
}

// A link to an address, or just the label where the address could run a script.
export function link(scene, address, label) {
  const url = parsed(address);
  if (!url || !SAFE.has(url.protocol)) return label;
  if (!permalink(address)) {
    return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, label);
  }
  url.searchParams.set("as", scene.me.handle);
  return h("a", { href: url.href, "data-permalink": address }, label);
}

export function person(scene, id, label) {
  const known = scene.people.find((someone) => someone.id === id);
  const mine = id === scene.me.id ? " mention-me" : "";
  return h("span", { class: `mention${mine}` }, `@${known?.name ?? label ?? id}`);
}

export function channel(scene, id, label) {
  const known = scene.channels.find((one) => one.id === id);
  if (!known) return h("span", { class: "mention" }, `#${label ?? id}`);
  return h("a", { class: "mention", href: `#${id}` }, `#${known.name}`);
}

export function everyone(range) {
  return h("span", { class: "mention mention-me" }, `@${range}`);
}

// A date in the reader's zone, with the full one to hover; the fallback where the format is unknown.
export function date(scene, { timestamp, format, url, fallback }) {
  const text = formatted(timestamp, format, scene.me.zone, scene.now);
  if (text === undefined) return fallback ?? format;
  const moment = new Date(timestamp * 1000);
  const title = `${formatted(timestamp, "{date_long} {time}", scene.me.zone, scene.now)} (${scene.me.zone})`;
  const node = h("time", { datetime: moment.toISOString(), title }, text);
  return url ? link(scene, url, node) : node;
}
