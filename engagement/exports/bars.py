"""The main figures of a table as bars: boxes and words with their places, which every format for readers draws alike.

What is recorded is solid. What unclassified organisations could add is an outline, up to "at most". Where a figure is
"k of n", a line as long as n lies behind its bar. The table holds every number of the drawing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap

from engagement.codebook import Bars, bars
from engagement.document import Document, Entry, Table
from engagement.exports.palette import ACCENT, INK, QUIET, RULE, SERIES
from engagement.exports.sides import Said, Words, words
from engagement.exports.widths import shown_width
from engagement.locale import text
from engagement.model import Value
from engagement.safe_text import legible

WIDTH = 470
"""Of a drawing, in points: a little less than the text of an A4 page."""

SIZE = 8
"""Of its letters, in points."""

_NAMES, _VALUES, _GAP = 160, 58, 8
_ROOM = WIDTH - _NAMES - _VALUES - 2 * _GAP
_LINE, _BAR, _BETWEEN, _HEAD = 10, 8, 5, 18
_CHARACTER = 0.56 * SIZE


class Box(Value):
    """A bar, or the outline of one. All places are in points, from the top left."""

    left: float
    top: float
    width: float
    height: float
    fill: str
    stroke: str | None = None


class Label(Value):
    """Words on one line, which begin at the left of `x` or end there; `y` is their middle."""

    x: float
    y: float
    words: str
    language: str
    colour: str
    is_end: bool


class Drawing(Value):
    """What is drawn, `WIDTH` wide, and what a screen reader says instead."""

    height: float
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    alternative: str


def drawing(together: Sequence[Table], shown: Sequence[Document]) -> Drawing | None:
    """What is drawn of a table, in each of its languages; None of one that says itself best."""
    plan = bars(together[0])
    if plan is None:
        return None
    places = [*plan.places, *([] if plan.at_most is None else [plan.at_most])]
    titles = [words((table.columns[place].title for table in together), shown) for place in places]
    rows = [_row(cells, plan, shown) for cells in zip(*(table.rows for table in together), strict=True)]
    pen = _Pen(is_rtl=Said("", shown[0].language).is_rtl, language=shown[0].language)
    pen.legend(titles, has_most=plan.at_most is not None)
    tops = list(accumulate((each.height for each in rows), initial=float(_HEAD)))
    longest = max(each.longest for each in rows)
    for row, top in zip(rows, tops, strict=False):
        pen.row(row, top, _ROOM / longest)
    said = _alternative(together, shown)
    return Drawing(height=tops[-1], boxes=tuple(pen.boxes), labels=tuple(pen.labels), alternative=said)


def _alternative(together: Iterable[Table], shown: Iterable[Document]) -> str:
    sides = zip(together, shown, strict=True)
    return legible(" ".join(text("exports.drawing", side.language, caption=table.caption) for table, side in sides))


# ---- rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """A row of the table: its name in lines, the values that are drawn, the most that the first of them can be."""

    name: tuple[Said, ...]
    values: tuple[Entry, ...]
    most: float

    @property
    def height(self) -> float:
        return max(_LINE * len(self.name), _BAR * len(self.values)) + _BETWEEN

    @property
    def longest(self) -> float:
        """What the longest bar of the row stands for; never 0. Of n, none is longer than n."""
        return max(each.of or _number(each) for each in self.values) or 1


def _row(cells: Sequence[tuple[Entry, ...]], plan: Bars, shown: Sequence[Document]) -> _Row:
    return _Row(
        name=tuple(_folded(words((each[0].text for each in cells), shown))),
        values=tuple(cells[0][place] for place in plan.places),
        most=0 if plan.at_most is None else _number(cells[0][plan.at_most]),
    )


def _folded(name: Words) -> Iterator[Said]:
    """The name in lines that fit beside the bars, in each language."""
    for each in name:
        characters = int(_NAMES / _CHARACTER * len(each.words) / max(shown_width(each.words), 1))
        yield from (Said(line, each.language) for line in wrap(each.words, characters))


def _number(entry: Entry) -> float:
    """What is drawn of a value; of one that is not known, nothing."""
    return entry.value if isinstance(entry.value, int | float) else 0


class _Pen:
    """Draws from the left, or from the right where the language is written so."""

    def __init__(self, is_rtl: bool, language: str) -> None:
        self.boxes: list[Box] = []
        self.labels: list[Label] = []
        self._is_rtl, self._language = is_rtl, language

    def legend(self, titles: Sequence[Words], has_most: bool) -> None:
        """What each kind of bar is: the title of its column."""
        bars_, start, top = len(titles) - has_most, float(_NAMES + _GAP), 3.0
        for place, title in enumerate(titles):
            if place < bars_:
                self._bar(start, top, _BAR, _colour(place, bars_))
            else:
                self._outline(start, top, _BAR)
            start += _BAR + 4
            for each in title:
                self._label(each, start, top + _BAR / 2, QUIET)
                start += _CHARACTER * shown_width(each.words) + _GAP
            start += _GAP

    def row(self, row: _Row, top: float, scale: float) -> None:
        """A row's name, its bars and what they say; `scale` is the length of 1."""
        for place, each in enumerate(row.name):
            is_first = each.language == row.name[0].language
            self._label(each, _NAMES, top + _LINE * (place + 0.5), INK if is_first else QUIET, is_end=True)
        start = _NAMES + _GAP
        for place, entry in enumerate(row.values):
            above = top + _BAR * place + (0.5 if len(row.values) == 1 else 0)
            if entry.of:
                self._bar(start, above + _BAR / 2 - 1, scale * entry.of, RULE, height=1)
            if row.most > _number(entry):
                self._outline(start, above, scale * row.most)
            if _number(entry):
                self._bar(start, above, scale * _number(entry), _colour(place, len(row.values)))
            self._label(Said(entry.text, self._language), WIDTH, above + _BAR / 2, INK, is_end=True)

    def _bar(self, start: float, top: float, width: float, colour: str, height: float = _BAR - 1) -> None:
        left = self._left(start, width)
        self.boxes.append(Box(left=left, top=top, width=width, height=height, fill=colour))

    def _outline(self, start: float, top: float, width: float) -> None:
        left, inner = self._left(start, width), _BAR - 1.8
        outline = Box(left=left, top=top + 0.4, width=width, height=inner, fill="#FFFFFF", stroke=ACCENT)
        self.boxes.append(outline)

    def _label(self, said: Said, start: float, middle: float, colour: str, is_end: bool = False) -> None:
        x, ends = self._left(start, 0), is_end != self._is_rtl
        label = Label(x=x, y=middle, words=said.words, language=said.language, colour=colour, is_end=ends)
        self.labels.append(label)

    def _left(self, start: float, width: float) -> float:
        return WIDTH - start - width if self._is_rtl else start


def _colour(place: int, bars_: int) -> str:
    """Of what was then and what is now, the second in strong colour."""
    return ACCENT if place == bars_ - 1 else SERIES[0]
