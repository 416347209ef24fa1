// Colours code: Python by a tokenizer of a few lines, every other language not at all.

import { h } from "./dom.js";

const KEYWORDS = new Set(
  ("and as assert async await break class continue def del elif else except finally for from global if import " +
    "in is lambda nonlocal not or pass raise return try while with yield").split(" "),
);
const CONSTANTS = new Set(["True", "False", "None", "self", "cls", "Ellipsis", "NotImplemented"]);
// Keywords only where a statement begins and more of it follows.
const SOFT = /^(match|case|type)(?=\s+[^\s=.,)\]:])/;

const PREFIX = "(?:\\b[rRbBfFuUtT]{1,2})?";
const LONG_STRINGS = `"""[^]*?(?:"""|$(?![^]))|'''[^]*?(?:'''|$(?![^]))`;
const SHORT_STRINGS = `"(?:\\\\.|[^"\\\\\\n])*"?|'(?:\\\\.|[^'\\\\\\n])*'?`;
const TOKEN = new RegExp(
  [
    "(?<comment>#[^\\n]*)",
    `(?<string>${PREFIX}(?:${LONG_STRINGS}|${SHORT_STRINGS}))`,
    "(?<decorator>(?<=^[ \\t]*)@[\\w.]+)",
    "(?<number>\\b(?:0[xXoObB][\\da-fA-F_]+|\\d[\\d_]*(?:\\.[\\d_]*)?(?:[eE][+-]?\\d+)?j?)\\b)",
    "(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)",
  ].join("|"),
  "gmu",
);

function wordKind(text, match) {
  const before = text.slice(Math.max(0, match.index - 80), match.index);
  if (/\b(def|class)\s+$/.test(before)) return "name";
  if (KEYWORDS.has(match[0])) return before.endsWith(".") ? "" : "keyword";
  if (CONSTANTS.has(match[0])) return "constant";
  return /(^|\n)[ \t]*$/.test(before) && SOFT.test(text.slice(match.index)) ? "keyword" : "";
}

function python(text) {
  const parts = [];
  let plain = 0;
  for (const match of text.matchAll(TOKEN)) {
    const group = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    const kind = group === "word" ? wordKind(text, match) : group;
    if (!kind) continue;
    parts.push(text.slice(plain, match.index), h("span", { class: `code-${kind}` }, match[0]));
    plain = match.index + match[0].length;
  }
  return [...parts, text.slice(plain)];
}

// The nodes of a piece of code; `language` as Slack's preformatted elements name it.
export function coloured(text, language) {
  return ["python", "py", "python3"].includes(language?.toLowerCase()) ? python(text) : [text];
}
