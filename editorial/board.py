"""What readers are told about the board and its rules."""

from django.db.models import Exists, OuterRef, Q

from articles.models import RiskTier
from articles.querysets import ArticleQuerySet
from articles.selectors import live_articles, today
from editorial.models import BoardMember, Policy, SignOff
from editorial.querysets import BoardMemberQuerySet
from editorial.states import State, Verdict


def active_members() -> BoardMemberQuerySet:
    """Those who may sign today, with their specialties."""
    return BoardMember.objects.active_on(today()).prefetch_related("specialties")


def public_member(slug: str) -> BoardMember | None:
    """An active member, or a former one under whose signature a version was approved."""
    signed = SignOff.objects.filter(
        member=OuterRef("pk"), verdict=Verdict.APPROVE, review__state=State.APPROVED
    )
    active = BoardMember.objects.active_on(today()).filter(pk=OuterRef("pk"))
    return (
        BoardMember.objects.filter(Q(Exists(active)) | Q(Exists(signed)), slug=slug)
        .select_related("user")
        .prefetch_related("specialties")
        .first()
    )


def articles_signed_by(member: BoardMember) -> ArticleQuerySet:
    """Live articles whose live version this member approved."""
    approvals = SignOff.objects.filter(
        member=member,
        verdict=Verdict.APPROVE,
        review__state=State.APPROVED,
        review__version=OuterRef("live_version"),
        review__article=OuterRef("pk"),
    )
    return live_articles().filter(Exists(approvals))


def policies() -> list[Policy]:
    """The rules of every tier, the strictest first."""
    order = {tier: place for place, tier in enumerate(RiskTier.values)}
    return sorted(Policy.objects.all(), key=lambda policy: order[policy.tier])
