"""A source that came under a notice, in the words that readers get."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.models import Retraction

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = dict[Retraction, tuple[_StrPromise, _StrPromise]]

#: For each standing: with the day of the notice, and where nobody knows it.
BESIDE: Final = {
    Retraction.RETRACTED: (gettext_lazy("Retracted on %(day)s"), gettext_lazy("Retracted")),
    Retraction.EXPRESSION_OF_CONCERN: (
        gettext_lazy("Under an expression of concern since %(day)s"),
        gettext_lazy("Under an expression of concern"),
    ),
    Retraction.CORRECTED: (
        gettext_lazy("Corrected on %(day)s"),
        gettext_lazy("Corrected since it appeared"),
    ),
    Retraction.REINSTATED: (
        gettext_lazy("Reinstated on %(day)s after a retraction"),
        gettext_lazy("Reinstated after a retraction"),
    ),
}
ABOVE: Final = {
    Retraction.RETRACTED: (
        gettext_lazy("A source cited here was retracted on %(day)s"),
        gettext_lazy("A source cited here was retracted"),
    ),
    Retraction.EXPRESSION_OF_CONCERN: (
        gettext_lazy("An expression of concern about a source cited here was published on %(day)s"),
        gettext_lazy("An expression of concern stands against a source cited here"),
    ),
}


@dataclass(frozen=True)
class CitedSource:
    """A source with a notice. `kept_because` says why the editors keep it; empty if they do not."""

    reference_id: int
    number: int
    standing: Retraction
    on: datetime.date | None
    notice: str
    kept_because: str
    is_under_review: bool

    @property
    def is_retracted(self) -> bool:
        return self.standing is Retraction.RETRACTED

    @property
    def is_doubtful(self) -> bool:
        """What rests on it alone may not hold."""
        return self.standing in ABOVE

    @property
    def is_kept(self) -> bool:
        return self.is_doubtful and bool(self.kept_because)

    @property
    def above(self) -> str:
        """What stands above the text, about a doubtful source."""
        words = {"what": worded(ABOVE, self.standing, self.on), "reason": self.kept_because}
        if self.is_kept:
            return _("%(what)s; kept by the editors: %(reason)s") % words
        if self.is_under_review:
            return _("%(what)s; this article is being re-reviewed.") % words
        return _("%(what)s.") % words

    @property
    def beside(self) -> str:
        """What stands beside the source in the list of references."""
        words = {"what": worded(BESIDE, self.standing, self.on), "reason": self.kept_because}
        if self.is_kept:
            return _("%(what)s; kept by the editors: %(reason)s") % words
        return _("%(what)s.") % words


def worded(words: "Words", standing: Retraction, on: datetime.date | None) -> str:
    """The phrase for a standing, without a full stop."""
    with_day, without = words[standing]
    return str(without) if on is None else str(with_day) % {"day": date_format(on)}
