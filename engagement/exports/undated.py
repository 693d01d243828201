"""A zip file without a clock in it: the same members give the same bytes."""

import io
import zipfile
from collections.abc import Iterable

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest day a member can be dated."""


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A compressed zip of names and contents, in their order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, each in members:
            target.writestr(zipfile.ZipInfo(name, _EPOCH), each, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def undated(content: bytes) -> bytes:
    """A zip file written by others, its members dated alike."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return zipped((member.filename, source.read(member)) for member in source.infolist())
