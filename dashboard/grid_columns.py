"""Which columns of a wide matrix are drawn: a page at a time, those with most recorded first. Pure."""

from collections import Counter

from engagement.model import Matrix

MOST = 40


def pages(matrix: Matrix) -> list[tuple[str, ...]]:
    """The columns in pages of at most `MOST`; within a page in the order of the matrix. One page if they all fit."""
    if len(matrix.columns) <= MOST:
        return [matrix.columns]
    recorded = Counter[str]()
    for cell in matrix.cells:
        recorded[cell.column] += cell.organisation_events
    places = {column: place for place, column in enumerate(matrix.columns)}
    ranked = sorted(matrix.columns, key=lambda column: (-recorded[column], places[column]))
    cut = [ranked[start : start + MOST] for start in range(0, len(ranked), MOST)]
    return [tuple(sorted(page, key=places.__getitem__)) for page in cut]


def only(matrix: Matrix, columns: tuple[str, ...]) -> Matrix:
    """The matrix with these columns alone."""
    if columns == matrix.columns:
        return matrix
    kept = frozenset(columns)
    cells = tuple(cell for cell in matrix.cells if cell.column in kept)
    return matrix.model_copy(update={"columns": columns, "cells": cells})
