"""The commands about the record itself: who wrote what, a backup of it, and the way back."""

from pathlib import Path
from typing import Annotated

import typer

from engagement import answers, backing_up, indicators
from engagement.answers import Form
from engagement.arguments import StoreOption, answering, check_file, folder, opened_store
from engagement.errors import InputError

_MostOption = Annotated[int, typer.Option(help="At most this many entries.", min=1, max=10_000)]
_SkipOption = Annotated[int, typer.Option(help="Leave out this many of the newest.", min=0)]


def add_to(app: typer.Typer) -> None:
    """Make them commands of the program."""
    for command in (audit, backup, restore):
        app.command()(command)


@answering
def audit(*, most: _MostOption = 50, skip: _SkipOption = 0, form: Form, store: StoreOption = None) -> None:
    """The journal, newest first: every write, who, when, and the seal of each entry."""
    with opened_store(store) as opened:
        answers.answer(indicators.audit(opened, skip=skip, most=most).entries, form)


def backup(
    file: Annotated[Path, typer.Argument(help="The zip file to write.")],
    store: StoreOption = None,
) -> None:
    """Write the whole record into one file. The index is left out: it is made anew from the journal."""
    with opened_store(store) as opened:
        try:
            made = backing_up.write_backup(opened, file)
        except OSError as error:
            raise InputError("file-not-written", file=file.name, reason=error.strerror or "") from None
    answers.say("cli.backup-made", entries=made.entries, file=str(file))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` has written.")],
    store: StoreOption = None,
) -> None:
    """Make a store of a backup, in a folder that holds none. Every entry is checked against its seal."""
    check_file(file)
    restored = backing_up.restore_backup(folder(store), file)
    place = str(folder(store))
    answers.say("cli.backup-restored", entries=restored.entries, folder=place)
