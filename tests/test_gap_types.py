"""Every further type of expectation: on data whose answer can be read off the page, and against a plain oracle."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import Any

import oracle
import oracle_gaps
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import as_csv, from_text, load
from prepared import Copied

from engagement import actions, wording
from engagement.indicators import gaps
from engagement.model import Gap, GapType, Selection
from engagement.store import Store
from engagement.taxonomy import SHIPPED

HEADER = "type,mechanism,category,value,author,date,basis,valid_from,valid_to"
YEAR = Selection(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
few = settings(max_examples=12, deadline=None, derandomize=True)


def declare(store: Store, *expected: str) -> None:
    """Expectations written as type,mechanism,category,value."""
    lines = [f"{each},Coordinator,2026-01-12,agreed,," for each in expected]
    actions.declare_expectations(store, "\n".join([HEADER, *lines]), by="test")


def seat(store: Store, table: str) -> None:
    rows = [{"network": "Network A", **row} for row in from_text(table)]
    actions.import_seats(store, as_csv(rows), file_name="seats.csv", by="test")


def found(store: Store, kind: str, selection: Selection = YEAR) -> dict[str | None, tuple[Any, ...]]:
    """By group: recorded, at most favourable, of, expected, status, severity, what closes it."""
    return {gap.category: line(gap) for gap in gaps(store, selection) if gap.type.value == kind}


def line(gap: Gap) -> tuple[Any, ...]:
    needed = f"{gap.needed_low}-{gap.needed_high}"
    return gap.recorded, gap.best_case, gap.denominator, gap.expected, str(gap.status), gap.severity, needed


MEETINGS = """
date       | activity | organisation | category | level | role
2026-02-01 | One      | Relief       | CSO      | L3    | speaker
2026-02-01 | One      | Aid          | CSO      | L2    | participant
2026-02-01 | One      | Union        | TUN      | L2    | participant
2026-05-01 | Two      | Relief       | CSO      | L2    | participant
2026-05-01 | Two      | Union        | TUN      | L1    | participant
2026-05-01 | Two      | College      | ACA      |       |
2026-10-01 | Three    | Relief       | CSO      | L2    | participant
2026-10-01 | Three    | Mystery      |          | L4    |
2026-10-01 | Three    | Shrine       | FBO      | L3    | speaker
"""


@pytest.fixture
def meetings(copied: Copied) -> Store:
    return copied(meetings_recorded)


def meetings_recorded(store: Store) -> None:
    load(store, MEETINGS)


def test_organisations_are_those_of_the_group_and_at_most_the_unclassified_ones_too(meetings: Store) -> None:
    declare(meetings, "organisations,,CSO,3", "organisations,,TUN,3", "organisations,,MED,4")

    assert found(meetings, "organisations") == {
        "MED": (0, 1, 0, 4, "confirmed", "critical", "3-4"),
        "TUN": (1, 2, 2, 3, "confirmed", "moderate", "1-2"),
        "CSO": (2, 3, 4, 3, "open", None, "0-1"),
    }


def test_reliance_is_of_groups_that_take_part(meetings: Store) -> None:
    declare(meetings, "reliance,,,3")

    assert found(meetings, "reliance") == {
        "TUN": (1, 2, 2, 3, "confirmed", "moderate", "1-2"),
        "FBO": (1, 2, 1, 3, "confirmed", "moderate", "1-2"),
        "ACA": (1, 2, 1, 3, "confirmed", "moderate", "1-2"),
        "CSO": (2, 3, 4, 3, "open", None, "0-1"),
    }


def test_depth_needs_a_recorded_level_and_lets_the_unclassified_be_of_the_group(meetings: Store) -> None:
    """Nobody says at what level the college took part: that is no shortfall. The mystery took part at level 4."""
    declare(meetings, "depth,,,2")

    assert found(meetings, "depth") == {
        "CSO": (1, 2, 4, 2, "open", None, "0-1"),
        "FBO": (1, 2, 1, 2, "open", None, "0-1"),
        "TUN": (0, 1, 2, 2, "confirmed", "major", "1-2"),
    }


def test_voice_needs_a_recorded_role(meetings: Store) -> None:
    declare(meetings, "voice,,,1", "voice,,TUN,2")

    assert found(meetings, "voice") == {"TUN": (0, 1, 2, 2, "confirmed", "major", "1-2")}


def test_voice_counts_slots_of_which_one_organisation_can_have_several_at_one_activity(meetings: Store) -> None:
    """The union speaks and moderates at Two; the mystery, of which nobody says a role, can have had a slot too."""
    spoke = {"date": "2026-05-01", "activity": "Two", "organisation": "Union", "category": "TUN"}
    load(meetings, [{**spoke, "role": "speaker"}, {**spoke, "role": "moderator"}], "more.csv")
    declare(meetings, "voice,,TUN,4", "voice,,FBO,3", "voice,,CSO,1")

    assert found(meetings, "voice") == {
        "TUN": (2, 3, 2, 4, "confirmed", "moderate", "1-2"),
        "FBO": (1, 2, 1, 3, "confirmed", "moderate", "1-2"),
    }


def test_a_slot_counts_once_for_the_category_of_its_row_or_the_first_its_organisation_has_there(
    meetings: Store,
) -> None:
    """The union speaks at Two without a category; other rows say that it is a trade union, and a business."""
    there = {"date": "2026-05-01", "activity": "Two", "organisation": "Union"}
    load(meetings, [{**there, "role": "speaker"}, {**there, "category": "PRV", "role": "participant"}], "more.csv")
    declare(meetings, "voice,,TUN,3", "voice,,PRV,3")

    assert found(meetings, "voice") == {
        "TUN": (0, 1, 2, 3, "confirmed", "major", "2-3"),
        "PRV": (1, 2, 1, 3, "confirmed", "moderate", "1-2"),
    }


def test_a_frequency_counts_from_the_first_day_of_the_period_to_its_last(meetings: Store) -> None:
    """Unions: 31 days to February, 89 to May, 244 to the end of the year; with the mystery in October 153 and 91."""
    declare(meetings, "frequency,,TUN,100", "frequency,,CSO,184")

    assert found(meetings, "frequency") == {"TUN": (244, 153, 364, 100, "confirmed", "moderate", "1-2")}


def test_a_group_that_never_came_was_missing_for_the_whole_period(meetings: Store) -> None:
    declare(meetings, "frequency,,MED,184")

    assert found(meetings, "frequency") == {"MED": (364, 273, 364, 184, "confirmed", "major", "1-1")}
    assert found(meetings, "frequency", Selection()) == {"MED": (242, 242, 242, 184, "confirmed", "major", "1-1")}


def test_a_frequency_is_never_measured_where_nothing_was_held(meetings: Store) -> None:
    declare(meetings, "frequency,,,10")

    assert found(meetings, "frequency", Selection(first_day=date(2027, 1, 1), last_day=date(2027, 12, 31))) == {}


def test_an_activity_without_a_complete_log_may_have_had_the_group(meetings: Store) -> None:
    extra = {
        "activity": "Four",
        "date": "2026-07-15",
        "organisation": "Relief",
        "category": "CSO",
        "log_complete": "no",
    }
    load(meetings, [extra], file_name="four.csv")
    declare(meetings, "frequency,,TUN,100")

    assert found(meetings, "frequency")["TUN"] == (244, 91, 364, 100, "open", None, "0-2")


def test_a_frequency_may_be_of_governments_which_the_unclassified_are_not(meetings: Store) -> None:
    load(meetings, [{"activity": "One", "date": "2026-02-01", "organisation": "Ministry", "category": "GOV"}], "g.csv")
    declare(meetings, "frequency,,GOV,184")

    assert found(meetings, "frequency") == {"GOV": (333, 333, 364, 184, "confirmed", "moderate", "1-1")}


def test_breadth_is_groups_recorded(meetings: Store) -> None:
    declare(meetings, "breadth,,,7")

    assert found(meetings, "breadth") == {None: (4, 5, 12, 7, "confirmed", "moderate", "2-3")}


def test_a_share_falls_short_below_four_fifths_of_what_was_declared(meetings: Store) -> None:
    """Of 8 classified, civil society has 4 and unions 2; one is unclassified."""
    others = ("MIG", "MDO", "FBO", "LOC", "PRV", "PAR", "NHR", "RCM", "ACA", "MED")
    declare(meetings, "share,,CSO,0.5", "share,,TUN,0.4", *(f"share,,{code},0.01" for code in others))

    # 2 of 8 against 0.8 of 0.4 of 8 = 2.56; (2 + a) / (8 + a) >= 0.32 from a = 1 on
    assert found(meetings, "share")["TUN"] == (2, 3, 8, Fraction(64, 25), "open", None, "0-1")
    assert "CSO" not in found(meetings, "share")


def test_a_group_marked_as_not_expected_in_a_place_has_no_gap_there(meetings: Store) -> None:
    declare(meetings, "organisations,,MED,4", "organisations,,TUN,3")
    said = {"reason": "No media at these meetings", "said_by": "Secretariat", "by": "test", "on": date(2026, 1, 12)}
    actions.mark_not_expected(meetings, "Network A", "MED", **said)

    assert list(found(meetings, "organisations")) == ["TUN"]
    assert "MED" not in {each.category for each in gaps(meetings, YEAR)}


SEATS = """
organisation | category | role      | from       | to
Relief       | CSO      | lead      |            |
Aid          | CSO      | member    |            |
Union        | TUN      | member    | 2026-04-01 |
Other union  | TUN      | alternate |            |
Shrine       | FBO      | member    |            | 2026-06-30
Watcher      | NHR      | observer  |            |
"""


def test_seats_are_those_filled_on_the_last_day(meetings: Store) -> None:
    seat(meetings, SEATS)
    declare(meetings, "seat_filled,,,2")
    short = found(meetings, "seat_filled")

    assert {group: short[group] for group in ("TUN", "FBO", "NHR")} == {
        "TUN": (1, 1, 3, 2, "confirmed", "major", "1-1"),
        "FBO": (0, 0, 3, 2, "confirmed", "critical", "2-2"),
        "NHR": (0, 0, 3, 2, "confirmed", "critical", "2-2"),
    }
    assert "CSO" not in short


def test_where_no_list_says_who_holds_the_seats_none_is_missing(meetings: Store) -> None:
    declare(meetings, "seat_filled,,,2", "seat_attendance,,,75%", "consecutive_absences,,,2")

    assert [found(meetings, kind) for kind in ("seat_filled", "seat_attendance", "consecutive_absences")] == [{}] * 3


def test_a_seat_attends_the_meetings_held_while_it_is_filled_and_an_alternate_stands_in(meetings: Store) -> None:
    """Civil society: 1 + 1 of One, 1 of Two and of Three. Unions: Two of Two and Three. The shrine: none of two."""
    seat(meetings, SEATS)
    declare(meetings, "seat_attendance,,,75%")

    assert found(meetings, "seat_attendance") == {
        "FBO": (0, 0, 2, Fraction(3, 2), "confirmed", "critical", "2-2"),
        "CSO": (4, 4, 6, Fraction(9, 2), "confirmed", "minor", "1-1"),
        "TUN": (1, 1, 2, Fraction(3, 2), "confirmed", "moderate", "1-1"),
    }
    load(
        meetings,
        [{"date": "2026-10-01", "activity": "Three", "organisation": "Other union", "category": "TUN"}],
        "b.csv",
    )
    assert "TUN" not in found(meetings, "seat_attendance")


def test_absences_in_a_row_are_of_one_seat(meetings: Store) -> None:
    seat(meetings, SEATS)
    declare(meetings, "consecutive_absences,,,2")

    assert found(meetings, "consecutive_absences") == {
        "FBO": (2, 2, 3, 1, "confirmed", "critical", "1-1"),
        "CSO": (2, 2, 3, 1, "confirmed", "major", "1-1"),
    }


SAID = {
    "frequency": "Network A – Trade unions: up to 244 days passed without the group, of 364 in the period. "
    "Counting unclassified organisations and activities without a log, it can be 153 at least. "
    "The expectation (at most 100; Coordinator, 12\u00a0January 2026: agreed) was not met.",
    "voice": "Network A – Trade unions, slots for speaking, drafting or leading: 0, at 2 organisation-events. "
    "Counting unclassified organisations, it can be 1 at most. "
    "The expectation (at least 2; Coordinator, 12\u00a0January 2026: agreed) was not met.",
    "organisations": "Network A – Trade unions, organisations recorded: 1, at 2 organisation-events. "
    "Counting unclassified organisations, it can be 2 at most. "
    "The expectation (at least 3; Coordinator, 12\u00a0January 2026: agreed) was not met.",
}


def test_a_gap_is_said_with_its_expectation_as_a_least_or_a_most(meetings: Store) -> None:
    declare(meetings, "frequency,,TUN,100", "organisations,,TUN,3", "voice,,TUN,2")
    short = {each.type.value: each for each in gaps(meetings, YEAR) if each.type.value in SAID}

    assert {kind: wording.gap(each, "Network A", "en", SHIPPED) for kind, each in short.items()} == SAID
    assert {kind: wording.needed(each, "en") for kind, each in short.items()} == {
        "frequency": "1 to 2 more activities",
        "organisations": "1 to 2 more organisations",
        "voice": "1 to 2 more slots for speaking, drafting or leading",
    }


def test_every_type_of_gap_can_be_said_in_both_languages(meetings: Store) -> None:
    seat(meetings, SEATS)
    ones = {"presence", "records", "seat_attendance", "consecutive_absences"}
    kinds = [each.value for each in GapType if each is not GapType.SHARE]
    declare(meetings, *(f"{kind},,,{1 if kind in ones else 9}" for kind in kinds))
    short = {each.type.value: each for each in gaps(meetings, YEAR)}

    assert sorted(short) == sorted(kinds)
    for each in short.values():
        for language in ("en", "fr"):
            assert wording.gap(each, "Network A", language, SHIPPED) + wording.needed(each, language)


# ---- against the oracle -------------------------------------------------------------------------------------------

DAYS = ("2026-02-01", "2026-03-15", "2026-03-20", "2026-07-01", "2026-09-30")
ACTIVITIES = tuple(
    {"activity": f"A{day}", "date": day, "network": "Network A", "log_complete": "no" if day == DAYS[2] else ""}
    for day in DAYS
)
PARTS = st.fixed_dictionaries(
    {
        "activity": st.integers(0, len(ACTIVITIES) - 1),
        "organisation": st.sampled_from(["", *(f"Organisation {letter}" for letter in "ABCDE")]),
        "category": st.sampled_from(["CSO", "CSO", "TUN", "FBO", "WCY", "GOV", "", "UNK"]),
        "stage": st.sampled_from(["", "", "attended", "spoke", "invited"]),
        "role": st.sampled_from(["", "participant", "speaker", "observer"]),
        "level": st.sampled_from(["", "L0", "L2", "L3", "L5"]),
        "tags": st.sampled_from(["", "", "", "youth"]),
    }
)
ROSTER = [
    {"organisation": "Organisation A", "category": "CSO", "role": "lead", "from": "", "to": ""},
    {"organisation": "Organisation B", "category": "CSO", "role": "member", "from": "2026-03-01", "to": ""},
    {"organisation": "Organisation C", "category": "CSO", "role": "alternate", "from": "", "to": "2026-06-30"},
    {"organisation": "Organisation D", "category": "TUN", "role": "member", "from": "", "to": "2026-08-31"},
    {"organisation": "Organisation E", "category": "TUN", "role": "observer", "from": "", "to": ""},
]
VALUES = {
    "organisations": Fraction(2),
    "reliance": Fraction(3),
    "depth": Fraction(2),
    "voice": Fraction(2),
    "frequency": Fraction(60),
    "seat_attendance": Fraction(3, 4),
    "consecutive_absences": Fraction(2),
    "breadth": Fraction(3),
}
SHARES = {code: Fraction(1, 20) for code in oracle.PARA44} | {"CSO": Fraction(9, 20)}
COMPARED = tuple(oracle_gaps._found(0, 0, Fraction(0), 0, Fraction(0), Fraction(0), [0, 0], True, 0, 0, True))


def written(part: dict[str, Any]) -> dict[str, str]:
    return {**part, **ACTIVITIES[part["activity"]]}


logs = st.lists(
    PARTS.map(written).filter(lambda row: bool(row["organisation"] or row["category"])), min_size=1, max_size=20
)


@pytest.fixture(scope="module")
def expecting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with one expectation of every further type, and a roster."""
    with Store.open(tmp_path_factory.mktemp("expecting")) as store:
        expect_everything(store)
        yield store


def expect_everything(store: Store) -> None:
    load(store, [{"organisation": "Elsewhere", "category": "CSO", "network": "Network B"}], "b.csv")
    load(store, [{**ACTIVITIES[0], "organisation": "First", "category": "MED"}], "first.csv")
    declare(store, *(f"{kind},,,{value}" for kind, value in VALUES.items()))
    declare(store, *(f"share,,{code},{value}" for code, value in SHARES.items()))
    seat(store, "\n".join(["organisation | category | role | from | to", *(" | ".join(s.values()) for s in ROSTER)]))


FIRST = {**ACTIVITIES[0], "organisation": "First", "category": "MED", "stage": "", "role": "", "level": "", "tags": ""}


@contextmanager
def holding(store: Store, log: list[dict[str, str]], file_name: str = "log.csv") -> Iterator[Store]:
    batch = load(store, log, file_name=file_name).batch
    try:
        yield store
    finally:
        actions.undo_batch(store, batch or "", by="test")


def by_oracle(log: list[dict[str, str]], **period: date | None) -> dict[tuple[str, str | None], Any]:
    said = oracle_gaps.Log([FIRST, *log])
    wanted = [(kind, group, value) for kind, value in VALUES.items() for group in oracle.PARA44 if kind != "breadth"]
    wanted += [("share", group, value) for group, value in SHARES.items()]
    found = {
        (kind, group): oracle_gaps.gap(said, kind, group, value, ROSTER, **period) for kind, group, value in wanted
    }
    found["breadth", None] = oracle_gaps.gap(said, "breadth", "", VALUES["breadth"])
    return {key: each for key, each in found.items() if each}


def by_library(store: Store, selection: Selection = YEAR) -> dict[tuple[str, str | None], Any]:
    return {
        (gap.type.value, gap.category): {name: getattr(gap, name) for name in COMPARED}
        for gap in gaps(store, selection)
        if gap.mechanism == "Network A" and gap.type.value in (*VALUES, "share")
    }


@few
@given(log=logs)
def test_the_further_types_of_any_log_are_what_the_oracle_finds(expecting: Store, log: list[dict[str, str]]) -> None:
    with holding(expecting, log):
        assert by_library(expecting) == by_oracle(log, first=YEAR.first_day, last=YEAR.last_day)
        assert by_library(expecting, Selection()) == by_oracle(log)


@few
@given(log=logs)
def test_every_shortfall_is_a_share_of_what_was_expected_and_no_reading_is_worse_than_the_record(
    expecting: Store, log: list[dict[str, str]]
) -> None:
    with holding(expecting, log):
        for gap in gaps(expecting, YEAR):
            assert 0 <= gap.g_fav <= gap.g_obs <= 1
            assert 0 <= gap.needed_low <= gap.needed_high
            assert min(gap.g_obs, gap.needed_high) > 0


OF_THOSE_WHO_TAKE_PART = ("depth", "voice", "reliance")


@pytest.fixture(scope="module")
def at_all_of_them(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Such a store of its own, with somebody at every activity."""
    with Store.open(tmp_path_factory.mktemp("at-all-of-them")) as store:
        expect_everything(store)
        load(store, [{**FIRST, **each} for each in ACTIVITIES], "all.csv")
        yield store


@few
@given(log=logs, newcomer=st.tuples(st.sampled_from(["CSO", "TUN", "FBO", "PAR"]), st.integers(0, len(ACTIVITIES) - 1)))
def test_one_more_organisation_of_a_group_raises_none_of_its_gaps(
    at_all_of_them: Store, log: list[dict[str, str]], newcomer: tuple[str, int]
) -> None:
    """What could not be measured before, for want of the group, of a level or of a role, is measured then: no raise."""
    group, number = newcomer
    part = {"organisation": "Newcomer", "category": group, "level": "L3", "role": "speaker", **ACTIVITIES[number]}
    with holding(at_all_of_them, log):
        before = shortfalls(at_all_of_them, group)
        with holding(at_all_of_them, [part], "newcomer.csv"):
            after = shortfalls(at_all_of_them, group)

    assert [
        (kind, before.get(kind), short)
        for kind, short in after.items()
        if short > before.get(kind, 0) and (kind in before or kind[0] not in OF_THOSE_WHO_TAKE_PART)
    ] == []


def shortfalls(store: Store, group: str) -> dict[tuple[str, str | None], Fraction]:
    return {
        (gap.type.value, gap.category): gap.g_obs
        for gap in gaps(store, YEAR)
        if gap.mechanism == "Network A" and gap.category in (group, None)
    }
