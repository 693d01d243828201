"""The cells of a matrix, counted: which groups a year has, and the state of every group. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagement.model import (
    ENGAGED,
    CategoryFigures,
    CategoryKind,
    CellState,
    Coverage,
    Indicators,
    Matrix,
)


@dataclass(frozen=True)
class Year:
    """The state of every group in one year. `activities` are those open to stakeholders with a log."""

    year: str
    states: Mapping[str, CellState]
    activities: int

    @property
    def has_report(self) -> bool:
        """Whether any log of this year is there to tell."""
        return any(state is not CellState.NO_REPORT for state in self.states.values())

    @property
    def recorded(self) -> int:
        """The number of groups recorded."""
        return sum(1 for state in self.states.values() if state in ENGAGED)


def named(figures: Indicators) -> tuple[CategoryFigures, ...]:
    """The groups that the list of the selection names, in its order."""
    return tuple(each for each in figures.categories if each.kind is CategoryKind.NAMED)


def years(matrix: Matrix, groups: Sequence[str]) -> list[Year]:
    """The years of a matrix by year, oldest first."""
    cells = {(cell.column, cell.row): cell for cell in matrix.cells}
    return [
        Year(
            year=column,
            states={group: cells[column, group].state for group in groups},
            activities=max((cells[column, group].assessed for group in groups), default=0),
        )
        for column in matrix.columns
    ]


def states(figures: Indicators) -> dict[str, CellState]:
    """The state of every named group in the whole selection."""
    return {each.category: _state(each, figures) for each in named(figures)}


def _state(group: CategoryFigures, figures: Indicators) -> CellState:
    if group.organisation_events:
        return CellState.RECORDED
    if not figures.mechanisms_with_log:
        return CellState.NO_REPORT
    return CellState.POSSIBLE if _is_open(figures.coverage) else CellState.NOT_RECORDED


def _is_open(coverage: Coverage) -> bool:
    """Whether unclassified organisations could be of a group that is not recorded."""
    return coverage.upper > coverage.recorded


def states_in(matrix: Matrix) -> tuple[CellState, ...]:
    """The states that a matrix has, in their order: what its legend explains."""
    found = {cell.state for cell in matrix.cells}
    return tuple(state for state in CellState if state in found)
