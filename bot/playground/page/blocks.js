// Renders Block Kit's blocks as nodes, in messages and in views; see elements.js for what can be pressed.

import { h } from "./dom.js";
import { element, image } from "./elements.js";
import { markdown } from "./markdown.js";
import { text } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

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

function input(place, block) {
  const error = place.errors?.[block.block_id];
  const id = `${place.at.view ?? place.at.ts}-${block.block_id}`;
  const described = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const inside = { ...place, label: block.label.text, describedBy: described || null, invalid: Boolean(error) };
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

function inside(place, block) {
  switch (block.type) {
    case "section": return section(place, block);
    case "header": return text(place.scene, block.text);
    case "divider": return h("hr");
    case "context": return context(place, block);
    case "actions": return block.elements.map((each) => element(place, block.block_id, each));
    case "input": return input(place, block);
    case "image": return picture(place, block);
    case "rich_text": return richText(place.scene, block);
    case "markdown": return markdown(place.scene, block.text);
    default: return h("p", { class: "unknown" }, `A ${block.type} block`);
  }
}

function frame(block) {
  const attributes = { class: `block block-${block.type}`, key: block.block_id, "data-block-id": block.block_id };
  if (block.type === "header") return { ...attributes, role: "heading", "aria-level": "3" };
  if (block.type === "actions") return { ...attributes, role: "group", "aria-label": "Actions" };
  if (block.type === "input") return { ...attributes, "data-testid": "field" };
  return attributes;
}

// The nodes of all blocks; `place` is where they stand, with the scene and, in a view, the errors.
export function blocks(place, given) {
  return (given ?? []).map((block) => h("div", frame(block), inside(place, block)));
}
