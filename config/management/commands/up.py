"""`manage.py up`: database, broker, web server, worker and beat as one process tree."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections

from config.embedded.attachment import attach
from config.embedded.errors import EmbeddedServerError
from config.embedded.locks import FileLock
from config.process_tree import ProcessTree, Program, stop_leftovers
from config.processes import die_with_parent

HOST = "127.0.0.1"
HIGHEST_PORT = 65_535
LOWEST_FREE_PORT = 1_024  # those below belong to root
WEB_PROCESSES = 2
WEB_THREADS = 4
SECONDS_TO_FIRST_PAGE = 60
SECONDS_TO_NEXT_TRY = 2
SECONDS_TO_LOOK_UP = 3.0  # nobody has pasted anything before


class Command(BaseCommand):
    help = "Runs the whole site on this machine until Ctrl-C: database, broker, web, worker, beat."
    requires_system_checks: list[str] = []
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port of the web server")
        parser.add_argument("--demo", action="store_true", help="load the sample articles")
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the starting process ends"
        )

    def handle(self, *args: Any, port: int, demo: bool, with_parent: bool, **options: Any) -> None:
        del args, options
        if not 0 < port <= HIGHEST_PORT:
            raise CommandError(f"A port is a number from 1 to {HIGHEST_PORT}.")
        if with_parent:
            die_with_parent()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        lock = self._only_one()
        tree = self._tree(port, demo=demo)
        if stop_leftovers(tree.record):
            self.say("Processes that an earlier run left behind were stopped.")
        require_free(port)
        try:
            self._prepare(port, demo=demo)
            if not self.stopping:
                tree.start()
                self._greet(tree, port, demo=demo)
            tree.watch(self._is_over)
        finally:
            self.say("Stopping.")
            tree.stop()
            lock.release()
            if self._uses_ours:
                attach("main").close()
            self.say("Stopped.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _is_over(self) -> bool:
        """Asked at every look: here our servers start again when they died with their keeper."""
        if self._uses_ours and not self.stopping:
            try:
                attach("main").ensure()
            except EmbeddedServerError as error:
                self.say(str(error))
                time.sleep(SECONDS_TO_NEXT_TRY)
        return self.stopping

    @property
    def _uses_ours(self) -> bool:
        return bool(settings.EMBEDDED_BROKER) or "EMBEDDED" in connection.settings_dict

    def _only_one(self) -> FileLock:
        directory: Path = settings.VAR
        directory.mkdir(exist_ok=True)
        lock = FileLock(directory / "up.lock")
        if not lock.try_own():
            raise CommandError("This project runs already. Stop that run first (Ctrl-C there).")
        return lock

    def _tree(self, port: int, *, demo: bool) -> ProcessTree:
        environment = {
            "SITE_URL": f"http://{HOST}:{port}",
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": "1" if demo else os.environ.get("DEMO", "0"),
        }
        return ProcessTree(
            programs=programs(port),
            environment=environment,
            directory=settings.BASE_DIR,
            record=settings.VAR / "up.json",
            say=self.say,
        )

    def _prepare(self, port: int, *, demo: bool) -> None:
        if not os.environ.get("SITE_URL"):
            settings.SITE_URL = f"http://{HOST}:{port}"
        try:
            if self._uses_ours:
                self.say("Starting PostgreSQL and Valkey.")
                attach("main")
            self.say("Preparing the database.")
            call_command("migrate", interactive=False, verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            if demo:
                self.say("Loading the sample.")
                call_command("load_sample")
        except EmbeddedServerError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            said = str(error).strip().splitlines()[0]
            raise CommandError(f"The database cannot be used: {said}") from error
        finally:
            connections.close_all()

    def _greet(self, tree: ProcessTree, port: int, *, demo: bool) -> None:
        deadline = time.monotonic() + SECONDS_TO_FIRST_PAGE
        tree.watch(lambda: self.stopping or answers(port) or time.monotonic() > deadline)
        if self.stopping:
            return
        if not answers(port):
            raise CommandError("The web server does not answer. What it said is above.")
        site = f"http://{HOST}:{port}"
        self.say(f"\nEditorial review runs at {site}/")
        addresses = {"readers": "/", "board": "/desk/", "editors": "/admin/", "health": "/readyz"}
        if settings.EMAIL_BACKEND == "config.mailbox.FileBackend":
            addresses["mail"] = "/demo/mail/"
        for name, path in addresses.items():
            self.say(f"  {name:8} {site}{path}")
        if demo:
            self._tell_accounts()
        self.say("Ctrl-C stops all of it.\n")

    def _tell_accounts(self) -> None:
        names = get_user_model().objects.filter(username__startswith="demo-")
        listed = ", ".join(names.order_by("username").values_list("username", flat=True))
        connections.close_all()
        self.say(f"Accounts (password: {settings.DEMO_PASSWORD}): {listed}")


def programs(port: int) -> list[Program]:
    web = ["granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--no-ws"]
    web += ["--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS)]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", "8", "--log-level", "warning"]
    celery = ["celery", "-A", "config.celery", "--quiet"]
    worker = ["worker", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    # It waits for other hosts most of the time, so its four run in one process.
    looking_up = ["--pool", "threads", "--concurrency", "4", "-Q", "look-ups", "-n", "look-ups@%h"]
    # As root Celery warns at length. It runs what it is told by our own broker, and JSON only.
    python = [sys.executable, "-W", "ignore:You're running the worker", "-m"]
    return [
        Program("web server", [*python, *web, "config.wsgi:application"]),
        Program("worker", [*python, *celery, *worker, "--concurrency", "2"]),
        Program("look-ups", [*python, *celery, *worker, *looking_up], after=SECONDS_TO_LOOK_UP),
        Program("beat", [*python, *celery, "beat", "--pidfile=", "--loglevel", "WARNING"]),
    ]


def require_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            other = port + 1 if LOWEST_FREE_PORT <= port < HIGHEST_PORT else 8001
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror})."
                f" Choose another one: make demo PORT={other}"
            ) from error


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=1) as response:
            return bool(response.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False
