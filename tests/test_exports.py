"""Every file says what the document says, number for number and text for text, and runs nothing."""

import csv
import io
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from exported import ENGLISH, FRENCH, both_languages, members

from engagement.document import Document, Property, Table
from engagement.exports import FORMATS, file_name
from engagement.safe_text import is_formula, neutralised

GOLDEN = Path(__file__).parent / "golden"

every_format = pytest.mark.parametrize("name", list(FORMATS))


def csv_rows(document: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FORMATS["csv"].write(document).decode("utf-8-sig"), newline="")))


# ---- all formats --------------------------------------------------------------------------------------------------


def test_importing_the_exports_loads_no_writer() -> None:
    program = "import sys, engagement.exports; print({'docx', 'pptx', 'xlsxwriter', 'lxml'} & set(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert loaded.stdout == "set()\n"


def test_a_format_has_a_suffix_and_a_media_type() -> None:
    assert {name: (kind.suffix, kind.media_type) for name, kind in FORMATS.items()} == {
        "docx": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "pdf": (".pdf", "application/pdf"),
        "html": (".html", "text/html"),
        "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "pptx": (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        "csv": (".csv", "text/csv"),
        "json": (".json", "application/json"),
        "package": (".zip", "application/zip"),
    }


@every_format
@both_languages
def test_the_same_document_gives_the_same_bytes_on_another_day(
    name: str, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = FORMATS[name].write(document)

    in_five_years = time.time() + 5 * 365 * 86_400
    there = time.localtime(in_five_years)
    monkeypatch.setattr(time, "time", lambda: in_five_years)
    monkeypatch.setattr(time, "localtime", lambda *_: there)
    after = FORMATS[name].write(document.model_copy(deep=True))

    assert after == before


@pytest.mark.parametrize("name", ["docx", "xlsx", "pptx"])
def test_nothing_in_the_file_tells_when_by_whom_or_where_it_was_made(name: str) -> None:
    found = list(members(name, ENGLISH))
    properties = next(content for member, content in found if member.filename == "docProps/core.xml").decode()

    assert {member.date_time for member, _ in found} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r"\d{4}-\d\d-\d\dT", properties) == (["2000-01-01T"] * 2 if name == "xlsx" else [])
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy|dc:description)>[^<]", properties) == []
    here = str(Path(__file__).parent.parent).encode()
    told = (here, b"python-docx", b"python-pptx", b"PowerPoint")
    assert [member.filename for member, content in found if any(each in content for each in told)] == []


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Inclusion summary: Chad & Mali, 2026", "inclusion-summary-chad-mali-2026-en"),
        ("Résumé de l’inclusion : cœur du Réseau", "resume-de-l-inclusion-coeur-du-reseau-en"),
        ("Сводка: Чад", "svodka-chad-en"),
        ("ملخص", "en"),
        ("../../etc/passwd\0.exe", "etc-passwd-exe-en"),
        ("=cmd|'/C calc'!A0", "cmd-c-calc-a0-en"),
    ],
)
def test_a_file_is_named_by_title_language_and_content(title: str, stem: str) -> None:
    name = file_name(ENGLISH.model_copy(update={"title": title}), ".csv")

    assert re.sub(r"-?[0-9a-f]{8}\.csv$", "", name) == stem
    assert re.fullmatch(r"[a-z0-9-]{1,60}\.csv", name)


def test_a_long_title_still_leaves_room_for_language_and_content() -> None:
    name = file_name(ENGLISH.model_copy(update={"title": "participation " * 40}), ".docx")

    assert re.fullmatch(r"(participation-){3}partic-en-[0-9a-f]{8}\.docx", name)


def test_one_changed_figure_gives_the_file_another_name() -> None:
    corrected = Document.model_validate_json(ENGLISH.model_dump_json().replace("−0.33", "−0.34"))

    assert file_name(corrected, ".csv") != file_name(ENGLISH, ".csv")


@every_format
def test_an_empty_document_is_still_a_file(name: str) -> None:
    empty = Document(language="en", title="", subtitle="", notice=None, properties=(), sections=())

    assert FORMATS[name].write(empty)


# ---- formulas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x"),
        *("＝1", "＋1", "－1", "＠x", "﹢1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\x07=1"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_a_quote(text: str) -> None:
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Women", "a=b", "1+1", "'quoted'", "−5", "…", "é-1", "(=1)"])
def test_what_a_spreadsheet_would_show_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "'a", "a"])
def test_the_original_can_be_had_back(text: str) -> None:
    written = neutralised(text)

    assert (written[1:] if written != text else written) == text
    assert is_formula(written.lstrip("'")) == (written != text)


# ---- CSV ----------------------------------------------------------------------------------------------------------


@both_languages
def test_csv_is_what_it_was(document: Document) -> None:
    assert FORMATS["csv"].write(document) == (GOLDEN / f"summary-{document.language}.csv").read_bytes()


@both_languages
def test_csv_has_a_row_for_each_figure(document: Document) -> None:
    expected = [
        {
            "document": document.title,
            "section": section.code,
            "table": table.code,
            "row_code": row_code,
            "row": neutralised(row[0].text),
            "column_code": column.code,
            "column": neutralised(column.title),
            "value": "" if entry.value is None else str(entry.value),
            "text": neutralised(entry.text),
            "language": document.language,
            **{line.code: neutralised(line.text) for line in document.properties},
            "notice": document.notice,
        }
        for section in document.sections
        for table in section.blocks
        if isinstance(table, Table)
        for row_code, row in zip(table.row_codes, table.rows, strict=True)
        for column, entry in zip(table.columns[1:], row[1:], strict=True)
    ]

    assert csv_rows(document) == expected


def test_csv_opens_in_a_spreadsheet_with_its_accents() -> None:
    content = FORMATS["csv"].write(FRENCH)

    assert content.startswith(b"\xef\xbb\xbfdocument,section,table,")
    assert content.endswith(b"\r\n")


def test_csv_runs_nothing() -> None:
    cells = [cell for row in csv_rows(ENGLISH) for column, cell in row.items() if column != "value"]

    assert [cell for cell in cells if is_formula(cell)] == []


def test_csv_keeps_a_negative_number_a_number() -> None:
    assert [row["value"] for row in csv_rows(ENGLISH) if row["table"] == "years"] == ["0", "-0.3333333333333333"]


def test_csv_keeps_a_property_apart_from_a_column_of_the_same_name() -> None:
    document = ENGLISH.model_copy(update={"properties": (Property(code="language", label="Languages", text="all"),)})

    assert {(row["language"], row["document_language"]) for row in csv_rows(document)} == {("en", "all")}


# ---- JSON ---------------------------------------------------------------------------------------------------------


@both_languages
def test_json_is_what_it_was(document: Document) -> None:
    assert FORMATS["json"].write(document) == (GOLDEN / f"summary-{document.language}.json").read_bytes()


@both_languages
def test_json_is_the_document(document: Document) -> None:
    content = FORMATS["json"].write(document)

    assert Document.model_validate_json(content) == document
    assert list(json.loads(content)) == list(Document.model_fields)
    assert content.endswith(b"}\n")
