"""The steps about a board member: deactivate, find a cause, disclose, show a photo."""

from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial import permissions
from editorial.admin.board_forms import DeactivateForm, PhotoForm
from editorial.admin.forms import ReasonForm
from editorial.admin.steps import Step, change_url
from editorial.disclosing import disclose, end_disclosure
from editorial.disclosure_forms import ChosenDisclosureForm, DisclosureForm
from editorial.exceptions import WorkflowError
from editorial.membership import deactivate_member, find_cause
from editorial.models import BoardMember, Portrait
from editorial.pictures import UnfitPicture
from editorial.portraits import keep_portrait, remove_portrait


class OfMember(Step):
    """A step that managing editors take on the page of a member."""

    @property
    def member(self) -> BoardMember:
        member: BoardMember = self.subject
        return member

    @property
    def portrait(self) -> Portrait | None:
        return Portrait.objects.filter(member=self.member).first()

    def is_allowed(self) -> bool:
        return permissions.may_manage(self.request.user)

    def back(self) -> str:
        return change_url(self.member)


class Deactivate(OfMember):
    name = "deactivate"
    form_class = DeactivateForm
    title = _("Deactivate this member")
    explanation = _(
        "From now on this member is asked nothing and signs nothing. What was signed stands, and "
        "what waits for the member is handed back. This cannot be taken back here."
    )
    button = _("Deactivate")
    done = _("Deactivated. What this member signed stands; what was open is handed back.")
    is_grave = True

    def take(self, form: Form) -> None:
        deactivate_member(self.member, by=self.user, **form.cleaned_data)


class FindCause(OfMember):
    name = "find-cause"
    form_class = ReasonForm
    title = _("Removed for cause, as is known now")
    explanation = _(
        "For doubts about the judgement or honesty of a member who was deactivated before. Every "
        "live article that this member approved becomes due today, with your reason. The "
        "signatures stay valid, and readers keep the texts. This cannot be taken back here."
    )
    button = _("Make due what this member signed")
    done = _("Written down. What this member signed becomes due today.")
    is_grave = True

    def take(self, form: Form) -> None:
        find_cause(self.member, by=self.user, reason=form.cleaned_data["reason"])


class Disclose(OfMember):
    name = "disclose"
    form_class = DisclosureForm
    title = _("State a disclosure")
    explanation = _(
        "What the member told you about a relationship, activity or interest, by the form of the "
        "ICMJE. Readers see it as long as it lasts. It stays as it is stated here; when it is "
        "over, it gets its last day."
    )
    button = _("State it")
    done = _("Stated. Readers see it on the page of the member.")

    def take(self, form: Form) -> None:
        disclose(self.member, by=self.user, **form.cleaned_data)


class EndDisclosure(OfMember):
    name = "end-disclosure"
    form_class = ChosenDisclosureForm
    title = _("End a disclosure")
    explanation = _("It stays in the history; from the day after, readers see it no more.")
    button = _("Write down the last day")
    done = _("The last day is written down.")

    def get_form_kwargs(self) -> dict[str, Any]:
        current = self.member.disclosures.current_on(timezone.now().date())
        return {**super().get_form_kwargs(), "disclosures": current}

    def take(self, form: Form) -> None:
        chosen = form.cleaned_data
        end_disclosure(chosen["disclosure"], by=self.user, ended_on=chosen["ended_on"])


class Photo(OfMember):
    name = "photo"
    form_class = PhotoForm
    title = _("Photo")
    explanation = _("Readers see it on the page of the board and on that of the member.")
    button = _("Show this photo")
    done = _("The photo is shown.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "has_photo": self.portrait is not None}

    def get_initial(self) -> dict[str, Any]:
        return {"alternative": self.portrait.alternative} if self.portrait else {}

    def take(self, form: Form) -> None:
        keep_portrait(self.member, by=self.user, **form.cleaned_data)

    def refuse(self, form: Form, refusal: WorkflowError, **context: Any) -> HttpResponse:
        if not isinstance(refusal, UnfitPicture):
            return super().refuse(form, refusal, **context)
        form.add_error("picture", str(refusal))
        page = self.get_context_data(form=form, **context)
        return self.render_to_response(page, status=HTTPStatus.BAD_REQUEST)


class RemovePhoto(OfMember):
    name = "remove-photo"
    form_class = Form
    title = _("Remove the photo")
    explanation = _(
        "Readers get it no more. Copies that their browsers keep are gone within a month; backups "
        "hold it as long as you keep them."
    )
    button = _("Remove it")
    done = _("The photo is removed.")
    is_grave = True

    def take(self, form: Form) -> None:
        remove_portrait(self.member, by=self.user)


MEMBER_STEPS: list[type[Step]] = [
    Deactivate,
    FindCause,
    Disclose,
    EndDisclosure,
    Photo,
    RemovePhoto,
]
