"""Take a workbook apart in a process of its own: `python -m engagement.workbook [SHEET] < file > json`.

A single far cell makes the fastest reader abort its whole process, so no workbook is ever parsed in ours. The answer
is `{"sheets": [visible names], "hidden": [names], "rows": [[text, ...], ...]}`; `rows` is absent until it is clear
which sheet is meant.
"""

import datetime
import io
import json
import resource
import sys

import python_calamine

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def text(cell: Cell) -> str:
    """A cell as the text a person would read: whole numbers without a point, dates as ISO."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def read(content: bytes, sheet: str | None) -> dict[str, object]:
    """The sheets of a workbook, and the rows of the one named or of the only one that is visible."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [each.name for each in book.sheets_metadata if each.visible == python_calamine.SheetVisibleEnum.Visible]
    hidden = [each.name for each in book.sheets_metadata if each.name not in visible]
    answer: dict[str, object] = {"sheets": visible, "hidden": hidden}
    wanted = sheet if sheet else visible[0] if len(visible) == 1 else None
    if wanted in visible or wanted in hidden:
        rows = book.get_sheet_by_name(str(wanted)).to_python(skip_empty_area=False)
        answer |= {"sheet": wanted, "rows": [[text(cell) for cell in row] for row in rows]}
    return answer


def main() -> None:
    """Read standard input within the limits given as arguments: SECONDS BYTES [SHEET]."""
    seconds, size = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":  # macOS refuses to limit the address space
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    json.dump(read(sys.stdin.buffer.read(), sys.argv[3] if len(sys.argv) > 3 else None), sys.stdout)


if __name__ == "__main__":
    main()
