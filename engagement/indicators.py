"""Every read: the measures and gaps of a selection. Counts come from sql/indicators.sql, arithmetic from `measures`."""

from collections import defaultdict
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Literal

from engagement import (
    auditing,
    brought,
    calling,
    changes,
    directory,
    expected,
    explaining,
    figures,
    following,
    grids,
    likeness,
    measuring,
    profiles,
    provenance,
    public,
    registry,
    replay,
    scopes,
    searching,
    silence,
    versions,
)
from engagement import bodies as registered
from engagement import declared as declarations
from engagement import networks as in_networks
from engagement import origins as behind
from engagement import quality as trust
from engagement import seats as rosters
from engagement.batches import Batch, batch_name
from engagement.changes import Change, Span
from engagement.efforts import Effort, Explanation, GapNote, NotExpected, Prospect, Silence, WorkItem
from engagement.expectations import references
from engagement.grids import Region
from engagement.identity import as_id
from engagement.listed import ListedMechanism, ListedOrganisation, ListedSeat
from engagement.measuring import Measures
from engagement.model import (
    UNCLASSIFIED,
    ActivityFigures,
    Expectation,
    Gap,
    Indicators,
    LabelFigures,
    Matrix,
    Mechanism,
    MechanismKind,
    Organisation,
    Selection,
)
from engagement.networks import Networks
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
from engagement.rosters import Seats
from engagement.scopes import Scope
from engagement.store import Reader, Row, Store
from engagement.taxonomy import Taxonomy

# ---- figures ------------------------------------------------------------------------------------------------------


def indicators(store: Store, selection: Selection) -> Indicators:
    """Measures M1 to M5 of a selection. Raises UnknownNameError or AmbiguousNameError for its names."""
    scope, categories = _scope(store, selection), taxonomy(store)
    counts = figures.by_category(scopes.counts(store, "category_counts", scope))
    activities = scopes.counts(store, "activity_counts", scope)
    total = figures.total_of(activities)
    heads = {row["category"]: row for row in scopes.counts(store, "head_counts", scope)}
    records = figures.records(total, counts, len(scopes.rows(store, "in_doubt", scope)), selection, categories)
    references = _references(store, selection)
    return Indicators(
        selection=selection,
        records=records,
        coverage=figures.coverage(counts, selection, categories),
        mechanisms=sum(1 for row in activities if row["mechanism"] is not None),
        mechanisms_with_log=sum(1 for row in activities if row["mechanism"] is not None and row["with_log"]),
        categories=figures.of_categories(selection, categories, counts, heads, total, records, references),
        **_provenance(store, scope),
    )


def labels(store: Store, selection: Selection) -> tuple[LabelFigures, ...]:
    """What stands behind the categories of a selection: the counts of each label as files spell it. Raises as above."""
    rows = scopes.counts(store, "label_counts", _scope(store, selection), per="category")
    return figures.label_figures(rows, taxonomy(store))


def measures(store: Store, selection: Selection) -> Measures:
    """Measures M2 and M6 to M12 of a selection, and the reach funnel. Raises as `indicators`."""
    scope = _scope(store, selection)
    return measuring.measures(
        selection,
        lambda macro, **taken: scopes.counts(store, macro, scope, **taken),
        _references(store, selection),
        taxonomy(store),
    )


def matrix(
    store: Store,
    selection: Selection,
    by: Literal["mechanism", "year"] = "mechanism",
    rows: Literal["category", "label"] = "category",
) -> Matrix:
    """What the record says of every group (or label) in every year, or in every mechanism that held an activity or was
    expected to report."""
    return grids.matrix(store, _scope(store, selection), selection, by, rows)


def by_region(store: Store, selection: Selection) -> tuple[Region, ...]:
    """In how many networks and working groups of each region every group of the list is recorded."""
    known = declarations.listed_mechanisms(store)
    return grids.regions(matrix(store, selection), known, taxonomy(store).expected(selection.list))


def networks(store: Store, selection: Selection) -> Networks:
    """In how many of the networks with a log each group is recorded, and which sent none. Raises as `indicators`.

    Of one network, and where working groups are asked for, in how many networks and working groups.
    """
    scope = _scope(store, selection)
    known = {each.code: each for each in all_mechanisms(store, "en")}
    named = Mechanisms(created_mechanisms(store))
    asked = [named.find(name, MechanismKind.WORKING_GROUP).code for name in selection.working_groups]
    further = asked or [named.find(name, MechanismKind.NETWORK).code for name in selection.networks]
    silent_ones = [each.mechanism for each in silence.silent_mechanisms(store, scope)]
    held = [row for row in scopes.counts(store, "activity_counts", scope) if row["mechanism"] is not None]
    return in_networks.networks(
        taxonomy(store).expected(selection.list),
        figures.shown_rows(scopes.counts(store, "category_counts", scope)),
        held,
        parents={} if asked else {each.code: each.parent for each in known.values() if each.parent},
        further=(*further, *silent_ones),
        marks=[(each.mechanism, each.category) for each in silence.not_expected(store, scope)],
        order=declarations.reading_order(store, (row["mechanism"] for row in held if row["with_log"])),
    )


def activities(store: Store, selection: Selection) -> tuple[ActivityFigures, ...]:
    """Every activity of the selection, oldest first, and who was recorded at it."""
    scope = _scope(store, selection)
    mechanisms = {each.code: each for each in all_mechanisms(store, "en")}
    labels: dict[int, list[Row]] = defaultdict(list)
    for row in scopes.counts(store, "label_counts", scope, per="activity"):
        labels[row["activity_id"]].append(row)
    held = scopes.rows(store, "activity_detail", scope)
    categories = taxonomy(store)
    return tuple(
        figures.activity_figures(row, labels[row["activity_id"]], mechanisms[row["mechanism"]], categories)
        for row in held
    )


# ---- organisations ------------------------------------------------------------------------------------------------


def organisations(store: Store, selection: Selection) -> tuple[Organisation, ...]:
    """Every organisation of the selection: its names as spelled, its categories, where and when it took part."""
    rows = scopes.rows(store, "organisation_detail", _scope(store, selection))
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
        for row in scopes.rows(store, "category_counts", scopes.EVERYTHING)
        for figure in _SHOWN_COUNTS
    }


# ---- gaps ---------------------------------------------------------------------------------------------------------


def gaps(store: Store, selection: Selection) -> tuple[Gap, ...]:
    """The gaps of every mechanism of the selection, ranked. A mechanism without a log has none: it has no report.

    Raises UnknownNameError or AmbiguousNameError for the names of the selection.
    """
    return store.answered(f"gaps {selection!r}", lambda: expected.gaps(store, selection, _scope(store, selection)))


def expectations(store: Store, selection: Selection) -> tuple[Expectation, ...]:
    """What is expected in the selection's period: what was declared, newest first, then the tool's defaults."""
    return expected.in_period(store, selection.first_day, selection.last_day)


expectations_in_force = expected.in_force
expectation_versions = versions.versions


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


def bodies(store: Store, selection: Selection, on: date) -> tuple[registered.Body, ...]:
    """What is known of each network and working group; 12 months without a log are counted back from `on`."""
    return registered.bodies(store, _scope(store, selection), silent(store, selection), on)


def quality(store: Store, selection: Selection) -> trust.Quality:
    """What the record of a selection leaves in doubt, down to the label and the batch."""
    return trust.quality(store, _scope(store, selection), taxonomy(store).rows(selection.list))


def not_expected(store: Store, selection: Selection, *, is_history: bool = False) -> tuple[NotExpected, ...]:
    """The marks 'not expected here' that stand at the end of the period; with `is_history` every one ever made."""
    return silence.not_expected(store, _scope(store, selection), is_history=is_history)


def call_list(store: Store, selection: Selection, mechanism: str, category: str) -> tuple[Prospect, ...]:
    """Organisations of a category that could fill a gap in a mechanism, given by their codes, best first."""
    return calling.call_list(store, _scope(store, selection), mechanism, category)


def outreach(store: Store, selection: Selection) -> tuple[Effort, ...]:
    """What was done for the groups of the selection in its period: organisations invited, answered, come."""
    return calling.outreach(store, _scope(store, selection))


def gap_notes(store: Store, selection: Selection, *, is_history: bool = False) -> tuple[GapNote, ...]:
    """What stands of what was said of the gaps of a selection, newest first; with `is_history` all ever said."""
    return following.notes(store, _scope(store, selection), is_history=is_history)


def worklist(store: Store, selection: Selection) -> tuple[WorkItem, ...]:
    """The ranked gaps, each with the office that looks after it, its note and what was done for it."""
    return following.worklist(gaps(store, selection), gap_notes(store, selection), outreach(store, selection))


def change(store: Store, selection: Selection, earlier: Span, later: Span) -> Change:
    """How the presence of every group differs between two periods; those of the selection itself are left aside."""
    scope, groups = _scope(store, selection), taxonomy(store).expected(selection.list)
    first, second = (changes.presences(store, scope | span.days, groups) for span in (earlier, later))
    return changes.between(earlier, first, later, second)


def spans(store: Store, selection: Selection) -> tuple[Span, ...]:
    """The periods that can be compared: from review to review, then the years, oldest first; with activities only."""
    return changes.spans(store, _scope(store, selection))


def explain(store: Store, selection: Selection, category: str | None, mechanism: str | None = None) -> Explanation:
    """The organisation-events behind a figure of a category (None: of all groups), down to file, sheet and row.

    `mechanism` is the code of the one the figure is of; without it the figure is of the whole selection.
    """
    scope = _scope(store, selection)
    asked = scope | {"mechanisms": [mechanism]} if mechanism is not None else scope
    return explaining.explanation(store, asked, selection, category)


origins = behind.origins
counted_events = provenance.events


# ---- categories ---------------------------------------------------------------------------------------------------


def taxonomy(store: Store) -> Taxonomy:
    """The categories and lists of a store, their names and what labels mean: what is shipped, and what it was brought.

    The same value as long as no list comes or goes.
    """
    return brought.taxonomy(store)


# ---- what there is ------------------------------------------------------------------------------------------------


def all_mechanisms(store: Store, language: str) -> tuple[Mechanism, ...]:
    """Every network and working group, those of `data/` first."""
    return (*registry.known_mechanisms(language), *created_mechanisms(store, language))


def created_mechanisms(store: Store, language: str = "en") -> tuple[Mechanism, ...]:
    """The networks and working groups that logs and lists have brought, beyond those of `data/`."""
    return declarations.created_mechanisms(store, language)


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
    asked = "select 1 from engagement.batch where is_illustrative and undone_at is null limit 1"
    return store.kept("holds illustrative", lambda: bool(store.rows(asked)))


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


audit = auditing.audit
people = public.people
named_organisations = public.organisations
search = searching.search
likely = searching.likely
sources = public.sources
last_like = likeness.last_like


def known_profiles(store: Store) -> tuple[Profile, ...]:
    """The answers that can be used again: those kept in this store, and those that are shipped."""
    place = store.folder / "profiles"
    return tuple(profiles.find(place, name) for name in profiles.names(place))


# ---- scope and counts ---------------------------------------------------------------------------------------------


def _scope(store: Store, selection: Selection) -> Scope:
    """The parameters of the macros. Raises UnknownNameError or AmbiguousNameError."""
    return scopes.scope(store, selection, created_mechanisms(store))


def _references(store: Store, selection: Selection) -> dict[str, Fraction]:
    """The declared reference shares that fit the scope: for every group of the list, adding to 1 (0.001 either way)."""
    only, groups = _only_mechanism(store, selection), taxonomy(store).expected(selection.list)
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
    row = scopes.counts(store, "latest_import", scope)[0]
    last = batch_name(row["last_batch"]) if row["last_batch"] else None
    return {"data_as_of": _utc(row["data_as_of"]), "last_batch": last, "is_illustrative": holds_illustrative(store)}


def _utc(moment: datetime | None) -> datetime | None:
    """The index keeps its times in UTC without saying so."""
    return moment.replace(tzinfo=UTC) if moment else None
