"""`manage.py workflow_diagram`: keep docs/workflow.md in step with the state machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from editorial import diagram


class Command(BaseCommand):
    help = "Writes the diagram of the state machine into docs/workflow.md."

    def handle(self, **_options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "workflow.md"
        try:
            document = path.read_text(encoding="utf-8")
            path.write_text(diagram.inserted_into(document), encoding="utf-8")
        except (OSError, ValueError) as error:
            raise CommandError(f"{path} has no place for the diagram: {error}") from error
        self.stdout.write(f"{path} is in step with the state machine.")
