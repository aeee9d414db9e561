"""What a backup says of itself."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from editorial import verification
from editorial.verification import Head

SCHEMA = 1


@dataclass(frozen=True)
class Manifest:
    """`made` is the moment everything was read, ISO 8601 in UTC; `migrations` are `app.name`."""

    made: str
    postgresql: int
    migrations: list[str]
    heads: list[Head]

    def as_json(self, *, sha256: str) -> str:
        content = {
            "schema": SCHEMA,
            "made": self.made,
            "postgresql": self.postgresql,
            "migrations": self.migrations,
            "audit": {"schema": 1, "heads": [list(vars(head).values()) for head in self.heads]},
            "sha256": sha256,
        }
        return json.dumps(content, indent=1)


def server_version() -> int:
    """PostgreSQL's major version."""
    connection.ensure_connection()
    return int(connection.connection.info.server_version // 10_000)


def present_manifest() -> Manifest:
    """Of the database as it is now; inside a transaction, as it was at its beginning."""
    applied = MigrationRecorder(connection).applied_migrations()
    return Manifest(
        made=timezone.now().isoformat(timespec="seconds"),
        postgresql=server_version(),
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        heads=verification.heads(),
    )


def read_manifest(text: bytes) -> tuple[Manifest, str]:
    """The manifest, and the SHA-256 of the dump beside it. Raises ValueError where it is none."""
    content: Any = json.loads(text)
    try:
        if content["schema"] != SCHEMA:
            raise ValueError(f"its schema {content['schema']!r} is not known")
        manifest = Manifest(
            made=str(content["made"]),
            postgresql=int(content["postgresql"]),
            migrations=[str(name) for name in content["migrations"]],
            heads=verification.from_json(content["audit"]),
        )
        return manifest, str(content["sha256"])
    except (KeyError, TypeError) as error:
        raise ValueError("its manifest says too little") from error
