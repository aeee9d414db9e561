"""The home page, the specialties, what can be found and what can be asked."""

from http import HTTPStatus

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Article, Specialty
from articles.passages import passages_for
from articles.querysets import ArticleQuerySet
from articles.questions import AskForm, SearchForm
from articles.search import search as articles_matching
from articles.selectors import live_articles, live_articles_in, specialties_with_articles
from articles.views.answering import for_readers

NEWEST = 8
PER_PAGE = 20


@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """What this site is, what is new, and where to look."""
    return render(
        request,
        "articles/home.html",
        {"articles": live_articles()[:NEWEST], "specialties": specialties_with_articles()},
    )


@for_readers
def specialties(request: HttpRequest) -> HttpResponse:
    return render(
        request, "articles/specialties.html", {"specialties": specialties_with_articles()}
    )


@for_readers
def specialty(request: HttpRequest, slug: str) -> HttpResponse:
    """Its live articles. One without any is not announced: drafts have specialties too."""
    found = get_object_or_404(Specialty, slug=slug)
    page = page_of(request, live_articles_in(found))
    if not page.object_list:
        raise Http404
    return render(request, "articles/specialty.html", {"specialty": found, "page": page})


@for_readers
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(
            request, "articles/search.html", {"form": form}, status=HTTPStatus.BAD_REQUEST
        )
    text = form.cleaned_data["q"]
    page = page_of(request, articles_matching(text)) if text else None
    return render(request, "articles/search.html", {"form": form, "text": text, "page": page})


@for_readers
def ask(request: HttpRequest) -> HttpResponse:
    """Quotations from live versions, or the plain statement that there are none."""
    form = AskForm(request.GET)
    if not form.is_valid():
        return render(request, "articles/ask.html", {"form": form}, status=HTTPStatus.BAD_REQUEST)
    question = form.cleaned_data["q"]
    passages = passages_for(question) if question else None
    context = {"form": form, "question": question, "passages": passages}
    return render(request, "articles/ask.html", context)


def page_of(request: HttpRequest, articles: ArticleQuerySet) -> Page[Article]:
    """The page that `?page=` asks for; 404 for one that there is not."""
    try:
        return Paginator(articles, PER_PAGE).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error
