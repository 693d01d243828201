"""The rows of somebody's sheet that were not imported, with what is wrong with each, to mend and send again."""

import csv
import io
from collections import defaultdict

from engagement.locale import problem_text, text
from engagement.model import ProblemSeverity, Receipt
from engagement.readers import Sheet
from engagement.safe_text import neutralised


def refused_rows(sheet: Sheet, receipt: Receipt, language: str) -> bytes:
    """The refused rows as CSV (UTF-8 with a byte-order mark): the sheet's own columns and one that says why.

    Made on the spot from the file in hand; refused rows are never stored.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    for problem in receipt.problems:
        if problem.severity is ProblemSeverity.BLOCKING and problem.code != "row-copy" and problem.row is not None:
            reasons[problem.row].append(problem_text(problem, language))
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([*map(neutralised, sheet.header), text("refused.problem", language)])
    for number, cells in sheet.rows:
        if number in reasons:
            writer.writerow([*map(neutralised, cells), " ".join(reasons[number])])
    return lines.getvalue().encode("utf-8-sig")
