"""The journal: every entry, newest first; who, when, what."""

from dashboard import components, paging, session, settings_words
from dashboard.components import Content, Markup
from dashboard.session import plural, text
from dashboard.settings_frame import AT_ONCE, shown
from engagement import indicators
from engagement.auditing import Recorded


def draw() -> None:
    """The section."""
    components.quiet(text("settings.audit.what"))
    total = session.store().version
    if not total:
        components.quiet(text("settings.audit.none"))
        return
    found = session.recalled(indicators.audit, skip=paging.first(total, AT_ONCE), most=AT_ONCE)
    heads = [text(f"settings.column.{code}") for code in ("entry", "at", "who", "what", "hash")]
    components.table(shown(total, "settings.audit.count"), heads, [_row(each) for each in found.entries], numbers=(0,))
    paging.offer(total, AT_ONCE)


def _row(entry: Recorded) -> list[Content]:
    return [
        components.number(entry.entry),
        Markup(f'<span class="pl-nowrap">{entry.at:%Y-%m-%d %H:%M}</span>'),
        entry.by,
        _what(entry),
        Markup(f"<code>{entry.hash[:12]}</code>"),
    ]


def _what(entry: Recorded) -> str:
    """What was written, in one sentence, and why. A kind that has no sentence yet is given by its code."""
    said = _words(entry)
    if why := entry.about.get("reason"):
        said = text("settings.audit.because", said=said, reason=why)
    return said + (f" {text('settings.audit.undone')}" if entry.is_undone else "")


def _words(entry: Recorded) -> str:
    about = dict(entry.about)
    for name, words in (("mechanism", settings_words.place), ("category", settings_words.group)):
        about[name] = words(about.get(name))
    if "type" in about:
        about["type"] = text(f"gap-type.{about['type']}")
    if "role" in about:
        about["role"] = text(f"person-role.{about['role']}")
    code = f"settings.audit.{entry.kind}{_shade(entry)}"
    try:
        if "n" in about:
            return plural(code, int(about.pop("n")), **about)
        return text(code, **about)
    except KeyError:
        return text("settings.audit.other", kind=entry.kind)


def _shade(entry: Recorded) -> str:
    """Kinds that say one of several things."""
    if entry.kind == "naming-decided":
        return "" if entry.about["is_kept_out"] == "True" else "-back"
    if entry.kind == "group-marked":
        return "-back" if entry.about["is_expected"] == "True" else ""
    if entry.kind == "list-imported":
        return f"-{entry.about['list']}"
    return ""
