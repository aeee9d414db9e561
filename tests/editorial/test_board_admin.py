"""The board in the admin: credentials, disclosures, photos, and what ends soon."""

import datetime
import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from editorial import pictures
from editorial.disclosing import disclose, end_disclosure
from editorial.endings import endings, with_endings
from editorial.exceptions import NotPossible
from editorial.models import AuditEvent, BoardMember, Credential, Disclosure, Portrait
from editorial.portraits import keep_portrait, remove_portrait
from tests.admin_forms import posted
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, approved, managing_editor

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()
DAY = datetime.timedelta(days=1)
LIST = "/admin/editorial/boardmember/"


def client_of(group: str = "Managing editors") -> Client:
    client = Client()
    client.force_login(UserFactory.create(group=group))
    return client


def page_of(member: BoardMember, step: str = "change") -> str:
    return f"{LIST}{member.pk}/{step}/"


def credential(member: BoardMember, days: int | None, **facts: Any) -> Credential:
    until = None if days is None else TODAY + days * DAY
    return Credential.objects.create(member=member, title="Licence", expires_on=until, **facts)


# Credentials and what ends.


def test_keep_credentials_on_the_page_of_the_member() -> None:
    member, client = BoardMemberFactory.create(), client_of()
    page = client.get(page_of(member))
    data = posted(
        page,
        held_credentials__TOTAL_FORMS="1",
        held_credentials__0__title="Licence",
        held_credentials__0__issued_by="Example Chamber",
        held_credentials__0__expires_on="2027-03-04",
        held_credentials__0__is_required="on",
        held_credentials__0__member=str(member.pk),
    )
    assert client.post(page_of(member), data).status_code == 302
    kept = member.held_credentials.get()
    assert (kept.title, kept.issued_by, kept.is_required) == ("Licence", "Example Chamber", True)
    assert kept.expires_on == datetime.date(2027, 3, 4)
    data = posted(client.get(page_of(member)), held_credentials__0__DELETE="on")
    assert client.post(page_of(member), data).status_code == 302
    assert not member.held_credentials.exists()


def test_editors_see_credentials_and_change_none() -> None:
    member = BoardMemberFactory.create()
    credential(member, 400)
    client = client_of("Editors")
    page = client.get(page_of(member)).content.decode()
    assert "Licence" in page
    assert "held_credentials-0-title" not in page
    for step in ("/deactivate/", "/disclose/", "/photo/"):
        assert step not in page


@pytest.mark.parametrize(
    ("days", "is_required", "words", "stops"),
    [
        (61, True, None, False),
        (60, True, "“Licence” runs out on ", False),
        (0, False, "“Licence” runs out on ", False),
        (-1, True, "Nothing is signed until it is renewed.", True),
        (-1, False, "“Licence” ran out on ", False),
        (None, True, None, False),
    ],
)
def test_warn_of_credentials_that_end(
    days: int | None, is_required: bool, words: str | None, stops: bool
) -> None:
    member = BoardMemberFactory.create()
    credential(member, days, is_required=is_required)
    found = endings(member, TODAY)
    assert member in with_endings(BoardMember.objects.all(), TODAY) or not found
    assert len(found) == (words is not None)
    if words is not None:
        assert words in found[0].words
        assert found[0].stops_signing == stops


@pytest.mark.parametrize(("days", "is_told"), [(61, False), (60, True), (0, True), (-1, False)])
def test_warn_of_terms_that_end(days: int, is_told: bool) -> None:
    member = BoardMemberFactory.create(term_to=TODAY + days * DAY)
    assert bool(endings(member, TODAY)) == is_told
    assert (member in with_endings(BoardMember.objects.all(), TODAY)) == is_told


def test_list_and_filter_by_what_ends() -> None:
    ending = BoardMemberFactory.create(name="Sample Ending", term_to=TODAY + 9 * DAY)
    credential(ending, 3)
    BoardMemberFactory.create(name="Sample Staying")
    BoardMemberFactory.create(name="Sample Former", term_to=TODAY - DAY)
    client = client_of()
    page = client.get(LIST).content.decode()
    assert "“Licence” runs out on " in page
    assert "The term ends on " in page
    names = {"held": "Ending Staying", "ending": "Ending", "none": "Former", "odd": ""}
    for value, expected in names.items():
        page = client.get(LIST, {"office": value}).content.decode()
        shown = {name for name in ("Ending", "Staying", "Former") if f"Sample {name}" in page}
        assert shown == (set(expected.split()) or {"Ending", "Staying", "Former"}), value


def test_list_in_as_many_queries_for_ten_members_as_for_one() -> None:
    client, counts = client_of(), []
    for more in (1, 9):
        for _ in range(more):
            credential(BoardMemberFactory.create(), 3)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Disclosures.


def test_managing_editor_states_and_ends_a_disclosure() -> None:
    member, client = BoardMemberFactory.create(), client_of()
    sent = {
        "item": "grants",
        "entity": "Example Fund",
        "statement": "A trial.",
        "began_on": (TODAY - 9 * DAY).isoformat(),
        "ended_on": "",
    }
    assert client.post(page_of(member, "disclose"), sent).status_code == 302
    kept = member.disclosures.get()
    assert kept.declared_by.groups.get().name == "Managing editors"
    page = client.get(page_of(member)).content.decode()
    assert "Example Fund: A trial." in page
    end = {"disclosure": kept.pk, "ended_on": TODAY.isoformat()}
    assert client.post(page_of(member, "end-disclosure"), end).status_code == 302
    kept.refresh_from_db()
    assert kept.ended_on == TODAY
    refused = client.post(page_of(member, "disclose"), sent | {"began_on": "2999-01-01"})
    assert refused.status_code == 409
    assert "This day is to come." in refused.content.decode()
    assert "A trial.</textarea>" in refused.content.decode()


def test_end_only_what_is_current_and_of_this_member() -> None:
    member, manager, client = BoardMemberFactory.create(), managing_editor(), client_of()
    facts = {"item": "grants", "entity": "Example Fund", "began_on": TODAY - 9 * DAY}
    over = disclose(member, by=manager, **facts)  # type: ignore[arg-type]
    end_disclosure(over, by=manager, ended_on=TODAY - DAY)
    others = disclose(BoardMemberFactory.create(), by=manager, **facts)  # type: ignore[arg-type]
    for chosen in (over, others):
        end = {"disclosure": chosen.pk, "ended_on": TODAY.isoformat()}
        answer = client.post(page_of(member, "end-disclosure"), end)
        assert answer.status_code == 400
        assert "Choose what is over." in answer.content.decode()
    assert set(Disclosure.objects.values_list("ended_on", flat=True)) == {TODAY - DAY, None}


# Photos.


def photo(size: tuple[int, int] = (300, 300), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def sent_photo(content: bytes, alternative: str = "A sample portrait") -> dict[str, Any]:
    return {"picture": SimpleUploadedFile("me.png", content), "alternative": alternative}


def test_show_change_and_remove_a_photo() -> None:
    member, client = BoardMemberFactory.create(slug="one"), client_of()
    assert "multipart/form-data" in client.get(page_of(member, "photo")).content.decode()
    assert client.post(page_of(member, "photo"), sent_photo(photo())).status_code == 302
    kept = Portrait.objects.get(member=member)
    assert bytes(kept.jpeg).startswith(b"\xff\xd8")
    assert kept.get_absolute_url() == f"/board/one/{kept.digest}.jpg"
    assert "data:image/jpeg;base64," in client.get(page_of(member)).content.decode()
    assert kept.get_absolute_url() in client.get("/board/").content.decode()
    words = {"alternative": "In front of a shelf"}
    assert client.post(page_of(member, "photo"), words).status_code == 302
    again = Portrait.objects.get(member=member)
    assert (again.digest, again.alternative) == (kept.digest, "In front of a shelf")
    assert client.post(page_of(member, "remove-photo")).status_code == 302
    assert not Portrait.objects.exists()
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert client.post(page_of(member, "remove-photo")).status_code == 409
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["keep-portrait", "keep-portrait", "remove-portrait"]


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        (sent_photo(b"no picture"), "picture", "no photo that can be read"),
        (sent_photo(b""), "picture", "This file is empty."),
        ({"alternative": "A portrait"}, "picture", "Choose a photo."),
        (sent_photo(photo((60, 60))), "picture", "at least 120"),
        (sent_photo(photo(), ""), "alternative", "Say what the photo shows"),
    ],
)
def test_refuse_what_cannot_be_shown_at_its_field(
    sent: dict[str, Any], field: str, words: str
) -> None:
    member = BoardMemberFactory.create()
    if "picture" in sent:
        sent["picture"].seek(0)
    answer = client_of().post(page_of(member, "photo"), sent)
    assert answer.status_code == 400
    assert words in str(answer.context["form"].errors[field])
    assert words in answer.content.decode()
    assert not Portrait.objects.exists()


def test_refuse_a_file_that_is_too_large_without_reading_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "LARGEST_FILE", 100)
    read: list[object] = []
    monkeypatch.setattr("editorial.portraits.as_jpeg", read.append)
    answer = client_of().post(page_of(BoardMemberFactory.create(), "photo"), sent_photo(photo()))
    assert answer.status_code == 400
    assert "Choose one of at most" in str(answer.context["form"].errors["picture"])
    assert read == []


@pytest.mark.parametrize("group", ["Editors", "Board", "Auditors"])
def test_photos_are_kept_by_managing_editors_only(group: str) -> None:
    member, other = BoardMemberFactory.create(), UserFactory.create(group=group)
    with pytest.raises(PermissionDenied):
        keep_portrait(member, by=other, alternative="A portrait", picture=photo())
    keep_portrait(member, by=managing_editor(), alternative="A portrait", picture=photo())
    with pytest.raises(PermissionDenied):
        remove_portrait(member, by=other)
    assert Portrait.objects.count() == 1


def test_photo_needs_words_and_a_picture() -> None:
    member, manager = BoardMemberFactory.create(), managing_editor()
    with pytest.raises(NotPossible, match="Say what the picture shows"):
        keep_portrait(member, by=manager, alternative=" ", picture=photo())
    with pytest.raises(NotPossible, match="Choose a picture"):
        keep_portrait(member, by=manager, alternative="A portrait")
    assert not Portrait.objects.exists()


def test_photo_is_given_to_readers_by_its_digest_for_public_members_only(client: Client) -> None:
    manager, member = managing_editor(), BoardMemberFactory.create()
    kept = keep_portrait(member, by=manager, alternative="A portrait", picture=photo())
    answer = client.get(kept.get_absolute_url())
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.content == bytes(kept.jpeg)
    assert answer["Cache-Control"] == "public, max-age=2592000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(kept.get_absolute_url().replace(kept.digest, "0" * 64)).status_code == 404
    assert client.get(f"/board/absent/{kept.digest}.jpg").status_code == 404
    member.term_to = TODAY - DAY
    member.save()
    assert client.get(kept.get_absolute_url()).status_code == 404
    signer = approved().sign_offs.select_related("member").earliest("pk").member
    signer.term_to = TODAY - DAY
    signer.save()
    kept = keep_portrait(signer, by=manager, alternative="A portrait", picture=photo((200, 200)))
    assert client.get(kept.get_absolute_url()).status_code == 200
