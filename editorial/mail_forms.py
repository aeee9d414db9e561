"""What people fill in about their mail."""

import zoneinfo
from itertools import groupby
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.models import MailPreference

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Choices = list[tuple[str, str | list[tuple[str, str]]]]


def time_zones() -> Choices:
    """By region, as the IANA database names them, with the site's own first."""
    names = sorted(name for name in zoneinfo.available_timezones() if _is_a_place(name))
    regions = groupby(names, key=lambda name: name.partition("/")[0])
    own = _("As at this site: %(zone)s") % {"zone": settings.OFFICE_TIME_ZONE}
    return [
        ("", own),
        ("UTC", "UTC"),
        *((region, [(name, _readable(name)) for name in named]) for region, named in regions),
    ]


def _is_a_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/"))


def _readable(name: str) -> str:
    return name.replace("_", " ")


def _time(label: "_StrPromise") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Give a time, like 19:00."),
            "invalid": gettext_lazy("This is no time of day. Give one like 19:00."),
        },
    )


class MailForm(forms.Form):
    """Rhythm and office hours."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("What comes together?"),
        choices=MailPreference.Rhythm,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of the three."),
            "invalid_choice": gettext_lazy("Choose one of the three."),
        },
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=time_zones,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("This time zone is not known. Choose one of the list.")
        },
    )
    quiet_from = _time(gettext_lazy("Quiet from"))
    quiet_until = _time(gettext_lazy("until"))
    working_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Working days"),
        choices=[(day + 1, name) for day, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one day."),
            "invalid_choice": gettext_lazy("Choose days of the week."),
        },
    )
