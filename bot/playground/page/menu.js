// A button that opens a menu of things to do; it knows nothing of what they are.
//
// https://www.w3.org/WAI/ARIA/apg/patterns/menu-button: arrows move, Escape closes and gives the focus back.

import { h } from "./dom.js";
import { change, state } from "./state.js";

// The drawing is a microtask, and so is what follows it: the next key, however fast, meets the first item.
function open(id) {
  change({ menu: id });
  queueMicrotask(() => opened()?.querySelector("[role=menuitem]")?.focus());
}

function opened() {
  return state.menu ? document.querySelector(`[data-menu="${CSS.escape(state.menu)}"]`) : null;
}

// Close the open menu; its button gets the focus, unless the person has gone elsewhere.
export function closeMenu() {
  const button = opened()?.querySelector("[aria-expanded]");
  change({ menu: "" });
  button?.focus();
}

function moved(event) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    items[step % items.length].focus();
  } else if (event.key === "Tab") {
    change({ menu: "" });
  }
}

function item({ name, label, note, icon, danger, href, act }) {
  const given = {
    key: name,
    role: "menuitem",
    tabindex: "-1",
    class: danger ? "danger" : null,
    "data-testid": "menu-item",
    "data-name": name,
    on: {
      click: (event) => {
        closeMenu();
        act?.(event);
      },
    },
  };
  const words = [icon ?? null, h("span", {}, label, note ? h("small", {}, note) : null)];
  if (href) return h("a", { ...given, href, target: "_blank", rel: "noopener noreferrer" }, words);
  return h("button", { ...given, type: "button" }, words);
}

// `id` names the menu on the page, `button` its button's attributes, `face` what stands on it.
export function menuButton(id, { button, face, items, label, key }) {
  const isOpen = state.menu === id;
  return h(
    "div",
    { class: "menu-place", "data-menu": id, key: key ?? id },
    h(
      "button",
      {
        type: "button",
        "aria-haspopup": "menu",
        "aria-expanded": isOpen ? "true" : "false",
        ...button,
        on: {
          click: () => (isOpen ? closeMenu() : open(id)),
          keydown: (event) => {
            if (!["ArrowDown", "ArrowUp"].includes(event.key) || isOpen) return;
            event.preventDefault();
            open(id);
          },
        },
      },
      face,
    ),
    isOpen &&
      h(
        "div",
        { class: "floating menu-list", popover: "manual", role: "menu", "aria-label": label, key: "list", on: { keydown: moved } },
        items.map(item),
      ),
  );
}
