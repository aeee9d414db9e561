"""What can go wrong in the workflow, each with text that a person can act on.

Missing permission is Django's `PermissionDenied`, and nothing else is.
"""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.findings import Finding


class WorkflowError(Exception):
    """A step that was not taken. `str()` of it says what happened and what to do next."""


class NotPossible(WorkflowError):
    """The review or article is not in a state that allows this step."""


class Unfit(NotPossible):
    """What was given in one field of a step does not fit; `field` is the name of that field."""

    def __init__(self, field: str, text: str) -> None:
        self.field = field
        super().__init__(text)


class DraftNotReady(WorkflowError):
    """The draft has findings that block submission; all of them, warnings too, in `findings`."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        count = sum(finding.blocks for finding in self.findings)
        super().__init__(
            ngettext(
                "Not submitted: %(count)d finding has to be resolved first. Your text is saved.",
                "Not submitted: %(count)d findings have to be resolved first. Your text is saved.",
                count,
            )
            % {"count": count}
        )


class NotACorrection(DraftNotReady):
    """The draft is sound, and changes more than a correction may: it is a revision."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings)
        count = sum(finding.blocks for finding in self.findings)
        self.args = (
            ngettext(
                "Not submitted: %(count)d change is more than a correction. Submit the draft as a "
                "revision, or take the change back. Your text is saved.",
                "Not submitted: %(count)d changes are more than a correction. Submit the draft as "
                "a revision, or take the changes back. Your text is saved.",
                count,
            )
            % {"count": count},
        )


class ReasonMissing(WorkflowError):
    """The step needs a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why. The reason is kept in the history."))


class DigestMismatch(WorkflowError):
    """The text that was read is not the text under review."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing was signed: the text you read is not the version under review. "
                "Open the review again, read it, and sign then."
            )
        )


class StoredTextAltered(WorkflowError):
    """The version's stored rows do not have the digest they were frozen with."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing was signed: the stored text is not the one that was submitted. Tell "
                "whoever runs this site; “manage.py audit verify” names the row."
            )
        )


class ConflictUnanswered(WorkflowError):
    """The conflict-of-interest question comes before the signature."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was signed: answer the conflict-of-interest question first."))


class NotEligible(WorkflowError):
    """A member who may not judge this version."""


class WrongPassword(WorkflowError):
    """The password given with a signature is wrong; `attempts_left` before signing is locked."""

    def __init__(self, attempts_left: int) -> None:
        self.attempts_left = attempts_left
        super().__init__(
            ngettext(
                "Nothing was signed: the password is wrong. %(count)d attempt is left.",
                "Nothing was signed: the password is wrong. %(count)d attempts are left.",
                attempts_left,
            )
            % {"count": attempts_left}
        )


class SecondFactorMissing(WorkflowError):
    """The account has a second factor, and none was given with the signature."""

    def __init__(self, *, has_app: bool) -> None:
        super().__init__(
            _("Give a code of your authenticator app, or one of your recovery codes.")
            if has_app
            else _("Confirm with your passkey or security key first, then send this form again.")
        )


class WrongCode(WorkflowError):
    """A code that is wrong or was taken before; `attempts_left` before signing is locked."""

    def __init__(self, attempts_left: int) -> None:
        self.attempts_left = attempts_left
        super().__init__(
            ngettext(
                "Nothing was signed: the code is wrong, or was used before. Wait for the next "
                "one. %(count)d attempt is left.",
                "Nothing was signed: the code is wrong, or was used before. Wait for the next "
                "one. %(count)d attempts are left.",
                attempts_left,
            )
            % {"count": attempts_left}
        )


class AnswersMissing(WorkflowError):
    """Questions of the policy without an answer; `places` counts them from 0."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = list(places)
        super().__init__(_("Nothing was signed: answer every question first."))


class SigningLocked(WorkflowError):
    """Too many wrong passwords in a row. Reading goes on; signing waits until `until` (UTC)."""

    def __init__(self, until: datetime.datetime) -> None:
        self.until = until
        super().__init__(
            _(
                "Nothing was signed: signing is locked until %(time)s UTC after too many wrong "
                "passwords. You can go on reading. Tell a managing editor if it was not you."
            )
            % {"time": f"{until:%H:%M}"}
        )
