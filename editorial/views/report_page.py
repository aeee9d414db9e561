"""Where readers report a problem with a page. Nothing of it is kept by any cache."""

import ipaddress
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.selectors import reviewed_article
from articles.views.answering import gone
from editorial.exceptions import WorkflowError
from editorial.reader_reports import report as receive
from editorial.report_forms import ReportForm


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The form stands on a page of its own, because the article's page is kept by caches.

    What a program filled in is thanked for and forgotten: it learns nothing.
    """
    article = _article(slug)
    if article.is_retired:
        return gone(request, article)
    form = ReportForm(request.POST if request.method == "POST" else None, auto_id="report-%s")
    if not form.is_bound:
        return _page(request, article, form)
    if not form.is_valid():
        return _page(request, article, form, status=HTTPStatus.BAD_REQUEST)
    if not form.is_by_a_program:
        if not _may_send_more(request, article):
            form.add_error(
                None,
                _(
                    "Several reports came from your address already. Nothing was sent, and what "
                    "you typed is below: try again tomorrow."
                ),
            )
            return _page(request, article, form, status=HTTPStatus.TOO_MANY_REQUESTS)
        given = form.cleaned_data
        try:
            receive(article, text=given["text"], contact=given["contact"])
        except WorkflowError as error:  # taken from readers while they wrote
            form.add_error(None, str(error))
            return _page(request, article, form, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(reverse("editorial:report-thanks", args=[slug]))


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens with a report now."""
    article = _article(slug)
    if article.is_retired:
        return gone(request, article)
    return _private(
        render(
            request,
            "editorial/public/report_thanks.html",
            {"article": article, "version": article.live_version},
        )
    )


def _article(slug: str) -> Article:
    """As readers get it: what nobody approved does not exist."""
    article = reviewed_article(slug)
    if article is None:
        raise Http404
    return article


def _may_send_more(request: HttpRequest, article: Article) -> bool:
    """By the client's address, in all and about this article.

    So nobody reaches the threshold at which an article is due within a day from one address. Only
    what would be kept is counted. The address is not kept with the report.
    """
    network = _network(get_adapter(request).get_client_ip(request))
    of_article = ratelimit.consume(
        request, action="report_of_article", key=f"{network}:{article.pk}"
    )
    return bool(of_article and ratelimit.consume(request, action="report"))


def _network(address: str) -> str:
    """Whoever has one address of IPv6 has as many as 64 bits can tell apart."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:  # noqa: PLR2004 # of the Internet Protocol
        return address
    return str(ipaddress.ip_network((address, 64), strict=False))


def _page(
    request: HttpRequest,
    article: Article,
    form: ReportForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"article": article, "version": article.live_version, "form": form}
    return _private(render(request, "editorial/public/report.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """It holds a token of this reader's, and is nothing that search engines should list."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
