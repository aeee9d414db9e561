"""`manage.py list_endpoints`: path, methods and who may, for every address of the site."""

import json
from argparse import ArgumentParser
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from config.endpoints import endpoints


class Command(BaseCommand):
    help = "Lists every address of the site, its methods, and who may use it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *_arguments: object, json: bool, **_options: object) -> None:
        try:
            found = endpoints()
        except LookupError as error:
            raise CommandError(str(error)) from error
        if json:
            self.stdout.write(as_json([asdict(endpoint) for endpoint in found]))
            return
        for endpoint in found:
            self.stdout.write(f"{','.join(endpoint.methods):15} {endpoint.path}  ({endpoint.who})")


def as_json(rows: list[dict[str, object]]) -> str:
    return json.dumps(rows, indent=2)
