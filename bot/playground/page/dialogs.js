// Modals and the confirm dialog, as the browser's own dialogs: the focus stays inside, Escape closes.

import { close, submit } from "./actions.js";
import { blocks } from "./blocks.js";
import { h, update } from "./dom.js";
import { icon } from "./icons.js";
import { plain, text } from "./mrkdwn.js";
import { scene, state } from "./state.js";

function footer(view, busy) {
  const closing = () => close(view.id);
  return h(
    "footer",
    {},
    h(
      "button",
      { type: "button", class: "button", "data-testid": "modal-close", on: { click: closing } },
      plain(view.close?.text ?? (view.submit ? "Cancel" : "Close")),
    ),
    view.submit &&
      h(
        "button",
        {
          type: "submit",
          class: "button primary solid",
          "data-testid": "modal-submit",
          "aria-busy": busy ? "true" : null,
          disabled: busy,
        },
        plain(view.submit.text),
      ),
  );
}

function modal(view, depth) {
  const busy = state.pending.has(`submit/${view.id}`);
  const error = state.errors.get(`view/${view.id}`);
  const place = { at: { view: view.id }, scene: scene(), values: view.state?.values, errors: view.errors };
  return h(
    "dialog",
    {
      key: view.id,
      class: "modal",
      "data-testid": "modal",
      "data-view-id": view.id,
      "data-callback-id": view.callback_id,
      "aria-labelledby": `${view.id}-title`,
      on: {
        cancel: (event) => {
          event.preventDefault();
          close(view.id);
        },
      },
    },
    h(
      "form",
      {
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            if (!busy && view.submit) submit(view);
          },
        },
      },
      h(
        "header",
        {},
        h("h2", { id: `${view.id}-title` }, depth > 1 ? h("span", { class: "depth" }, "‹ ") : null, plain(view.title.text)),
        h(
          "button",
          {
            type: "button",
            class: "plain-button",
            "aria-label": "Close",
            "data-testid": "modal-x",
            on: { click: () => close(view.id, true) },
          },
          icon("close"),
        ),
      ),
      h("div", { class: "modal-body", tabindex: "-1" }, blocks(place, view.blocks)),
      error && h("p", { class: "modal-error", role: "alert", "data-testid": "modal-error" }, error),
      footer(view, busy),
    ),
  );
}

function confirm({ title, text: question, confirm: yes, deny, style, resolve }) {
  return h(
    "dialog",
    {
      key: "confirm",
      class: "confirm",
      role: "alertdialog",
      "data-testid": "confirm",
      "aria-labelledby": "confirm-title",
      "aria-describedby": "confirm-text",
      on: {
        cancel: (event) => {
          event.preventDefault();
          resolve(false);
        },
      },
    },
    h("header", {}, h("h2", { id: "confirm-title" }, plain(title.text))),
    h("div", { class: "modal-body", id: "confirm-text" }, text(scene(), question)),
    h(
      "footer",
      {},
      h("button", { type: "button", class: "button", "data-testid": "confirm-no", on: { click: () => resolve(false) } }, plain(deny.text)),
      h(
        "button",
        {
          type: "button",
          class: `button solid ${style ?? "primary"}`,
          "data-testid": "confirm-yes",
          autofocus: true,
          on: { click: () => resolve(true) },
        },
        plain(yes.text),
      ),
    ),
  );
}

function show(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  const first = dialog.querySelector("[autofocus], .modal-body :is(input, textarea, select):not([disabled])");
  (first ?? dialog.querySelector(".modal-body"))?.focus();
}

// What had the focus before a modal, and before a confirm: it gets it back.
const before = { modal: null, confirm: null };

function giveBack(kind) {
  if (before[kind]?.isConnected) before[kind].focus({ preventScroll: true });
  before[kind] = null;
}

// The top view alone shows, as in Slack; the confirm dialog stands above it.
export function drawDialogs(root) {
  const view = state.snapshot.modals.at(-1);
  const wanted = { modal: Boolean(view), confirm: Boolean(state.confirm) };
  for (const kind of ["modal", "confirm"]) {
    if (wanted[kind] && !root.querySelector(`.${kind}`)) before[kind] = document.activeElement;
  }
  update(root, view && modal(view, state.snapshot.modals.length), state.confirm && confirm(state.confirm));
  for (const dialog of root.querySelectorAll("dialog")) show(dialog);
  for (const kind of ["confirm", "modal"]) {
    if (!wanted[kind] && before[kind]) giveBack(kind);
  }
}
