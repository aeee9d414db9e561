"""Who can look after articles, and whose mail arrives."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from editorial.models import Bounce, ReviewSchedule

BACKEND = "django.contrib.auth.backends.ModelBackend"

#: Why somebody is not reached, in the order in which it is told: what counts first comes first.
CLOSED, NO_ADDRESS, BOUNCES = "closed", "no-address", "bounces"
CAUSES = {
    CLOSED: _("the account is closed"),
    NO_ADDRESS: _("the account has no mail address"),
    BOUNCES: _("mail to the account does not arrive"),
}
#: Live, or withdrawn only until they are reviewed.
IN_READERS_HANDS = Q(live_version__isnull=False) & (
    Q(retired_at__isnull=True) | Q(returns_when_reviewed=True)
)


def active_editors() -> QuerySet[User]:
    """Open accounts that may draft and submit, by name."""
    editors = User.objects.with_perm("editorial.submit_article", backend=BACKEND)
    return editors.order_by("first_name", "last_name", "username")


def possible_owners() -> QuerySet[User]:
    """Active editors, and whoever owns an article, whatever became of them; by name."""
    owns = Exists(Article.objects.filter(owner=OuterRef("pk")))
    accounts = User.objects.filter(Q(pk__in=active_editors().order_by().values("pk")) | owns)
    return accounts.order_by("first_name", "last_name", "username")


def is_active_editor(user: User) -> bool:
    return active_editors().filter(pk=user.pk).exists()


def with_cause() -> QuerySet[Any, Any]:
    """Accounts with `cause`: why mail to them is of no use now, or an empty string."""
    accounts: QuerySet[Any, Any] = User.objects.all()
    bounces = Bounce.objects.filter(
        user=OuterRef("pk"), address=OuterRef("email"), cleared_at__isnull=True
    )
    found: QuerySet[Any, Any] = accounts.annotate(
        cause=Case(
            When(is_active=False, then=Value(CLOSED)),
            When(email="", then=Value(NO_ADDRESS)),
            When(Exists(bounces), then=Value(BOUNCES)),
            default=Value(""),
            output_field=CharField(),
        )
    )
    return found


def planned_articles(owner: User) -> list[int]:
    """Ids of what this account owns and is reminded of by now, to be looked at again."""
    planned = ReviewSchedule.objects.filter(article__owner=owner, planned_for__isnull=False)
    return list(planned.order_by("article").values_list("article", flat=True))


def in_readers_hands() -> QuerySet[Article]:
    """Articles that somebody must look after."""
    return Article.objects.filter(IN_READERS_HANDS)


def articles_of(owner: User) -> QuerySet[Article]:
    """All of them, drafts and retired ones too, by title."""
    return Article.objects.filter(owner=owner).order_by("title", "pk")
