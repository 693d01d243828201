"""Words that stand between others in a document: lists, stops and names of kinds follow the language."""

from datetime import date
from fractions import Fraction

import pytest

from engagement import indicators, wording
from engagement.locale import signed, text
from engagement.model import Expectation, GapSeverity, GapStatus, GapType, Selection
from engagement.store import Store
from engagement.taxonomy import SHIPPED

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
    ("language", "one", "two"),
    [
        ("en", "at 1 organisation-event.", "at 2 organisation-events."),
        ("fr", "pour 1 participation d’organisation.", "pour 2 participations d’organisation."),
        ("es", "en 1 participación.", "en 2 participaciones."),
        ("ar", "ومشاركات المنظمات: 1.", "ومشاركات المنظمات: 2."),
        ("ru", "случаи участия: 1.", "случаи участия: 2."),
        ("zh", "组织参与1次。", "组织参与2次。"),
    ],
)
@pytest.mark.parametrize("kind", [GapType.ORGANISATIONS, GapType.VOICE, GapType.RELIANCE])
def test_a_gap_counts_what_it_is_measured_on_in_the_number_of_the_language(
    demonstration: Store, language: str, one: str, two: str, kind: GapType
) -> None:
    gap = indicators.gaps(demonstration, Selection())[0]

    def said(denominator: int) -> str:
        of = gap.model_copy(update={"type": kind, "denominator": denominator})
        return wording.gap(of, "North", language, SHIPPED).translate(NO_ISOLATES)

    assert (one in said(1), two in said(2), one in said(2), two in said(1)) == (True, True, False, False)


def test_absences_in_a_row_are_counted_by_the_meetings_missed(demonstration: Store) -> None:
    gap = indicators.gaps(demonstration, Selection())[0]

    def said(recorded: int) -> str:
        missed = {"type": GapType.CONSECUTIVE_ABSENCES, "recorded": recorded, "best_case": recorded, "denominator": 9}
        return wording.gap(gap.model_copy(update=missed), "North", "en", SHIPPED)

    assert "not recorded at 1 meeting, of 9" in said(1)
    assert "not recorded at 3 meetings in a row, of 9" in said(3)


@pytest.mark.parametrize(("language", "shown"), [("en", "+7.0"), ("fr", "+7,0"), ("ru", "+7,0"), ("ar", "\u200e+7.0")])
def test_a_difference_in_points_has_its_decimal_always(language: str, shown: str) -> None:
    assert signed(7.0, language, digits=1) == shown


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
