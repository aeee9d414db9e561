"""Who gets what at every address, as a table written by hand."""

import re

import pytest
from django.urls import get_resolver

from config.endpoints import walk
from tests.flows.places import ROLES, addresses, scene

pytestmark = pytest.mark.django_db

#: Pages of the admin by model: who may open them. Everyone else on the staff gets 403, and who is
#: not on the staff is sent to the login. E editor, M managing editor, A auditor, S superuser.
ADMIN = """
                          list   add    change  history  delete
    articles/specialty    EMS    EMS    EMS     EMS      S
    articles/disclaimer   EMS    MS     EMS     EMS      S
    articles/version      EMAS   -      EMAS    EMAS     -
    articles/article      EMAS   EMS    EMAS    EMAS     EMS
    editorial/boardmember EMAS   MS     EMAS    EMAS     -
    editorial/policy      EMAS   -      EMAS    EMAS     -
    editorial/signoff     EMAS   -      EMAS    EMAS     -
    editorial/assignment  EMAS   -      EMAS    EMAS     -
    editorial/notification EMAS  -      EMAS    EMAS     -
    editorial/auditevent  EMAS   -      EMAS    EMAS     -
    editorial/review      EMAS   -      EMAS    EMAS     -
    references/reference  EMAS   EMS    EMAS    EMAS     S
    auth/group            S      S      S       S        S
    auth/user             S      S      S       S        S
    account/emailaddress  S      S      S       S        S
"""
STEPS = {
    "articles/article/<int:pk>/timeline/": "EMAS",
    "articles/article/<int:pk>/evidence.zip": "MAS",
    "articles/article/<int:pk>/submit/": "EMS",
    "articles/article/<int:pk>/retire/": "MS",
    "articles/article/<int:pk>/reinstate/": "MS",
    "articles/article/<int:pk>/snooze/": "EMS",  # this editor owns the article
    "articles/article/<int:pk>/end-snooze/": "EMS",
    "articles/article/<int:pk>/interval/": "MS",
    "articles/article/<int:pk>/clear-interval/": "MS",
    "articles/article/<int:pk>/due-now/": "MS",
    "articles/article/<int:pk>/dismiss-cause/": "MS",
    "articles/article/<int:pk>/hand-over/": "EMS",  # this editor owns the article
    "editorial/policy/<int:pk>/review-ladder/": "MS",
    "editorial/policy/<int:pk>/respond-ladder/": "MS",
    "editorial/policy/<int:pk>/sign-ladder/": "MS",
    "editorial/boardmember/<int:pk>/deactivate/": "MS",
    "editorial/boardmember/<int:pk>/find-cause/": "MS",
    "editorial/boardmember/<int:pk>/disclose/": "MS",
    "editorial/boardmember/<int:pk>/end-disclosure/": "MS",
    "editorial/boardmember/<int:pk>/photo/": "MS",
    "editorial/boardmember/<int:pk>/remove-photo/": "MS",
    "editorial/boardmember/signers-gone/": "MS",
    "editorial/assignment/<int:pk>/reassign/": "MS",
    "editorial/assignment/<int:pk>/extend/": "MS",
    "editorial/assignment/<int:pk>/remind/": "MS",
    "editorial/assignment/<int:pk>/release/": "MS",
    "editorial/assignment/<int:pk>/proposal/": "MS",
    "editorial/assignment/<int:pk>/ask-again/": "MS",
    "editorial/assignment/<int:pk>/waive/": "MS",
    "editorial/review/<int:pk>/begin/": "MS",
    "editorial/review/<int:pk>/assign/": "MS",
    "editorial/review/<int:pk>/return/": "MS",
    "editorial/review/<int:pk>/withdraw/": "EMS",  # this editor owns the article
    "articles/article/<pk>/references.<suffix>": "EMAS",
    "references/reference/<int:pk>/keep/": "MS",
    "references/reference/<int:pk>/no-longer-keep/": "MS",
    "references/reference/<int:pk>/standing/": "EMAS",
    "references/reference/<int:pk>/merge/": "EMS",
    "references/reference/<int:pk>/where-used/": "EMAS",
    "references/reference/where-used/": "EMAS",
    "references/reference/duplicates/": "EMS",
    "references/reference/<int:pk>/look-up/": "EMS",
    "references/reference/import/": "EMS",
    "references/reference/look-up/": "EMS",
    "auth/user/<id>/password/": "S",
}
LETTERS = {"editor": "E", "managing editor": "M", "auditor": "A", "superuser": "S"}

#: In the order of ROLES: anonymous, reader with an account, editor, managing editor, board member,
#: auditor, superuser. A version that nobody approved does not exist for those who may not see it.
OTHERS = {
    "/healthz": [200] * 7,
    "/hooks/bounces/": [405] * 7,  # for POST with BOUNCE_TOKEN; nobody by their account
    "/metrics": [404] * 7,  # without METRICS_TOKEN; with it, nobody by their account
    "/calendar/<slug:token>.ics": [404] * 7,  # of a token that nobody has
    "/": [200] * 7,
    "/specialties/": [200] * 7,
    "/specialties/<slug:slug>/": [200] * 7,
    "/search/": [200] * 7,
    "/ask/": [200] * 7,
    "/articles/<slug:slug>/": [200] * 7,
    "/articles/<slug:slug>/history/": [200] * 7,
    "/articles/<slug>/references.<suffix>": [200] * 7,
    "/articles/<slug:slug>/draft/": [404, 404, 200, 200, 404, 404, 200],
    "/articles/<slug:slug>/v<int:number>/": [404, 404, 200, 200, 404, 200, 200],
    "/articles/<slug:slug>/v<int:number>/sources.css": [404] * 7,  # of what was published only
    "/articles/<slug:slug>/report/": [200] * 7,
    "/articles/<slug:slug>/report/thanks/": [200] * 7,
    "/feed.atom": [200] * 7,
    "/sitemap.xml": [200] * 7,
    "/robots.txt": [200] * 7,
    "/board/": [200] * 7,
    "/board/<slug:slug>/": [200] * 7,
    "/board/<slug:slug>/<slug:digest>.jpg": [404] * 7,  # of a photo that is not there
    "/editorial-policy/": [200] * 7,
    "/admin-tools/references/search": [403, 403, 200, 200, 200, 200, 200],
    "/desk/": [302, 200, 200, 200, 200, 200, 200],
    "/desk/me/": [302, 404, 404, 404, 200, 404, 404],
    "/desk/me/disclosures/": [302, 404, 404, 404, 302, 404, 404],
    "/desk/me/disclosures/<int:pk>/end/": [302, *[404] * 6],  # of a disclosure that is not there
    "/desk/reviews/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/reports/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/reports/<slug:report>.csv": [302, 403, 403, 200, 403, 200, 200],
    "/desk/reviews/<int:pk>/": [302, 404, 200, 200, 200, 200, 200],
    "/desk/reviews/<int:pk>/answer/": [302, 404, 302, 302, 200, 302, 302],
    "/desk/away/": [302, 403, 403, 200, 200, 403, 200],
    "/desk/away/<int:pk>/end/": [302, 404, 404, 404, 404, 404, 404],  # nobody is away
    "/desk/away/<int:pk>/hand-over/": [302, 404, 404, 404, 404, 404, 404],
    "/desk/away/editors/": [302, 403, 200, 200, 403, 403, 200],
    "/desk/away/editors/<int:pk>/end/": [302, 404, 404, 404, 404, 404, 404],  # nobody is away
    "/desk/due/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/due/articles/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/due/tonight/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/due/forecast/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/due/levelling/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/due/<slug:table>.csv": [302, 403, 403, 200, 403, 200, 200],
    "/desk/due/reports/": [302, 403, 200, 200, 403, 200, 200],
    "/desk/due/reports/<int:pk>/": [302, 403, 200, 200, 403, 200, 200],
    "/desk/due/owners/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/due/owners/<int:pk>/": [302, 403, 200, 200, 403, 200, 200],  # of this editor
    "/desk/due/leads/": [302, 403, 403, 200, 403, 200, 200],
    "/desk/reviews/<int:pk>/conflict/": [302, 404, 302, 302, 302, 302, 302],
    "/desk/reviews/<int:pk>/sign-off/": [302, 404, 302, 302, 302, 302, 302],
    "/desk/reviews/<int:pk>/take-back/": [302, 404, 302, 302, 302, 302, 302],
    "/desk/reviews/<int:pk>/text.pdf": [302, 404, 200, 200, 200, 200, 200],
    "/desk/reviews/<int:pk>/read/": [302, 404, 302, 302, 302, 302, 302],
    "/desk/reviews/<int:pk>/comment/": [302, 404, 302, 302, 302, 302, 302],
    "/desk/reviews/<int:pk>/settle/": [302, 404, 302, 302, 302, 302, 302],
    "/admin/": [302, 302, 200, 200, 302, 200, 200],
    "/admin/login/": [302, 403, 302, 302, 403, 302, 302],
    "/admin/password_change/": [302, 302, 200, 200, 302, 200, 200],
    "/admin/autocomplete/": [302, 302, 403, 403, 302, 403, 403],  # says for which field
    "/admin/articles/article/<int:pk>/check-sources/": [302, 302, 405, 405, 302, 405, 405],
    # Of a notice that is not there.
    "/admin/references/reference/<int:pk>/standing/<int:notice_pk>/withdraw/": [
        *(302, 302, 404, 404, 302, 403, 404)
    ],
    "/admin/references/reference/look-up/<int:look_up>/": [302, 302, 200, 200, 302, 403, 200],
    "/admin/references/reference/look-up/<int:look_up>/progress": [
        *(302, 302, 200, 200, 302, 403, 200)
    ],
    # Of a file that is not there, and of one's own only.
    "/admin/references/reference/import/<int:upload>/": [302, 302, 404, 404, 302, 404, 404],
    "/admin/<app_label>/": [302, 302, 200, 200, 302, 200, 200],
    "/admin/<url>": [302, 302, 404, 404, 302, 404, 404],
}
#: Operators' own, the pages of the login, whose answers hang on what an account has set up, and the
#: demo's mail, which is not there while tests run (tests/config/test_demo_mail.py).
UNLISTED = re.compile(
    r"/readyz|/accounts/|/demo/mail/|/admin/(logout|jsi18n|r|mfa|password_change/done)/"
    r"|/admin/\w+/\w+/<path:object_id>/$"  # sends on to the page of the change
)

#: What nobody changes anything through.
READ_ONLY = [
    path
    for path in OTHERS
    if not re.match(
        r"/(admin/|hooks/|desk/reviews/.*/\w|desk/me/\w|desk/away/|.*/report/$"
        r"|desk/due/(owners/<|leads|levelling|reports/<))",
        path,
    )
]


def table() -> dict[str, list[int]]:
    """Address → status for each of ROLES."""
    expected = dict(OTHERS)
    pages = {"list": "", "add": "add/"}
    lines = [line.split() for line in ADMIN.strip().splitlines()]
    for model, *columns in lines[1:]:
        for page, who in zip(lines[0], columns, strict=True):
            path = pages.get(page, f"<path:object_id>/{page}/")
            expected[f"/admin/{model}/{path}"] = _staff(who)
    return expected | {f"/admin/{path}": _staff(who) for path, who in STEPS.items()}


def _staff(who: str) -> list[int]:
    letters = [LETTERS.get(role) for role in ROLES]
    return [302 if letter is None else 200 if letter in who else 403 for letter in letters]


def test_table_has_every_address() -> None:
    paths = {f"/{path}" for path, _pattern in walk(get_resolver().url_patterns)}
    assert {path for path in paths if not UNLISTED.match(path)} == set(table())


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_address_answers_by_the_table(role: str) -> None:
    made = scene()
    client = made.client(role)
    expected = {path: statuses[ROLES.index(role)] for path, statuses in table().items()}
    filled = addresses(made)
    found = {path: client.get(filled[path]).status_code for path in expected}
    assert {p: s for p, s in found.items() if s != expected[p]} == {}


def test_head_answers_like_get(role: str) -> None:
    made = scene()
    client = made.client(role)
    places = addresses(made)
    for path in READ_ONLY:
        told = client.head(places[path])
        assert (told.status_code, told.getvalue()) == (client.get(places[path]).status_code, b"")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace", "propfind"])
def test_reader_pages_take_no_other_method(method: str) -> None:
    made = scene()
    client, places = made.client("superuser"), addresses(made)
    for path in READ_ONLY:
        assert client.generic(method.upper(), places[path]).status_code == 405, path


def test_forms_without_their_token_change_nothing() -> None:
    made = scene()
    for role in ("managing editor", "board member", "superuser"):
        client = made.client(role)
        client.handler.enforce_csrf_checks = True
        for path, place in addresses(made).items():
            if re.match(r"/(admin/|desk/reviews/|desk/(me|away|due)/|accounts/|.*/report/$)", path):
                answer = client.post(place, {"reason": "x", "post": "yes", "action": "x"})
                assert answer.status_code in (302, 403, 404, 405), path
                assert answer.status_code != 302 or "login" in answer["Location"], path
    made.review.refresh_from_db()
    assert made.review.state == "under_review"
