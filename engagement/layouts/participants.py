"""A list of participants as the United Nations prints them: groups, delegations, and a line for each person.

Lines of people are counted; their names are not read further. What stands over them is a delegation, and over
delegations a group.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from engagement import reference
from engagement.cells import countries
from engagement.errors import UnreadableFileError
from engagement.files.sheet import Cells, Grid, Row
from engagement.folding import fold
from engagement.layouts.laid import Laid, filled, first_rows, recognised, reshaped, term, unfit, words
from engagement.settings import Settings
from engagement.taxonomy import Taxonomy

GROUP, DELEGATION, COUNTRY, LINE = "category", "organisation", "country", "person"
"""Titles of the columns: our own names, which mean the same in every language."""

_ENOUGH_PEOPLE = 4
_SHARE_OF_PEOPLE = 0.3
_NUMBERED = re.compile(r"^\s*(?:[IVXLC]+|[A-Z]|\d{1,2})\s*[.)]\s+")
_NOT_A_HEADING = re.compile(r"^[\d\s/.,–-]*$|^page\s+\d+|^[A-Z]+(?:/[A-Z0-9.]+){2,}|^https?:", re.IGNORECASE)


def fits(grid: Grid) -> bool:
    """Lines that begin with an honorific, under headings that have a line to themselves."""
    rows = [cells for _, cells in first_rows(grid)]
    people = [_is_person(cells) for cells in rows]
    if sum(people) < max(_ENOUGH_PEOPLE, _SHARE_OF_PEOPLE * len(rows)):
        return False
    headings = [len(filled(cells)) == 1 for cells, person in zip(rows, people, strict=True) if not person]
    after_people = any(first and not second for first, second in pairwise(people))
    return all(headings) and len(headings) > 1 and after_people


def lay(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """One row for each person, or for a delegation without any: group, delegation, country where it is one, line."""
    if not any(_is_person(cells) for _, cells in first_rows(grid)):
        raise unfit("participants", [term("participants", "honorific")])
    below = [row for row in grid.rows if header_row is None or row[0] >= header_row]
    rows = list(_people(below, categories))
    if not rows:
        raise UnreadableFileError("file-header-only")
    start = next(number for number, cells in below if not _is_person(cells) or number == rows[0][0])
    reasons = tuple(dict.fromkeys(cells[0] for _, cells in rows if cells[0]))[:3]
    return Laid(
        sheet=reshaped(grid, (GROUP, DELEGATION, COUNTRY, LINE), start, rows, moved={0: 1}),
        layout="participants",
        reasons=reasons,
        columns={GROUP: "category", DELEGATION: "organisation", COUNTRY: "country", LINE: "person"},
        values={"category": _meant({cells[0] for _, cells in rows})},
        notes=(recognised("participants", reasons),),
    )


def _meant(groups: set[str]) -> dict[str, str]:
    """What the headings mean that only such lists have: specialized agencies are of the United Nations."""
    known = {code: words("participants", code) for code in ("GOV", "UNS", "IGO")}
    return {group: code for group in sorted(groups) for code, terms in known.items() if fold(group) in terms}


# ---- lines --------------------------------------------------------------------------------------------------------


@cache
def _honorifics() -> tuple[re.Pattern[str], frozenset[str]]:
    """What a line of a person begins with, and the same alone in a cell."""
    rows = [row for row in reference.table("layout_words") if row["layout"] == "participants"]
    before = sorted((row["term"] for row in rows if row["word"] == "honorific"), key=len, reverse=True)
    after = [row["term"] for row in rows if row["word"] == "honorific-after"]
    dotted = "|".join(re.escape(term) for term in before)
    pattern = (
        rf"(?:{dotted})(?:\s*[.,]?\s+|(?<=\.))\S|\S{{1,12}}\s?(?:{'|'.join(map(re.escape, after))})(?:$|[\s,，;；])"
    )
    return re.compile(pattern), frozenset(fold(term) for term in before)


def _is_person(cells: Cells) -> bool:
    """Whether a line is a person: an honorific and a name, in one cell or in two."""
    texts = filled(cells)
    if not texts:
        return False
    pattern, alone = _honorifics()
    return bool(pattern.match(texts[0])) or (len(texts) > 1 and fold(texts[0]) in alone)


def _people(rows: Sequence[Row], categories: Taxonomy) -> Iterator[Row]:
    """Each person under the headings before; headings without people are delegations that sent no name."""
    group = delegation = ""
    headings: list[tuple[int, str]] = []
    for number, cells in rows:
        if not _is_person(cells):
            headings.extend((number, text) for text in filled(cells)[:1] if not _NOT_A_HEADING.match(text))
            continue
        if headings:
            yield from _without_people(headings, group, categories)
            group, delegation = _read(headings, group, categories)
            headings = []
        yield number, _row(group, delegation, str(number))
    yield from _without_people([*headings, (0, "")], group, categories)


def _without_people(headings: list[tuple[int, str]], group: str, categories: Taxonomy) -> Iterator[Row]:
    """Delegations between two groups of people, each before the heading that the next people stand under."""
    are_groups = _groups([text for _, text in headings], categories)
    for position, (number, text) in enumerate(headings[:-1]):
        if are_groups[position]:
            group = text
        elif group and not (_is_title(text) and any(are_groups[position + 1 :])):
            yield number, _row(group, _name(text), "")


def _read(headings: list[tuple[int, str]], group: str, categories: Taxonomy) -> tuple[str, str]:
    """The group and the delegation that people under these headings belong to."""
    texts = [text for _, text in headings]
    groups = [text for text, is_group in zip(texts, _groups(texts, categories), strict=True) if is_group]
    if groups and groups[-1] == texts[-1]:
        return texts[-1], ""
    over = groups[-1] if groups else group
    if not over and len(texts) > 1:
        over = texts[-2]
    return over, texts[-1]


def _groups(headings: Sequence[str], categories: Taxonomy) -> list[bool]:
    """Whether each of the headings that follow one another is a kind of participant, and not one of them.

    A name that is also a synonym (Caritas) is a group only where it is numbered or in capitals over one that is not.
    """
    below = (*headings[1:], "")
    return [
        _is_group(text, categories) or _stands_over(text, next_, categories)
        for text, next_ in zip(headings, below, strict=True)
    ]


def _is_group(text: str, categories: Taxonomy) -> bool:
    """Whether a heading says by itself that it is a kind of participant."""
    name = fold(_name(text))
    return name in words("participants", "heading") or categories.recognise(_name(text)).reason in ("code", "label")


def _stands_over(text: str, below: str, categories: Taxonomy) -> bool:
    """Whether a heading that may mean a category is set as a group, over a delegation."""
    found = categories.recognise(_name(text))
    return bool(below and _is_title(text) and not _is_title(below) and (found.category or found.candidates))


def _is_title(text: str) -> bool:
    return text.isupper() or bool(_NUMBERED.match(text))


def _name(text: str) -> str:
    """A heading without its number."""
    return _NUMBERED.sub("", text).strip() or text


def _row(group: str, delegation: str, line: str) -> Cells:
    name = _name(delegation)
    country = name if name and countries.recognise(name) else ""
    return _name(group), name, country, line
