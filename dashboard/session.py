"""What one visitor sees: the store, the language, the filters and the figures they select.

The only module that knows Streamlit's state. Filters live in the address, as codes that are the same in every
language; the session keeps a copy because Streamlit forgets the address when another page is opened.
"""

import calendar
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from urllib.parse import urlsplit

import streamlit as st

from dashboard.upload_shelf import Shelf, Shelved
from engagement import actions, exports, indicators, locale
from engagement.batches import Batch
from engagement.document import Document
from engagement.model import (
    ActivityFigures,
    Gap,
    Indicators,
    ListCode,
    Matrix,
    Mechanism,
    MechanismKind,
    Organisation,
    Selection,
)
from engagement.organisations import Candidate, Classified, MergePreview, OrganisationPage, Recheck
from engagement.settings import Settings
from engagement.store import Store

Held = TypeVar("Held", bound=Shelved)
Kept = TypeVar("Kept")
Answer = TypeVar("Answer")
Question = ParamSpec("Question")
By = Literal["mechanism", "year"]
Rows = Literal["category", "label"]

FILTERS = ("network", "group", "from", "to", "list")
"""The shared filters, by their names in the address."""

_KEPT = (*FILTERS, "lang")
_MEMORY = "address"
_PLACE = "place"


# ---- the address --------------------------------------------------------------------------------------------------


def begin() -> None:
    """Take in what is new in the store, and bring the address and the session's copy of it together.

    Call once in each run, before anything is drawn.
    """
    store().refresh()
    here = urlsplit(st.context.url or "").path
    if st.session_state.get(_PLACE, here) != here and not any(name in st.query_params for name in FILTERS):
        for name, values in st.session_state.get(_MEMORY, {}).items():
            st.query_params.setdefault(name, values)
    st.session_state[_PLACE] = here
    st.session_state[_MEMORY] = {name: addressed(name) for name in _KEPT if name in st.query_params}


def addressed(name: str) -> list[str]:
    """The values of a parameter of the address, in order; empty when it is not there."""
    return list(st.query_params.get_all(name))


def address(name: str, *values: str) -> None:
    """Write a parameter into the address; without values, take it out."""
    if any(values):
        st.query_params[name] = list(values)
    else:
        st.query_params.pop(name, None)
    if name in _KEPT:
        st.session_state.setdefault(_MEMORY, {}).pop(name, None)


def choice(name: str, options: Sequence[str], default: str | None = None) -> dict[str, Any]:
    """Keyword arguments that bind a widget with one value to `?name=`; what is no option falls to the default."""
    found = [value for value in addressed(name) if value in options]
    return _bound(name, found[0] if found else default, default)


def choices(name: str, options: Sequence[str]) -> dict[str, Any]:
    """Keyword arguments that bind a widget with several values to `?name=a&name=b`."""
    return _bound(name, [value for value in addressed(name) if value in options], [])


def written(name: str) -> dict[str, Any]:
    """Keyword arguments that bind a widget with a value somebody may type to `?name=`."""
    return _bound(name, next(iter(addressed(name)), None), None)


def _bound(name: str, value: object, default: object) -> dict[str, Any]:
    key = f"widget-{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": _to_address, "args": (name, key, default)}


def _to_address(name: str, key: str, default: object) -> None:
    value = st.session_state[key]
    values = value if isinstance(value, list) else [value]
    address(name, *(str(each) for each in values if each and value != default))


# ---- who is asking, in which language -----------------------------------------------------------------------------


def language() -> Literal["en", "fr"]:
    """The language of the page: `?lang=`, else the browser's, else English."""
    asked = [*addressed("lang"), (st.context.locale or "")[:2]]
    return "fr" if next((each for each in asked if each in locale.INTERFACE_LANGUAGES), "en") == "fr" else "en"


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
    """Who writes, as the journal will say: there is no sign-in yet."""
    return Settings().actor


# ---- the store ----------------------------------------------------------------------------------------------------


def store() -> Store:
    """The one store of this process; `begin` brings in what other processes have written."""
    return _opened(_folder(os.environ.get("ENGAGEMENT_STORE")), bool(os.environ.get("ENGAGEMENT_DEMO")))


@cache
def _folder(_setting: str | None) -> str:
    """Where the store is. Asked for every figure, so looked up once for each setting."""
    return str(Settings().store.resolve())


_open_stores: list[Store] = []


@st.cache_resource(show_spinner=False, max_entries=8)
def _opened(folder: str, is_demonstration: bool) -> Store:
    opened = Store.open(Path(folder))
    _open_stores.append(opened)
    if is_demonstration and not opened.version:
        actions.load_demonstration(opened, by="demonstration")
    return opened


def close() -> None:
    """Close the store and forget every answer: the process ends."""
    for opened in _open_stores:
        opened.close()
    _open_stores.clear()
    _shelf().clear()
    st.cache_resource.clear()


def is_empty() -> bool:
    """Whether no activity is recorded at all."""
    return period() is None


def is_illustrative() -> bool:
    """Whether invented data is loaded, in this selection or outside it."""
    return any(each.is_illustrative and each.undone_at is None for each in batches())


# ---- the selection ------------------------------------------------------------------------------------------------


def selection() -> Selection:
    """The scope that the address names. What it names wrongly is left out: see `unreadable`."""
    known = {each.code: each.kind for each in mechanisms()}
    lists = [each for each in ListCode if each.value in addressed("list")]
    return Selection(
        networks=tuple(code for code in addressed("network") if known.get(code) is MechanismKind.NETWORK),
        working_groups=tuple(code for code in addressed("group") if known.get(code) is MechanismKind.WORKING_GROUP),
        first_day=_days(addressed("from"))[0],
        last_day=_days(addressed("to"))[1],
        list=lists[0] if lists else ListCode.PARA44,
    )


def is_filtered() -> bool:
    """Whether the selection is narrower than everything recorded."""
    return selection() != Selection(list=selection().list)


def clear_filters() -> None:
    """Back to everything recorded; the list of groups stays."""
    for name in ("network", "group", "from", "to"):
        address(name)


def unreadable() -> list[str]:
    """What stands in the address as a day and is none."""
    return [value for name in ("from", "to") for value in addressed(name)[:1] if _days([value]) == (None, None)]


def first_day(written: str) -> date | None:
    """The first day of 2025, 2025-07 or 2025-07-15; None for anything else."""
    return _days([written])[0]


def _days(values: list[str]) -> tuple[date | None, date | None]:
    """First and last day of a year (2025), a month (2025-07) or a day (2025-07-15)."""
    try:
        year, month, day = [*map(int, values[0].split("-")), 0, 0][:3]
        last_month = month or 12
        last = day or calendar.monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1), date(year, last_month, last)
    except (IndexError, ValueError):
        return None, None


# ---- the figures --------------------------------------------------------------------------------------------------
# Frozen values, so every session may hold the same ones: cached as resources, never copied.


def figures(chosen: Selection) -> Indicators:
    """The measures M1 to M5 of a selection."""
    return _recalled(indicators.indicators, chosen)


def matrix(chosen: Selection, by: By, rows: Rows) -> Matrix:
    """What the record says of every group or label, by mechanism or by year."""
    return _recalled(indicators.matrix, chosen, by, rows)


def gaps(chosen: Selection) -> tuple[Gap, ...]:
    """The ranked gaps of a selection."""
    return _recalled(indicators.gaps, chosen)


def activities(chosen: Selection) -> tuple[ActivityFigures, ...]:
    """The activities of a selection, oldest first."""
    return _recalled(indicators.activities, chosen)


def mechanisms() -> tuple[Mechanism, ...]:
    """The networks and working groups that held an activity, and the networks above them, in the page's language."""
    return _recalled(indicators.active_mechanisms, language())


def known_mechanisms() -> tuple[Mechanism, ...]:
    """Every network and working group there is, with or without an activity."""
    return _recalled(indicators.all_mechanisms, language())


def batches() -> tuple[Batch, ...]:
    """Every import, newest first."""
    return _recalled(indicators.batches)


def period() -> tuple[date, date] | None:
    """The first and the last day recorded; None in an empty store."""
    return _recalled(indicators.period)


def organisations(chosen: Selection) -> tuple[Organisation, ...]:
    """Every organisation of a selection."""
    return _recalled(indicators.organisations, chosen)


def organisation(name: str) -> OrganisationPage:
    """All that is recorded of one organisation, by its id or one of its names."""
    return _recalled(indicators.organisation, name)


def duplicates(limit: int) -> tuple[Candidate, ...]:
    """Pairs that may be one organisation, worst first."""
    return _recalled(indicators.duplicates, limit)


def merge_preview(left: str, right: str, category: str | None) -> MergePreview:
    """What changes in every figure when two organisations are one."""
    return _recalled(indicators.merge_preview, left, right, category)


def recheck_sample(n: int, seed: int) -> tuple[Classified, ...]:
    """Organisations to look at again, drawn at random; the same seed draws the same ones."""
    return _recalled(indicators.recheck_sample, n, seed)


def rechecks() -> tuple[Recheck, ...]:
    """The times somebody has looked again."""
    return _recalled(indicators.rechecks)


def _recalled(
    read: Callable[Concatenate[Store, Question], Answer], *asked: Question.args, **named: Question.kwargs
) -> Answer:
    """What the library answers, remembered for as long as the store stays as it is."""
    answer: Answer = _answer(store(), _key(), f"{read.__module__}.{read.__name__}", asked, named, read)
    return answer


@st.cache_resource(max_entries=512, show_spinner=False, hash_funcs={Selection: lambda value: value.model_dump_json()})
def _answer(
    _store: Store, key: tuple[str, int], name: str, asked: tuple[Any, ...], named: dict[str, Any], _read: Any
) -> Any:
    return _read(_store, *asked, **named)


def _key() -> tuple[str, int]:
    """What makes an answer stale: another store, or a newer version of it."""
    return str(store().folder), store().version


def document(chosen: Selection, language: str) -> Document:
    """The inclusion summary of a selection in one of the six languages."""
    from engagement import summary

    return _recalled(summary.inclusion_summary, chosen, language)


def file(written: Document, kind: exports.Format) -> bytes:
    """A document as the bytes of a file."""
    return _file(written.model_dump_json(), kind.name, written)


@st.cache_resource(max_entries=16, show_spinner=False)
def _file(content: str, name: str, _written: Document) -> bytes:
    return exports.FORMATS[name].write(_written)


# ---- drafts -------------------------------------------------------------------------------------------------------
# What a visitor has begun waits in this process under a name that only the address knows: it outlives a visit to
# another page, a reload and a second window.


@st.cache_resource(show_spinner=False)
def _shelf() -> Shelf:
    return Shelf()


def draft(name: str, kind: type[Held]) -> Held | None:
    """The draft that the address names in `?name=`, else the one this visitor last had; None when there is none."""
    wanted = [*addressed(name)[:1], st.session_state.get(f"draft-{name}", "")]
    for code in filter(None, wanted):
        if isinstance(held := _shelf().get(code), kind):
            _remember_draft(name, code)
            return held
    return None


def is_gone(name: str) -> bool:
    """Whether the address names a draft that is no longer kept."""
    return any(_shelf().get(code) is None for code in addressed(name)[:1])


def keep_draft(name: str, held: Shelved) -> None:
    """Keep a draft and write its name into the address."""
    _remember_draft(name, _shelf().put(held))


def drop_draft(name: str) -> None:
    """Let go of the visitor's draft; the address forgets it."""
    for code in {*addressed(name)[:1], st.session_state.pop(f"draft-{name}", "")}:
        _shelf().drop(code)
    address(name)


def _remember_draft(name: str, code: str) -> None:
    st.session_state[f"draft-{name}"] = code
    if addressed(name) != [code]:
        address(name, code)


def own(name: str, make: Callable[[], Kept]) -> Kept:
    """What this visit keeps under a name, made when it is first asked for; another tab has its own."""
    kept: Kept = st.session_state.setdefault(f"own-{name}", make())
    return kept


def say(sentence: str, kind: Literal["done", "mistake"] = "done") -> None:
    """Leave a sentence for the next time the page is drawn."""
    st.session_state[f"said-{kind}"] = sentence


def said_before(kind: Literal["done", "mistake"] = "done") -> str:
    """The sentence left by the run before; it is said once."""
    return str(st.session_state.pop(f"said-{kind}", ""))


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


def remove_illustrative() -> None:
    """Take every batch of invented data back."""
    actions.remove_illustrative(store(), by=actor())


def open_demonstration() -> None:
    """Load the demonstration logs; what is loaded already is left alone."""
    actions.load_demonstration(store(), by=actor())
