"""What the figures of a whole scope were counted from: by group, by network, by label, by organisation and so on.
`explaining` tells all of one figure; this says of every figure of one kind at once where it comes from, for a document
that is written.

Reads only; `indicators` is their door. The rules are those of sql/indicators.sql.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from engagement import brought, declared, likeness, reference, scopes
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.figures import TAG
from engagement.identity import as_id
from engagement.model import UNCLASSIFIED, CategoryKind, Selection
from engagement.provenance import Found, Origin, Rows, listed, put_together, scope_of, with_activities
from engagement.scopes import Scope
from engagement.store import Reader

LEADING = tuple(row["code"] for row in reference.table("participation_roles") if row["is_agenda_power"] == "yes")
"""The roles that chair, draft, organise or decide."""


class Origins:
    """Where the figures of a selection come from, kind by kind: each is looked for when it is first asked for.

    `activities`, `batches` and `entries` hold what is known of those that are named by number.
    """

    def __init__(self, store: Reader, selection: Selection) -> None:
        self.store, self.selection = store, selection
        self.scope = scope_of(store, selection)
        self.held = scopes.rows(store, "held", self.scope, _HELD)
        self.activities: dict[int, Row] = {row["number"]: row for row in self.held}
        self.batches: dict[int, Row] = {row["batch"]: row for row in store.rows(_BATCHES)}
        self._found: dict[str, Found] = {}

    def of(self, kind: str, name: str) -> Origin | None:
        """Where a figure comes from; None where nothing is recorded. `kind` is one of KINDS."""
        if kind not in self._found:
            self._found[kind] = KINDS[kind](self)
        return self._found[kind].get(name)

    def entries(self, numbers: Iterable[int]) -> dict[int, Row]:
        """What the journal says of some of its entries: kind, the moment it was written, the file it brought."""
        wanted = sorted(set(numbers))
        return {row["sequence"]: row for row in self.store.rows(_ENTRIES, {"wanted": wanted})} if wanted else {}


_HELD = """
    select number, activity_id, mechanism, title, date_from, date_to, date_precision, has_log, open_to_stakeholders,
        review, lower(trim(activity_type)) as kind, held_in
    from asked order by number
"""
_BATCHES = "select batch, kind, file_name, sheet from engagement.batch"
_ENTRIES = """
    select sequence, entry.kind, written_at, file_name, sheet
    from engagement.entry left join engagement.batch on batch = sequence
    where list_contains($wanted, sequence)
"""

# ---- groups, networks, years --------------------------------------------------------------------------------------

_OF_GROUPS = """
    , listed as (
        select category, mechanism, held_in, batch,
            all_activities(number) as activities, all_rows(row, further_rows) as rows
        from asked
        group by grouping sets (
            (batch), (batch, held_in), (batch, mechanism), (batch, category), (batch, category, mechanism)
        )
        having category is distinct from 'WCY'
        union all
        -- what carries a tag of women, children or youth is behind the row of that group, whatever its own
        select 'WCY', mechanism, null, batch,
            all_activities(number) as activities, all_rows(row, further_rows) as rows
        from took_part() where is_tagged group by grouping sets ((batch), (batch, mechanism))
    )
"""


def place(category: str | None, mechanism: str | None = None) -> str:
    """The name of a group (None: all) in a network or working group (None: all): 'MIG', 'MIG@NET-AP', 'all@NET-AP'."""
    return (category or "all") + (f"@{mechanism}" if mechanism else "")


def _of_groups(found: Origins) -> Found:
    """Groups and networks. With all groups together go the activities with a log at which nobody was recorded."""
    origins = _of_scope(found, found.scope)
    looked_at: defaultdict[str, list[int]] = defaultdict(list)
    for row in found.held:
        if row["has_log"]:
            for each in (place(None), place(None, row["mechanism"]), of_year(row["held_in"])):
                looked_at[each].append(row["number"])
    return origins | {each: with_activities(origins.get(each), numbers) for each, numbers in looked_at.items()}


def _of_scope(found: Origins, scope: Scope) -> Found:
    rows = listed(found.store, "kept", scope, _OF_GROUPS)
    counts = _events(scopes.counts(found.store, "category_counts", scope))
    return put_together(rows, _name, counts)


def _name(row: Row) -> str:
    return of_year(row["held_in"]) if row["held_in"] is not None else place(row["category"], row["mechanism"])


def of_year(year: int) -> str:
    """The name of a year: 'year:2026'."""
    return f"year:{year}"


def _events(rows: Iterable[Row]) -> dict[str, int | None]:
    """Organisation-events of each place and year. The group of a tag has those of the tag; among all it has its own."""
    found: Counter[str] = Counter()
    for row in rows:
        category, mechanism, events = row["category"], row["mechanism"], row["organisation_events"]
        if category != "TAG":
            found[of_year(row["held_in"]) if row["held_in"] is not None else place(None, mechanism)] += events
        if row["held_in"] is None and category != TAG:
            found[place(TAG if category == "TAG" else category, mechanism)] = events
    return dict(found)


def _of_leading(found: Origins) -> Found:
    """What groups chaired, drafted, organised or decided."""
    return _of_scope(found, found.scope | {"roles": list(LEADING)})


# ---- further figures that logs were counted for -------------------------------------------------------------------

_OF_REACH = """
    , listed as (
        select category as name, batch,
            all_activities(number) as activities, all_rows(row, further_rows) as rows
        from engagement.counted.participation semi join asked using (number)
        where $roles is null or list_contains($roles, role)
        group by category, batch
    )
"""


def _of_reach(found: Origins) -> Found:
    """The reach funnels of groups, which count invitations and registrations too."""
    rows = listed(found.store, "held", found.scope, _OF_REACH, roles=found.scope["roles"])
    counts = _events(scopes.counts(found.store, "category_counts", found.scope))
    return put_together(rows, _own_name, {row["name"]: counts.get(row["name"], 0) for row in rows})


def _own_name(row: Row) -> str:
    return str(row["name"])


_OF_LABELS = """
    , texts as (select distinct key, text from spelling),
    listed as (
        select category || ':' || coalesce(any_value(text), '') as name, batch,
            all_activities(number) as activities, all_rows(row, further_rows) as rows
        from asked left join texts on texts.key = label_key
        group by category, label_key, batch
    )
"""


def _of_labels(found: Origins) -> Found:
    """Labels as files spell them, each under its category: 'CSO:NGO'."""
    rows = listed(found.store, "took_part", found.scope, _OF_LABELS)
    counts = scopes.counts(found.store, "label_counts", found.scope, per="category")
    events = {f"{row['category']}:{row['label']}": row["organisation_events"] for row in counts}
    return put_together(rows, _own_name, events)


_OF_ORGANISATIONS = """
    , listed as (
        select organisation_id, batch,
            all_activities(number) as activities, all_rows(row, further_rows) as rows
        from asked semi join (select organisation_id from naming where naming = 'public') using (organisation_id)
        group by organisation_id, batch
    )
"""


def _of_organisations(found: Origins) -> Found:
    """Organisations that may be named, by their ids: each counts once at an activity."""
    rows = listed(found.store, "took_part", found.scope, _OF_ORGANISATIONS)
    origins = put_together(rows, lambda row: as_id(row["organisation_id"]), {})
    return {name: replace(each, organisation_events=len(each.activities)) for name, each in origins.items()}


_OF_LIKE = """
    , listed as (
        select category, batch,
            all_activities(number) as activities, all_rows(row, further_rows) as rows
        from asked where list_contains($numbers, number) group by category, batch
    )
"""


def _of_like(found: Origins) -> Found:
    """Groups at the last like activities and those before, which may have been before the period."""
    like = likeness.last_like(found.store, found.selection)
    if like is None:
        return {}
    scope = found.scope | {"first_day": None}
    held = scopes.rows(found.store, "held", scope, _HELD)
    alike = {row["number"]: row for row in held if row["has_log"] and likeness.is_of(like, row)}
    _remember(found, alike.values())
    rows = listed(found.store, "kept", scope, _OF_LIKE, numbers=list(alike))
    events = {each.category: each.earlier + each.later for each in like.groups}
    whole = sum(each.classified for each in (like.earlier, like.later))
    groups = put_together(rows, lambda row: str(row["category"]), dict(events))
    return groups | {"all": with_activities(Origin(whole), alike)}


# ---- what the record holds ----------------------------------------------------------------------------------------


def _of_record(found: Origins) -> Found:
    """The items of the record: activities held, with a log, open; organisation-events classified, with a level."""
    held = found.held
    doubtful = [row for row in _in_doubt(found) if _is_asked(found, row)]
    numbers = {
        "held": held,
        "with_log": [row for row in held if row["has_log"]],
        "open": [row for row in held if row["open_to_stakeholders"]],
        "closed": [row for row in held if row["open_to_stakeholders"] is False],
        "openness_not_recorded": [row for row in held if row["open_to_stakeholders"] is None],
        "in_doubt": doubtful,
    }
    of_activities = {name: Origin(None, tuple(row["number"] for row in rows)) for name, rows in numbers.items()}
    return of_activities | _of_events(found)


def _is_asked(found: Origins, row: Row) -> bool:
    return found.scope["mechanisms"] is None or row["mechanism"] in found.scope["mechanisms"]


def _in_doubt(found: Origins) -> list[Row]:
    """The activities that lie only partly in the period, wherever they are."""
    rows = scopes.rows(found.store, "in_doubt", found.scope | {"mechanisms": None}, _DOUBTFUL)
    _remember(found, rows)
    return rows


def _remember(found: Origins, rows: Iterable[Row]) -> None:
    """Keep what is known of further activities, in the order in which they ended."""
    found.activities = dict(sorted({**{row["number"]: row for row in rows}, **found.activities}.items()))


_DOUBTFUL = """
    select number, activity_id, held.mechanism, title, date_from, date_to, date_precision, has_log,
        open_to_stakeholders, review, lower(trim(activity_type)) as kind, held_in
    from asked join engagement.counted.activity as held using (activity_id) order by number
"""

_OF_RECORD = """
    , listed as (
        select
            case
                when category = 'UNK' then 'unclassified'
                when list_contains($institutional, category) then 'institutional'
                else 'classified'
            end as name,
            batch, all_activities(number) as activities, all_rows(row, further_rows) as rows
        from asked group by 1, 2
        union all
        select 'level_known', batch, all_activities(number), all_rows(row, further_rows)
        from took_part() where level is not null and not list_contains($institutional, category) group by batch
    )
"""


def _of_events(found: Origins) -> Found:
    taxonomy = brought.taxonomy(found.store)
    pooled = [row for row in scopes.counts(found.store, "category_counts", found.scope) if _is_whole(row)]
    kinds = {row["category"]: taxonomy.kind(row["category"], found.selection.list) for row in pooled}
    institutional = [code for code, kind in kinds.items() if kind is CategoryKind.INSTITUTIONAL]
    events: Counter[str] = Counter()
    for row in pooled:
        is_institutional = row["category"] in institutional
        is_unclassified = row["category"] == UNCLASSIFIED
        item = "institutional" if is_institutional else "unclassified" if is_unclassified else "classified"
        events[item] += row["organisation_events"]
        events["level_known"] += 0 if is_institutional else row["level_known"]
    rows = listed(found.store, "kept", found.scope, _OF_RECORD, institutional=institutional)
    items = ("classified", "unclassified", "institutional", "level_known")
    return {item: Origin(events[item]) for item in items} | put_together(rows, _own_name, events)


def _is_whole(row: Row) -> bool:
    return row["mechanism"] is None and row["held_in"] is None and row["category"] != "TAG"


def _of_silence(found: Origins) -> Found:
    """The activities of each network or working group without a complete log."""
    silent: defaultdict[str, list[int]] = defaultdict(list)
    for row in found.held:
        if not row["has_log"]:
            silent[row["mechanism"]].append(row["number"])
    return {mechanism: Origin(None, tuple(numbers)) for mechanism, numbers in silent.items()}


def _of_families(found: Origins) -> Found:
    """The activities of each network with its working groups, in the period or perhaps in it, and the lists that say
    whether it is to report."""
    every = [*scopes.rows(found.store, "held", found.scope | {"mechanisms": None}, _HELD), *_in_doubt(found)]
    _remember(found, every)
    said_in = {row["code"]: tuple(row["batches"]) for row in found.store.rows(_SAID_OF_MECHANISMS)}
    above = {each.code: each.parent for each in declared.listed_mechanisms(found.store)}
    families: defaultdict[str, set[int]] = defaultdict(set)
    for row in every:
        for code in {row["mechanism"], above.get(row["mechanism"]) or row["mechanism"]}:
            families[code].add(row["number"])
    return {code: Origin(None, tuple(sorted(families[code])), entries=said_in.get(code, ())) for code in above}


_SAID_OF_MECHANISMS = """
    select code, list(distinct batch order by batch) as batches
    from engagement.mechanism_detail where reporting_expected is not null group by code
"""

_OF_BATCHES = """
    , listed as (
        select batch, []::integer[] as activities, all_rows(row, further_rows) as rows
        from engagement.fact semi join asked using (batch) group by batch
    )
"""


def _of_batches(found: Origins) -> Found:
    """The rows of each log, and the lists, which stand in the journal as they were read."""
    rows = listed(found.store, "sources", found.scope, _OF_BATCHES)
    logs = {batch_name(row["batch"]): Origin(rows={row["batch"]: Rows(row["said"], row["n"])}) for row in rows}
    return {batch_name(batch): Origin(entries=(batch,)) for batch in found.batches} | logs


KINDS: Mapping[str, Callable[[Origins], Found]] = {
    "group": _of_groups,
    "led": _of_leading,
    "reach": _of_reach,
    "label": _of_labels,
    "organisation": _of_organisations,
    "like": _of_like,
    "record": _of_record,
    "silent": _of_silence,
    "held": _of_families,
    "batch": _of_batches,
}
"""The kinds of figures whose origins are told apart."""


def origins(store: Reader, selection: Selection) -> Origins:
    """Where every figure of a selection comes from. Raises UnknownNameError or AmbiguousNameError for its names."""
    return Origins(store, selection)
