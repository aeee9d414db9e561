"""Triggers for tables whose rows never change: PostgreSQL says no to code and to raw SQL alike."""

import pgtrigger


def never(*operations: pgtrigger.Operation, name: str) -> pgtrigger.Trigger:
    """A row trigger that refuses these operations."""
    refused = operations[0]
    for operation in operations[1:]:
        refused = refused | operation
    return pgtrigger.Protect(name=name, operation=refused)


def never_truncate() -> pgtrigger.Trigger:
    """A statement trigger against TRUNCATE, which row triggers do not see."""
    return pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;",
    )


def append_only() -> list[pgtrigger.Trigger]:
    """Rows may be added; none is changed, deleted or truncated."""
    return [
        never(pgtrigger.Update, pgtrigger.Delete, name="append_only"),
        never_truncate(),
    ]


def permanent() -> list[pgtrigger.Trigger]:
    """Rows may change within their own rules; none is deleted or truncated."""
    return [never(pgtrigger.Delete, name="permanent"), never_truncate()]
