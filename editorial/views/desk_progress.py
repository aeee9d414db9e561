"""How far each of those asked has come, as far as the viewer is told."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from editorial.eligibility import why_not_asked
from editorial.models import Assignment, SignOff
from editorial.states import Conflict


@dataclass(frozen=True)
class Progress:
    """One of those asked. `signed` is empty while it is not for the viewer."""

    assignment: Assignment
    words: str
    signed: SignOff | None
    has_signed: bool
    is_viewer: bool


def progress_of(
    assignment: Assignment, signed: SignOff | None, *, hides: bool, is_viewer: bool
) -> Progress:
    """`hides` keeps the verdict from who has yet to sign, so as not to sway them."""
    return Progress(
        assignment=assignment,
        words=_words(assignment, signed),
        signed=None if hides else signed,
        has_signed=signed is not None,
        is_viewer=is_viewer,
    )


def _words(assignment: Assignment, signed: SignOff | None) -> str:
    if signed is not None:
        return _("Has withdrawn the signature") if signed.is_withdrawn else _("Has signed")
    if why_not_asked(assignment):
        return _("Is no longer asked")
    if assignment.conflict == Conflict.UNANSWERED:
        return _("Has not answered yet")
    return _("Has answered, not signed yet")
