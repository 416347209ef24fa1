// The composer, with completion of slash commands; what is typed stays in its own textarea.

import { send, shortcut } from "./actions.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { change, state } from "./state.js";

// Slack's own commands that the playground has.
const BUILT_IN = [
  { command: "/invite", description: "Add an app to this channel", usage_hint: "@app" },
  { command: "/remove", description: "Remove an app from this channel", usage_hint: "@app" },
  { command: "/leave", description: "Leave this channel" },
  { command: "/rename", description: "Give this channel another name", usage_hint: "name" },
  { command: "/archive", description: "Close this channel" },
];

const choosing = { where: "", text: "", picked: 0, closed: false };

function matches(where) {
  if (choosing.where !== where || choosing.closed || !/^\/\S*$/.test(choosing.text)) return [];
  const known = [...state.snapshot.commands, ...BUILT_IN];
  return known.filter(({ command }) => command.startsWith(choosing.text.toLowerCase()));
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
}

function typed(where, area) {
  const open = matches(where).length;
  Object.assign(choosing, { where, text: area.value, picked: 0, closed: false });
  grow(area);
  if (open || matches(where).length) change();
}

function complete(where, area, { command }) {
  area.value = `${command} `;
  typed(where, area);
  area.focus();
}

async function submit(where, area, channel, thread) {
  const text = area.value.trim();
  if (!text) return;
  choosing.closed = true;
  area.value = "";
  grow(area);
  const list = area.closest(".channel, .thread").querySelector(".messages");
  list.scrollTop = list.scrollHeight; // who speaks looks at what comes next
  if ((await send(channel, thread, text)) || area.value) return;
  area.value = text; // refused: nothing typed is lost
  grow(area);
}

function pressed(event, where, channel, thread) {
  const area = event.target;
  const found = matches(where);
  const exact = found.some(({ command }) => command === area.value);
  if (event.isComposing) return;
  if (found.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : found.length - 1;
    choosing.picked = (choosing.picked + step) % found.length;
    change();
  } else if (found.length && (event.key === "Tab" || (event.key === "Enter" && !exact)) && !event.shiftKey) {
    event.preventDefault();
    complete(where, area, found[choosing.picked]);
  } else if (found.length && event.key === "Escape") {
    event.stopPropagation();
    choosing.closed = true;
    change();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit(where, area, channel, thread);
  }
}

function list(id, where, found) {
  if (!found.length) return null;
  return h(
    "ul",
    { class: "completion", id, role: "listbox", "aria-label": "Slash commands", "data-testid": "completion" },
    found.map((each, n) =>
      h(
        "li",
        {
          key: each.command,
          id: `${id}-${n}`,
          role: "option",
          "aria-selected": n === choosing.picked ? "true" : "false",
          "data-testid": "completion-item",
          "data-command": each.command,
          on: {
            mousedown: (event) => {
              event.preventDefault(); // the focus stays in the textarea
              complete(where, event.target.closest(".composer").querySelector("textarea"), each);
            },
          },
        },
        h("strong", {}, each.command),
        each.usage_hint ? h("span", { class: "usage" }, ` ${each.usage_hint}`) : null,
        h("small", {}, each.description),
      ),
    ),
  );
}

// The app's global shortcuts.
function shortcuts(thread) {
  const { app, shortcuts: all } = state.snapshot;
  const found = (all ?? []).filter(({ type }) => type === "global");
  if (!found.length) return null;
  return menuButton(`shortcuts/${thread}`, {
    key: "shortcuts",
    label: "Shortcuts",
    button: { class: "plain-button", "aria-label": "Shortcuts", title: "Shortcuts", "data-testid": "shortcuts" },
    face: icon("bolt"),
    items: found.map(({ callback_id: id, name, description }) => ({
      name: id,
      label: name,
      note: [app.name, description].filter(Boolean).join(": "),
      icon: icon("bolt"),
      act: () => shortcut(id),
    })),
  });
}

// The composer of a channel, or of one thread in it.
export function composer(channel, thread = "") {
  const where = `composer/${channel.id}/${thread}`;
  if (channel.archived) return h("p", { class: "closed", "data-testid": "archived" }, `#${channel.name} is archived. What was said here can still be read.`);
  const error = state.errors.get(where);
  const found = matches(where);
  const id = thread ? "thread-completion" : "completion";
  const label = thread ? "Reply" : `Message ${channel.kind === "im" ? channel.name : `#${channel.name}`}`;
  return h(
    "form",
    {
      class: "composer",
      key: where,
      on: {
        submit: (event) => {
          event.preventDefault();
          submit(where, event.target.querySelector("textarea"), channel.id, thread);
        },
      },
    },
    list(id, where, found),
    error && h("p", { class: "composer-error", role: "alert", "data-testid": "composer-error" }, error),
    shortcuts(thread),
    h("textarea", {
      key: "text",
      rows: 1,
      placeholder: thread ? "Reply…" : `${label}, or type / for commands`,
      role: "combobox",
      "aria-label": label,
      "aria-autocomplete": "list",
      "aria-expanded": found.length ? "true" : "false",
      "aria-controls": found.length ? id : null,
      "aria-activedescendant": found.length ? `${id}-${choosing.picked}` : null,
      "data-testid": thread ? "thread-composer" : "composer",
      on: {
        input: (event) => typed(where, event.target),
        keydown: (event) => pressed(event, where, channel.id, thread),
      },
    }),
    h(
      "button",
      { key: "send", type: "submit", class: "send", "aria-label": "Send", title: "Send", "data-testid": thread ? "thread-send" : "send" },
      icon("send"),
    ),
  );
}
