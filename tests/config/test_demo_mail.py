"""Mail of a machine without a mail server: whole files, shown escaped, not to everyone."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import path
from pytest_django import Settings

from config import demo_mail
from config.mailbox import FileBackend, messages
from config.urls import urlpatterns

urlpatterns = [
    *urlpatterns,
    path("demo/mail/", demo_mail.mail_list, name="demo-mails"),
    path("demo/mail/<slug:name>/", demo_mail.mail_detail, name="demo-mail"),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _mail_directory(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.DEMO = True


def send(*subjects: str, body: str = "Hello") -> int:
    mails = [EmailMessage(s, body, "editorial@localhost", ["a@example.org"]) for s in subjects]
    return FileBackend().send_messages(mails)


def test_each_message_is_one_file_and_the_newest_comes_first(client: Client) -> None:
    assert send("First", "Second") == 2
    assert [file.suffix for file in messages()] == [".eml", ".eml"]
    page = client.get("/demo/mail/").content.decode()
    assert page.index("Second") < page.index("First")


def test_list_says_so_when_there_is_no_mail(client: Client) -> None:
    assert "Nothing has been sent yet" in client.get("/demo/mail/").content.decode()


def test_message_is_shown_escaped_with_links_and_umlauts(client: Client) -> None:
    send("Über <b>Fristen</b>", body="<script>alert(1)</script> see http://127.0.0.1/desk/ Grüße")
    page = client.get(f"/demo/mail/{messages()[0].stem}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>Fristen" not in page
    assert 'href="http://127.0.0.1/desk/"' in page
    assert "Grüße" in page


def test_only_names_of_messages_lead_to_files(client: Client, tmp_path: Path) -> None:
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nsecret")
    for name in ("..%2Fsecret", "../secret", "secret", "1-2"):
        assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_outside_the_demo_only_superusers_read_mail(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    send("First")
    address = f"/demo/mail/{messages()[0].stem}/"
    for page in ("/demo/mail/", address):
        assert client.get(page).status_code == 302
    client.force_login(User.objects.create_user("ed", is_staff=True))
    assert client.get(address).status_code == 403
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(address).status_code == 200
