"""Versions against their digests."""

from collections.abc import Iterator

from articles.models import Version
from articles.versions import faults_of
from editorial.verification.fault import BATCH, Fault


def faults() -> Iterator[Fault]:
    """Text, renderings and number are those that were frozen."""
    for version in Version.objects.order_by("pk").iterator(BATCH):
        row = named(version)
        for problem in faults_of(version):
            yield Fault(row, problem)
        if version.content.get("number") != version.number:
            yield Fault(row, "has another number than its content says")


def named(version: Version) -> str:
    return f"version {version.number} of article {version.article_id}"
