"""What a stranger may write into an address: clear answers, nothing broken, nothing echoed raw."""

import os
import re
from collections.abc import Iterable
from itertools import islice, product

import pytest
from django.test import Client
from django.urls import get_resolver

from config.endpoints import walk
from tests.factories.articles import UserFactory
from tests.flows.hostile import IN_ADDRESSES, refuse_echo
from tests.flows.places import Scene, addresses, scene

pytestmark = pytest.mark.django_db

#: What our own views, the admin's and allauth's read from an address; asked for apart where one
#: hides another.
PARAMETERS = (
    ("q", "audience", "changes", "show", "since", "next", "page"),
    ("ids", "open", "own", "_popup", "_changelist_filters", "p", "term"),
    ("_to_field", "e", "all"),
    ("o", "specialty__id__exact", "risk_tier__exact", "state__exact", "term_to__gte"),
    ("owner__id__exact", "review__state__exact", "state", "is_staff__exact"),
)
#: At every so many places a value is tried.
FOURTH = 4
#: These models stand for all: ours with filters and steps, a record, one of Django's own.
MODELS = ("article", "auditevent", "user")


def asked(made: Scene) -> dict[str, list[str]]:
    """One address of each kind of view, by who asks: the staff's by a superuser."""
    kept: dict[str, list[str]] = {"superuser": [], "anonymous": []}
    for path, place in addresses(made).items():
        model = re.match(r"/admin/\w+/(\w+)/", path)
        if path == "/readyz" or "logout" in path or (model and model[1] not in MODELS):
            continue
        staff = re.match(r"/(admin|admin-tools|desk|articles/.*/(draft|v\d+))/", place)
        kept["superuser" if staff else "anonymous"].append(place)
    return kept


def groups(value: str, at: int) -> tuple[tuple[str, ...], ...]:
    """Which parameters this value is tried in at the place with this number.

    At every fourth place one group in turn, so that every place meets a quarter of the values, and
    every group many places; with EVERY_VALUE set, all of them everywhere.
    """
    if os.environ.get("EVERY_VALUE"):
        return PARAMETERS
    turn = list(IN_ADDRESSES).index(value) + at
    return () if turn % FOURTH else (PARAMETERS[turn // FOURTH % len(PARAMETERS)],)


def batched(values: Iterable[str], size: int) -> list[tuple[str, ...]]:
    """For a test that is asked of several values in one world."""
    left = iter(values)
    return list(iter(lambda: tuple(islice(left, size)), ()))


@pytest.fixture
def superuser() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory.create(is_superuser=True))
    return client


@pytest.mark.parametrize("values", batched(IN_ADDRESSES, 6), ids=", ".join)
def test_no_parameter_breaks_a_page(values: tuple[str, ...]) -> None:
    made = scene()
    for role, places in asked(made).items():
        client = made.client(role)
        for value, (at, place) in product(values, enumerate(places)):
            for names in groups(value, at):
                query = "&".join(f"{name}={IN_ADDRESSES[value]}" for name in names)
                answer = client.get(place, QUERY_STRING=query)
                assert answer.status_code < 500, (place, names, value)
                refuse_echo(answer.getvalue().decode(errors="replace"), place)


@pytest.mark.parametrize("value", IN_ADDRESSES)
def test_no_part_of_an_address_breaks_a_page(superuser: Client, value: str) -> None:
    hostile = IN_ADDRESSES[value].replace("%", "%%")
    turn = list(IN_ADDRESSES).index(value)
    for at, (path, _pattern) in enumerate(walk(get_resolver().url_patterns)):
        is_its_turn = (turn + at) % FOURTH == 0 or bool(os.environ.get("EVERY_VALUE"))
        if "<" in path and is_its_turn:
            place = "/" + re.sub(r"<[^>]+>", hostile, path.replace("<suffix>", "ris"))
            answer = superuser.generic("GET", place.replace("%%", "%"))
            assert answer.status_code < 500, place
            refuse_echo(answer.getvalue().decode(errors="replace"), place)


@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("articles/article", "sections__body__contains=a"),
        ("articles/article", "owner__password__startswith=md5"),
        ("articles/article", "title__regex=["),
        ("articles/article", "id__range=1"),
        ("articles/article", "live_version__content__title=x"),
        ("articles/version", "content__title__startswith=W"),
        ("articles/version", "clinical_html__contains=a"),
        ("editorial/review", "assignments__conflict_statement__contains=a"),
        ("editorial/assignment", "member__user__password__startswith=md5"),
        ("editorial/auditevent", "details__contains=x"),
        ("editorial/notification", "recipient__email__contains=a"),
        ("references/reference", "csl__title=x"),
        ("auth/user", "password__startswith=md5"),
        ("auth/user", "id__range="),
        ("mfa/authenticator", "data__secret__startswith=A"),
    ],
)
def test_list_is_not_filtered_by_what_it_does_not_offer(
    superuser: Client, model: str, query: str
) -> None:
    assert superuser.get(f"/admin/{model}/", QUERY_STRING=query).status_code == 400
    assert superuser.get(f"/admin/{model}/").status_code == 200


def test_refused_address_says_what_to_do(superuser: Client) -> None:
    answer = superuser.get("/search/", QUERY_STRING="q=%00")
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_too_long_question_is_kept_and_its_length_told(superuser: Client) -> None:
    for place in ("/search/", "/ask/"):
        answer = superuser.get(place, {"q": "pain " * 2_000})
        assert answer.status_code == 400
        assert "pain pain" in answer.content.decode()
        assert "characters" in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:99999"},
        {"Cookie": "sessionid=%00; audience=\x7f; csrftoken=<script>"},
        {"Accept-Language": "x" * 10_000},
        {"Accept-Language": "../../etc/passwd;q=2"},
        {"If-None-Match": '"' + "x" * 10_000},
        {"If-None-Match": 'W/"a", \', *'},
        {"Range": "bytes=-1-,0-x"},
        {"X-Forwarded-For": "' or 1=1"},
        {"X-Forwarded-Host": "evil.example"},
        {"Accept": "\xff"},
        {"Content-Length": "-1"},
        {"Referer": "javascript:alert(1)"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_breaks_a_page(headers: dict[str, str]) -> None:
    made = scene()
    client = made.client("anonymous")
    for place in ("/", "/feed.atom", "/accounts/login/", made.review.article.get_absolute_url()):
        answer = client.get(place, headers=headers)
        assert answer.status_code < 500, place
        assert "evil.example" not in answer.content.decode(), place
