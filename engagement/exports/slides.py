"""What goes on which slide: one message each, as its title; below it a chart, the first rows of a table or sentences.

Nothing is worded here: a title is a sentence of the document or the caption of a table.
"""

from collections.abc import Iterator, Sequence
from math import ceil

from engagement.codebook import chart
from engagement.document import Document, Paragraph, Section, Table
from engagement.exports.widths import is_wide, shown_width
from engagement.locale import plural, prose
from engagement.model import Value

ROWS = 8
"""The most rows of a table that can be read from the back of a room."""

_BARS = 26
_SENTENCES, _CHARACTERS = 8, 900  # on one slide
_REMARK = 270  # characters below a chart or table
_COLUMNS = 8


class Slide(Value):
    """One slide. `part` is the heading of its section; `notes` are for the speaker: method, and what is left out."""

    part: str
    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    is_chart: bool = False
    remark: str = ""
    notes: str = ""


def slides(document: Document) -> tuple[Slide, ...]:
    """The slides after the first, in the order of the document. Sections of a sentence or two share one, at the last.

    The annex that figures lead to is for readers with time: it has no slides.
    """
    told = [section for section in document.sections if section.blocks and not _is_annex(section)]
    brief = [section for section in told if _is_brief(section)]
    made: list[Slide] = []
    for section in told:
        if not _is_brief(section):
            made.extend(_of_section(section, document.language))
        elif section is brief[-1]:
            made.extend(_brief(brief, document.language))
    return tuple(made)


def excerpt(table: Table) -> Table:
    """The first rows and columns of a table: as many as a slide holds."""
    wanted = min(_COLUMNS, len(table.columns))
    while wanted > 2 and is_wide(_narrowed(table, wanted)):
        wanted -= 1
    return _narrowed(table, wanted)


def _narrowed(table: Table, columns: int) -> Table:
    rows = tuple(row[:columns] for row in table.rows[:ROWS])
    changed = {"columns": table.columns[:columns], "rows": rows, "row_codes": table.row_codes[:ROWS]}
    return table.model_copy(update=changed)


def left_out(table: Table, language: str) -> str:
    """What of the table is not on the slide, in words; "" where all of it is."""
    shown = excerpt(table)
    rows, columns = len(table.rows) - len(shown.rows), len(table.columns) - len(shown.columns)
    said = [
        plural("exports.more-rows", rows, language) if rows else "",
        plural("exports.more-columns", columns, language) if columns else "",
    ]
    return prose(said, language)


# ---- sections -----------------------------------------------------------------------------------------------------


def _tables(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def _said(section: Section) -> list[str]:
    return [each.text for each in section.blocks if isinstance(each, Paragraph) and each.role != "note"]


def _notes(section: Section) -> list[str]:
    return [each.text for each in section.blocks if isinstance(each, Paragraph) and each.role == "note"]


def _is_annex(section: Section) -> bool:
    return any(entry.anchor for table in _tables(section) for row in table.rows for entry in row)


def _is_brief(section: Section) -> bool:
    return not _tables(section) and len(_said(section)) <= 2


def _of_section(section: Section, language: str) -> Iterator[Slide]:
    tables, notes = _tables(section), prose(_notes(section), language)
    if not tables:
        for theme in _themes(section):
            yield from _told(section.heading, theme)
    for place, table in enumerate(tables):
        lead, *rest = _message(section, table) if place == 0 else [table.caption]
        remark = prose(rest, language)
        is_drawn = _is_drawn(table)
        is_short = len(remark) + (0 if is_drawn else len(left_out(table, language))) <= _REMARK
        below = "" if is_short else remark
        yield Slide(
            part=section.heading,
            title=lead,
            table=table,
            is_chart=is_drawn,
            remark=remark if is_short else "",
            notes="\n".join(each for each in (table.caption, below, table.note or "", notes) if each),
        )


def _message(section: Section, table: Table) -> list[str]:
    """What the first slide of a section says: the sentence that leads to its table, or its caption; then the rest."""
    said = _said(section)
    leads = [each.text for each in section.blocks if isinstance(each, Paragraph) and each.role == "lead"]
    before = [each.text for each in section.blocks[: section.blocks.index(table)] if isinstance(each, Paragraph)]
    lead = next(iter([*leads, *before, table.caption]))
    return [lead, *(each for each in said if each != lead)]


def _is_drawn(table: Table) -> bool:
    plan = chart(table)
    if plan is None:
        return False
    return len(table.rows) * (len(plan.places) if plan.shape == "bars" else 1) <= _BARS


def _themes(section: Section) -> list[list[str]]:
    """The sentences of a section, from one lead to the next; its notes, such as a caveat, with the last."""
    themes: list[list[str]] = []
    for each in section.blocks:
        if isinstance(each, Paragraph):
            if each.role == "lead" or not themes:
                themes.append([])
            themes[-1].append(each.text)
    return themes


def _told(heading: str, said: Sequence[str], notes: str = "") -> Iterator[Slide]:
    """Sentences, some to a slide; the first of each slide is its title."""
    for sentences in _portions(said or [heading]):
        first, *others = sentences
        yield Slide(part=heading, title=first, sentences=tuple(others), notes=notes)


def _portions(said: Sequence[str]) -> list[list[str]]:
    """As few slides as hold the sentences, and about as many sentences on each."""
    total = sum(map(shown_width, said))
    wanted = max(-(-len(said) // _SENTENCES), ceil(total / _CHARACTERS))
    size = -(-len(said) // wanted)
    return [list(said[place : place + size]) for place in range(0, len(said), size)]


def _brief(sections: Sequence[Section], language: str) -> Iterator[Slide]:
    """Sections of one or two sentences, each sentence with its heading."""
    for place in range(0, len(sections), _SENTENCES):
        some = sections[place : place + _SENTENCES]
        if len(some) == 1:
            yield from _told(some[0].heading, _said(some[0]), prose(_notes(some[0]), language))
            continue
        told = [f"{each.heading}\n{prose(_said(each), language)}" for each in some]
        notes = prose((note for each in some for note in _notes(each)), language)
        yield Slide(part="", title=" · ".join(each.heading for each in some), sentences=tuple(told), notes=notes)
