"""What no document may say, in any of the six languages, and what each must: over documents full and empty."""

import re
from collections.abc import Iterator, Mapping

import pytest
from babel.messages.pofile import read_po
from logs import load
from told import paragraphs, words

from engagement import actions, reference
from engagement.document import Document
from engagement.locale import LANGUAGES, text
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary
from engagement.summary.styles import styles

NEVER = {
    "en": r"exclu(ded|sion|des)|complian|complied|\bfail|significan|inclusion (is|was|rate|score|stands)|\d ?% inclusi",
    "fr": r"exclu(s|e|es|sion)\b|conform|échou|échec|significati|l’inclusion (est|de)|taux d’inclusion|% d’inclusion",
    "es": r"exclu(id|sión|ye)|cumplimiento|incumpl|fracas|significativ|la inclusión (es|está)|tasa de inclusión",
    "ar": r"إقصاء|الإقصاء|استبعد|مستبعد|امتثال|ممتثل|فشل|نسبة الإدماج|معدل الشمول",
    "ru": r"исключ(ен|ён|ены|ении)|недопущен|не соблюд|соответствует требован|провал|значим(о|ый|ая)|уровень инклюзи",
    "zh": r"排斥|被排除|合规|不合规|失败|显著|包容率|包容度为",
}
"""Words that blame, judge or make one number of inclusion."""

ABSENCE = "summary.absence"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("example")) as opened:
        actions.load_demonstration(opened, by="test")
        yield opened


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("empty")) as opened:
        load(opened, "activity | log_complete\nFirst | no")
        yield opened


def blaming(document: Document, language: str) -> list[str]:
    """What it says that it must not. The caveat speaks of exclusion in order to deny it; names are the files' own."""
    caveat = text(ABSENCE, language)
    said = [each for each in words(document) if each != caveat]
    return [each for each in said if re.search(NEVER[language], each, re.IGNORECASE)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_document_blames_or_scores(example: Store, empty: Store, language: str) -> None:
    for store in (example, empty):
        assert blaming(inclusion_summary(store, Selection(), language), language) == []


@pytest.mark.parametrize("style", list(styles()))
def test_no_house_style_blames_or_scores(example: Store, style: str) -> None:
    for language in LANGUAGES:
        assert blaming(inclusion_summary(example, Selection(), language, style), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_absence_from_the_record_is_never_stated_without_its_caveat(
    example: Store, empty: Store, language: str
) -> None:
    for store in (example, empty):
        document = inclusion_summary(store, Selection(), language)
        for code in ("findings", "gaps"):
            assert text(ABSENCE, language) in paragraphs(document, code)


def test_the_caveat_says_that_absence_is_no_proof() -> None:
    assert text(ABSENCE, "en") == "Absence from the record is not proof of absence from the room, nor of exclusion."
    assert len({text(ABSENCE, language) for language in LANGUAGES}) == len(LANGUAGES)


def sentences(language: str) -> Mapping[str, list[str]]:
    """Every sentence of the catalogues that documents are made of, by its code."""
    found: dict[str, list[str]] = {}
    for path in sorted((reference.folder() / "locales" / language).glob("*.po")):
        with path.open("rb") as lines:
            for each in read_po(lines):
                code = each.id if isinstance(each.id, str) else each.id[0]
                if code.startswith(("summary.", "gap-type.", "gap-status.", "severity.", "cell.")):
                    found[code] = [each.string] if isinstance(each.string, str) else list(each.string)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_catalogues_blames_or_scores(language: str) -> None:
    """Also those that no example has made a document say."""
    found = sentences(language)

    assert len(found) > 200
    assert {
        code: said
        for code, said in found.items()
        if code != ABSENCE and any(re.search(NEVER[language], each, re.IGNORECASE) for each in said)
    } == {}
