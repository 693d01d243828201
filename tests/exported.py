"""A document in two languages with names that would do harm, and each format read back."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from documents import organisations

from engagement.document import Column, Document, Entry, Paragraph, Property, Section, Table
from engagement.exports import FORMATS

HOSTILE_NAMES = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "Union \"Les Amis\", d'ici; & d'ailleurs",
    "Réseau \u202eغير مسجل\u202c",
    "https://example.org/?a=1&b=2",
    "@SUM(1+1)",
    "{=1+1}",
    "+33 1 23",
    "-5",
    "1E5",
    "\u200b =1+1",
    "＝1+1",
    "two\nlines",
]


def hostile_table(title: str, missing: str, share: str) -> Table:
    """One row per hostile name: a count, a count as "n of 12", a share, and a share nobody knows."""
    return organisations(
        HOSTILE_NAMES,
        f"{title}: [all]/*?",
        "=HYPERLINK(note)",
        organisation=title,
        events=("=1+1", lambda place: Entry(text=f"{place * 1000:,}", value=place * 1000)),
        of_all=("of 12", lambda place: Entry(text=f"{place} of 12", value=place)),
        share=("%", lambda _: Entry(text=share, value=0.125)),
        women=("♀", lambda _: Entry(text=missing, value=None)),
    )


ENGLISH = Document(
    language="en",
    title="Inclusion summary: Chad & Mali, 2026",
    subtitle="Regional network",
    notice="Illustrative data & nothing else",
    properties=(
        Property(code="scope", label="Scope", text='=cmd|"scope"'),
        Property(code="list", label="List of groups", text="Global Compact, paragraph 44"),
    ),
    sections=(
        Section(
            code="presence",
            heading="Who took part",
            blocks=(
                Paragraph(text="Nine of twelve groups were recorded.", role="lead"),
                hostile_table("Organisation", "not recorded", "12.5%"),
                Paragraph(text="Absence from the record is not proof of absence.", role="note"),
            ),
        ),
        Section(
            code="trend",
            heading="Year by year",
            blocks=(
                Table(
                    code="years",
                    caption="Years",
                    columns=(
                        Column(code="year", title="Year"),
                        Column(code="ratio", title="Ratio", is_number=True),
                    ),
                    row_codes=("2025", "2026"),
                    rows=(
                        (Entry(text="2025", value="2025"), Entry(text="0.00", value=0)),
                        (Entry(text="2026", value="2026"), Entry(text="−0.33", value=-1 / 3)),
                    ),
                ),
            ),
        ),
    ),
)

FRENCH = Document(
    language="fr",
    title="Résumé de l’inclusion : cœur du Réseau",
    subtitle="Réseau régional",
    notice="Données fictives",
    properties=(Property(code="scope", label="Périmètre", text="Réseau régional"),),
    sections=(
        Section(
            code="presence",
            heading="Qui a pris part",
            blocks=(hostile_table("Organisation", "non renseigné", "12,5\u202f%"),),
        ),
    ),
)

ARABIC = FRENCH.model_copy(update={"language": "ar", "title": "ملخص الإدماج"})

both_languages = pytest.mark.parametrize("document", [ENGLISH, FRENCH], ids=["en", "fr"])


def members(name: str, document: Document) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(FORMATS[name].write(document))) as file:
        for member in file.infolist():
            yield member, file.read(member)
