// Renders Block Kit's blocks that hold others, and those of assistants; blocks.js hands in how blocks are drawn.

import { h } from "./dom.js";
import { element, image } from "./elements.js";
import { icon } from "./icons.js";
import { link } from "./links.js";
import { plain, text } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

const ALERTS = { info: "info", warning: "warning", error: "warning", success: "check", default: "info" };

export function alert(place, block) {
  const level = block.level ?? "default";
  return h("div", { class: `alert ${level}`, role: "note", "aria-label": level }, icon(ALERTS[level]), h("div", { class: "text" }, text(place.scene, block.text)));
}

function titled(place, block) {
  const words = (name, given) => given && h("p", { class: name }, text(place.scene, given));
  return [words("card-title", block.title), words("card-soft", block.subtitle)];
}

export function card(place, block) {
  return h(
    "div",
    { class: "card" },
    block.hero_image && h("div", { class: "hero" }, image(block.hero_image)),
    h("div", { class: "card-head" }, block.icon && image(block.icon), h("div", {}, titled(place, block))),
    block.body && h("div", { class: "text" }, text(place.scene, block.body)),
    block.actions && h("div", { class: "block-actions" }, block.actions.map((each) => element(place, block.block_id, each))),
    block.subtext && h("p", { class: "card-soft" }, text(place.scene, block.subtext)),
  );
}

export function carousel(place, block) {
  const cards = block.elements.map((each, n) => h("li", { key: n }, card(place, each)));
  return h("ul", { class: "carousel", tabindex: "0", "aria-label": "Cards" }, cards);
}

export function container(place, block, blocks) {
  const title = block.rich_text_title ? richText(place.scene, block.rich_text_title) : plain(block.title.text);
  const head = h(
    "div",
    { class: "card-head" },
    block.icon && image(block.icon),
    h("div", {}, h("div", { class: "card-title" }, title), block.subtitle && h("p", { class: "card-soft" }, text(place.scene, block.subtitle))),
  );
  const inside = h("div", { class: `container-body ${block.has_header_divider ? "ruled" : ""}` }, blocks(place, block.child_blocks));
  const look = `container-block ${block.width ?? "standard"}`;
  if (!block.is_collapsible) return h("div", { class: look }, head, inside);
  return h("details", { class: look, open: !block.default_collapsed }, h("summary", {}, head), inside);
}

const STATUS = { pending: "Pending", in_progress: "In progress", complete: "Complete", error: "Failed" };
const SIGNS = { pending: "clock", in_progress: "clock", complete: "check", error: "warning" };

export function task(place, block) {
  const { scene } = place;
  return h(
    "div",
    { class: `card task ${block.status}` },
    h("p", { class: "card-title" }, icon(SIGNS[block.status]), block.title, h("small", {}, STATUS[block.status])),
    block.details && richText(scene, block.details),
    block.output && richText(scene, block.output),
    block.sources?.length ? h("ul", { class: "sources", "aria-label": "Sources" }, block.sources.map((each) => h("li", {}, link(scene, each.url, each.text || each.url)))) : null,
  );
}

export function plan(place, block) {
  return [h("p", { class: "card-title" }, block.title), h("ol", { class: "tasks" }, (block.tasks ?? []).map((each) => h("li", { key: each.task_id }, task(place, each))))];
}

// Its picture and its player are elsewhere: a link leads there, nothing is fetched.
export function video(place, block) {
  const by = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return h(
    "div",
    { class: "card" },
    by && h("p", { class: "card-soft" }, by),
    h("p", { class: "card-title" }, link(place.scene, block.title_url ?? block.video_url, plain(block.title.text))),
    block.description && h("p", { class: "text" }, plain(block.description.text)),
    image({ alt_text: block.alt_text, image_url: block.thumbnail_url }),
  );
}

export function file(_place, block) {
  return h("p", { class: "picture" }, icon("file"), `A remote file, ${block.external_id}`);
}

export function call(_place, block) {
  return h("p", { class: "picture" }, icon("phone"), `A call, ${block.call_id}`);
}

export function authProvider(place, block) {
  const { scene } = place;
  const word = block.is_connected ? "Connected" : "Not connected";
  const address = block.is_connected ? block.disconnect_url : block.auth_url;
  const deed = block.is_connected ? "Disconnect" : "Connect";
  return h(
    "div",
    { class: "card" },
    h("p", { class: "card-title" }, plain(block.name.text), h("small", {}, word)),
    block.description && h("p", { class: "text" }, plain(block.description.text)),
    block.is_connected && block.connected_identity && h("p", { class: "card-soft" }, [block.connected_identity, block.connected_context].filter(Boolean).map((each) => each.text).join(" · ")),
    address && link(scene, address, h("span", { class: "button" }, deed)),
    block.accessory && block.is_connected ? element(place, block.block_id, block.accessory) : null,
  );
}
