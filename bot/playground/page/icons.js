// The page's few icons, drawn here so that no font and no file is needed.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  bolt: "M9.2 1.8 3.5 9h4l-.7 5.2L12.5 7h-4Z",
  bot: "M4 6.5h8a1.5 1.5 0 0 1 1.5 1.5v4a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 12V8A1.5 1.5 0 0 1 4 6.5ZM8 6.5V3M6 9.5v1M10 9.5v1",
  check: "m3 8.5 3.2 3.2L13 5",
  clock: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.2l2 1.3",
  close: "m4 4 8 8M12 4l-8 8",
  down: "m4 6 4 4 4-4",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8ZM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z",
  file: "M4 1.8h5l3 3v9.4H4ZM9 1.8v3h3",
  hash: "M6 2.5 4.8 13.5M11.2 2.5 10 13.5M2.8 6h11M2.2 10h11",
  home: "M2.5 7.5 8 2.8l5.5 4.7M4 6.6v6.6h8V6.6",
  info: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 7.5v3M8 5.4h.01",
  left: "m10 4-4 4 4 4",
  link: "M6.8 9.2 9.2 6.8M7.5 4.8l1.2-1.2a2.6 2.6 0 0 1 3.7 3.7l-1.2 1.2M8.5 11.2l-1.2 1.2a2.6 2.6 0 0 1-3.7-3.7l1.2-1.2",
  lock: "M4.5 7.5h7A1 1 0 0 1 12.5 8.5v4a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  phone: "M4.5 2.5h2l1 3-1.4 1a7 7 0 0 0 3.4 3.4l1-1.4 3 1v2c0 1-.8 1.6-1.7 1.5A10 10 0 0 1 3 4.2c-.1-.9.6-1.7 1.5-1.7Z",
  picture: "M3 3h10a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM2 11l3.5-3.5 3 3 2-2L14 12M10.5 5.8h.01",
  right: "m6 4 4 4-4 4",
  reply: "M2.5 3h11v8H7l-3 2.5V11H2.5Z",
  send: "M2.5 13.5 14 8 2.5 2.5 4.5 8ZM4.5 8H9",
  thumb_down: "M5.5 3v6.2l2.6 4c.9 0 1.5-.7 1.3-1.6l-.5-2h3.2c.9 0 1.5-.8 1.3-1.7l-.9-3.7A1.6 1.6 0 0 0 11 3ZM2.8 3v6.2",
  thumb_up: "M5.5 13V6.8l2.6-4c.9 0 1.5.7 1.3 1.6l-.5 2h3.2c.9 0 1.5.8 1.3 1.7l-.9 3.7A1.6 1.6 0 0 1 11 13ZM2.8 13V6.8",
  trash: "M3 4.5h10M6.5 4.5v-2h3v2M4.3 4.5l.6 9h6.2l.6-9M6.8 7v4M9.2 7v4",
  up: "m4 10 4-4 4 4",
  updown: "m5 6.2 3-3 3 3M5 9.8l3 3 3-3",
  warning: "M8 2.2 14.5 13.5h-13ZM8 6.5v3M8 11.6h.01",
};

// An icon of one line's height; what it says must stand beside it in words.
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [attribute, value] of [["viewBox", "0 0 16 16"], ["class", `icon icon-${name}`], ["aria-hidden", "true"]]) {
    svg.setAttribute(attribute, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
