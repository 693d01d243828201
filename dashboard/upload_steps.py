"""The questions of the Upload page, step by step. Each step reads and fills the draft; none writes to the store."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape

import streamlit as st

from dashboard import components, session
from dashboard.session import plural, text
from dashboard.upload_draft import (
    VALUE_COLUMNS,
    Draft,
    ValueFound,
    ambiguous_dates,
    examples,
    nearest,
    possible,
    shown,
    values_found,
)
from engagement import actions, indicators, locale, taxonomy, vocabulary
from engagement.dates import DateOrder
from engagement.errors import EngagementError, MappingError, UnreadableFileError
from engagement.mapping import COLUMNS, Lookup, Staged
from engagement.readers import ENCODINGS, Sheet
from engagement.settings import Settings

_NEW = "+"
_PREVIEW_ROWS, _PREVIEW_COLUMNS, _MOST_VALUES = 3, 12, 60


def explain(error: EngagementError) -> None:
    """One sentence for a mistake that changed nothing; our columns by the names the reader knows."""
    named = {name: text(f"column.{value}") for name, value in error.values.items() if value in COLUMNS}
    st.error(locale.error_text(error.code, error.values | named, session.language()))


# ---- 1 file -------------------------------------------------------------------------------------------------------


def ask_file(draft: Draft) -> Sheet | None:
    """Step 1. The sheet, once there is a file that can be read."""
    st.header(text("upload.file"))
    if draft.content is None:
        _ask_new_file(draft)
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text("upload.file.chosen", file=_plain(draft.file_name)), width="content")
        if st.button(text("upload.file.other"), key=f"{draft.edition}:other"):
            draft.start()
            st.rerun()
    sheet = _readable(draft)
    if sheet:
        _ask_header_row(draft, sheet)
        _preview(draft, sheet)
        _ask_lookup(draft, sheet)
    return sheet


def _ask_new_file(draft: Draft) -> None:
    limits = Settings()
    st.markdown(
        text(
            "upload.file.limits",
            megabytes=limits.max_file_bytes // 1_000_000,
            rows=limits.max_rows,
            columns=limits.max_columns,
        )
    )
    # No `type`: the browser would refuse a PDF without saying why.
    given = st.file_uploader(text("upload.file.choose"), key=f"{draft.edition}:file")
    components.quiet(text("upload.privacy"))
    components.templates()
    if given:
        draft.start(given.name, given.getvalue())
        st.rerun()


def _readable(draft: Draft) -> Sheet | None:
    """The sheet; where the file needs an answer before it can be read, the question."""
    failure: EngagementError | None = None
    try:
        draft.read()
    except (UnreadableFileError, MappingError) as error:
        failure = error
    if len(draft.sheet_names) > 1:
        _ask_sheet(draft)
    if draft.encoding or (failure and failure.code == "file-encoding"):
        _ask_encoding(draft)
    if failure and failure.code == "header-row-missing":
        draft.header_row = None
    elif failure and failure.code == "sheet-choose":
        return None  # the question says it already
    if failure:
        explain(failure)
        return None
    return draft.read()


def _ask_sheet(draft: Draft) -> None:
    chosen = _chosen(
        text("upload.sheet"),
        {"": text("upload.choose")} | {name: name for name in draft.sheet_names},
        draft.sheet or "",
        key=f"{draft.edition}:sheet",
    )
    if (chosen or None) != draft.sheet:
        draft.sheet, draft.header_row = chosen or None, None
        st.rerun()


def _ask_encoding(draft: Draft) -> None:
    chosen = _chosen(
        text("upload.encoding"),
        {"": text("upload.choose")} | {name: text(f"upload.encoding.{name}") for name in ENCODINGS[1:]},
        draft.encoding or "",
        key=f"{draft.edition}:encoding",
    )
    if (chosen or None) != draft.encoding:
        draft.encoding = chosen or None
        st.rerun()


def _ask_header_row(draft: Draft, sheet: Sheet) -> None:
    chosen = st.number_input(
        text("upload.header-row"),
        min_value=1,
        max_value=sheet.rows[-1][0],
        value=sheet.header_row,
        help=text("upload.header-row.help"),
        key=f"{draft.edition}:{draft.sheet}:header",
        width=340,
    )
    if chosen != sheet.header_row:
        draft.header_row = int(chosen)
        st.rerun()


def _preview(draft: Draft, sheet: Sheet) -> None:
    titles = sheet.header[:_PREVIEW_COLUMNS]
    components.table(
        plural("upload.preview", len(sheet.rows), columns=len(sheet.header)),
        [text("upload.row"), *titles],
        [
            (
                str(number),
                *(
                    shown(title, draft.columns.get(title, ""), cell)[:60]
                    for title, cell in zip(titles, cells, strict=False)
                ),
            )
            for number, cells in sheet.rows[:_PREVIEW_ROWS]
        ],
    )


def _ask_lookup(draft: Draft, sheet: Sheet) -> None:
    with st.expander(text("upload.lookup"), expanded=draft.lookup is not None):
        st.markdown(text("upload.lookup.why"))
        given = st.file_uploader(text("upload.lookup.choose"), key=f"{draft.edition}:lookup")
        if given:
            _take_lookup(draft, sheet, given.name, given.getvalue())
        elif draft.lookup and st.button(
            text("upload.lookup.remove", file=draft.lookup.file), key=f"{draft.edition}:no-lookup"
        ):
            draft.lookup = None
            st.rerun()


def _take_lookup(draft: Draft, sheet: Sheet, file_name: str, content: bytes) -> None:
    try:
        lookup = _same(draft.lookup, content) or actions.read_lookup(content, file_name=file_name, key="")
    except EngagementError as error:
        explain(error)
        return
    common = {title: title for title in sheet.header if title in lookup.sheet.header}
    if not common:
        st.error(text("upload.lookup.no-key"))
        return
    standing = lookup.key if lookup.key in common else next(iter(common))
    key = _chosen(text("upload.lookup.key"), common, standing, key=f"{draft.edition}:{lookup.sha256}:key")
    draft.lookup = lookup.model_copy(update={"key": key})


def _same(lookup: Lookup | None, content: bytes) -> Lookup | None:
    """The second file, if it was read before."""
    return lookup if lookup and lookup.sha256 == sha256(content).hexdigest() else None


# ---- 2 columns ----------------------------------------------------------------------------------------------------


def ask_columns(draft: Draft, sheet: Sheet) -> Staged | None:
    """Step 2. The rows under our column names, once no two columns claim to be the same."""
    st.header(text("upload.columns"))
    st.markdown(text("upload.columns.why"))
    draft.answer_columns()
    for title in draft.header():
        _ask_column(draft, sheet if title in sheet.header else _second(draft, sheet), title)
    _ask_constants(draft)
    try:
        staged = draft.staged()
        if draft.date_order or ambiguous_dates(staged):
            _ask_date_order(draft, ambiguous_dates(staged))
            staged = draft.staged()
    except EngagementError as error:
        explain(error)
        return None
    return staged


def _second(draft: Draft, sheet: Sheet) -> Sheet:
    return draft.lookup.sheet if draft.lookup else sheet


def _ask_column(draft: Draft, sheet: Sheet, title: str) -> None:
    left, right = st.columns([2, 3], vertical_alignment="center")
    with right:
        draft.columns[title] = _chosen(
            text("upload.column.is", title=title),
            {"": text("upload.column.unused")} | {name: text(f"column.{name}") for name in COLUMNS},
            draft.columns[title],
            key=f"{draft.edition}:{draft.sheet}:{draft.header_row}:column:{title}",
            is_label_shown=False,
        )
    with left:
        found = ", ".join(_short(each, 40) for each in examples(sheet, title, draft.columns[title]))
        _describe(title, found or text("upload.column.blank"), _reason(title, draft.columns[title]))


def _reason(title: str, column: str) -> str:
    """Why a column stands as it does, where there is something to say."""
    if column == "person":
        return text("upload.column.counted")
    if vocabulary.is_personal(title) and not column:
        return text("upload.column.not-stored")
    if column and vocabulary.column_for(title) == column:
        return text("upload.column.suggested", column=text(f"column.{column}"))
    return ""


def _ask_constants(draft: Draft) -> None:
    missing = draft.missing_constants()
    if not missing:
        return
    st.subheader(text("upload.whole-file"))
    for column in missing:
        if column in ("network", "working_group"):
            _ask_mechanism(draft, column)
        else:
            draft.constants[column] = st.text_input(
                text(f"upload.whole-file.{column}"),
                value=draft.constants.get(column, ""),
                placeholder=text(f"upload.whole-file.{column}.example"),
                key=f"{draft.edition}:constant:{column}",
            )


def _ask_mechanism(draft: Draft, column: str) -> None:
    known = _known(draft, column)
    now = draft.constants.get(column, "")
    chosen = _chosen(
        text(f"upload.whole-file.{column}"),
        {"": text("upload.choose-none"), **known, _NEW: text("upload.new")},
        now if now in known else _NEW if now else "",
        key=f"{draft.edition}:constant:{column}",
    )
    if chosen == _NEW:
        typed = "" if now in known else now
        chosen = st.text_input(text(f"upload.new.{column}"), value=typed, key=f"{draft.edition}:new:{column}")
    draft.constants[column] = chosen


def _known(draft: Draft, column: str) -> dict[str, str]:
    """Names of the networks or working groups that may be chosen, by code; groups of the chosen network only."""
    network = draft.constants.get("network")
    every = [each for each in indicators.all_mechanisms(session.store(), session.language()) if each.kind == column]
    known = {each.code: each.name for each in every if not (network and each.parent) or each.parent == network}
    if draft.constants.get(column) in {each.code for each in every} - known.keys():
        draft.constants[column] = ""  # the group of another network, chosen before
    return known


def _ask_date_order(draft: Draft, seen: Sequence[str]) -> None:
    chosen = _chosen(
        text("upload.date-order", dates=list(seen)) if seen else text("upload.date-order.settled"),
        {"": text("upload.choose")} | {order.value: text(f"upload.date-order.{order}") for order in DateOrder},
        draft.date_order or "",
        key=f"{draft.edition}:order",
    )
    draft.date_order = DateOrder(chosen) if chosen else None


# ---- 3 values -----------------------------------------------------------------------------------------------------


def ask_values(draft: Draft, staged: Staged) -> None:
    """Step 3. What the labels mean that nobody has recognised, and what the others were taken for."""
    columns = [column for column in VALUE_COLUMNS if column in staged.sources]
    st.header(text("upload.values"))
    if not columns:
        st.markdown(text("upload.values.none"))
    for column in columns:
        found = values_found(staged, column)
        asked = [each for each in found if each.meaning is None]
        known = [each for each in found if each.meaning is not None]
        st.subheader(text(f"column.{column}"))
        st.markdown(plural("upload.values.asked", len(asked)) if asked else text("upload.values.clear"))
        _ask_each(draft, column, asked)
        if known:
            with st.expander(plural("upload.values.known", len(known))):
                _ask_each(draft, column, known)


def _ask_each(draft: Draft, column: str, found: Sequence[ValueFound]) -> None:
    for each in found[:_MOST_VALUES]:
        left, right = st.columns([2, 3], vertical_alignment="center")
        with left:
            _describe(_short(each.value, 80), plural("upload.rows", each.rows), _likeliest(column, each))
        with right:
            _ask_value(draft, column, each)
    if len(found) > _MOST_VALUES:
        st.markdown(plural("upload.values.more", len(found) - _MOST_VALUES))


def _likeliest(column: str, found: ValueFound) -> str:
    codes, kind = (found.candidates, "candidates") if found.candidates else (nearest(column, found), "nearest")
    names = " · ".join(meaning(column, code) for code in codes)
    return text(f"upload.values.{kind}", names=names) if names else ""


def _ask_value(draft: Draft, column: str, found: ValueFound) -> None:
    answers = draft.values.setdefault(column, {})
    usual = found.meaning or ""
    codes = ("", *possible(column, found))
    chosen = _chosen(
        text("upload.value.is", value=found.value),
        {code: meaning(column, code) for code in (codes if usual in codes else (usual, *codes))},
        answers.get(found.value, usual),
        key=f"{draft.edition}:value:{column}:{found.value}",
        is_label_shown=False,
    )
    if chosen == usual:
        answers.pop(found.value, None)
    else:
        answers[found.value] = chosen


def meaning(column: str, code: str) -> str:
    """One of our values in the reader's language; '' is the value nobody has given."""
    if not code:
        return text("upload.value.unclassified" if column == "category" else "upload.value.unused")
    if column == "category":
        return taxonomy.label(code, session.language())
    return text(f"answer.{code}" if column in ("open_to_stakeholders", "log_complete") else f"{column}.{code}")


def _chosen(label: str, names: Mapping[str, str], standing: str, *, key: str, is_label_shown: bool = True) -> str:
    """A select box over `names`, by code; `standing` is the answer so far."""
    return st.selectbox(
        label,
        list(names),
        index=list(names).index(standing),
        format_func=names.__getitem__,
        key=key,
        label_visibility="visible" if is_label_shown else "collapsed",
    )


def _plain(words: str) -> str:
    """Text of somebody's file inside Markdown: nothing in it is a mark."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:" else letter for letter in words)


def _describe(title: str, content: str, remark: str) -> None:
    """What a question is about, beside its answer."""
    small = f'<br><span class="pl-quiet">{escape(remark)}</span>' if remark else ""
    st.html(f'<div class="pl-question"><b>{escape(title)}</b><br>{escape(content)}{small}</div>')


def _short(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[: length - 1]}…"
