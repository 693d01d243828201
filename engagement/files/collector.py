"""Rest for Python's garbage collector while many rows are made, none of which can be garbage.

It would look through all of them again and again, and take longer than everything else together.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """No search for garbage inside; other threads miss it for as long."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
