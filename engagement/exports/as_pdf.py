"""The document as a tagged PDF: PDF/UA-1, bookmarks, its language, table headers on each page.

`summary.typ` says how it looks. The words go to the compiler as data, so nothing in a name is read as markup.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from engagement.document import Document, Paragraph, Section, Table
from engagement.errors import InputError
from engagement.exports.widths import shares, sideways
from engagement.locale import OWN_NAMES
from engagement.safe_text import legible

_LOOK = Path(__file__).with_name("summary.typ")
_SIDEWAYS = 257 / 170
"""The text of an A4 page held sideways is this much wider than that of one held upright."""

_LATIN = "Libertinus Serif"
"""Comes with the compiler; Latin, Greek and Cyrillic letters."""

_ARABIC = ("Noto Naskh Arabic", "Amiri", "Scheherazade New", "Geeza Pro", "Times New Roman", "Noto Sans Arabic")
_CHINESE = (
    *("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Noto Sans CJK SC", "Noto Sans SC"),
    *("Songti SC", "PingFang SC", "SimSun", "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
)
"""Looked for on the computer, best first. What none of them has, the compiler looks for in every other font."""

_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}

Words = Callable[[str], str]


def write(document: Document) -> bytes:
    """A .pdf file; each table's numbers are as the document words them. A section with a wide table lies sideways.

    A character that no font on this computer has is shown by its number, as [U+1F600]. Raises InputError when that
    concerns the document's own title and headings: then no font for its language is installed.
    """
    unshown: set[str] = set()
    while True:
        try:
            return _compiled(document, _words(unshown))
        except typst.TypstError as error:
            found = {_unescaped(each) for each in _UNSHOWN.findall(f"{error.message}\n{error.diagnostic}")} - unshown
            if not found:
                raise
            unshown |= found
            _require_headings(document, unshown)


def _compiled(document: Document, words: Words) -> bytes:
    data = _data(document, words) | {"fonts": _families(document.language)}
    return typst.compile(
        _LOOK.read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"] if document.title else [],  # which asks for a title
        timestamp=0,
    )


# ---- the data -----------------------------------------------------------------------------------------------------


def _data(document: Document, words: Words) -> dict[str, Any]:
    return {
        "language": document.language,
        "title": words(document.title),
        "subtitle": words(document.subtitle),
        "notice": words(document.notice) if document.notice else None,
        "properties": [{"label": words(each.label), "text": words(each.text)} for each in document.properties],
        "runs": _runs(document.sections, words),
    }


def _runs(sections: Sequence[Section], words: Words) -> list[dict[str, Any]]:
    """Sections one after the other on pages held the same way; the first is upright, for the head of the document."""
    runs: list[dict[str, Any]] = [{"sideways": False, "sections": []}]
    for section, turned in zip(sections, sideways(sections), strict=True):
        if turned != runs[-1]["sideways"]:
            runs.append({"sideways": turned, "sections": []})
        runs[-1]["sections"].append(_section(section, turned, words))
    return runs


def _section(section: Section, turned: bool, words: Words) -> dict[str, Any]:
    blocks = [_table(each, turned, words) if isinstance(each, Table) else _said(each, words) for each in section.blocks]
    return {"heading": words(section.heading), "blocks": blocks}


def _said(paragraph: Paragraph, words: Words) -> dict[str, Any]:
    return {"role": paragraph.role, "text": words(paragraph.text)}


def _table(table: Table, turned: bool, words: Words) -> dict[str, Any]:
    return {
        "caption": words(table.caption),
        "widths": shares(table, _SIDEWAYS if turned else 1),
        "columns": [{"title": words(each.title), "is_number": each.is_number} for each in table.columns],
        "rows": [[words(entry.text) for entry in row] for row in table.rows],
        "note": words(table.note) if table.note else None,
    }


# ---- fonts --------------------------------------------------------------------------------------------------------


@cache
def _fonts() -> typst.Fonts:
    """Those of the compiler and those of this computer; looked for once."""
    return typst.Fonts()


def _families(language: str) -> list[dict[str, str] | str]:
    """Chinese text takes its punctuation from a Chinese font, all other text from the compiler's own."""
    here = set(_fonts().families())
    others = [family for family in (*_ARABIC, *_CHINESE) if family in here]
    return [{"name": _LATIN, "covers": "latin-in-cjk"} if language == "zh" else _LATIN, *others]


def _words(unshown: Iterable[str]) -> Words:
    """Makes words what the fonts can show."""
    pattern = re.compile("|".join(re.escape(each) for each in sorted(unshown, key=len, reverse=True)) or r"(?!)")
    return lambda said: pattern.sub(lambda found: _by_number(found[0]), legible(said))


def _by_number(characters: str) -> str:
    return "".join(f"[U+{ord(character):04X}]" for character in characters)


def _require_headings(document: Document, unshown: Iterable[str]) -> None:
    own = document.title + "".join(section.heading for section in document.sections)
    if any(each in own for each in unshown):
        raise InputError("font-missing", language=OWN_NAMES[document.language])


def _unescaped(words: str) -> str:
    """Words as the compiler quotes them."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else _PLAIN.get(found[2], found[2]), words)
