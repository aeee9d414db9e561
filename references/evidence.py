"""How strong a source is and whether it is still current, in words for whoever cites it."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from references.models import Reference


def today() -> datetime.date:
    """The day by which validity is judged, in UTC."""
    return timezone.now().date()


def in_short(reference: Reference) -> str:
    """“level 2, high certainty”; empty where neither is stated."""
    parts = []
    if reference.evidence_level is not None:
        parts.append(_("level %(level)d") % {"level": reference.evidence_level})
    if reference.certainty:
        certainty = str(reference.get_certainty_display()).lower()
        parts.append(_("%(certainty)s certainty") % {"certainty": certainty})
    return ", ".join(parts)


def warnings(reference: Reference, day: datetime.date) -> list[str]:
    """What speaks against citing it, apart from notices: a newer work, the end of its validity."""
    said = []
    if reference.superseded_by is not None:
        said.append(_("Superseded by %(newer)s") % {"newer": reference.superseded_by})
    if reference.valid_until is not None and reference.is_past_validity_on(day):
        said.append(_("Validity ended %(day)s") % {"day": date_format(reference.valid_until)})
    return said
