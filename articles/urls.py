"""Addresses of the reader site."""

from django.urls import path, re_path

from articles.views import article, machines, pages, standing, versions

app_name = "articles"
urlpatterns = [
    path("", pages.home, name="home"),
    path("specialties/", pages.specialties, name="specialties"),
    path("specialties/<slug:slug>/", pages.specialty, name="specialty"),
    path("search/", pages.search, name="search"),
    path("ask/", pages.ask, name="ask"),
    path("articles/<slug:slug>/", article.article, name="article"),
    path("articles/<slug:slug>/history/", versions.history, name="history"),
    path("articles/<slug:slug>/draft/", versions.draft, name="draft"),
    path("articles/<slug:slug>/v<int:number>/", versions.version, name="version"),
    path("articles/<slug:slug>/v<int:number>/sources.css", standing.style, name="sources-style"),
    re_path(
        r"^articles/(?P<slug>[-a-zA-Z0-9_]+)/references\.(?P<suffix>ris|bib|json)$",
        article.references,
        name="references",
    ),
    path("feed.atom", machines.feed, name="feed"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
]
