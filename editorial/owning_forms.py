"""What is filled in about who looks after articles: absences, hand-overs, leads of specialties."""

from typing import Any, Final

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Article, Specialty
from editorial import audit
from editorial.answer_forms import day_field, reason_field
from editorial.editors import active_editors, articles_of, possible_owners

ALL, CHOSEN = "all", "chosen"


class AccountField(forms.ModelChoiceField[User]):
    """Somebody, by name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", User.objects.none())
        super().__init__(
            empty_label=_("Choose an editor"),
            error_messages={
                "required": _("Choose an editor."),
                "invalid_choice": _("This account cannot be chosen now. Choose another one."),
            },
            **kwargs,
        )

    def label_from_instance(self, obj: User) -> str:
        return audit.name_of(obj)


class CoverForm(forms.Form):
    """Who is away, from when to when, and who stands in. Editors are away themselves only."""

    owner = AccountField(label=_("Who is away"))
    to = AccountField(label=_("Who stands in"))
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    reason = reason_field(_("It is kept in the history, and the stand-in reads it."))

    def __init__(self, *args: Any, user: User, is_manager: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", possible_owners() if is_manager else User.objects.filter(pk=user.pk))
        offer(self, "to", active_editors())


class ReceiverForm(forms.Form):
    """Who gets the articles of `owner`, and why."""

    to = AccountField(label=_("To whom"))
    reason = reason_field(_("It is kept in the history. Both hear it."))

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", active_editors().exclude(pk=owner.pk))


class HandOverForm(ReceiverForm):
    """Which of them, besides. `listed` are on the page: as many as one step can take."""

    scope = forms.ChoiceField(
        label=_("What"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which articles.")},
    )
    articles = forms.ModelMultipleChoiceField(
        queryset=Article.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _(
                "One of the articles has another owner by now. Look at the list, and choose anew."
            ),
            "invalid_pk_value": _("This is no article. Choose from the list."),
            "list": _("Choose from the list."),
        },
    )
    field_order = ["to", "scope", "articles", "reason"]

    def __init__(self, *args: Any, owner: User, listed: int, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        everything = ngettext(
            "The article that is listed", "All %(count)d articles that are listed", listed
        )
        scope = self.fields["scope"]
        if isinstance(scope, forms.ChoiceField):
            scope.choices = [
                (ALL, everything % {"count": listed}),
                (CHOSEN, _("Those that are ticked in the list")),
            ]
            scope.initial = ALL
        chosen = self.fields["articles"]
        if isinstance(chosen, forms.ModelMultipleChoiceField):
            chosen.queryset = articles_of(owner)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("scope") == CHOSEN and "articles" in given and not given["articles"]:
            self.add_error("scope", _("Tick at least one article in the list."))
        return given


NOBODY: Final = ("", _("All managing editors"))


class LeadsForm(forms.Form):
    """One choice for each specialty. What the page showed is sent along, so that only what was
    changed here is changed."""

    def __init__(
        self,
        *args: Any,
        specialties: "QuerySet[Specialty]",
        managers: "list[User]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.specialties = {field_of(specialty): specialty for specialty in specialties}
        offered = [(str(user.pk), audit.name_of(user)) for user in managers]
        for name, specialty in self.specialties.items():
            self.fields[name] = forms.ChoiceField(
                label=specialty.name,
                required=False,
                choices=[NOBODY, *offered, *_former(specialty, managers)],
                initial=lead_of(specialty),
                show_hidden_initial=True,
                error_messages={
                    "invalid_choice": _("This account cannot be chosen now. Choose another one.")
                },
            )

    def clean(self) -> dict[str, Any]:
        if self.specialties and not any(name in self.data for name in self.specialties):
            raise forms.ValidationError(_("Nothing was sent. Choose below, and keep."))
        return super().clean() or self.cleaned_data

    def seen(self, name: str) -> str:
        """What the page showed in this field before it was changed."""
        widget, key = self.fields[name].hidden_widget(), self.add_initial_prefix(name)
        return str(widget.value_from_datadict(self.data, self.files, key) or "")


def field_of(specialty: Specialty) -> str:
    return f"lead-{specialty.pk}"


def lead_of(specialty: Specialty) -> str:
    """The key of who leads it, as a form has it."""
    return str(specialty.lead.user_id) if hasattr(specialty, "lead") else ""


def _former(specialty: Specialty, managers: "list[User]") -> list[tuple[str, str]]:
    """Who is named and manages no more stays on the list until another is chosen."""
    named = lead_of(specialty)
    if not named or named in {str(user.pk) for user in managers}:
        return []
    label = _("%(name)s, no longer a managing editor")
    return [(named, label % {"name": audit.name_of(specialty.lead.user)})]


def offer(form: forms.Form, name: str, accounts: "QuerySet[User]") -> None:
    """The accounts that can be chosen in this field."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = accounts
