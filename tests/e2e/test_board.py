"""Two rounds of one review, and a correction after it: an editor, a managing editor, four members.

One member is away and another stands in; one declines; one has a conflict of interest, which is
waived, and asks for changes. Later a tenfold dose is refused as a correction; a misspelling is one.
"""

import datetime
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from editorial.models import BoardMember, Review, ReviewSchedule
from editorial.states import Kind, State
from tests.e2e import editing, reviewing
from tests.e2e.people import Visitors, come_back
from tests.factories.articles import PASSWORD, SpecialtyFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "How is a cramp of the neck treated?"
ADDRESS = "/articles/neck-cramp/"
TEXT = "Give 5 mg slowley, then wait"
#: By keys it may come later than the next key, for the editor learns of it by an event.
PUT_CARET = """(editor, place) => {
    const words = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT).nextNode();
    getSelection().collapse(words, place);
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
CONFLICT = "The maker paid for a lecture of mine."
ASKING = {"begin": "Begin the review", "assign": "Ask them"}
WISH = "Say for how long to wait."
FILE = f"""---
title: {TITLE}
slug: neck-cramp
specialty: Neurology
summary: With rest, and slowly.
literature_searched_on: 2026-01-31
references:
  - id: label
    type: article-journal
    title: A sample trial of rest
    author: [{{family: Example, given: A}}]
    container-title: Journal of Samples
    issued: {{date-parts: [[2024]]}}
    DOI: 10.5555/rest
---
## Treatment

{TEXT} [@label].

::: plain-language
Rest, and ask your physician [@label].
:::
"""


@dataclass(frozen=True)
class Cast:
    """The people, by their part."""

    editor: User
    manager: User
    declines: BoardMember
    away: BoardMember
    stands_in: BoardMember
    conflicted: BoardMember

    @property
    def article(self) -> Article:
        return Article.objects.get()


@pytest.fixture
def cast(db: None, tmp_path: Path) -> Cast:
    del db
    editor = UserFactory.create(username="editor", group="Editors", last_name="Editor One")
    neurology = SpecialtyFactory.create(name="Neurology", slug="neurology")
    members = []
    for number in ("One", "Two", "Three", "Four"):
        members.append(BoardMemberFactory.create(name=f"Dr. Sample Reviewer {number}"))
        members[-1].specialties.add(neurology)
    file = tmp_path / "neck-cramp.md"
    file.write_text(FILE)
    call_command("import_article", str(file), owner="editor", stdout=StringIO())
    return Cast(editor, UserFactory.create(group="Managing editors"), *members)


@dataclass(frozen=True)
class Desks:
    """Everybody at their own browser, opened once."""

    visitor: Visitors
    pages: dict[str, Page]

    def of(self, user: User) -> Page:
        if user.username not in self.pages:
            self.pages[user.username] = come_back(self.visitor(), user.username)
        return self.pages[user.username]


def submit(page: Page, article: Article, *, kind: Kind | None = None) -> None:
    page.goto(f"/admin/articles/article/{article.pk}/submit/")
    if kind is not None:
        page.locator(f'input[name="kind"][value="{kind.value}"]').check()
    page.get_by_role("button", name="Submit for review").click()


def expect_submitted(page: Page) -> None:
    expect(page.get_by_text("Submitted. The managing editors have been told.")).to_be_visible()


def ask(page: Page, step: str, *members: BoardMember) -> None:
    review = Review.objects.open().get()
    page.goto(f"/admin/editorial/review/{review.pk}/{step}/")
    for member in members:
        page.get_by_role("checkbox", name=re.compile(member.name)).check()
    page.get_by_role("button", name=ASKING[step]).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def be_away(page: Page, *, stand_in: BoardMember) -> None:
    today = timezone.now().date()
    page.goto("/desk/away/")
    page.get_by_label("Who stands in").select_option(label=str(stand_in))
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today + datetime.timedelta(days=7)).isoformat())
    page.get_by_label("Reason").fill("A congress.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text(f"{stand_in} stands in.")).to_be_visible()


def open_what_waits(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("article").get_by_role("link", name=TITLE, exact=True).click()


def decline(page: Page) -> None:
    open_what_waits(page)
    page.get_by_role("link", name="Not now, another date, or somebody else?").click()
    page.locator("form", has=page.get_by_role("button", name="Decline")).get_by_label(
        "Reason"
    ).fill("On call this week.")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("On call this week.")).to_be_visible()
    expect(page.get_by_role("button", name="Open it again")).to_be_visible()


def declare_conflict(page: Page) -> None:
    open_what_waits(page)
    page.get_by_label("Conflict of interest declared").check()
    page.get_by_label("If there is one, say which").fill(CONFLICT)
    page.get_by_role("button", name="Answer and read the text").click()
    expect(page.get_by_text("so you can only recuse yourself")).to_be_attached()


def waive(page: Page, member: BoardMember) -> None:
    page.goto("/desk/reviews/")
    page.get_by_role("link", name=re.compile(f"Waive the conflict.*{member.name}")).click()
    page.get_by_label("Reason").fill("One lecture, on another drug.")
    page.get_by_role("button", name="Waive").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def comment(page: Page) -> None:
    """On the passage, with the weight that asks for a change."""
    page.get_by_text("Comment on this section").first.click()
    form = page.locator("#comment-on-0")
    form.get_by_label("The passage, copied from the text").fill("then wait")
    form.get_by_label("Must be changed").check()
    form.get_by_label("Your comment").fill(WISH)
    form.get_by_role("button", name="Keep the comment").click()
    expect(page.get_by_text(WISH).first).to_be_visible()


def sign(page: Page, verdict: str, *, reason: str = "") -> None:
    page.get_by_text("Decide and sign").click()
    page.get_by_label(verdict, exact=True).check()
    page.get_by_label("Reason").fill(reason)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()


def read_and_approve(page: Page) -> None:
    open_what_waits(page)
    reviewing.deny_conflict(page)
    expect(page.get_by_text("Give 5 mg").first).to_be_visible()
    sign(page, "Approve")


def type_into_the_text(page: Page, article: Article, *keys: str, behind: str, reads: str) -> None:
    """In the editor, behind the words that the text begins with."""
    text = editing.clinical_text(page, 0)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    text.click()
    expect(text).to_be_focused()
    expect(text).to_contain_text(behind)
    text.evaluate(PUT_CARET, len(behind))
    for key in keys:
        page.keyboard.press(key)
    expect(text).to_contain_text(reads)
    editing.save(page)


def settle(page: Page) -> None:
    review = Review.objects.latest("pk")
    page.goto(f"/desk/reviews/{review.pk}/")
    page.get_by_label("What came of it").fill("Ten minutes, it says now.")
    page.get_by_role("button", name="Settle the comment").click()
    expect(page.get_by_text("Settled: Ten minutes, it says now.").first).to_be_visible()


def first_round(cast: Cast, desks: Desks) -> None:
    editor, manager = desks.of(cast.editor), desks.of(cast.manager)
    submit(editor, cast.article)
    expect_submitted(editor)
    be_away(desks.of(cast.away.user), stand_in=cast.stands_in)
    ask(manager, "begin", cast.declines, cast.away)
    decline(desks.of(cast.declines.user))
    ask(manager, "assign", cast.conflicted)
    asks_for_changes = desks.of(cast.conflicted.user)
    declare_conflict(asks_for_changes)
    waive(manager, cast.conflicted)
    asks_for_changes.reload()
    comment(asks_for_changes)
    sign(asks_for_changes, "Request changes", reason="See my comment.")
    read_and_approve(desks.of(cast.stands_in.user))
    assert Review.objects.get().state == State.CHANGES_REQUESTED


def second_round(cast: Cast, desks: Desks) -> None:
    editor = desks.of(cast.editor)
    settle(editor)
    longer = " for ten minutes"
    type_into_the_text(editor, cast.article, *longer, behind=TEXT, reads=TEXT + longer)
    submit(editor, cast.article)
    expect_submitted(editor)
    ask(desks.of(cast.manager), "begin", cast.declines, cast.stands_in)
    read_and_approve(desks.of(cast.stands_in.user))
    read_and_approve(desks.of(cast.declines.user))
    assert Review.objects.latest("pk").state == State.APPROVED


def correct(cast: Cast, desks: Desks) -> None:
    """A tenfold dose is no correction; the letter too many in "slowley" is."""
    editor = desks.of(cast.editor)
    type_into_the_text(editor, cast.article, "0", behind="Give 5", reads="Give 50 mg")
    submit(editor, cast.article, kind=Kind.CORRECTION)
    expect(editor.get_by_role("alert")).to_contain_text("Not submitted")
    expect(editor.get_by_text("50 mg").first).to_be_visible()
    assert not Review.objects.open().exists()
    for before, after in (
        ("Give 50", "Give 5 mg slowley"),
        ("Give 5 mg slowle", "Give 5 mg slowly"),
    ):
        type_into_the_text(editor, cast.article, "Backspace", behind=before, reads=after)
    submit(editor, cast.article, kind=Kind.CORRECTION)
    expect_submitted(editor)
    ask(desks.of(cast.manager), "begin", cast.declines)
    read_and_approve(desks.of(cast.declines.user))


def test_board_reviews_in_two_rounds_and_corrects(visitor: Visitors, cast: Cast) -> None:
    desks = Desks(visitor, {})
    first_round(cast, desks)
    reader = visitor()
    answer = reader.goto(ADDRESS)
    assert answer is not None
    assert answer.status == 404
    second_round(cast, desks)
    dates = ReviewSchedule.objects.values("reviewed_on", "due_on", "review")
    in_full = dates.get()
    reader.goto(ADDRESS)
    expect(reader.get_by_text("Give 5 mg slowley, then wait for ten minutes")).to_be_visible()
    for member in (cast.declines, cast.stands_in):
        expect(reader.get_by_role("link", name=member.name).first).to_be_visible()
    correct(cast, desks)
    reader.reload()
    expect(reader.get_by_text("Give 5 mg slowly, then wait")).to_be_visible()
    assert dates.get() == in_full
    assert [review.state for review in Review.objects.order_by("pk")] == [
        State.CHANGES_REQUESTED,
        State.APPROVED,
        State.APPROVED,
    ]
    call_command("audit", "verify", stdout=StringIO())
