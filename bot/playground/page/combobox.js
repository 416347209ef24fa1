// A menu to type into: of people, channels, an app's own options, one choice or several; it tells entries.js.
//
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox: the focus stays in the field, the arrows move the choice.

import { draftKey, suggest } from "./actions.js";
import { h } from "./dom.js";
import { enter, entered, placeKey, remembered } from "./entries.js";
import { icon } from "./icons.js";
import { named } from "./inputs.js";
import { plain } from "./mrkdwn.js";
import { change, state } from "./state.js";

const PAUSE_MS = 200; // before the app is asked
const EAGER = 3; // characters, unless the element says otherwise

const asking = { timer: 0, round: 0 };

const several = (element) => element.type.startsWith("multi_");
const kind = (element) => element.type.replace("multi_", "").replace("_select", "");

function conversationKind({ kind: named }) {
  return { im: "im", mpim: "mpim", private_channel: "private" }[named] ?? "public";
}

// Everything that could be chosen without asking the app, as {value, label, group}.
function own(place, blockId, element) {
  const { people, channels } = place.scene;
  switch (kind(element)) {
    case "users":
      return people.filter((one) => !one.is_bot).map(({ id, name }) => ({ value: id, label: name }));
    case "channels":
      return channels.filter((one) => conversationKind(one) === "public").map(({ id, name }) => ({ value: id, label: `#${name}` }));
    case "conversations":
      return conversations(channels, element.filter ?? {});
    case "external":
      return [];
    default:
      return flattened(element.options, element.option_groups);
  }
}

function conversations(channels, { include, exclude_bot_users: noBots }) {
  const kinds = include ?? ["public", "private", "mpim", "im"];
  const wanted = channels.filter((one) => kinds.includes(conversationKind(one)) && !(noBots && one.kind === "im"));
  return wanted.map(({ id, name, kind: type }) => ({ value: id, label: type === "im" ? name : `#${name}` }));
}

function flattened(options, groups) {
  const inGroups = (groups ?? []).flatMap((group) =>
    group.options.map((each) => ({ value: each.value, label: each.text.text, note: each.description?.text, group: group.label.text })),
  );
  return [...(options ?? []).map((each) => ({ value: each.value, label: each.text.text, note: each.description?.text })), ...inGroups];
}

// The open menu, or null: {key, text, picked, options, waiting, error}.
function opened(key) {
  return state.box?.key === key ? state.box : null;
}

function offered(place, blockId, element, box) {
  const all = kind(element) === "external" ? (box.options ?? []) : own(place, blockId, element);
  const text = box.text.trim().toLowerCase();
  const fits = kind(element) === "external" ? all : all.filter(({ label }) => label.toLowerCase().includes(text));
  const chosen = several(element) ? (entered(place, blockId, element) ?? []) : [];
  return fits.filter(({ value }) => !chosen.includes(value));
}

function open(place, blockId, element, key, text) {
  change({ box: { ...opened(key), key, text, picked: 0, error: "" } });
  if (kind(element) === "external") ask(place, blockId, element, key, text);
}

function ask(place, blockId, element, key, text) {
  clearTimeout(asking.timer);
  const round = ++asking.round;
  if (text.length < (element.min_query_length ?? EAGER)) {
    change({ box: { ...state.box, options: [], waiting: false } });
    return;
  }
  change({ box: { ...state.box, waiting: true } });
  asking.timer = setTimeout(async () => {
    const answer = await suggest(place.at, blockId, element, text);
    if (round !== asking.round || !opened(key)) return;
    const options = answer.option_groups ? flattened([], answer.option_groups) : flattened(answer.options);
    for (const { value, label } of options) labels.set(value, label);
    change({ box: { ...state.box, options, waiting: false, picked: 0, error: answer.error ?? "" } });
  }, PAUSE_MS);
}

// What the app's options were called when they were offered.
const labels = new Map();

function labelOf(place, blockId, element, value) {
  const known = [...own(place, blockId, element), ...flattened(remembered(place, blockId, element))];
  return known.find((each) => each.value === value)?.label ?? labels.get(value) ?? value;
}

function isFull(element, chosen) {
  return several(element) && chosen.length >= (element.max_selected_items ?? Infinity);
}

async function choose(place, blockId, element, field, value) {
  field.value = "";
  change({ box: null });
  const chosen = entered(place, blockId, element) ?? [];
  if (!isFull(element, chosen)) await enter(place, blockId, element, several(element) ? [...chosen, value] : value);
}

function remove(place, blockId, element, value) {
  const chosen = entered(place, blockId, element) ?? [];
  return enter(place, blockId, element, several(element) ? chosen.filter((one) => one !== value) : null);
}

function pressed(event, place, blockId, element, key) {
  const box = opened(key);
  const found = box ? offered(place, blockId, element, box) : [];
  const { target } = event;
  if (event.isComposing) return;
  if (["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    if (!box) return open(place, blockId, element, key, target.value);
    const step = event.key === "ArrowDown" ? 1 : found.length - 1;
    change({ box: { ...box, picked: found.length ? (box.picked + step) % found.length : 0 } });
  } else if (event.key === "Enter") {
    event.preventDefault(); // of a modal's submission too
    if (found[box?.picked]) choose(place, blockId, element, target, found[box.picked].value);
  } else if (event.key === "Escape" && box) {
    event.preventDefault();
    event.stopPropagation();
    change({ box: null });
  } else if (event.key === "Backspace" && !target.value) {
    const last = [entered(place, blockId, element) ?? []].flat().at(-1);
    if (last !== undefined) remove(place, blockId, element, last);
  }
}

function chip(place, blockId, element, value) {
  const label = labelOf(place, blockId, element, value);
  return h(
    "button",
    {
      type: "button",
      key: value,
      class: "chip",
      "data-testid": "chip",
      "data-value": value,
      "aria-label": `Remove ${label}`,
      on: {
        click: (event) => {
          event.currentTarget.parentElement.querySelector("input").focus();
          remove(place, blockId, element, value);
        },
      },
    },
    plain(label),
    icon("close"),
  );
}

function line(box, found, element, full) {
  if (box.error) return box.error;
  if (full) return `No more than ${element.max_selected_items} can be chosen`;
  if (box.waiting) return "Asking the app…";
  const least = element.min_query_length ?? EAGER;
  if (kind(element) === "external" && box.text.length < least) return `Type at least ${least} ${least === 1 ? "character" : "characters"}`;
  return found.length ? "" : "Nothing fits";
}

function list(place, blockId, element, key, box) {
  const full = isFull(element, entered(place, blockId, element) ?? []);
  const found = full ? [] : offered(place, blockId, element, box);
  const said = line(box, found, element, full);
  const nodes = found.map((each, n) => [
    each.group && each.group !== found[n - 1]?.group ? h("li", { role: "presentation", class: "group-label", key: `group/${each.group}` }, each.group) : null,
    h(
      "li",
      {
        key: each.value,
        id: `${key}-${n}`,
        role: "option",
        "aria-selected": n === box.picked ? "true" : "false",
        "data-testid": "option",
        "data-value": each.value,
        on: {
          mousedown: (event) => {
            event.preventDefault(); // the focus stays in the field
            choose(place, blockId, element, event.currentTarget.closest(".combobox").querySelector("input"), each.value);
          },
        },
      },
      plain(each.label),
      each.note && h("small", {}, plain(each.note)),
    ),
  ]);
  return h(
    "div",
    { class: "floating", popover: "manual", key: "list" },
    said ? h("p", { class: "menu-note", role: "status", "data-testid": "options-said" }, said) : null,
    h("ul", { id: `${key}-list`, role: "listbox", "aria-label": "Options", class: "options" }, nodes),
  );
}

export function combobox(place, blockId, element) {
  const key = `${place.pane ?? ""}${draftKey(placeKey(place), blockId, element.action_id)}`;
  const box = opened(key);
  const chosen = [entered(place, blockId, element) ?? []].flat();
  const found = box ? offered(place, blockId, element, box) : [];
  const { key: nodeKey, ...field } = named(place, blockId, element);
  return h(
    "div",
    { class: "combobox", key: nodeKey },
    chosen.map((value) => chip(place, blockId, element, value)),
    h("input", {
      ...field,
      key: "field",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      placeholder: chosen.length ? null : (element.placeholder?.text ?? (several(element) ? "Choose options" : "Choose an option")),
      "aria-autocomplete": "list",
      "aria-expanded": box ? "true" : "false",
      "aria-controls": box ? `${key}-list` : null,
      "aria-activedescendant": found.length ? `${key}-${box.picked}` : null,
      on: {
        input: ({ target }) => open(place, blockId, element, key, target.value),
        click: ({ target }) => box || open(place, blockId, element, key, target.value),
        keydown: (event) => pressed(event, place, blockId, element, key),
        blur: ({ target }) => {
          target.value = "";
          if (opened(key)) change({ box: null });
        },
      },
    }),
    box && list(place, blockId, element, key, box),
  );
}
