"""A backup holds everything, and a restore that fails changes nothing."""

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models
from django.test import Client

from articles.models import Article, Section, Version
from config.backup.archive import DUMP, MANIFEST, write_archive
from config.backup.manifest import Manifest, present_manifest
from config.spare_databases import maintenance, pointed_at, spare_database, spare_name
from editorial import verification, workflow
from editorial.models import AuditEvent, Review, SignOff
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import approved, managing_editor, under_review
from tests.flushing import triggers_lifted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KEPT: list[type[models.Model]] = [Article, Section, Version, Review, SignOff, AuditEvent]


@pytest.fixture(autouse=True)
def alone(transactional_db: None) -> None:
    """A browser of an earlier test may still be served: its server's sessions end here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND usesysid IS NOT NULL"
        )


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Of a database with one live article and one review under way."""
    approved()
    under_review()
    file = tmp_path / "site.backup"
    call_command("backup", str(file))
    return file


def everything() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in KEPT}


def restore(file: Path) -> None:
    call_command("restore", str(file), "--replace")


def rewritten(file: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The same dump under another manifest."""
    other = file.with_suffix(".other")
    with ZipFile(file) as old, ZipFile(other, "w") as new:
        manifest = json.loads(old.read(MANIFEST))
        change(manifest)
        new.writestr(DUMP, old.read(DUMP))
        new.writestr(MANIFEST, json.dumps(manifest))
    return other


def databases() -> set[str]:
    """This test's own and what was made from it: others may be at work on the same server."""
    with maintenance() as server:
        rows = server.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in rows if name.startswith(connection.settings_dict["NAME"])}


def test_restore_brings_back_every_row_and_page(backup: Path, client: Client) -> None:
    before, heads = everything(), verification.heads()
    assert all(before.values())
    article = Article.objects.get(live_version__isnull=False)
    page = client.get(article.get_absolute_url()).content
    workflow.retire(article, by=managing_editor(), reason="Out of date.")
    ArticleFactory.create()
    assert client.get(article.get_absolute_url()).status_code == 410
    restore(backup)
    assert everything() == before
    assert verification.heads() == heads
    assert list(verification.faults()) == []
    assert client.get(article.get_absolute_url()).content == page


def test_restored_database_refuses_what_it_refused_before(backup: Path) -> None:
    restore(backup)
    with pytest.raises(DatabaseError, match="Cannot update"), connection.cursor() as cursor:
        cursor.execute("UPDATE editorial_auditevent SET reason = 'Another one.'")
    with pytest.raises(DatabaseError, match="kept for ever"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_version CASCADE")


def test_restored_site_goes_on_working(backup: Path) -> None:
    restore(backup)
    review = approved()
    assert review.state == "approved"
    assert list(verification.faults()) == []


def test_restore_fills_an_empty_database(backup: Path) -> None:
    before = everything()
    with spare_database("empty") as empty, pointed_at(empty):
        call_command("restore", str(backup))
        assert everything() == before


def test_restore_refuses_to_overwrite_unless_told_to(backup: Path) -> None:
    before = everything()
    with pytest.raises(CommandError, match="add --replace"):
        call_command("restore", str(backup))
    assert everything() == before


def test_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]


def test_backup_that_breaks_off_leaves_the_earlier_one(backup: Path) -> None:
    def broken_off() -> Iterator[bytes]:
        yield b"half of"
        raise BrokenPipeError

    before = backup.read_bytes()
    with pytest.raises(Exception, match="cannot be written"):
        write_archive(backup, broken_off(), present_manifest())
    assert backup.read_bytes() == before
    assert list(backup.parent.iterdir()) == [backup]


@pytest.mark.parametrize("place", ["no such folder/file", "."])
def test_backup_says_where_it_cannot_write(tmp_path: Path, place: str) -> None:
    with pytest.raises(CommandError, match=r"cannot be written|is a directory"):
        call_command("backup", str(tmp_path / place))


def test_backup_holds_one_moment(backup: Path, tmp_path: Path) -> None:
    """What another session commits after the snapshot is neither in the rows nor in the heads."""
    del backup
    before = everything()
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        file = tmp_path / "one.backup"
        original = present_manifest

        def slowly() -> Manifest:
            manifest = original()
            other.execute("INSERT INTO articles_specialty (name, slug) VALUES ('Late', 'late')")
            return manifest

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("config.backup.making.present_manifest", slowly)
            call_command("backup", str(file))
    restore(file)
    assert everything() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_specialty WHERE slug = 'late'")
        assert cursor.fetchone() == (0,)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


def one_bit_changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def without_manifest(file: Path) -> None:
    with ZipFile(file, "w") as archive:
        archive.writestr(DUMP, b"PGDMP")


@pytest.mark.parametrize(
    "spoil",
    [
        Path.unlink,
        cut_short,
        one_bit_changed,
        without_manifest,
        lambda file: file.write_text("not a backup"),
        lambda file: file.write_bytes(b""),
    ],
)
def test_restore_refuses_a_file_that_is_no_whole_backup(
    backup: Path, spoil: Callable[[Path], object]
) -> None:
    before, there = everything(), databases()
    spoil(backup)
    with pytest.raises(CommandError) as caught:
        restore(backup)
    assert str(backup) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert everything() == before
    assert databases() == there


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda said: said["migrations"].append("editorial.9999_to_come"), "newer than this code"),
        (lambda said: said.update(postgresql=99), "Restore it on 99 or newer"),
        (lambda said: said.update(schema=2), "not a backup"),
        (lambda said: said["audit"]["heads"].pop(), "other chains"),
        (lambda said: said["audit"]["heads"][0].__setitem__(2, "0" * 64), "was anchored"),
        (lambda said: said["audit"]["heads"][0].__setitem__(1, 99), "was anchored and is missing"),
        (lambda said: said.update(sha256="0" * 64), "was changed after it was made"),
    ],
)
def test_restore_refuses_what_does_not_fit_its_manifest(
    backup: Path, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    before, there = everything(), databases()
    with pytest.raises(CommandError, match=says):
        restore(rewritten(backup, change))
    assert everything() == before
    assert databases() == there


def test_restore_names_the_row_that_was_tampered_with(backup: Path) -> None:
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE editorial_auditevent SET reason = 'Another.' WHERE sequence = 2")
    call_command("backup", str(backup))
    before = everything()
    with pytest.raises(CommandError, match=r"audit event \d+/2 .* was altered"):
        restore(backup)
    assert everything() == before


def test_restore_keeps_the_data_when_pg_restore_fails(backup: Path) -> None:
    before, there = everything(), databases()
    spoiled = backup.with_suffix(".spoiled")
    write_archive(spoiled, [b"PGDMP, but not really"], present_manifest())
    with pytest.raises(CommandError, match="pg_restore failed"):
        restore(spoiled)
    assert everything() == before
    assert databases() == there


def test_restore_refuses_while_somebody_else_uses_the_database(backup: Path) -> None:
    before = everything()
    with (
        psycopg.connect(**connection.get_connection_params()),
        pytest.raises(CommandError, match="in use by others"),
    ):
        restore(backup)
    assert everything() == before


def test_restore_clears_away_what_a_killed_one_left(backup: Path) -> None:
    before = everything()
    with maintenance() as server:
        server.execute(f'CREATE DATABASE "{spare_name("restored")}"')
    restore(backup)
    assert everything() == before
    assert spare_name("restored") not in databases()
