"""Networks and working groups: the list, a form to add or complete one, and a list from a file."""

import streamlit as st

from dashboard import components, paging, session, settings_words, visitor
from dashboard.components import Content
from dashboard.organisations_words import country_name, place_names
from dashboard.session import text
from dashboard.settings_declare import WIDE
from dashboard.settings_frame import FEW, form_problems, key, shown
from dashboard.settings_upload import by_hand, offer_list
from engagement import actions, indicators, reference
from engagement.exports import lists
from engagement.folding import fold
from engagement.listed import MECHANISM_COLUMNS, ListedMechanism
from engagement.model import MechanismKind

_LONG = ("name_en", "name_fr")
_SHORT = ("region", "country", "since", "until")
_TO_COLUMN = {"since": "from", "until": "to"}


def draw() -> None:
    """The section."""
    components.quiet(text("settings.networks.what"))
    every = session.recalled(indicators.listed_mechanisms)
    found = _found(every)
    if found:
        columns = ("name", "kind", "place", "days", "rhythm", "reporting", "code")
        heads = [text(f"settings.column.{code}") for code in columns]
        rows = [_row(each) for each in found[paging.first(len(found), FEW) :][:FEW]]
        components.table(shown(len(found), "settings.networks.count", FEW), heads, rows)
        paging.offer(len(found), FEW)
    else:
        components.quiet(text("settings.networks.none-found"))
    _offer_to_write({each.code: each for each in every})
    offer_list("mechanisms", actions.import_mechanisms, MECHANISM_COLUMNS, lambda: lists.mechanisms_csv(every))


def _found(every: tuple[ListedMechanism, ...]) -> list[ListedMechanism]:
    """Those whose code or name holds the words looked for."""
    st.text_input(
        text("settings.networks.find"),
        placeholder=text("organisations.search-in"),
        type="search",
        icon=":material/search:",
        width=WIDE,
        **session.written("find"),
    )
    words = fold(" ".join(session.addressed("find")[:1]))
    return [
        each
        for each in every
        if not words or any(words in fold(name) for name in (each.code, each.name_en, each.name_fr) if name)
    ]


def _row(each: ListedMechanism) -> list[Content]:
    region = "" if each.region == each.level else each.region or ""
    place = [text(f"settings.level.{each.level}") if each.level else "", region, country_name(each.country)]
    return [
        place_names([each.code])[0],
        text(f"settings.kind.{each.kind}"),
        " · ".join(filter(None, place)) or "–",
        settings_words.span(each.since, each.until),
        text(f"settings.rhythm.{each.rhythm}") if each.rhythm else "–",
        "–" if each.reporting_expected is None else _reporting(each.reporting_expected),
        each.code,
    ]


def _reporting(is_expected: bool) -> str:
    return text(f"settings.reporting.{'yes' if is_expected else 'no'}")


# ---- one of them --------------------------------------------------------------------------------------------------


def _offer_to_write(known: dict[str, ListedMechanism]) -> None:
    """A form for a new one, or filled with what is known of one."""
    st.subheader(text("settings.networks.write"))
    names = {"": text("settings.networks.new")} | dict(zip(known, place_names(list(known)), strict=True))
    chosen = st.selectbox(
        text("settings.networks.which"),
        list(names),
        format_func=names.__getitem__,
        width=640,
        **session.choice("mechanism", list(names), ""),
    )
    standing = known.get(chosen or "")
    components.quiet(text("settings.networks.blank"))
    with st.form(key(f"mechanism:{chosen}"), border=False):
        cells = _kind_and_parent(standing, known) | _texts(standing, _LONG, WIDE) | _texts(standing, _SHORT, 200)
        cells |= _codes(standing)
        if st.form_submit_button(text("settings.networks.do"), type="primary", **visitor.may("lists")):
            _write(cells, standing)


def _kind_and_parent(standing: ListedMechanism | None, known: dict[str, ListedMechanism]) -> dict[str, str]:
    """What it is, and above a working group the network; of one that is known neither changes."""
    if standing:
        return {"code": standing.code, "kind": standing.kind.value, "parent": standing.parent or ""}
    kinds = [each.value for each in MechanismKind]
    networks = ["", *(code for code, each in known.items() if each.kind is MechanismKind.NETWORK)]
    names = {"": "–"} | dict(zip(networks[1:], place_names(networks[1:]), strict=True))
    with st.container(horizontal=True):
        kind = st.selectbox(
            text("settings.column.kind"), kinds, format_func=session.said("settings.kind.", kinds), width=200
        )
        parent = st.selectbox(text("settings.networks.parent"), networks, format_func=names.__getitem__, width=WIDE)
        code = st.text_input(
            text("settings.column.code"), help=text("settings.networks.code-help"), max_chars=60, width=200
        )
    return {"code": code.strip(), "kind": str(kind), "parent": str(parent or "")}


def _texts(standing: ListedMechanism | None, fields: tuple[str, ...], width: int) -> dict[str, str]:
    with st.container(horizontal=True):
        return {
            _TO_COLUMN.get(field, field): st.text_input(
                text(f"settings.field.{field}"),
                str(getattr(standing, field, None) or ""),
                help=text(f"settings.field.{field}-help"),
                max_chars=200,
                width=width,
            ).strip()
            for field in fields
        }


def _codes(standing: ListedMechanism | None) -> dict[str, str]:
    """What is chosen among codes: level, meeting rhythm, whether a report is expected."""
    reporting = {True: "yes", False: "no", None: ""}[standing.reporting_expected if standing else None]
    with st.container(horizontal=True):
        return {
            "level": _choose("level", _words("level"), (standing and standing.level) or ""),
            "rhythm": _choose("rhythm", _words("rhythm"), (standing and standing.rhythm) or ""),
            "reporting_expected": _choose("reporting", ["yes", "no"], reporting),
        }


def _words(column: str) -> list[str]:
    return list(dict.fromkeys(row["code"] for row in reference.table("list_values") if row["column"] == column))


def _choose(kind: str, codes: list[str], standing: str) -> str:
    names = {"": text("settings.reporting.unknown") if kind == "reporting" else "–"}
    names |= {code: text(f"settings.{kind}.{code}") for code in codes}
    options = list(names)
    place = options.index(standing) if standing in options else 0
    label = text(f"settings.column.{kind}")
    return str(st.selectbox(label, options, index=place, format_func=names.__getitem__, width=240))


def _write(cells: dict[str, str], standing: ListedMechanism | None) -> None:
    name = cells["name_en"] or cells["name_fr"] or cells["code"]
    if not name:
        st.error(text("settings.missing", fields=text("settings.field.name_en")))
        return
    words = text("settings.networks.changed" if standing else "settings.networks.added", name=name)
    if (receipt := by_hand(actions.mechanism_by_hand, cells, words)) is None:
        return
    form_problems(receipt.problems)
    if not receipt.rows_refused:
        st.info(text("settings.list.nothing"))
