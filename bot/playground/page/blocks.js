// Renders Block Kit's blocks as nodes, in messages and in views; see elements.js for what can be pressed.

import * as cards from "./cards.js";
import { h } from "./dom.js";
import { element, image } from "./elements.js";
import { markdown } from "./markdown.js";
import { text } from "./mrkdwn.js";
import { richText } from "./rich_text.js";
import { chart, dataTable, table } from "./tables.js";

function section(place, block) {
  const { scene } = place;
  const fields = (block.fields ?? []).map((field) => h("div", { class: "text" }, text(scene, field)));
  return [
    h(
      "div",
      { class: "section-body" },
      block.text && h("div", { class: "text" }, text(scene, block.text)),
      fields.length ? h("div", { class: "fields" }, fields) : null,
    ),
    block.accessory && h("div", { class: "accessory" }, element(place, block.block_id, block.accessory)),
  ];
}

function context(place, block) {
  return block.elements.map((part) =>
    part.type === "image" ? image(part) : h("span", { class: "text" }, text(place.scene, part)),
  );
}

function elements(place, block) {
  return block.elements.map((each) => element(place, block.block_id, each));
}

function input(place, block) {
  const error = place.errors?.[block.block_id];
  const id = `${place.at.view ?? place.at.ts}-${block.block_id}`;
  const described = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const inside = { ...place, input: block, describedBy: described || null, invalid: Boolean(error) };
  return [
    h(
      "div",
      { class: "label" },
      text(place.scene, block.label),
      block.optional ? h("span", { class: "optional" }, " (optional)") : null,
    ),
    element(inside, block.block_id, block.element),
    error && h("p", { class: "field-error", id: `${id}-error`, role: "alert", "data-testid": "field-error" }, error),
    block.hint && h("p", { class: "hint", id: `${id}-hint` }, text(place.scene, block.hint)),
  ];
}

function picture(place, block) {
  return [block.title && h("div", { class: "picture-title" }, text(place.scene, block.title)), image(block)];
}

const KINDS = {
  section,
  header: (place, block) => text(place.scene, block.text),
  divider: () => h("hr"),
  context,
  actions: elements,
  context_actions: elements,
  input,
  image: picture,
  rich_text: (place, block) => richText(place.scene, block),
  markdown: (place, block) => markdown(place.scene, block.text),
  table,
  data_table: dataTable,
  data_visualization: chart,
  alert: cards.alert,
  card: cards.card,
  carousel: cards.carousel,
  container: (place, block) => cards.container(place, block, blocks),
  plan: cards.plan,
  task_card: cards.task,
  video: cards.video,
  file: cards.file,
  call: cards.call,
  auth_provider: cards.authProvider,
};

function inside(place, block) {
  const draw = KINDS[block.type];
  return draw ? draw(place, block) : h("p", { class: "unknown" }, `A ${block.type} block`);
}

function frame(block) {
  const attributes = { class: `block block-${block.type}`, key: block.block_id, "data-block-id": block.block_id };
  if (block.type === "header") return { ...attributes, role: "heading", "aria-level": "3" };
  if (block.type.endsWith("actions")) return { ...attributes, role: "group", "aria-label": "Actions" };
  if (block.type === "input") return { ...attributes, "data-testid": "field" };
  return attributes;
}

// The nodes of all blocks; `place` is where they stand, with the scene and, in a view, the errors.
export function blocks(place, given) {
  return (given ?? []).map((block) => h("div", frame(block), inside(place, block)));
}
