"""Taking an article from readers, and giving it back. Called as verbs of `editorial.workflow`."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import audit, beats, outbox, permissions, source_causes, source_news
from editorial.exceptions import NotPossible
from editorial.models import AuditEvent, Notification, ReviewSchedule

Message = Notification.Kind
#: What taking away and giving back change.
STANDING = ("retired_at", "retired_by", "retirement_reason", "returns_when_reviewed")


def retire(article: Article, *, by: User, reason: str) -> Article:
    """Take an article from readers at once; its address says so (410).

    One that was withdrawn until it is reviewed is then retired as any other: no review of it gives
    it back.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        permissions.demand(allowed=permissions.may_manage(by))
        if article.live_version_id is None:
            raise NotPossible(_("Only an article that readers can see is retired."))
        if article.is_retired and not article.is_withdrawn:
            raise NotPossible(_("This article is retired already."))
        now = timezone.now()
        article.retired_at, article.retired_by = now, by
        article.retirement_reason = beats.demand_reason(reason)
        article.returns_when_reviewed = False
        article.save(update_fields=STANDING)
        why = article.retirement_reason
        event = audit.record("retire", by=by, article=article, reason=why, at=now)
        _tell(Message.RETIRED, article, event, by=by)
    return article


def reinstate(article: Article, *, by: User, reason: str) -> Article:
    """Give a retired article back to readers, in its approved version.

    If a source of it was retracted or doubted, an urgent re-review is opened, as it would have been
    had the article been live on that day. What the policy does to pages that are overdue for too
    long, it does then anew.

    Raises:
        NotPossible: it is not retired; or it is withdrawn until it is reviewed.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        permissions.demand(allowed=permissions.may_manage(by))
        if not article.is_retired:
            raise NotPossible(_("This article is not retired."))
        if article.is_withdrawn:
            raise NotPossible(
                _(
                    "This article was not retired: it is withdrawn because its review is overdue. "
                    "Submit it as a re-review or a revision; the board's approval gives it back to "
                    "readers. To give it back for a while, silence its reminders until then."
                )
            )
        now, why = timezone.now(), beats.demand_reason(reason)
        article.retired_at, article.retired_by, article.retirement_reason = None, None, ""
        article.save(update_fields=STANDING)
        ReviewSchedule.objects.filter(article=article).update(limit_met_for=None)
        event = audit.record("reinstate", by=by, article=article, reason=why, at=now)
        _tell(Message.REINSTATED, article, event, by=by)
        source_causes.look_at(article, at=now)
        source_news.look_again(article, by=by, at=now)
    return article


def _tell(kind: Notification.Kind, article: Article, event: AuditEvent, *, by: User) -> None:
    """Its owner, and those whose names stand under it; not whoever did it.

    By the event: what is retired, given back and retired again on one day is told each time.
    """
    concerned = [article.owner, *source_news.signers(article)]
    outbox.owe(
        kind,
        to=beats.others(concerned, than=by),
        article=article,
        event=event,
        due_on=event.at.date(),
    )
