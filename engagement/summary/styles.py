"""House styles: which sections a summary has, in which order and under which questions. `data/house_styles` holds them.

A style chooses and orders; every section says the same in every style.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from engagement import reference
from engagement.errors import InputError
from engagement.model import Value

NEUTRAL = "neutral"

_ORDER = (NEUTRAL, "gcm-review", "unfccc", "ogp", "ccm")
"""As they are offered; what a folder holds besides comes after."""


class Part(Value):
    """Sections under a question, or under none."""

    sections: tuple[str, ...]
    question: str | None = None


class HouseStyle(Value):
    """A way to arrange a summary."""

    code: str
    parts: tuple[Part, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        """The codes of all sections, in order."""
        return tuple(code for part in self.parts for code in part.sections)


@cache
def styles() -> dict[str, HouseStyle]:
    """Every style by its code, the neutral one first."""
    found = {each.code: each for each in _read()}
    return {code: found[code] for code in (*_ORDER, *sorted(found.keys() - set(_ORDER)))}


def style(code: str) -> HouseStyle:
    """The style of this code. Raises InputError."""
    if code not in styles():
        raise InputError("style-unknown", style=code, styles=", ".join(styles()))
    return styles()[code]


def _read() -> Iterator[HouseStyle]:
    for file in sorted((reference.folder() / "house_styles").glob("*.toml")):
        written: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        yield HouseStyle(code=file.stem, parts=tuple(Part(**each) for each in written["part"]))
