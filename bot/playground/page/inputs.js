// Block Kit's fields that the browser has itself: words, numbers, dates, choices, and menus of fixed options.

import { draftKey } from "./actions.js";
import { h } from "./dom.js";
import { enter, entered, placeKey, typed } from "./entries.js";
import { plain, text } from "./mrkdwn.js";

// What a field is called and what describes it; the same on every kind.
export function named(place, blockId, element, extra = {}) {
  return {
    key: `${element.type}/${element.action_id}`,
    "data-testid": "input",
    "data-action-id": element.action_id,
    "data-block-id": blockId,
    "aria-label": place.input?.label.text ?? element.placeholder?.text ?? element.action_id,
    "aria-describedby": place.describedBy ?? null,
    "aria-invalid": place.invalid ? "true" : null,
    "aria-required": place.input && !place.input.optional ? "true" : null,
    autofocus: element.focus_on_load ?? null,
    ...extra,
  };
}

const WORDS = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", autocomplete: "off" },
  url_text_input: { type: "url", autocomplete: "off" },
  number_input: { type: "text", inputmode: "decimal" },
};

export function words(place, blockId, element) {
  const long = element.multiline || element.type === "rich_text_input";
  const lines = long ? { rows: element.min_lines ?? 4 } : WORDS[element.type];
  return h(long ? "textarea" : "input", {
    ...named(place, blockId, element, {
      placeholder: element.placeholder?.text ?? null,
      minlength: element.min_length ?? null,
      maxlength: element.type === "plain_text_input" ? (element.max_length ?? 3000) : null,
      ...lines,
    }),
    value: entered(place, blockId, element) ?? "",
    on: typed(place, blockId, element),
  });
}

function option(chosen, { text: label, value }) {
  return h("option", { value, selected: value === chosen }, plain(label.text));
}

export function staticSelect(place, blockId, element) {
  const chosen = entered(place, blockId, element) ?? "";
  const groups = (element.option_groups ?? []).map((group) =>
    h("optgroup", { label: group.label.text }, group.options.map((each) => option(chosen, each))),
  );
  return h(
    "select",
    {
      ...named(place, blockId, element),
      on: {
        change: async ({ target }) => {
          if (!(await enter(place, blockId, element, target.value || null))) target.value = chosen;
        },
      },
    },
    h("option", { value: "" }, element.placeholder?.text ?? "Choose an option"),
    (element.options ?? []).map((each) => option(chosen, each)),
    groups,
  );
}

export function choices(place, blockId, element) {
  const several = element.type === "checkboxes";
  const chosen = entered(place, blockId, element) ?? (several ? [] : null);
  const holds = (value) => (several ? chosen.includes(value) : chosen === value);
  const choose = async (value, box) => {
    const standing = (one) => (one === value ? box.checked : (entered(place, blockId, element) ?? []).includes(one));
    const values = several ? element.options.map((each) => each.value).filter(standing) : value;
    if (await enter(place, blockId, element, values)) return;
    for (const each of box.closest(".choices").querySelectorAll("input")) each.checked = holds(each.value);
  };
  const { autofocus, ...group } = named(place, blockId, element, { role: several ? "group" : "radiogroup", class: "choices" });
  return h(
    "div",
    group,
    element.options.map((each, n) =>
      h(
        "label",
        { class: "choice", key: each.value },
        h("input", {
          type: several ? "checkbox" : "radio",
          name: `${place.pane ?? ""}${draftKey(placeKey(place), blockId, element.action_id)}`,
          value: each.value,
          checked: holds(each.value),
          autofocus: n === 0 ? autofocus : null,
          on: { change: ({ target }) => choose(each.value, target) },
        }),
        h("span", {}, text(place.scene, each.text), each.description && h("small", {}, text(place.scene, each.description))),
      ),
    ),
  );
}

const PICKED = { datepicker: "date", timepicker: "time" };

export function picker(place, blockId, element) {
  const zone = element.timezone ? h("small", { class: "zone" }, element.timezone) : null;
  const field = h("input", {
    ...named(place, blockId, element, { type: PICKED[element.type] }),
    value: entered(place, blockId, element) ?? "",
    on: { change: ({ target }) => enter(place, blockId, element, target.value || null) },
  });
  return zone ? h("span", { class: "picker", key: element.action_id }, field, zone) : field;
}

// Seconds since 1970, shown in this browser's own zone: a person's zone in the workspace may be another.
export function momentPicker(place, blockId, element) {
  const seconds = entered(place, blockId, element);
  const shown = seconds ? local(new Date(seconds * 1000)) : "";
  const choose = ({ target }) => {
    const at = target.value ? Math.floor(new Date(target.value).getTime() / 1000) : null;
    enter(place, blockId, element, at);
  };
  return h("input", { ...named(place, blockId, element, { type: "datetime-local" }), value: shown, on: { change: choose } });
}

function local(at) {
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

// Names of files of the workspace: whoever tests uploads them through the Web API first.
export function fileInput(place, blockId, element) {
  return h("input", {
    ...named(place, blockId, element, { type: "text", placeholder: "File ids, with commas between: F0123, F0456" }),
    value: (entered(place, blockId, element) ?? []).join(", "),
    on: { change: ({ target }) => enter(place, blockId, element, target.value.split(/[\s,]+/).filter(Boolean)) },
  });
}
