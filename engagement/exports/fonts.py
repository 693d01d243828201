"""The fonts that pages and pictures are set in."""

from functools import cache

import typst

from engagement import reference

_OURS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC")
"""Shipped in `data/fonts`: all letters of the six languages, so that a file is the same on every computer."""

_OF_COMPILER = ("Libertinus Serif", "New Computer Modern Math", "DejaVu Sans Mono")
"""Come with the compiler: signs that ours lack."""


@cache
def fonts() -> typst.Fonts:
    """Ours and those of the compiler."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(reference.folder() / "fonts")])


@cache
def all_fonts() -> typst.Fonts:
    """Those of this computer as well; looked for once."""
    return typst.Fonts(include_system_fonts=True, font_paths=[str(reference.folder() / "fonts")])


def families(language: str, here: typst.Fonts) -> list[dict[str, str] | str]:
    """Chinese text takes its punctuation from the Chinese font, all other text from the Latin one."""
    known = set(here.families())
    first, *others = [family for family in (*_OURS, *_OF_COMPILER) if family in known]
    return [{"name": first, "covers": "latin-in-cjk"} if language == "zh" else first, *others]
