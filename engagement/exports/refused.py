"""The rows of somebody's sheet that were not imported, with what is wrong with each, to mend and send again."""

import csv
import io
from collections.abc import Iterable

from engagement.files.sheet import Cells
from engagement.locale import CategoryName, problem_text, text
from engagement.model import Problem
from engagement.safe_text import neutralised


def refused_rows(
    header: Cells,
    rows: Iterable[tuple[int, Cells, tuple[Problem, ...]]],
    language: str,
    names: CategoryName | None = None,
) -> bytes:
    """The refused rows as CSV (UTF-8 with a byte-order mark): the sheet's own columns and one that says why.

    `names` are those of categories. Made on the spot from the file in hand; refused rows are never stored.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([*map(neutralised, header), text("refused.problem", language)])
    for _, cells, problems in rows:
        reasons = dict.fromkeys(problem_text(each, language, names) for each in problems)
        writer.writerow([*map(neutralised, cells), " ".join(reasons)])
    return lines.getvalue().encode("utf-8-sig")
