"""Every address of the site with its methods and who may use it.

The rule of who may is written where it is enforced, in the views. This table says it once more, for
readers of the list, and a test asks every address without an account to see that it is true.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

EVERYONE = "everyone"
LINK = "everyone; changes something: whoever holds the signed link from a mail"
PRIVATE_ADDRESS = "whoever holds the private address"
SCRAPER = "whoever sends METRICS_TOKEN; not there without one"
BOUNCES = "whoever sends BOUNCE_TOKEN; not there without one"
SIGNED_IN = "signed in"
STAFF = "staff, with the permission for the model"
BOARD = "signed in; a review: its assigned members and managing editors"
SEAT = "board members, for themselves"
OVERSEERS = "managing editors and auditors"
ABSENCES = "board members and managing editors; a change: for oneself, or a managing editor"
EDITORS_AWAY = "editors and managing editors; a change: for oneself, or a managing editor"
OWNED = "managing editors and auditors, editors their own; a change: no auditor"
LIBRARY = "may see the reference library"
PREVIEW = "everyone; what is not published: may see versions"
DRAFT = "may change articles"
REPORTS = "editors, managing editors and auditors; a change: editors and managing editors"
DEMO = "everyone in the demo, else superusers"

#: The first pattern that fits a path decides. An address without a rule is an error.
RULES = [
    (r"healthz|readyz", EVERYONE),
    (r"metrics$", SCRAPER),
    (r"hooks/bounces/", BOUNCES),
    (r"calendar/", PRIVATE_ADDRESS),
    (r"admin/(login|logout)/", EVERYONE),
    (r"admin/", STAFF),
    (r"admin-tools/references/", LIBRARY),
    (r"accounts/(login|logout|signup|inactive|reauthenticate|confirm-email)/", EVERYONE),
    (r"accounts/password/reset/", EVERYONE),
    (r"accounts/2fa/(authenticate|trust|webauthn/(login|reauthenticate|signup))/", EVERYONE),
    (r"accounts/2fa/reauthenticate/", SIGNED_IN),
    (r"accounts/mail/leave/", LINK),
    (r"accounts/", SIGNED_IN),
    (r"desk/due/reports/", REPORTS),
    (r"desk/due/owners/<", OWNED),
    (r"desk/(reviews/$|reports/|due/)", OVERSEERS),
    (r"desk/me/", SEAT),
    (r"desk/away/editors/", EDITORS_AWAY),
    (r"desk/away/", ABSENCES),
    (r"desk/", BOARD),
    (r"demo/mail/", DEMO),
    (r"articles/<slug:slug>/draft/", DRAFT),
    (r"articles/<slug:slug>/v<int:number>/", PREVIEW),
    (r"articles/|specialties/|search/|ask/|board/|editorial-policy/", EVERYONE),
    (r"feed\.atom|sitemap\.xml|robots\.txt|$", EVERYONE),
]

#: The name of the variable in which Django's `require_http_methods` keeps its list.
METHODS_VARIABLE = "request_method_list"
ANY_METHOD = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Endpoint:
    path: str
    methods: list[str]
    who: str


def endpoints() -> list[Endpoint]:
    """Raises LookupError for an address nobody has said anything about."""
    return [
        Endpoint(f"/{path}", methods(pattern.callback), who_may(path))
        for path, pattern in walk(get_resolver().url_patterns)
    ]


def walk(
    patterns: Iterable[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = before + _readable(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, path)
        else:
            yield path, pattern


def who_may(path: str) -> str:
    for rule, who in RULES:
        if re.match(rule, path):
            return who
    raise LookupError(f"Nobody has said who may use /{path}: add a rule to config/endpoints.py.")


def methods(view: Callable[..., Any]) -> list[str]:
    """From the class of a view, or from the decorator around a function."""
    of_class = getattr(view, "view_class", None)
    if of_class is not None:
        offered = [name for name in of_class.http_method_names if hasattr(of_class, name)]
        return sorted(name.upper() for name in offered if name != "options")
    for layer in _layers(view):
        allowed = _closure(layer).get(METHODS_VARIABLE)
        if allowed:
            return sorted(allowed)
    return ANY_METHOD


def _layers(view: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    layer: Callable[..., Any] | None = view
    while layer is not None:
        yield layer
        layer = getattr(layer, "__wrapped__", None)


def _closure(function: Callable[..., Any]) -> dict[str, Any]:
    code = getattr(function, "__code__", None)
    cells = getattr(function, "__closure__", None) or ()
    if code is None:
        return {}
    return {name: cell.cell_contents for name, cell in zip(code.co_freevars, cells, strict=True)}


def _readable(pattern: str) -> str:
    """A regular expression as a path: its anchors go, its groups become names."""
    pattern = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return pattern.removeprefix("^").removesuffix("$").removesuffix(r"\Z").replace("\\", "")
