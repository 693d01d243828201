"""Step 2 of the Upload page: what the columns are, what holds for the whole file, how dates and numbers are written."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import replace

import streamlit as st

from dashboard import session
from dashboard.session import plural, text
from dashboard.upload_draft import CONSTANTS, FURTHER_CONSTANTS, Draft
from dashboard.upload_file import preview
from dashboard.upload_found import codes, contradiction, examples, heading, is_puzzling, missing, questions, unsettled
from dashboard.upload_frame import choose, describe, explain, go_on, meaning, short, write
from dashboard.upload_profiles import ask_profile
from engagement import actions, indicators, vocabulary
from engagement.cells.dates import DateOrder
from engagement.errors import EngagementError
from engagement.lookups import Lookup
from engagement.mapping import COLUMNS, Suggestion
from engagement.suggestions import Confidence

_NEW = "+"
_PLAIN = "plain"
_TYPED = ("activity", "date", "place")


def ask_columns(draft: Draft) -> None:
    """Everything about the columns; what is sure is folded away."""
    st.header(text("upload.columns"))
    ask_profile(draft)
    _say_layout(draft)
    preview(draft)
    _ask_each_column(draft)
    _ask_constants(draft)
    _ask_lookup(draft)
    _ask_questions(draft)
    _go_on(draft)


def _go_on(draft: Draft) -> None:
    error, absent = contradiction(draft), (*missing(draft), *unsettled(draft))
    if error:
        explain(error)
    elif absent:
        names = [text(f"upload.missing.{column}") for column in absent]
        st.warning(text("upload.missing", names=names), icon=":material/edit:")
    is_asked = st.button(text("upload.go-on"), type="primary", key="go-on:columns")
    if is_asked and not error and not absent:
        draft.columns = draft.chosen()
        go_on(draft)
        st.rerun()


# ---- the layout ---------------------------------------------------------------------------------------------------


def _say_layout(draft: Draft) -> None:
    """How the file was recognised, and the way to take it as it stands."""
    laid = draft.laid()
    if draft.corrected is not None or (laid.layout == _PLAIN and draft.layout is None):
        return

    def take(layout: str) -> None:
        draft.layout, draft.columns = layout or None, {}

    recognised = laid if draft.layout is None else None
    name = text(f"layout.{recognised.layout}") if recognised else text("upload.layout.recognised")
    if recognised and recognised.reasons:
        reasons = [text("upload.quoted", words=each) for each in recognised.reasons[:4]]
        st.markdown(text("upload.layout.why", layout=name, reasons=reasons))
    options = {"": name, _PLAIN: text("layout.plain")}
    choose(text("upload.layout"), options, draft.layout or "", take, key="layout")


# ---- columns ------------------------------------------------------------------------------------------------------


def _ask_each_column(draft: Draft) -> None:
    """What is not sure stands open, the rest folds: by what was suggested, so that nothing moves when answered."""
    suggested, header = draft.suggestions(), draft.header()
    sure = [title for title in header if _is_sure(suggested.get(title))]
    unsure = [title for title in header if title in suggested and title not in sure]
    unknown = [title for title in header if title not in suggested]
    if unsure:
        st.subheader(plural("upload.columns.unsure", len(unsure)))
        _ask_columns(draft, unsure)
    if unknown:
        with st.expander(plural("upload.columns.unknown", len(unknown)), expanded=is_puzzling(draft)):
            _ask_columns(draft, unknown)
    if sure:
        with st.expander(plural("upload.columns.sure", len(sure))):
            _ask_columns(draft, sure)


def _is_sure(suggestion: Suggestion | None) -> bool:
    return suggestion is not None and suggestion.confidence is Confidence.CERTAIN


def _ask_columns(draft: Draft, titles: Sequence[str]) -> None:
    chosen, suggested = draft.chosen(), draft.suggestions()
    for title in titles:
        _ask_column(draft, title, chosen[title], suggested.get(title))


def _ask_column(draft: Draft, title: str, column: str, suggestion: Suggestion | None) -> None:
    def take(answer: str) -> None:
        draft.columns[title] = answer

    first = [suggestion.column] if suggestion else []
    names = {name: text(f"column.{name}") for name in dict.fromkeys((*first, *COLUMNS))}
    left, right = st.columns([2, 3], vertical_alignment="center")
    with right:
        choose(
            text("upload.column.is", title=heading(draft, title)),
            {"": text("upload.column.unused")} | names,
            column,
            take,
            key=f"column:{title}",
            is_label_shown=False,
        )
    with left:
        found = ", ".join(short(each, 40) for each in examples(draft, title, column))
        describe(heading(draft, title), found or text("upload.column.blank"), _reason(title, column, suggestion))


def _reason(title: str, column: str, suggestion: Suggestion | None) -> str:
    """Why a column stands as it does, where there is something to say."""
    if column == "person":
        return text("upload.column.counted")
    if vocabulary.is_personal(title) and not column:
        return text("upload.column.not-stored")
    if suggestion is None:
        return ""
    name = text(f"column.{suggestion.column}")
    because = text(f"upload.because.{suggestion.reason.value}", column=name)
    return text(f"upload.confidence.{suggestion.confidence.value}", column=name, because=because)


# ---- for the whole file -------------------------------------------------------------------------------------------


def _ask_constants(draft: Draft) -> None:
    absent = draft.missing_constants(CONSTANTS)
    if absent:
        st.subheader(text("upload.whole-file"))
        for column in absent:
            _ask_constant(draft, column)
    further = draft.missing_constants(FURTHER_CONSTANTS)
    if further:
        with st.expander(text("upload.whole-file.further"), expanded=any(map(draft.constant, further))):
            for column in further:
                _ask_constant(draft, column)


def _ask_constant(draft: Draft, column: str) -> None:
    if column in ("network", "working_group"):
        _ask_mechanism(draft, column)
    elif column in _TYPED:
        example = text(f"upload.whole-file.{column}.example")
        write(
            _label(column), draft.constant(column), _take(draft, column), key=f"constant:{column}", placeholder=example
        )
    else:
        names = {code: meaning(column, code) for code in codes(column)}
        options = {"": text("upload.choose-none")} | names
        choose(_label(column), options, draft.constant(column), _take(draft, column), key=f"constant:{column}")


def _label(column: str) -> str:
    return text(f"column.{column}")


def _take(draft: Draft, column: str) -> Callable[[str], None]:
    def take(answer: str) -> None:
        draft.constants[column] = answer

    return take


def _ask_mechanism(draft: Draft, column: str) -> None:
    """A network or working group there is, or the name of a new one."""
    known = _known(draft, column)
    now = _code(known, draft.constant(column))
    new = f"new:{column}"
    is_new = bool(now and now not in known) or draft.constants.get(new) == _NEW

    def take(code: str) -> None:
        draft.constants[new] = code if code == _NEW else ""
        draft.constants[column] = "" if code == _NEW else code

    options = {"": text("upload.choose-none"), _NEW: text("upload.new"), **known}
    choose(_label(column), options, _NEW if is_new else now, take, key=f"constant:{column}")
    if is_new:
        write(text(f"upload.new.{column}"), now, _take(draft, column), key=new)


def _code(known: Dictionary[str, str], name: str) -> str:
    """The code of a network or group that is called so; else the name."""
    return next((code for code, each in known.items() if each.casefold() == name.casefold()), name)


def _known(draft: Draft, column: str) -> dict[str, str]:
    """Names of the networks or working groups that may be chosen, by code; groups of the chosen network only."""
    network = draft.constant("network")
    every = [each for each in indicators.all_mechanisms(session.store(), session.language()) if each.kind == column]
    known = {each.code: each.name for each in every if not (network and each.parent) or each.parent == network}
    if draft.constants.get(column) in {each.code for each in every} - known.keys():
        draft.constants[column] = ""  # the group of another network, chosen before
    return known


# ---- dates and numbers --------------------------------------------------------------------------------------------

_OPTIONS: dict[str, tuple[str, ...]] = {
    "date_order": tuple(DateOrder),
    "serial_dates": ("1900", "1904"),
    "century": ("2000", "1900"),
    "thousands": (",", ".", "'"),
}


def _ask_questions(draft: Draft) -> None:
    """What one answer settles for all dates or all numbers; only what the file makes us ask."""
    for name, seen in questions(draft).items():
        _ask_question(draft, name, seen)


def _ask_question(draft: Draft, name: str, seen: Sequence[str]) -> None:
    def take(answer: str) -> None:
        found = {"century": int, "date_order": DateOrder}.get(name, str)(answer) if answer else None
        setattr(draft.settled, name, found)

    options = {"": text("upload.choose")} | {
        option: text(f"upload.{name}.{_OPTION_NAMES.get(option, option)}") for option in _OPTIONS[name]
    }
    standing = getattr(draft.settled, name)
    choose(text(f"upload.{name}", seen=list(seen)), options, str(standing or ""), take, key=f"settled:{name}")


_OPTION_NAMES = {",": "comma", ".": "point", "'": "apostrophe"}


# ---- a second file ------------------------------------------------------------------------------------------------


def _ask_lookup(draft: Draft) -> None:
    with st.expander(text("upload.lookup"), expanded=draft.lookup is not None):
        st.markdown(text("upload.lookup.why"))
        if draft.lookup:
            _ask_key(draft, draft.lookup)
            label = text("upload.lookup.remove", file=draft.lookup.file)
            st.button(label, key="no-lookup", on_click=_without, args=(draft,))
        elif given := st.file_uploader(text("upload.lookup.choose"), key="lookup"):
            _take_lookup(draft, given.name, given.getvalue())


def _without(draft: Draft) -> None:
    draft.lookup = None


def _take_lookup(draft: Draft, file_name: str, content: bytes) -> None:
    try:
        lookup = actions.read_lookup(content, file_name=file_name, key="")
    except EngagementError as error:
        explain(error)
        return
    common = _common(draft, lookup)
    if not common:
        st.error(text("upload.lookup.no-key"))
        return
    draft.lookup = replace(lookup, key=common[0])
    st.rerun()


def _common(draft: Draft, lookup: Lookup) -> list[str]:
    return [title for title in draft.laid().sheet.header if title in lookup.sheet.header]


def _ask_key(draft: Draft, lookup: Lookup) -> None:
    def take(key: str) -> None:
        draft.lookup = replace(lookup, key=key)

    common = {title: title for title in _common(draft, lookup)}
    choose(text("upload.lookup.key"), common, lookup.key, take, key="lookup-key")


# ---- in a line ----------------------------------------------------------------------------------------------------


def columns_words(draft: Draft) -> str:
    """What the columns were taken for, in a line: each of ours with the header that fills it, then what is left out."""
    sources = draft.sources()
    used = [f"{text(f'column.{column}')} ← {heading(draft, title)}" for column, title in sources.items()]
    said = [column for column in draft.missing_constants() if draft.constant(column)]
    left = [title for title in draft.header() if title not in sources.values()]
    parts = [plural("upload.columns.used", len(used), names=used)]
    if said:
        parts.append(text("upload.columns.said", names=[_said(draft, column) for column in said]))
    if left:
        parts.append(
            plural("upload.columns.left", len(left), names=[short(heading(draft, title), 40) for title in left[:8]])
        )
    return " ".join(parts)


def _said(draft: Draft, column: str) -> str:
    """What holds for the whole file, in words: 'Date: 2024-05-02'."""
    value = draft.constant(column)
    if column in ("network", "working_group"):
        value = _known(draft, column).get(value, value)
    elif column not in _TYPED:
        value = meaning(column, value) if value in codes(column) else value
    return text("upload.columns.value", column=_label(column), value=short(value, 40))
