"""Everything a caller can do wrong, and every way the world can be broken.

    EngagementError                      .code  .exit_code
     +- InputError            (3)        what was given cannot be used
     |   +- UnreadableFileError          .name
     |   +- MappingError                 .column
     |   +- InvalidLogError              .problems
     |   +- ProfileError                 .profile
     |   +- CancelledError
     +- RegistryError         (4)
     |   +- UnknownNameError             .kind  .name  .suggestions
     |   +- AmbiguousNameError           .name  .candidates
     +- AccessError           (5)        .by  .administrators
     +- StoreError            (6)
         +- JournalDamagedError          .entry
         +- StoreVersionError            .found  .expected
         +- BatchNotFoundError           .batch
         +- BatchConflictError           .batch

Bad rows in somebody's file are not here: they are `model.Problem` values.

An error carries the code of its sentence and the values that fill it; `locale.error_text` says it in the
reader's language. `str(error)` is the English sentence.
"""

from typing import Any, ClassVar


class EngagementError(Exception):
    """Base of all errors shown to a person without a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __str__(self) -> str:
        from engagement.locale import error_text

        return error_text(self.code, self.values, "en")


class InputError(EngagementError):
    """What was given cannot be used."""

    exit_code = 3


class UnreadableFileError(InputError):
    """The file is not a table we can read."""


class MappingError(InputError):
    """Columns or values were mapped to something that does not exist, or a required column is missing."""


class InvalidLogError(InputError):
    """Every row of the log was refused: nothing can be imported."""


class ProfileError(InputError):
    """A saved way to read a sheet does not exist, cannot be read, or no longer fits the sheet."""


class CancelledError(InputError):
    """Somebody stopped the import; nothing was recorded."""


class RegistryError(EngagementError):
    """A name that the registry does not know, or knows twice."""

    exit_code = 4


class UnknownNameError(RegistryError):
    """No network, working group or category has this name."""


class AmbiguousNameError(RegistryError):
    """Several networks or working groups have this name."""


class AccessError(EngagementError):
    """Who asks may not write this: their role does not allow it, or nobody knows who they are."""

    exit_code = 5


class StoreError(EngagementError):
    """The store cannot do what was asked."""

    exit_code = 6


class JournalDamagedError(StoreError):
    """An entry of the journal is missing or is not what was written."""


class StoreVersionError(StoreError):
    """The store was written by a newer version of this software."""


class BatchNotFoundError(StoreError):
    """No batch has this number."""


class BatchConflictError(StoreError):
    """The batch is not in a state in which this can be done."""
