"""Rows of a workbook as its author sees them: a merged cell stands in every row it covers, an error where it shows.

A number that covers several rows stays in the first: thirty people over three rows are not ninety.
"""

from collections.abc import Iterable, Iterator, Sequence

from engagement.files.markup import Area, Findings

_LOOK_AT = 50

Grid = list[list[str]]


def settle(cells: Grid, findings: Findings) -> dict[str, Sequence[object]]:
    """Write into the cells what the markup says of them, and say what a person should know of it.

    Hidden rows by number, hidden columns by position, and the areas that are merged: (top, left, bottom, right) from 0.
    """
    _show(cells, findings)
    tall = [area for area in findings.merged if area[2] > area[0]]
    wide = [area for area in findings.merged if area[2] == area[0] and area[3] > area[1]]
    tall = [area for area in tall if not _settle_group(cells, area, wide)]
    for top in {area[0] for area in wide}:
        _settle_titles(cells, top, [area for area in wide if area[0] == top])
    repeated, kept = _repeat(cells, tall)
    return {
        "rows_hidden": [number for number in findings.hidden_rows if number <= len(cells) and any(cells[number - 1])],
        "columns_hidden": findings.hidden_columns,
        "merged_cells": repeated,
        "merged_numbers": kept,
    }


def _show(cells: Grid, findings: Findings) -> None:
    """Put what the spreadsheet shows into its bad cells, so that their rows are not blank."""
    if not findings.bad:
        return
    cells.extend([] for _ in range(max(bad[0] for bad in findings.bad) - len(cells)))
    width = max(*(bad[1] + 1 for bad in findings.bad), *map(len, cells))
    for line in cells:
        line.extend([""] * (width - len(line)))
    for row, position, _, value in findings.bad:
        cells[row - 1][position] = value


# ---- headers ----


def _settle_group(cells: Grid, area: Area, wide: Sequence[Area]) -> bool:
    """Move a title that covers two rows of a header to the lower one, where its neighbours have theirs."""
    top, left, bottom, _ = area
    if bottom >= len(cells) or not any(_is_group(cells, each) for each in wide if each[0] == top):
        return False
    if left < len(cells[top]) and not cells[bottom][left]:
        cells[bottom][left], cells[top][left] = cells[top][left], ""
    return True


def _is_group(cells: Grid, area: Area) -> bool:
    """Whether a merged title stands over titles of its own, as Participants does over Women and Men."""
    top, left, _, right = area
    if top >= _LOOK_AT or top + 1 >= len(cells) or sum(map(bool, cells[top])) < 2:
        return False
    below = [cell for cell in cells[top + 1][left : right + 1] if cell]
    return len(below) > 1 and all(any(map(str.isalpha, cell)) for cell in below)


def _settle_titles(cells: Grid, top: int, wide: Sequence[Area]) -> None:
    """Name the columns under merged titles: by the title, or by both where the sub-title alone says too little."""
    if top >= len(cells):
        return
    groups = [area for area in wide if _is_group(cells, area)]
    below = list(cells[top + 1]) if groups else []
    for _, left, _, right in groups:
        for position in range(left, min(right + 1, len(below))):
            if below.count(below[position]) > 1:
                cells[top + 1][position] = f"{cells[top][left]} / {below[position]}"
    for position, cell in enumerate(cells[top] if groups else ()):
        is_grouped = any(left <= position <= right for _, left, _, right in groups)
        if cell and not is_grouped and not below[position]:
            cells[top + 1][position], cells[top][position] = cell, ""
    if not groups and top == _first_full(cells):
        for _, left, _, right in wide:
            for position in range(left + 1, min(right + 1, len(cells[top]))):
                cells[top][position] = cells[top][left]


def _first_full(cells: Grid) -> int:
    """The first row that is at least half as full as the fullest: the header, most likely."""
    filled = [sum(map(bool, row)) for row in cells[:_LOOK_AT]]
    return next((row for row, full in enumerate(filled) if full and full >= 0.5 * max(filled)), -1)


# ---- data ----


def _repeat(cells: Grid, tall: Iterable[Area]) -> tuple[list[Area], list[Area]]:
    """Repeat merged cells down the rows that hold something else, and say which; numbers are kept as they are."""
    filled = [any(row) for row in cells]
    repeated, kept = [], []
    for area in tall:
        rows = [row for row in _rows_below(cells, area) if filled[row]]
        value = cells[area[0]][area[1]] if rows else ""
        if value and _is_number(value):
            kept.append(area)
        elif value:
            repeated.append(area)
            for row in rows:
                cells[row][area[1]] = value
    return repeated, kept


def _rows_below(cells: Grid, area: Area) -> Iterator[int]:
    top, left, bottom, _ = area
    if top < len(cells) and left < len(cells[top]):
        yield from range(top + 1, min(bottom + 1, len(cells)))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdecimal()
