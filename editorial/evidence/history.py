"""The history as plain JSON, for an auditor who does not have this software."""

import datetime
from typing import Any

from articles.models import Article, Version
from editorial import audit
from editorial.models import AuditEvent, SignOff


def of(article: Article | None = None) -> dict[str, Any]:
    """Events, versions and sign-offs of one article, or of everything. Times are UTC, ISO 8601."""
    events = AuditEvent.objects.order_by("chain", "sequence")
    versions = Version.objects.order_by("article", "number")
    sign_offs = SignOff.objects.order_by("review", "pk")
    if article is not None:
        events = events.filter(article=article)
        versions = versions.filter(article=article)
        sign_offs = sign_offs.filter(review__article=article)
    return {
        "schema": 1,
        "events": [_event(event) for event in events],
        "versions": [_version(version) for version in versions],
        "sign_offs": [_sign_off(sign_off) for sign_off in sign_offs],
    }


def _moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def _event(event: AuditEvent) -> dict[str, Any]:
    """The facts that the hash covers (`editorial.audit.hash_of`), and the hash."""
    return {**audit.facts_of(event), "hash": event.hash}


def _version(version: Version) -> dict[str, Any]:
    return {
        "article": version.article_id,
        "number": version.number,
        "digest": version.digest,
        "content": version.content,
        "clinical_html": version.clinical_html,
        "plain_html": version.plain_html,
        "frozen_at": _moment(version.frozen_at),
    }


def _sign_off(sign_off: SignOff) -> dict[str, Any]:
    return {
        "review": sign_off.review_id,
        "signer": sign_off.printed_name,
        "account": sign_off.signed_by_id,
        "verdict": sign_off.verdict,
        "reason": sign_off.reason,
        "meaning": sign_off.meaning,
        "digest": sign_off.digest,
        "signed_at": _moment(sign_off.signed_at),
    }
