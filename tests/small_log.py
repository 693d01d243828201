"""A small log, its import, and what a store then holds."""

from typing import Any

from tables import log

from engagement import actions
from engagement.batches import Receipt
from engagement.mapping import Mapping
from engagement.store import Store

LOG = log("""
    date       | activity  | network | working_group | organisation | category       | people | women | men
    -----------+-----------+---------+---------------+--------------+----------------+--------+-------+----
    2024-03-04 | Hearing   | Coast   |               | Blue Union   | trade union    | 4      | 1     | 3
    2024-03-04 | Hearing   | Coast   |               | Lake College | academia       |        |       |
    2024-03-05 | Workshop  | Coast   | Data          | Odd Fellows  | friendly giant | 2      | 2     | 0
    2024-03-05 | Workshop  | Coast   | Data          | Odd Fellows  | friendly giant | 2      | 2     | 0
    31/31/2024 | Workshop  | Coast   | Data          | Late Comers  | academia       | 1      |       |
    2024-03-05 | Workshop  | Coast   | Data          | Sum Society  | academia       | 1      | 1     | 1
""")


def imported(store: Store, content: bytes, **more: Any) -> Receipt:
    answers = {"file_name": "log.csv", "mapping": Mapping(), "by": "tester"} | more
    return actions.import_log(store, content, **answers)


def participation(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    rows = store.rows("from engagement.participation order by batch, source_rows[1], organisation")
    return [tuple(row[column] for column in columns) for row in rows]


def findings(receipt: Receipt) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.column, each.code) for each in receipt.problems]
