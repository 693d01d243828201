"""What one visitor sees: the store, the language, the filters and the figures they select.

The only module that knows Streamlit's state. Filters live in the address, as codes that are
the same in every language; the session keeps a copy because Streamlit forgets the address when another page is opened.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from urllib.parse import urlsplit

import streamlit as st

from dashboard import asked, stores
from dashboard.asked import FILTERS
from dashboard.days import days
from dashboard.memory import Memory
from dashboard.upload_shelf import SHELF
from engagement import access, indicators, locale, narrowing
from engagement.batches import Batch
from engagement.document import Document
from engagement.model import (
    ActivityFigures,
    Gap,
    Indicators,
    Matrix,
    Mechanism,
    Selection,
)
from engagement.store import Store
from engagement.taxonomy import Taxonomy

Kept = TypeVar("Kept")
Answer = TypeVar("Answer")
Question = ParamSpec("Question")
By = Literal["mechanism", "year"]
Rows = Literal["category", "label"]

_EXAMPLE = "example"
_KEPT = (*FILTERS, "lang", _EXAMPLE)
_MEMORY = "address"
_memory = Memory(most=512)
_OWED = "address-to-be"
_language = ContextVar("language", default="")  # of this run: a page asks for it a thousand times
_PLACE = "place"


# ---- the address --------------------------------------------------------------------------------------------------


def hear() -> str:
    """Which page is asked for, and in which language: before anything is said."""
    here = urlsplit(st.context.url or "").path
    if st.session_state.get(_PLACE, here) != here:
        st.session_state[_OWED] = _remembered()
    _language.set(_asked_language())
    return here


def begin() -> None:
    """Take in what is new in the store, and bring the address and the session's copy of it together.

    Call once in each run, before anything is drawn.
    """
    here = hear()
    if _PLACE not in st.session_state and _EXAMPLE not in st.query_params and stores.begins_with_example():
        st.query_params[_EXAMPLE] = "1"
    st.session_state[_PLACE] = here
    st.session_state[_MEMORY] = {name: values for name in _KEPT if (values := addressed(name))}
    with nullcontext() if stores.is_open(is_example()) else busy("busy.opening"):
        store().refresh()
    period()  # the first question after a write works out what all others are counted from


def end() -> None:
    """Write what is remembered into the address of the page that was opened, and let go of what has been said.

    Call at the end of a run: before the browser knows the new page, it would write it into the address of the one that
    is left, as one more step for its back button. A run that somebody's next click cut short never comes here, and what
    it said is said again.
    """
    for kind in own("heard", set[str]):
        st.session_state.pop(kind, None)
    own("heard", set[str]).clear()
    for name, values in st.session_state.pop(_OWED, {}).items():
        st.query_params[name] = values


def _remembered() -> dict[str, list[str]]:
    """What a page opened with a blank address is given; one that says its own filters never leaves the store."""
    is_said = any(name in st.query_params for name in FILTERS)
    memory: dict[str, list[str]] = st.session_state.get(_MEMORY, {})
    return {
        name: values
        for name, values in memory.items()
        if name not in st.query_params and (name == _EXAMPLE or not is_said)
    }


def addressed(name: str) -> list[str]:
    """The values of a parameter of the address, in order; empty when it is not there."""
    return list(st.query_params.get_all(name) or st.session_state.get(_OWED, {}).get(name, ()))


def address(name: str, *values: str) -> None:
    """Write a parameter into the address; without values, take it out."""
    if any(values):
        st.query_params[name] = list(values)
    else:
        st.query_params.pop(name, None)
    _language.set("")
    for memory in (_MEMORY, _OWED):
        st.session_state.setdefault(memory, {}).pop(name, None)


def today() -> date:
    """The day of the visit."""
    return date.today()


def onward(**more: str) -> dict[str, list[str]]:
    """The address of another page: the filters and the language of this one, and `more` beside or in their place."""
    kept = {name: values for name in _KEPT if (values := addressed(name))}
    return kept | {name: [each] for name, each in more.items()}


def choice(name: str, options: Sequence[str], default: str | None = None) -> dict[str, Any]:
    """Keyword arguments that bind a widget with one value to `?name=`; what is no option falls to the default."""
    found = [value for value in addressed(name) if value in options]
    return _bound(name, found[0] if found else default, default)


def choices(name: str, options: Sequence[str]) -> dict[str, Any]:
    """Keyword arguments that bind a widget with several values to `?name=a&name=b`."""
    return _bound(name, [value for value in addressed(name) if value in options], [])


def choice_of_part(name: str, options: Sequence[str], default: str, parts: Iterable[str]) -> dict[str, Any]:
    """As `choice`; another choice also takes the parameters `parts` out of the address, being of the one before."""
    return dropping(parts, choice(name, options, default))


def dropping(parts: Iterable[str], bound: dict[str, Any]) -> dict[str, Any]:
    """The keyword arguments `bound`; another value also takes the parameters `parts` out of the address."""

    def change(*asked: Any) -> None:
        for part in parts:
            address(part)
        bound["on_change"](*asked)

    return {**bound, "on_change": change}


def written(name: str) -> dict[str, Any]:
    """Keyword arguments that bind a widget with a value somebody may type to `?name=`."""
    return _bound(name, next(iter(addressed(name)), None), None)


def ticked(name: str) -> dict[str, Any]:
    """Keyword arguments that bind a checkbox to `?name=yes`."""
    key = f"widget-{name}"
    st.session_state[key] = addressed(name) == ["yes"]
    return {"key": key, "on_change": lambda: address(name, "yes" if st.session_state[key] else "")}


def _bound(name: str, value: object, default: object) -> dict[str, Any]:
    key = f"widget-{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": _to_address, "args": (name, key, default)}


def _to_address(name: str, key: str, default: object) -> None:
    value = st.session_state[key]
    values = value if isinstance(value, list) else [value]
    address(name, *(str(each) for each in values if each and value != default))


# ---- who is asking, in which language -----------------------------------------------------------------------------


def language() -> str:
    """The language of the page: `?lang=`, else the browser's, else English."""
    return _language.get() or _asked_language()


def _asked_language() -> str:
    asked = next(iter(addressed("lang")), "") or (st.context.locale or "")[:2]
    return asked if asked in locale.INTERFACE_LANGUAGES else "en"


def text(code: str, **values: Any) -> str:
    """The sentence of `code` in the language of the page."""
    return locale.text(code, language(), **values)


def plural(code: str, n: int, **values: Any) -> str:
    """The sentence of `code` in the grammatical number of `n`."""
    return locale.plural(code, n, language(), **values)


def said(prefix: str, codes: Iterable[str]) -> Callable[[str], str]:
    """What each code is called, looked up now: Streamlit asks again when no page is being drawn."""
    return {code: text(f"{prefix}{code}") for code in codes}.__getitem__


def is_dark() -> bool:
    """Whether the page is drawn light on dark."""
    return bool(st.context.theme.type == "dark")


def actor() -> str:
    """Who writes, as the journal will say. Raises AccessError where a proxy signs people in and did not say whom."""
    return access.signed_in(st.user.get("handle")) if is_signed_in() else stores.actor()


def is_signed_in() -> bool:
    """Whether a proxy in front of the server says who comes, in a header that its settings name."""
    return bool(st.get_option("server.trustedUserHeaders"))


# ---- the store ----------------------------------------------------------------------------------------------------


def store() -> Store:
    """The store that is looked at: the one of this process, or the example beside it. `begin` refreshes it."""
    return stores.example() if is_example() else stores.record()


def close() -> None:
    """Close the stores and forget every answer: the process ends."""
    stores.close()
    SHELF.clear()
    _memory.clear()


def is_empty() -> bool:
    """Whether no activity is recorded at all."""
    return period() is None


def is_example() -> bool:
    """Whether the example is looked at, in a store of its own, and not the record."""
    return addressed(_EXAMPLE) == ["1"]


def open_example() -> None:
    """Look at the example; the record stays as it is."""
    _change_store("1")


def leave_example() -> None:
    """Back to the record."""
    _change_store("0" if stores.is_demonstration() else "")


def _change_store(example: str) -> None:
    """No filter and no draft of one store is taken into the other."""
    kept = addressed("lang")
    st.query_params.clear()
    begun().clear()
    st.session_state[_MEMORY] = st.session_state[_OWED] = {}
    address("lang", *kept)
    address(_EXAMPLE, example)


def is_illustrative() -> bool:
    """Whether invented data is loaded, in this selection or outside it."""
    return any(each.is_illustrative and each.undone_at is None for each in batches())


# ---- the selection ------------------------------------------------------------------------------------------------


def selection() -> Selection:
    """The scope that the address names. What it names wrongly is left out: see `unreadable`."""
    return asked.selection(addressed, mechanisms(), taxonomy().lists, possible_codes())


def possible_codes() -> dict[str, tuple[str, ...]]:
    """The codes by which a selection can be narrowed further, by filter."""
    return recalled(narrowing.possible)


def is_filtered() -> bool:
    """Whether the selection is narrower than everything recorded."""
    return selection() != Selection(list=selection().list)


def clear_filters() -> None:
    """Back to everything recorded; the list of groups stays."""
    for name in FILTERS:
        if name != "list":
            address(name)


def unreadable() -> list[str]:
    """What stands in the address as a day and is none."""
    return [value for name in ("from", "to") for value in addressed(name)[:1] if days([value]) == (None, None)]


# ---- the figures --------------------------------------------------------------------------------------------------
# Frozen values, so every session may hold the same ones: never copied.


def figures(chosen: Selection) -> Indicators:
    """The measures M1 to M5 of a selection."""
    return recalled(indicators.indicators, chosen)


def matrix(chosen: Selection, by: By, rows: Rows) -> Matrix:
    """What the record says of every group or label, by mechanism or by year."""
    return recalled(indicators.matrix, chosen, by, rows)


def gaps(chosen: Selection) -> tuple[Gap, ...]:
    """The ranked gaps of a selection."""
    return recalled(indicators.gaps, chosen)


def activities(chosen: Selection) -> tuple[ActivityFigures, ...]:
    """The activities of a selection, oldest first."""
    return recalled(indicators.activities, chosen)


def taxonomy() -> Taxonomy:
    """The categories and lists of the store, their names and what labels mean."""
    return recalled(indicators.taxonomy)


def mechanisms() -> tuple[Mechanism, ...]:
    """The networks and working groups that held an activity, and the networks above them, in the page's language."""
    return recalled(indicators.active_mechanisms, language())


def known_mechanisms() -> tuple[Mechanism, ...]:
    """Every network and working group there is, with or without an activity."""
    return recalled(indicators.all_mechanisms, language())


def batches() -> tuple[Batch, ...]:
    """Every import, newest first."""
    return recalled(indicators.batches)


def period() -> tuple[date, date] | None:
    """The first and the last day recorded; None in an empty store."""
    return recalled(indicators.period)


def recalled(
    read: Callable[Concatenate[Store, Question], Answer], *asked: Question.args, **named: Question.kwargs
) -> Answer:
    """What the library answers, remembered while the store stays as it is; for reads that have no name here."""
    asks = store()
    key = (*_version(asks), read.__module__, read.__name__, asked, tuple(named.items()))
    with nullcontext() if key in _memory else busy(_WORK.get(read.__name__, "busy.reading")):
        answer: Answer = _memory.recall(key, lambda: read(asks, *asked, **named))
    return answer


_WORK = {"duplicates": "pair.busy", "inclusion_summary": "busy.summary"}


def busy(code: str) -> AbstractContextManager[None]:
    """What is being done, said in the place of what comes when it takes longer than half a second."""
    return st.spinner(text(code))


def drawn(name: str, make: Callable[[], Kept], *of: Hashable) -> Kept:
    """A figure, remembered while the store, the language and the theme stay as they are. `of` tells it apart."""
    figure: Kept = _memory.recall((*_version(store()), "figure", name, language(), is_dark(), *of), make)
    return figure


def _version(asked: Store) -> tuple[Path, int]:
    """What makes an answer stale: another store, or a newer version of it."""
    return asked.folder, asked.version


def document(chosen: Selection, language: str, style: str, beside: str | None) -> Document:
    """The inclusion summary of a selection in one of the six languages, or two, in a house style."""
    from engagement import summary

    return recalled(summary.inclusion_summary, chosen, language, style, beside)


# ---- between two runs of a visit ------------------------------------------------------------------------------------


def begun() -> dict[str, str]:
    """The name of each draft this visit has begun, by kind: see `drafts`."""
    return own("begun", dict[str, str])


def own(name: str, make: Callable[[], Kept]) -> Kept:
    """What this visit keeps under a name, made when it is first asked for; another tab has its own."""
    kept: Kept = st.session_state.setdefault(f"own-{name}", make())
    return kept


def say(sentence: str, kind: Literal["done", "mistake"] = "done") -> None:
    """Leave a sentence for the next time the page is drawn."""
    st.session_state[f"said-{kind}"] = sentence


def said_before(kind: Literal["done", "mistake"] = "done") -> str:
    """The sentence left by the run before; it is said once, to the end of a run."""
    own("heard", set[str]).add(f"said-{kind}")
    return str(st.session_state.get(f"said-{kind}", ""))


def fresh(name: str) -> str:
    """The key of a widget that is to be blank again after each `renew`."""
    return f"{name}-{st.session_state.get(f'edition-{name}', 0)}"


def renew(name: str) -> None:
    """Make the widget of that name blank."""
    st.session_state[f"edition-{name}"] = st.session_state.get(f"edition-{name}", 0) + 1


def answer(key: str, standing: object, take: Callable[[Any], None]) -> dict[str, Any]:
    """Keyword arguments for a widget that shows the answer so far and hands over a new one.

    The draft knows the answer, the widget only shows it: two windows over one draft never disagree for long.
    """
    st.session_state[key] = standing
    return {"key": key, "on_change": lambda: take(st.session_state[key])}


def paged(here: int) -> dict[str, Any]:
    """Keyword arguments for the way to other pages, bound to `?page=`. One that the address has left behind is new."""
    if st.session_state.get(fresh("page"), here) != here:
        renew("page")
    key = fresh("page")
    return {"default": here, "key": key, "on_change": lambda: address("page", str(st.session_state[key]))}


def remove_illustrative() -> None:
    """Take every batch of invented data back."""
    from engagement import actions  # see stores: no page waits for what reads files

    with busy("busy.undoing"):
        actions.remove_illustrative(store(), by=actor())
