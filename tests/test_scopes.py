"""A question can be narrowed by what an activity was, where it was, and how organisations took part."""

import pytest
from prepared import Copied
from tables import log

from engagement import actions, indicators
from engagement.arguments import selection_of
from engagement.errors import InputError, UnknownNameError
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Store

LOG = """
    date       | activity | network | working_group | organisation | category | mode      | objectives | role    | stage
    2024-03-04 | Hearing  | Coast   |       | Blue Union   | TUN      | online    | 7; 23      | speaker | spoke
    2024-03-04 | Hearing  | Coast   |       | Lake College | ACA      | online    | 7; 23      |         |
    2024-05-06 | Workshop | Coast   | Data  | Blue Union   | TUN      | hybrid    | 3          |         | attended
    2024-06-07 | Meeting  | Inland  |       | Odd Fellows  | CSO      | in_person |            | member  |
"""
GROUPS = "code,kind,name_en,region,country\nCoast,network,Coast,ECA,TD\nInland,network,Inland,ECE,DE\n"


@pytest.fixture
def filled(copied: Copied) -> Store:
    return copied(log_and_groups)


def log_and_groups(store: Store) -> None:
    actions.import_log(store, log(LOG), file_name="log.csv", mapping=Mapping(), by="tester")
    actions.import_mechanisms(store, GROUPS.encode(), file_name="groups.csv", by="tester")


@pytest.mark.parametrize(
    ("only", "titles", "organisations"),
    [
        ([], ["Hearing", "Workshop", "Meeting"], 3),
        (["mode=online"], ["Hearing"], 2),
        (["mode=online", "mode=hybrid"], ["Hearing", "Workshop"], 2),
        (["objective=3"], ["Workshop"], 1),
        (["objective=23", "objective=3"], ["Hearing", "Workshop"], 2),
        (["region=ECE"], ["Meeting"], 1),
        (["country=Chad"], ["Hearing", "Workshop"], 2),
        (["country=TD", "mode=hybrid"], ["Workshop"], 1),
        (["role=speaker"], ["Hearing", "Workshop", "Meeting"], 1),
        (["stage=attended"], ["Hearing", "Workshop", "Meeting"], 3),  # a stage nobody recorded is attendance
        (["stage=spoke"], ["Hearing", "Workshop", "Meeting"], 1),
        (["champions=yes"], ["Hearing", "Workshop"], 2),
    ],
)
def test_what_is_narrowed_to(filled: Store, only: list[str], titles: list[str], organisations: int) -> None:
    selection = selection_of(None, None, None, None, "para44", only)

    assert [each.title for each in indicators.activities(filled, selection)] == titles
    assert len(indicators.organisations(filled, selection)) == organisations
    assert indicators.indicators(filled, selection).records.activities_held == len(titles)


def test_a_working_group_is_where_its_network_is(filled: Store) -> None:
    found = indicators.activities(filled, Selection(countries=("TD",), working_groups=("Coast/Data",)))
    assert [each.title for each in found] == ["Workshop"]


@pytest.mark.parametrize("only", ["mode=by pigeon", "region=Atlantis", "country=Atlantis", "objective=24", "review=X"])
def test_what_nobody_knows_is_one_sentence_with_what_is_possible(filled: Store, only: str) -> None:
    selection = selection_of(None, None, None, None, "para44", [only])
    with pytest.raises(UnknownNameError) as caught:
        indicators.indicators(filled, selection)
    assert (caught.value.code, caught.value.name) == ("scope-unknown", only.partition("=")[2])


@pytest.mark.parametrize("only", ["mode", "mode=", "weather=fine", "objective=seven"])
def test_what_cannot_be_read_is_refused(only: str) -> None:
    with pytest.raises(InputError) as caught:
        selection_of(None, None, None, None, "para44", [only])
    assert (caught.value.code, caught.value.only) == ("only-unreadable", only)
