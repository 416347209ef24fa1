// Renders the markdown block's common part as nodes: headings, lists, tasks, tables, quotes, code, rules.
//
// https://docs.slack.dev/reference/block-kit/blocks/markdown-block

import { h } from "./dom.js";
import { link } from "./links.js";
import { codeBlock } from "./rich_text.js";

const INLINE = new RegExp(
  [
    "(?<ticks>`+)(?<code>[^`]|[^`][\\s\\S]*?[^`])\\k<ticks>(?!`)",
    "!?\\[(?<label>[^\\]\\n]*)\\]\\((?<address>[^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*)(?:\\s+\"[^\"]*\")?\\)",
    "\\*\\*(?=\\S)(?<bold>[\\s\\S]+?)(?<=\\S)\\*\\*",
    "~~(?=\\S)(?<strike>[\\s\\S]+?)(?<=\\S)~~",
    "\\*(?=\\S)(?<star>[^*]+?)(?<=\\S)\\*",
    "(?<![\\p{L}\\p{N}])_(?=\\S)(?<italic>[^_]+?)(?<=\\S)_(?![\\p{L}\\p{N}])",
    "\\\\(?<escaped>[!-/:-@\\[-`{-~])",
    "(?<bare>https?:\\/\\/[^\\s<>]*[^\\s<>.,;:!?'\")\\]])",
  ].join("|"),
  "gu",
);

function found(scene, { groups }) {
  if (groups.code !== undefined) return h("code", {}, groups.code);
  // Images become their link text, as Slack's page says.
  if (groups.address !== undefined) return link(scene, groups.address, inline(scene, groups.label));
  if (groups.bold !== undefined) return h("strong", {}, inline(scene, groups.bold));
  if (groups.strike !== undefined) return h("s", {}, inline(scene, groups.strike));
  if (groups.star !== undefined) return h("em", {}, inline(scene, groups.star));
  if (groups.italic !== undefined) return h("em", {}, inline(scene, groups.italic));
  if (groups.escaped !== undefined) return groups.escaped;
  return link(scene, groups.bare, groups.bare);
}

function inline(scene, text) {
  const parts = [];
  let plain = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(plain, match.index), found(scene, match));
    plain = match.index + match[0].length;
  }
  return h("span", {}, parts, text.slice(plain));
}

const ITEM = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

// Each reader takes lines from the front and returns a node, or undefined when they are not its kind.
const READERS = [
  function fence(_scene, lines) {
    const open = /^\s*(```+|~~~+)\s*(\S*)/.exec(lines[0]);
    if (!open) return undefined;
    lines.shift();
    const content = [];
    while (lines.length && !lines[0].trim().startsWith(open[1])) content.push(lines.shift());
    lines.shift();
    return codeBlock(content.join("\n"), open[2]);
  },
  function heading(scene, lines) {
    const match = /^#{1,6}\s+(.*?)\s*#*$/.exec(lines[0]);
    if (!match) return undefined;
    lines.shift();
    return h("p", { class: "heading" }, inline(scene, match[1]));
  },
  function rule(_scene, lines) {
    if (!/^\s*([-*_])(\s*\1){2,}\s*$/.test(lines[0])) return undefined;
    lines.shift();
    return h("hr");
  },
  function quote(scene, lines) {
    if (!lines[0].startsWith(">")) return undefined;
    const inner = [];
    while (lines.length && lines[0].startsWith(">")) inner.push(lines.shift().replace(/^> ?/, ""));
    return h("blockquote", {}, blocks(scene, inner));
  },
  function table(scene, lines) {
    if (lines.length < 2 || !lines[0].includes("|") || !TABLE_RULE.test(lines[1])) return undefined;
    const head = cells(lines.shift());
    lines.shift();
    const rows = [];
    while (lines.length && lines[0].includes("|")) rows.push(cells(lines.shift()));
    const row = (tag, values) => h("tr", {}, values.map((value) => h(tag, {}, inline(scene, value))));
    return h("table", {}, h("thead", {}, row("th", head)), h("tbody", {}, rows.map((each) => row("td", each))));
  },
  function list(scene, lines) {
    const items = [];
    while (lines.length && ITEM.test(lines[0])) items.push(ITEM.exec(lines.shift()));
    if (!items.length) return undefined;
    return items.map(([, indent, number, ticked, content]) => {
      const done = ticked !== " ";
      const task = ticked && h("input", { type: "checkbox", disabled: true, checked: done, "aria-label": done ? "done" : "to do" });
      return h(
        number ? "ol" : "ul",
        {
          start: number ?? null,
          class: ticked ? "tasks" : null,
          style: { "margin-inline-start": `${Math.floor(indent.length / 2) * 1.5}em` },
        },
        h("li", {}, task, inline(scene, content)),
      );
    });
  },
  function paragraph(scene, lines) {
    const content = [lines.shift()];
    const begins = (line) => /^(\s*(```|~~~)|#{1,6}\s|>|\s*([-*_])(\s*\3){2,}\s*$)/.test(line) || ITEM.test(line);
    while (lines.length && lines[0].trim() && !begins(lines[0])) content.push(lines.shift());
    return h("p", {}, inline(scene, content.join("\n")));
  },
];

function blocks(scene, lines) {
  const nodes = [];
  while (lines.length) {
    if (lines[0].trim()) nodes.push(READERS.map((read) => () => read(scene, lines)).reduce((n, r) => n ?? r(), undefined));
    else lines.shift();
  }
  return nodes;
}

export function markdown(scene, text) {
  return h("div", { class: "markdown" }, blocks(scene, text.split("\n")));
}
