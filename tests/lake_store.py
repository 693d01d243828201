"""The same store on a DuckLake, its tables Parquet beside a catalogue in a file; with the wheels of locks/lake.txt."""

from pathlib import Path

from duckdb_extensions import import_extension

from engagement.desk import harden, quoted
from engagement.store import Store


class LakeStore(Store):
    """A store whose index is a DuckLake; all else is the store's own."""

    def _attach(self) -> None:
        place, run = self.folder / "lake", self._connection.execute
        place.mkdir(exist_ok=True)
        run("set extension_directory = " + quoted(str(place / "extensions")))
        import_extension("ducklake", con=self._connection)
        run("load ducklake")
        run("set preserve_insertion_order = false")
        harden(self._connection, self.folder)
        files = quoted(str(place / "data"))
        run("attach " + quoted(f"ducklake:{catalogue_of(self)}") + " as engagement (data_path " + files + ")")


def catalogue_of(store: Store) -> Path:
    """The file that says which tables and files the lake has."""
    return store.folder / "lake" / "catalogue.ducklake"
