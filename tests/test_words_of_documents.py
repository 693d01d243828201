"""Words that stand between others in a document: lists, stops and names of kinds follow the language."""

from datetime import date
from fractions import Fraction

import pytest

from engagement import indicators, wording
from engagement.locale import text
from engagement.model import Expectation, GapSeverity, GapStatus, GapType, Selection
from engagement.store import Store

NO_ISOLATES = dict.fromkeys((0x2068, 0x2069))
"""The marks round Latin words in Arabic."""

TERMS = Expectation(
    type=GapType.PRESENCE,
    mechanism=None,
    category=None,
    value=Fraction(1, 2),
    author="ESCAP",
    date=date(2026, 1, 12),
    basis="TOR 7",
)


@pytest.mark.parametrize(
    ("language", "stop"), [("en", ", "), ("fr", ", "), ("es", ", "), ("ar", "، "), ("ru", ", "), ("zh", "，")]
)
def test_status_and_severity_are_parted_as_the_language_parts_them(
    demonstration: Store, language: str, stop: str
) -> None:
    gap = indicators.gaps(demonstration, Selection())[0]
    assert (gap.status, gap.severity) == (GapStatus.CONFIRMED, GapSeverity.CRITICAL)

    said = wording.standing(gap, language).translate(NO_ISOLATES)

    assert said == stop.join((text("gap-status.confirmed", language), text("severity.critical", language).lower()))


@pytest.mark.parametrize(("language", "start"), [("en", "ESCAP, "), ("ar", "ESCAP، "), ("zh", "ESCAP，")])
def test_the_basis_of_an_expectation_is_parted_so_too(language: str, start: str) -> None:
    assert wording.basis(TERMS, language).translate(NO_ISOLATES).startswith(start)


def test_french_has_its_space_before_the_colon_of_a_basis() -> None:
    assert wording.basis(TERMS, "fr").endswith("2026\u202f: TOR 7")


@pytest.mark.parametrize(
    ("spelled", "language", "named"),
    [
        ("meeting", "fr", "réunion"),
        ("réunion", "en", "meeting"),
        ("field_visit", "en", "field visit"),
        ("plenary", "fr", "plenary"),  # a meeting, and more than that
        ("night walk", "fr", "night walk"),
    ],
)
def test_a_kind_of_activity_is_named_in_the_language_where_it_is_known(spelled: str, language: str, named: str) -> None:
    assert wording.activity_type(spelled, language) == named
