"""The commands about people: who may write, in which role."""

from typing import Annotated

import typer

from engagement import access, actions, answers
from engagement.answers import Form
from engagement.arguments import JsonOption, StoreOption, actor, answering, opened_store
from engagement.model import as_json
from engagement.store import Store

users = typer.Typer(no_args_is_help=True, help="Who may write what: people, and the role of each.")

_HandleArgument = Annotated[str, typer.Argument(help="An office or a user name; no address.")]
_RoleOption = Annotated[str, typer.Option("--role", help=", ".join(access.roles()))]
_NetworksOption = Annotated[
    list[str] | None,
    typer.Option("--network", help="Network or working group the role is for, by code or name; all when left out."),
]


@users.command("list")
@answering
def list_people(form: Form, store: StoreOption = None) -> None:
    """Who is admitted, in which role, for which networks. While nobody is, everybody may write everything."""
    with opened_store(store) as opened:
        admitted = access.people(opened)
    if not admitted:
        answers.say("cli.users-open")
    rows = [each.model_dump(mode="json") | {"networks": ";".join(each.networks) or "*"} for each in admitted]
    answers.answer_rows(admitted, rows, form)


@users.command("admit")
def admit(
    handle: _HandleArgument,
    role: _RoleOption,
    network: _NetworksOption = None,
    is_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Give an office or a user a role, or another one. The first must be an administrator."""
    with opened_store(store) as opened:
        entry = actions.admit(opened, handle, role, networks=network or (), by=actor())
        _say(opened, entry, "cli.user-admitted", is_json)


@users.command("end")
def end(handle: _HandleArgument, is_json: JsonOption = False, store: StoreOption = None) -> None:
    """Let an office or a user write no longer; what they have written stays."""
    with opened_store(store) as opened:
        entry = actions.end_access(opened, handle, by=actor())
        _say(opened, entry, "cli.user-ended", is_json)


def _say(store: Store, entry: int, code: str, is_json: bool) -> None:
    person = next(each for each in access.history(store) if each.entry == entry)
    answers.say(code, handle=person.handle, role=person.role or "-", entry=str(entry))
    if is_json:
        answers.print_json(as_json(person))
