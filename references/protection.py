"""Triggers for tables whose rows never change: PostgreSQL says no to code and to raw SQL alike."""

from typing import Any

import pgtrigger
from django.db import models
from pgtrigger import compiler


class GuardSql(compiler.UpsertTriggerSql):
    """pgtrigger's own template leaves two ways around a trigger, which this one closes.

    Any connection may `SET pgtrigger.ignore` to the name of a trigger; here nobody looks at it. And
    a temporary table named like one of ours would be read in its place; here `public` comes first.
    """

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql SET search_path = public, pg_temp;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Guard(pgtrigger.Trigger):
    """A trigger that no connection can switch off, short of owning the table."""

    def compile(self, model: models.Model) -> compiler.Trigger:
        arguments: dict[str, Any] = dict(super().compile(model).sql.kwargs)
        del arguments["ignore_func_name"]
        return compiler.Trigger(name=self.name, sql=GuardSql(**arguments))


class Refusal(Guard, pgtrigger.Protect):
    """Refuses an operation."""


class FrozenFields(Guard, pgtrigger.ReadOnly):
    """Refuses any change to some fields."""


class LegalMoves(Guard, pgtrigger.FSM):
    """Refuses any change of a state but those listed."""


def never(*operations: pgtrigger.Operation, name: str) -> pgtrigger.Trigger:
    """A row trigger that refuses these operations."""
    refused = operations[0]
    for operation in operations[1:]:
        refused = refused | operation
    return Refusal(name=name, operation=refused)


def never_truncate() -> pgtrigger.Trigger:
    """A statement trigger against TRUNCATE, which row triggers do not see."""
    return Guard(
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
