"""What a document says, as text: its paragraphs, its tables, every word of it."""

from engagement.document import Document, Paragraph, Section, Table


def section(document: Document, code: str) -> Section:
    """The section of this code."""
    return next(each for each in document.sections if each.code == code)


def paragraphs(document: Document, code: str) -> list[str]:
    """What a section says in sentences."""
    return [block.text for block in section(document, code).blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> dict[str, Table]:
    """The tables by their codes."""
    return {block.code: block for each in document.sections for block in each.blocks if isinstance(block, Table)}


def shown(document: Document, code: str) -> dict[str, list[str]]:
    """The rows of a table by their codes, without the first cell."""
    found = tables(document)[code]
    return {row: [entry.text for entry in cells[1:]] for row, cells in zip(found.row_codes, found.rows, strict=True)}


def words(document: Document) -> list[str]:
    """Everything that stands in it."""
    blocks = [block for each in document.sections for block in each.blocks]
    return [
        document.title,
        document.subtitle,
        *(f"{each.label} {each.text}" for each in document.properties),
        *(each.heading for each in document.sections),
        *(block.text for block in blocks if isinstance(block, Paragraph)),
        *(part for block in blocks if isinstance(block, Table) for part in (block.caption, block.note or "")),
        *(column.title for block in blocks if isinstance(block, Table) for column in block.columns),
        *(entry.text for block in blocks if isinstance(block, Table) for row in block.rows for entry in row),
    ]
