"""Which steps a person is offered on a page, and which of them is the next one."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import permissions, snoozing
from editorial.admin.article_steps import Reinstate, Retire, Submit
from editorial.admin.choosing import Assign, Begin
from editorial.admin.owning_steps import HandOver
from editorial.admin.review_steps import ReturnForChanges, Withdraw
from editorial.admin.snooze_steps import EndSnooze, SnoozeReminders
from editorial.admin.steps import Step, change_url
from editorial.models import Review
from editorial.oversight.quorum import quorum_of, weigh
from editorial.states import State

if TYPE_CHECKING:
    from editorial.admin.steps import Text


@dataclass(frozen=True)
class Offer:
    """A button."""

    label: "Text"
    address: str


@dataclass
class Offers:
    """At most one next step, the other steps, and whom the article waits for otherwise."""

    next_step: Offer | None = None
    others: list[Offer] = field(default_factory=list)
    waiting: str = ""


def for_article(article: Article, review: Review | None, user: User | AnonymousUser) -> Offers:
    """What this person may do from the article's page; `review` is its open one."""
    offers = Offers()
    manages = permissions.may_manage(user)
    if article.is_retired and not article.is_withdrawn:
        offers.next_step = _on_article(Reinstate, article) if manages else None
        return offers
    if review is not None:
        offers = for_review(review, user)
        if offers.next_step is None:
            offers.next_step = Offer(_("Open the review"), change_url(review))
            offers.others = []
    elif permissions.may_submit(user, article):
        offers.next_step = _on_article(Submit, article)
    if manages and (article.is_live or article.is_withdrawn):
        offers.others.append(_on_article(Retire, article))
    if permissions.may_snooze(user, article):
        offers.others += [_on_article(step, article) for step in _about_silence(article, user)]
    if permissions.may_hand_over(user, article.owner):
        offers.others.append(_on_article(HandOver, article))
    return offers


def _about_silence(article: Article, user: User | AnonymousUser) -> list[type[Step]]:
    """Silencing reminders, as far as the policy leaves days for it; ending that."""
    found = snoozing.bounds(article, today=timezone.now().date())
    if found is None:
        return []
    if found.in_force is None:
        return [SnoozeReminders] if found.days_left else []
    return [EndSnooze] if permissions.may_end_snooze(user, found.in_force, article) else []


def for_review(review: Review, user: User | AnonymousUser) -> Offers:
    """What this person may do from the review's page."""
    offers = Offers()
    if not review.is_open:
        return offers
    manages = permissions.may_manage(user)
    if review.state == State.SUBMITTED:
        offers.waiting = "" if manages else _("Waits for a managing editor to choose reviewers.")
        offers.next_step = _on_review(Begin, review) if manages else None
    else:
        offers.waiting = _missing_approvals(review)
        if manages:
            offers.others = [_on_review(Assign, review), _on_review(ReturnForChanges, review)]
    if permissions.may_withdraw(user, review):
        offers.others.append(_on_review(Withdraw, review))
    return offers


def _missing_approvals(review: Review) -> str:
    """As the trigger counts; also that a member of the specialty is missing."""
    quorum = quorum_of(review, weigh([review.pk])[review.pk])
    return f"{quorum}. {quorum.why_stuck}".strip()


def _on_article(step: type[Step], article: Article) -> Offer:
    return Offer(step.title, reverse(f"admin:articles_article_{step.name}", args=[article.pk]))


def _on_review(step: type[Step], review: Review) -> Offer:
    return Offer(step.title, reverse(f"admin:editorial_review_{step.name}", args=[review.pk]))
