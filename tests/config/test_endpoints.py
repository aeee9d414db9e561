"""The list of addresses is complete, and what it says about access is true."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, path

from config import endpoints
from config.endpoints import DRAFT, EVERYONE, PREVIEW, PRIVATE_ADDRESS, SCRAPER, Endpoint
from config.error_pages import not_found

pytestmark = pytest.mark.django_db


DOORS = ("/accounts/login/", "/accounts/reauthenticate/")
#: Pages whose whole purpose is signing in or out; visitors are sent back and forth between them.
ABOUT_ONE_ACCOUNT = ("/accounts/", "/admin/login/", "/admin/logout/")


def example(endpoint: Endpoint) -> str:
    """A path with something in every gap; what is asked for need not exist."""
    filled = re.sub(r"<(int:\w+|pk|id|object_id|content_type_id)>", "1", endpoint.path)
    return re.sub(r"<[\w:]+>", "x", filled)


def test_list_is_json_with_path_methods_and_who() -> None:
    out = StringIO()
    call_command("list_endpoints", json=True, stdout=out)
    rows = {row["path"]: row for row in json.loads(out.getvalue())}
    assert rows["/healthz"] == {"path": "/healthz", "methods": ["GET", "HEAD"], "who": EVERYONE}
    assert rows["/desk/"]["methods"] == ["GET", "HEAD"]
    assert rows["/desk/reviews/<int:pk>/sign-off/"]["methods"] == ["GET", "HEAD", "POST"]
    assert "POST" in rows["/accounts/login/"]["methods"]
    assert "/articles/<slug>/references.<suffix>" in rows
    assert len(rows) > 50


def lets_visitors_in(client: Client, endpoint: Endpoint) -> bool:
    """An answer, be it that there is nothing, in place of a login page or a refusal."""
    response = client.get(example(endpoint), follow=True)
    if endpoint.who in {DRAFT, PRIVATE_ADDRESS, SCRAPER}:
        return response.status_code != 404  # visitors do not even learn that something is there
    ends_at_a_door = response.request["PATH_INFO"] in DOORS
    return response.status_code not in {403, 405} and not ends_at_a_door


def test_visitors_get_in_exactly_where_everyone_may(client: Client) -> None:
    pages = [e for e in endpoints.endpoints() if not e.path.startswith(ABOUT_ONE_ACCOUNT)]
    open_to_all = {e.path for e in pages if e.who in {EVERYONE, PREVIEW}}
    assert {e.path for e in pages if lets_visitors_in(client, e)} == open_to_all


def test_address_that_nobody_spoke_of_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[URLPattern] = [path("new/", not_found)]
    monkeypatch.setattr(get_resolver(), "url_patterns", added)
    with pytest.raises(LookupError, match="who may use /new/"):
        endpoints.endpoints()
