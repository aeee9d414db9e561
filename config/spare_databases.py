"""Databases beside our own, on the same server: made, filled, and put in its place or dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, connections
from psycopg.sql import SQL, Composable, Identifier, Literal

#: Names on the server hold 63 bytes; the rest of it says what the spare one is for.
LONGEST_STEM = 45
PROVIDERS = {"c": "libc", "i": "icu", "b": "builtin"}
_OURS = """
SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider::text,
    coalesce(to_jsonb(base) ->> 'datlocale', to_jsonb(base) ->> 'daticulocale')
FROM pg_database AS base WHERE datname = current_database()
"""


def spare_name(purpose: str) -> str:
    return f"{connection.settings_dict['NAME'][:LONGEST_STEM]}_{purpose}"


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Everything of this process that asks Django for the database gets this one."""
    ours = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = ours


@contextmanager
def spare_database(purpose: str) -> Iterator[str]:
    """An empty database with our encoding and locale, for as long as this takes.

    One of the same name, left behind by a kill, is dropped first. Raises `DatabaseError` where our
    role may not make databases.
    """
    name = spare_name(purpose)
    create = SQL("CREATE DATABASE {} TEMPLATE template0 ").format(Identifier(name)) + _as_ours()
    drop = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name))
    with maintenance() as server:
        server.execute(drop)
        server.execute(create)
    try:
        yield name
    finally:
        with maintenance() as server:
            server.execute(drop)


def take_the_place_of_ours(name: str) -> None:
    """The two databases exchange their names at one moment; nobody may be connected to either."""
    ours = connection.settings_dict["NAME"]
    connections.close_all()
    between = spare_name("between")
    with maintenance() as server, server.transaction():
        for old, new in ((ours, between), (name, ours), (between, name)):
            server.execute(
                SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(old), Identifier(new))
            )


def others_connected() -> int:
    """Sessions of anybody else in our database; the server's own workers do not count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND usesysid IS NOT NULL"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def maintenance() -> Iterator[psycopg.Connection[Any]]:
    """A connection of our role to the server's own database, each statement for itself."""
    connection.ensure_connection()  # starts the embedded server where it is ours
    parameters = connection.get_connection_params() | {"dbname": "postgres", "autocommit": True}
    connections.close_all()
    with psycopg.connect(**parameters) as server:
        yield server


def _as_ours() -> Composable:
    with connection.cursor() as cursor:
        cursor.execute(_OURS)
        encoding, collate, ctype, provider, locale = cursor.fetchone()
    facts = {"ENCODING": encoding, "LC_COLLATE": collate, "LC_CTYPE": ctype}
    facts["LOCALE_PROVIDER"] = PROVIDERS[provider]
    if locale and provider in "ib":
        facts["ICU_LOCALE" if provider == "i" else "BUILTIN_LOCALE"] = locale
    return SQL(" ").join(SQL("{} {}").format(SQL(key), Literal(facts[key])) for key in facts)
