// Puts what floats (menus, lists of options) beside what it belongs to, above everything and inside the window.

const GAP_PX = 4;
const EDGE_PX = 8;

function put(node) {
  const around = node.parentElement.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = around.bottom + GAP_PX;
  const above = around.top - GAP_PX - height;
  const top = below + height > window.innerHeight - EDGE_PX && above > EDGE_PX ? above : below;
  const end = node.classList.contains("to-end");
  const left = end ? around.right - width : around.left;
  node.style.top = `${Math.max(EDGE_PX, Math.min(top, window.innerHeight - EDGE_PX - height))}px`;
  node.style.left = `${Math.max(EDGE_PX, Math.min(left, window.innerWidth - EDGE_PX - width))}px`;
  node.style.minWidth = `${Math.min(around.width, window.innerWidth - 2 * EDGE_PX)}px`;
}

// After each drawing: what is new is shown, and everything stands where it should.
export function float() {
  for (const node of document.querySelectorAll(".floating[popover]")) {
    if (!node.matches(":popover-open")) node.showPopover();
    put(node);
  }
}

addEventListener("resize", float);
addEventListener("scroll", float, { capture: true, passive: true });
