"""What this software is made of: versions, licences, where the data comes from."""

import re
from importlib import metadata

from engagement import reference
from engagement.model import Value

PRODUCT = "plenum-engagement"
_ROW = re.compile(r"^\| (?P<id>[^|]+?) \| (?P<what>[^|]+?) \|$", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_SHORT = 60


class Component(Value):
    """A package of the product, as installed. A licence that its package does not name is None."""

    name: str
    version: str
    licence: str | None


class DataSource(Value):
    """A public text that the tables of `data/` are from, in English as it is cited there."""

    id: str
    what: str


def version() -> str | None:
    """The version of this software; None where it runs from a folder and was never installed."""
    try:
        return metadata.version(PRODUCT)
    except metadata.PackageNotFoundError:
        return None


def components() -> tuple[Component, ...]:
    """The packages this software stands on, by name; none where it was never installed."""
    try:
        required = metadata.requires(PRODUCT) or []
    except metadata.PackageNotFoundError:
        return ()
    names = sorted({_NAME.match(each).group() for each in required if "extra ==" not in each})  # type: ignore[union-attr]
    return tuple(_component(name) for name in names)


def _component(name: str) -> Component:
    said = metadata.metadata(name)
    classified = [
        each.rpartition(" :: ")[2] for each in said.get_all("Classifier", []) if each.startswith("License :: ")
    ]
    named = [*said.get_all("License-Expression", []), *said.get_all("License", [])]
    spelled = [each for each in named if len(each) <= _SHORT]
    return Component(name=name, version=said["Version"], licence=next(iter((*spelled, *classified)), None))


def sources() -> tuple[DataSource, ...]:
    """Every source that `data/SOURCES.md` names, in its order."""
    text = (reference.folder() / "SOURCES.md").read_text(encoding="utf-8").partition("\n## Sources\n")[2]
    found = (DataSource(**row.groupdict()) for row in _ROW.finditer(text))
    return tuple(each for each in found if each.id not in ("id", "---"))
