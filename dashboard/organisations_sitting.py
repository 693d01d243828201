"""What one visitor has said in one sitting at the queue, so that it can be taken back, and what they put off."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard import session
from engagement import actions
from engagement.model import UNCLASSIFIED
from engagement.organisations import Candidate, Verdict

Pair = tuple[str, str]
_LOOKALIKE = "lookalike"  # a reason of engagement.matching


@dataclass(frozen=True)
class Said:
    """One answer: of which pairs, and what. No verdict: put off, and nothing was written."""

    pairs: tuple[Pair, ...]
    verdict: Verdict | None


@dataclass
class Sitting:
    """The answers so far, oldest first."""

    answers: list[Said] = field(default_factory=list)
    last_words: str = ""
    turn: int = 0  # rises with every answer, so that the browser knows a new page from a repeated one
    doubted: set[Pair] = field(default_factory=set)  # pairs of which the library asks why

    @property
    def decided(self) -> int:
        """How many pairs were judged."""
        return sum(len(each.pairs) for each in self.answers if each.verdict)

    @property
    def put_off(self) -> list[Pair]:
        """The pairs that wait for later."""
        return [pair for each in self.answers if not each.verdict for pair in each.pairs]

    def take_up_again(self) -> None:
        """What was put off is asked again."""
        self.answers = [each for each in self.answers if each.verdict]


def pair(candidate: Candidate) -> Pair:
    """The two names that are alike: what a verdict is about."""
    return candidate.left_name, candidate.right_name


def waiting(sitting: Sitting, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The pairs still to ask in this round, worst first."""
    put_off = set(sitting.put_off)
    return [each for each in candidates if pair(each) not in put_off]


def categories_to_ask(candidate: Candidate) -> list[str]:
    """The categories between which somebody must choose; empty where the two do not differ."""
    found = {*candidate.left.categories, *candidate.right.categories} - {UNCLASSIFIED}
    return sorted(found) if len(found) > 1 else []


def is_lookalike(candidate: Candidate) -> bool:
    """Whether letters of a name are not what they look like."""
    return _LOOKALIKE in candidate.reasons


def can_be_accepted_at_once(candidate: Candidate) -> bool:
    """Whether no person has to look: one category, and no letters that only look alike."""
    return not categories_to_ask(candidate) and not is_lookalike(candidate)


# ---- what is written ----------------------------------------------------------------------------------------------


def judge(
    sitting: Sitting, candidates: Sequence[Candidate], verdict: Verdict, category: str | None = None, note: str = ""
) -> None:
    """Record a verdict of some pairs, as one entry. Raises what `actions.judge` raises; then nothing is recorded."""
    pairs = tuple(pair(each) for each in candidates)
    said = [(left, right, verdict) for left, right in pairs]
    with session.busy("busy.recording"):
        actions.judge(session.store(), said, by=session.actor(), note=note, category=category)
    sitting.answers.append(Said(pairs, verdict))


def put_off(sitting: Sitting, candidate: Candidate) -> None:
    """Ask about this pair later; nothing is written."""
    sitting.answers.append(Said((pair(candidate),), None))


def undo(sitting: Sitting) -> Said | None:
    """Take the last answer back and return it; None where there is none."""
    if not sitting.answers:
        return None
    last = sitting.answers[-1]
    if last.verdict:
        said = [(left, right, Verdict.UNDECIDED) for left, right in last.pairs]
        with session.busy("busy.undoing"):
            actions.judge(session.store(), said, by=session.actor())
    return sitting.answers.pop()
