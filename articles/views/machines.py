"""Pages for programs: the feed, the sitemap, and what robots should leave alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.feeds import NewestArticles
from articles.sitemaps import entries
from articles.views.answering import for_readers


@for_readers
def feed(request: HttpRequest) -> HttpResponse:
    response = NewestArticles()(request)
    del response["Last-Modified"]  # a retirement changes the feed without making it newer
    return response


@for_readers
def sitemap(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/sitemap.xml", {"entries": entries(request)}, "application/xml")


@for_readers
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/robots.txt", content_type="text/plain; charset=utf-8")
