// Renders Slack's mrkdwn as nodes: https://docs.slack.dev/messaging/formatting-message-text

import { coloured } from "./code.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, date, everyone, link, person } from "./links.js";

// What may stand between two marks: anything but the mark itself, save inside links and code.
const between = (mark) => `(?:<[^<>\\n]*>|\`[^\`\\n]+\`|[^${mark}\\n])+?`;
const styled = (name, mark) => {
  const edge = `[\\p{L}\\p{N}${mark}]`;
  return `(?<!${edge})${mark}(?=\\S)(?<${name}>${between(mark)})(?<=\\S)${mark}(?!${edge})`;
};

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    styled("bold", "\\*"),
    styled("italic", "_"),
    styled("strike", "~"),
    ":(?<emoji>[a-z0-9_+'-]+(?:::skin-tone-\\d)?):",
    "(?<address>https?:\\/\\/[^\\s<>]*[^\\s<>.,;:!?'\")\\]])",
  ].join("|"),
  "gu",
);

// Slack escapes three characters only.
function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function angle(scene, inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : unescaped(inside.slice(bar + 1));
  if (target.startsWith("@")) return person(scene, target.slice(1), label);
  if (target.startsWith("#")) return channel(scene, target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, timestamp, format, url] = target.split("^");
    return date(scene, { timestamp: Number(timestamp), format: unescaped(format ?? ""), url, fallback: label });
  }
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? `@${target.slice(9)}`);
  if (target.startsWith("!")) return everyone(label ?? target.slice(1));
  const address = unescaped(target);
  return link(scene, address, label ?? address.replace(/^mailto:/, ""));
}

function found(scene, { groups }, whole) {
  if (groups.code !== undefined) return h("code", {}, unescaped(groups.code));
  if (groups.angle !== undefined) return angle(scene, groups.angle);
  if (groups.bold !== undefined) return h("strong", {}, inline(scene, groups.bold));
  if (groups.italic !== undefined) return h("em", {}, inline(scene, groups.italic));
  if (groups.strike !== undefined) return h("s", {}, inline(scene, groups.strike));
  if (groups.emoji !== undefined) return emoji(groups.emoji) ?? whole;
  return link(scene, unescaped(groups.address), unescaped(groups.address));
}

function inline(scene, text) {
  const parts = [];
  let plain = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(unescaped(text.slice(plain, match.index)), found(scene, match, match[0]));
    plain = match.index + match[0].length;
  }
  return [...parts, unescaped(text.slice(plain))];
}

function lines(scene, text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const last = groups.at(-1);
    const written = quote ? quote[1] : line;
    if (last && last.quoted === Boolean(quote)) last.lines.push(written);
    else groups.push({ quoted: Boolean(quote), lines: [written] });
  }
  return groups.map((group) => {
    const broken = group.lines.flatMap((line, n) => (n ? [h("br"), inline(scene, line)] : [inline(scene, line)]));
    return group.quoted ? h("blockquote", {}, broken) : broken;
  });
}

// The nodes of a mrkdwn text.
export function mrkdwn(scene, text) {
  return text.split("```").map((part, n, parts) => {
    if (n % 2 === 0) return lines(scene, n ? part.replace(/^\n/, "") : part);
    if (n === parts.length - 1) return ["```", lines(scene, part)];
    return h("pre", {}, h("code", {}, coloured(unescaped(part.replace(/^\n|\n$/g, "")))));
  });
}

// A text object of Block Kit.
export function text(scene, object) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(scene, object.text);
  return plain(object.text, object.emoji !== false);
}

// Plain text keeps its line breaks; only emoji names turn into characters.
export function plain(content, withEmoji = true) {
  if (!withEmoji) return content;
  return content.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emoji(name) ?? whole);
}

// What a lock screen shows: the words without the marks.
export function flattened(scene, content) {
  return h("span", {}, mrkdwn(scene, content)).textContent;
}
