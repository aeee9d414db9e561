"""verify.py, run on files as somebody does who received them: alone with Python."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.editorial.evidence.forging import Files


def pythons() -> list[str]:
    """This one, and the oldest that verify.py is for, where the machine has it."""
    oldest = shutil.which("python3.9")
    if (
        oldest is None
        or subprocess.run([oldest, "-c", ""], check=False, capture_output=True).returncode
    ):
        return [sys.executable]
    return [sys.executable, oldest]


def verified(
    files: Files, folder: Path, *options: str, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return subprocess.run(
        [python, "-I", "-S", "verify.py", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
