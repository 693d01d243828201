"""The file of a summary, made when somebody takes it along and not before; once for all visitors."""

import io
from collections.abc import Callable

from dashboard import session
from dashboard.memory import Memory
from engagement import exports
from engagement.model import Selection

ANNEX_AT_ONCE = 100_000
"""Organisation-events: the annex of so many is made in two or three seconds."""

_made = Memory(most=16)


def maker(
    chosen: Selection, language: str, style: str, beside: str | None, kind: exports.Format, licence: str = ""
) -> Callable[[], bytes]:
    """What makes the file, with the rows behind its figures and its licence where one is given. It is called beside the
    page, which knows no visit."""
    asked = session.store()
    key = (asked.folder, asked.version, kind.name, chosen, language, style, beside, licence)

    def write() -> bytes:
        from engagement.summary import tracing
        from engagement.summary.licence import licensed

        document = tracing.written(asked, chosen, language, style, beside)
        return kind.write(licensed(document, licence) if licence else document)

    def make() -> bytes:
        content: bytes = _made.recall(key, write)
        return content

    return make


def annex_maker(chosen: Selection) -> Callable[[], bytes]:
    """What makes the whole annex. It is made each time anew: nothing as long as this is kept for another visitor."""
    asked = session.store()

    def make() -> bytes:
        from engagement.exports import annex

        file = io.BytesIO()
        annex.write(asked, chosen, file)
        return file.getvalue()

    return make
