"""The document as a Frictionless Data Package: a zip with the tables as tidy CSV, their schema, codebook and method.

datapackage.json    what is in it, by the Data Package standard 2.0: types, units, keys, missing values
data/*.csv          every figure in one long table, the same with HXL tags, and one file per table of the document
codebook.csv        what each column holds
method.md           how the figures are made, and what they do not say
LICENCE.txt         on what terms
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from engagement.codebook import codebook
from engagement.document import Document, Paragraph, Section, Table
from engagement.exports import file_name
from engagement.exports.package_tables import Resource, field, resources, written
from engagement.exports.undated import zipped
from engagement.locale import text
from engagement.safe_text import legible

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9._-]+")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&@]|^[-+=]|(?<=^\d)[.)]|:(?=//))")


def write(document: Document) -> bytes:
    """The zip file. Numbers are numbers, an empty cell is not known, and the same document gives the same bytes."""
    tables = _named([*resources(document), _codebook(document)])
    files = {path: written(each) for path, each in tables.items()}
    described = [_described(path, each, files[path]) for path, each in tables.items()]
    licence = _licence(document) or text("exports.licence-none", document.language)
    head = {"datapackage.json": _json(_package(document, described))}
    words = {"method.md": _method(document), "LICENCE.txt": f"{licence}\n"}
    return zipped((head | files | {name: each.encode("utf-8") for name, each in words.items()}).items())


def _named(tables: Iterable[Resource]) -> dict[str, Resource]:
    """Each table with the path of its file; a name that is taken gets a number."""
    found: dict[str, Resource] = {}
    for each in tables:
        wanted = _NOT_IN_A_NAME.sub("-", each.name.casefold()).strip("-.") or "table"
        folder = "" if each.name == "codebook" else "data/"
        numbered = (f"{wanted}-{count}" for count in itertools.count(2))
        name = next(name for name in itertools.chain([wanted], numbered) if f"{folder}{name}.csv" not in found)
        found[f"{folder}{name}.csv"] = each._replace(name=name)
    return found


def _package(document: Document, described: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": _PROFILE,
        "name": file_name(document, ""),
        "title": document.title,
        "description": "\n\n".join(each for each in (document.notice, document.subtitle) if each),
        "languages": [document.language],
        "notice": document.notice,
        "about": [{"code": each.code, "label": each.label, "text": each.text} for each in document.properties],
        "method": "method.md",
        "licence": "LICENCE.txt",
        **_terms(_licence(document)),
        "resources": described,
    }


def _licence(document: Document) -> str | None:
    """The licence that whoever wrote the document has stated."""
    return next((each.text for each in document.properties if each.code == "licence"), None)


def _terms(licence: str | None) -> dict[str, Any]:
    """The licence as the standard has it: a name where it is one word, as SPDX identifiers are; else a title."""
    if licence is None:
        return {}
    return {"licenses": [{"title" if " " in licence else "name": licence, "path": "LICENCE.txt"}]}


def _described(path: str, resource: Resource, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {"$schema": _TABLE_PROFILE, "fields": resource.fields, "missingValues": [""]}
    if resource.key:
        schema["primaryKey"] = resource.key
    dialect: dict[str, Any] = {"delimiter": ",", "lineTerminator": "\r\n", "header": True}
    if resource.tags:
        dialect["commentRows"] = [2]
    return {
        "name": resource.name,
        "title": resource.title,
        "path": path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "dialect": dialect,
        "schema": schema,
    }


def _codebook(document: Document) -> Resource:
    names = ("table", "column", "title", "type", "unit", "meaning")
    words = ("table-code", "column-code", "column-title", "type", "unit", "meaning")
    fields = [
        field(name, "string", name, text(f"codebook.{word}", document.language))
        for name, word in zip(names, words, strict=True)
    ]
    rows: list[list[str | int | float | None]] = [
        [each.table, each.column, each.title, each.kind, each.unit or None, each.meaning] for each in codebook(document)
    ]
    return Resource("codebook", text("codebook.title", document.language), fields, rows, ["table", "column"])


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


# ---- the method, as Markdown --------------------------------------------------------------------------------------


def _method(document: Document) -> str:
    """Scope and period, how the figures are made, and what is said under each table."""
    notice = [f"**{_escaped(document.notice)}**"] if document.notice else []
    about = [f"- {_escaped(each.label)}: {_escaped(each.text)}" for each in document.properties]
    parts = [f"# {_escaped(document.title)}", _escaped(document.subtitle), *notice, "\n".join(about)]
    parts += [line for section in document.sections for line in _said_of(section)]
    return "\n\n".join(each for each in parts if each) + "\n"


def _said_of(section: Section) -> Iterator[str]:
    said = [each for block in section.blocks for each in _words(block, is_method=section.code == "method")]
    if said:
        yield f"## {_escaped(section.heading)}"
        yield from said


def _words(block: Paragraph | Table, is_method: bool) -> Iterator[str]:
    """Notes, and in the section on the method every sentence."""
    if isinstance(block, Table):
        if block.note:
            yield f"{_escaped(block.caption)}: {_escaped(block.note)}"
    elif is_method or block.role == "note":
        yield _escaped(block.text)


def _escaped(words: str) -> str:
    """Words as Markdown, every character of it taken literally, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(legible(words).split()))
