"""The fonts that are shipped have every letter we print, and a table wider than a page becomes several."""

import io
from functools import cache

import pytest
import typst
from babel import Locale
from babel.messages.pofile import read_po
from documents import HOSTILE, tables
from pypdf import PdfReader
from tagged_pdf import cells, parts

from engagement import reference
from engagement.document import Column, Document, Entry, Section, Table
from engagement.exports import FORMATS, fonts
from engagement.exports.widths import parts as fitted
from engagement.locale import LANGUAGES

FONTS = reference.folder() / "fonts"


@cache
def printed(language: str) -> str:
    """Every character of a language's sentences, of the names of categories and of countries."""
    sentences = [
        words
        for path in sorted((reference.folder() / "locales" / language).glob("*.po"))
        for message in read_po(io.BytesIO(path.read_bytes()), locale=language)
        for words in (message.string if isinstance(message.string, tuple) else (message.string,))
        if message.id
    ]
    labels = [row[f"label_{language}"] for row in reference.table("categories")]
    countries = Locale.parse(language).territories.values()
    found = set("".join([*map(str, sentences), *labels, *countries]))
    return "".join(sorted(each for each in found if each.isprintable() and not each.isspace()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_fonts_have_every_letter_of_our_words(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    monkeypatch.setattr(fonts, "all_fonts", lambda: ours)
    letters = " ".join(printed(language))
    document = HOSTILE.model_copy(update={"language": language, "subtitle": letters, "notice": letters})

    content = parts(FORMATS["pdf"].write(document))

    assert [each.said() for each in content.all("P") if "[U+" in each.said()] == []


def test_the_licence_of_the_fonts_travels_with_them() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert sorted(path.name for path in FONTS.iterdir()) == [
        "NotoSans-Bold.ttf",
        "NotoSans-Regular.ttf",
        "NotoSansArabic-Bold.ttf",
        "NotoSansArabic-Regular.ttf",
        "NotoSansCJKsc-Bold.otf",
        "NotoSansCJKsc-Regular.otf",
        "OFL.txt",
    ]


def test_fonts_of_this_computer_are_asked_only_for_letters_that_ours_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> typst.Fonts:
        raise AssertionError("not needed")

    monkeypatch.setattr(fonts, "all_fonts", asked)
    document = HOSTILE.model_copy(update={"subtitle": "Réseau, Ελλάδα, Сеть, شبكة, 网络"})

    assert len(PdfReader(io.BytesIO(FORMATS["pdf"].write(document))).pages) == 1


# ---- a table wider than a page -------------------------------------------------------------------------------------


def wide(columns: int) -> Document:
    """A matrix of so many networks."""
    matrix = Table(
        code="matrix",
        caption="By network",
        columns=(
            Column(code="group", title="Group"),
            *(Column(code=f"network-{n}", title=f"Mediterranean {n}") for n in range(columns)),
        ),
        row_codes=("TUN", "MIG"),
        rows=tuple(
            (Entry(text=name, value=name), *(Entry(text=f"{n} of 30", value=n) for n in range(columns)))
            for name in ("Trade unions", "Migrants")
        ),
        note="A note of the whole table.",
    )
    section = Section(code="matrix", heading="By network", blocks=(matrix,))
    return HOSTILE.model_copy(update={"sections": (section,)})


@pytest.mark.parametrize(("columns", "expected"), [(0, 1), (4, 1), (7, 1), (8, 2), (25, 5), (60, 10)])
def test_a_matrix_of_many_networks_is_taken_apart(columns: int, expected: int) -> None:
    (matrix,) = tables(wide(columns))

    found = fitted(matrix)

    assert len(found) == expected
    assert [part.columns[0] for part in found] == [0] * expected  # each part begins with the names of the rows
    assert [place for part in found for place in part.columns[1:]] == list(range(1, columns + 1))
    sizes = [len(part.columns) for part in found]
    assert max(sizes) - min(sizes) <= 3  # of like width, not a full page and a remnant


def test_each_part_says_which_it_is_and_nothing_is_lost() -> None:
    document = wide(25)
    content = parts(FORMATS["pdf"].write(document))

    assert [each.said() for each in content.all("Caption")] == [f"By network ({n}/5)" for n in range(1, 6)]
    read = [[[said for _, said in row] for row in cells(table)] for table in content.all("Table")]
    together = [[*lines[0][:1], *(said for line in lines for said in line[1:])] for lines in zip(*read, strict=True)]
    (matrix,) = tables(document)
    assert together[1:] == [[entry.text for entry in row] for row in matrix.rows]
    assert [each.said() for each in content.all("P")].count("A note of the whole table.") == 1
