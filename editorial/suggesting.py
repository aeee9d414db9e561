"""Whom to ask for a review: by specialty, load and past work, and why not the others.

All that is known of every member is read in a fixed number of queries, however large the board.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.away import stand_ins
from editorial.eligibility import why_not
from editorial.models import Assignment, BoardMember, Delegation, Review, SignOff
from editorial.own_work import CitedAuthors
from editorial.states import Conflict, Response


@dataclass(frozen=True)
class Suggestion:
    """One member, seen from one review.

    `signed` are the numbers of earlier versions of the article that the member signed. `forbidden`
    is why asking them is refused; `cautions` are what to know before asking all the same.
    """

    member: BoardMember
    is_specialist: bool
    load: int
    signed: list[int]
    forbidden: str
    cautions: list[str]
    absence: Delegation | None

    @property
    def place(self) -> tuple[bool, bool, bool, bool, int, int, str]:
        """Who can be asked without a second thought first, then by specialty, load, past work."""
        return (
            bool(self.forbidden),
            bool(self.cautions),
            self.absence is not None,
            not self.is_specialist,
            self.load,
            -len(self.signed),
            self.member.name,
        )


def suggestions(review: Review, *, on: datetime.date) -> list[Suggestion]:
    """Every member, whom to ask first at the top. Days are counted in UTC."""
    board = list(
        BoardMember.objects.select_related("user").prefetch_related(
            "specialties", "held_credentials"
        )
    )
    absences = stand_ins(board, on=on)
    asked = {row.member_id: row for row in review.assignments.all()}
    load = Counter(Assignment.objects.waiting_for_verdict().values_list("member_id", flat=True))
    signed = _signed_before(review)
    conflicts = _conflicts_before(review)
    by_id = {member.pk: member for member in board}
    cited = CitedAuthors.of(review.version.content)
    found = []
    for member in board:
        absence = absences.get(member.pk)
        whom = by_id[absence.to_id] if absence else member
        found.append(
            Suggestion(
                member=member,
                is_specialist=_is_specialist(member, review),
                load=load[member.pk],
                signed=signed[member.pk],
                forbidden=_forbidden(member, whom, asked, review, on=on),
                cautions=_cautions(whom, cited, conflict=conflicts.get(whom.pk, "")),
                absence=absence,
            )
        )
    return sorted(found, key=lambda suggestion: suggestion.place)


def known_of(members: Collection[BoardMember], review: Review) -> dict[int, list[str]]:
    """What speaks against asking these members, by their id; those without anything are left out.

    Kept with the event of asking them, because whoever asks was shown it.
    """
    conflicts, cited = _conflicts_before(review), CitedAuthors.of(review.version.content)
    told = {
        member.pk: _cautions(member, cited, conflict=conflicts.get(member.pk, ""))
        for member in members
    }
    return {pk: lines for pk, lines in told.items() if lines}


def _cautions(member: BoardMember, cited: CitedAuthors, *, conflict: str) -> list[str]:
    lines = [
        _("Has the name of an author of a cited source: %(title)s") % {"title": title}
        for title in cited.works_of(member.name)
    ]
    if conflict:
        lines.append(
            _("Declared a conflict of interest over this article: %(statement)s")
            % {"statement": conflict}
        )
    return lines


def _is_specialist(member: BoardMember, review: Review) -> bool:
    wanted = review.version.content["specialty_slug"]
    return any(specialty.slug == wanted for specialty in member.specialties.all())


def _signed_before(review: Review) -> defaultdict[int, list[int]]:
    """Numbers of the versions of this article that members signed, by the member's id."""
    rows = (
        SignOff.objects.standing()
        .filter(review__article_id=review.article_id)
        .exclude(review=review)
        .exclude(verdict="recuse")
        .values_list("member_id", "review__version__number")
        .order_by("review__version__number")
        .distinct()
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for member_id, number in rows:
        found[member_id].append(number)
    return found


def _conflicts_before(review: Review) -> dict[int, str]:
    """The latest declaration over an earlier version of this article, by the member's id."""
    rows = (
        Assignment.objects.filter(review__article_id=review.article_id, conflict=Conflict.DECLARED)
        .exclude(review=review)
        .order_by("conflict_answered_at")
    )
    return dict(rows.values_list("member_id", "conflict_statement"))


def _forbidden(
    member: BoardMember,
    whom: BoardMember,
    asked: dict[int, Assignment],
    review: Review,
    *,
    on: datetime.date,
) -> str:
    """Why neither the member nor a stand-in can be asked; empty where one of them can be."""
    if earlier := asked.get(member.pk):
        return _how_asked(earlier)
    if whom == member:
        return _term(member, on=on) or why_not(member, review.version, on=on)
    away = _("Away. %(stand_in)s stands in") % {"stand_in": whom}
    if whom.pk in asked:
        return _("%(away)s, who was asked already.") % {"away": away}
    reason = why_not(whom, review.version, on=on)
    return (
        _("%(away)s, who cannot be asked: %(reason)s")
        % {
            "away": away,
            "reason": reason,
        }
        if reason
        else ""
    )


def _how_asked(assignment: Assignment) -> str:
    if assignment.released_at is not None:
        return _("Asked already; the assignment was handed back. Ask again on the review's page.")
    if assignment.response == Response.DECLINED:
        return _("Asked already, and declined: %(reason)s") % {"reason": assignment.response_reason}
    return _("Asked already.")


def _term(member: BoardMember, *, on: datetime.date) -> str:
    """The day behind “not active”, where there is one."""
    if member.deactivated_at is None and member.user.is_active:
        if member.term_to is not None and member.term_to < on:
            return _("The term ended on %(day)s.") % {"day": date_format(member.term_to)}
        if member.term_from > on:
            return _("The term begins on %(day)s.") % {"day": date_format(member.term_from)}
    return ""
