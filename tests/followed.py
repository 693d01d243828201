"""A few networks and working groups, and logs of theirs."""

from tables import log

from engagement import actions, indicators
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Store

ALL = Selection()

MECHANISMS = """
    code  | kind          | name_en       | parent | country | region | from | to   | reporting_expected
    COAST | network       | Coast Network |        | Chad    | ECA    |      |      | yes
    SEA   | working_group | Sea Group     | COAST  |         |        |      |      | yes
    FISH  | working_group | Fish Group    | COAST  |         |        |      |      |
    HILLS | network       | Hill Network  |        | Kenya   | ECA    |      |      | yes
    LAKES | network       | Lake Network  |        | Nepal   | ESCAP  |      |      | no
    OLD   | network       | Old Network   |        |         |        | 2019 | 2021 | yes
"""


def declare(store: Store) -> None:
    """Put these networks and working groups into a store."""
    actions.import_mechanisms(store, log(MECHANISMS), file_name="groups.csv", by="tester")


def imported(store: Store, drawing: str, file_name: str = "log.csv") -> str:
    receipt = actions.import_log(store, log(drawing), file_name=file_name, mapping=Mapping(), by="tester")
    assert receipt.batch is not None
    return receipt.batch


def silent(store: Store, selection: Selection) -> tuple[list[str], list[tuple[str, bool]]]:
    found = indicators.silent(store, selection)
    return [each.mechanism for each in found.mechanisms], [(each.title, each.is_begun) for each in found.activities]
