"""What an item of CSL-JSON says, as text."""

from collections.abc import Mapping
from typing import Any

Item = Mapping[str, Any]


def field(item: Item, key: str) -> str:
    """The entry as text, empty where there is none."""
    value = item.get(key)
    if value.__class__ is str:
        return value
    return "" if value is None else str(value)


def first_of(item: Item, *keys: str) -> str:
    """The first of these entries that says anything."""
    for key in keys:
        if found := field(item, key):
            return found
    return ""


def person_list(item: Item, *roles: str) -> list[Mapping[str, Any]]:
    """The people of the first of these roles that anybody has."""
    for role in roles:
        if people := item.get(role):
            return list(people)
    return []
