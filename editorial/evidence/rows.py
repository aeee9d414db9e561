"""Rows of the database as plain facts, in the order in which they were made."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

Facts = dict[str, Any]
#: The rows of each kind.
Kinds = Mapping[str, list[Facts]]


def plain(value: object) -> object:
    """As JSON has it: times in UTC to the microsecond, days and ids as text, the rest as it is."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


def facts_of(row: Model, names: str) -> Facts:
    """These columns of the row and its `id`; a column "review_id" is called "review"."""
    return {
        "id": plain(row.pk),
        **{name.removesuffix("_id"): plain(getattr(row, name)) for name in names.split()},
    }


def all_of(rows: Iterable[Model], names: str) -> list[Facts]:
    return [facts_of(row, names) for row in rows]
