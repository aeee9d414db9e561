"""Whether a reminder of a ladder is still wanted: asked directly before it is sent."""

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import away, outbox
from editorial.editors import with_cause
from editorial.letters.about_assignments import the_assignment
from editorial.models import (
    Assignment,
    Cover,
    Ladder,
    Notification,
    ReviewSchedule,
    SignOff,
    SpecialtyLead,
)
from editorial.states import FULL_REVIEWS, OPEN, Conflict, Response, State

Kind = Notification.Kind


def of_owner(row: Notification) -> str:
    """Why whoever looks after the article need not be reminded; empty if they need."""
    if _is_under_way(row.article):
        return _("A review is open.")
    hearer = hearer_of(row.article)
    if hearer.pk != row.recipient_id:
        if hearer.pk != row.article.owner_id:
            return _("Somebody stands in for the owner.")
        if with_cause().filter(pk=hearer.pk, cause="").exists():
            return _("The article has another owner.")
        if wrong := _wrong_manager(row):
            return wrong
    return _of_article(row)


def of_managers(row: Notification) -> str:
    """The same for the managing editors whom it was escalated to."""
    if not _is_under_way(row.article) and hearer_of(row.article).pk == row.recipient_id:
        return _("The recipient looks after the article now, and is reminded as such.")
    if wrong := _wrong_manager(row):
        return wrong
    return _of_article(row)


def of_member(row: Notification) -> str:
    """The same for a member who was asked to review, or who is late."""
    assignment = the_assignment(row)
    if over := work_is_over(row, assignment):
        return over
    is_for_answer = row.ladder is not None and row.ladder.clock == Ladder.Clock.RESPOND
    if is_for_answer and _has_answered(assignment):
        return _("The member has answered.")
    if row.due_on != (assignment.respond_by if is_for_answer else assignment.sign_by):
        return _("The date was changed.")
    if row.kind == Kind.ASSIGNMENT_LATE and (wrong := _wrong_manager(row)):
        return wrong
    return _overtaken(row, Notification.ASSIGNMENT_LADDER)


def work_is_over(row: Notification, assignment: Assignment) -> str:
    """Why nothing is left to do for the member of this assignment."""
    review, member = row.review, assignment.member
    if review is None or review.state != State.UNDER_REVIEW:
        return _("The review was closed before.")
    if SignOff.objects.filter(review=review, member=member).exists():
        return _("The member has signed already.")
    if not assignment.is_active:
        return _("The assignment was declined or handed back before.")
    if member.deactivated_at is not None:
        return _("The member has left the board.")
    return ""


def hearer_of(article: Article) -> User:
    """Whoever is reminded of it: the owner, or who stands in for them today (UTC)."""
    today = timezone.now().date()
    cover = (
        Cover.objects.filter(away.in_force(today), owner=article.owner_id)
        .select_related("to")
        .first()
    )
    return article.owner if cover is None else cover.to


def _of_article(row: Notification) -> str:
    """Everything that can overtake a reminder between its plan and its delivery."""
    if row.article.is_retired and not row.article.is_withdrawn:
        return _("The article was retired before.")
    if not ReviewSchedule.objects.filter(article=row.article_id, due_on=row.due_on).exists():
        return _("The due date has moved.")
    return _overtaken(row, Notification.LADDER)


def _overtaken(row: Notification, kinds: tuple[Kind, ...]) -> str:
    """By a step of a later day about the same thing, to the same person."""
    later = Q(due_on__gt=row.due_on) | Q(due_on=row.due_on, rung__gt=row.rung)
    steps = Notification.objects.filter(
        later, subject=row.subject, recipient=row.recipient_id, kind__in=kinds
    )
    return _("A later reminder has taken its place.") if steps.exists() else ""


def _is_under_way(article: Article) -> bool:
    return article.reviews.filter(state__in=OPEN, kind__in=FULL_REVIEWS).exists()


def _wrong_manager(row: Notification) -> str:
    """Until all are told, a reminder is for the lead, where there is one who can be reached."""
    managers = outbox.managing_editors()
    if not managers.filter(pk=row.recipient_id).exists():
        return _("The recipient is no managing editor any more.")
    is_for_all = row.ladder is not None and row.rung >= row.ladder.all_after
    lead = SpecialtyLead.objects.filter(
        specialty=row.article.specialty_id,
        user__in=with_cause().filter(cause="", pk__in=managers.values("pk")).values("pk"),
    )
    another = lead.exclude(user=row.recipient_id)
    return "" if is_for_all or not another.exists() else _("Somebody else leads the specialty now.")


def _has_answered(assignment: Assignment) -> bool:
    return assignment.response != Response.UNANSWERED or assignment.conflict != Conflict.UNANSWERED
