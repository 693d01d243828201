"""What a summary is made of: every read it needs, taken once, and the words of its language."""

from dataclasses import dataclass
from typing import Any

from engagement import indicators, locale
from engagement.batches import Batch
from engagement.efforts import Effort, NotExpected, Silence, WorkItem
from engagement.likeness import Like
from engagement.measuring import Measures
from engagement.model import (
    ActivityFigures,
    CategoryFigures,
    Expectation,
    Gap,
    Indicators,
    LabelFigures,
    Matrix,
    Mechanism,
    Selection,
)
from engagement.networks import Networks
from engagement.origins import LEADING
from engagement.people import People
from engagement.public import Named
from engagement.rosters import Seats
from engagement.store import Store
from engagement.summary.styles import HouseStyle
from engagement.taxonomy import Taxonomy

METHOD = "2"
"""Version of the method (`docs/method.md`, Versions): the figures of one record are the same under one version. Figures
made by another version are not compared without saying so."""


@dataclass(frozen=True)
class Told:
    """The answers of the library for one selection, and the language they are told in."""

    language: str
    figures: Indicators
    labels: tuple[LabelFigures, ...]
    measures: Measures
    networks: Networks
    gaps: tuple[Gap, ...]
    by_mechanism: Matrix
    by_year: Matrix
    seats: Seats
    silence: Silence
    marks: tuple[NotExpected, ...]
    efforts: tuple[Effort, ...]
    mechanisms: tuple[Mechanism, ...]
    batches: tuple[Batch, ...]
    taxonomy: Taxonomy
    style: HouseStyle
    leading: tuple[CategoryFigures, ...]  # of those alone who chair, draft, organise or decide
    activities: tuple[ActivityFigures, ...]
    worklist: tuple[WorkItem, ...]
    people: People
    named_organisations: Named
    like: Like | None
    expectations: tuple[Expectation, ...]  # declared for some day of the period, then the defaults of the tool

    @property
    def selection(self) -> Selection:
        """The question."""
        return self.figures.selection

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that the list names."""
        return self.taxonomy.expected(self.selection.list)

    @property
    def list_name(self) -> str:
        """The list that was asked for, by name."""
        return self.taxonomy.list_name(self.selection.list, self.language)

    def say(self, code: str, **values: Any) -> str:
        """A sentence of this document."""
        return locale.text(f"summary.{code}", self.language, **values)

    def count(self, code: str, n: int, **values: Any) -> str:
        """A sentence of this document in the grammatical number of `n`."""
        return locale.plural(f"summary.{code}", n, self.language, **values)

    def group(self, code: str) -> str:
        """The name of a category."""
        return self.taxonomy.label(code, self.language)

    def name(self, mechanism: str) -> str:
        """The name of a network or working group."""
        return next((each.name for each in self.mechanisms if each.code == mechanism), mechanism)

    def named(self, mechanisms: tuple[str, ...]) -> str:
        """Several of them, joined."""
        return locale.joined([self.name(code) for code in mechanisms], self.language)

    def listed(self, groups: tuple[str, ...]) -> str:
        """Several categories, joined."""
        return locale.joined([self.group(code) for code in groups], self.language)


def told(store: Store, selection: Selection, language: str, style: HouseStyle) -> Told:
    """Everything a summary tells of a selection. Raises UnknownNameError or AmbiguousNameError for its names.

    What only some styles tell is asked only for them.
    """
    leading = selection.model_copy(update={"roles": LEADING})
    behind = indicators.sources(store, selection)
    return Told(
        language=language,
        figures=indicators.indicators(store, selection),
        labels=indicators.labels(store, selection),
        measures=indicators.measures(store, selection),
        networks=indicators.networks(store, selection),
        gaps=indicators.gaps(store, selection),
        by_mechanism=indicators.matrix(store, selection, "mechanism"),
        by_year=indicators.matrix(store, selection, "year"),
        seats=indicators.seats(store, selection),
        silence=indicators.silent(store, selection),
        marks=indicators.not_expected(store, selection),
        efforts=indicators.outreach(store, selection),
        mechanisms=indicators.all_mechanisms(store, language),
        batches=tuple(each for each in indicators.batches(store) if each.batch in behind),
        taxonomy=indicators.taxonomy(store),
        style=style,
        leading=indicators.indicators(store, leading).categories if "leadership" in style.sections else (),
        activities=indicators.activities(store, selection) if "requirements" in style.sections else (),
        worklist=indicators.worklist(store, selection),
        people=indicators.people(store, selection),
        named_organisations=indicators.named_organisations(store, selection),
        like=indicators.last_like(store, selection),
        expectations=indicators.expectations(store, selection),
    )
