"""Where an article stands, in one word: what lists show, filter and sort by."""

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from editorial.models import Review
from editorial.states import State


class Standing(models.TextChoices):
    """The state of the article's latest review, or what holds where there is none."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")
    AWAITING_REVIEW = "awaiting_review", _("Withdrawn until reviewed")


#: In these states the latest review says where the article stands.
_TOLD_BY_REVIEW = [State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED]


def with_standing(articles: models.QuerySet[Article]) -> models.QuerySet[Article]:
    """Adds `standing` and `due_on` (a date or None) to each article, in the same query."""
    latest = Review.objects.filter(article=OuterRef("pk")).order_by("-submitted_at", "-pk")
    return articles.alias(latest_state=Subquery(latest.values("state")[:1])).annotate(
        standing=Case(
            When(returns_when_reviewed=True, then=Value(Standing.AWAITING_REVIEW)),
            When(retired_at__isnull=False, then=Value(Standing.RETIRED)),
            When(Q(latest_state__in=_TOLD_BY_REVIEW), then=F("latest_state")),
            When(live_version__isnull=False, then=Value(Standing.APPROVED)),
            default=Value(Standing.DRAFT),
            output_field=models.CharField(),
        ),
        due_on=Case(
            When(
                Q(retired_at__isnull=True) | Q(returns_when_reviewed=True),
                then=F("review_schedule__due_on"),
            ),
            output_field=models.DateField(),
        ),
    )


def standing_of(article: Article) -> Standing:
    """The same for one article."""
    found = with_standing(Article.objects.filter(pk=article.pk)).get()
    return Standing(getattr(found, "standing"))  # noqa: B009 # annotated
