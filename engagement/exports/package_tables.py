"""The tables of a document as tidy data: one row per group or the like, one variable per column, and their schemas.

A figure that is "k of n" becomes two columns, k and n; a range becomes its least and its most. A table whose columns
are names of networks becomes a long one: a row per group and network.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from engagement.codebook import Described, described, is_name
from engagement.document import Column, Document, Entry, Table
from engagement.exports.as_csv import figures
from engagement.locale import text
from engagement.safe_text import neutralised

Cell = str | int | float | None
Field = dict[str, Any]
_TYPES = {"integer": "integer", "part": "integer", "number": "number", "share": "number", "date": "date"}


class Resource(NamedTuple):
    """One table of the package. `tags`: a row of HXL tags below the header, where it has one."""

    name: str
    title: str
    fields: list[Field]
    rows: list[list[Cell]]
    key: list[str]
    tags: list[str] | None = None


def resources(document: Document) -> list[Resource]:
    """Every figure in one long table, the same with HXL tags, and each table of the document."""
    made = [_of_table(block, document.language) for part in document.sections for block in _tables(part.blocks)]
    return [_figures(document, tagged=False), _figures(document, tagged=True), *made]


def written(resource: Resource) -> bytes:
    """As CSV: UTF-8, a header, a comma between cells. Text that a spreadsheet would run stands behind a quote."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([each["name"] for each in resource.fields])
    if resource.tags:
        writer.writerow(resource.tags)
    for row in resource.rows:
        writer.writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in row])
    return lines.getvalue().encode("utf-8")


def _tables(blocks: Iterable[object]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def field(name: str, kind: str, title: str, description: str, unit: str = "", **constraints: object) -> Field:
    """A field of a schema; `unit` is a property of our own, left out where there is none."""
    made: Field = {"name": name, "type": kind, "title": title, "description": description}
    if unit:
        made["unit"] = unit
    if constraints:
        made["constraints"] = constraints
    return made


# ---- every figure -------------------------------------------------------------------------------------------------

_TAGS = {
    "section": "#meta+section+code",
    "table": "#meta+table+code",
    "row_code": "#meta+row+code",
    "row": "#meta+row+name",
    "column_code": "#indicator+code",
    "column": "#indicator+name",
    "value": "#indicator+value+num",
    "value_code": "#indicator+value+code",
    "of": "#indicator+value+total+num",
    "text": "#indicator+value+text",
    "unit": "#indicator+unit+code",
}


def _figures(document: Document, tagged: bool) -> Resource:
    """`tagged` leaves out what is not a number, for HXL's value is one."""
    language = document.language
    kinds = {"value": "number", "of": "integer"}
    words = ("table-code", "table-code", "row-code", "row-name", "column-code", "column-title")
    meanings = dict(zip(_TAGS, (*words, "value", "value-code", "of", "said", "unit-code"), strict=True))
    fields = [
        field(name, kinds.get(name, "string"), name, text(f"codebook.{meanings[name]}", language)) for name in _TAGS
    ]
    rows: list[list[Cell]] = [
        [section, table.code, row_code, row[0].text, column.code, column.title, *_parted(entry), unit]
        for section, table, row_code, row, column, entry in figures(document)
        for unit in [described(table, column, language).unit or None]
        if not tagged or isinstance(entry.value, int | float)
    ]
    name, title = ("figures-hxl", "HXL") if tagged else ("figures", document.title)
    return Resource(name, title, fields, rows, _key(rows, fields, ["table", "row_code", "column_code"]), _tags(tagged))


def _parted(entry: Entry) -> tuple[Cell, Cell, int | None, str]:
    """The number or what stands for one, the n of "k of n", and the words."""
    is_number = isinstance(entry.value, int | float)
    return entry.value if is_number else None, None if is_number else entry.value, entry.of, entry.text


def _tags(tagged: bool) -> list[str] | None:
    return list(_TAGS.values()) if tagged else None


# ---- one table ----------------------------------------------------------------------------------------------------


def _of_table(table: Table, language: str) -> Resource:
    names = [place for place, column in enumerate(table.columns) if is_name(table, column)]
    return _long(table, names, language) if names else _wide(table, language)


def _row_code(language: str) -> Field:
    return field("row_code", "string", "row_code", text("codebook.row-code", language), required=True)


def _wide(table: Table, language: str) -> Resource:
    fields, columns = [_row_code(language)], []
    for place, column in enumerate(table.columns):
        entries = [row[place] for row in table.rows]
        made, values = _variable(column, described(table, column, language), entries, language)
        fields += made
        columns += values
    rows = [list(row) for row in zip(table.row_codes, *columns, strict=True)]
    return Resource(table.code, table.caption, fields, rows, _key(rows, fields, ["row_code"]))


def _long(table: Table, names: Sequence[int], language: str) -> Resource:
    """A row per row and name; a state that is no number stands beside."""
    about = described(table, table.columns[names[0]], language)
    named = described(table, table.columns[0], language)
    fields = [
        _row_code(language),
        field(table.columns[0].code, "string", named.title, named.meaning),
        field("column_code", "string", "column_code", text("codebook.column-code", language), required=True),
        field("column", "string", "column", text("codebook.column-title", language)),
        field("value", "integer", "value", about.meaning, about.unit, minimum=0),
        field("of", "integer", "of", text("codebook.of", language), about.unit, minimum=0),
        field("text", "string", "text", text("codebook.said", language)),
    ]
    columns = [(place, table.columns[place]) for place in names]
    rows: list[list[Cell]] = [
        [code, row[0].text, column.code, column.title, _whole(row[place]), row[place].of, row[place].text]
        for code, row in zip(table.row_codes, table.rows, strict=True)
        for place, column in columns
    ]
    return Resource(table.code, table.caption, fields, rows, _key(rows, fields, ["row_code", "column_code"]))


def _whole(entry: Entry) -> int | None:
    return entry.value if isinstance(entry.value, int) else None


def _variable(
    column: Column, about: Described, entries: Sequence[Entry], language: str
) -> tuple[list[Field], list[list[Cell]]]:
    """The fields that a column becomes, and their values."""
    values: list[Cell] = [entry.value for entry in entries]
    if about.kind == "range":
        ends = [_ends(entry) for entry in entries]
        made = [_bound(column, about, end, language) for end in ("low", "high")]
        return made, [[each[place] for each in ends] for place in (0, 1)]
    kind = _kind(about.kind, values)
    limits: dict[str, object] = {"minimum": 0, "maximum": 1} if about.kind == "share" and kind == "number" else {}
    fields = [field(column.code, kind, about.title, about.meaning, about.unit, **limits)]
    if any(entry.of is not None for entry in entries):
        fields.append(field(f"{column.code}_of", "integer", about.title, text("codebook.of", language), about.unit))
        return fields, [values, [entry.of for entry in entries]]
    return fields, [values]


def _bound(column: Column, about: Described, end: str, language: str) -> Field:
    meaning = f"{about.meaning} {text(f'codebook.{end}', language)}"
    return field(f"{column.code}_{end}", "number", about.title, meaning, about.unit)


def _ends(entry: Entry) -> tuple[float | None, float | None]:
    low, _, high = str(entry.value or "").partition("–")
    return (float(low), float(high)) if high else (None, None)


def _kind(wanted: str, values: Sequence[Cell]) -> str:
    """The type of the codebook, as far as every value is of it."""
    kind = _TYPES.get(wanted, "string")
    known = [value for value in values if value is not None]
    fits = {
        "integer": all(isinstance(value, int) for value in known),
        "number": all(isinstance(value, int | float) for value in known),
        "date": all(isinstance(value, str) for value in known),
    }
    return kind if fits.get(kind, True) else "string"


def _key(rows: Sequence[Sequence[Cell]], fields: Sequence[Field], wanted: list[str]) -> list[str]:
    """The primary key, where its values are known and never twice the same."""
    places = [place for place, each in enumerate(fields) if each["name"] in wanted]
    found = [tuple(row[place] for place in places) for row in rows]
    is_key = len(set(found)) == len(found) and all(value not in (None, "") for key in found for value in key)
    return wanted if is_key else []
