"""The lists of groups, and what each group is called in six languages, with a mark where a name is not official."""

from html import escape

import streamlit as st

from dashboard import components, session
from dashboard.components import Content, Markup
from dashboard.session import text
from dashboard.settings_declare import WIDE
from dashboard.settings_upload import offer_list
from engagement import actions, brought, locale
from engagement.exports import lists
from engagement.listed import CATEGORY_COLUMNS
from engagement.model import CategoryKind
from engagement.taxonomy import Taxonomy

_NOT_OFFICIAL = "◇"


def draw() -> None:
    """The section."""
    taxonomy = session.taxonomy()
    components.quiet(text("settings.lists.what"))
    names = {code: components.list_name(code, is_short=False) for code in taxonomy.lists}
    st.selectbox(
        text("settings.lists.which"),
        list(names),
        format_func=names.__getitem__,
        width=WIDE,
        **session.choice("labels", list(names), taxonomy.lists[0]),
    )
    chosen = next((each for each in session.addressed("labels") if each in names), taxonomy.lists[0])
    components.lead(session.plural("settings.lists.named", len(taxonomy.expected(chosen))))
    st.html(
        f'<p class="pl-quiet"><span aria-hidden="true">{_NOT_OFFICIAL}</span> {escape(text("settings.lists.mark"))}</p>'
    )
    heads = [text("settings.column.group"), text("settings.column.kind"), text("settings.column.code")]
    heads += [name for code, name in locale.OWN_NAMES.items() if code != session.language()]
    rows = [_row(taxonomy, code, kind) for code, kind, _ in taxonomy.rows(chosen)]
    components.table(text("settings.lists.table", list=names[chosen]), heads, rows)
    own = next((each for each in session.recalled(brought.category_lists) if each.code == chosen), None)
    taken = (lambda: lists.categories_csv(own)) if own else None  # those that are shipped are part of the tool
    offer_list("categories", actions.import_categories, CATEGORY_COLUMNS, taken)


def _row(taxonomy: Taxonomy, code: str, kind: CategoryKind) -> list[Content]:
    others = [_label(taxonomy, code, language) for language in locale.OWN_NAMES if language != session.language()]
    return [_label(taxonomy, code, session.language()), text(f"settings.category-kind.{kind}"), code, *others]


def _label(taxonomy: Taxonomy, code: str, language: str) -> Markup:
    """A name in its language, and the mark where it is a translation of this project."""
    name = escape(taxonomy.label(code, language))
    said = f'<span lang="{language}" dir="{locale.direction(language)}">{name}</span>'
    if taxonomy.is_official(code, language):
        return Markup(f"<span>{said}</span>")
    mark = f'<span aria-hidden="true">{_NOT_OFFICIAL}</span>'
    hidden = f'<span class="pl-hidden"> ({escape(text("settings.lists.not-official"))})</span>'
    return Markup(f"<span>{said} {mark}{hidden}</span>")
