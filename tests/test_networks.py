"""In how many networks a group is recorded: said before anything that adds networks up."""

from datetime import date
from pathlib import Path

import pytest
from logs import load
from prepared import Copied
from tables import log
from test_cli import run

from engagement import actions, indicators
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.networks import GroupInNetworks
from engagement.store import Store

ALL = Selection()

MECHANISMS = """
    code  | kind          | name_en       | parent | country | reporting_expected
    COAST | network       | Coast Network |        | Chad    |
    SEA   | working_group | Sea Group     | COAST  |         |
    FISH  | working_group | Fish Group    | COAST  |         |
    HILLS | network       | Hill Network  |        | Kenya   |
    LAKES | network       | Lake Network  |        | Nepal   |
    DUNES | network       | Dune Network  |        | Niger   | yes
"""

LOG = """
    network       | working_group | activity | date       | organisation | category | log_complete
    Coast Network |               | A1       | 2026-01-10 | Relief       | CSO      | yes
    Coast Network | Sea Group     | A2       | 2026-01-11 | Union        | TUN      | yes
    Coast Network | Fish Group    | A3       | 2026-01-12 | Relief       | CSO      | yes
    Hill Network  |               | A4       | 2026-01-13 | Relief       | CSO      | yes
    Hill Network  |               | A4       | 2026-01-13 | Mystery      |          | yes
    Lake Network  |               | A5       | 2026-01-14 | Herald       | MED      | no
"""


@pytest.fixture
def places(copied: Copied) -> Store:
    return copied(networks_recorded)


def networks_recorded(store: Store) -> None:
    actions.import_mechanisms(store, log(MECHANISMS), file_name="groups.csv", by="tester")
    actions.import_log(store, log(LOG), file_name="log.csv", mapping=Mapping(), by="tester")


def group(store: Store, category: str, selection: Selection = ALL) -> GroupInNetworks:
    return next(each for each in indicators.networks(store, selection).groups if each.category == category)


def test_a_network_stands_for_its_working_groups_and_no_report_is_apart(places: Store) -> None:
    found = indicators.networks(places, ALL)

    assert (found.unit, found.with_log, found.no_report) == ("network", ("COAST", "HILLS"), ("DUNES", "LAKES"))
    assert found.is_several
    assert [each.category for each in found.groups][:2] == ["MIG", "CSO"]
    assert len(found.groups) == 12


def test_a_group_is_recorded_in_k_of_the_networks_with_a_log(places: Store) -> None:
    relief, union = group(places, "CSO"), group(places, "TUN")

    assert (relief.networks.value, relief.networks.denominator, relief.recorded_in) == (2, 2, ("COAST", "HILLS"))
    assert (union.networks.value, union.networks.high, union.networks.denominator) == (1, 2, 2)
    assert (union.recorded_in, union.possible_in) == (("COAST",), ("HILLS",))  # somebody there is not classified


def test_what_an_incomplete_log_holds_is_told_beside_and_makes_no_denominator(places: Store) -> None:
    media = group(places, "MED")

    assert (media.networks.value, media.networks.denominator, media.without_log) == (0, 2, ("LAKES",))


def test_within_one_network_its_working_groups_stand_for_themselves(places: Store) -> None:
    found = indicators.networks(places, Selection(networks=("Coast Network",)))

    assert (found.unit, found.with_log, found.no_report) == ("mechanism", ("COAST", "FISH", "SEA"), ())
    assert group(places, "TUN", Selection(networks=("COAST",))).recorded_in == ("SEA",)


def test_working_groups_that_are_asked_for_stand_for_themselves(places: Store) -> None:
    found = indicators.networks(places, Selection(working_groups=("SEA", "FISH")))

    assert (found.unit, found.with_log) == ("mechanism", ("FISH", "SEA"))


def test_one_working_group_is_not_several(places: Store) -> None:
    found = indicators.networks(places, Selection(working_groups=("SEA",)))

    assert (found.with_log, found.is_several) == (("SEA",), False)


def test_a_network_that_is_asked_for_and_held_nothing_has_no_report(places: Store) -> None:
    later = Selection(networks=("COAST", "HILLS"), first_day=date(2026, 1, 12))

    assert indicators.networks(places, later).no_report == ()
    later = later.model_copy(update={"first_day": date(2026, 1, 13)})
    found = indicators.networks(places, later)
    assert (found.with_log, found.no_report) == (("HILLS",), ("COAST",))


def test_where_a_group_is_not_expected_it_is_marked_and_still_counted(places: Store) -> None:
    said = {"reason": "No media there", "said_by": "Secretariat", "by": "tester", "on": date(2026, 1, 1)}
    actions.mark_not_expected(places, "HILLS", "MED", **said)
    actions.mark_not_expected(places, "SEA", "MED", **said)  # one working group is not its network
    actions.mark_not_expected(places, None, "CSO", **said)

    media, relief = group(places, "MED"), group(places, "CSO")

    assert (media.not_expected_in, media.networks.denominator) == (("HILLS",), 2)
    assert (relief.not_expected_in, relief.networks.value) == ((), 2)  # recorded all the same


def test_without_any_log_there_is_no_figure_rather_than_nought(store: Store) -> None:
    actions.import_mechanisms(store, log(MECHANISMS), file_name="groups.csv", by="tester")

    found = indicators.networks(store, Selection(networks=("COAST", "HILLS")))

    assert (found.with_log, found.no_report) == ((), ("COAST", "HILLS"))
    assert {each.networks.value for each in found.groups} == {None}


def test_the_command_line_gives_networks_before_what_is_pooled(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(log(LOG))
    run(tmp_path, "import", str(tmp_path / "log.csv"))

    said = run(tmp_path, "indicators", "--json").json["networks"]

    assert (said["unit"], said["with_log"], said["no_report"]) == (
        "network",
        ["Coast Network", "Hill Network"],
        ["Lake Network"],
    )
    union = next(each for each in said["groups"] if each["category"] == "TUN")
    assert (union["networks"]["value"], union["networks"]["denominator"]) == (1, 2)
    assert (union["recorded_in"], union["possible_in"]) == (["Coast Network"], ["Hill Network"])


ORDERED = """
    network    | working_group | organisation | log_complete
    Zebra      |               | Relief       | yes
    Acacia     |               | Relief       | no
    NET-ZMB    |               | Relief       | yes
    NET-GLOBAL |               | Relief       | no
    NET-AP     | Group B       | Relief       | yes
    NET-AP     | Group A       | Relief       | no
"""


def test_networks_stand_in_one_order_everywhere(store: Store) -> None:
    load(store, ORDERED)
    found = indicators.networks(store, ALL)

    assert (found.with_log, found.no_report) == (("NET-AP", "NET-ZMB", "Zebra"), ("NET-GLOBAL", "Acacia"))
    assert indicators.matrix(store, ALL, "mechanism").columns == (
        *("NET-AP/Group A", "NET-AP/Group B", "NET-ZMB", "Zebra"),
        *("NET-GLOBAL", "Acacia"),
    )
    assert [each.mechanism for each in indicators.bodies(store, ALL, date(2026, 2, 1))] == [
        *("NET-GLOBAL", "NET-AP", "NET-AP/Group A", "NET-AP/Group B", "NET-ZMB"),
        *("Acacia", "Zebra"),
    ]
