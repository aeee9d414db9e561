"""The broker is away: only mail waits. The database is away: every page says so, and 503."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from celery import current_app
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article
from editorial.models import Notification, Review
from tests.factories.articles import PASSWORD, ArticleFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor
from tests.faults.programs import Program, wait_until
from tests.ports import free_port

SECONDS_PER_STEP = 2


@pytest.fixture(params=["nobody listens", "nobody answers"])
def _no_broker(request: pytest.FixtureRequest) -> Iterator[None]:
    before = current_app.conf["broker_url"]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "nobody answers":
            listener.listen()
        current_app.conf["broker_url"] = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        yield
        current_app.conf["broker_url"] = before


class Browser:
    """Signed in by password; every step is timed."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.press("/accounts/login/", login=user.username, password=PASSWORD)
        assert "_auth_user_id" in self.client.session

    def press(self, address: str, **form: object) -> None:
        with timed(address):
            answer = self.client.post(address, form)
        assert answer.status_code in (302, 303), (address, answer.status_code)


@contextmanager
def timed(step: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < SECONDS_PER_STEP, step


@pytest.mark.usefixtures("_no_broker")
@pytest.mark.django_db(transaction=True)
def test_every_step_goes_on_without_a_broker() -> None:
    members = [BoardMemberFactory.create() for _ in range(2)]
    article = ArticleFactory.create()
    editor, manager = Browser(article.owner), Browser(managing_editor())
    editor.press(reverse("admin:articles_article_submit", args=[article.pk]), kind="new")
    review = Review.objects.get()
    asked = [member.pk for member in members]
    manager.press(reverse("admin:editorial_review_begin", args=[review.pk]), members=asked)
    for member in members:
        browser = Browser(member.user)
        page = reverse("editorial:review", args=[review.pk])
        browser.press(f"{page}conflict/", conflict="none")
        signature = {"digest": review.version.digest, "password": PASSWORD}
        browser.press(f"{page}sign-off/", verdict="approve", **signature)
    for step in ("retire", "reinstate"):
        address = reverse(f"admin:articles_article_{step}", args=[article.pk])
        manager.press(address, reason="A reason.")
    with timed("reading"):
        assert Client().get(article.get_absolute_url()).status_code == 200
    assert Article.objects.get().live_version_id == review.version_id
    kinds = set(Notification.objects.filter(state="queued").values_list("kind", flat=True))
    assert kinds >= {"review-submitted", "sign-off-asked", "approved", "retired", "reinstated"}


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a web server whose database nobody runs."""
    port = free_port()
    web = ("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port))
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    log: Path = tmp_path_factory.mktemp("web") / "web.log"
    with Program(sys.executable, *web, "config.wsgi:application", log=log, environment=environment):
        wait_until(lambda: _answers(port), 60, "the web server")
        yield port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _asked(port: int, method: str, address: str, body: str = "") -> tuple[int, dict[str, str], str]:
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"sessionid={'x' * 32}"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, address, body, kind)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read().decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        *("/", "/search/?q=pain", "/ask/?q=pain", "/articles/x/", "/articles/x/v1/", "/board/"),
        *("/admin/", "/admin/articles/article/1/change/", "/desk/", "/desk/reviews/1/"),
        *("/feed.atom", "/sitemap.xml", "/editorial-policy/", "/admin-tools/references/search"),
    ],
)
def test_page_without_a_database_says_so_plainly(lost: int, address: str) -> None:
    status, headers, page = _asked(lost, "GET", address)
    assert status == 503
    assert headers["retry-after"] == "30"
    assert headers["cache-control"] == "no-store"
    assert "<h1>The site cannot reach its data right now</h1>" in page
    assert "Traceback" not in page
    assert "127.0.0.1:1" not in page


@pytest.mark.slow
def test_form_without_a_database_is_not_an_error_of_ours(lost: int) -> None:
    for address in ("/accounts/login/", "/desk/reviews/1/sign-off/", "/admin/login/"):
        status, _headers, page = _asked(lost, "POST", address, "login=a&password=b")
        assert status in (403, 503), address
        assert "<h1>" in page


@pytest.mark.slow
def test_probes_tell_the_process_from_what_it_needs(lost: int) -> None:
    assert _asked(lost, "GET", "/healthz")[::2] == (200, "ok\n")
    status, _headers, parts = _asked(lost, "GET", "/readyz")
    assert status == 503
    assert parts.count('"ok": false') >= 4
    assert "nobody" not in parts


@pytest.mark.slow
def test_page_that_needs_no_data_is_there(lost: int) -> None:
    assert _asked(lost, "GET", "/static/site/base.css")[0] == 200
    assert _asked(lost, "GET", "/robots.txt")[0] in (200, 503)
