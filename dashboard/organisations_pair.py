"""Two organisations that may be one, side by side, as the HTML that `organisations_queue.js` brings to life."""

from collections.abc import Callable, Sequence
from html import escape

from dashboard import components, visitor
from dashboard.organisations_sitting import categories_to_ask
from dashboard.organisations_words import category_names, country_name, likeness, month_of, place_names, reason_words
from dashboard.session import text
from engagement.folding import fold
from engagement.model import UNCLASSIFIED
from engagement.organisations import Candidate, Side
from engagement.safe_text import visible

KEYS = {"same": "S", "different": "D", "later": "L", "undo": "U", "preview": "P"}
"""One key for each thing that can be done, the same in every language."""

_WRITES_NOTHING = ("later", "preview")
_MOST_NAMES = 8


def markup(candidate: Candidate, progress: str, *, is_doubted: bool) -> str:
    """The pair, what speaks for it, the keys, and the question of two categories or of a doubted name."""
    return (
        f'<div class="pl-pair" role="group" tabindex="0" aria-labelledby="pl-pair-names" '
        f'aria-keyshortcuts="{" ".join(_keys().values())}">'
        f'<p class="pl-quiet">{escape(progress)}</p>'
        f"{_table(candidate)}{_why(candidate)}{_question(candidate, is_doubted)}{_buttons()}</div>"
    )


def _table(candidate: Candidate) -> str:
    left, right = candidate.left, candidate.right
    heads = "".join(
        f'<th scope="col">{_name(name, other)}</th>'
        for name, other in (
            (candidate.left_name, candidate.right_name),
            (candidate.right_name, candidate.left_name),
        )
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(text(f"pair.{code}"))}</th><td>{one}</td><td>{other}</td></tr>'
        for code, one, other in _evidence(left, right)
    )
    corner = f'<td><span class="pl-hidden">{escape(text("pair.evidence"))}</span></td>'
    return (
        f'<table class="pl-table"><caption class="pl-hidden">{escape(text("pair.title"))}</caption>'
        f'<thead id="pl-pair-names"><tr>{corner}{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _name(name: str, other: str) -> str:
    """A name with the words marked that the other does not have, marks that turn the direction shown."""
    known = set(fold(other).split())
    words = (
        escape(visible(word)) if _is_known(word, known) else f"<mark>{escape(visible(word))}</mark>"
        for word in name.split()
    )
    return f"<bdi>{' '.join(words)}</bdi>"


def _is_known(word: str, known: set[str]) -> bool:
    return all(part in known for part in fold(word).split())


def _evidence(left: Side, right: Side) -> list[tuple[str, str, str]]:
    """Each kind of evidence for both sides, where any of them has it."""
    said = {code: (say(left), say(right)) for code, say in _SAYS.items()}
    return [(code, *_compared(code, *sides)) for code, sides in said.items() if any(sides)]


def _compared(code: str, one: str, other: str) -> tuple[str, str]:
    """Both sides as HTML; after the second, whether the two agree where that speaks for or against."""
    sign = ""
    if code in _COMPARED and one and other:
        state = "agrees" if one == other else "differs"
        sign = f' <span class="pl-{state}">{escape(text(f"pair.{state}"))}</span>'
    return escape(one) or "–", (escape(other) or "–") + sign


def _category(side: Side) -> str:
    known = [code for code in side.categories if code != UNCLASSIFIED]
    return category_names(known) if known else ""


def _names(side: Side) -> str:
    further = len(side.names) - _MOST_NAMES
    shown = " · ".join(visible(name) for name in side.names[:_MOST_NAMES])
    return f"{shown} {text('pair.further', n=further)}" if further > 0 else shown


_SAYS: dict[str, Callable[[Side], str]] = {
    "country": lambda side: country_name(side.country),
    "category": _category,
    "names": _names,
    "places": lambda side: " · ".join(place_names(side.mechanisms)),
    "rows": lambda side: components.number(side.organisation_events),
    "last": lambda side: month_of(side.last_seen) if side.last_seen else "",
}
_COMPARED = ("country", "category")


def _why(candidate: Candidate) -> str:
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in reason_words(candidate.reasons))
    alike = text("organisations.likeness", share=likeness(candidate.score))
    return f'<ul class="pl-why"><li><b>{escape(alike)}</b></li>{reasons}</ul>'


# ---- what can be done ---------------------------------------------------------------------------------------------


def _keys() -> dict[str, str]:
    """The keys of what the visitor may do."""
    is_refused = bool(visitor.reason("judge", None))
    return {act: key for act, key in KEYS.items() if not is_refused or act in _WRITES_NOTHING}


def _buttons() -> str:
    """What the visitor may do, and why nothing else where that is little."""
    buttons = "".join(
        f'<button type="button" value="{act}" data-key="{key.lower()}"{_pressed_first(act)}>'
        f"<kbd>{key}</kbd> {escape(text(f'pair.{act}'))}</button>"
        for act, key in _keys().items()
    )
    said = visitor.reason("judge", None) or text("pair.keys")
    return f'<div class="pl-acts">{buttons}</div><p class="pl-quiet pl-keys">{escape(said)}</p>'


def _pressed_first(act: str) -> str:
    return ' class="pl-first"' if act == "same" else ""


def _question(candidate: Candidate, is_doubted: bool) -> str:
    """Which category stands, and why: opened by "same" where the two differ or a name is not what it looks like."""
    codes = categories_to_ask(candidate)
    if not codes and not is_doubted:
        return ""
    which = f"<fieldset><legend>{escape(text('pair.which'))}</legend>{_choices(codes)}</fieldset>" if codes else ""
    doubt = f"<p>{escape(text('pair.doubted'))}</p>" if is_doubted else ""
    answers = (
        f'<button type="submit" class="pl-first"><kbd>Enter</kbd> {escape(text("pair.confirm"))}</button>'
        f'<button type="button" value="cancel"><kbd>Esc</kbd> {escape(text("pair.cancel"))}</button>'
    )
    return (
        f'<form class="pl-ask" hidden>{which}{doubt}<label>{escape(text("pair.why"))} <input type="text" name="note" '
        f'required maxlength="300" autocomplete="off"></label>'
        f'<p class="pl-quiet">{escape(text("organisations.no-persons"))}</p>'
        f'<div class="pl-acts">{answers}</div></form>'
    )


def _choices(codes: Sequence[str]) -> str:
    return "".join(
        f'<label><input type="radio" name="category" value="{escape(code)}" required> '
        f"{escape(components.group_name(code))}</label>"
        for code in codes
    )
