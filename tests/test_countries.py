"""Countries by code and by name, never by part of a name."""

from engagement import locale, reference
from engagement.cells import countries
from engagement.folding import fold

RECOGNISED = {
    "NA": "NA", "NO": "NO", "TR": "TR", "CI": "CI", " SN ": "SN", "TCD": "TD", "COD": "CD",
    "Namibia": "NA", "norvège": "NO", "NORVEGE": "NO", "Россия": "RU", "法国": "FR", "مصر": "EG", "México": "MX",
    "Türkiye": "TR", "Turkey": "TR", "Turquie": "TR",
    "Côte d'Ivoire": "CI", "Côte d’Ivoire": "CI", "Cote d'Ivoire": "CI", "Ivory Coast": "CI",
    "DR Congo": "CD", "DRC": "CD", "RDC": "CD", "Congo, Dem. Rep.": "CD", "Congo": "CG", "Congo-Brazzaville": "CG",
    "Viet Nam": "VN", "Vietnam": "VN", "Lao PDR": "LA", "Laos": "LA",
    "Bolivia (Plurinational State of)": "BO", "Iran (Islamic Republic of)": "IR", "Syrian Arab Republic": "SY",
    "Tanzania United Republic": "TZ", "Moldova Republic": "MD", "State of Palestine": "PS", "Palestine": "PS",
    "Republic of Korea": "KR", "DPRK": "KP", "UK": "GB", "U.S.A.": "US", "Niger": "NE", "Nigeria": "NG",
    "Guinea": "GN", "Guinea-Bissau": "GW", "Equatorial Guinea": "GQ", "Antigua and Barbuda": "AG",
}  # fmt: skip

UNKNOWN = ["", "-", "null", "na", "no", "n/a", "Korea", "EU", "XK", "ZZ", "XA", "tur", "Kenya, Nairobi", "land", "Arab"]


def test_countries_are_recognised_by_code_and_by_name_in_six_languages() -> None:
    assert {text: countries.recognise(text) for text in RECOGNISED} == RECOGNISED


def test_what_is_not_a_country_stays_unknown() -> None:
    assert {text: countries.recognise(text) for text in UNKNOWN} == dict.fromkeys(UNKNOWN)


def test_every_name_that_is_shown_is_recognised() -> None:
    codes = [row["alpha2"] for row in reference.table("countries")]
    for language in locale.LANGUAGES:
        shown = {code: locale.country_name(code, language) or "" for code in codes}
        assert {code: countries.recognise(name) for code, name in shown.items()} == {code: code for code in codes}


def test_no_name_belongs_to_two_countries() -> None:
    owners: dict[str, set[str]] = {}
    for code, name in countries._all_names():
        if name:
            owners.setdefault(fold(name), set()).add(code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_the_table_has_the_249_codes_of_iso_3166_once() -> None:
    rows = reference.table("countries")
    assert [len({row[column] for row in rows}) for column in ("alpha2", "alpha3")] == [249, 249]


def test_the_nearest_name_is_offered_when_one_is_near() -> None:
    assert [countries.nearest(text) for text in ("Sengal", "Brésl", "Атлантида", "x")] == [
        "Senegal",
        "Brésil",
        None,
        None,
    ]


def test_every_code_is_listed_once() -> None:
    assert (len(countries.CODES), len(set(countries.CODES)), countries.CODES[:2]) == (249, 249, ("AD", "AE"))
