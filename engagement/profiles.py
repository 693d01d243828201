"""A named way to read the files of one source, kept as plain TOML: answers a person gave once.

A profile holds columns, values and constants, never names or addresses of people. Saving under a name that exists
keeps the version before as NAME.v2.toml.
"""

import os
import re
import tomllib
from collections.abc import Mapping as Dictionary
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from engagement.cells.cell import holds_address
from engagement.errors import ProfileError
from engagement.files.sheet import Cells, Sheet
from engagement.folding import fold
from engagement.mapping import Mapping, over
from engagement.model import Value
from engagement.reference import folder

_NAME = re.compile(r"[^\W_](?:[\w -]{0,58}[^\W_])?")
_OLDER = re.compile(r".*\.v\d+")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
_MAX_BYTES = 1_000_000
_OF_ONE_FILE = frozenset(("activity", "date", "date_from", "date_to", "person"))
_BRACKETED = re.compile(r"\s*\(.*\)\s*(@\S+\s*)?", re.DOTALL)  # with the domain of an address behind it
"""What a list of people had after a name: an organisation perhaps, or another name of the person."""
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class Profile(Value):
    """Answers for one kind of file. `headers` are those of the sheet it was made for; `made_for` says what that is."""

    name: str
    version: int = Field(default=1, ge=1)
    made_for: str = ""
    mapping: Mapping = Mapping()
    headers: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How a batch names the profile it began with: name@version."""
        return f"{self.name}@{self.version}"


# ---- kept ---------------------------------------------------------------------------------------------------------


def shipped() -> tuple[Profile, ...]:
    """The profiles that come with the product, by name."""
    return tuple(load(path.read_bytes(), path.stem) for path in sorted((folder() / "profiles").glob("*.toml")))


def names(place: Path) -> tuple[str, ...]:
    """The names of the profiles kept in a folder and of those that are shipped, each once, in order."""
    kept = {path.stem for path in place.glob("*.toml") if not _OLDER.fullmatch(path.stem)}
    return tuple(sorted(kept | {profile.name for profile in shipped()}))


def find(place: Path, name: str) -> Profile:
    """The newest version of a profile: the one kept in a folder, or else the shipped one. Raises ProfileError."""
    refuse_name(name)
    path = place / f"{name}.toml"
    if path.is_file():
        return _opened(path, name)
    found = next((profile for profile in shipped() if profile.name == name), None)
    if found is None:
        near = get_close_matches(name, names(place), n=1, cutoff=0.0)
        raise ProfileError("profile-unknown", profile=name, nearest=near[0] if near else "")
    return found


def save(place: Path, profile: Profile) -> Profile:
    """Keep a profile as the next version of its name; the version before stays beside it. Atomic; equal is not saved.

    Raises ProfileError for a name that cannot be a file's, or answers that name a person.
    """
    refuse_name(profile.name)
    _refuse_personal(profile)
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{profile.name}.toml"
    before = find(place, profile.name) if profile.name in names(place) else None
    if before is not None and before == profile.model_copy(update={"version": before.version}):
        return before
    if before is not None and path.is_file():
        _write(place / f"{profile.name}.v{before.version}.toml", path.read_bytes())
    saved = profile.model_copy(update={"version": before.version + 1 if before else profile.version})
    _write(path, dump(saved).encode())
    return saved


def refuse_name(name: str) -> None:
    """Raises ProfileError for a name that is not plain letters, digits, spaces and hyphens."""
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise ProfileError("profile-name", profile=name)


def _opened(path: Path, name: str) -> Profile:
    if path.stat().st_size > _MAX_BYTES:
        raise ProfileError("profile-unreadable", profile=name)
    return load(path.read_bytes(), name).model_copy(update={"name": name})


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


# ---- used ---------------------------------------------------------------------------------------------------------


def fit(profile: Profile, sheet: Sheet) -> Mapping:
    """The profile's answers for a sheet, in the sheet's own spelling of its headers.

    Raises ProfileError naming the columns that are gone, and the header of the sheet most like each.
    """
    spelled = {fold(title) or title: title for title in reversed(sheet.header)}
    columns = {title: _in(sheet.header, title, spelled) for title in profile.mapping.columns}
    gone = [title for title, found in columns.items() if found is None and profile.mapping.columns[title]]
    if gone:
        free = [title for title in sheet.header if title not in columns.values()]
        raise ProfileError(
            "profile-column-gone",
            profile=profile.name,
            columns=", ".join(f"“{title}”" for title in gone),
            nearest=", ".join(f"“{title}”" for title in _nearest(gone, free)),
        )
    answers = {found: profile.mapping.columns[title] for title, found in columns.items() if found is not None}
    return profile.mapping.model_copy(update={"columns": answers, "profile": profile.label})


def _in(header: Cells, title: str, spelled: Dictionary[str, str]) -> str | None:
    return title if title in header else spelled.get(fold(title) or title)


def _nearest(gone: list[str], free: list[str]) -> list[str]:
    folded = {fold(title): title for title in free}
    near = (get_close_matches(fold(title), folded, n=1, cutoff=0.0) for title in gone)
    return list(dict.fromkeys(folded[each[0]] for each in near if each))


def learned(profile: Profile, mapping: Mapping, sheet: Sheet) -> Profile:
    """The profile with the answers given for a sheet: the columns of this sheet, and every value answered so far.

    Which activity it was and when is said anew for every file. What may name a person is left out.
    """
    values = over(profile.mapping, mapping).values
    kept = {column: each for column, given in sorted(values.items()) if (each := _impersonal(column, given))}
    constants = {column: value for column, value in mapping.constants.items() if column not in _OF_ONE_FILE}
    update = {"values": kept, "constants": constants, "profile": None}
    return profile.model_copy(
        update={"mapping": mapping.model_copy(update=update), "headers": _impersonal_headers(sheet.header)}
    )


def _impersonal(column: str, given: Dictionary[str, str]) -> dict[str, str]:
    """The answers without addresses, and without what stood in brackets and was said to be no organisation."""
    if column == "person":
        return {}
    return {
        source: ours
        for source, ours in given.items()
        if not holds_address(source)
        and not (column == "organisation" and _BRACKETED.fullmatch(source) and not ours.strip())
    }


def _impersonal_headers(header: Cells) -> Cells:
    return tuple(title for title in header if not holds_address(title))


def _refuse_personal(profile: Profile) -> None:
    """Raises ProfileError for answers in which a person may be named."""
    mapping = profile.mapping
    texts = (
        *profile.headers,
        profile.made_for,
        *mapping.columns,
        *mapping.constants.values(),
        *(text for given in mapping.values.values() for pair in given.items() for text in pair),
    )
    if any(holds_address(text) for text in texts) or {"person"} & {*mapping.values, *mapping.constants}:
        raise ProfileError("profile-personal", profile=profile.name)


def is_made_for(profile: Profile, sheet: Sheet) -> bool:
    """Whether a sheet has every header that this profile gives an answer for."""
    wanted = {fold(title) for title, column in profile.mapping.columns.items() if column}
    return bool(wanted) and wanted <= {fold(title) for title in sheet.header}


# ---- as TOML ------------------------------------------------------------------------------------------------------


def load(content: bytes, name: str) -> Profile:
    """A profile from TOML. Raises ProfileError when it is not one, answers with what we do not have, or has a name
    that cannot be a file's."""
    try:
        found = tomllib.loads(content.decode())
        profile = Profile.model_validate({**found, "name": found.get("name", name)}, strict=False)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, RecursionError) as error:
        raise ProfileError("profile-unreadable", profile=name, reason=_reason(error)) from None
    refuse_name(profile.name)
    return profile


def _reason(error: Exception) -> str:
    """Where the file is wrong: the line of a TOML error, or the key of one that does not belong."""
    if isinstance(error, ValidationError):
        return ", ".join(".".join(map(str, each["loc"])) for each in error.errors()[:3])
    return str(error)


def dump(profile: Profile) -> str:
    """A profile as TOML, what is not said left out."""
    said = profile.model_dump(mode="json", exclude_defaults=True, exclude={"version"})
    mapping = said.pop("mapping", {})
    values = mapping.pop("values", {})
    tables = {key: mapping.pop(key) for key in ("columns", "constants") if key in mapping}
    lines = _pairs({"name": said.pop("name"), "version": profile.version, **said})
    lines += _table("mapping", mapping) if mapping else []
    for key, pairs in tables.items():
        lines += _table(f"mapping.{key}", pairs)
    for column, pairs in values.items():
        lines += _table(f"mapping.values.{column}", pairs)
    return "\n".join(lines) + "\n"


def _table(title: str, pairs: Dictionary[str, Any]) -> list[str]:
    return ["", f"[{title}]", *_pairs(pairs)]


def _pairs(pairs: Dictionary[str, Any]) -> list[str]:
    return [f"{key if _BARE_KEY.fullmatch(key) else _text(key)} = {_toml(value)}" for key, value in pairs.items()]


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return _text(str(value))


_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _text(text: str) -> str:
    """A basic string of TOML: quotes, backslashes and control characters escaped."""
    return '"' + "".join(_ESCAPED.get(each) or _escaped(each) for each in text) + '"'


def _escaped(character: str) -> str:
    point = ord(character)
    if point < 0x20 or point == 0x7F:
        return f"\\u{point:04x}"
    return "\ufffd" if 0xD800 <= point <= 0xDFFF else character
