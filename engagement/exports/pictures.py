"""Bars as the compiler of the PDF and a browser are told to draw them, and as a picture for a word processor."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import typst

from engagement.exports import fonts
from engagement.exports.bars import SIZE, WIDTH, Drawing, Label
from engagement.safe_text import legible

LOOK = Path(__file__).with_name("bars.typ")
"""How the compiler draws bars."""

_PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#set text(top-edge: 0.74em, bottom-edge: -0.26em)
#let shown = json(bytes(sys.inputs.drawing))
#bars(shown, shown.fonts)
"""
_SHARPNESS = 200  # dots to the inch
_FAMILIES = "Noto Sans, Noto Sans Arabic, Noto Sans CJK SC, sans-serif"
_BASELINE = 0.36  # of the letters' size below their middle


def told(drawn: Drawing, shown: Callable[[str], str] = legible) -> dict[str, Any]:
    """What `bars.typ` draws, its words as the fonts can show them."""
    labels = [each.model_dump() | {"words": shown(each.words)} for each in drawn.labels]
    boxes = [each.model_dump() for each in drawn.boxes]
    look = {"width": WIDTH, "height": drawn.height, "size": SIZE}
    return {**look, "boxes": boxes, "labels": labels, "alternative": shown(drawn.alternative)}


def png(drawn: Drawing) -> bytes:
    """The same bytes on every computer: no fonts but the shipped ones."""
    families = {each.language: fonts.families(each.language, fonts.fonts()) for each in drawn.labels}
    shown = told(drawn) | {"fonts": families}
    return typst.compile(
        LOOK.read_bytes() + _PAGE,
        font_paths=fonts.fonts(),
        sys_inputs={"drawing": json.dumps(shown, ensure_ascii=False)},
        format="png",
        ppi=_SHARPNESS,
    )


def svg(drawn: Drawing) -> str:
    """An <svg> element; its words are text."""
    box = f"0 0 {WIDTH} {drawn.height:g}"
    root = Element("svg", {"viewBox": box, "direction": "ltr", "font-family": _FAMILIES, "font-size": f"{SIZE}"})
    for each in drawn.boxes:
        numbers = {"x": each.left, "y": each.top, "width": each.width, "height": each.height}
        look = {"fill": each.fill} | ({"stroke": each.stroke, "stroke-width": "0.8"} if each.stroke else {})
        SubElement(root, "rect", {name: f"{number:.2f}" for name, number in numbers.items()} | look)
    for label in drawn.labels:
        SubElement(root, "text", _place(label)).text = legible(label.words)
    return tostring(root, encoding="unicode")


def _place(label: Label) -> dict[str, str]:
    anchor = "end" if label.is_end else "start"
    where = {"x": f"{label.x:.2f}", "y": f"{label.y + _BASELINE * SIZE:.2f}"}
    return where | {"text-anchor": anchor, "fill": label.colour, "lang": label.language}
