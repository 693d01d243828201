"""What the index is made of: its numbered files, the reference tables beside it, macros, what figures are counted from,
and what must never hold."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engagement import folding, reference, registry, taxonomy
from engagement.errors import StoreVersionError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, Statement

_SQL = Path(__file__).parent / "sql"


class OtherSchemaError(Exception):
    """The index was made by another text of its schema: the journal makes it anew."""


def prepare(connection: "DuckDBPyConnection") -> None:
    """Bring the index of a new connection to this version, with all that is asked of it.

    Raises StoreVersionError for an index of a later version, OtherSchemaError for one of another text.
    """
    _migrate(connection)
    _load_reference(connection)
    connection.create_function("fold", folding.fold, ["varchar"], "varchar")
    for name in ("registry.sql", "indicators.sql", "measures.sql", "gaps.sql", "origins.sql"):
        _run(connection, name)
    if not _is_counted(connection):
        with transaction(connection):
            count(connection)
    _run(connection, "organisations.sql")  # views are bound when they are made: what they count from is there


def _migrate(connection: "DuckDBPyConnection") -> None:
    """Apply the numbered files of `sql/` that the index has not seen, each with its record in one transaction.

    Raises StoreVersionError for an index of a later version, OtherSchemaError when a file has another text now.
    """
    connection.execute(
        """create table if not exists engagement.migration
           (number integer not null, name varchar not null, sha256 varchar not null)"""
    )
    applied = dict(connection.execute("select number, sha256 from engagement.migration").fetchall())
    known = {int(path.name[:4]): path for path in sorted(_SQL.glob("[0-9]*.sql"))}
    if unknown := applied.keys() - known.keys():
        raise StoreVersionError("store-newer", found=str(max(unknown)), expected=str(max(known)))
    for number, path in sorted(known.items()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if applied.get(number, digest) != digest:
            raise OtherSchemaError
        if number not in applied:
            with transaction(connection):
                connection.execute(path.read_text(encoding="utf-8"))
                connection.execute("insert into engagement.migration values ($1, $2, $3)", [number, path.name, digest])


def _text(name: str) -> str:
    return (_SQL / name).read_text(encoding="utf-8")


_PARSED: dict[str, list["Statement"]] = {}


def _statements(connection: "DuckDBPyConnection", name: str) -> list["Statement"]:
    """A file of `sql/`, parsed once in a process: that is a quarter of what the next store takes to open."""
    if name not in _PARSED:
        _PARSED[name] = connection.extract_statements(_text(name))
    return _PARSED[name]


def _run(connection: "DuckDBPyConnection", name: str) -> None:
    for each in _statements(connection, name):
        connection.execute(each)


@cache
def _counted_by() -> str:
    """By which text, which roles with a voice and which folding the tables of the schema `counted` are made."""
    made_by = (
        *map(_text, ("registry.sql", "indicators.sql", "counted.sql", "whole.sql")),
        repr(reference.table("participation_roles")),
        Path(folding.__file__).read_text(encoding="utf-8"),
    )
    return hashlib.sha256("".join(made_by).encode()).hexdigest()


def _is_counted(connection: "DuckDBPyConnection") -> bool:
    """Whether the index holds what figures are counted from as it is now, made as it is made today."""
    return connection.execute("select sha256 from engagement.counted.made").fetchall() == [(_counted_by(),)]


def count(cursor: "DuckDBPyConnection") -> None:
    """Make what figures are counted from anew."""
    _run(cursor, "counted.sql")
    _finish(cursor)


def recount(cursor: "DuckDBPyConnection", names: Collection[int]) -> None:
    """The same where it was made already, and only the organisation or category of these names has changed since."""
    cursor.execute("create temp table changed_name as select unnest($1::ubigint[]) as name_id", [list(names)])
    _run(cursor, "recounted.sql")
    _finish(cursor)


def _finish(cursor: "DuckDBPyConnection") -> None:
    _run(cursor, "whole.sql")
    cursor.execute("delete from engagement.counted.made")
    cursor.execute("insert into engagement.counted.made values ($1)", [_counted_by()])


def _load_reference(connection: "DuckDBPyConnection") -> None:
    """Put the reference tables that queries join beside the index, in memory: `data/` stays their only home."""
    connection.execute(
        "create table shipped_category as select unnest($codes::varchar[]) as code", {"codes": list(taxonomy.CODES)}
    )
    connection.execute(
        """create view known_category as
           from shipped_category union select category from engagement.category_list"""
    )
    roles = reference.table("participation_roles")
    connection.execute(
        """create table known_role as
           select unnest($codes::varchar[]) as code, unnest($has_voice::boolean[]) as has_voice""",
        {"codes": [row["code"] for row in roles], "has_voice": [row["is_voice"] == "yes" for row in roles]},
    )
    known = registry.known_mechanisms("en")
    connection.execute(
        """create table known_mechanism as select unnest($codes::varchar[]) as code, unnest($kinds::varchar[]) as kind,
               unnest($parents::varchar[]) as parent""",
        {
            "codes": [each.code for each in known],
            "kinds": [each.kind.value for each in known],
            "parents": [each.parent for each in known],
        },
    )


def broken_invariants(cursor: "DuckDBPyConnection", batch: int | None) -> list[tuple[Any, ...]]:
    """What must never hold and does: of one batch, or of all."""
    statements = _statements(cursor, "invariants.sql")
    return [row for each in statements for row in cursor.execute(each, {"batch": batch}).fetchall()]


@contextmanager
def transaction(cursor: "DuckDBPyConnection") -> Iterator[None]:
    """All of what is done inside, or nothing."""
    with ExitStack() as undone:
        cursor.begin()
        undone.callback(cursor.rollback)
        yield
        undone.pop_all()
    cursor.commit()
