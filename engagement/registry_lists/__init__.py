"""A coordinator's own list of organisations, of names, of networks and working groups, or of seats, read and judged.

What the registry knows already is given as plain values; nothing is opened and nothing is written here. Bad cells and
rows are `model.Problem` values; a file that is no such list is a typed error.
"""

from engagement.registry_lists.categories import read_categories
from engagement.registry_lists.mechanisms import read_mechanisms
from engagement.registry_lists.names import read_names
from engagement.registry_lists.organisations import read_organisations
from engagement.registry_lists.refused import refused_rows
from engagement.registry_lists.seats import read_seats

__all__ = [
    "read_categories",
    "read_mechanisms",
    "read_names",
    "read_organisations",
    "read_seats",
    "refused_rows",
]
