"""Letters about what members say of a version while they read it, and take back."""

from collections import Counter

from django.utils.translation import gettext as _

from editorial.letters import phrases
from editorial.letters.about_assignments import reason_given, the_assignment
from editorial.letters.letter import Letter
from editorial.models import Comment, Notification, Review
from editorial.states import Weight

#: So many comments are quoted; the page has them all.
COMMENTS_QUOTED = 10


def commented(row: Notification) -> Letter:
    """All that is not settled: comments made since the message was owed come with it."""
    review = phrases.the_review(row)
    comments = open_comments(row)
    who = phrases.listed(str(comment.assignment.member) for comment in comments)
    return Letter(
        subject=_("Comments of the board: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("%(who)s commented on %(what)s: %(how_many)s.")
            % {"who": who, "what": phrases.in_quotes(review), "how_many": _counted(comments)}
        ],
        quote=_quoted(comments, review),
        link=_("See the review"),
        path=review.get_absolute_url(),
        why=phrases.as_involved(row),
    )


def sign_off_withdrawn(row: Notification) -> Letter:
    review, assignment = phrases.the_review(row), the_assignment(row)
    sign_off = review.sign_offs.select_related("withdrawal").get(member=assignment.member_id)
    return Letter(
        subject=_("Sign-off withdrawn: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("%(who)s took back their sign-off of %(what)s. It is kept, and counts no more.")
            % {"who": sign_off.signer_name, "what": phrases.in_quotes(review)},
            _("Ask another board member if the quorum needs one."),
        ],
        quote=reason_given(row) or sign_off.withdrawal.reason,
        link=_("Open the review"),
        path=phrases.managers_page(row),
        why=phrases.as_involved(row),
    )


def open_comments(row: Notification) -> list[Comment]:
    """Those on the review of this message that no editor has settled."""
    comments = Comment.objects.filter(
        assignment__review=phrases.the_review(row), settled_at__isnull=True
    )
    return list(comments.select_related("assignment__member"))


def comments_in_words(row: Notification) -> str:
    """Those not settled, what must be changed first; nothing where nothing is left."""
    return _quoted(open_comments(row), phrases.the_review(row))


def _counted(comments: list[Comment]) -> str:
    """“Must be changed: 1, Suggestion: 2”."""
    counts = Counter(Weight(comment.weight) for comment in comments)
    return ", ".join(f"{weight.label}: {counts[weight]}" for weight in Weight if counts[weight])


def _quoted(comments: list[Comment], review: Review) -> str:
    """What must be changed first."""
    weights = list(Weight)
    first = sorted(comments, key=lambda comment: weights.index(Weight(comment.weight)))
    quoted = [_quotation(comment, review) for comment in first[:COMMENTS_QUOTED]]
    if (left := len(first) - COMMENTS_QUOTED) > 0:
        quoted.append(_("… and %(count)d more") % {"count": left})
    return "\n\n".join(quoted)


def _quotation(comment: Comment, review: Review) -> str:
    sections = review.version.content["sections"]
    heading = sections[comment.section]["heading"] if comment.section < len(sections) else ""
    where = heading or _("Opening text")
    passage = f" (“{comment.quote}”)" if comment.quote else ""
    return f"{Weight(comment.weight).label}, {where}{passage}: {comment.text}"
