"""One cell of a log: its value, what is wrong with it, or both; nothing is guessed and nothing dropped in silence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement import reference
from engagement.cells.cell import MAX_SUGGESTIONS, Reading, read_values
from engagement.errors import MappingError
from engagement.locale import LANGUAGES, problem_text
from engagement.mapping import COLUMNS, Mapping
from engagement.model import Problem, ProblemSeverity
from engagement.safe_text import neutralised, unneutralised, visible

AT = chr(64)
COUNTS = {
    "0": 0,
    "12": 12,
    " 12 ": 12,
    "007": 7,
    "100000": 100_000,
    "1 234": 1234,
    "1\u00a0234": 1234,
    "1\u202f234": 1234,
    "12 345": 12_345,
    "1'234": 1234,
    "1’234": 1234,
    "١٢٣": 123,
    "١٬٢٣٤": 1234,
    "１２": 12,
    "12.0": 12,
    "12,00": 12,
    "1,234.00": 1234,
    "1.234": "count-ambiguous",
    "1,234": "count-ambiguous",
    "10.000": "count-ambiguous",
    "1.5": "count-decimal",
    "3,75": "count-decimal",
    "0.234": "count-decimal",
    "12.0000": "count-decimal",
    "1.234,5": "count-decimal",
    "1,234.5": "count-decimal",
    "١٫٥": "count-decimal",
    "-3": "count-negative",
    "−3": "count-negative",
    "100001": "count-too-large",
    "1.234.567": "count-too-large",
    "9" * 5000: "count-too-large",
    "1." + "0" * 5000: "count-unreadable",
    "x1" + "," * 9000 + "1x": "count-unreadable",
    "10-12": "count-range",
    "10 – 12": "count-range",
    "10 to 12": "count-range",
    "de 10 à 12": "count-unreadable",
    "~20": "count-approximate",
    "20+": "count-approximate",
    "<5": "count-approximate",
    "approx. 20": "count-approximate",
    "environ 20": "count-approximate",
    "más de 20": "count-approximate",
    "около 20": "count-approximate",
    "حوالي 20": "count-approximate",
    "约20": "count-approximate",
    "20 people": "count-unreadable",
    "12 34": "count-unreadable",
    "1,23,456": "count-unreadable",
    "1e3": "count-unreadable",
    "0x10": "count-unreadable",
    "½": "count-unreadable",
    "²": "count-unreadable",
    "N/A": "count-unreadable",
    "-": "count-unreadable",
    "?": "count-unreadable",
    "many": "count-unreadable",
}


def read_cell(column: str, raw: str, mapping: Mapping) -> Reading:
    """What one cell means."""
    (reading,) = read_values(column, (raw,), mapping)
    return reading


def shown(column: str, raw: str, **answers: Any) -> object:
    """The value, the code, or both."""
    reading = read_cell(column, raw, Mapping.model_validate(answers))
    both = (reading.value, reading.problem)
    return both if None not in both else reading.problem or reading.value


@pytest.mark.parametrize("column", ["people", "women", "men", "other_gender", "youth"])
def test_a_count_is_a_whole_number_or_says_why_it_is_none(column: str) -> None:
    assert {raw: shown(column, raw) for raw in COUNTS} == COUNTS


@pytest.mark.parametrize(
    ("raw", "by_point", "by_comma", "by_apostrophe"),
    [
        ("1.234", 1234, "count-decimal", "count-decimal"),
        ("1,234", "count-decimal", 1234, "count-decimal"),
        ("1'234", 1234, 1234, 1234),
        ("1234", 1234, 1234, 1234),
        ("1.5", "count-decimal", "count-decimal", "count-decimal"),
    ],
)
def test_the_sign_for_thousands_a_person_chose_settles_what_was_ambiguous(
    raw: str, by_point: object, by_comma: object, by_apostrophe: object
) -> None:
    assert [shown("people", raw, thousands=sign) for sign in (".", ",", "'")] == [by_point, by_comma, by_apostrophe]


def test_an_ambiguous_count_gives_both_readings() -> None:
    readings = read_values("people", ["1.234", "10,000", "١,٢٣٤"], Mapping())
    assert [each.params for each in readings] == [
        {"whole": "1234", "decimal": "1.234"},
        {"whole": "10000", "decimal": "10.000"},
        {"whole": "1234", "decimal": "1.234"},
    ]


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("Blue  Union", "Blue Union", None),
        ("\tBlue\nUnion ", "Blue Union", None),
        ("Re\u0301seau", "Réseau", None),
        ("=1+1", "=1+1", None),
        ("'=1+1", "'=1+1", None),
        (f"{AT}SUM(1+1)", f"{AT}SUM(1+1)", None),
        ("👩🏽‍🌾 Union", "👩🏽‍🌾 Union", None),
        ("Hội đồng Thế giới", "Hội đồng Thế giới", None),
        ("مُنَظَّمَة", "مُنَظَّمَة", None),
        ("Союз IOM", "Союз IOM", None),
        ("Саritаs", "Саritаs", "name-mixed-script"),
        ("Ωmega", "Ωmega", "name-mixed-script"),
        ("Blue\u202eUnion", "Blue\u202eUnion", "name-direction"),
        ("منظمة\u200f", "منظمة\u200f", "name-direction"),
        ("o" + "\u0301\u0302\u0303\u0304\u0305\u0306", "ó\u0302\u0303\u0304\u0305\u0306", "name-marks"),
        ("Blue\x07Union\u200b", "BlueUnion", "text-cleaned"),
        ("Blue\0 Union", "Blue Union", "text-cleaned"),
        ("x" * 500, "x" * 500, None),
        ("x" * 501, None, "text-too-long"),
        ("\u200b ", None, None),
    ],
)
@pytest.mark.parametrize("column", ["organisation", "activity", "network", "place"])
def test_a_name_is_kept_as_it_is_and_doubts_are_said(
    column: str, raw: str, value: str | None, code: str | None
) -> None:
    reading = read_cell(column, raw, Mapping())
    assert (reading.value, reading.problem) == (value, code)


def test_spellings_share_a_key_whatever_cannot_be_seen() -> None:
    spellings = ["Blue Union", "BLUE  union", "Blue\u200e Union", "Bl\u200bue Union", "Blué-Union"]
    assert {each.until for each in read_values("organisation", spellings, Mapping())} == {"blue union"}


def test_a_name_that_is_turned_round_shares_its_key_with_nobody() -> None:
    assert read_cell("organisation", "\u202eBlue Union", Mapping()).until == "\u202eblue union"


@pytest.mark.parametrize(
    ("raw", "candidate"),
    [
        (f"{AT}caritas-td.org", "caritas-td.org"),
        ("(IOM)", "IOM"),
        (" (Blue  Union) ", "Blue Union"),
        (f"(IOM) {AT}iom.int", f"IOM {AT}iom.int"),
    ],
)
def test_an_organisation_taken_from_an_address_or_brackets_waits_for_a_person(raw: str, candidate: str) -> None:
    asked = read_cell("organisation", raw, Mapping())
    confirmed = read_cell("organisation", raw, Mapping(values={"organisation": {raw: "Blue Union"}}))
    left_out = read_cell("organisation", raw, Mapping(values={"organisation": {raw: ""}}))

    assert (asked.value, asked.problem, asked.params) == (None, "organisation-confirm", {"candidate": candidate})
    assert (confirmed.value, confirmed.until, confirmed.problem) == ("Blue Union", "blue union", None)
    assert (left_out.value, left_out.problem) == (None, None)


PAIR, BRACKET, DOMAIN = f"(Blue) {AT}blue.org", "(BLUE)", f"{AT}Blue.org"


@pytest.mark.parametrize(
    ("answers", "value", "code"),
    [
        ({BRACKET: "Blue Union"}, "Blue Union", None),
        ({DOMAIN: "Blue Union"}, "Blue Union", None),
        ({DOMAIN: "BLUE union", BRACKET: "Blue Union"}, "Blue Union", None),
        ({BRACKET: "Blue Union", DOMAIN: "Blue Trust"}, None, "organisation-confirm"),
        ({BRACKET: "Blue Union", DOMAIN: ""}, None, "organisation-confirm"),
        ({BRACKET: "Blue Union", DOMAIN: "Blue Trust", PAIR: "Blue Sea"}, "Blue Sea", None),
        ({BRACKET: "Blue Union", PAIR: ""}, None, None),
        ({BRACKET: ""}, None, None),
        ({"Blue": "Blue Union", f"{AT}other.org": "Other"}, None, "organisation-confirm"),
    ],
)
def test_a_name_in_brackets_beside_a_domain_is_known_by_either_unless_they_differ(
    answers: dict[str, str], value: str | None, code: str | None
) -> None:
    reading = read_cell("organisation", PAIR, Mapping(values={"organisation": answers}))

    assert (reading.value, reading.problem) == (value, code)


@pytest.mark.parametrize(
    "raw",
    [f"(p.one{AT}blue.org) {AT}blue.org", f"(p.one){AT}blue.org", f"p.one {AT}blue.org", f"(p.one) x{AT}blue.org"],
)
def test_a_domain_after_a_name_in_brackets_does_not_hide_an_address(raw: str) -> None:
    assert read_cell("organisation", raw, Mapping()).problem == "personal-data"


@pytest.mark.parametrize(
    "raw",
    [
        "Union (IOM)",
        "(a) and (b)",
        f"{AT}home",
        "Blue (Union",
        f"Youth{AT}Work",
        f"Youth {AT} Work",
        f"Breakfast {AT} 10.30",
        "Training (at) Geneva",
        "100%40",
    ],
)
def test_other_brackets_and_signs_are_part_of_a_name(raw: str) -> None:
    assert shown("organisation", raw) == raw


@pytest.mark.parametrize(
    "raw",
    [
        f"a{AT}b.org",
        f"ask a.b{AT}example.org.",
        "a＠b.org",
        f"a\u200b{AT}b.org",
        f"a.b {AT} example.org",
        f"a {AT}example.org",
        "a.b(at)example.org",
        "a.b [AT] example [dot] org",
        "a (arobase) exemple (point) org",
        f"a.b{AT}server",
        f"a{AT}localhost",
        "a.b%40example.org",
    ],
)
@pytest.mark.parametrize("column", sorted(set(COLUMNS) - {"person"}))
def test_an_address_is_kept_nowhere(column: str, raw: str) -> None:
    assert shown(column, raw) == "personal-data"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("age_band", {
            "15-24": "youth", "18–24": "youth", "23": "youth", "Jeunes": "youth", "0-14": "children",
            "under 18": "children", "25 to 34": "adults", "25-59": "adults", "60+": "older", "65 and over": "older",
            "not stated": "unknown", "15-35": "age-unknown", "18-30": "age-unknown", "50+": "age-unknown",
            "24-15": "age-unknown", "999": "age-unknown", "old": "age-unknown",
        }),
        ("objectives", {
            "7": "7", "1, 7; 23": "1;7;23", "23 1 7 7": "1;7;23", "Objective 7": "7", "GCM07": "7",
            "obj_7 obj_12": "7;12", "GCM obj. 7": "7", "N° 7": "7", "Objectifs 1 et 7": "1;7",
            "objetivo 3 y 4": "3;4", "目标7": "7",
            "Data": "1",
            "Données": "1", "data; Minimize adverse drivers": "1;2",
            "1-5": "objectives-range", "1 to 23": "objectives-range", "24": "objectives-out-of-range",
            "0": "objectives-out-of-range", "1, 99": "objectives-out-of-range", "all": "objectives-unknown",
            "7.5": "objectives-unknown", "-1": "objectives-unknown", ";": "objectives-unknown",
        }),
        ("review", {
            "IMRF2": "IMRF2", "imrf2": "IMRF2", "IMRF 2022": "IMRF1", "RR2-AFR": "RR2-AFR",
            "Regional review Africa 2024": "RR2-AFR", "FEMI 2026": "IMRF2", "IMRF": "review-unknown",
            "2024": "review-unknown",
        }),
        ("mark", {
            "x": "present", "X": "present", "✓": "present", "1": "present", "P": "present", "oui": "present",
            "0": "absent", "-": "absent", "A": "absent", "no": "absent", "☒": "mark-unknown", "maybe": "mark-unknown",
        }),
        ("country", {
            "NA": "NA", "na": "country-unknown", "Namibie": "NA", "NO": "NO", "no": "country-unknown",
            "Чад": "TD", "乍得": "TD", "null": "country-unknown", "EU": "country-unknown",
        }),
        ("tags", {
            "women": "women", "youth; women": "women;youth", "women; lefty": ("women", "tag-unknown"),
            "lefty": "tag-unknown",
        }),
        ("level", {"L3": 3, "3": 3, "3.7": "level-unknown", "7": "level-unknown"}),
    ],
)  # fmt: skip
def test_a_cell_of_a_closed_column_says_one_of_ours_or_why_not(column: str, expected: dict[str, object]) -> None:
    assert {raw: shown(column, raw) for raw in expected} == expected


def test_what_a_person_settled_for_the_dates_of_a_file_is_used() -> None:
    settled = Mapping(date_order="dmy", century=2000, serial_dates="1900")
    assert [each.value for each in read_values("date", ["03/04/24", "45355", "2024-03"], settled)] == [
        "2024-04-03",
        "2024-03-04",
        "2024-03-01",
    ]


def test_a_text_of_spaces_means_nothing_in_any_column() -> None:
    assert {column: read_cell(column, " \u00a0\t", Mapping()) for column in COLUMNS} == {
        column: read_cell("organisation", " ", Mapping()) for column in COLUMNS
    }


def test_the_first_unknown_values_come_with_the_nearest_known_one() -> None:
    readings = read_values("role", [*(f"speker{'r' * n}" for n in range(2)), *map(str, range(100, 200))], Mapping())
    near = [(each.params or {}).get("nearest") for each in readings]
    later = read_values("role", [*map(str, range(100, 100 + MAX_SUGGESTIONS)), "speker"], Mapping())

    assert (near[:2], set(near[2:])) == (["speaker", "speaker"], {None})
    assert "nearest" not in (later[-1].params or {})


def test_an_answer_that_is_a_doubtful_name_is_still_an_answer() -> None:
    reading = read_cell("organisation", "x", Mapping(values={"organisation": {"x": "Саritаs"}}))
    assert (reading.value, reading.problem) == ("Саritаs", "name-mixed-script")


@pytest.mark.parametrize(("column", "answer"), [("review", "soon"), ("mark", "maybe"), ("organisation", "(IOM)")])
def test_an_answer_we_do_not_have_is_refused(column: str, answer: str) -> None:
    with pytest.raises(MappingError) as caught:
        read_cell(column, "x", Mapping(values={column: {"x": answer}}))
    assert (caught.value.code, caught.value.value) == ("value-unknown", answer)


# ---- sentences ----


SAID = [
    ("date", "03/04/2024"),
    ("date", "45355"),
    ("date", "04/03/24"),
    ("date", "1445-09-01"),
    ("date", "Thu, 01 Dec 2023"),
    ("date", "2023/24"),
    ("date", "30 February 2024"),
    ("date", "1700"),
    ("date", "soon"),
    *(("people", raw) for raw, found in COUNTS.items() if isinstance(found, str)),
    ("organisation", "(IOM)"),
    ("organisation", "Саritаs"),
    ("organisation", "Blue\u202eUnion"),
    ("organisation", "Blue\0Union"),
    ("organisation", "o" + "\u0301" * 9),
    ("organisation", "x" * 501),
    ("organisation", f"a{AT}b.org"),
    ("age_band", "15-35"),
    ("objectives", "1-5"),
    ("objectives", "99"),
    ("objectives", "all"),
    *((column, "speker") for column in ("review", "mark", "role", "stage", "level", "gender", "mode", "tags")),
    ("country", "Sengal"),
    ("category", "friendly giant"),
    ("open_to_stakeholders", "perhaps"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_a_cell_is_said_in_six_languages(language: str) -> None:
    for column, raw in SAID:
        reading = read_cell(column, raw, Mapping())
        assert reading.problem
        problem = Problem(
            row=3,
            column=column,
            code=reading.problem,
            severity=ProblemSeverity.WARNING,
            value=raw,
            params=reading.params or {},
        )
        said = problem_text(problem, language)
        assert "{" not in said
        assert "3" in said
        assert "\u202e" not in said


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en", ("3\u00a0April 2024", "1\u00a0April 2024")),
        ("fr", ("le 3\u00a0avril 2024", "le 1er\u00a0avril 2024")),
        ("es", ("el 3\u00a0de\u00a0abril de 2024", "el 1\u00a0de\u00a0abril de 2024")),
        ("ru", ("3\u00a0апреля 2024\u00a0года", "1\u00a0апреля 2024\u00a0года")),
        ("zh", ("2024年4月3日", "2024年4月1日")),
    ],
)
def test_days_are_said_as_the_reader_writes_them(language: str, days: tuple[str, str]) -> None:
    for (column, raw), day in zip((("date", "03/04/2024"), ("date", "Tue, 1 Apr 2024")), days, strict=True):
        found = read_cell(column, raw, Mapping())
        assert found.problem
        blocking = ProblemSeverity.BLOCKING
        problem = Problem(row=7, column=column, code=found.problem, severity=blocking, value=raw, params=found.params)
        assert day in problem_text(problem, language)


def test_every_code_has_a_severity_and_every_severity_a_code() -> None:
    table = reference.table("problems")
    severities = {row["code"]: ProblemSeverity(row["severity"]) for row in table}
    found = {reading.problem for column, raw in SAID if (reading := read_cell(column, raw, Mapping()))}

    assert len(severities) == len(table)
    assert found <= set(severities)


# ---- formulas ----


@given(st.text(alphabet="'=+-@ \t\u200b＝ab", max_size=8) | st.text())
def test_a_quote_put_before_a_formula_comes_off_again(text: str) -> None:
    assert unneutralised(neutralised(text)) == text


@given(st.text(alphabet="ab\u202e\u2066\u200f", max_size=8))
def test_marks_of_direction_are_shown_and_turn_nothing(text: str) -> None:
    assert not set(visible(text)) & set("\u202e\u2066\u200f")
