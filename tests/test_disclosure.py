"""What documents tell of people: attacked by a reader who has all of them and solves for what they hide."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import load
from solving import EVERYWHERE, Reader, Statement, said_by_document, said_by_people

from engagement import actions, indicators
from engagement.document import Document, Paragraph
from engagement.errors import InputError
from engagement.model import Selection
from engagement.people import SPLITS, Asked, People, Withheld, people
from engagement.store import Store
from engagement.summary import inclusion_summary

ALL = Selection()
few = settings(max_examples=15, deadline=None, derandomize=True)

GROUPS = ("MIG", "CSO", "TUN", "MED")
NETWORKS = ("North", "South", "East", "West")

Row = dict[str, int | str | bool]


def row(network: str, group: str, gender: Sequence[int], age: Sequence[int] | None = None) -> Row:
    """Head-counts of one group in one network, as the query of the library gives them."""
    return {
        "mechanism": network,
        "category": group,
        "people": sum(gender),
        **dict(zip(SPLITS["gender"], gender, strict=True)),
        **dict(zip(SPLITS["age"], age or (0, 0, sum(gender)), strict=True)),
        "is_gender_asked": True,
        "is_age_asked": age is not None,
    }


def asked(*networks: str, least: int = 5) -> Asked:
    return Asked(
        mechanisms=frozenset(networks) or None,
        network_of=lambda mechanism: mechanism,
        least=lambda _: least,
        order=GROUPS,
    )


def published(rows: Sequence[Row], least: int = 5) -> dict[str, People]:
    """The answers for all networks together and for each."""
    return {EVERYWHERE: people(rows, rows, asked(least=least))} | {
        network: people(rows, rows, asked(network, least=least)) for network in NETWORKS
    }


# ---- one table ----------------------------------------------------------------------------------------------------


def test_small_counts_are_withheld_with_what_would_tell_them() -> None:
    """3, 1 and 4 are small; the 5 beside the 3 goes too, for 8 - 5 tells it."""
    rows = [row("North", "CSO", (9, 7, 0, 0)), row("North", "MED", (3, 5, 0, 0)), row("North", "TUN", (11, 14, 0, 0))]

    found = people(rows, rows, asked())

    assert (found.groups, found.of_groups, found.total) == (("CSO", "TUN", "MED"), (16, 25, 8), 49)
    assert found.splits[0].rows == ((None, None, 0, 0), (11, 14, 0, 0), (None, None, 0, 0))
    assert found.splits[0].totals == (23, 26, 0, 0)


def test_no_table_of_fewer_than_thirty_people_and_totals_where_none_is_small() -> None:
    rows = [row("North", "CSO", (9, 12, 0, 0)), row("North", "TUN", (2, 6, 0, 0))]

    found = people(rows, rows, asked())

    assert (found.withheld, found.groups, found.splits[0].totals) == (Withheld.TOO_FEW, (), (11, 18, 0, 0))


def test_of_part_of_what_there_is_no_table_and_no_total_that_tells_the_rest() -> None:
    rows = [
        row("North", "CSO", (20, 20, 0, 0)),
        row("South", "CSO", (30, 30, 0, 0)),
        row("East", "CSO", (40, 43, 0, 0)),
        row("West", "CSO", (50, 50, 0, 0)),
    ]

    several = people(rows, rows, asked("North", "South"))

    assert (several.withheld, several.groups, several.splits[0].totals) == (Withheld.PART, (), (50, 50, 0, 0))
    assert people(rows, rows, asked("North")).withheld is None


def test_a_total_is_withheld_where_the_rest_is_small() -> None:
    rows = [
        row("North", "CSO", (40, 40, 0, 0)),
        row("South", "CSO", (30, 30, 0, 0)),
        row("East", "CSO", (2, 3, 0, 0)),
    ]

    found = people(rows, rows, asked("North", "South"))

    assert (found.withheld, found.splits[0].totals) == (Withheld.PART, (None,) * 4)


def test_a_period_tells_nothing_by_what_it_leaves_out() -> None:
    """Three women came on another day: the 20 of this period would tell them beside the 23 of all."""
    here = [row("North", "CSO", (20, 25, 0, 0)), row("North", "TUN", (30, 25, 0, 0))]
    ever = [row("North", "CSO", (23, 25, 0, 0)), row("North", "TUN", (30, 25, 0, 0))]

    assert people(here, ever, asked()).splits[0].rows[0][0] is None
    assert people(here, here, asked()).splits[0].rows[0][0] == 20


def test_the_same_table_whatever_list_is_asked_for(store: Store) -> None:
    """Two documents that differ by a group of their list cannot be taken from each other."""
    load(store, "organisation | category | women | men | people\nA | WCY | 3 | 40 | 43\nB | CSO | 40 | 20 | 60")

    found = {code: indicators.people(store, Selection(list=code)) for code in ("para44", "para15j", "seed")}

    assert found["para44"] == found["para15j"] == found["seed"]


# ---- attacks ------------------------------------------------------------------------------------------------------

counts = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 60))


@st.composite
def head_counts(draw: st.DrawFn) -> list[Row]:
    has_age = draw(st.booleans())
    rows = []
    for network in NETWORKS[: draw(st.integers(1, len(NETWORKS)))]:
        for group in GROUPS[: draw(st.integers(1, len(GROUPS)))]:
            gender = [draw(counts), draw(counts), draw(st.integers(0, 5)), draw(counts)]
            youth = draw(st.integers(0, min(sum(gender), 12)))
            older = draw(st.integers(0, sum(gender) - youth))
            age = (youth, older, sum(gender) - youth - older) if has_age else None
            if sum(gender):
                rows.append(row(network, group, gender, age))
    return rows


def columns_of(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    return {name: each for name, each in SPLITS.items() if any(row[f"is_{name}_asked"] for row in rows)}


@few
@given(head_counts().filter(bool))
def test_with_every_table_of_every_network_no_hidden_number_is_told(rows: list[Row]) -> None:
    said = [each for name, found in published(rows).items() for each in said_by_people(name, found, GROUPS)]

    assert Reader(said, NETWORKS, GROUPS, columns_of(rows)).told() == []
    assert not any(each.count is not None and 0 < each.count < 5 for each in said)


@few
@given(head_counts().filter(bool), st.integers(5, 20))
def test_a_higher_threshold_hides_more_and_protects_it_too(rows: list[Row], least: int) -> None:
    said = [each for name, found in published(rows, least).items() for each in said_by_people(name, found, GROUPS)]

    assert Reader(said, NETWORKS, GROUPS, columns_of(rows)).told() == []
    assert not any(each.count is not None and 0 < each.count < least for each in said)


def test_the_reader_finds_what_is_not_hidden_well() -> None:
    """Only the 3 is hidden: the row tells it."""
    said = [
        Statement("North", frozenset({"CSO"}), "gender", "women", None),
        Statement("North", frozenset({"CSO"}), "gender", "men", 5),
        Statement("North", frozenset({"CSO"}), "gender", "other_gender", 0),
        Statement("North", frozenset({"CSO"}), "gender", "gender_not_recorded", 0),
        Statement("North", frozenset({"CSO"}), "gender", None, 8),
    ]

    assert Reader(said, ["North"], ["CSO"], {"gender": SPLITS["gender"]}).told() == [(said[0], 3, 3)]


LOG = """
    network | organisation | category | women | men | other_gender | people | youth
    North   | Relief       | CSO      | 44    | 39  |              | 86     | 12
    North   | Guild        | TUN      | 3     | 18  |              | 21     | 2
    North   | Herald       | MED      | 1     | 6   | 1            | 9      |
    North   | Circle       | MIG      | 20    | 11  |              | 31     | 31
    South   | Relief       | CSO      | 28    | 30  |              | 58     | 3
    South   | Union        | TUN      | 8     | 2   |              | 10     | 0
    South   | Circle       | MIG      | 17    | 4   |              | 22     | 9
    East    | Herald       | MED      | 2     |     |              | 4      |
    East    | Solo         | MIG      | 1     |     |              | 1      | 1
    West    | Relief       | CSO      | 33    | 33  |              | 66     | 33
    West    | Guild        | TUN      | 12    | 14  |              | 26     | 1
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("several")) as opened:
        load(opened, LOG)
        yield opened


def documents(store: Store) -> dict[str, Document]:
    """What can be read of a store: the document of all networks, and that of each."""
    scopes = {EVERYWHERE: ALL} | {name: Selection(networks=(name,)) for name in NETWORKS}
    return {name: inclusion_summary(store, selection, "en") for name, selection in scopes.items()}


def test_a_reader_of_all_documents_can_tell_no_hidden_number(several: Store) -> None:
    said = [each for name, found in documents(several).items() for each in said_by_document(name, found, GROUPS)]
    reader = Reader(said, NETWORKS, GROUPS, SPLITS)

    assert len(reader.hidden) > 10
    assert reader.told() == []
    assert not any(each.count is not None and 0 < each.count < 5 for each in said)


def test_sentences_tell_no_more_of_people_than_the_tables(several: Store) -> None:
    for name, document in documents(several).items():
        numbers = {each.count for each in said_by_document(name, document, GROUPS) if each.attribute == "gender"} | {
            100 * 89 // 189
        }
        findings = next(each for each in document.sections if each.code == "findings")
        told = [block.text for block in findings.blocks if isinstance(block, Paragraph) and "women" in block.text]

        for sentence in told:
            written = {int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", sentence)}
            assert "withheld" in sentence or written <= numbers, (name, sentence)


def test_a_share_is_withheld_with_any_part_of_it(several: Store) -> None:
    for document in documents(several).values():
        for section in document.sections:
            for table in section.blocks:
                if isinstance(table, Paragraph) or table.code != "people-by-gender":
                    continue
                for entries in table.rows:
                    parts, share = entries[1:4], entries[-1]
                    is_withheld = any(each.value is None for each in parts)
                    assert (share.text == "withheld") is is_withheld


# ---- the threshold ------------------------------------------------------------------------------------------------


def test_a_network_may_raise_its_threshold(store: Store) -> None:
    load(store, LOG)
    actions.set_least_people(store, "West", 13, by="test")

    west, everywhere = (indicators.people(store, each) for each in (Selection(networks=("West",)), ALL))

    assert (west.k, everywhere.k, indicators.people(store, Selection(networks=("North",))).k) == (13, 13, 5)
    assert not any(number is not None and 0 < number < 13 for split in west.splits for number in split.totals)


@pytest.mark.parametrize("least", [4, 0, -1, 1001])
def test_the_threshold_cannot_be_set_below_five(store: Store, least: int) -> None:
    with pytest.raises(InputError) as refused:
        actions.set_least_people(store, None, least, by="test")

    assert "5 is the fewest" in str(refused.value)
    assert indicators.people(store, ALL).k == 5


def test_the_threshold_is_part_of_the_record(store: Store, tmp_path: Path) -> None:
    actions.set_least_people(store, None, 10, by="test")
    folder = store.folder
    store.close()
    (folder / "index.duckdb").unlink()

    with Store.open(folder) as again:
        assert indicators.people(again, ALL).k == 10
