// What can be used or entered and has no name that a screen reader could say.
() => {
  const named = (node) =>
    node.getAttribute("aria-label") ||
    node.innerText?.trim() ||
    node.closest("label") ||
    node.labels?.length ||
    document.getElementById(node.getAttribute("aria-labelledby"));
  const wanted = "button, a[href], input, select, textarea, [role=log], [role=tabpanel], dialog, nav, aside";
  return [...document.querySelectorAll(wanted)]
    .filter((node) => node.checkVisibility() && !named(node))
    .map((node) => node.outerHTML.slice(0, 120));
}
