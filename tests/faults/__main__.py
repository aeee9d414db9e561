"""The scripts with their figures: `python -m tests.faults kills broker smtp times --full 0.1`.

Exit code 1: a rule was violated. `--sabotage NAME` removes a guard: then that is what is expected.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
for name in ("REDIS_URL", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "DEMO"):
    os.environ.pop(name, None)  # how a site is set up is not what is tried here

import django  # noqa: E402 -- reads what was just set

django.setup()

from django.conf import settings  # noqa: E402 -- needs Django
from django.core.management import call_command  # noqa: E402

from bench.database import database_url  # noqa: E402
from config.spare_databases import pointed_at, spare_database  # noqa: E402
from tests.faults import broker_faults, kills, mail_faults  # noqa: E402
from tests.faults.findings import Findings  # noqa: E402
from tests.faults.journal import Point  # noqa: E402
from tests.faults.sabotage import SABOTAGES  # noqa: E402
from tests.faults.site import site  # noqa: E402

#: Of a mail server that is in no hurry, so that deliverers are found at work.
SECONDS_PER_MAIL = 0.02


def kill(directory: Path, *, share: float, guard: str) -> Findings:
    sizes = kills.FULL.cut(share) if share else kills.SMALL
    if guard == "gathered-id":
        sizes = replace(sizes, single=0, at_points={Point.AFTER_250: 1}, at_random={})
    with site(directory, environment()) as there, there.at_work() as place:
        place.mails.pause = SECONDS_PER_MAIL
        return kills.run(place, replace(sizes, sabotage=guard))


def lose_broker(directory: Path, *, share: float, guard: str) -> Findings:
    sizes = broker_faults.FULL.cut(share) if share else broker_faults.SMALL
    hurried = site(directory, environment(), beat="tests.faults.hurried")
    with hurried as there, there.at_work() as place:
        return broker_faults.run(place, replace(sizes, sabotage=guard))


def misdeliver(directory: Path, *, share: float, guard: str) -> Findings:
    sizes = mail_faults.FULL.cut(share) if share else mail_faults.SMALL
    if guard == "relief" and not share:
        sizes = replace(sizes, **mail_faults.ALL_HANG)
    timeout = None if share else 1
    with site(directory, environment(), mail_timeout=timeout) as there, there.at_work() as place:
        return mail_faults.run(place, replace(sizes, sabotage=guard))


SCRIPTS: dict[str, Callable[..., Findings]] = {
    "kills": kill,
    "broker": lose_broker,
    "smtp": misdeliver,
}
#: Told what time it is, by tests that each hold one without its guard.
TIMES = "times"
TESTS_OF_TIME = ("downtime", "clock_back", "summer_time", "beat_restarts", "reminds_at_once")


def pass_time(*, is_whole: bool) -> bool:
    """Their figures as they come; what they log only where one of them failed."""
    tests = [f"tests/faults/test_{name}.py" for name in TESTS_OF_TIME]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:randomly", *tests],
        env=environment() | {"FAULTS": "full" if is_whole else ""},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
    return not done.returncode


def environment() -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database_url()}


@contextmanager
def database(purpose: str) -> Iterator[None]:
    """With every table and trigger, for as long as a script takes."""
    settings.EMBEDDED_BROKER = None
    with spare_database(purpose) as name, pointed_at(name):
        call_command("migrate", interactive=False, verbosity=0)
        yield


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument(
        "scripts", nargs="*", choices=[*SCRIPTS, TIMES, []], help="all, if none is named"
    )
    parser.add_argument(
        "--full",
        nargs="?",
        type=float,
        const=1,
        metavar="SHARE",
        help="as often as is required, or this share of it (0.1)",
    )
    parser.add_argument("--sabotage", choices=SABOTAGES, default="", help="a guard to remove")
    options = parser.parse_args()
    share = options.full or float(os.environ.get("FAULTS") == "full")
    is_well = True
    for script in options.scripts or [*SCRIPTS, TIMES]:
        if script == TIMES:
            is_well &= bool(options.sabotage) or pass_time(is_whole=bool(share))
            continue
        with tempfile.TemporaryDirectory(prefix="faults-") as directory, database(script):
            found = SCRIPTS[script](Path(directory), share=share, guard=options.sabotage)
        sys.stdout.write(found.text + "\n")
        sys.stdout.flush()
        is_well &= not found.violations
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
