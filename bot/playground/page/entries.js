// What a person enters in an element: how it stands, where it is kept, and when the app hears of it.
//
// What stands in an input block is a draft until the view is submitted; everything else is told at once. Plain
// values are the playground's own: words, an option's value, a list of such, an id, seconds.

import { draftKey, select } from "./actions.js";
import { change, state } from "./state.js";

const TYPED_MS = 300; // on_character_entered: when the person pauses

// The element's own beginning, as a plain value.
function beginning(element) {
  if (element.initial_option) return element.initial_option.value;
  if (element.initial_options) return element.initial_options.map((option) => option.value);
  if (element.type === "rich_text_input") return spoken(element.initial_value);
  const named = Object.keys(element).find((name) => name.startsWith("initial_"));
  return named ? element[named] : null;
}

function spoken(block) {
  const words = (block?.elements ?? []).map((part) => (part.elements ?? []).map((run) => run.text ?? run.url ?? "").join(""));
  return words.join("\n");
}

// One part of Slack's state.values, as a plain value.
function plain(part) {
  if (part.type === "rich_text_input") return spoken(part.rich_text_value);
  const [held] = Object.entries(part).filter(([name]) => name !== "type").map(([, value]) => value);
  if (Array.isArray(held)) return held.map((each) => each?.value ?? each);
  return held?.value ?? held ?? null;
}

export function placeKey(place) {
  return place.at.view ?? place.at.ts;
}

// The options that were chosen before, with their texts, for menus that hold none themselves.
export function remembered(place, blockId, element) {
  const part = place.values?.[blockId]?.[element.action_id];
  return [part?.selected_option, ...(part?.selected_options ?? []), element.initial_option, ...(element.initial_options ?? [])].filter(Boolean);
}

export function entered(place, blockId, element) {
  const key = draftKey(placeKey(place), blockId, element.action_id);
  if (state.drafts.has(key)) return state.drafts.get(key);
  const part = place.values?.[blockId]?.[element.action_id];
  return part?.type === element.type ? plain(part) : beginning(element);
}

const typing = new Map();

// A choice is told at once, save in an input block that does not ask for it. False when the person took it back.
export async function enter(place, blockId, element, value) {
  const key = draftKey(placeKey(place), blockId, element.action_id);
  if (place.input) {
    state.drafts.set(key, value);
    change();
    return place.input.dispatch_action ? select(place.at, blockId, element, value) : true;
  }
  return select(place.at, blockId, element, value);
}

function triggers(place, element) {
  if (place.input && !place.input.dispatch_action) return [];
  return element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
}

// Handlers of a field into which words are typed.
export function typed(place, blockId, element) {
  const key = draftKey(placeKey(place), blockId, element.action_id);
  const told = triggers(place, element);
  return {
    input: ({ target }) => {
      state.drafts.set(key, target.value);
      if (!told.includes("on_character_entered")) return;
      clearTimeout(typing.get(key));
      typing.set(key, setTimeout(() => select(place.at, blockId, element, target.value), TYPED_MS));
    },
    keydown: (event) => {
      const asked = event.key === "Enter" && !event.isComposing && !(element.multiline && event.shiftKey);
      if (!asked || !told.includes("on_enter_pressed")) return;
      event.preventDefault();
      select(place.at, blockId, element, event.target.value);
    },
  };
}
