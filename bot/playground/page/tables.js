// Renders Block Kit's tables and charts; a data table's page and order are the reader's own.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./rich_text.js";
import { change, state } from "./state.js";

function cell(scene, given) {
  return given.type === "rich_text" ? richText(scene, given) : given.text;
}

export function table(place, block) {
  const settings = block.column_settings ?? [];
  const style = (n) => ({ "text-align": settings[n]?.align ?? "left", "white-space": settings[n]?.is_wrapped ? "normal" : "nowrap" });
  const row = (tag, cells) => h("tr", {}, cells.map((each, n) => h(tag, { style: style(n), scope: tag === "th" ? "col" : null }, cell(place.scene, each))));
  const [head, ...rest] = block.rows;
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row("th", head)), h("tbody", {}, rest.map((cells) => row("td", cells)))),
  );
}

function value(given) {
  return given.type === "raw_number" ? given.value : spoken(given);
}

function spoken(given) {
  if (given.type !== "rich_text") return given.text ?? "";
  return JSON.stringify(given).match(/"text":"[^"]*"/g)?.join() ?? "";
}

function sorted(rows, { column, down }) {
  if (column === undefined) return rows;
  const sign = down ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [value(one[column]), value(other[column])];
    return sign * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
  });
}

function head(place, cells, key, view) {
  return cells.map((each, n) => {
    const order = view.column === n ? (view.down ? "descending" : "ascending") : "none";
    const turn = () => {
      state.tables.set(key, { ...view, column: n, down: view.column === n && !view.down, page: 0 });
      change();
    };
    return h(
      "th",
      { scope: "col", "aria-sort": order },
      h("button", { type: "button", class: "sort", "data-testid": "sort", on: { click: turn } }, cell(place.scene, each), icon(order === "none" ? "updown" : view.down ? "down" : "up")),
    );
  });
}

export function dataTable(place, block) {
  const key = `${place.at.view ?? place.at.ts}/${block.block_id}`;
  const view = state.tables.get(key) ?? { page: 0 };
  const [first, ...rest] = block.rows;
  const size = block.page_size ?? 5;
  const pages = Math.ceil(rest.length / size);
  const shown = sorted(rest, view).slice(view.page * size, (view.page + 1) * size);
  const named = block.row_header_column_index ?? 0;
  const go = (page) => () => {
    state.tables.set(key, { ...view, page });
    change();
  };
  const step = (label, to, face) =>
    h("button", { type: "button", class: "plain-button", "aria-label": label, "data-testid": label.replace(" ", "-").toLowerCase(), disabled: to < 0 || to >= pages, on: { click: go(to) } }, icon(face));
  const row = (cells) => h("tr", {}, cells.map((each, n) => h(n === named ? "th" : "td", { scope: n === named ? "row" : null }, cell(place.scene, each))));
  return [
    h(
      "div",
      { class: "table-frame", tabindex: "0", role: "region", "aria-label": block.caption },
      h("table", {}, h("caption", {}, block.caption), h("thead", {}, h("tr", {}, head(place, first, key, view))), h("tbody", {}, shown.map(row))),
    ),
    pages > 1 &&
      h(
        "p",
        { class: "pages" },
        step("Previous page", view.page - 1, "left"),
        h("span", { role: "status" }, `${view.page * size + 1} to ${Math.min((view.page + 1) * size, rest.length)} of ${rest.length}`),
        step("Next page", view.page + 1, "right"),
      ),
  ];
}

function bar(name, label, amount, most) {
  const share = most ? Math.max(0, (amount / most) * 100) : 0;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name ? `${label}, ${name}` : label),
    h("td", {}, h("span", { class: "chart-bar", style: { width: `${share}%` } }), h("span", { class: "chart-value" }, String(amount))),
  );
}

// Every chart as bars with their numbers beside them: what it says, not how Slack draws it.
export function chart(_place, { title, chart: drawn }) {
  const series = drawn.type === "pie" ? [{ name: "", data: drawn.segments }] : drawn.series;
  const most = Math.max(...series.flatMap(({ data }) => data.map((point) => point.value)));
  const several = series.length > 1;
  const rows = series.flatMap(({ name, data }) => data.map((point) => bar(several ? name : "", point.label, point.value, most)));
  return h("table", { class: "chart" }, h("caption", {}, `${title} (${drawn.type} chart)`), h("tbody", {}, rows));
}
