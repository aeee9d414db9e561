"""One zip with all there is to know of an article, and what an auditor needs to check it alone.

The same state of the database gives the same bytes: rows in a fixed order, canonical JSON, and the
moment of the last event as the time of everything. Versions are written one by one, so that memory
does not grow with their number.
"""

import datetime
import hmac
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from typing import IO, Final

from django.conf import settings

from articles.models import Article
from articles.text.canonical import canonical_json
from editorial import seals
from editorial.evidence import program, readable, records
from editorial.evidence.rows import Facts

FORM: Final = "editorial evidence bundle 2"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.seal.json"
#: Zip files know no earlier time.
EARLIEST: Final = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
NAMES_PEOPLE: Final = ("actor", "account", "owner", "recipient", "user")


def write(article: Article, target: IO[bytes]) -> int:
    """Write the bundle of the article to an open file; gives the number of events in it.

    The caller sees to it that all is read as of one moment: the article too, whatever was known
    of it before.
    """
    article = Article.objects.get(pk=article.pk)
    events = records.events(article)
    as_of = _as_of(events)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        hashes: dict[str, str] = {}
        for name, data in _files(article, as_of):
            hashes[name] = sha256(data).hexdigest()
            _put(archive, name, data, as_of)
        last = events[-1] if events else None
        manifest = canonical_json(
            {
                "form": FORM,
                "article": {"id": article.pk, "slug": article.slug},
                "as_of": as_of.isoformat(timespec="microseconds"),
                "head": [last["chain"], last["sequence"], last["hash"]] if last else None,
                "files": hashes,
            }
        )
        _put(archive, MANIFEST, manifest, as_of)
        _put(archive, SEAL, canonical_json(_sealed(manifest)), as_of)
    return len(events)


def _files(article: Article, as_of: datetime.datetime) -> Iterator[tuple[str, bytes]]:
    named = set[int]()
    for version in records.versions(article):
        named.update(_people_in(version))
        yield f"versions/{version['number']:04}.json", canonical_json(version)
    kinds: dict[str, list[Facts]] = {}
    for kind, read in records.KINDS.items():
        kinds[kind] = read(article)
        named.update(_people_in(kinds[kind]))
        yield f"{kind}.json", canonical_json(kinds[kind])
    kinds["people"] = records.people(named, article)
    yield "people.json", canonical_json(kinds["people"])
    yield "evidence.pdf", readable.pdf(article, kinds, as_of)
    yield "verify.py", program.text()


def _people_in(value: object) -> Iterator[int]:
    """The accounts that a row names, in whatever depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            is_person = name == "by" or name.endswith("_by") or name in NAMES_PEOPLE
            if is_person and isinstance(inner, int):
                yield inner
            else:
                yield from _people_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _people_in(inner)


def _as_of(events: list[Facts]) -> datetime.datetime:
    """When the last thing happened; nothing that a bundle holds happened without an event."""
    moments = (datetime.datetime.fromisoformat(event["at"]) for event in events)
    return max(moments, default=EARLIEST)


def _sealed(manifest: bytes) -> dict[str, str]:
    """A keyed hash over the manifest: whoever has the key sees any change to any file."""
    key = settings.SIGNING_KEYS[0]
    covered = FORM.encode() + b"\n" + manifest
    return {
        "seal": hmac.new(key.encode(), covered, sha256).hexdigest(),
        "sealed_with": seals.key_id(key),
    }


def _put(archive: zipfile.ZipFile, name: str, data: bytes, at: datetime.datetime) -> None:
    entry = zipfile.ZipInfo(name, max(at, EARLIEST).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, on whatever machine it is made
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
