"""What readers are told about the board and its rules."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import RiskTier
from articles.querysets import ArticleQuerySet
from articles.selectors import live_articles, today
from editorial.models import BoardMember, Credential, Disclosure, Policy, Portrait, SignOff
from editorial.querysets import BoardMemberQuerySet
from editorial.states import State, Verdict


@dataclass(frozen=True)
class PublicMember:
    """What a member's page says beside name, specialties, biography and articles."""

    member: BoardMember
    is_active: bool
    last_day: datetime.date | None
    credentials: list[Credential]
    disclosures: list[Disclosure]


def active_members() -> BoardMemberQuerySet:
    """Those who may sign today, with their specialties, and with their photos but for the bytes."""
    return (
        BoardMember.objects.active_on(today())
        .select_related("portrait")
        .defer("portrait__jpeg")
        .prefetch_related("specialties")
    )


def public_members() -> BoardMemberQuerySet:
    """Active members, and former ones under whose signature a version was approved."""
    signed = _approvals().filter(member=OuterRef("pk"))
    active = BoardMember.objects.active_on(today()).filter(pk=OuterRef("pk"))
    return BoardMember.objects.filter(Q(Exists(active)) | Q(Exists(signed)))


def public_member(slug: str) -> PublicMember | None:
    """One of `public_members`, with what the page of a member says."""
    member = (
        public_members()
        .filter(slug=slug)
        .select_related("user", "portrait")
        .defer("portrait__jpeg")
        .prefetch_related("specialties")
        .first()
    )
    if member is None:
        return None
    day = today()
    return PublicMember(
        member,
        is_active=member.is_active_on(day),
        last_day=last_day_of(member),
        credentials=[c for c in member.held_credentials.all() if not c.ran_out_by(day)],
        disclosures=list(member.disclosures.current_on(day)),
    )


def public_photo(slug: str, digest: str) -> bytes | None:
    """The photo of a public member, if it is still the one with this digest."""
    shown = Portrait.objects.filter(
        member__in=public_members().filter(slug=slug).values("pk"), digest=digest
    )
    jpeg = shown.values_list("jpeg", flat=True).first()
    return None if jpeg is None else bytes(jpeg)


def last_day_of(member: BoardMember) -> datetime.date | None:
    """The last day in office, be it past or to come; None for a term without an end."""
    left = member.deactivated_at.date() if member.deactivated_at else None
    return min((day for day in (left, member.term_to) if day), default=None)


def articles_signed_by(member: BoardMember) -> ArticleQuerySet:
    """Live articles whose live version this member approved."""
    approvals = _approvals().filter(
        member=member,
        review__version=OuterRef("live_version"),
        review__article=OuterRef("pk"),
    )
    return live_articles().filter(Exists(approvals))


def policies() -> list[Policy]:
    """The rules of every tier, the strictest first."""
    order = {tier: place for place, tier in enumerate(RiskTier.values)}
    return sorted(Policy.objects.all(), key=lambda policy: order[policy.tier])


def _approvals() -> QuerySet[SignOff]:
    """Signatures under what was approved, without those that were withdrawn before it was."""
    return SignOff.objects.standing().filter(verdict=Verdict.APPROVE, review__state=State.APPROVED)
