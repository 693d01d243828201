"""Sentences, numbers and dates in six languages."""

import string
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from engagement import locale, reference
from engagement.model import DatePrecision, Problem, ProblemSeverity

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {rule}\\n"\n\n'
RULES = {
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
CATALOGUES = {
    "en/sentences": """
msgid "gaps.title"
msgstr "Who is missing from {network}?"

msgid "near"
msgstr "Did you mean {names}?"

msgid "english-only"
msgstr "Only in English: {n}"

msgid "date-ambiguous"
msgstr "Row {row}, {column}: {value} is read in two ways ({order})."

msgid "groups"
msgid_plural "groups"
msgstr[0] "{n} group"
msgstr[1] "{n} groups"
""",
    "en/more": 'msgid "since"\nmsgstr "Since {day}: {count} rows"\n',
    "fr/sentences": """
msgid "groups"
msgid_plural "groups"
msgstr[0] "{n} groupe"
msgstr[1] "{n} groupes"

msgid "near"
msgstr "Vouliez-vous dire {names}\u202f?"

msgid "since"
msgstr "Depuis le {day}\u202f: {count} lignes"
""",
    "ru/sentences": """
msgid "groups"
msgid_plural "groups"
msgstr[0] "{n} группа"
msgstr[1] "{n} группы"
msgstr[2] "{n} групп"
""",
    "ar/sentences": 'msgid "gaps.title"\nmsgstr "من الغائب عن {network}؟"\n',
}


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, entries in CATALOGUES.items():
        path = tmp_path / "locales" / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER.format(rule=RULES[path.parent.name]) + entries, encoding="utf-8")
    monkeypatch.setattr(reference, "folder", lambda: tmp_path)
    locale._catalogue.cache_clear()
    yield
    locale._catalogue.cache_clear()


@pytest.mark.usefixtures("catalogues")
class TestSentences:
    def test_a_sentence_is_filled_with_values_written_for_its_language(self) -> None:
        assert [
            locale.text("gaps.title", "en", network="Sahel {x}"),
            locale.text("near", "en", names=["Mali", "Niger", "Chad"]),
            locale.text("near", "fr", names=("Mali", "Niger")),
            locale.text("since", "en", day=date(2024, 7, 3), count=12345),
            locale.text("since", "fr", day=date(2024, 8, 1), count=12345),
        ] == [
            "Who is missing from Sahel {x}?",
            "Did you mean Mali, Niger and Chad?",
            "Vouliez-vous dire Mali et Niger\u202f?",
            "Since 3\u00a0July 2024: 12,345 rows",
            "Depuis le 1er\u00a0août 2024\u202f: 12\u202f345 lignes",
        ]

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", ["0 groups", "1 group", "2 groups", "5 groups", "21 groups", "1,200 groups"]),
            ("fr", ["0 groupe", "1 groupe", "2 groupes", "5 groupes", "21 groupes", "1\u202f200 groupes"]),
            ("ru", ["0 групп", "1 группа", "2 группы", "5 групп", "21 группа", "1\u00a0200 групп"]),
            ("zh", ["0 groups", "1 group", "2 groups", "5 groups", "21 groups", "1,200 groups"]),
        ],
    )
    def test_plurals_follow_the_rule_of_the_language_the_sentence_is_in(self, language: str, said: list[str]) -> None:
        assert [locale.plural("groups", n, language) for n in (0, 1, 2, 5, 21, 1200)] == said

    def test_names_are_isolated_in_right_to_left_sentences_only(self) -> None:
        assert locale.text("gaps.title", "ar", network="IOM") == "من الغائب عن \u2068IOM\u2069؟"
        assert "\u2068" not in locale.text("gaps.title", "en", network="منظمة")

    @pytest.mark.parametrize(
        ("value", "is_marked"),
        [
            ("النقابات العمالية", False),
            ("97%", False),
            (locale.percent(0.97, "ar"), False),
            ("1,037", False),
            ("IOM", True),
            ("−3", True),
        ],
    )
    def test_arabic_words_and_plain_numbers_need_no_marks(self, value: str, is_marked: bool) -> None:
        assert ("\u2068" in locale.text("gaps.title", "ar", network=value)) is is_marked

    def test_english_stands_in_where_a_language_has_no_sentence_yet(self) -> None:
        assert locale.text("english-only", "ru", n=3) == "Only in English: 3"

    @pytest.mark.parametrize(
        ("code", "language"),
        [("english-only", "fr"), ("no-such-code", "en"), ("no-such-code", "es"), ("groups", "de")],
    )
    def test_a_missing_sentence_is_an_error_that_names_it(self, code: str, language: str) -> None:
        with pytest.raises(KeyError, match=f"{language}"):
            locale.text(code, language, n=1)
        with pytest.raises(KeyError, match=f"{language}"):
            locale.plural(code, 1, language)

    def test_a_missing_value_is_an_error_that_names_it(self) -> None:
        with pytest.raises(KeyError, match="network"):
            locale.text("gaps.title", "en")

    def test_an_error_fills_its_sentence_even_with_values_named_code_or_language(self) -> None:
        values = {"network": "N1", "code": "x", "language": "y"}
        assert locale.error_text("gaps.title", values, "en") == "Who is missing from N1?"

    def test_a_problem_says_its_place_as_the_file_numbers_it(self) -> None:
        problem = Problem(
            row=1234,
            column="date",
            code="date-ambiguous",
            severity=ProblemSeverity.BLOCKING,
            value="03/04/2024",
            params={"order": "dmy, mdy"},
        )
        assert locale.problem_text(problem, "en") == "Row 1234, date: 03/04/2024 is read in two ways (dmy, mdy)."


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ("1,234,567", "13%", "15.0%", "a, b and c", "ltr")),
        ("fr", ("1\u202f234\u202f567", "13\u00a0%", "15,0\u00a0%", "a, b et c", "ltr")),
        ("es", ("1.234.567", "13\u00a0%", "15,0\u00a0%", "a, b y c", "ltr")),
        ("ru", ("1\u00a0234\u00a0567", "13\u00a0%", "15,0\u00a0%", "a, b и c", "ltr")),
        ("zh", ("1,234,567", "13%", "15.0%", "a、b和c", "ltr")),
    ],
)
def test_numbers_and_lists_are_written_as_cldr_says(language: str, written: tuple[str, ...]) -> None:
    assert (
        locale.number(1234567, language),
        locale.percent(Fraction(1, 8), language),
        locale.percent(0.15, language, digits=1),
        locale.joined(["a", "b", "c"], language),
        locale.direction(language),
    ) == written


def test_arabic_is_written_from_right_to_left_and_its_list_items_are_isolated() -> None:
    assert locale.direction("ar") == "rtl"
    assert locale.joined(["a", "b"], "ar") == "\u2068a\u2069 و\u2068b\u2069"


@pytest.mark.parametrize(
    ("share", "digits", "written"),
    [
        (Fraction(0), 0, "0%"),
        (Fraction(1, 3), 1, "33.3%"),
        (Fraction(5, 1000), 0, "1%"),
        (0.145, 0, "15%"),
        (0.285, 0, "29%"),
        (Fraction(1), 2, "100.00%"),
    ],
)
def test_a_half_percent_is_rounded_up(share: Fraction | float, digits: int, written: str) -> None:
    assert locale.percent(share, "en", digits) == written


DAYS = {
    "one day": (date(2024, 7, 3), date(2024, 7, 3), DatePrecision.DAY),
    "the first of a month": (date(2024, 3, 1), date(2024, 3, 1), DatePrecision.DAY),
    "two days": (date(2024, 7, 3), date(2024, 7, 4), DatePrecision.DAY),
    "two months": (date(2020, 10, 12), date(2020, 11, 3), DatePrecision.PERIOD),
    "over the new year": (date(2020, 12, 12), date(2021, 1, 8), DatePrecision.PERIOD),
    "month": (date(2024, 3, 1), date(2024, 3, 31), DatePrecision.MONTH),
    "quarter": (date(2024, 1, 1), date(2024, 3, 31), DatePrecision.QUARTER),
    "year": (date(1991, 1, 1), date(1991, 12, 31), DatePrecision.YEAR),
    "whole years": (date(2021, 1, 1), date(2022, 12, 31), DatePrecision.PERIOD),
    "a whole year": (date(2021, 1, 1), date(2021, 12, 31), DatePrecision.PERIOD),
    "whole months": (date(2024, 1, 1), date(2024, 4, 30), DatePrecision.PERIOD),
    "a whole month": (date(2024, 2, 1), date(2024, 2, 29), DatePrecision.PERIOD),
}


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (
            "en",
            "3~July 2024 | 1~March 2024 | 3–4~July 2024 | 12~October – 3~November 2020"
            " | 12~December 2020 – 8~January 2021"
            " | March 2024 | Q1 2024 | 1991 | 2021–2022 | 2021 | January – April 2024 | February 2024",
        ),
        (
            "fr",
            "3~juillet 2024 | 1er~mars 2024 | 3–4~juillet 2024 | 12~octobre – 3~novembre 2020"
            " | 12~décembre 2020 – 8~janvier 2021"
            " | mars 2024 | T1 2024 | 1991 | 2021–2022 | 2021 | janvier – avril 2024 | février 2024",
        ),
        (
            "es",
            "3~de~julio de 2024 | 1~de~marzo de 2024 | 3–4~de~julio de 2024 | 12~de~octubre – 3~de~noviembre de 2020"
            " | 12~de~diciembre de 2020 – 8~de~enero de 2021"
            " | marzo de 2024 | T1 2024 | 1991 | 2021–2022 | 2021 | enero–abril de 2024 | febrero de 2024",
        ),
        (
            "zh",
            "2024年7月3日 | 2024年3月1日 | 2024年7月3日至4日 | 2020年10月12日至11月3日 | 2020年12月12日至2021年1月8日"
            " | 2024年3月 | 2024年第1季度 | 1991 | 2021–2022 | 2021 | 2024年1月至4月 | 2024年2月",
        ),
        (
            "ar",
            "3~يوليو 2024 | 1~مارس 2024 | 3–4~يوليو 2024 | 12~أكتوبر – 3~نوفمبر 2020"
            " | 12~ديسمبر 2020 – 8~يناير 2021"
            " | مارس 2024 | الربع الأول 2024 | 1991 | 2021–2022 | 2021 | يناير – أبريل 2024 | فبراير 2024",
        ),
        (
            "ru",
            "3~июля 2024~года | 1~марта 2024~года | 3–4~июля 2024~года | 12~октября – 3~ноября 2020~года"
            " | 12~декабря 2020~года – 8~января 2021~года"
            " | март 2024~года | 1-й кв. 2024~года | 1991 | 2021–2022 | 2021"
            " | январь – апрель 2024~года | февраль 2024~года",
        ),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(language: str, written: str) -> None:
    """A tilde stands for a no-break space: a day is never parted from its month."""
    said = [locale.day(first, last, precision, language) for first, last, precision in DAYS.values()]
    expected = written.replace("~", "\u00a0").split(" | ")
    assert dict(zip(DAYS, said, strict=True)) == dict(zip(DAYS, expected, strict=True))


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["+4.2", "−1,200", "±0"]),
        ("fr", ["+4,2", "−1\u202f200", "±0"]),
        ("ar", ["\u200e+4.2", "\u200e−1,200", "\u200e±0"]),
    ],
)
def test_a_difference_has_its_sign_before_its_digits(language: str, written: list[str]) -> None:
    assert [locale.signed(n, language) for n in (4.2, -1200, 0)] == written


def test_countries_are_named_as_the_united_nations_name_them() -> None:
    names = {
        code: [locale.country_name(code, language) for language in ("en", "fr", "es")] for code in ("PS", "TR", "SN")
    }
    assert names == {
        "PS": ["State of Palestine", "État de Palestine", "Estado de Palestina"],
        "TR": ["Türkiye", "Türkiye", "Türkiye"],
        "SN": ["Senegal", "Sénégal", "Senegal"],
    }
    assert [locale.country_name(code, "en") for code in ("EU", "ZZ", "sn", "", "001")] == [None] * 5


# ---- the catalogues that ship --------------------------------------------------------------------------------------


def _domains(language: str) -> dict[str, Catalog]:
    folder = reference.folder() / "locales" / language
    return {path.stem: read_po(BytesIO(path.read_bytes()), abort_invalid=True) for path in sorted(folder.glob("*.po"))}


def _fields(catalog: Catalog) -> dict[str, set[str | None]]:
    """The fields of each sentence, by code; plural forms together."""
    found = {}
    for message in catalog:
        if message.id:
            code = message.id if isinstance(message.id, str) else message.id[0]
            forms = [message.string] if isinstance(message.string, str) else list(message.string)
            assert all(forms), f"{code} has no sentence"
            found[code] = {field for form in forms for _, field, _, _ in string.Formatter().parse(form) if field}
    return found


def test_french_says_everything_that_english_says_with_the_same_fields() -> None:
    english, french = ({name: _fields(each) for name, each in _domains(language).items()} for language in ("en", "fr"))
    assert french == english


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_code_has_one_home_and_nothing_that_english_lacks(language: str) -> None:
    codes = Counter(code for catalog in _domains(language).values() for code in _fields(catalog))
    assert [code for code, homes in codes.items() if homes > 1] == []
    assert set(codes) <= {code for catalog in _domains("en").values() for code in _fields(catalog)}


@pytest.mark.parametrize(("language", "forms"), [("en", 2), ("fr", 2), ("es", 2), ("ar", 6), ("ru", 3), ("zh", 1)])
def test_every_catalogue_states_the_plural_rule_of_its_language(language: str, forms: int) -> None:
    assert {name: each.num_plurals for name, each in _domains(language).items()} == dict.fromkeys(
        _domains(language), forms
    )


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_problem_is_said_in_six_languages_with_the_same_fields(language: str) -> None:
    assert _fields(_domains(language)["problems"]) == _fields(_domains("en")["problems"])


def test_every_problem_that_has_a_severity_has_a_sentence_and_the_other_way_round() -> None:
    said = {
        code
        for domain in ("problems", "category-problems")
        for code in _fields(_domains("en")[domain])
        if "." not in code and not code.endswith(("-unknown-near", "-ask-near"))
    }
    assert said == {row["code"] for row in reference.table("problems")}


def problem(**params: str) -> Problem:
    return Problem(
        row=3, column="role", code="role-unknown", severity=ProblemSeverity.WARNING, value="speker", params=params
    )


def test_a_problem_ends_with_what_comes_nearest_if_anything_does() -> None:
    plain = "Row 3: “speker” is not a role we know. The row is imported without it. Example: speaker."
    assert [
        locale.problem_text(each, "en") for each in (problem(), problem(nearest=""), problem(nearest="speaker"))
    ] == [
        plain,
        plain,
        f"{plain} Nearest: speaker.",
    ]


def test_calendars_are_named_in_words() -> None:
    other = problem(calendars="hijri;solar-hijri").model_copy(update={"code": "date-other-calendar"})
    assert "(Hijri or Solar Hijri)" in locale.problem_text(other, "en")
    assert "(hégirien ou hégirien solaire)" in locale.problem_text(other, "fr")


def test_a_category_that_a_store_was_brought_is_called_by_its_name() -> None:
    asked = Problem(
        row=4,
        column="category",
        code="category-ask",
        severity=ProblemSeverity.WARNING,
        value="NGO",
        params={"candidates": "YOUNGO;CSO"},
    )

    named = locale.problem_text(asked, "en", lambda code, language: f"{code.lower()} in {language}")

    assert ("youngo in en or cso in en" in named, "YOUNGO" in named) == (True, False)
    assert "YOUNGO or Civil society" in locale.problem_text(asked, "en")


def test_what_turns_the_direction_of_text_is_shown_in_a_sentence() -> None:
    turned = problem().model_copy(update={"value": "gn\u202ep"})
    assert "“gn[U+202E]p”" in locale.problem_text(turned, "en")


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_no_sentence_stands_twice_under_one_code(language: str) -> None:
    catalogues = sorted((reference.folder() / "locales" / language).glob("*.po"))
    codes = [line for path in catalogues for line in path.read_text("utf-8").splitlines() if line.startswith('msgid "')]
    assert {code: n for code, n in Counter(codes).items() if n > 1 and code != 'msgid ""'} == {}
