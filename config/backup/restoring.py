"""Restoring: beside our data first, and in its place only when everything adds up."""

import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from config.backup.archive import opened_archive
from config.backup.errors import BackupError
from config.backup.manifest import Manifest, server_version
from config.backup.programs import restore_dump
from config.spare_databases import (
    others_connected,
    pointed_at,
    spare_database,
    take_the_place_of_ours,
)
from editorial import verification

#: For those who are about to close their connection.
SECONDS_TO_LEAVE = 2.0


def restore(file: Path, *, replace: bool, say: Callable[[str], None]) -> Manifest:
    """Put the backup in the place of our database, which stays as it is if anything fails."""
    with opened_archive(file) as (manifest, dump):
        major = server_version()
        _refuse_what_does_not_fit(manifest, major)
        _refuse_to_overwrite(replace=replace)
        with spare_database("restored") as spare:
            with pointed_at(spare):
                say("Restoring beside the present data.")
                restore_dump(major, dump)
                _bring_up_to_date(say)
                say("Verifying the audit history.")
                _verify(manifest)
            take_the_place_of_ours(spare)
    return manifest


def _refuse_what_does_not_fit(manifest: Manifest, major: int) -> None:
    if manifest.postgresql > major:
        raise BackupError(
            f"The backup was made with PostgreSQL {manifest.postgresql}, this server is"
            f" PostgreSQL {major}. Restore it on {manifest.postgresql} or newer."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise BackupError(
            f"The backup is newer than this code, which has no migration {unknown[0]}."
            " Install the version of the code that made it."
        )


def _refuse_to_overwrite(*, replace: bool) -> None:
    tables = connection.introspection.table_names()
    if tables and not replace:
        raise BackupError(
            f"The database holds {len(tables)} tables. To put the backup in their place, and lose"
            " what they hold, add --replace."
        )
    if others := _others_after_a_while():
        raise BackupError(
            f"The database is in use by others ({others} connections). Stop the site, then try"
            " again."
        )


def _others_after_a_while() -> int:
    """A session that has just been closed takes a moment to be gone."""
    until = time.monotonic() + SECONDS_TO_LEAVE
    while (others := others_connected()) and time.monotonic() < until:
        time.sleep(0.1)
    return others


def _bring_up_to_date(say: Callable[[str], None]) -> None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        say(f"Applying {len(waiting)} migrations that came after the backup.")
        call_command("migrate", interactive=False, verbosity=0)


def _verify(manifest: Manifest) -> None:
    found = [str(fault) for fault in islice(verification.faults(manifest.heads), 1)]
    if not found and set(verification.heads()) != set(manifest.heads):
        found = ["it has other chains of audit events than its manifest says"]
    if found:
        raise BackupError(f"The backup does not verify: {found[0]}. Nothing was replaced.")
