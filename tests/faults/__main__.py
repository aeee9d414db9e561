"""The full run, with its figures: `python -m tests.faults [RUNS]`."""

import os
import sys
from pathlib import Path

import pytest

FULL_RUN = "50"

if __name__ == "__main__":
    os.environ["FAULT_RUNS"] = sys.argv[1] if len(sys.argv) > 1 else FULL_RUN
    sys.exit(pytest.main(["-s", "-v", "-p", "no:randomly", str(Path(__file__).parent)]))
