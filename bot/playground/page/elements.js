// Block Kit's interactive elements: buttons anywhere, inputs in views; it decides nothing about what they do.
//
// A place is where an element stands: `at`, a message's {channel, ts} or a view's {view}, and the scene; inside
// an input block also its label, and what describes it.

import { draftKey, jump, press, pressKey } from "./actions.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { permalink } from "./links.js";
import { plain, text } from "./mrkdwn.js";
import { state } from "./state.js";

function button(place, blockId, element) {
  const busy = state.pending.has(pressKey(place.at, blockId, element));
  const url = element.url;
  return h(
    url ? "a" : "button",
    {
      key: `${element.action_id}/${element.value ?? ""}`,
      class: `button ${element.style ?? ""}`,
      type: url ? null : "button",
      href: url ?? null,
      target: url && !permalink(url) ? "_blank" : null,
      rel: url ? "noopener noreferrer" : null,
      "data-testid": "button",
      "data-action-id": element.action_id,
      "data-block-id": blockId,
      "data-value": element.value ?? null,
      "aria-label": element.accessibility_label ?? null,
      "aria-busy": busy ? "true" : null,
      "aria-disabled": busy ? "true" : null,
      on: {
        click: (event) => {
          const target = url && permalink(url);
          if (target) {
            event.preventDefault();
            event.stopPropagation();
            jump(target);
          }
          if (!busy) press(place.at, blockId, element);
        },
      },
    },
    plain(element.text.text, element.text.emoji !== false),
  );
}

// Reads and keeps what a person enters in a view; in a message a choice is a press.
function field(place, blockId, element) {
  const key = draftKey(place.at.view ?? "", blockId, element.action_id);
  return {
    entered: (initial) => (place.at.view && state.drafts.has(key) ? state.drafts.get(key) : initial),
    enter: (value) => {
      if (place.at.view) state.drafts.set(key, value);
      else press(place.at, blockId, element, value);
    },
  };
}

function attributes(place, blockId, element, extra = {}) {
  return {
    key: `${element.type}/${element.action_id}`,
    "data-testid": "input",
    "data-action-id": element.action_id,
    "data-block-id": blockId,
    "aria-label": place.label ?? element.placeholder?.text ?? element.action_id,
    "aria-describedby": place.describedBy ?? null,
    "aria-invalid": place.invalid ? "true" : null,
    autofocus: element.focus_on_load ?? null,
    ...extra,
  };
}

function textInput(place, blockId, element) {
  const { entered, enter } = field(place, blockId, element);
  return h(element.multiline ? "textarea" : "input", {
    ...attributes(place, blockId, element, {
      placeholder: element.placeholder?.text ?? null,
      minlength: element.min_length ?? null,
      maxlength: element.max_length ?? 3000,
      rows: element.multiline ? 4 : null,
      type: element.multiline ? null : "text",
    }),
    value: entered(element.initial_value ?? ""),
    on: { input: (event) => enter(event.target.value) },
  });
}

function option(chosen, { text: label, value }) {
  return h("option", { value, selected: value === chosen }, plain(label.text));
}

function select(place, blockId, element) {
  const { entered, enter } = field(place, blockId, element);
  const chosen = entered(element.initial_option?.value ?? "") ?? "";
  const groups = (element.option_groups ?? []).map((group) =>
    h("optgroup", { label: group.label.text }, group.options.map((each) => option(chosen, each))),
  );
  const blank = h("option", { value: "" }, element.placeholder?.text ?? "Choose an option");
  return h(
    "select",
    {
      ...attributes(place, blockId, element),
      on: { change: (event) => enter(event.target.value || null) },
    },
    blank,
    (element.options ?? []).map((each) => option(chosen, each)),
    groups,
  );
}

// Its options are the app's to give, on every letter typed: the playground does not ask for them yet.
function externalSelect(place, blockId, element) {
  const initial = element.initial_option;
  return h(
    "select",
    { ...attributes(place, blockId, element), disabled: true, title: "The playground does not ask apps for options yet." },
    h("option", { value: "" }, initial ? plain(initial.text.text) : (element.placeholder?.text ?? "Options from the app")),
  );
}

function choices(place, blockId, element) {
  const several = element.type === "checkboxes";
  const { entered, enter } = field(place, blockId, element);
  const initial = several
    ? (element.initial_options ?? []).map((each) => each.value)
    : (element.initial_option?.value ?? null);
  const chosen = entered(initial);
  const choose = (value, on) => {
    if (!several) enter(value);
    else enter(element.options.map((each) => each.value).filter((v) => (v === value ? on : entered(initial).includes(v))));
  };
  const { key, ...named } = attributes(place, blockId, element);
  return h(
    "div",
    { ...named, key, role: several ? "group" : "radiogroup", class: "choices" },
    element.options.map((each) =>
      h(
        "label",
        { class: "choice", key: each.value },
        h("input", {
          type: several ? "checkbox" : "radio",
          name: draftKey(place.at.view ?? place.at.ts, blockId, element.action_id),
          value: each.value,
          checked: several ? chosen.includes(each.value) : chosen === each.value,
          on: { change: (event) => choose(each.value, event.target.checked) },
        }),
        h("span", {}, text(place.scene, each.text), each.description && h("small", {}, text(place.scene, each.description))),
      ),
    ),
  );
}

function picker(place, blockId, element, type) {
  const { entered, enter } = field(place, blockId, element);
  const initial = element.initial_date ?? element.initial_time ?? "";
  return h("input", {
    ...attributes(place, blockId, element, { type }),
    value: entered(initial) ?? "",
    on: { change: (event) => enter(event.target.value || null) },
  });
}

function overflow(place, blockId, element) {
  return h(
    "details",
    { class: "overflow", key: element.action_id },
    h("summary", { class: "button", "aria-label": "More actions", "data-action-id": element.action_id }, icon("more")),
    h(
      "div",
      { class: "menu" },
      element.options.map((each) =>
        h(
          "button",
          {
            type: "button",
            key: each.value,
            on: {
              click: (event) => {
                event.target.closest("details").open = false;
                press(place.at, blockId, element, each.value);
              },
            },
          },
          plain(each.text.text),
        ),
      ),
    ),
  );
}

// A picture of this address only from the playground itself: nothing is fetched from elsewhere.
export function image(block) {
  const address = block.image_url;
  if (address && new URL(address, location.origin).origin === location.origin) {
    return h("img", { src: address, alt: block.alt_text });
  }
  return h("span", { class: "picture", role: "img", "aria-label": block.alt_text, title: address ?? "" }, icon("picture"), block.alt_text);
}

export function element(place, blockId, given) {
  switch (given.type) {
    case "button": return button(place, blockId, given);
    case "plain_text_input": return textInput(place, blockId, given);
    case "static_select": return select(place, blockId, given);
    case "external_select": return externalSelect(place, blockId, given);
    case "checkboxes":
    case "radio_buttons": return choices(place, blockId, given);
    case "datepicker": return picker(place, blockId, given, "date");
    case "timepicker": return picker(place, blockId, given, "time");
    case "overflow": return overflow(place, blockId, given);
    case "image": return image(given);
    default: return null;
  }
}
