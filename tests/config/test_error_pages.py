"""Bad requests get a clear 4xx, a database that is away a 503; nothing gets a 500."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config.middleware import UnreadableRequestMiddleware
from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        del request
        raise error

    return view


def storing(request: HttpRequest) -> HttpResponse:
    """What a careless view does with a form's text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text", [request.POST["text"]])
    return HttpResponse("stored")


urlpatterns = [
    *urlpatterns,
    path("test/broken/", raising(RuntimeError("secret detail"))),
    path("test/down/", raising(OperationalError("could not connect to server"))),
    path("test/lost/", raising(InterfaceError("connection already closed"))),
    path("test/forbidden/", raising(PermissionDenied("secret detail"))),
    path("test/large/", raising(RequestDataTooBig())),
    path("test/surrogate/", raising(UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"))),
    path("test/storing/", storing),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/test/broken/", 500, "Something went wrong here"),
        ("/test/down/", 503, "The site cannot reach its data right now"),
        ("/test/lost/", 503, "The site cannot reach its data right now"),
        ("/test/forbidden/", 403, "This page is not open to you"),
        ("/test/large/", 413, "This is too large to send"),
        ("/test/surrogate/", 400, "This request cannot be read"),
        ("/there-is-nothing-here/", 404, "There is no page here"),
    ],
)
def test_answers_what_fails_with_its_page(
    visitor: Client, address: str, status: int, heading: str
) -> None:
    response = visitor.get(address)
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.content.decode()
    assert b"secret detail" not in response.content
    assert response["Cache-Control"] == "no-store"


def test_says_when_to_try_again_while_the_database_is_away(visitor: Client) -> None:
    assert visitor.get("/test/down/")["Retry-After"] == "30"


def test_error_pages_ask_the_database_nothing(
    visitor: Client, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined] # a context manager
        answers = [
            visitor.get(address).status_code
            for address in ("/test/broken/", "/test/down/", "/test/forbidden/", "/nothing/")
        ]
    assert answers == [500, 503, 403, 404]


@pytest.mark.parametrize(
    "address",
    [
        "/?q=%00",
        "/?%00=q",
        "/search/?q=a%00b",
        "/articles/a%00b/",
        "/accounts/login/?next=%00",
        "/admin/?q=%00",
    ],
)
def test_refuses_nul_in_an_address(visitor: Client, address: str) -> None:
    response = visitor.get(address)
    assert response.status_code in {400, 404}


@pytest.mark.parametrize("address", ["/%ff/", "/articles/%c3%28/", "/?q=%ff", "/?q=%ed%a0%80"])
def test_answers_an_address_in_no_encoding(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code < 500


def test_refuses_nul_in_a_form_that_a_view_did_not_check(visitor: Client) -> None:
    assert visitor.post("/test/storing/", {"text": "a\0b"}).status_code == 400
    assert visitor.post("/test/storing/", {"text": "ab"}).status_code == 200


def test_fails_on_nul_without_the_middleware(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UnreadableRequestMiddleware, "process_exception", lambda *_arguments: None)
    assert visitor.post("/test/storing/", {"text": "a\0b"}).status_code == 500


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_refuses_a_form_that_is_too_large(visitor: Client) -> None:
    assert visitor.post("/test/storing/", {"text": "a" * 2000}).status_code == 413


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=5)
def test_refuses_a_form_with_too_many_fields(visitor: Client) -> None:
    assert visitor.post("/test/storing/", {f"f{n}": "" for n in range(9)}).status_code == 400


def test_takes_a_megabyte_of_text(visitor: Client) -> None:
    assert visitor.post("/test/storing/", {"text": "ä" * 1_000_000}).status_code == 200


def test_refuses_a_broken_upload(visitor: Client) -> None:
    kind = "multipart/form-data; boundary=x"
    assert visitor.post("/accounts/login/", b"--x\r\nbroken", kind).status_code < 500
    no_boundary = visitor.post("/accounts/login/", b"text", "multipart/form-data; boundary=\0")
    assert no_boundary.status_code == 400


def test_explains_an_expired_form() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_refuses_a_host_that_is_not_ours(visitor: Client) -> None:
    assert visitor.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


ASK_WITHOUT_DATABASE = """
import json, django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "x" * 32
addresses = ["/", "/articles/x/", "/admin/", "/desk/", "/accounts/login/", "/healthz", "/readyz"]
print(json.dumps({address: client.get(address).status_code for address in addresses}))
"""


def test_every_page_says_so_when_no_database_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK_WITHOUT_DATABASE],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ALLOWED_HOSTS": "testserver",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(done.stdout)
    assert answers.pop("/healthz") == 200
    assert set(answers.values()) == {503}, answers
