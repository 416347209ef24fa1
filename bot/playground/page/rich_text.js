// Renders rich_text blocks as nodes: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

import { coloured } from "./code.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, date, everyone, link, person } from "./links.js";

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];
const ORDERED = ["decimal", "lower-alpha", "lower-roman"];
const BULLETS = ["disc", "circle", "square"];

function bare(scene, element) {
  switch (element.type) {
    case "text": return element.text;
    case "link": return link(scene, element.url, element.text || element.url);
    case "emoji": return emoji(element.name) ?? fromUnicode(element.unicode) ?? `:${element.name}:`;
    case "user": return person(scene, element.user_id);
    case "channel": return channel(scene, element.channel_id);
    case "usergroup": return h("span", { class: "mention" }, `@${element.usergroup_id}`);
    case "team": return h("span", { class: "mention" }, `@${element.team_id}`);
    case "broadcast": return everyone(element.range);
    case "date": return date(scene, element);
    case "color":
      return [h("span", { class: "swatch", style: { background: element.value } }), element.value];
    default: return "";
  }
}

function fromUnicode(codes) {
  return codes ? String.fromCodePoint(...codes.split("-").map((code) => Number.parseInt(code, 16))) : undefined;
}

function inline(scene, elements) {
  return (elements ?? []).map((element) =>
    STYLES.reduce(
      (node, [style, tag]) => (element.style?.[style] ? h(tag, {}, node) : node),
      bare(scene, element),
    ),
  );
}

function list(scene, element) {
  const indent = element.indent ?? 0;
  const ordered = element.style === "ordered";
  const marker = (ordered ? ORDERED : BULLETS)[indent % 3];
  const start = ordered && element.offset ? element.offset + 1 : null;
  return h(
    ordered ? "ol" : "ul",
    {
      class: element.border ? "bordered" : null,
      start,
      style: { "list-style-type": marker, "margin-inline-start": `${indent * 1.5}em` },
    },
    element.elements.map((item) => h("li", {}, inline(scene, item.elements))),
  );
}

function code(element, content) {
  const label = element.language ? h("span", { class: "language" }, element.language) : null;
  return h("div", { class: "code-block" }, label, h("pre", { tabindex: "0" }, h("code", {}, content)));
}

function preformatted(scene, element) {
  const runs = element.elements ?? [];
  if (runs.some((run) => run.type === "link")) return code(element, inline(scene, runs));
  return code(element, coloured(runs.map((run) => run.text).join(""), element.language));
}

function part(scene, element) {
  switch (element.type) {
    case "rich_text_section": return h("div", { class: "rich-section" }, inline(scene, element.elements));
    case "rich_text_list": return list(scene, element);
    case "rich_text_preformatted": return preformatted(scene, element);
    case "rich_text_quote": return h("blockquote", {}, inline(scene, element.elements));
    default: return null;
  }
}

export function richText(scene, block) {
  return h("div", { class: "rich-text" }, (block.elements ?? []).map((element) => part(scene, element)));
}

// The same frame for code that comes from a markdown block.
export function codeBlock(text, language) {
  return code({ language }, coloured(text, language));
}
