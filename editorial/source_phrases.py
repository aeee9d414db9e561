"""Figures about sources in words."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.source_quality import Share, Sources, age


def count(sources: Sources) -> str:
    text = ngettext("%(count)d source", "%(count)d sources", len(sources))
    return text % {"count": len(sources)} if sources else _("none")


def of_citations(share: Share) -> str:
    if not share.whole:
        return _("no citations")
    text = ngettext(
        "%(part)d of %(whole)d citation (%(percent)d%%)",
        "%(part)d of %(whole)d citations (%(percent)d%%)",
        share.whole,
    )
    return text % {"part": share.part, "whole": share.whole, "percent": share.percent}


def of_sources(share: Share) -> str:
    if not share.whole:
        return _("no sources")
    text = ngettext(
        "%(part)d of %(whole)d source (%(percent)d%%)",
        "%(part)d of %(whole)d sources (%(percent)d%%)",
        share.whole,
    )
    return text % {"part": share.part, "whole": share.whole, "percent": share.percent}


def at_most(percent: int) -> str:
    return _("at most %(percent)d%%") % {"percent": percent}


def at_least(percent: int) -> str:
    return _("at least %(percent)d%%") % {"percent": percent}


def at_most_years(years: int) -> str:
    return ngettext("at most %(years)d year old", "at most %(years)d years old", years) % {
        "years": years
    }


def year(in_year: float, today: datetime.date) -> str:
    """“2016 (10 years old)”; a median between two years has a half."""
    years = age(in_year, today)
    text = ngettext("%(year)s (%(age)s year old)", "%(year)s (%(age)s years old)", int(years + 0.5))
    return text % {"year": f"{in_year:g}", "age": f"{years:g}"}


def undated(sources: Sources) -> str:
    text = ngettext(
        "%(count)d source has no year.", "%(count)d sources have no year.", len(sources)
    )
    return text % {"count": len(sources)} if sources else ""
