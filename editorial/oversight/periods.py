"""From which day to which, in UTC."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
MOST_YEARS = 10
_FAR = _("Choose a day between 2000 and 2100.")
WITHIN = [MinValueValidator(EARLIEST, _FAR), MaxValueValidator(LATEST, _FAR)]
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Whole days of UTC, the last one included."""

    since: datetime.date
    until: datetime.date

    @property
    def begin(self) -> datetime.datetime:
        """The first moment of it."""
        return _midnight(self.since)

    @property
    def end(self) -> datetime.datetime:
        """The first moment after it."""
        return _midnight(self.until + DAY)

    @classmethod
    def of_the_last_days(cls, days: int, *, today: datetime.date) -> "Period":
        return cls(today - (days - 1) * DAY, today)

    @classmethod
    def of_the_last_year(cls, *, today: datetime.date) -> "Period":
        """This month and the eleven before it."""
        month = today.year * 12 + today.month - 1 - 11
        return cls(datetime.date(month // 12, month % 12 + 1, 1), today)


class PeriodForm(forms.Form):
    """Both days may be left out: then it is the last year."""

    since = forms.DateField(
        label=_("From"),
        required=False,
        validators=WITHIN,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give the first day like 2025-11-04.")},
    )
    until = forms.DateField(
        label=_("To"),
        required=False,
        validators=WITHIN,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give the last day like 2025-11-04.")},
    )

    def __init__(self, data: Mapping[str, str], *, today: datetime.date) -> None:
        standard = Period.of_the_last_year(today=today)
        self.standard = standard
        super().__init__(
            {
                "since": data.get("since") or standard.since.isoformat(),
                "until": data.get("until") or standard.until.isoformat(),
            }
        )

    def clean(self) -> None:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since is None or until is None:
            return
        if since > until:
            raise ValidationError(_("The first day lies after the last. Change one of them."))
        if until.year - since.year > MOST_YEARS:
            raise ValidationError(
                _("Choose at most %(years)d years at a time."), params={"years": MOST_YEARS}
            )

    @property
    def period(self) -> Period:
        """The one chosen; the last year where what was typed is none."""
        if not self.is_valid():
            return self.standard
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
