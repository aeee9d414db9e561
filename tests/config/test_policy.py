"""The headers that tell a browser what our pages may do."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db

DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())


@pytest.fixture
def superuser() -> User:
    return User.objects.create_superuser("root", "root@example.org", "demo-password-only")


def test_policy_is_strict_on_every_kind_of_page(client: Client, superuser: User) -> None:
    addresses = ["/", "/accounts/login/", "/nothing-here/", "/healthz", "/robots.txt"]
    for address in addresses:
        assert policy(client.get(address)["Content-Security-Policy"]) == DIRECTIVES, address
    client.force_login(superuser)
    for address in ("/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/accounts/2fa/"):
        response = client.get(address)
        assert response.status_code == 200
        found = policy(response["Content-Security-Policy"])
        for name, value in DIRECTIVES.items():
            assert re.sub(r" 'nonce-[\w+/=]+'", "", found[name]) == value, address


def test_admin_page_gives_every_script_the_nonce_of_its_policy(
    client: Client, superuser: User
) -> None:
    client.force_login(superuser)
    page = client.get("/admin/articles/article/add/")
    nonce = re.search(r"'nonce-([\w+/=]+)'", page["Content-Security-Policy"])
    assert nonce, "the editor's import map needs one"
    text = page.content.decode()
    inline = [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]
    executed = [tag for tag in inline if "application/json" not in tag]
    assert executed
    assert all(f'nonce="{nonce.group(1)}"' in tag for tag in executed), executed
    again = client.get("/admin/articles/article/add/")["Content-Security-Policy"]
    assert nonce.group(1) not in again


def test_pages_cannot_be_framed_and_tell_no_referrer(client: Client) -> None:
    response = client.get("/accounts/login/")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
