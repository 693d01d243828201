"""Tables drawn in a test become the bytes of a file, so that a reader sees the data a test is about."""

import csv
import io


def log(drawing: str) -> bytes:
    """The CSV file of a drawing: cells between `|`, a rule of dashes left out, the first line the header."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(cells(drawing))
    return lines.getvalue().encode()


def cells(drawing: str) -> list[list[str]]:
    """The rows of a drawing, every cell without the spaces around it."""
    lines = [line.strip() for line in drawing.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines if line.strip("-+ ")]
