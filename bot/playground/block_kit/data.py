"""Block Kit's tables and charts as data, each entry with its source; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.shape import (
    EMPTY,
    FLAG,
    ID,
    NOT_EMPTY,
    ON_HOME,
    ON_MESSAGES,
    Field,
    Kind,
    Limit,
    Shape,
    chars,
    choice,
    number,
    one,
    some,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_BLOCKS = "DOC /reference/block-kit/blocks"
_CHART = "[3P] slackblocks 3.0.0 DATA_VISUALIZATION"
_CELLS = ("raw_text", "raw_number", "rich_text")
_VALUE = Field(kind=Kind.NUMBER, required=True)


def _rows(limit: Limit, cells: Limit) -> Field:
    """Rows of cells; the items of a table are lists themselves."""
    row = Field(kind=Kind.LIST, of=_CELLS, limit=cells)
    return Field(kind=Kind.LIST, required=True, limit=limit, items=row)


def _chart(kind: str) -> Shape:
    return Shape(
        type=kind,
        source="[3P] slackblocks 3.0.0 BarChart, AreaChart, LineChart",
        fields={
            "series": some(12, f"{_CHART}_SERIES_MAX_ITEMS", "chart_series", guess=""),
            "axis_config": one("chart_axes", required=True),
        },
    )


TABLES: Mapping[str, Shape] = {
    "table": Shape(
        type="table",
        source=f"{_BLOCKS}/table-block",
        surfaces=(ON_MESSAGES, ON_HOME),
        fields={
            "block_id": ID,
            "rows": _rows(
                Limit(low=1, high=100, source="TYPES TableBlock.rows", guess=EMPTY),
                Limit(low=1, high=20, source="TYPES TableBlock.rows", guess=EMPTY),
            ),
            "column_settings": some(
                20,
                "TYPES TableBlock.column_settings",
                "column_settings",
                low=0,
                required=False,
                guess="",
            ),
        },
    ),
    "data_table": Shape(
        type="data_table",
        source=f"{_BLOCKS}/data-table-block",
        surfaces=(ON_MESSAGES, ON_HOME),
        fields={
            "block_id": ID,
            "caption": NOT_EMPTY,
            "rows": _rows(
                # Older copies of the page say 101, two third parties that are newer say 201.
                Limit(
                    low=2,
                    high=201,
                    source="[3P] slackblocks 3.0.0 DATA_TABLE_ROWS_MAX_ITEMS",
                    guess="the 201",
                ),
                Limit(low=1, high=20, source="[3P] slackblocks 3.0.0 DATA_TABLE_COLUMNS_MAX_ITEMS"),
            ),
            "page_size": number(1, 100, "TYPES DataTableBlock.page_size"),
            "row_header_column_index": number(0, 19, "TYPES DataTableBlock.row_header_column_index"),
        },
    ),
    "data_visualization": Shape(
        type="data_visualization",
        source=f"{_BLOCKS}/data-visualization-block",
        surfaces=(ON_MESSAGES, ON_HOME),
        fields={
            "block_id": ID,
            "title": chars(50, f"{_CHART}_TITLE_MAX_LENGTH", low=1, required=True),
            "chart": one("pie", "bar", "area", "line", required=True),
        },
    ),
}

INSIDE_TABLES: Mapping[str, Shape] = {
    "column_settings": Shape(
        source="TYPES TableBlockColumnSettings",
        fields={"align": choice("left", "center", "right"), "is_wrapped": FLAG},
    ),
    "pie": Shape(
        type="pie",
        source="[3P] slackblocks 3.0.0 PieChart",
        fields={"segments": some(12, f"{_CHART}_SEGMENTS_MAX_ITEMS", "chart_segment", guess="")},
    ),
    **{kind: _chart(kind) for kind in ("bar", "area", "line")},
    "chart_segment": Shape(
        source="[3P] slackblocks 3.0.0 ChartSegment",
        fields={
            "label": chars(20, f"{_CHART}_SEGMENT_LABEL_MAX_LENGTH", low=1, required=True),
            "value": _VALUE,
        },
    ),
    "chart_series": Shape(
        source="[3P] slackblocks 3.0.0 DataSeries",
        fields={
            "name": chars(20, f"{_CHART}_SERIES_NAME_MAX_LENGTH", low=1, required=True),
            "data": some(20, f"{_CHART}_DATA_MAX_ITEMS", "chart_point", guess=""),
        },
    ),
    "chart_point": Shape(
        source="[3P] slackblocks 3.0.0 DataPoint",
        fields={
            "label": chars(20, f"{_CHART}_POINT_LABEL_MAX_LENGTH", low=1, required=True),
            "value": _VALUE,
        },
    ),
    "chart_axes": Shape(
        source="[3P] slackblocks 3.0.0 AxisConfig",
        fields={
            "categories": Field(
                kind=Kind.LIST,
                required=True,
                limit=Limit(low=1, high=20, source=f"{_CHART}_CATEGORIES_MAX_ITEMS"),
                items=chars(20, f"{_CHART}_CATEGORY_LABEL_MAX_LENGTH", low=1),
            ),
            "x_label": chars(50, f"{_CHART}_AXIS_LABEL_MAX_LENGTH"),
            "y_label": chars(50, f"{_CHART}_AXIS_LABEL_MAX_LENGTH"),
        },
    ),
}
