"""Letters about one version on its way through review."""

from django.utils.translation import gettext as _

from editorial.letters import phrases
from editorial.letters.about_assignments import the_assignment
from editorial.letters.about_reading import comments_in_words
from editorial.letters.letter import Letter
from editorial.models import Notification
from editorial.states import Conflict, Verdict


def review_submitted(row: Notification) -> Letter:
    review = phrases.the_review(row)
    subject = (
        _("Urgent review to begin: %(what)s")
        if review.is_urgent
        else _("Review to begin: %(what)s")
    )
    return Letter(
        subject=subject % {"what": phrases.version(review)},
        lines=[
            _("%(who)s submitted %(what)s for review.")
            % {"who": phrases.name(review.submitted_by), "what": phrases.in_quotes(review)},
            _("Choose the board members who are to judge it, and begin the review."),
        ],
        quote=review.note,
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_managing_editor(),
    )


def sign_off_asked(row: Notification) -> Letter:
    review = phrases.the_review(row)
    asked = the_assignment(row)
    in_place = (
        [_("You stand in for %(member)s.") % {"member": asked.in_place_of}]
        if asked.in_place_of
        else []
    )
    return Letter(
        subject=_("Sign-off asked: %(what)s, by %(day)s")
        % {"what": phrases.version(review), "day": phrases.short(asked.sign_by)},
        lines=[
            _("You are asked to review %(what)s.") % {"what": phrases.in_quotes(review)},
            *in_place,
            _(
                "Please say by %(respond)s whether you have a conflict of interest, and sign by "
                "%(sign)s."
            )
            % {"respond": phrases.long(asked.respond_by), "sign": phrases.long(asked.sign_by)},
        ],
        quote=(row.event.reason if row.event is not None else "") or review.note,
        link=_("Read and sign"),
        path=review.get_absolute_url(),
        why=phrases.as_member(),
    )


def conflict_declared(row: Notification) -> Letter:
    review = phrases.the_review(row)
    declared = review.assignments.filter(conflict=Conflict.DECLARED).select_related("member")
    return Letter(
        subject=_("Conflict of interest declared: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("Declared for %(what)s: %(who)s.")
            % {
                "what": phrases.in_quotes(review),
                "who": phrases.listed([str(a.member) for a in declared]),
            },
            _(
                "They cannot sign, unless a managing editor waives it. Ask another board member if "
                "the quorum needs one."
            ),
        ],
        quote="\n\n".join(assignment.conflict_statement for assignment in declared),
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_managing_editor(),
    )


def recused(row: Notification) -> Letter:
    review = phrases.the_review(row)
    recused = list(review.sign_offs.filter(verdict=Verdict.RECUSE))
    return Letter(
        subject=_("Member recused: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("Recused from %(what)s: %(who)s.")
            % {
                "what": phrases.in_quotes(review),
                "who": phrases.listed([s.signer_name for s in recused]),
            },
            _("Ask another board member if the quorum needs one."),
        ],
        quote="\n\n".join(sign_off.reason for sign_off in recused),
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_managing_editor(),
    )


def changes_wished(row: Notification) -> Letter:
    review = phrases.the_review(row)
    wishes = list(review.sign_offs.filter(verdict=Verdict.REQUEST_CHANGES))
    return Letter(
        subject=_("A member asks for changes: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("Changes to %(what)s are asked for by %(who)s. The others can still approve it.")
            % {
                "what": phrases.in_quotes(review),
                "who": phrases.listed([s.signer_name for s in wishes]),
            },
            _("Read the reason, and return the version if it is right."),
        ],
        quote="\n\n".join(sign_off.reason for sign_off in wishes),
        link=_("Open the article"),
        path=phrases.editors_page(row),
        why=phrases.as_managing_editor(),
    )


def approved(row: Notification) -> Letter:
    review = phrases.the_review(row)
    return Letter(
        subject=_("Approved: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("The board approved %(what)s. Readers have it now.")
            % {"what": phrases.in_quotes(review)}
        ],
        link=_("See it as readers do"),
        path=row.article.get_absolute_url(),
        why=phrases.as_involved(row),
    )


def changes_requested(row: Notification) -> Letter:
    review = phrases.the_review(row)
    is_member = phrases.is_asked(row)
    lines = (
        [_("Changes were requested to %(what)s. There is nothing left to sign.")]
        if is_member
        else [
            _("Changes were requested to %(what)s. Your draft is as you left it."),
            _("Change it, and submit it again."),
        ]
    )
    # Members are not sent what their fellows said: it is on the page, for whoever may see it.
    comments = "" if is_member else comments_in_words(row)
    return Letter(
        subject=_("Changes requested: %(what)s") % {"what": phrases.version(review)},
        lines=[line % {"what": phrases.in_quotes(review)} for line in lines],
        quote="\n\n".join(filter(None, [review.reason, comments])),
        link=_("See the review") if is_member else _("Open the article"),
        path=review.get_absolute_url() if is_member else phrases.editors_page(row),
        why=phrases.as_involved(row),
    )


def withdrawn(row: Notification) -> Letter:
    review = phrases.the_review(row)
    is_member = phrases.is_asked(row)
    return Letter(
        subject=_("Withdrawn: %(what)s") % {"what": phrases.version(review)},
        lines=[
            _("The review of %(what)s was withdrawn. There is nothing left to sign.")
            % {"what": phrases.in_quotes(review)}
        ],
        quote=review.reason,
        link=_("See the review") if is_member else _("Open the article"),
        path=review.get_absolute_url() if is_member else phrases.editors_page(row),
        why=phrases.as_involved(row),
    )
