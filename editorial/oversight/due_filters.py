"""Which of the articles a page about re-review shows, from its address."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import fields
from http import HTTPStatus
from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article, RiskTier
from editorial.oversight.filters import SpecialtyField
from editorial.oversight.scheduled import AGES, About, Age, Wanted

if TYPE_CHECKING:
    OfUsers = forms.ModelChoiceField[User]
else:
    OfUsers = forms.ModelChoiceField

#: A month in which a member signs every third day. The page lets it be another number.
FULL, MOST_FULL = 10, 1000
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z", re.ASCII)


class OwnerField(OfUsers):
    """By the name of the account in the address, by the name of the person on the page."""

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name() or obj.get_username()


class WhoseForm(forms.Form):
    """Every field may be left out."""

    specialty = SpecialtyField()
    tier = forms.ChoiceField(
        label=_("Risk tier"),
        required=False,
        choices=[("", _("All")), *RiskTier.choices],
        error_messages={"invalid_choice": _("Choose one of the risk tiers.")},
    )
    owner = OwnerField(
        label=_("Owner"),
        required=False,
        queryset=User.objects.filter(Exists(Article.objects.filter(owner=OuterRef("pk")))).order_by(
            "last_name", "first_name", "username"
        ),
        to_field_name="username",
        empty_label=_("Anybody"),
        error_messages={"invalid_choice": _("Nobody of this name owns an article.")},
    )

    @property
    def wanted(self) -> Wanted:
        """All of them where what was asked for is no answer."""
        given = self.cleaned_data if self.is_valid() else {}
        names = {field.name for field in fields(Wanted)}
        return Wanted(**{name: given[name] for name in names & given.keys() if given[name]})

    @property
    def status(self) -> HTTPStatus:
        return HTTPStatus.OK if self.is_valid() else HTTPStatus.BAD_REQUEST


class WhichForm(WhoseForm):
    """Also when, and what about them."""

    month = forms.CharField(label=_("Due in"), required=False, max_length=20)
    age = forms.ChoiceField(
        label=_("Overdue for"),
        required=False,
        choices=lambda: [("", _("Any time")), *((age.name, str(age)) for age in AGES)],
        error_messages={"invalid_choice": _("Choose one of the ages.")},
    )
    about = forms.ChoiceField(
        label=_("About"),
        required=False,
        choices=[("", _("All")), *About.choices],
        error_messages={"invalid_choice": _("Choose one of the lists.")},
    )

    def clean_month(self) -> datetime.date | None:
        text = self.cleaned_data["month"]
        if not text:
            return None
        if not (read := MONTH.match(text)):
            raise ValidationError(_("Give a month like 2027-03."))
        return datetime.date(int(read[1]), int(read[2]), 1)

    def clean_age(self) -> Age | None:
        name = self.cleaned_data["age"]
        return next((age for age in AGES if age.name == name), None)


class LoadForm(WhoseForm):
    """Also how much is enough for one member."""

    full = forms.IntegerField(
        label=_("Signatures that make a month full"),
        required=False,
        min_value=1,
        max_value=MOST_FULL,
        error_messages={
            "invalid": _("Give a number of signatures."),
            "min_value": _("Give at least %(limit_value)d."),
            "max_value": _("Give at most %(limit_value)d."),
        },
    )

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__({**dict(data.items()), "full": data.get("full") or str(FULL)})

    @property
    def enough(self) -> int:
        return int(self.cleaned_data.get("full") or FULL) if self.is_valid() else FULL


def carried(request: HttpRequest, form: WhoseForm) -> str:
    """The filters of this address as they go on to the next one, without the question mark."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in WhoseForm.base_fields or not kept[name] or name in form.errors:
            del kept[name]
    return kept.urlencode()
