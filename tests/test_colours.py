"""The six states of the grid, told apart by everyone: computed from the colours that the pages use.

Colour vision deficiency after Machado, Oliveira and Fernandes (2009) at severity 1.0, applied to linear RGB; difference
as CIE76 in CIELAB (D65); contrast as WCAG 2 has it. A symbol and a word say the state too, wherever a colour does.
"""

import itertools
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.charts import DARK, LIGHT
from dashboard.components import SYMBOLS
from engagement.model import CellState

Numbers = NDArray[np.float64]

TOP = Path(__file__).resolve().parent.parent
SCHEMES = ("light", "dark")
PALETTES = {"light": LIGHT, "dark": DARK}
MARKS = {
    CellState.RECORDED: "there-mark",
    CellState.THIN: "thin-mark",
    CellState.POSSIBLE: "possible-mark",
    CellState.NOT_RECORDED: "absent-mark",
    CellState.NO_REPORT: "none-mark",
    CellState.NOT_EXPECTED: "unexpected-mark",
}
WRITTEN = [
    ("there-text", "there"),
    ("thin-text", "thin"),
    ("absent-text", "absent"),
    ("none-text", "none"),
    *itertools.product(
        ("ink", "quiet", "accent", "none-text"),
        ("page", "ground"),
    ),
    *itertools.product(
        ("there-mark", "thin-mark", "possible-mark", "absent-mark", "unexpected-mark"),
        ("page", "ground"),
    ),
]
DRAWN = [
    ("there-mark", "there"),
    ("thin-mark", "thin"),
    ("none-mark", "none"),
    *itertools.product(MARKS.values(), ("page", "ground")),
]

VISION = {
    "usual": np.eye(3),
    "without red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "without green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "without blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


# ---- the colours of the pages -------------------------------------------------------------------------------------


def colours(scheme: str) -> dict[str, str]:
    """The colours of style.css by their names, and that of the page from the settings, as `#RRGGBB`."""
    style = (TOP / "dashboard/style.css").read_text(encoding="utf-8")
    theme = tomllib.loads((TOP / "streamlit_config.toml").read_text(encoding="utf-8"))["theme"][scheme]
    both = re.findall(r"--([\w-]+): (?:light-dark\()?(#\w{6})(?:, (#\w{6})\))?;", style)
    named = {name: dark if scheme == "dark" and dark else light for name, light, dark in both}
    return named | {"page": theme["backgroundColor"]}


def linear(colour: str) -> Numbers:
    part = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(light: Numbers) -> Numbers:
    xyz = TO_XYZ @ light / WHITE
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (xyz * 24389 / 27 + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(left: str, right: str, vision: str = "usual") -> float:
    """CIE76 between two colours as somebody with that vision sees them; 100 between black and white."""
    seen = [lab(np.clip(VISION[vision] @ linear(each), 0, 1)) for each in (left, right)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def contrast(left: str, right: str) -> float:
    """From 1 to 21."""
    dark, light = sorted(float(LUMINANCE @ linear(each)) for each in (left, right))
    return (light + 0.05) / (dark + 0.05)


# ---- what holds ---------------------------------------------------------------------------------------------------


def test_the_measures_agree_with_known_values() -> None:
    assert (round(difference("#000000", "#FFFFFF"), 1), round(contrast("#000000", "#FFFFFF"), 2)) == (100.0, 21.0)
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54
    # Streamlit's own blue and violet: nearly one colour for somebody who does not see green.
    seen = [round(difference("#0068C9", "#6D3FC0", vision)) for vision in ("usual", "without green")]
    assert seen == [36, 3]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_two_states_are_told_apart_with_every_vision(scheme: str) -> None:
    pairs = itertools.combinations(PALETTES[scheme].states.items(), 2)
    near = [
        (left, right, vision, round(found, 1))
        for (left, one), (right, other) in pairs
        for vision in VISION
        if (found := difference(one, other, vision)) < 20
    ]

    assert (set(PALETTES[scheme].states), near) == (set(CellState), [])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_charts_and_grid_have_the_same_colours(scheme: str) -> None:
    assert PALETTES[scheme].states == {state: colours(scheme)[name] for state, name in MARKS.items()}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_written_has_a_contrast_of_4_5_and_what_is_drawn_of_3(scheme: str) -> None:
    named = colours(scheme)
    measured = {
        (name, on, least): contrast(named[name], named[on])
        for pairs, least in ((WRITTEN, 4.5), (DRAWN, 3.0))
        for name, on in pairs
    }

    assert {pair: round(found, 2) for pair, found in measured.items() if found < pair[2]} == {}


def test_every_state_has_a_symbol_of_its_own() -> None:
    assert (set(SYMBOLS), len(set(SYMBOLS.values()))) == (set(CellState), len(CellState))
