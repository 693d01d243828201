"""The organisations of a file in the check and the receipt: which names are known, matched, asked about, or new."""

from collections.abc import Sequence

import streamlit as st

from dashboard import components
from dashboard.organisations_words import likeness, reason_words
from dashboard.session import plural, text
from engagement.batches import NameMatch, Receipt


def show_names(receipt: Receipt) -> None:
    """How many names there are of each kind; each match with its reason, before anything is recorded."""
    names = receipt.names
    if names.is_compared_later:
        st.markdown(text("upload.names.later"))
        return
    counts = {
        "known": names.known,
        "matched": names.matched_names,
        "suggested": names.suggested_names,
        "new": names.new,
    }
    if not any(counts.values()):
        return
    st.markdown(" ".join(plural(f"upload.names.{kind}", number) for kind, number in counts.items() if number))
    for kind, matches in (("matched", names.matched), ("suggested", names.suggested)):
        if matches:
            with st.expander(text(f"upload.names.{kind}.title"), expanded=kind == "matched" and len(matches) <= 5):
                _table(kind, matches)
    if names.suggested and receipt.batch and not receipt.already_imported:
        st.page_link(
            "views/organisations.py",
            label=text("upload.names.review"),
            icon=":material/compare_arrows:",
            width="content",
            query_params={"task": "review"},
        )


def _table(kind: str, matches: Sequence[NameMatch]) -> None:
    rows = [
        (match.name, match.known, " · ".join([likeness(match.score), *reason_words(match.reasons)]))
        for match in matches
    ]
    titles = [text(f"upload.names.{title}") for title in ("name", "other", "why")]
    components.table(text(f"upload.names.{kind}.title"), titles, rows)
