"""Every page of the site is sent under the strict policy, and needs no exception from it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from editorial.models import Review
from editorial.states import State
from tests.e2e.addresses import addresses
from tests.e2e.markup import offences

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

PASSWORD = "a password for tests only"
NONCE = re.compile(r"'nonce-([A-Za-z0-9+/_=-]{20,})'")
#: All that a directive may say. Scripts and styles may have their page's nonce besides.
ALLOWED = {
    "default-src": {"'self'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
#: Pages that must have been seen as they are meant, or the walk has not walked.
SEEN = {
    "/",
    "/articles/<slug:slug>/",
    "/articles/<slug:slug>/history/",
    "/articles/<slug:slug>/v<int:number>/",
    "/articles/<slug:slug>/draft/",
    "/search/",
    "/ask/",
    "/board/<slug:slug>/",
    "/editorial-policy/",
    "/desk/",
    "/desk/reviews/<int:pk>/",
    "/admin/",
    "/admin/articles/article/add/",
    "/admin/articles/article/<path:object_id>/change/",
    "/admin/articles/article/<int:pk>/submit/",
    "/admin/articles/article/<int:pk>/timeline/",
    "/admin/editorial/review/<int:pk>/begin/",
    "/admin/editorial/review/<path:object_id>/change/",
    "/admin/references/reference/<path:object_id>/change/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/password/change/",
}


def faults_of_policy(header: str) -> Iterator[str]:
    """What the header allows beyond the table, or leaves unsaid."""
    said = dict(part.strip().partition(" ")[::2] for part in header.split(";") if part.strip())
    for name in sorted(set(said) ^ set(ALLOWED)):
        yield f"{name}: {'is missing' if name in ALLOWED else 'is not in the table'}"
    for name, words in said.items():
        may_have_nonce = name in {"script-src", "style-src"}
        for word in words.split():
            if word not in ALLOWED.get(name, ()) and not (may_have_nonce and NONCE.fullmatch(word)):
                yield f"{name}: {word}"


def faults(response: "Answer") -> list[str]:
    """All that is wrong with an answer: its header, and what its bytes would need besides."""
    header = response.get("Content-Security-Policy")
    if header is None:
        return ["no policy"]
    found = list(faults_of_policy(header))
    if response.get("Content-Type", "").startswith("text/html"):
        nonce = NONCE.search(header)
        html = response.content.decode()
        found += offences(html, nonce=nonce.group(1) if nonce else "")
    return found


def walk(client: Client, paths: Iterable[tuple[str, str]]) -> dict[str, set[int]]:
    """Ask for every address, follow where it leads, and fail with all that is wrong on the way."""
    wrong: dict[str, list[str]] = {}
    seen: dict[str, set[int]] = defaultdict(set)
    for path, address in paths:
        response = client.get(address, follow=True)
        seen[path].add(response.status_code)
        if problems := faults(response):
            wrong[address] = problems
    assert wrong == {}
    return seen


@pytest.mark.usefixtures("sample")
def test_walk_every_page_as_superuser(client: Client) -> None:
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    signed_in = client.post("/accounts/login/", {"login": "root", "password": PASSWORD})
    assert signed_in.status_code == 302
    seen = walk(client, addresses())
    assert {path for path in SEEN if 200 not in seen[path]} == set()
    assert {path for path, answers in seen.items() if 500 in answers} == set()


@pytest.mark.usefixtures("sample")
def test_walk_every_page_as_visitor(client: Client) -> None:
    pages = [pair for pair in addresses() if not pair[0].startswith("/admin/")]
    seen = walk(client, pages)
    assert seen["/articles/<slug:slug>/"] == {200, 404, 410}
    assert seen["/accounts/login/"] == {200}


@pytest.mark.usefixtures("sample")
def test_walk_the_desk_as_the_member_who_is_asked(client: Client) -> None:
    client.force_login(User.objects.get(username="demo-board-1"))
    reviews = Review.objects.filter(state=State.UNDER_REVIEW)
    pages = [("/desk/", "/desk/")] + [("", f"/desk/reviews/{row.pk}/") for row in reviews]
    assert walk(client, pages)[""] == {200}


@pytest.mark.usefixtures("sample")
def test_answers_to_bad_input_are_under_the_policy(client: Client) -> None:
    article = Article.objects.exclude(live_version=None).first()
    assert article is not None
    client.force_login(User.objects.get(username="demo-editor"))
    change = f"/admin/articles/article/{article.pk}/change/"
    review = Review.objects.filter(state=State.UNDER_REVIEW).first()
    assert review is not None
    member = Client()
    member.force_login(review.assignments.select_related("member__user")[0].member.user)
    answers = [
        client.get("/search/?q=%00"),
        client.get("/articles/%00/"),
        client.post("/admin/articles/article/add/", {"title": '"><script>go()</script>'}),
        client.post(change, {"title": ""}),
        client.post("/accounts/login/", {"login": "x", "password": "y"}),
        member.post(f"/desk/reviews/{review.pk}/sign-off/", {"reason": "<b onclick=go()>"}),
        Client(enforce_csrf_checks=True).post("/accounts/login/"),
    ]
    wrong = {answer.request["PATH_INFO"]: faults(answer) for answer in answers if faults(answer)}
    assert wrong == {}


def test_pictures_are_under_the_policy_too(client: Client) -> None:
    """A drawing may hold scripts, and is a page of its own when it is opened."""
    drawing = client.get("/static/site/icon.svg")
    assert b"<svg" in b"".join(drawing)
    assert faults(drawing) == []


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<P ONCLICK=go()>",
        '<a href="java\nscript:go()">',
        '<form action=" javascript:go()">',
        "<script>go()</script>",
        '<script nonce="another">go()</script>',
        '<script src="https://elsewhere.example/x.js"></script>',
        '<script src="//elsewhere.example/x.js"></script>',
        '<script src="data:text/javascript,go()"></script>',
        '<script type="importmap">{}</script>',
        "<style>p {}</style>",
        '<link rel="stylesheet" href="https://elsewhere.example/x.css">',
        '<base href="https://elsewhere.example/">',
        '<iframe srcdoc="x"></iframe>',
        '<svg><a xlink:href="javascript:go()"></a></svg>',
    ],
)
def test_markup_that_needs_an_exception_is_noticed(html: str) -> None:
    assert len(offences(html, nonce="this-page")) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<script nonce="this-page">go()</script>',
        '<script src="/static/x.js" defer></script>',
        '<script type="application/ld+json">{"a": "<p style=x>"}</script>',
        '<style nonce="this-page">p {}</style>',
        '<p title="onclick=go()">style="x" &lt;script&gt;</p>',
        '<a href="https://doi.org/10.5555/1?x=javascript:">',
        '<link rel="canonical" href="https://articles.example.org/">',
    ],
)
def test_markup_that_the_policy_allows_is_left_alone(html: str) -> None:
    assert offences(html, nonce="this-page") == []


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("script-src 'self' 'unsafe-inline'", "script-src: 'unsafe-inline'"),
        ("script-src 'self' 'unsafe-eval'", "script-src: 'unsafe-eval'"),
        ("style-src 'self' https:", "style-src: https:"),
        ("img-src *", "img-src: *"),
        ("default-src 'self' 'nonce-abcdefghijklmnopqrstuvwx'", "default-src: 'nonce-abc"),
    ],
)
def test_policy_that_allows_more_is_noticed(header: str, word: str) -> None:
    assert [fault for fault in faults_of_policy(header) if fault.startswith(word)]
