"""What was declared: read and judged as a whole, versioned, given out, ready-made."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from logs import load

from engagement import actions, expectations, locale
from engagement.errors import InvalidLogError, MappingError, UnknownNameError
from engagement.expectations import in_force, standing
from engagement.exports.lists import expectations_csv
from engagement.indicators import expectations as declared
from engagement.indicators import expectations_in_force
from engagement.model import Expectation, GapType, Selection
from engagement.reference import table
from engagement.store import Store

HEADER = "type,mechanism,category,value,author,date,basis,valid_from,valid_to"


def listed(*lines: str) -> str:
    return "\n".join([HEADER, *lines])


def own(store: Store) -> list[tuple[str, str, str]]:
    """What was declared, newest first: type, value, basis."""
    return [
        (each.type.value, str(each.value), each.basis)
        for each in declared(store, Selection())
        if not each.is_tool_default
    ]


# ---- judged row by row --------------------------------------------------------------------------------------------


FAULTS = [
    ("share,,CSO,1.4,Office,2026-01-12,agreed,,", "value", "expectation-rate-outside"),
    ("presence,,TUN,-1,Office,2026-01-12,agreed,,", "value", "expectation-rate-outside"),
    ("absence,,TUN,1/2,Office,2026-01-12,agreed,,", "value", "expectation-count-outside"),
    ("frequency,,TUN,0,Office,2026-01-12,agreed,,", "value", "expectation-count-outside"),
    ("presence,,TUN,much,Office,2026-01-12,agreed,,", "value", "expectation-value-unreadable"),
    ("presence,,TUN,1/0,Office,2026-01-12,agreed,,", "value", "expectation-value-unreadable"),
    ("presence,Netwrok A,TUN,1,Office,2026-01-12,agreed,,", "mechanism", "expectation-mechanism-unknown"),
    ("presence,,Gremium,1,Office,2026-01-12,agreed,,", "category", "expectation-category-unknown"),
    ("proximity,,TUN,1,Office,2026-01-12,agreed,,", "type", "expectation-type-unknown"),
    ("share,,,1,Office,2026-01-12,agreed,,", "category", "expectation-category-missing"),
    ("breadth,,TUN,5,Office,2026-01-12,agreed,,", "category", "expectation-category-unwanted"),
    ("presence,,TUN,1,Office,someday,agreed,,", "date", "expectation-date-unreadable"),
    ("presence,,TUN,1,Office,2026,agreed,,", "date", "expectation-date-unreadable"),
    ("presence,,TUN,1,Office,2026-01-12,agreed,2026-05-01,2026-04-30", "valid_to", "expectation-reversed"),
    ("presence,,TUN,1,,2026-01-12,agreed,,", "author", "expectation-cell-missing"),
    ("presence,,TUN,1,Office,2026-01-12,,,", "basis", "expectation-cell-missing"),
]


@pytest.mark.parametrize(("row", "column", "code"), FAULTS)
def test_a_fault_is_named_with_its_place_and_nothing_is_saved(store: Store, row: str, column: str, code: str) -> None:
    load(store, [{"organisation": "Relief", "category": "CSO"}])
    given = listed("presence,Network A,TUN,1/2,Office,2026-01-12,agreed,,", row)
    version, checked = store.version, actions.declare_expectations(store, given, by="test", is_check=True)

    assert [(each.row, each.column, each.code) for each in checked.problems] == [(3, column, code)]
    assert (checked.declared, checked.rows_refused, checked.entry) == (1, 1, None)
    with pytest.raises(InvalidLogError) as refused:
        actions.declare_expectations(store, given, by="test")
    assert (refused.value.code, refused.value.exit_code, own(store), store.version) == (
        "expectations-refused",
        3,
        [],
        version,
    )


def test_all_faults_are_shown_at_once_in_the_words_of_the_reader(store: Store) -> None:
    given = listed("share,,Gremium,1.4,Office,someday,agreed,,", "absence,,TUN,x,Office,2026-01-12,agreed,,")
    checked = actions.declare_expectations(store, given, by="test", is_check=True)

    assert [locale.problem_text(each, "en") for each in checked.problems] == [
        "Row 2: “Gremium” is not a group we know. "
        "Write a code, for example TUN, or leave the cell blank for every group.",
        "Row 2, column date: “someday” is not a day we can read. Example: 2026-01-12.",
        "Row 2: “1.4” cannot be expected of type “share”. Write a share between 0 and 1, for example 1/2, 0.5 or 50%.",
        "Row 3: “x” is not a number. Examples: 1/2, 0.5, 50%, 184.",
    ]


def test_the_nearest_network_is_named_where_one_comes_near(store: Store) -> None:
    load(store, [{"organisation": "Relief", "category": "CSO"}])
    rows = (f"presence,{name},TUN,1,Office,2026-01-12,agreed,," for name in ("Netwrok A", "Zyxwv"))
    checked = actions.declare_expectations(store, listed(*rows), by="test", is_check=True)

    assert [locale.problem_text(each, "en") for each in checked.problems] == [
        "Row 2: “Netwrok A” is not one network or working group we know. Leave the cell blank for all of them."
        " Nearest: Network A.",
        "Row 3: “Zyxwv” is not one network or working group we know. Leave the cell blank for all of them.",
    ]


def test_two_versions_of_one_list_that_hold_on_the_same_day_are_both_named(store: Store) -> None:
    given = listed(
        "presence,,TUN,1/2,Office,2026-01-12,first,2026-01-01,2026-06-30",
        "presence,,FBO,1/2,Office,2026-01-12,another group,,",
        "presence,,TUN,2/3,Office,2026-01-12,second,2026-06-30,",
    )
    checked = actions.declare_expectations(store, given, by="test", is_check=True)

    assert [(each.row, each.code, each.params["other"]) for each in checked.problems] == [
        (2, "expectation-overlap", "4"),
        (4, "expectation-overlap", "2"),
    ]
    parted = actions.declare_expectations(store, given.replace("second,2026-06-30", "second,2026-07-01"), by="test")
    assert (parted.declared, parted.problems) == (3, ())


@pytest.mark.parametrize(("last", "is_taken"), [("0.499", True), ("0.501", True), ("0.498", False), ("0.502", False)])
def test_references_of_a_scope_add_up_to_one_a_thousandth_more_or_less(store: Store, last: str, is_taken: bool) -> None:
    given = listed("share,,CSO,0.5,Office,2026-01-12,agreed,,", f"share,,MIG,{last},Office,2026-01-12,agreed,,")
    checked = actions.declare_expectations(store, given, by="test", is_check=True)

    named = [] if is_taken else [(2, "expectation-sum", "2, 3"), (3, "expectation-sum", "2, 3")]
    assert [(each.row, each.code, each.params["rows"]) for each in checked.problems] == named


def test_a_check_saves_nothing_and_says_what_would_be_declared(store: Store) -> None:
    given = listed("frequency,,CSO,184,Office,2026-01-12,agreed,,", "presence,,TUN,50 %,Office,2026-01-12,agreed,,")
    checked = actions.declare_expectations(store, given, by="test", is_check=True)

    assert (checked.declared, checked.entry, own(store)) == (2, None, [])
    assert actions.declare_expectations(store, given, by="test").entry == store.version
    assert own(store) == [("frequency", "184", "agreed"), ("presence", "1/2", "agreed")]


def test_what_was_declared_before_is_not_declared_again(store: Store) -> None:
    given = listed("presence,,TUN,1/2,Office,2026-01-12,agreed,,")
    actions.declare_expectations(store, given, by="test")
    again = actions.declare_expectations(store, given, by="test")

    assert (again.declared, again.rows_unchanged, again.entry, len(own(store))) == (0, 1, None, 1)


def test_a_file_without_types_is_no_list_of_expectations(store: Store) -> None:
    with pytest.raises(MappingError) as refused:
        actions.declare_expectations(store, "activity,date\nMeeting,2026-01-01\n", by="test")
    assert refused.value.code == "list-column-missing"


def test_french_titles_and_months_are_read(store: Store) -> None:
    given = "Type;Groupe;Valeur;Auteur;Déclarée le;Fondement;Valable à partir du;Valable jusqu'au\n"
    given += "presence;Syndicats;50%;Bureau;2026-01-12;mandat;2026-02;2026-03\n"
    actions.declare_expectations(store, given, by="test")
    (found,) = expectations_in_force(store)

    assert (found.category, found.value, found.valid_from, found.valid_to) == (
        "TUN",
        Fraction(1, 2),
        date(2026, 2, 1),
        date(2026, 3, 31),
    )


# ---- versions -----------------------------------------------------------------------------------------------------


def version(value: str, on: str, first: str | None = None, last: str | None = None, **given: str) -> Expectation:
    return Expectation(
        type=GapType(given.get("type", "presence")),
        mechanism=given.get("mechanism"),
        category=given.get("category", "TUN"),
        value=Fraction(value),
        author="Office",
        date=date.fromisoformat(on),
        basis="agreed",
        valid_from=date.fromisoformat(first) if first else None,
        valid_to=date.fromisoformat(last) if last else None,
    )


def held(declared: list[Expectation]) -> list[tuple[str, str, str]]:
    return [(str(each.value), str(each.valid_from), str(each.valid_to)) for each in in_force(declared)]


def test_a_newer_version_takes_its_place_from_its_own_first_day_on() -> None:
    assert held([version("2/3", "2026-06-01", "2026-07-01"), version("1/2", "2026-01-12")]) == [
        ("2/3", "2026-07-01", "None"),
        ("1/2", "None", "2026-06-30"),
    ]


def test_after_an_exception_the_older_version_holds_again() -> None:
    assert held([version("0", "2026-06-01", "2026-07-01", "2026-07-31"), version("1/2", "2026-01-12")]) == [
        ("0", "2026-07-01", "2026-07-31"),
        ("1/2", "None", "2026-06-30"),
        ("1/2", "2026-08-01", "None"),
    ]


def test_a_version_whose_days_are_all_taken_holds_no_more_and_stays_on_record(store: Store) -> None:
    actions.declare_expectations(store, listed("presence,,TUN,1/2,Office,2026-01-12,first,2026-02-01,"), by="test")
    later = actions.declare_expectations(store, listed("presence,,TUN,2/3,Office,2026-03-01,second,,"), by="test")

    assert (later.declared, later.superseding) == (1, 1)
    assert [each.basis for each in expectations_in_force(store)] == ["second"]
    assert own(store) == [("presence", "2/3", "second"), ("presence", "1/2", "first")]


def test_other_scopes_and_groups_are_not_superseded() -> None:
    several = [
        version("1", "2026-03-01"),
        version("1/2", "2026-02-01", category="FBO"),
        version("1/3", "2026-01-01", mechanism="Network A"),
        version("2", "2026-01-01", type="absence"),
    ]

    assert held(several) == [(value, "None", "None") for value in ("1", "1/2", "1/3", "2")]


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (None, date(2026, 6, 30), "1/2"),
        (date(2026, 1, 1), date(2026, 7, 1), "2/3"),
        (date(2026, 7, 1), None, "2/3"),
        (date(2025, 1, 1), date(2025, 12, 31), "1/2"),
    ],
)
def test_a_period_is_held_against_the_last_version_that_holds_in_it(
    first: date | None, last: date | None, holds: str
) -> None:
    (found,) = standing([version("2/3", "2026-06-01", "2026-07-01"), version("1/2", "2026-01-12")], first, last)

    assert str(found.value) == holds


def test_what_has_ended_before_a_period_says_nothing_of_it() -> None:
    assert standing([version("1/2", "2026-01-12", None, "2026-01-31")], date(2026, 2, 1), None) == ()


# ---- given out ----------------------------------------------------------------------------------------------------


def test_what_is_given_out_can_be_declared_in_another_store_and_holds_the_same(store: Store, tmp_path: Path) -> None:
    actions.declare_expectations(store, listed("presence,,TUN,1/3,Office,2026-01-12,first,,"), by="test")
    exception = "presence,,TUN,0,Office,2026-03-01,holidays,2026-07-01,2026-07-31"
    actions.declare_expectations(store, listed(exception, "frequency,,CSO,184,Office,2026-01-12,rules,,"), by="test")
    content = expectations_csv(expectations_in_force(store))

    with Store.open(tmp_path / "other") as other:
        actions.declare_expectations(other, content, by="test")
        assert set(expectations_in_force(other)) == set(expectations_in_force(store))
    assert actions.declare_expectations(store, content, by="test").rows_unchanged == 4


# ---- ready-made ---------------------------------------------------------------------------------------------------


def test_a_ready_made_set_is_declared_with_author_day_and_basis(store: Store) -> None:
    load(store, [{"organisation": "Relief", "category": "CSO"}])
    on = date(2026, 1, 12)
    done = actions.declare_preset(store, "ogp-forum", mechanism="Network A", author="Office", declared_on=on, by="test")
    found = expectations_in_force(store)

    assert (done.declared, {each.mechanism for each in found}, {each.date for each in found}) == (
        2,
        {"Network A"},
        {on},
    )
    assert [(each.type.value, each.category, each.value) for each in found] == [
        ("frequency", "CSO", 184),
        ("frequency", "GOV", 184),
    ]


def test_an_unknown_set_is_an_error_that_names_those_there_are(store: Store) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        actions.preset_expectations(store, "npg", mechanism=None, author="Office", declared_on=date(2026, 1, 12))
    assert "ogp-forum" in str(unknown.value)


def test_every_ready_made_expectation_could_be_declared_and_says_where_it_comes_from() -> None:
    for each in expectations.presets():
        rule = expectations.rule(each.type)
        assert rule.value.takes(each.value)
        assert rule.category in ("optional", "yes" if each.category else "no")
        assert each.source or each.basis == "tool default, not a United Nations standard"
    assert all("[R]" not in "".join(row.values()) for row in table("expectation_presets"))


def test_what_the_tool_expects_by_itself_is_part_of_its_ready_made_set() -> None:
    ready = {(each.type, each.value, each.basis) for each in expectations.presets() if each.preset == "tool-defaults"}

    assert {(each.type, each.value, each.basis) for each in expectations.defaults()} < ready


def test_every_type_has_a_rule_and_a_name() -> None:
    assert {row["type"] for row in table("expectation_types")} == {each.value for each in GapType}
    for kind in GapType:
        assert [bool(locale.text(f"gap-type.{kind.value}", language)) for language in ("en", "fr")] == [True, True]
