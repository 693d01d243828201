"""The backup, and what this software is made of."""

import io
from dataclasses import dataclass

import streamlit as st

from dashboard import components, session
from dashboard.organisations_words import error_words
from dashboard.session import plural, text
from engagement import about, backing_up, summary
from engagement.backing_up import Backup
from engagement.errors import EngagementError

_LICENCE = "Apache-2.0"


# ---- backup -------------------------------------------------------------------------------------------------------


@dataclass
class Made:
    """A backup this visitor has asked for, while the store stays as it is."""

    content: bytes = b""
    said: Backup | None = None


def draw_backup() -> None:
    """What a backup holds, the button that makes one, and then the file."""
    version = session.store().version
    components.lead(plural("settings.backup.lead", version))
    st.markdown(text("settings.backup.what"))
    made = session.own("settings-backup", Made)
    if st.button(text("settings.backup.make"), key="backup", type="secondary" if made.said else "primary"):
        _make(made)
    if made.said:
        _offer(made, made.said)
        if made.said.entries != version:
            st.info(text("settings.backup.older"))
    components.quiet(text("settings.backup.restore"))


def _make(made: Made) -> None:
    out = io.BytesIO()
    try:
        with st.spinner(text("settings.backup.busy")):
            made.said = backing_up.write_backup(session.store(), out)
    except EngagementError as error:
        st.error(error_words(error))
        return
    made.content = out.getvalue()


def _offer(made: Made, said: Backup) -> None:
    st.download_button(
        text("settings.backup.take", size=components.number(max(1, len(made.content) // 1000))),
        made.content,
        file_name=f"plenum-{said.made_at:%Y-%m-%d}-{said.entries}.zip",
        mime="application/zip",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
    components.quiet(text("settings.backup.seal", entries=said.entries, seal=said.seal[:16]))


# ---- about --------------------------------------------------------------------------------------------------------


def draw_about() -> None:
    """Versions, licences, where the data comes from."""
    components.lead(text("settings.about.lead"))
    components.table(
        text("settings.about.versions"),
        [text("settings.column.what"), text("settings.column.standing")],
        [
            (text("settings.about.software"), about.version() or text("settings.about.not-installed")),
            (text("settings.about.method"), summary.METHOD),
            (text("settings.about.licence"), _LICENCE),
        ],
    )
    if parts := about.components():
        heads = [text(f"settings.column.{code}") for code in ("package", "version", "licence")]
        rows = [(each.name, each.version, each.licence or text("settings.about.no-licence")) for each in parts]
        st.subheader(text("settings.about.parts"))
        components.table(plural("settings.about.packages", len(rows)), heads, rows)
    st.subheader(text("settings.about.sources"))
    st.markdown(text("settings.about.sources-what"))
    columns = [text("settings.column.id"), text("settings.column.source")]
    found = [(each.id, each.what) for each in about.sources()]
    components.table(plural("settings.about.source-count", len(found)), columns, found)
