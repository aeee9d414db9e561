"""`manage.py up`: the whole site as one process tree that leaves nothing behind."""

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from tests.config.projects import Project, copy_project, next_line, wait_until
from tests.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("up")]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    copied = copy_project(tmp_path_factory.mktemp("up") / "a project")
    yield copied
    copied.clean_up()


@pytest.fixture(autouse=True)
def _nothing_is_left(project: Project) -> Iterator[None]:
    yield
    left = project.processes()
    for process in left:
        process.kill()
    assert left == []


@contextmanager
def site(project: Project) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The running process and its port."""
    port = free_port()
    with project.start("manage.py", "up", "--port", str(port)) as running:
        next_line(running, "Ctrl-C")
        yield running, port


def status(port: int, address: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return 0


def test_site_runs_alone_mends_itself_and_stops_when_asked(project: Project) -> None:
    children = ("granian", "--concurrency 2", "look-ups", "beat")
    servers = ("config.embedded.keeper", "bin/postgres", "valkey-ser")
    with site(project) as (running, port):
        assert status(port, "/accounts/login/") == 200
        assert wait_until(lambda: status(port, "/readyz") == 200), "the first sweep is due at once"
        second = project.python("manage.py", "up", "--port", str(free_port()))
        assert second.returncode == 1
        assert "This project runs already" in second.stderr
        for victims in (children, *((server,) for server in servers)):
            assert wait_until(lambda: status(port, "/readyz") == 200), victims
            before = {victim: project.named(victim).pid for victim in victims}
            for killed in before.values():
                os.kill(killed, signal.SIGKILL)
            for victim, killed in before.items():
                assert wait_until(partial(_has_successor, project, victim, killed)), victim
        assert wait_until(lambda: status(port, "/readyz") == 200)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert project.processes() == []


def _has_successor(project: Project, victim: str, before: int) -> bool:
    try:
        return project.named(victim).pid != before
    except ValueError:
        return False


def test_nothing_outlives_a_killed_tree_and_the_next_one_comes_up(project: Project) -> None:
    with site(project) as (first, port):
        first.kill()
    again = ("manage.py", "up", "--port", str(port))  # at once, while orphans may hold the port
    with project.start(*again) as second:
        next_line(second, "Ctrl-C")
        assert status(port, "/accounts/login/") == 200
        second.send_signal(signal.SIGTERM)
        assert second.wait(30) == 0
    assert project.processes() == []


def test_taken_port_is_said_in_one_line(project: Project) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = project.python("manage.py", "up", "--port", str(port))
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    assert f"Port {port} cannot be used" in lines[0]
    assert f"make demo PORT={port + 1}" in lines[0]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://x@localhost/y", "DATABASE_URL must look like"),
        ("DATABASE_URL", "postgres://x@127.0.0.1:1/y", "The database cannot be used"),
        ("REDIS_URL", "http://localhost", "REDIS_URL must look like"),
        ("EMAIL_URL", "pigeon://localhost", "EMAIL_URL must look like"),
        ("SITE_URL", "articles", "SITE_URL must look like"),
        ("SITE_URL", "https://articles.example.org", "SECRET_KEY must be set"),
        ("SECRET_KEY", "short", "SECRET_KEY must be at least"),
        ("DEBUG", "maybe", "DEBUG must be 1 or 0"),
        ("ALLOWED_HOSTS", "http://x", "ALLOWED_HOSTS must be host names"),
    ],
)
def test_malformed_configuration_stops_it_with_one_line(
    project: Project, name: str, value: str, said: str
) -> None:
    done = project.python("manage.py", "up", "--port", str(free_port()), **{name: value})
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert said in lines[0]
