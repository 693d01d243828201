"""What the columns of a document's tables hold: meaning, unit, and the kind of their values.

`data/codebook.csv` says it of each column; the words stand in the catalogues. A column that is not described there is a
name (a network, a year) and what the whole table holds is said of it, in the row of the table with the column "*".
"""

from functools import cache

from engagement import reference
from engagement.document import Column, Document, Entry, Table
from engagement.locale import text
from engagement.model import Value


class Described(Value):
    """One column. `kind`: text, integer, number, share, part (k of n), range or date; `unit` '' where it has none."""

    table: str
    column: str
    title: str
    kind: str
    unit: str
    meaning: str


def described(table: Table, column: Column, language: str) -> Described:
    """What a column holds. One that is not in the codebook is described by its own title."""
    row = _row(table.code, column.code)
    kind = row["type"] if row else "number" if column.is_number else "text"
    meaning = text(f"codebook.meaning-{row['meaning']}", language) if row else column.title
    unit = row["unit"] if row else ""
    return Described(table=table.code, column=column.code, title=column.title, kind=kind, unit=unit, meaning=meaning)


def codebook(document: Document) -> tuple[Described, ...]:
    """Every column of every table, in the order of the document; columns that are names as one, "*"."""
    found: dict[tuple[str, str], Described] = {}
    for section in document.sections:
        for table in (block for block in section.blocks if isinstance(block, Table)):
            for column in table.columns:
                each = _described_once(table, column, document.language)
                found.setdefault((each.table, each.column), each)
    return tuple(found.values())


def _described_once(table: Table, column: Column, language: str) -> Described:
    each = described(table, column, language)
    return each.model_copy(update={"column": "*", "title": table.caption}) if is_name(table, column) else each


def is_name(table: Table, column: Column) -> bool:
    """Whether a column is one of many alike, named after a network or the like, and not a variable."""
    known = _rows()
    return (table.code, "*") in known and not {(table.code, column.code), ("", column.code)} & set(known)


class Chart(Value):
    """What a native chart of a table shows: the places of its columns and the shape: bars, columns or stacked bars."""

    places: tuple[int, ...]
    shape: str


class Bars(Value):
    """What is drawn of a table on a page: the places of its columns, and that of the most the figure can be."""

    places: tuple[int, ...]
    at_most: int | None


def chart(table: Table) -> Chart | None:
    """The chart that goes with a table, as `data/charts.csv` has it; None where there is none, or nothing to draw."""
    plan = _drawn().get(table.code)
    known = _known_places(table, plan["columns"]) if plan else ()
    return Chart(places=known, shape=plan["shape"]) if plan and known else None


def bars(table: Table) -> Bars | None:
    """The bars above a table in a document for reading; None where there are none, or nothing to set side by side."""
    plan = _drawn().get(table.code)
    known = _known_places(table, plan["drawn"]) if plan else ()
    if plan is None or not known or len(table.rows) < 2:
        return None
    return Bars(places=known, at_most=next(iter(_known_places(table, plan["at_most"])), None))


@cache
def _drawn() -> dict[str, dict[str, str]]:
    return {row["table"]: row for row in reference.table("charts")}


def _known_places(table: Table, codes: str) -> tuple[int, ...]:
    """Where columns stand that hold any number."""
    wanted = codes.split(";")
    places = (place for place, each in enumerate(table.columns) if each.code in wanted)
    return tuple(place for place in places if any(_is_known(cells[place]) for cells in table.rows))


def _is_known(entry: Entry) -> bool:
    return isinstance(entry.value, int | float)


def _row(table: str, column: str) -> dict[str, str] | None:
    known = _rows()
    return known.get((table, column)) or known.get(("", column)) or known.get((table, "*"))


@cache
def _rows() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["table"], row["column"]): row for row in reference.table("codebook")}
