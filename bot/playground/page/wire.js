// The wire as a searchable list: every payload between the workspace and the app, and who came to see it.

import { time } from "./dates.js";
import { h } from "./dom.js";
import { avatar } from "./messages.js";
import { wire } from "./server.js";
import { change, scene, state } from "./state.js";

const SHOWN = 200;
const WAYS = { api: "app → Slack", event: "Slack → app", ack: "app's ack", response_url: "response_url" };

const list = { text: "", person: "", entries: [], version: -1, loading: false, opened: new Set() };

async function load() {
  if (list.loading) return;
  list.loading = true;
  const { text } = list;
  const after = list.loadedText === text ? (list.entries.at(-1)?.n ?? 0) : 0;
  try {
    const found = await wire(after, text);
    list.entries = after ? [...list.entries, ...found] : found;
    list.loadedText = text;
  } catch {
    list.version = -1; // the next drawing asks again
  } finally {
    list.loading = false;
  }
  change();
}

// Entries never change, so only what came since is asked for.
function keepUp() {
  if (list.version === state.snapshot.version && list.loadedText === list.text) return;
  list.version = state.snapshot.version;
  load();
}

function json(label, content) {
  if (content === null || content === undefined) return null;
  return h("div", { class: "wire-json" }, h("h4", {}, label), h("pre", { tabindex: "0" }, JSON.stringify(content, null, 2)));
}

function entry(here, each) {
  const open = list.opened.has(each.n);
  const seers = here.people.filter((person) => each.to.includes(person.id));
  const names = seers.map((person) => person.name).join(", ");
  return h(
    "li",
    { key: each.n, "data-testid": "wire-entry", "data-n": each.n, "data-way": each.way, "data-name": each.name },
    h(
      "button",
      {
        type: "button",
        class: "wire-line",
        "aria-expanded": open ? "true" : "false",
        on: {
          click: () => {
            if (!list.opened.delete(each.n)) list.opened.add(each.n);
            change();
          },
        },
      },
      h("time", { datetime: each.at }, time(new Date(each.at), here.me.zone)),
      h("span", { class: `way ${each.way}` }, WAYS[each.way] ?? each.way),
      h("span", { class: "wire-name" }, each.name),
      each.reply?.ok === false ? h("span", { class: "refused" }, each.reply.error) : null,
      seers.length
        ? h("span", { class: "seers", title: `Showed to ${names}` }, seers.map((each) => avatar(each, "tiny")),
            h("span", { class: "unseen" }, `showed to ${names}`))
        : null,
    ),
    open && [json("Body", each.body), json("Reply", each.reply)],
  );
}

function people(here) {
  const everyone = here.people.filter((person) => !person.is_bot);
  return h(
    "select",
    {
      "aria-label": "Shown to",
      "data-testid": "wire-person",
      on: {
        change: (event) => {
          list.person = event.target.value;
          change();
        },
      },
    },
    h("option", { value: "" }, "Everything"),
    everyone.map((person) => h("option", { value: person.id }, `Shown to ${person.name}`)),
  );
}

function search() {
  return h("input", {
    type: "search",
    placeholder: "Search the wire",
    "aria-label": "Search the wire",
    "data-testid": "wire-search",
    value: list.text,
    on: {
      input: (event) => {
        list.text = event.target.value;
        change();
      },
    },
  });
}

export function wirePanel() {
  keepUp();
  const here = scene();
  const found = list.entries.filter((each) => !list.person || each.to.includes(list.person));
  const settled = list.loadedText === list.text && !list.loading;
  return h(
    "aside",
    { key: "wire", class: "dock wire", "aria-label": "Wire", "data-testid": "wire", "data-settled": settled ? "true" : "false" },
    h("div", { class: "wire-head" }, search(), people(here)),
    h(
      "p",
      { class: "wire-count", role: "status", "data-testid": "wire-count", "data-count": found.length },
      found.length ? `${found.length} ${found.length === 1 ? "payload" : "payloads"}, newest first` : "Nothing on the wire matches",
    ),
    h("ol", { class: "wire-list" }, found.slice(-SHOWN).reverse().map((each) => entry(here, each))),
  );
}
