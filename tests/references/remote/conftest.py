"""A server that stands for Crossref and PubMed, asked without waiting."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pytest_django import Settings

from references.remote import hosts, shared
from tests.bibliographic_server import BibliographicServer, bibliographic_server


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[BibliographicServer]:
    """The settings point at it. Its pace is fast; tests of the pace set their own.

    What an earlier test left in the broker is not found.
    """
    monkeypatch.setattr(shared, "PREFIX", f"test:{uuid4()}")
    for name in ("CROSSREF_POLITE", "CROSSREF_PUBLIC", "PUBMED_WITH_KEY", "PUBMED_WITHOUT"):
        monkeypatch.setattr(hosts, name, 1000.0)
    with bibliographic_server() as started:
        settings.CROSSREF_URL = started.crossref_url
        settings.PUBMED_URL = started.pubmed_url
        yield started
