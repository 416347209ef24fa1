// Keeps scroll and focus where the person has them while the page is drawn anew; it draws nothing.

// Lists stand at their end unless the person scrolled up; a new list starts at what is new, else at its end. A
// message that came in and is taller than its list shows its beginning. A modal stays where it was read: its
// blocks may all be new ones, so that for a moment there is nothing to scroll.
const NEAR_PX = 80;

const read = () => document.querySelectorAll(".modal[data-view-id] .modal-body");
const viewOf = (body) => body.closest(".modal").dataset.viewId;

// How each list stands, to be kept over a drawing.
export function scrolls() {
  const before = new Map();
  for (const node of document.querySelectorAll(".messages")) {
    const atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_PX;
    before.set(node.dataset.key, { atEnd, last: node.lastElementChild });
  }
  for (const body of read()) before.set(viewOf(body), { top: body.scrollTop });
  return before;
}

export function keepScrolled(before) {
  for (const node of document.querySelectorAll(".messages")) {
    const was = before.get(node.dataset.key);
    const last = node.lastElementChild;
    if (!was) {
      const fresh = node.querySelector(".divider.new");
      node.scrollTop = fresh ? fresh.offsetTop - node.clientHeight / 3 : node.scrollHeight;
    } else if (was.atEnd) {
      const tall = was.last !== last && last.offsetHeight > node.clientHeight;
      node.scrollTop = tall ? last.offsetTop : node.scrollHeight;
    }
  }
  for (const body of read()) {
    const was = before.get(viewOf(body));
    if (was && body.scrollTop !== was.top) body.scrollTop = was.top;
  }
}

// When the focused button is redrawn away, its message keeps the focus.
export function focused() {
  const active = document.activeElement;
  const message = active?.closest?.("[data-testid=message]");
  return message ? { ts: message.dataset.ts, action: active.dataset.actionId, pane: active.closest(".messages").dataset.testid } : null;
}

export function keepFocus(before) {
  if (!before || document.activeElement !== document.body) return;
  const message = document.querySelector(`[data-testid=${before.pane}] [data-ts="${CSS.escape(before.ts)}"]`);
  const same = before.action && message?.querySelector(`[data-action-id="${CSS.escape(before.action)}"]`);
  (same || message)?.focus({ preventScroll: true });
}
