"""A list of categories of another process: one category in a row, judged row by row and then as a whole.

A list decides what coverage means, so one with any fault is not taken at all. A shipped code keeps its meaning: a list
may name it and give it further synonyms, but no other name. What is blank in `list` and `list_name` is as in the row
above.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from engagement.cells import names
from engagement.cells.reading import Reading
from engagement.files.blocks import Given
from engagement.folding import fold
from engagement.listed import CategoryOfList, ListedRow, ReadList, Standing
from engagement.model import UNCLASSIFIED, CategoryKind
from engagement.registry_lists import columns, sheet
from engagement.registry_lists.sheet import Findings
from engagement.taxonomy import (
    LANGUAGES,
    SHIPPED,
    CategoryList,
    ListedCategory,
    Taxonomy,
    is_shipped,
    is_shipped_list,
    same_term,
    taxonomy_of,
    term_key,
)

_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,15}")
_LIST = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_RESERVED = frozenset((UNCLASSIFIED, "TAG"))
"""What is not classified, and what carries a tag, in the counts of every list."""

_KINDS = tuple(each.value for each in CategoryKind if each is not CategoryKind.UNCLASSIFIED)
_BETWEEN_SYNONYMS = re.compile(r"[;；\n|]")
_APART = ("list", "category", "kind", "synonyms")
"""Columns whose cells are read here, and not as the columns of other lists."""

Rows = dict[int, CategoryOfList]


def read_categories(
    given: Given, known: Sequence[CategoryList], used: Iterable[str] = (), *, encoding: str | None = None
) -> ReadList[CategoryOfList]:
    """What a file says of lists of categories, beside those that stand. `used` are the codes the store uses.

    Raises UnreadableFileError, or MappingError when the file is no such list.
    """
    read = sheet.read(given, "categories", encoding=encoding)
    findings = read.findings
    rows = _rows(columns.values(read, _APART), _Row(findings, taxonomy_of(tuple(known))))
    _refuse_repeated(rows, findings)
    _refuse_shared_terms(rows, findings)
    _refuse_without_groups(rows, findings)
    _note_terms_of_other_lists(rows, known, findings)
    _refuse_losses(rows, known, used, findings)
    return ReadList(
        rows=tuple(each for each in _beside_known(rows, known) if each.row not in findings.refused),
        rows_in_file=read.rows_in_file,
        rows_refused=len(findings.refused),
        rows_blank=read.rows_blank,
        problems=findings.listed(),
        problem_counts=findings.counts(),
    )


# ---- one row ------------------------------------------------------------------------------------------------------


def _rows(cells: Mapping[int, Mapping[str, Any]], reader: "_Row") -> Rows:
    found: Rows = {}
    for row, said in cells.items():
        category = reader.category(row, said)
        if category is not None and row not in reader.findings.refused:
            found[row] = category
    return found


class _Row:
    """Reads one row after the other, and remembers the list that the one before was of."""

    def __init__(self, findings: Findings, known: Taxonomy) -> None:
        self.findings, self._known = findings, known
        self._list = self._name = ""

    def category(self, row: int, cells: Mapping[str, Any]) -> CategoryOfList | None:
        """What a row says; None when a cell it needs cannot be read."""
        self._note_list(row, cells)
        code = self._code(row, cells.get("category", ""))
        kind = self._kind(row, cells.get("kind", ""))
        synonyms = self._synonyms(row, cells.get("synonyms", ""))
        labels = {language: cells.get(f"label_{language}", "") for language in LANGUAGES}
        if code is None or kind is None or not self._is_list:
            return None
        self._note_labels(row, code, labels)
        kept = {} if is_shipped(code) else {f"label_{language}": said for language, said in labels.items()}
        listed = ListedCategory(category=code, kind=kind, synonyms=synonyms, **kept)
        return CategoryOfList(list=self._list, list_name=self._name or self._list, position=row, listed=listed)

    @property
    def _is_list(self) -> bool:
        return bool(_LIST.fullmatch(self._list)) and not is_shipped_list(self._list)

    def _note_list(self, row: int, cells: Mapping[str, Any]) -> None:
        said = cells.get("list", "").strip().lower()
        if said and said != self._list:
            self._list, self._name = said, ""
        self._name = cells.get("list_name") or self._name
        if not self._list:
            self.findings.note(row, "list", "listed-list-missing")
        elif is_shipped_list(self._list):
            self.findings.note(row, "list", "listed-list-shipped", self._list)
        elif not self._is_list:
            self.findings.note(row, "list", "listed-list-malformed", self._list)

    def _code(self, row: int, text: str) -> str | None:
        code = text.strip().upper()
        if not code:
            self.findings.note(row, "category", "listed-code-missing")
        elif not _CODE.fullmatch(code) or code in _RESERVED:
            self.findings.note(row, "category", "listed-code-malformed", text.strip())
        elif (whole := SHIPPED.parent(code)) != code:
            self.findings.note(row, "category", "listed-code-part", code, whole=whole)
        else:
            return code
        return None

    def _kind(self, row: int, text: str) -> CategoryKind | None:
        """What a category is to the list; one of which nothing is said is named."""
        if not text.strip():
            return CategoryKind.NAMED
        code = columns.words("category_kind").get(fold(text))
        if code is None:
            self.findings.note(row, "kind", "listed-kind-unknown", text.strip(), kinds=", ".join(_KINDS))
        return CategoryKind(code) if code else None

    def _synonyms(self, row: int, text: str) -> tuple[str, ...]:
        found = []
        for part in filter(None, map(names.clean, _BETWEEN_SYNONYMS.split(text))):
            reading = Reading(problem="personal-data") if names.holds_address(part) else names.read(part)
            if reading.problem:
                self.findings.note(row, "synonyms", reading.problem, part, **(reading.params or {}))
            if reading.value:
                found.append(str(reading.value))
        return tuple(dict.fromkeys(found))

    def _note_labels(self, row: int, code: str, labels: Mapping[str, str]) -> None:
        """A code of a list's own needs a name; a code that is known means there what it means everywhere."""
        if not is_shipped(code) and not labels["en"]:
            self.findings.note(row, "label_en", "listed-label-missing", code)
        if code not in self._known.codes or code in self._of_this_list():
            return
        for language, said in labels.items():
            standing = self._known.label(code, language)
            if said and not same_term(said, standing):
                self.findings.note(row, f"label_{language}", "listed-code-taken", said, taken=code, label=standing)

    def _of_this_list(self) -> frozenset[str]:
        """The codes that only an earlier version of this very list has named: they may be named anew."""
        others = {row.category for each in self._known.brought if each.code != self._list for row in each.categories}
        own = {row.category for each in self._known.brought if each.code == self._list for row in each.categories}
        return frozenset(code for code in own - others if not is_shipped(code))


# ---- rows beside each other ---------------------------------------------------------------------------------------


def _refuse_repeated(rows: Rows, findings: Findings) -> None:
    """A list names a category once, and has one name."""
    first: dict[tuple[str, str], int] = {}
    called: dict[str, str] = {}
    for row, each in rows.items():
        key = each.list, each.listed.category
        if first.setdefault(key, row) != row:
            findings.note(row, "category", "listed-code-twice", each.listed.category, first=first[key])
        if called.setdefault(each.list, each.list_name) != each.list_name:
            findings.note(row, "list_name", "listed-name-other", each.list_name, name=called[each.list])


class _Term(NamedTuple):
    """A name or a synonym, as it is written."""

    column: str
    text: str


def _terms(listed: ListedCategory) -> list[_Term]:
    """Every name and synonym of a category, each once; of a shipped one its shipped names too."""
    labels = [(f"label_{language}", _label(listed, language)) for language in LANGUAGES]
    written = [*labels, *(("synonyms", term) for term in listed.synonyms)]
    return list({term_key(text): _Term(column, text) for column, text in reversed(written) if text}.values())


def _label(listed: ListedCategory, language: str) -> str:
    """The name of a listed category, from `data/` where it is shipped."""
    code = listed.category
    return SHIPPED.label(code, language) if is_shipped(code) else listed.label(language)


def _refuse_shared_terms(rows: Rows, findings: Findings) -> None:
    """A name that two categories of one list have would be a question in every log."""
    meant: dict[tuple[str, str], CategoryOfList] = {}
    for row, each in rows.items():
        for term in _terms(each.listed):
            other = meant.setdefault((each.list, term_key(term.text)), each)
            if other.listed.category != each.listed.category:
                findings.note(row, term.column, "listed-term-shared", term.text, other=other.listed.category)


def _refuse_without_groups(rows: Rows, findings: Findings) -> None:
    """A list without a named group has nothing that coverage could be counted of."""
    of_list: dict[str, list[int]] = {}
    for row, each in rows.items():
        of_list.setdefault(each.list, []).append(row)
    for code, places in of_list.items():
        if not any(rows[row].listed.kind is CategoryKind.NAMED for row in places):
            findings.note(places[0], "kind", "listed-no-groups", code)


def _note_terms_of_other_lists(rows: Rows, known: Iterable[CategoryList], findings: Findings) -> None:
    """A name that another brought list gives another category is a question in every log: said, and not refused."""
    named = {each.list for each in rows.values()}
    meant = {
        term_key(term.text): (brought.name, listed.category)
        for brought in known
        if brought.code not in named
        for listed in brought.categories
        for term in _terms(listed)
    }
    for row, each in rows.items():
        for term in _terms(each.listed):
            name, code = meant.get(term_key(term.text), ("", each.listed.category))
            if code != each.listed.category:
                findings.note(row, term.column, "listed-term-elsewhere", term.text, other=code, list=name)


def _refuse_losses(rows: Rows, known: Iterable[CategoryList], used: Iterable[str], findings: Findings) -> None:
    """A new version of a list may leave out no category that something in the store is of."""
    new = {each.list for each in rows.values()}
    said = {each.listed.category for each in rows.values()}
    elsewhere = {row.category for each in known if each.code not in new for row in each.categories}
    before = {row.category: each.code for each in known if each.code in new for row in each.categories}
    first = {each.list: row for row, each in reversed(rows.items())}
    for code in sorted(set(used) & before.keys() - said - elsewhere):
        if not is_shipped(code):
            findings.note(first[before[code]], "category", "listed-code-used", code)


# ---- beside what stands -------------------------------------------------------------------------------------------


def _beside_known(rows: Rows, known: Iterable[CategoryList]) -> list[ListedRow[CategoryOfList]]:
    """A list that says what stands is nothing new; of any other every row counts, for it is kept whole."""
    standing = {each.code: each for each in known}
    same = {code for code, each in _lists(rows).items() if standing.get(code) == each}
    before = {(each.code, row.category) for each in standing.values() for row in each.categories}
    return [ListedRow(row, each, each, _standing(each, each.list in same, before)) for row, each in rows.items()]


def _standing(each: CategoryOfList, is_same: bool, before: set[tuple[str, str]]) -> Standing:
    if is_same:
        return Standing.UNCHANGED
    return Standing.CHANGED if (each.list, each.listed.category) in before else Standing.ADDED


def _lists(rows: Rows) -> dict[str, CategoryList]:
    of_list: dict[str, list[CategoryOfList]] = {}
    for each in rows.values():
        of_list.setdefault(each.list, []).append(each)
    return {
        code: CategoryList(code=code, name=found[0].list_name, categories=tuple(each.listed for each in found))
        for code, found in of_list.items()
    }
