"""DATABASE_URL, read into Django's database settings; without it, the embedded PostgreSQL."""

from typing import Any

import dj_database_url
from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo

from config.embedded.places import Cluster
from config.embedded.postgresql import DATABASE, ROLE
from config.environment import Malformed, address, text

SCHEMES = {
    "postgres": "postgres://user:password@localhost:5432/editorial",
    "postgresql": "",
}
#: A server that does not answer is said to be down after this long, and the page says so (503).
SECONDS_TO_CONNECT = 3
SECONDS_TO_KEEP = 60


def database_settings(name: str) -> dict[str, Any]:
    value = text(name)
    found = _from_url(name, value) if value else embedded_database()
    options = {"connect_timeout": SECONDS_TO_CONNECT, "application_name": "editorial-review"}
    return {
        **found,
        "CONN_MAX_AGE": SECONDS_TO_KEEP,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | found.get("OPTIONS", {}),
    }


def embedded_database() -> dict[str, Any]:
    cluster = Cluster("main")
    return {
        "ENGINE": "config.embedded.engine",
        "EMBEDDED": cluster.name,
        "HOST": str(cluster.sockets),
        "NAME": DATABASE,
        "USER": ROLE,
    }


def _from_url(name: str, value: str) -> dict[str, Any]:
    parts = address(name, value, SCHEMES)
    if not parts.path.strip("/"):
        raise Malformed(name, f"must name a database, like {SCHEMES['postgres']}")
    try:
        settings: dict[str, Any] = {**dj_database_url.parse(value)}
        make_conninfo(**settings.get("OPTIONS", {}))
    except (ValueError, ProgrammingError):
        raise Malformed(name, f"must look like {SCHEMES['postgres']}") from None
    if "/" in settings["NAME"] or parts.fragment:
        raise Malformed(name, f"must look like {SCHEMES['postgres']}")
    return settings
