// Builds DOM nodes and carries a new tree over an old one; it knows nothing of Slack.
//
// Strings become text nodes, never markup. What a person is doing survives an update: nodes stay the same
// nodes, so focus, scroll, selection and whatever was typed stay too.

const TYPED = new Set(["INPUT", "TEXTAREA", "SELECT"]);
// The person's own: what is typed or ticked, and which details are open.
const PERSONS_OWN = new Set(["value", "checked", "open"]);

function dispatch(event) {
  event.currentTarget.handlers[event.type]?.(event);
}

function listen(node, handlers) {
  for (const type of Object.keys(handlers)) {
    if (!(type in (node.handlers ?? {}))) node.addEventListener(type, dispatch);
  }
  node.handlers = { ...Object.fromEntries(Object.keys(node.handlers ?? {}).map((type) => [type, null])), ...handlers };
}

// An element. `on` holds its handlers, `style` CSS properties, `key` names it among its siblings, `value` and
// `checked` are what it starts with; the rest are attributes.
export function h(tag, given = {}, ...children) {
  const { on, style, key, value, checked, ...attributes } = given;
  const node = document.createElement(tag);
  if (key !== undefined) node.key = String(key);
  for (const [name, content] of Object.entries(attributes)) {
    if (content === null || content === undefined || content === false) continue;
    node.setAttribute(name, content === true ? "" : String(content));
  }
  for (const [name, content] of Object.entries(style ?? {})) node.style.setProperty(name, content);
  if (on) listen(node, on);
  node.append(...flat(children));
  if (value !== undefined && value !== null) node.value = value;
  if (checked) node.checked = true;
  return node;
}

// A node that is built only when `signature`, all that it depends on, is another than the one that is drawn.
export function lazy(key, signature, build) {
  const marker = document.createComment("");
  return Object.assign(marker, { key: String(key), signature, build });
}

function built(marker) {
  return Object.assign(marker.build(), { key: marker.key, signature: marker.signature });
}

// A new tree that meets no old one: its lazy nodes are built now.
function settled(node) {
  if (node.build) return built(node);
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_COMMENT);
  const markers = [];
  while (walker.nextNode()) if (walker.currentNode.build) markers.push(walker.currentNode);
  for (const marker of markers) marker.replaceWith(built(marker));
  return node;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

// Make `parent` hold these children, keeping the nodes that it has.
export function update(parent, ...children) {
  const wanted = document.createElement("div");
  wanted.append(...flat(children));
  carryChildren(parent, wanted);
}

function carryChildren(parent, wanted) {
  const next = [...wanted.childNodes];
  const keys = new Set(next.map((node) => node.key).filter((key) => key !== undefined));
  for (const node of [...parent.childNodes]) {
    if (node.key !== undefined && !keys.has(node.key)) node.remove();
  }
  const keyed = new Map([...parent.childNodes].filter((node) => node.key !== undefined).map((n) => [n.key, n]));
  let cursor = parent.firstChild;
  for (const given of next) {
    const old = given.key === undefined ? unkeyed(cursor, given) : keyed.get(given.key);
    const same = given.build && old?.signature === given.signature;
    const node = given.build && !same ? built(given) : given;
    if (!same && (old === undefined || !sameKind(old, node))) {
      parent.insertBefore(settled(node), cursor);
      if (old !== undefined) {
        if (old === cursor) cursor = old.nextSibling;
        old.remove();
      }
      continue;
    }
    if (old === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(old, cursor);
    if (!same) carry(old, node);
  }
  while (cursor) {
    const following = cursor.nextSibling;
    cursor.remove();
    cursor = following;
  }
}

function unkeyed(cursor, node) {
  return cursor && cursor.key === undefined && sameKind(cursor, node) ? cursor : undefined;
}

function sameKind(old, node) {
  return old.nodeName === node.nodeName && old.key === node.key && old.type === node.type;
}

function carry(old, node) {
  old.signature = node.signature;
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== node.data) old.data = node.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (name !== "style" && !PERSONS_OWN.has(name) && !node.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of node.attributes) {
    if (name === "style" || (PERSONS_OWN.has(name) && TYPED.has(old.nodeName))) continue;
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.style.cssText !== node.style.cssText) old.style.cssText = node.style.cssText;
  if (node.handlers || old.handlers) listen(old, node.handlers ?? {});
  if (old.nodeName !== "TEXTAREA") carryChildren(old, node);
}
