#!/usr/bin/env python
"""Django's command line for this project."""

import io
import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from config.embedded.errors import EmbeddedServerError


def main() -> None:
    """Run the command. A database that cannot be reached is said in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # the name of a file may be no text
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        said = (str(error).strip() or type(error).__name__).splitlines()[0]
        sys.exit(f"The database cannot be used: {said}")
    except EmbeddedServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
