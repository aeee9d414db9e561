"""`python -m bench`: every measure, a line each, and `bench/results.json`."""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
for name in ("REDIS_URL", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "DEMO"):
    os.environ.pop(name, None)  # how a site is set up is not measured here

import django  # noqa: E402 -- reads what was just set

django.setup()

from bench.measured import measured  # noqa: E402 -- needs Django
from bench.sizes import Sizes  # noqa: E402
from bench.timing import Measured  # noqa: E402

RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    sizes = Sizes.from_environment()
    begun = time.monotonic()
    found = []
    sys.stdout.write("Ratios: our time divided by that of a bare baseline, in the same run.\n")
    for one in measured(sizes):
        found.append(one)
        sys.stdout.write(one.line + "\n")
        sys.stdout.flush()
    target = Path(os.environ.get("BENCH_RESULTS") or RESULTS)
    write(target, found, sizes)
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s in all. Written to {target}\n")
    return 0


def write(target: Path, found: list[Measured], sizes: Sizes) -> None:
    content = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "python": sys.version.split()[0],
        "processors": os.cpu_count(),
        "sizes": asdict(sizes),
        "measures": [asdict(one) for one in found],
    }
    target.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
