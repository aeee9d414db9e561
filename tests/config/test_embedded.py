"""PostgreSQL and Valkey from wheels: one pair per project, whoever begins and however it ends."""

import os
import pwd
import stat
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from config.embedded.accounts import Account
from config.embedded.errors import EmbeddedServerError
from config.embedded.locks import FileLock
from config.embedded.places import LONGEST_SOCKET_PATH, Cluster
from tests.config.projects import Project, copy_project, next_line, wait_until

pytestmark = pytest.mark.slow

ASK = (
    "import sys, time;"
    "from config.embedded.attachment import attach;"
    "import psycopg;"
    "a = attach('main');"
    "c = psycopg.connect(host=str(a.cluster.sockets), dbname='editorial', user='editorial',"
    " autocommit=True);"
    "{work};"
)
COUNT = (
    "c.execute('select pg_advisory_lock(1)');"
    "c.execute('create table if not exists seen (at timestamptz default now())');"
    "c.execute('insert into seen default values');"
    "print(c.execute('select count(*) from seen').fetchone()[0], flush=True)"
)
STAY = "print('on', flush=True); time.sleep(60)"


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    """In a path with a space. Open to all: as root, `nobody` must reach it (not so in pytest's)."""
    with TemporaryDirectory(prefix="editorial-review-test-") as base:
        Path(base).chmod(0o755)
        copied = copy_project(Path(base) / "a project")
        yield copied
        copied.clean_up()


@pytest.fixture(autouse=True)
def _nothing_is_left(project: Project) -> Iterator[None]:
    yield
    assert wait_until(lambda: not project.processes()), project.processes()


def ask(work: str = COUNT) -> list[str]:
    return ["-c", ASK.format(work=work)]


def test_command_starts_both_servers_and_stops_them_again(project: Project) -> None:
    before = project.python(*ask())
    assert before.returncode == 0, before.stderr
    assert project.processes() == []
    again = project.python(*ask())
    assert int(again.stdout) == int(before.stdout) + 1


def test_two_commands_at_once_share_one_server(project: Project) -> None:
    work = (
        COUNT + "; time.sleep(2); print(c.execute('select pg_postmaster_start_time()').fetchone())"
    )
    with ExitStack() as stack:
        running = [stack.enter_context(project.start(*ask(work))) for _ in range(4)]
        outputs = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 4, outputs
    assert len({output.splitlines()[-1] for output in outputs}) == 1


def test_servers_outlive_the_command_that_started_them_while_another_uses_them(
    project: Project,
) -> None:
    work = "print('on', flush=True); time.sleep(2);" + COUNT
    with project.start(*ask(STAY)) as first, project.start(*ask(work)) as second:
        assert next_line(first) == next_line(second) == "on"
        first.kill()
        assert next_line(second).isdigit()
        assert second.wait(30) == 0


@pytest.mark.parametrize("victim", ["config.embedded.keeper", "bin/postgres", "valkey-server"])
def test_next_command_works_after_a_kill(project: Project, victim: str) -> None:
    with project.start(*ask(STAY)) as first:
        assert next_line(first) == "on"
        project.named(victim).kill()
    again = project.python(*ask())
    assert again.returncode == 0, again.stdout + again.stderr


def test_next_command_works_after_everything_was_killed(project: Project) -> None:
    with project.start(*ask(STAY)) as first:
        assert next_line(first) == "on"
        for process in project.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
    assert (project.path / "var/embedded/postgresql/data/postmaster.pid").exists()
    again = project.python(*ask())
    assert again.returncode == 0, again.stdout + again.stderr


def test_interrupted_initialisation_begins_again(project: Project) -> None:
    other = copy_project(project.path.parent / "interrupted")
    half = other.path / "var/embedded/postgresql/unfinished"
    half.mkdir(parents=True)
    half.parent.chmod(0o700)
    (half / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(half.parent, nobody.pw_uid, nobody.pw_gid)
    try:
        done = other.python(*ask())
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        other.clean_up()


def test_sockets_and_data_are_closed_to_others(project: Project) -> None:
    project.python(*ask())
    for directory in (project.runtime / "s", project.path / "var/embedded/postgresql"):
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert len(os.fsencode(project.runtime / "s" / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH


def test_application_role_is_no_superuser(project: Project) -> None:
    asked = (
        "print(c.execute(\"select rolsuper from pg_roles where rolname = 'editorial'\").fetchone())"
    )
    assert project.python(*ask(asked)).stdout.strip() == "(False,)"


def test_data_of_another_major_version_is_refused_in_one_line(project: Project) -> None:
    project.python(*ask())
    version = project.path / "var/embedded/postgresql/data/PG_VERSION"
    kept = version.read_text()
    version.write_text("15\n")
    try:
        done = project.python("manage.py", "migrate", "--check")
        assert done.returncode != 0
        assert "was written by PostgreSQL 15" in done.stderr
    finally:
        version.write_text(kept)


def test_directory_of_somebody_else_is_refused(tmp_path: Path) -> None:
    open_to_all = tmp_path / "s"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    ours = Account(os.geteuid(), os.getegid(), switch=False)
    with pytest.raises(EmbeddedServerError, match="open to others"):
        ours.own_directory(open_to_all)


def test_symbolic_link_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "s").symlink_to(tmp_path / "real")
    ours = Account(os.geteuid(), os.getegid(), switch=False)
    with pytest.raises(EmbeddedServerError, match="belongs to somebody else"):
        ours.own_directory(tmp_path / "s")


def test_lock_keeps_a_second_owner_out_and_is_shared_by_users(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.try_own()
    assert not second.try_own()
    first.release()
    first.share()
    second.share()
    assert not FileLock(tmp_path / "lock").try_own()
    first.release()
    second.release()
    assert FileLock(tmp_path / "lock").try_own()


def test_two_projects_and_two_clusters_never_share_sockets(project: Project) -> None:
    assert len({Cluster("main").runtime, Cluster("test").runtime, project.runtime}) == 3


def test_command_that_begins_while_a_server_is_brought_back_waits_for_it(project: Project) -> None:
    with project.start(*ask(STAY)) as first:
        assert next_line(first) == "on"
        for victim in ("bin/postgres", "valkey-server", "bin/postgres"):
            project.named(victim).kill()
            again = project.python(*ask())
            assert again.returncode == 0, again.stdout + again.stderr
