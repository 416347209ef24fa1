// Runs a stranger's quiz item in one setting and prints as JSON what it showed; it judges nothing.
//
// argv: the setting, the item's file. Settings: `page` a classic script of a browser, `module` a CommonJS
// module of Node, `strict` an ES module, `lines` line by line as typed into a console.
"use strict";

const { wrap } = require("node:module");
const { readFileSync, writeSync } = require("node:fs");
const { format, inspect } = require("node:util");
const vm = require("node:vm");

const [setting, file] = process.argv.slice(2);
const code = readFileSync(file, "utf8");
const shown = [];
const results = [];
let failure = null;
let parsed = true;

const say = (...values) => {
  shown.push(format(...values));
};
const speaking = Object.fromEntries(["log", "info", "debug", "warn", "error", "table"].map((name) => [name, say]));

function failed(error) {
  failure ??= { name: error?.name ?? typeof error, message: String(error?.message ?? error) };
}

// An ES module that does not parse has run nothing: its error has no frame in the item.
function unread(error) {
  parsed = !(error instanceof SyntaxError) || String(error.stack).includes(" at file:");
  failed(error);
}

process.on("exit", () => writeSync(1, JSON.stringify({ shown, results, failure, parsed })));
process.on("unhandledRejection", failed);
process.on("uncaughtException", (error) => {
  failed(error);
  process.exit(0);
});

// What a browser's page has and a quiz may use; no document, no network.
function page() {
  const world = { console: speaking, alert: say, setTimeout, setInterval, clearTimeout, clearInterval, queueMicrotask };
  const realm = vm.createContext(world);
  vm.runInContext("globalThis.window = globalThis.self = globalThis;", realm);
  return realm;
}

function script(text) {
  try {
    return new vm.Script(text, { filename: "item.js" });
  } catch (error) {
    parsed = false;
    throw error;
  }
}

// Whether a chunk is an expression, whose value a console shows.
function isExpression(chunk) {
  if (/^(?:function|class|async|\{|;)/.test(chunk)) return false;
  try {
    return Boolean(new vm.Script(`(${chunk.replace(/;$/, "")}\n)`));
  } catch {
    return false;
  }
}

function typed(realm) {
  let chunk = "";
  for (const line of code.split("\n")) {
    chunk = `${chunk}${line}\n`;
    let whole;
    try {
      whole = new vm.Script(chunk, { filename: "item.js" });
    } catch {
      continue; // it goes on in the next line
    }
    const before = shown.length;
    const value = whole.runInContext(realm);
    if (isExpression(chunk.trim()) && shown.length === before) results.push(inspect(value));
    chunk = "";
  }
}

try {
  if (setting === "page") script(code).runInContext(page());
  else if (setting === "lines") typed(page());
  else {
    Object.assign(globalThis, { alert: say, console: Object.assign(Object.create(console), speaking) });
    if (setting === "module") {
      script(wrap(code));
      require(file);
    } else import(file).catch(unread);
  }
} catch (error) {
  failed(error);
}
