"""A store that was filled, and what stands in its tables."""

from pathlib import Path

from tables import log

from engagement import actions
from engagement.batches import Receipt
from engagement.mapping import Mapping
from engagement.store import Row, Store

Rows = dict[str, list[Row]]
TABLES = ("entry", "batch", "mechanism", "activity", "fact", "spelling", "expectation")


def table_of(number: int) -> bytes:
    """A log of three rows about the activity of day `number`; one row is nobody's category."""
    day = f"2024-{1 + number // 28:02}-{1 + number % 28:02}"
    return log(f"""
        date  | activity | network | organisation | category       | people | women
        ------+----------+---------+--------------+----------------+--------+------
        {day} | Meeting  | Coast   | Blue Union   | trade union    | 4      | 1
        {day} | Meeting  | Coast   | Lake College | academia       |        |
        {day} | Meeting  | Coast   | Odd Fellows  | friendly giant | 2      | 2
    """)


def imported(store: Store, number: int) -> Receipt:
    return actions.import_log(store, table_of(number), file_name=f"log {number}.csv", mapping=Mapping(), by="tester")


def everything(store: Store) -> Rows:
    """Every row of every table."""
    return {table: store.rows("from engagement." + table + " order by all") for table in TABLES}


def content(folder: Path) -> Rows:
    with Store.open(folder) as store:
        assert store.broken_invariants() == []
        store.verify()
        return everything(store)
