"""Making a backup while the site runs."""

from pathlib import Path

from django.db import connection, transaction

from config.backup.archive import write_archive
from config.backup.manifest import Manifest, present_manifest
from config.backup.programs import dumped


def back_up(file: Path) -> tuple[Manifest, int]:
    """Rows and manifest are those of one moment, whatever is written meanwhile; and its size."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        manifest = present_manifest()
        return manifest, write_archive(file, dumped(manifest.postgresql, snapshot), manifest)
