"""What is used is not deleted, and the pages that would say where it is used."""

from collections.abc import Callable, Iterable, Iterator

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.where_used import where_used
from references.models import Reference


def uses_in_words(references: Iterable[Reference]) -> Iterator[SafeString]:
    """A line for each use of these works, with the article's address."""
    for use in where_used([work.pk for work in references], at_hand=True):
        number = "" if use.version_number is None else f" {use.version_number}"
        yield format_html(
            '<a href="{}">{}</a>: {}{}{}',
            reverse("admin:articles_article_change", args=[use.article_id]),
            use.title,
            use.place_label,
            number,
            f", {use.section_position}. {use.section_heading}" if use.section_position else "",
        )


def unless_used_meanwhile(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of a view that may delete; the database has the last word on what is used."""
    try:
        with transaction.atomic():
            return view()
    except IntegrityError:
        messages.error(
            request, _("Nothing was deleted: meanwhile an article cites a work that you chose.")
        )
        return HttpResponseRedirect(reverse("admin:references_reference_changelist"))
