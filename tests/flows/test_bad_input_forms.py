"""What anyone may send with a form: refused at the field, kept as typed, nothing broken."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client

from editorial.models import ReaderReport
from tests.factories.references import ReferenceFactory
from tests.flows.forms import PageForm, forms_of
from tests.flows.hostile import IN_FORMS, SCRIPT, refuse_echo
from tests.flows.places import Scene, scene

pytestmark = pytest.mark.django_db

#: By who fills them in; `{article}`, `{review}`, `{work}` and `{other}` stand for rows.
FORMS = {
    "anonymous": [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/articles/{slug}/report/",
    ],
    "reader with an account": ["/accounts/email/", "/accounts/password/change/"],
    "board member": [
        "/desk/me/",
        "/desk/away/",
        "/desk/reviews/{review}/",
        "/desk/reviews/{review}/answer/",
    ],
    "editor": [
        "/desk/due/reports/{report}/",
        "/desk/away/editors/",
        "/admin/articles/article/add/",
        "/admin/articles/article/{article}/change/",
        "/admin/references/reference/add/",
        "/admin/references/reference/{work}/merge/",
        "/admin/references/reference/{work}/merge/?with={other}",
        "/admin/references/reference/where-used/",
        "/admin/articles/specialty/add/",
    ],
    "managing editor": [
        "/admin/articles/article/{article}/submit/",
        "/admin/articles/article/{article}/retire/",
        "/admin/articles/article/{article}/hand-over/",
        "/desk/due/owners/{owner}/",
        "/desk/due/leads/",
        "/admin/editorial/review/{review}/assign/",
        "/admin/editorial/review/{review}/return/",
        "/admin/editorial/assignment/{assignment}/reassign/",
        "/admin/editorial/assignment/{assignment}/extend/",
        "/admin/editorial/assignment/{assignment}/release/",
        "/admin/editorial/assignment/{assignment}/proposal/",
        "/admin/editorial/review/{review}/withdraw/",
        "/admin/editorial/boardmember/add/",
        "/admin/editorial/boardmember/{member}/disclose/",
        "/admin/editorial/boardmember/{member}/photo/",
        "/admin/editorial/policy/1/change/",
        "/admin/articles/disclaimer/add/",
    ],
    "superuser": ["/admin/auth/user/add/", "/admin/auth/group/add/"],
}
ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
TOKEN = "csrfmiddlewaretoken"

Place = tuple[Client, str, PageForm]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is saved inside is not kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def pages(made: Scene, *, turn: int | None = None) -> Iterator[Place]:
    """Every form, with the address it is sent to; in its turn, those of every fourth page.

    With EVERY_VALUE set, it is everybody's turn.
    """
    every = 1 if turn is None or os.environ.get("EVERY_VALUE") else 4
    listed = [(role, place) for role, places in FORMS.items() for place in places]
    rows = {
        "article": made.review.article_id,
        "owner": made.review.article.owner_id,
        "slug": made.review.article.slug,
        "report": ReaderReport.objects.earliest("pk").pk,
        "review": made.review.pk,
        "member": made.member.pk,
        "assignment": made.review.assignments.earliest("pk").pk,
        "work": made.review.version.content["references"][0]["id"],
        "other": ReferenceFactory.create().pk,
    }
    for role, place in listed[(turn or 0) % every :: every]:
        client = made.client(role)
        path = place.format(**rows)
        page = client.get(path)
        assert page.status_code == 200, path
        forms = [form for form in forms_of(page.content.decode()) if _is_meant(form)]
        assert forms, path
        for form in forms:
            yield client, urljoin(path, form.action), form


def _is_meant(form: PageForm) -> bool:
    """Not the search, the way out, or what only a script fills in."""
    return form.method == "post" and not re.search("logout|webauthn", form.action)


@pytest.mark.parametrize(("turn", "value"), list(enumerate(IN_FORMS)))
def test_no_value_breaks_a_form(turn: int, value: str) -> None:
    sent = IN_FORMS[value]
    for client, address, form in pages(scene(), turn=turn):
        typed = [*form.typed, *form.secret]
        for names in (typed, [*typed, *(name for name in form.chosen if name != TOKEN)]):
            with undone():
                answer = client.post(address, {**form.values, **dict.fromkeys(names, sent)})
            assert answer.status_code < 500, (address, names)
            refuse_echo(answer.content.decode(), address)


@pytest.mark.parametrize(("turn", "value"), list(enumerate([SCRIPT, str(2**200), "\N{EN DASH}1"])))
def test_no_value_in_one_field_breaks_a_form(turn: int, value: str) -> None:
    for client, address, form in pages(scene(), turn=turn):
        for name in [*form.chosen, *form.typed]:
            with undone():
                answer = client.post(address, {**form.values, name: value})
            assert answer.status_code < 500, (address, name)
            refuse_echo(answer.content.decode(), address)


def test_form_without_any_field_is_refused_on_its_page() -> None:
    for client, address, form in pages(scene()):
        with undone():
            answer = client.post(address, {})
        optional = re.search(r"/accounts/email/|submit/$|check-sources/$", address)
        assert answer.status_code in ((302, 400) if optional else (400,)), (address, form)


@pytest.mark.parametrize("value", ["x" * 20_000 + SCRIPT, "be\0fore" + SCRIPT])
def test_refused_form_gives_back_what_was_typed(value: str) -> None:
    """All but passwords, and with a mark where a character can be neither stored nor shown."""
    kept = 0
    for client, address, form in pages(scene()):
        names = [name for name in form.typed if "__prefix__" not in name]
        with undone():
            answer = client.post(address, {**form.values, **dict.fromkeys(names, value)})
        if answer.status_code not in (400, 409):
            assert not names or answer.status_code == 302, address
            continue
        shown = _shown_again(answer.content.decode(), form)
        assert shown is not None, address
        for name in names:
            [given] = shown.values[name]
            assert _plain(given) == _plain(value), (address, name)
            kept += 1
        assert all(shown.values.get(name) in (None, [""], []) for name in form.secret), address
    assert kept > 40


def _shown_again(page: str, form: PageForm) -> PageForm | None:
    """The same form; on a page with several of its fields, the one with its address."""
    names = set(form.typed)
    alike = [found for found in forms_of(page) if names <= set(found.values)]
    return next((found for found in alike if found.action == form.action), next(iter(alike), None))


def _plain(text: str) -> str:
    return re.sub("[\0\N{REPLACEMENT CHARACTER}]", "", text)


def test_too_large_a_request_is_said_to_be_so() -> None:
    made = scene()
    address = f"/desk/reviews/{made.review.pk}/sign-off/"
    answer = made.client("board member").post(address, {"reason": "x" * 13_000_000})
    assert answer.status_code == 413
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"verdict": "approve", "reason": "\\ud800"}', "application/json"),
        (b"\xff\xfe", ENCODED),
        (
            b"verdict=approve&verdict=recuse&reason[]=x&reason[a]=y",
            ENCODED,
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="reason"',
            "multipart/form-data; boundary=x",
        ),
        (b"no boundary at all", MULTIPART),
        (b"", "text/plain"),
        (b"&" * 6_000 + b"=" * 10, ENCODED),
        (b"a=1&" * 6_000, ENCODED),
    ],
)
def test_no_kind_of_body_breaks_a_form(body: bytes, content_type: str) -> None:
    made = scene()
    for role, address in (
        ("board member", f"/desk/reviews/{made.review.pk}/sign-off/"),
        ("editor", "/admin/articles/article/add/"),
        ("anonymous", "/accounts/login/"),
    ):
        answer = made.client(role).generic("POST", address, body, content_type)
        assert 400 <= answer.status_code < 500, address
    assert not made.review.sign_offs.exists()


def test_number_of_sections_is_not_the_browsers_to_choose() -> None:
    """Each form costs time to show: two thousand kept a server busy for eight seconds."""
    made = scene()
    client = made.client("editor")
    address = f"/admin/articles/article/{made.review.article_id}/change/"
    [form] = [f for f in forms_of(client.get(address).content.decode()) if "title" in f.values]
    answer = client.post(address, {**form.values, "sections-TOTAL_FORMS": str(2**63)})
    assert answer.status_code == 400
    assert len(re.findall(r'name="sections-\d+-body"', answer.content.decode())) <= 301
