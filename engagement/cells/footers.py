"""The lines that stand under a table and are no rows of it: totals, sources, notes, who prepared it.

Their words stand in `data/layout_words.csv`: a `footer` is a total, alone or before a number or words of `footer-tail`;
a `footer-remark` (a source, a sum) is one alone or before a colon; whatever begins as a `footer-opening` is one.
"""

import re
from functools import cache

from engagement import reference
from engagement.folding import fold

_TOTAL, _REMARK, _OPENING, _TAIL = "footer", "footer-remark", "footer-opening", "footer-tail"
_COLON = re.compile("[:：﹕]")
_LONGEST = 1_000


def is_footer(text: str) -> bool:
    """Whether a cell of any column shows that its row is a total, a source or a note.

    >>> is_footer("TOTAL présents : 14"), is_footer("Source: registration desk"), is_footer("Total Energies")
    (True, True, False)
    """
    folded = fold(text[:_LONGEST])
    if not _may_begin_one(folded):
        return False
    before_colon = fold(_COLON.split(text[:_LONGEST], maxsplit=1)[0])
    return (
        folded in _terms(_REMARK)
        or _begins(folded, _OPENING)
        or _is_total(folded)
        or (before_colon != folded and (before_colon in _terms(_REMARK) or _is_total(before_colon)))
    )


def begins_as_footer(text: str) -> bool:
    """Whether a cell that should hold no words, such as a date, begins as a footer does."""
    folded = fold(text[:_LONGEST])
    return _may_begin_one(folded) and any(_begins(folded, word) for word in (_TOTAL, _REMARK, _OPENING))


def _is_total(folded: str) -> bool:
    return any(
        all(word.isdecimal() or word in _terms(_TAIL) for word in folded.removeprefix(term).split())
        for term in _terms(_TOTAL)
        if f"{folded} ".startswith(f"{term} ")
    )


def _begins(folded: str, word: str) -> bool:
    """Chinese has no spaces: what follows a term there is part of the same word."""
    return any(f"{folded} ".startswith(term if _is_unspaced(term) else f"{term} ") for term in _terms(word))


def _is_unspaced(term: str) -> bool:
    return "\u4e00" <= term[-1] <= "\u9fff"


def _may_begin_one(folded: str) -> bool:
    """Quick, because nearly no cell does."""
    return folded.partition(" ")[0] in _first_words() or folded[:2] in _first_words()


@cache
def _first_words() -> frozenset[str]:
    """The first words of all terms, and the first two characters of Chinese ones."""
    terms = [term for word in (_TOTAL, _REMARK, _OPENING) for term in _terms(word)]
    return frozenset(term[:2] if _is_unspaced(term) else term.partition(" ")[0] for term in terms)


@cache
def _terms(word: str) -> frozenset[str]:
    rows = reference.table("layout_words")
    return frozenset(fold(row["term"]) for row in rows if (row["layout"], row["word"]) == ("plain", word))
