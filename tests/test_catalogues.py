"""The words of the dashboard: every one in six languages, with the same fields, and none that claims too much."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from engagement import locale

TOP = Path(__file__).resolve().parent.parent
OF_THE_COMMANDS = {"cli", "launcher"}
"""The command line and the launcher speak English and French: no page shows their words."""

LONGEST_NAME = 2
"""Two words may be the same in two languages: a name, a unit. A sentence is not."""


def catalogue(language: str, pattern: str = "*.po") -> dict[str, tuple[str, ...]]:
    """Each code of the pages with its sentence, or with all its plural forms."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((TOP / "data/locales" / language).glob(pattern)):
        if path.stem in OF_THE_COMMANDS:
            continue
        with path.open("rb") as lines:
            for message in read_po(lines, locale=language):
                code = message.id if isinstance(message.id, str) else message.id[0]
                found[code] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return {code: sentences for code, sentences in found.items() if code}


OTHERS = [language for language in locale.INTERFACE_LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_pages_is_translated(language: str) -> None:
    theirs = catalogue(language)

    assert {code for code in catalogue("en") if not all(theirs.get(code, [""]))} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_has_a_sentence_that_english_has_not(language: str) -> None:
    assert set(catalogue(language)) - set(catalogue("en")) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_sentence_is_left_as_it_is(language: str) -> None:
    theirs = catalogue(language)

    left = {
        code
        for code, sentences in catalogue("en").items()
        if any(len(plain_words(each)) > LONGEST_NAME and each in theirs.get(code, ()) for each in sentences)
    }

    assert left == set()


def plain_words(sentence: str) -> list[str]:
    """The words of a sentence, without its fields, its markup, its addresses and its file names."""
    return re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]+>|\{[^}]*\}|\S*[/=@]\S*|\S+\.[a-z]\S*", " ", sentence))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_fields(language: str) -> None:
    english, theirs = catalogue("en"), catalogue(language)

    differing = {code for code in english if code in theirs and fields(english[code]) != fields(theirs[code])}

    assert differing == set()


def fields(sentences: tuple[str, ...]) -> set[str]:
    """The fields of a sentence in all of its forms together."""
    return {field for each in sentences for _, field, _, _ in Formatter().parse(each) if field}


def test_every_code_of_the_dashboard_has_a_sentence() -> None:
    known = catalogue("en") | catalogue("en", "errors.po")

    missing = {code for code in codes_used() if not any(each == code or each.startswith(code) for each in known)}

    assert (len(codes_used()) > 100, missing - {"launcher.ready"}) == (True, set())


def codes_used() -> set[str]:
    """The codes written out in the dashboard, and the beginnings of those that are put together."""
    return {
        code
        for path in (TOP / "dashboard").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and name(node.func) in {"text", "plural", "said"} and node.args
        for code in written(node.args[0])
    }


def name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def written(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(code)) | ast.JoinedStr(values=[ast.Constant(value=str(code)), *_]):
            yield code
        case ast.IfExp(body=one, orelse=other):
            yield from written(one)
            yield from written(other)


def test_no_sentence_says_what_the_record_cannot() -> None:
    """Methodology, section 5: not 'excluded', 'compliant', 'failed' or 'significant'."""
    said = " ".join(" ".join(each) for each in catalogue("en", "dashboard.po").values()).casefold()

    assert [word for word in ("excluded", "compliant", "failed", "significant", "score") if word in said] == []
