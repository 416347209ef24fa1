// Block Kit's elements, each by its kind, and here its buttons and pictures; it decides nothing of what they do.
//
// A place is where an element stands: `at`, a message's {channel, ts} or a view's {view}; of a message the `pane`
// that shows it, for a root stands in two; the scene; `values`, what was chosen there before; inside an input block also that block as `input`, and what describes it.

import { jump, press, pressKey, select } from "./actions.js";
import { combobox } from "./combobox.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { choices, fileInput, momentPicker, picker, staticSelect, words } from "./inputs.js";
import { permalink } from "./links.js";
import { menuButton } from "./menu.js";
import { plain } from "./mrkdwn.js";
import { state } from "./state.js";

function pressable(place, blockId, element, extra) {
  const busy = state.pending.has(pressKey(place.at, blockId, element));
  const { on, ...attributes } = extra;
  return {
    key: `${element.action_id}/${element.value ?? ""}`,
    "data-testid": "button",
    "data-action-id": element.action_id,
    "data-block-id": blockId,
    "data-value": element.value ?? null,
    "aria-label": element.accessibility_label ?? null,
    "aria-busy": busy ? "true" : null,
    "aria-disabled": busy ? "true" : null,
    ...attributes,
    on: {
      click: (event) => {
        on?.click(event);
        if (!busy) press(place.at, blockId, element);
      },
    },
  };
}

function hidden(place, element) {
  return element.visible_to_user_ids && !element.visible_to_user_ids.includes(place.scene.me.id);
}

function button(place, blockId, element) {
  if (hidden(place, element)) return null;
  const { url } = element;
  const target = url && permalink(url);
  const follow = (event) => {
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    jump(target);
  };
  const link = { href: url ?? null, target: url && !target ? "_blank" : null, rel: url ? "noopener noreferrer" : null };
  return h(
    url ? "a" : "button",
    pressable(place, blockId, element, {
      class: `button ${element.style ?? ""}`,
      type: url ? null : "button",
      ...link,
      on: { click: follow },
    }),
    plain(element.text.text, element.text.emoji !== false),
  );
}

// A button that shows a picture says its words all the same.
function faced({ text: words, accessibility_label: label }) {
  return { class: "button icon-only", type: "button", "aria-label": label ?? words.text, title: words.text };
}

function iconButton(place, blockId, element) {
  if (hidden(place, element)) return null;
  return h("button", pressable(place, blockId, element, faced(element)), icon("trash"));
}

// One half of a pair, which carries the pair's action id.
function feedback(place, blockId, element) {
  const half = (face, side) => {
    const one = { ...side, type: element.type, action_id: element.action_id };
    return h("button", pressable(place, blockId, one, faced(side)), icon(face));
  };
  return [half("thumb_up", element.positive_button), half("thumb_down", element.negative_button)];
}

// A workflow's button starts what Slack itself runs, of which the playground has nothing.
function workflowButton(_place, blockId, element) {
  return h(
    "button",
    {
      class: `button ${element.style ?? ""}`,
      type: "button",
      disabled: true,
      title: "Workflows run in Slack itself; the playground has none.",
      "data-action-id": element.action_id ?? null,
      "data-block-id": blockId,
    },
    plain(element.text.text),
  );
}

function overflow(place, blockId, element) {
  return menuButton(`overflow/${place.pane ?? ""}/${place.at.view ?? place.at.ts}/${blockId}/${element.action_id}`, {
    key: element.action_id,
    label: "More actions",
    button: { class: "button icon-only", "aria-label": "More actions", "data-testid": "overflow", "data-action-id": element.action_id },
    face: icon("more"),
    items: element.options.map((each) => ({
      name: each.value,
      label: plain(each.text.text),
      note: each.description && plain(each.description.text),
      href: each.url,
      act: () => select(place.at, blockId, element, each.value),
    })),
  });
}

// A picture of this address only from the playground itself: nothing is fetched from elsewhere.
export function image(block) {
  const address = block.image_url;
  if (address && new URL(address, location.origin).origin === location.origin) {
    return h("img", { src: address, alt: block.alt_text });
  }
  return h("span", { class: "picture", role: "img", "aria-label": block.alt_text, title: address ?? "" }, icon("picture"), block.alt_text);
}

const KINDS = {
  button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  workflow_button: workflowButton,
  overflow,
  image: (_place, _blockId, given) => image(given),
  plain_text_input: words,
  email_text_input: words,
  url_text_input: words,
  number_input: words,
  rich_text_input: words,
  file_input: fileInput,
  static_select: staticSelect,
  checkboxes: choices,
  radio_buttons: choices,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: momentPicker,
};

export function element(place, blockId, given) {
  const kind = KINDS[given.type] ?? (given.type.endsWith("_select") ? combobox : null);
  return kind && kind(place, blockId, given);
}
