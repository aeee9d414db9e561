"""A work's standing in the words that every page uses."""

import datetime
from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.models import Notice, Reference, Retraction
from references.standing.rule import NATURE_OF

DATED = {
    Retraction.RETRACTED: gettext_lazy("Retracted on %(date)s"),
    Retraction.EXPRESSION_OF_CONCERN: gettext_lazy("Expression of concern of %(date)s"),
    Retraction.CORRECTED: gettext_lazy("Corrected on %(date)s"),
    Retraction.REINSTATED: gettext_lazy("Reinstated on %(date)s"),
}
UNDATED = {
    Retraction.RETRACTED: gettext_lazy("Retracted"),
    Retraction.EXPRESSION_OF_CONCERN: gettext_lazy("Expression of concern"),
    Retraction.CORRECTED: gettext_lazy("Corrected"),
    Retraction.REINSTATED: gettext_lazy("Reinstated"),
}


def in_words(reference: Reference, notices: Iterable[Notice] = ()) -> str:
    """“Retracted on 4 November 2025 (Crossref, PubMed) · last checked 22 November 2026”.

    `notices` are the work's own, for the names of who told; those that do not bear on its standing
    are passed over. A list prefetches them.
    """
    standing = Retraction(reference.retraction)
    if standing == Retraction.UNCHECKED:
        return _unchecked(reference)
    if standing == Retraction.NONE:
        parts = [str(standing.label)]
    else:
        parts = [_noticed(reference, standing) + _told_by(standing, notices)]
    if reference.last_checked is not None:
        parts.append(_("last checked %(date)s") % {"date": _day(reference.last_checked)})
    if reference.unchecked_since is not None:
        parts.append(_lower_first(_unchecked(reference)))
    return " · ".join(parts)


def _noticed(reference: Reference, standing: Retraction) -> str:
    if reference.retracted_on is None:
        return str(UNDATED[standing])
    return DATED[standing] % {"date": date_format(reference.retracted_on)}


def _told_by(standing: Retraction, notices: Iterable[Notice]) -> str:
    nature = NATURE_OF[standing]
    tellers = {
        each.get_teller_display(): None
        for each in sorted(notices, key=lambda each: each.pk)
        if each.nature == nature and each.gone is None
    }
    return f" ({', '.join(tellers)})" if tellers else ""


def _unchecked(reference: Reference) -> str:
    if reference.unchecked_since is None:
        return _("Not checked yet")
    words = _("Not checked since %(date)s") % {"date": _day(reference.unchecked_since)}
    because = reference.unchecked_because
    return f"{words}: {because}" if because else words


def _day(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment).date())


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
