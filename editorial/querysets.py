"""Reads that chain, with names for the questions that screens and sweeps ask."""

import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Now

from editorial.states import OPEN, Conflict, Response, State

if TYPE_CHECKING:
    from editorial.models import (  # noqa: F401
        Assignment,
        BoardMember,
        Bounce,
        Disclosure,
        Notification,
        Review,
        SignOff,
    )


class BoardMemberQuerySet(models.QuerySet["BoardMember"]):
    """Questions asked of the board."""

    def active_on(self, day: datetime.date) -> "BoardMemberQuerySet":
        """Members who may sign on this day (UTC); the same rule as `BoardMember.is_active_on`."""
        return self.filter(
            models.Q(term_to__isnull=True) | models.Q(term_to__gte=day),
            deactivated_at__isnull=True,
            user__is_active=True,
            term_from__lte=day,
        )


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    """Questions asked of disclosures."""

    def current_on(self, day: datetime.date) -> "DisclosureQuerySet":
        """Begun, and not over by this day (UTC); the same rule as `Disclosure.is_current_on`."""
        return self.filter(
            models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=day), began_on__lte=day
        )


class ReviewQuerySet(models.QuerySet["Review"]):
    """Questions asked of reviews."""

    def open(self) -> "ReviewQuerySet":
        """Submitted or under review."""
        return self.filter(state__in=OPEN)

    def under_review(self) -> "ReviewQuerySet":
        return self.filter(state=State.UNDER_REVIEW)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions asked of assignments."""

    def of(self, user: User) -> "AssignmentQuerySet":
        """Those of this account's board member."""
        return self.filter(member__user=user)

    def active(self) -> "AssignmentQuerySet":
        """Neither declined nor handed back; the same rule as `Assignment.is_active`."""
        return self.filter(released_at__isnull=True).exclude(response=Response.DECLINED)

    def waiting_for_verdict(self) -> "AssignmentQuerySet":
        """Still asked, under review, and not answered by a sign-off yet."""
        return (
            self.active()
            .filter(review__state=State.UNDER_REVIEW)
            .exclude(review__sign_offs__member=models.F("member"))
        )

    def late(self, day: datetime.date) -> "AssignmentQuerySet":
        """Waited for beyond the date to sign by, or to say by whether the member takes it on.

        A member who answered the question of conflicts of interest has taken it on.
        """
        unanswered = models.Q(response=Response.UNANSWERED, conflict=Conflict.UNANSWERED)
        return self.waiting_for_verdict().filter(
            models.Q(sign_by__lt=day) | unanswered & models.Q(respond_by__lt=day)
        )


class SignOffQuerySet(models.QuerySet["SignOff"]):
    """Questions asked of signatures."""

    def standing(self) -> "SignOffQuerySet":
        """Not withdrawn by their signers; the same rule as `SignOff.is_withdrawn`."""
        return self.filter(withdrawal__isnull=True)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Questions asked of the outbox."""

    def waiting(self, now: datetime.datetime) -> "NotificationQuerySet":
        """Queued, due to be sent at `now`, and not held by another deliverer at this moment."""
        return self.filter(
            models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=Now()),
            state="queued",
            not_before__lte=now,
        )


class BounceQuerySet(models.QuerySet["Bounce"]):
    """Questions asked of addresses."""

    def standing(self, user: User) -> "BounceQuerySet":
        """Why nothing is sent to this account's present address, if anything keeps it."""
        return self.filter(user=user, address=user.email, cleared_at__isnull=True)
