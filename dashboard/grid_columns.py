"""The columns of a wide matrix: a page of them at a time, and what tells their names apart. Pure."""

from collections.abc import Sequence
from itertools import takewhile

from engagement.model import Matrix

MOST = 40


def pages(matrix: Matrix) -> list[tuple[str, ...]]:
    """The columns in pages of at most `MOST`, in the order of the matrix. One page if they all fit."""
    return [matrix.columns[start : start + MOST] for start in range(0, len(matrix.columns), MOST)] or [()]


def only(matrix: Matrix, columns: tuple[str, ...]) -> Matrix:
    """The matrix with these columns alone."""
    if columns == matrix.columns:
        return matrix
    kept = frozenset(columns)
    cells = tuple(cell for cell in matrix.cells if cell.column in kept)
    return matrix.model_copy(update={"columns": columns, "cells": cells})


_SHARED = 3
"""From how many words on a beginning that several names share is left out of narrow headings."""


def told_apart(names: Sequence[str]) -> list[str]:
    """The names without a long beginning that another one has too: "… for Asia" beside "… for Africa"."""
    words = [name.split() for name in names]
    return [_from_own_words(each, [other for other in words if other is not each]) for each in words]


def _from_own_words(name: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    shared = max((_in_common(name, other) for other in others), default=0)
    is_told = _SHARED <= shared < len(name)
    return f"… {' '.join(name[shared:])}" if is_told else " ".join(name)


def _in_common(left: Sequence[str], right: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
