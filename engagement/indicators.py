"""Every read: the measures and gaps of a selection. Counts come from sql/indicators.sql, arithmetic from `measures`."""

from collections import defaultdict
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Literal

from engagement import (
    calling,
    directory,
    expected,
    explaining,
    figures,
    measuring,
    profiles,
    registry,
    replay,
    scopes,
    silence,
    taxonomy,
)
from engagement import declared as declarations
from engagement import seats as rosters
from engagement.batches import Batch, batch_name
from engagement.efforts import Effort, Explanation, NotExpected, Prospect, Silence
from engagement.expectations import references
from engagement.identity import as_id
from engagement.measuring import Measures
from engagement.model import (
    UNCLASSIFIED,
    ActivityFigures,
    CategoryKind,
    Expectation,
    Gap,
    Indicators,
    Matrix,
    Mechanism,
    MechanismKind,
    Organisation,
    Selection,
)
from engagement.organisations import (
    Candidate,
    Classified,
    FigureChange,
    Judgement,
    MergePreview,
    OrganisationPage,
    Recheck,
)
from engagement.profiles import Profile
from engagement.registry import Mechanisms
from engagement.registry_lists import ListedMechanism, ListedOrganisation, ListedSeat
from engagement.rosters import Seats
from engagement.scopes import Scope
from engagement.store import Reader, Row, Store

_MATRIX_COLUMN = {"mechanism": "mechanism", "year": "held_in"}


# ---- figures ------------------------------------------------------------------------------------------------------


def indicators(store: Store, selection: Selection) -> Indicators:
    """Measures M1 to M5 of a selection. Raises UnknownNameError or AmbiguousNameError for its names."""
    scope = _scope(store, selection)
    counts = figures.by_category(_count(store, "category_counts", scope))
    activities = _count(store, "activity_counts", scope)
    total = figures.total_of(activities)
    labels = _count(store, "label_counts", scope)
    heads = {row["category"]: row for row in labels if not row["is_label"]}
    records = figures.records(total, counts, len(_count(store, "in_doubt", scope)), selection)
    references = _references(store, selection)
    return Indicators(
        selection=selection,
        records=records,
        coverage=figures.coverage(counts, selection),
        mechanisms=sum(1 for row in activities if row["mechanism"] is not None),
        mechanisms_with_log=sum(1 for row in activities if row["mechanism"] is not None and row["with_log"]),
        categories=tuple(
            figures.category_figures(code, kind, counts, heads.get(code), total, records, references)
            for code, kind, _ in taxonomy.rows(selection.list)
        ),
        labels=figures.label_figures(row for row in labels if row["is_label"] and figures.is_pooled(row)),
        **_provenance(store, scope),
    )


def measures(store: Store, selection: Selection) -> Measures:
    """Measures M2 and M6 to M12 of a selection, and the reach funnel. Raises as `indicators`."""
    scope = _scope(store, selection)
    return measuring.measures(
        selection,
        lambda macro, **days: _count(store, macro, scope | days),
        _references(store, selection),
    )


def matrix(
    store: Store,
    selection: Selection,
    by: Literal["mechanism", "year"] = "mechanism",
    rows: Literal["category", "label"] = "category",
) -> Matrix:
    """What the record says of every group (or label) in every mechanism that held an activity, or in every year."""
    scope = _scope(store, selection)
    column = _MATRIX_COLUMN[by]
    activities = {row[column]: row for row in _count(store, "activity_counts", scope) if row[column] is not None}
    if rows == "label":
        counts = [row | {"row": row["label"]} for row in _count(store, "label_counts", scope) if row["is_label"]]
        names = tuple(sorted({row["row"] for row in counts}))
    else:
        counts = figures.shown_rows(_count(store, "category_counts", scope))
        names = tuple(
            code
            for code, kind, _ in taxonomy.rows(selection.list)
            if kind in (CategoryKind.NAMED, CategoryKind.TAG, CategoryKind.OTHER)
        )
    found = {(row[column], row["row"]): row for row in counts if row[column] is not None}
    columns = _columns(store, activities, by)
    return Matrix(
        by=by,
        columns=tuple(str(each) for each in columns),
        rows=names,
        cells=tuple(
            figures.cell(str(each), name, found.get((each, name)), activities.get(each))
            for name in names
            for each in columns
        ),
    )


def activities(store: Store, selection: Selection) -> tuple[ActivityFigures, ...]:
    """Every activity of the selection, oldest first, and who was recorded at it."""
    scope = _scope(store, selection)
    mechanisms = {each.code: each for each in all_mechanisms(store, "en")}
    labels: dict[int, list[Row]] = defaultdict(list)
    for row in _count(store, "label_counts_of_activities", scope):
        labels[row["activity_id"]].append(row)
    held = _count(store, "activity_detail", scope)
    return tuple(
        figures.activity_figures(row, labels[row["activity_id"]], mechanisms[row["mechanism"]]) for row in held
    )


# ---- organisations ------------------------------------------------------------------------------------------------


def organisations(store: Store, selection: Selection) -> tuple[Organisation, ...]:
    """Every organisation of the selection: its names as spelled, its categories, where and when it took part."""
    rows = _count(store, "organisation_detail", _scope(store, selection))
    return tuple(Organisation(id=as_id(row.pop("organisation_id")), **row) for row in rows)


def organisation(store: Store, name: str) -> OrganisationPage:
    """One organisation, by its id or any of its names. Raises UnknownNameError or AmbiguousNameError."""
    return directory.organisation(store, name)


def duplicates(store: Store, limit: int = 200) -> tuple[Candidate, ...]:
    """Organisations that may be one and of which nobody has said so, worst first."""
    return directory.duplicates(store, limit)


def judgements(store: Store) -> tuple[Judgement, ...]:
    """What was said of names, newest first."""
    return tuple(directory.judgements(store))


def recheck_sample(store: Store, n: int = 20, seed: int | None = None) -> tuple[Classified, ...]:
    """Classified organisations drawn at random, to be looked at again."""
    return directory.recheck_sample(store, n, seed)


def rechecks(store: Store) -> tuple[Recheck, ...]:
    """How often those who looked again agreed, newest first."""
    return directory.rechecks(store)


def listed_organisations(store: Store) -> tuple[ListedOrganisation, ...]:
    """The organisations that lists have declared, as a list says them."""
    return declarations.listed_organisations(store)


def listed_mechanisms(store: Store) -> tuple[ListedMechanism, ...]:
    """Every network and working group, as a list says them."""
    return declarations.listed_mechanisms(store)


def merge_preview(store: Store, left: str, right: str, category: str | None = None) -> MergePreview:
    """What the merge of two organisations would change in every figure; nothing is written.

    Raises UnknownNameError or AmbiguousNameError.
    """
    sides = directory.sides(store, directory.key_of(store, left), directory.key_of(store, right))
    with store.trial(replay.JUDGED, directory.as_merged(store, left, right, category)) as merged:
        before, after = _all_counts(store), _all_counts(merged)
    changes = [
        FigureChange(figure=figure, category=category, scope=scope, before=was, after=will_be)
        for figure, category, scope in sorted(before.keys() | after.keys(), key=str)
        if (was := before.get((figure, category, scope), "0")) != (will_be := after.get((figure, category, scope), "0"))
    ]
    said = {code for each in sides for code in each.categories if code != UNCLASSIFIED}
    return MergePreview(left=sides[0], right=sides[1], categories=tuple(sorted(said)), changes=tuple(changes))


_SHOWN_COUNTS = ("organisation_events", "organisations", "activities", "present", "level_known", "involved")


def _all_counts(store: Reader) -> dict[tuple[str, str | None, str], str]:
    """Every count of every category: as a whole, in each mechanism and in each year."""
    return {
        (figure, row["category"], row["mechanism"] or str(row["held_in"] or "")): str(row[figure])
        for row in _count(store, "category_counts", scopes.EVERYTHING)
        for figure in _SHOWN_COUNTS
    }


# ---- gaps ---------------------------------------------------------------------------------------------------------


def gaps(store: Store, selection: Selection) -> tuple[Gap, ...]:
    """The gaps of every mechanism of the selection, ranked. A mechanism without a log has none: it has no report.

    Raises UnknownNameError or AmbiguousNameError for the names of the selection.
    """
    return expected.gaps(store, selection, _scope(store, selection))


def expectations(store: Store, selection: Selection) -> tuple[Expectation, ...]:
    """What is expected in the selection's period: what was declared, newest first, then the tool's defaults."""
    return expected.in_period(store, selection.first_day, selection.last_day)


def expectations_in_force(store: Store) -> tuple[Expectation, ...]:
    """What was declared and holds on some day, each with the days it holds."""
    return expected.in_force(store)


# ---- beside the logs ----------------------------------------------------------------------------------------------


def seats(store: Store, selection: Selection) -> Seats:
    """Who has a seat in the selection at some day of its period, and how many groups of the list have one."""
    return rosters.seats(store, _scope(store, selection), selection)


def listed_seats(store: Store) -> tuple[ListedSeat, ...]:
    """The seats that stand, ended ones too, as a roster lists them."""
    return declarations.listed_seats(store)


def silent(store: Store, selection: Selection) -> Silence:
    """Mechanisms that are expected to report and did not, and activities held without a complete log."""
    return silence.silence(store, _scope(store, selection))


def not_expected(store: Store, selection: Selection, *, is_history: bool = False) -> tuple[NotExpected, ...]:
    """The marks 'not expected here' that stand at the end of the period; with `is_history` every one ever made."""
    return silence.not_expected(store, _scope(store, selection), is_history=is_history)


def call_list(store: Store, selection: Selection, mechanism: str, category: str) -> tuple[Prospect, ...]:
    """Organisations of a category that could fill a gap in a mechanism, given by their codes, best first."""
    return calling.call_list(store, _scope(store, selection), mechanism, category)


def outreach(store: Store, selection: Selection) -> tuple[Effort, ...]:
    """What was done for the groups of the selection in its period: organisations invited, answered, come."""
    return calling.outreach(store, _scope(store, selection))


def explain(store: Store, selection: Selection, category: str | None, mechanism: str | None = None) -> Explanation:
    """The organisation-events behind a figure of a category (None: of all groups), down to file, sheet and row.

    `mechanism` is the code of the one the figure is of; without it the figure is of the whole selection.
    """
    scope = _scope(store, selection)
    asked = scope | {"mechanisms": [mechanism]} if mechanism is not None else scope
    return explaining.explanation(store, asked, selection, category)


# ---- what there is ------------------------------------------------------------------------------------------------


def all_mechanisms(store: Store, language: str) -> tuple[Mechanism, ...]:
    """Every network and working group, those of `data/` first."""
    return (*registry.known_mechanisms(language), *created_mechanisms(store, language))


def created_mechanisms(store: Store, language: str = "en") -> list[Mechanism]:
    """The networks and working groups that logs and lists have brought, beyond those of `data/`."""
    known = {each.code for each in registry.known_mechanisms("en")}
    rows = store.rows(
        """select code, kind, parent, if($language = 'fr', coalesce(name_fr, name), name) as name, region
           from created_mechanism order by code""",
        {"language": language},
    )
    return [Mechanism(**row) for row in rows if row["code"] not in known]


def active_mechanisms(store: Store, language: str) -> tuple[Mechanism, ...]:
    """The mechanisms that held an activity, and the networks above them."""
    held = {row["mechanism"] for row in store.rows("select distinct mechanism from engagement.activity")}
    known = all_mechanisms(store, language)
    parents = {each.parent for each in known if each.code in held}
    return tuple(each for each in known if each.code in held | parents)


def period(store: Store) -> tuple[date, date] | None:
    """From the first day of the first activity to the last day of the last; None in an empty store."""
    row = store.rows("select min(date_from) as first_day, max(date_to) as last_day from engagement.activity")[0]
    return (row["first_day"], row["last_day"]) if row["first_day"] else None


def holds_illustrative(store: Store) -> bool:
    """Whether invented data is loaded: then everything that leaves the store says so, whatever its scope."""
    return bool(store.rows("select 1 from engagement.batch where is_illustrative and undone_at is null limit 1"))


def batches(store: Store) -> tuple[Batch, ...]:
    """Every import, newest first, those undone included."""
    rows = store.rows(
        """select batch, file_name as file, sha256, sheet, imported_by, imported_at, rows_read, rows_accepted,
               rows_refused, rows_duplicate, rows_corrected, rows_unclassified, replaces, is_illustrative, undone_at
           from engagement.batch order by batch desc"""
    )
    return tuple(_batch(row) for row in rows)


def _batch(row: Row) -> Batch:
    names = {name: batch_name(row[name]) for name in ("batch", "replaces") if row[name] is not None}
    times = {name: _utc(row[name]) for name in ("imported_at", "undone_at")}
    return Batch(**row | names | times)


def known_profiles(store: Store) -> tuple[Profile, ...]:
    """The answers that can be used again: those kept in this store, and those that are shipped."""
    place = store.folder / "profiles"
    return tuple(profiles.find(place, name) for name in profiles.names(place))


# ---- scope and counts ---------------------------------------------------------------------------------------------


def _scope(store: Store, selection: Selection) -> Scope:
    """The parameters of the macros. Raises UnknownNameError or AmbiguousNameError."""
    return scopes.scope(store, selection, created_mechanisms(store))


def _count(store: Reader, macro: str, scope: Scope) -> list[Row]:
    """The rows of a macro of sql/indicators.sql."""
    call, asked = scopes.arguments(macro, scope)
    return store.rows("from " + call, asked)


def _references(store: Store, selection: Selection) -> dict[str, Fraction]:
    """The declared reference shares that fit the scope: for every group of the list, adding to 1 (0.001 either way)."""
    only, groups = _only_mechanism(store, selection), taxonomy.expected(selection.list)
    found = references(expected.standing(store, selection), only, groups)
    return {group: each.value for group, each in found.items()}


def _only_mechanism(store: Store, selection: Selection) -> str | None:
    """The one working group or network that was asked for; a network alone stands for its working groups too."""
    chosen = selection.working_groups or selection.networks
    if len(chosen) != 1:
        return None
    kind = MechanismKind.WORKING_GROUP if selection.working_groups else MechanismKind.NETWORK
    return Mechanisms(created_mechanisms(store)).find(chosen[0], kind).code


def _provenance(store: Store, scope: Scope) -> dict[str, Any]:
    row = _count(store, "latest_import", scope)[0]
    last = batch_name(row["last_batch"]) if row["last_batch"] else None
    return {"data_as_of": _utc(row["data_as_of"]), "last_batch": last, "is_illustrative": holds_illustrative(store)}


def _utc(moment: datetime | None) -> datetime | None:
    """The index keeps its times in UTC without saying so."""
    return moment.replace(tzinfo=UTC) if moment else None


def _columns(store: Store, activities: dict[Any, Row], by: str) -> list[Any]:
    """The columns of a matrix in reading order: years without a gap, or each network before its working groups."""
    if by == "year":
        years = sorted(activities)
        return list(range(years[0], years[-1] + 1)) if years else []
    known = {each.code: each for each in all_mechanisms(store, "en")}
    return sorted(activities, key=lambda code: (known[code].parent or code, known[code].parent is not None, code))
