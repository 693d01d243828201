"""A name that would do harm if it were read as a formula or as markup stays a name: in every format, and back again."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pptx
import pytest
from documents import HOSTILE, HOSTILE_NAMES
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement import actions, indicators
from engagement.document import Column, Document, Entry, Paragraph, Section, Table
from engagement.exports import FORMATS
from engagement.exports.lists import organisations_csv
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Store

NAMES = [
    *("=SUM(A1:A9)", "+33 Union", "-Lake Trust", "@Friends", "＝Wide Union", "＋Plus", "－Minus", "＠Sign", "'=quoted"),
    *(
        '#set page(paper: "a0")',
        "#import sys",
        "$x^2$ Society",
        "*bold* Union",
        "`raw` House",
        "@label",
        "<label> Group",
    ),
    *("<script>alert(1)</script>", "**Strong** [link](http://example.org)", "![image](x)", "# Heading", "1. First"),
    *(
        "\\textbf{Group}",
        "\\input{/etc/passwd}",
        "{{ template }}",
        "%percent~tilde^hat_under",
        "&amp; & Sons",
        "| pipe |",
    ),
    *("Réseau \u202eegniF\u202c", "\u2067Isolate\u2069 Union", 'Women\'s "Union"; and, others'),
]
"""As they may stand in somebody's sheet."""


def log(names: Iterable[str]) -> bytes:
    """A log of one activity, each organisation in a row, as another program would write it."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(["activity", "date", "network", "organisation", "category"])
    writer.writerows(["Hearing", "2026-03-04", "Coast", name, "CSO"] for name in names)
    return lines.getvalue().encode()


def recorded(store: Store) -> list[str]:
    return sorted(each.name for each in indicators.organisations(store, Selection()))


def imported(content: bytes, file_name: str, **answers: object) -> list[str]:
    """The names of organisations that a store has after the import of one file."""
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store") as store:
        mapping = Mapping.model_validate(answers)
        actions.import_log(store, content, file_name=file_name, mapping=mapping, by="tester")
        return recorded(store)


def as_document(names: Iterable[str]) -> Document:
    """A document with a log in it: one organisation in a row."""
    columns = ("activity", "date", "network", "organisation", "category")
    rows = [("Hearing", "2026-03-04", "Coast", name, "CSO") for name in names]
    table = Table(
        code="log",
        caption="Log",
        columns=tuple(Column(code=each, title=each) for each in columns),
        row_codes=tuple(f"R{place}" for place in range(len(rows))),
        rows=tuple(tuple(Entry(text=cell, value=cell) for cell in row) for row in rows),
    )
    section = Section(code="log", heading="Log", blocks=(table,))
    return Document(language="en", title="Log", subtitle="", notice=None, properties=(), sections=(section,))


# ---- out and in again ---------------------------------------------------------------------------------------------


def test_names_that_would_do_harm_are_recorded_as_they_stand() -> None:
    assert imported(log(NAMES), "log.csv") == sorted(NAMES)


def test_a_list_of_organisations_goes_out_and_comes_in_with_the_same_names(store: Store, tmp_path: Path) -> None:
    lines = io.StringIO()
    csv.writer(lines).writerows([["name", "category"], *([name, "CSO"] for name in NAMES)])
    actions.import_organisations(store, lines.getvalue().encode(), file_name="list.csv", by="tester")
    out = organisations_csv(indicators.listed_organisations(store))

    with Store.open(tmp_path / "other") as other:
        receipt = actions.import_organisations(other, out, file_name="list.csv", by="tester")
        names = sorted(each.name for each in indicators.listed_organisations(other))

    assert (names, receipt.rows_refused) == (sorted(NAMES), 0)


def test_a_workbook_goes_out_and_comes_in_with_the_same_names() -> None:
    content = FORMATS["xlsx"].write(as_document(NAMES))

    assert imported(content, "log.xlsx", sheet="Log", header_row=3) == sorted(NAMES)


def test_a_data_package_goes_out_and_comes_in_with_the_same_names() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["package"].write(as_document(NAMES)))) as package:
        content = package.read("data/log.csv")

    assert imported(content, "log.csv") == sorted(NAMES)


_SIGNS = st.sampled_from([*"=+-@＝＋－＠#$*`<>[]{}()\\%&~^_|'\"!.;,:/ ", "\u202e", "\u2066", "\u200f"])
_NAMES = st.lists(
    st.builds(
        "{}{}{}".format, st.text(_SIGNS, max_size=4), st.text("abcé中ش", min_size=3, max_size=6), st.text(_SIGNS)
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=4, deadline=None)
@given(_NAMES)
def test_whatever_was_recorded_comes_back_the_same(names: list[str]) -> None:
    once = imported(log(names), "log.csv")
    again = FORMATS["xlsx"].write(as_document(once))

    assert imported(again, "log.xlsx", sheet="Log", header_row=3) == once


# ---- slides and the data package, as every other format -----------------------------------------------------------


def test_slides_hold_every_name_as_text_and_link_nowhere() -> None:
    content = FORMATS["pptx"].write(HOSTILE)
    deck = pptx.Presentation(io.BytesIO(content))
    table = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)

    assert [row.cells[0].text for row in table.rows][1:] == HOSTILE_NAMES[: len(table.rows) - 1]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert [name for name, each in parts.items() if b"hyperlink" in each or b"hlinkClick" in each] == []
    assert [name for name in parts if re.search("macro|vba|activeX|external", name, re.IGNORECASE)] == []


def test_a_data_package_runs_nothing_in_a_spreadsheet() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["package"].write(HOSTILE))) as package:
        names = [name for name in package.namelist() if name.endswith(".csv")]
        cells = [
            cell
            for name in names
            for row in csv.reader(io.StringIO(package.read(name).decode("utf-8"), newline=""))
            for cell in row
        ]

    assert [cell for cell in cells if re.match("[\\s\u200b]*[=+@＝＋－＠]", cell)] == []


_SPECIAL = re.compile(r"[`*_{}\[\]<>#|~$]")


@pytest.mark.parametrize("name", [*NAMES, *HOSTILE_NAMES])
def test_a_name_in_the_method_is_no_markdown(name: str) -> None:
    note = Paragraph(text=name, role="note")
    section = Section(code="method", heading=name, blocks=(note,))
    document = HOSTILE.model_copy(update={"sections": (section,), "properties": (), "notice": None, "title": "T"})

    with zipfile.ZipFile(io.BytesIO(FORMATS["package"].write(document))) as package:
        _, _, heading, said = package.read("method.md").decode("utf-8").rstrip("\n").split("\n\n")

    for words in (heading.removeprefix("## "), said):
        assert re.sub(r"\\(.)", r"\1", words) == " ".join(name.split())
        assert _SPECIAL.search(re.sub(r"\\.", "", words)) is None
        assert not re.match(r"[-+=]|\d+[.)] ", words)
