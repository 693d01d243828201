"""Names of real organisations with the organisation each belongs to: how many matches are right, how many are found."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from engagement import reference
from engagement.folding import fold
from engagement.matching import REASONS, Name, Outcome, match, within
from engagement.matching.lexicon import WEIGHTS

FILES = Path(__file__).parent / "files/organisation_names"
Labelled = list[tuple[str, str]]
"""(organisation, name)"""


class Figures(NamedTuple):
    precision: float  # of the certain matches, the share that is right
    recall: float  # of the names asked about, the share that is certainly and rightly matched
    recall_with_suggestions: float


def rows(name: str) -> list[dict[str, str]]:
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def figures(asked: Labelled, known: Labelled) -> Figures:
    matches = match([Name(text) for _, text in asked], [Name(text) for _, text in known])
    right = [each for each in matches if known[each.right][0] == asked[each.left][0]]
    certain = [each for each in matches if each.outcome is Outcome.CERTAIN]
    rightly = [each for each in right if each.outcome is Outcome.CERTAIN]
    return Figures(
        len(rightly) / len(certain), len(rightly) / len(asked), len({each.left for each in right}) / len(asked)
    )


def by_organisation(name: str, first: str) -> tuple[Labelled, Labelled]:
    """Names asked about, and one known name of each organisation: one of this kind, where it has one."""
    known: dict[str, str] = {}
    labelled = rows(name)
    for row in sorted(labelled, key=lambda row: row["kind"] != first):
        known.setdefault(row["organisation"], row["name"])
    asked = [(row["organisation"], row["name"]) for row in labelled if known[row["organisation"]] != row["name"]]
    return asked, list(known.items())


def halves(rows: Sequence[dict[str, str]], part: int) -> Iterable[dict[str, str]]:
    """Every second row: the even ones were looked at while the tables were made, the odd ones were not."""
    return rows[part::2]


@pytest.mark.parametrize(
    ("name", "first", "least"),
    [
        ("chad", "name", Figures(1.0, 0.58, 0.90)),  # a bare acronym against a name that only forms it
        ("somalia", "name", Figures(1.0, 0.79, 0.95)),
        ("somalia", "name (acronym)", Figures(1.0, 0.92, 0.99)),
    ],
)
def test_names_and_acronyms_of_operational_presence_find_their_organisation(
    name: str, first: str, least: Figures
) -> None:
    asked, known = by_organisation(name, first)

    found = figures(asked, known)

    assert found.precision >= least.precision
    assert found.recall >= least.recall
    assert found.recall_with_suggestions >= least.recall_with_suggestions


def test_a_name_with_its_acronym_is_found_by_either_and_by_both() -> None:
    asked: Labelled = []
    known: Labelled = []
    names = {row["organisation"]: row["name"] for row in reversed(rows("chad")) if row["kind"] == "name"}
    acronyms = {row["organisation"]: row["name"] for row in reversed(rows("chad")) if row["kind"] == "acronym"}
    for organisation in sorted(names | acronyms):
        name, acronym = names.get(organisation), acronyms.get(organisation)
        known.append((organisation, f"{name} ({acronym})" if name and acronym else name or acronym or ""))
        if name and acronym:
            asked += [(organisation, row["name"]) for row in rows("chad") if row["organisation"] == organisation]
            asked.append((organisation, f"{acronym} - {name}"))

    found = figures(asked, known)

    assert len(asked) == 462
    assert found.precision == 1.0
    assert found.recall >= 0.95
    assert found.recall_with_suggestions >= 0.99


@pytest.mark.parametrize("part", [0, 1])
def test_a_french_name_finds_the_english_one(part: int) -> None:
    pairs = halves(rows("translations"), part)

    found = figures(*zip(*(((row["english"], row["french"]), (row["english"],) * 2) for row in pairs), strict=True))

    assert found.precision >= 0.99
    assert found.recall >= 0.80
    assert found.recall_with_suggestions >= 0.95


def test_spellings_of_side_events_find_the_cleaned_name() -> None:
    """The one certain match against the label is the label's: it names ECREEE as RCREEE, which is another centre."""
    labelled = [(row["organisation"], row["name"]) for row in rows("side_events")]
    known = [(organisation, organisation) for organisation in sorted({organisation for organisation, _ in labelled})]

    found = figures(labelled, known)

    assert found.precision >= 0.99
    assert found.recall >= 0.98
    assert found.recall_with_suggestions >= 0.985


def test_spellings_of_side_events_find_each_other() -> None:
    labelled = [(row["organisation"], row["name"]) for row in rows("side_events")]

    certain = {(each.left, each.right) for each in within([Name(name) for _, name in labelled]) if each[3] == "certain"}

    same = {
        (left, right)
        for right in range(len(labelled))
        for left in range(right)
        if labelled[left][0] == labelled[right][0]
    }
    wrong = sorted((labelled[left][1], labelled[right][1]) for left, right in certain - same)
    assert wrong == [
        (
            "ECOWAS Regional Centre for Renewable Energy and Energy Efficiency (ECREEE)",
            "ECOWAS Regional Centre for Renewable Energy and Energy Efficiency* (ECREEE)",
        )
    ]
    assert len(certain & same) >= 0.8 * len(same)


def test_acronyms_of_one_country_are_not_taken_for_names_of_another() -> None:
    """Only organisations that work in both countries are certain, by a known acronym; no acronym is by its initials."""
    acronyms = sorted({row["name"] for row in rows("chad") if row["kind"] == "acronym"})
    names = sorted({row["name"] for row in rows("somalia") if row["kind"] == "name"})

    matches = match([Name(text) for text in acronyms], [Name(text) for text in names])

    reasons = {each.reasons[0] for each in matches if each.outcome is Outcome.CERTAIN}
    assert reasons <= {"known-alias", "same-name"}


# ---- the tables ----


def test_a_word_means_one_thing() -> None:
    meanings: dict[str, set[tuple[str, str]]] = {}
    for row in reference.table("name_words"):
        meanings.setdefault(fold(row["word"]), set()).add((row["concept"], row["role"]))

    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}
    assert {row["role"] for row in reference.table("name_words")} <= set(WEIGHTS)


def test_every_known_name_has_a_language_a_kind_and_evidence() -> None:
    table = reference.table("organisation_names")

    assert {row["language"] for row in table} == {"en", "fr", "es"}
    assert {row["kind"] for row in table} == {"name", "short", "former", "acronym"}
    assert [row for row in table if not (row["code"] and row["name"].strip() and row["evidence"])] == []
    assert len(table) == len({(row["code"], row["name"], row["language"], row["kind"]) for row in table})


def test_a_known_name_belongs_to_one_organisation() -> None:
    owners: dict[str, set[str]] = {}
    for row in reference.table("organisation_names"):
        if row["kind"] != "acronym":
            owners.setdefault(fold(row["name"]), set()).add(row["code"])

    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_demonyms_are_of_countries() -> None:
    countries = {row["alpha2"] for row in reference.table("countries")}

    assert [row["alpha2"] for row in reference.table("demonyms") if row["alpha2"] not in countries] == []


def test_reasons_are_listed_once() -> None:
    assert len(REASONS) == len(set(REASONS))
