"""One article, from an empty form to a reader: five people, five browsers, one enforced policy."""

import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Page, expect

from articles.models import Article
from editorial.delivery import deliver
from editorial.models import BoardMember, Notification, Review
from tests.e2e import editing, reviewing
from tests.e2e.people import PHONE, Visitors, keep_picture, sign_in
from tests.factories.articles import PASSWORD, SpecialtyFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory
from tests.factories.references import ReferenceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "What makes the neck muscles cramp?"
ADDRESS = "/articles/what-makes-the-neck-muscles-cramp/"
SUMMARY = "Strain and posture do, most of the time. Look for red flags first."
CLAIM = "Strain of the muscles comes first"
SPINE, PHONES = "The straight cervical spine", "Complaints among users of handheld devices"
NOTE = "The second section is new; please look at its source."
REASON = "Well put, and the source carries the claim."
COLLEAGUES_FILE = """---
title: Does posture matter?
specialty: Neurology
summary: It does.
---
Hours of looking down strain the muscles of the neck [@xie2017].
"""


@dataclass(frozen=True)
class Cast:
    """The people, and the colleague's draft that one of them copies from."""

    editor: User
    manager: User
    members: list[BoardMember]
    colleagues_draft: Article


@pytest.fixture
def cast(db: None, tmp_path: Path) -> Cast:
    del db
    editor = UserFactory.create(username="editor", group="Editors", last_name="Editor One")
    members = [
        BoardMemberFactory.create(
            user__username=f"member-{number.lower()}",
            name=f"Dr. Sample Reviewer {number}",
            credentials="MD",
        )
        for number in ("One", "Two")
    ]
    SpecialtyFactory.create(name="Neurology", slug="neurology")
    add_to_library("Helliwell", 1994, SPINE)
    add_to_library("Xie", 2017, PHONES)
    file = tmp_path / "posture.md"
    file.write_text(COLLEAGUES_FILE)
    call_command("import_article", str(file), owner="editor", stdout=StringIO())
    return Cast(
        editor=editor,
        manager=UserFactory.create(username="manager", group="Managing editors"),
        members=members,
        colleagues_draft=Article.objects.get(),
    )


def add_to_library(family: str, year: int, title: str) -> None:
    work = ReferenceFactory.create()
    work.csl = work.csl | {
        "title": title,
        "author": [{"family": family, "given": "A"}],
        "issued": {"date-parts": [[year]]},
    }
    work.save()


def delivered(mailoutbox: list[EmailMessage]) -> list[tuple[str, str]]:
    """Send what waits, as the worker does; who then got what."""
    mailoutbox.clear()
    deliver(timezone.now())
    return sorted((mail.to[0].split("@")[0], mail.subject.split(":")[0]) for mail in mailoutbox)


def answer_at(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def draft_until_the_gate_lets_it_through(page: Page, cast: Cast) -> None:
    """Type it, copy a part, be refused with all that was typed kept, resolve, submit again."""
    page.goto("/admin/articles/article/add/")
    editing.fill_in_article(page, question=QUESTION, summary=SUMMARY, specialty="Neurology")
    expect(page.get_by_label("Address")).to_have_value(ADDRESS.split("/")[2])
    editing.write_section(page, 0, heading="Causes", words=CLAIM)
    editing.cite(page, search="straight cervical")
    page.keyboard.type(".")
    editing.save(page)
    source = f"/admin/articles/article/{cast.colleagues_draft.pk}/change/"
    editing.copy_section(page, source=source, place=1, heading="Posture")
    expect(page.locator(".citation-chip--unresolved")).to_have_text("xie2017")
    editing.save(page)
    editing.section(page, 1).scroll_into_view_if_needed()
    keep_picture(page, "journey-1-drafting")
    drafting = page.url
    editing.submit(page, note=NOTE)
    expect(page.get_by_role("alert")).to_contain_text("Not submitted: 1 finding has to be resolved")
    expect(page.get_by_label("Note to the managing editors")).to_have_value(NOTE)
    assert not Review.objects.exists()
    keep_picture(page, "journey-2-refused")
    editing.resolve(page, "xie2017", source="Xie 2017", picture="journey-3-resolving")
    editing.save(page)
    expect(page.get_by_text("The draft as saved is ready: no findings.")).to_be_visible()
    editing.submit(page, note=NOTE)
    expect(page).to_have_url(drafting)
    expect(page.get_by_text("Submitted. The managing editors have been told.")).to_be_visible()


def read_as_board(page: Page) -> None:
    """The text comes with the answer to the question about conflicts of interest."""
    reviewing.open_review(page, title=QUESTION)
    expect(page.get_by_text(NOTE)).to_be_visible()
    expect(page.get_by_text(CLAIM)).to_have_count(0)
    reviewing.deny_conflict(page)
    expect(page.get_by_text(CLAIM)).to_be_visible()
    expect(page.locator("#reference-2")).to_contain_text(PHONES)


def sign_at_the_second_attempt(page: Page) -> None:
    """A mistyped password signs nothing, says so beside the field, and loses nothing."""
    read_as_board(page)
    page.get_by_text("Decide and sign").click()
    reviewing.approve(page, reason=REASON, password="not the password")
    expect(page.get_by_label("Your password")).to_have_accessible_description(
        re.compile("Nothing was signed: the password is wrong. 4 attempts are left.")
    )
    expect(page.get_by_label("Approve", exact=True)).to_be_checked()
    expect(page.get_by_label("Reason")).to_have_value(REASON)
    keep_picture(page, "journey-5-signing")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Your password").press("Enter")
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()


def sign_on_a_phone(page: Page) -> None:
    read_as_board(page)
    page.get_by_role("button", name="Your decision").tap()
    page.get_by_text("Decide and sign").tap()
    page.get_by_label("Approve", exact=True).scroll_into_view_if_needed()
    keep_picture(page, "journey-6-signing-phone")
    reviewing.approve(page, reason="", password=PASSWORD)
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()


def expect_the_approved_article(page: Page) -> None:
    """Who signed and when, and every citation leading to its source and back."""
    today = date_format(timezone.now())
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    trust = page.get_by_role("region", name="Review of this article")
    for name in ("Dr. Sample Reviewer One", "Dr. Sample Reviewer Two"):
        member = trust.get_by_role("link", name=name)
        expect(member).to_have_attribute("href", re.compile("^/board/"))
    steps = page.get_by_role("list", name="Steps of the review").get_by_role("listitem")
    expect(steps).to_have_text(
        [re.compile(rf"{step}.*{today}") for step in ("Submitted", "Under review", "Approved")]
    )
    expect(page.locator("sup.citation")).to_have_text(["1", "2"])
    for number, source in ((1, SPINE), (2, PHONES)):
        page.locator(f"#cite-{number}-1").click()
        expect(page).to_have_url(re.compile(f"#reference-{number}$"))
        expect(page.locator(f"#reference-{number}")).to_contain_text(source)
        page.locator(f"#reference-{number} .backlinks a").click()
        expect(page).to_have_url(re.compile(f"#cite-{number}-1$"))


def test_an_article_goes_from_an_empty_form_to_a_reader(
    visitor: Visitors, cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    first, second = cast.members

    page = sign_in(visitor(), cast.editor.username, PASSWORD)
    draft_until_the_gate_lets_it_through(page, cast)
    assert delivered(mailoutbox) == [("manager", "Review to begin")]

    page = sign_in(visitor(), cast.manager.username, PASSWORD)
    reviewing.begin(page, str(first), str(second), picture="journey-4-beginning")
    asked = [("member-one", "Sign-off asked"), ("member-two", "Sign-off asked")]
    assert delivered(mailoutbox) == asked

    sign_at_the_second_attempt(sign_in(visitor(), first.user.username, PASSWORD))
    reader = visitor()
    assert answer_at(reader, ADDRESS) == 404  # one signature of two

    sign_on_a_phone(sign_in(visitor(PHONE), second.user.username, PASSWORD))
    assert answer_at(reader, ADDRESS) == 200
    keep_picture(reader, "journey-7-reader")
    expect_the_approved_article(reader)

    told = [(name, "Approved") for name in ("editor", "member-one", "member-two")]
    assert delivered(mailoutbox) == told
    assert not Notification.objects.filter(state=Notification.State.QUEUED).exists()
