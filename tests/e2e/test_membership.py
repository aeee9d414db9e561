"""Membership: a member declares an interest on a phone, and readers see it; the admin's pages."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from editorial.models import BoardMember
from tests.e2e.people import PHONE, Visitors, come_back, fits
from tests.e2e.test_accessibility import checked, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]


def test_member_declares_an_interest_on_a_phone(visitor: Visitors) -> None:
    page = come_back(visitor(PHONE, dark=True), "demo-board-3")
    problems = checked(page, "/desk/me/")
    page.get_by_role("button", name="State it").click()
    expect(page.get_by_text("Say with whom: a company")).to_be_visible()
    problems += violations(page)
    page.get_by_label("Kind").select_option("Consulting fees")
    page.get_by_label("With whom").fill("Example Implants")
    page.get_by_label("From").fill("2026-01-15")
    page.get_by_role("button", name="State it").click()
    expect(page.get_by_text("Stated. Readers see it on your page.")).to_be_visible()
    problems += violations(page)
    assert fits(page)
    for address in ("/board/dr-sample-reviewer-three/", "/board/"):
        problems += checked(page, address)
        assert fits(page)
    page.goto("/board/dr-sample-reviewer-three/")
    expect(page.get_by_text("Example Implants")).to_be_visible()
    assert problems == []


def test_managing_editor_shows_a_photo(visitor: Visitors, tmp_path: Path) -> None:
    """The pages without the policy, for on these the checker brings styles of its own."""
    file = tmp_path / "portrait.png"
    Image.new("RGB", (800, 600), "teal").save(file)
    page = visitor(PHONE, under_policy=False)
    come_back(page, "demo-managing-editor")
    member = BoardMember.objects.get(user__username="demo-board-3")
    here = f"/admin/editorial/boardmember/{member.pk}"
    addresses = (
        *(f"{here}/change/", f"{here}/disclose/", "/admin/editorial/boardmember/"),
        *("/admin/editorial/boardmember/signers-gone/", f"{here}/photo/"),
    )
    problems = [found for address in addresses for found in checked(page, address)]
    page.get_by_label("Photo:", exact=True).set_input_files(file)
    page.get_by_label("What the photo shows").fill("A sample portrait")
    page.get_by_role("button", name="Show this photo").click()
    expect(page.get_by_role("img", name="A sample portrait")).to_be_visible()
    problems += violations(page)
    reader = visitor(PHONE)
    reader.goto(member.get_absolute_url())
    photo = reader.get_by_role("img", name="A sample portrait")
    expect(photo).to_be_visible()
    assert photo.evaluate("picture => picture.naturalWidth") == 640
    assert problems == []
