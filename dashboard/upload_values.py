"""Step 3 of the Upload page: what the words in the cells mean. Asked once for each word, not for each row."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.session import plural, text
from dashboard.upload_draft import Draft
from dashboard.upload_found import (
    VALUE_COLUMNS,
    Candidate,
    ValueFound,
    candidates,
    nearest,
    possible,
    shown,
    values_found,
)
from dashboard.upload_frame import choose, describe, go_on, meaning, short, write
from dashboard.upload_profiles import ask_profile
from engagement.cells.cell import answer_to_part, candidate, fold_value

_MOST_VALUES = 60


def ask_values(draft: Draft) -> None:
    """What nobody has recognised stands open; what was recognised folds."""
    st.header(text("upload.values"))
    ask_profile(draft)
    _ask_organisations(draft)
    asked_about = False
    for column in VALUE_COLUMNS:
        asked_about = _ask_column(draft, column) or asked_about
    if not asked_about and not candidates(draft):
        st.markdown(text("upload.values.none"))
    if st.button(text("upload.go-on"), type="primary", key="go-on:values"):
        go_on(draft)
        st.rerun()


# ---- organisations ------------------------------------------------------------------------------------------------


def _ask_organisations(draft: Draft) -> None:
    """Who stands behind a domain or a name in brackets: nothing is taken for one unless somebody says so."""
    waiting = candidates(draft)
    if not waiting:
        return
    st.subheader(text("column.organisation"))
    st.markdown(text("upload.organisations.why"))
    as_written = [each for each in waiting if not each.is_domain]
    if as_written:
        label = plural("upload.organisations.as-written", len(as_written))
        st.button(label, key="as-written", on_click=_take_names, args=(draft, as_written))
    for each in waiting[:_MOST_VALUES]:
        _ask_organisation(draft, each)
    if waiting[_MOST_VALUES:]:
        st.markdown(plural("upload.values.more", len(waiting) - _MOST_VALUES))


def _ask_organisation(draft: Draft, each: Candidate) -> None:
    label = plural("upload.organisations.is", each.rows, value=each.value.strip())
    take = _take(draft, "organisation", each.value.strip(), usual=_by_part(draft, each))
    example = "" if each.is_domain else each.name
    write(label, _standing(draft, each), take, key=f"organisation:{each.value}", placeholder=example)


def _standing(draft: Draft, each: Candidate) -> str:
    return draft.values.get("organisation", {}).get(each.value.strip(), _by_part(draft, each))


def _by_part(draft: Draft, each: Candidate) -> str:
    """What was answered for the name in brackets or for the domain alone."""
    answers = {fold_value(value): ours for value, ours in draft.values.get("organisation", {}).items()}
    return (answer_to_part(each.value, answers) or "") if len(candidate(each.value)) > 1 else ""


def _take_names(draft: Draft, waiting: Sequence[Candidate]) -> None:
    answers = draft.values.setdefault("organisation", {})
    for each in waiting:
        answers.setdefault(each.value.strip(), _by_part(draft, each) or each.name)


# ---- words --------------------------------------------------------------------------------------------------------


def _ask_column(draft: Draft, column: str) -> bool:
    """The words of one column; whether it has any."""
    found = values_found(draft, column)
    if not found:
        return False
    asked = [each for each in found if each.meaning is None]
    known = [each for each in found if each.meaning is not None]
    if asked:
        st.subheader(text(f"column.{column}"))
        kind = "kept-out" if any(each.keeps_out for each in asked) else "asked"
        st.markdown(plural(f"upload.values.{kind}", len(asked)))
        _ask_each(draft, column, asked)
    if known:
        with st.expander(plural("upload.values.known", len(known), column=text(f"column.{column}"))):
            _ask_each(draft, column, known)
    return True


def _ask_each(draft: Draft, column: str, found: Sequence[ValueFound]) -> None:
    for each in found[:_MOST_VALUES]:
        near = nearest(column, each)
        left, right = st.columns([2, 3], vertical_alignment="center")
        with left:
            value = short(shown("", column, each.value), 80)
            describe(value, plural("upload.rows", each.rows), _likeliest(column, each, near))
        with right:
            _ask_value(draft, column, each)
    if len(found) > _MOST_VALUES:
        st.markdown(plural("upload.values.more", len(found) - _MOST_VALUES))


def _likeliest(column: str, found: ValueFound, near: tuple[str, ...]) -> str:
    codes, kind = (found.candidates, "candidates") if found.candidates else (near, "nearest")
    names = " · ".join(meaning(column, code) for code in codes)
    return text(f"upload.values.{kind}", names=names) if names else ""


def _ask_value(draft: Draft, column: str, found: ValueFound) -> None:
    usual = found.meaning or ""
    codes = ("", *possible(column, found))
    options = {code: meaning(column, code) for code in (codes if usual in codes else (usual, *codes))}
    if found.keeps_out:
        options[""] = text("upload.value.kept-out")
    standing = draft.values.get(column, {}).get(found.value, usual)
    take = _take(draft, column, found.value, usual)
    label = text("upload.value.is", value=short(shown("", column, found.value), 80))
    choose(label, options, standing, take, key=f"value:{column}:{found.value}", is_label_shown=False)


def _take(draft: Draft, column: str, value: str, usual: str) -> Callable[[str], None]:
    """Takes an answer; what would be understood anyway is none."""

    def take(answer: str) -> None:
        answers = draft.values.setdefault(column, {})
        answers[value] = answer.strip()
        if answers[value] == usual:
            del answers[value]

    return take


# ---- in a line ----------------------------------------------------------------------------------------------------


def values_words(draft: Draft) -> str:
    """How many words were recognised, how many answered for, how many stay open."""
    found = [(column, each) for column in VALUE_COLUMNS for each in values_found(draft, column)]
    waiting = candidates(draft)
    names = [_standing(draft, each) for each in waiting]
    words = [(column, each.value) for column, each in found if each.meaning is None]
    asked = len(words) + len(names)
    answered = sum(1 for column, value in words if draft.values.get(column, {}).get(value)) + sum(map(bool, names))
    parts = [plural("upload.values.recognised", len(found) - len(words))]
    if asked:
        parts.append(plural("upload.values.answered", answered, asked=asked))
    return " ".join(parts)
