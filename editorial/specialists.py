"""Where the policy wants a member of the article's specialty among the signers, one is asked."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from editorial.exceptions import NotPossible
from editorial.models import Assignment, BoardMember, Review
from editorial.oversight.quorum import quorum_of, weigh


def refuse_without(review: Review, asked: Iterable[Assignment]) -> None:
    """A review begins only with one among those who are asked."""
    if not review.policy.get("needs_specialist"):
        return
    wanted = review.version.content["specialty_slug"]
    members = BoardMember.objects.filter(pk__in=[each.member_id for each in asked])
    if not members.filter(specialties__slug=wanted).exists():
        raise NotPossible(
            _(
                "Choose at least one member of %(specialty)s: the policy of this article's risk "
                "tier wants one among the signers."
            )
            % {"specialty": review.version.content["specialty"]}
        )


@contextmanager
def kept(review: Review) -> Iterator[None]:
    """Around a step that asks one member in place of another: it may not lose the last one.

    Where none was left before, the step is none the worse. Handing back alone is always possible;
    the review is then shown as stuck, with what to do.

    Raises:
        NotPossible: after the step nobody could sign for the specialty any more.
    """
    could = _can_follow(review)
    yield
    if could and not _can_follow(review):
        raise NotPossible(
            _(
                "Nobody of %(specialty)s would be left among those who are asked, and the policy "
                "wants one among the signers. Choose a member of %(specialty)s, or ask such a "
                "member first."
            )
            % {"specialty": review.version.content["specialty"]}
        )


def _can_follow(review: Review) -> bool:
    """Whether an approval by a specialist is not wanted, or is there, or can still come."""
    if not review.policy.get("needs_specialist"):
        return True
    quorum = quorum_of(review, weigh([review.pk])[review.pk])
    return quorum.could_bring_specialist or not quorum.lacks_specialist
