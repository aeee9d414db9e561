"""Reading at the desk: ticks, comments beside the sections, what came of them, and the PDF."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial import workflow
from editorial.models import Assignment, Comment, ReadMark, Review
from editorial.review_paper import review_paper
from references.models import Reference, Retraction
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    under_review,
)

pytestmark = pytest.mark.django_db

SENT = {
    "section": "0",
    "quote": "Spasm follows",
    "weight": "blocking",
    "text": "Say for how long it lasts.",
}


@pytest.fixture
def review() -> Review:
    return under_review()


def own(review: Review) -> Assignment:
    return review.assignments.select_related("member__user").earliest("pk")


def other(review: Review) -> Assignment:
    return review.assignments.select_related("member__user").latest("pk")


def login(client: Client, assignment: Assignment) -> Assignment:
    client.force_login(assignment.member.user)
    return assignment


def address(review: Review, step: str = "") -> str:
    return f"/desk/reviews/{review.pk}/{step}"


def shown(client: Client, review: Review, query: str = "") -> str:
    response = client.get(f"{address(review)}{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def comment(assignment: Assignment, **changed: object) -> Comment:
    sent: dict[str, object] = {**SENT, "section": 0, **changed}
    return workflow.comment(assignment, by=assignment.member.user, **sent)  # type: ignore[arg-type]


# Ticks.


def test_tick_counts_and_leads_back_to_the_section(client: Client) -> None:
    article = ArticleFactory.create()
    SectionFactory.create(article=article, position=10_000, heading="Outlook")
    review = under_review(article)
    login(client, own(review))
    page = shown(client, review)
    assert "0 of 2 sections read" in page
    assert "<span data-unread-names>Causes · Outlook</span>" in page
    answer = client.post(f"{address(review, 'read/')}?audience=plain", {"section": "1"})
    assert answer.status_code == 303
    assert answer["Location"] == f"{address(review)}?audience=plain#beside-1"
    page = shown(client, review)
    assert "1 of 2 sections read" in page
    assert "<span data-unread-names>Causes</span>" in page
    assert "You read this section on" in page


def test_tick_answers_a_script_with_how_far_it_is(client: Client, review: Review) -> None:
    login(client, own(review))
    answer = client.post(
        address(review, "read/"), {"section": "0"}, headers={"Accept": "application/json"}
    )
    assert answer.json() == {"progress": "1 of 1 section read", "unread": []}
    assert "data-unread hidden" in shown(client, review)


@pytest.mark.parametrize("section", ["1", "-1", "x", "", "9" * 30])
def test_tick_what_is_not_there_is_refused(client: Client, review: Review, section: str) -> None:
    login(client, own(review))
    answer = client.post(address(review, "read/"), {"section": section})
    assert answer.status_code in (400, 409)
    assert b"This was not taken." in answer.content
    assert not ReadMark.objects.exists()


def test_one_member_does_not_see_the_ticks_of_another(client: Client, review: Review) -> None:
    asked = other(review)
    workflow.mark_read(asked, by=asked.member.user, section=0)
    login(client, own(review))
    assert "0 of 1 section read" in shown(client, review)


# Comments.


def test_comment_stands_beside_its_section(client: Client, review: Review) -> None:
    login(client, own(review))
    answer = client.post(address(review, "comment/"), SENT)
    assert answer.status_code == 303
    assert answer["Location"] == f"{address(review)}#beside-0"
    page = shown(client, review)
    assert "Say for how long it lasts." in page.split("<!-- beside -->")[0]
    assert "“Spasm follows”" in page


@pytest.mark.parametrize(
    ("changed", "status", "why"),
    [
        ({"quote": "Not there"}, 409, "This passage is not in the section."),
        ({"text": ""}, 400, "Write your comment: it has no text yet."),
        ({"weight": ""}, 400, "Choose how much weight your comment has."),
        ({"quote": "x" * 2001}, 400, "Shorten this to 2000 characters"),
        ({"section": "7"}, 409, "This version has no such section."),
        ({"section": "x"}, 400, "did not say which section is meant"),
    ],
)
def test_refused_comment_comes_back_as_typed(
    client: Client, review: Review, changed: dict[str, str], status: int, why: str
) -> None:
    login(client, own(review))
    sent = SENT | {"text": "Kept <b>words</b>."} | changed
    answer = client.post(address(review, "comment/"), sent)
    assert answer.status_code == status
    page = answer.content.decode()
    assert why in page
    assert changed.get("text", "Kept &lt;b&gt;words&lt;/b&gt;.") in page
    assert sent["quote"] in page
    assert not Comment.objects.exists()


def test_comment_of_a_member_who_has_signed_comes_back_to_copy(
    client: Client, review: Review
) -> None:
    asked = login(client, own(review))
    sign(review, asked.member)
    answer = client.post(address(review, "comment/"), SENT)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "You have signed." in page
    assert "Say for how long it lasts." in page


def test_members_read_independently_until_they_have_signed(client: Client, review: Review) -> None:
    first, second = own(review), other(review)
    comment(first)
    login(client, second)
    assert "Say for how long it lasts." not in shown(client, review)
    sign(review, second.member)
    assert "Say for how long it lasts." in shown(client, review)


@pytest.mark.parametrize("group", ["Editors", "Managing editors", "Auditors"])
def test_editors_and_auditors_see_comments_at_once(
    client: Client, review: Review, group: str
) -> None:
    comment(own(review))
    client.force_login(UserFactory.create(group=group))
    page = shown(client, review)
    assert "Say for how long it lasts." in page
    assert ("What came of it" in page) is (group != "Auditors")
    assert 'name="weight"' not in page


def test_comments_are_hidden_with_the_text(client: Client) -> None:
    """From a member who has answered, commented, and was then relieved."""
    review = under_review()
    asked = login(client, own(review))
    comment(asked)
    assert "Say for how long it lasts." in shown(client, review)
    workflow.release(asked, by=managing_editor(), reason="On leave.")
    page = shown(client, review)
    assert "you are not asked to judge it any more" in page
    assert "Say for how long it lasts." not in page
    assert "Spasm follows" not in page
    assert 'name="weight"' not in page


def test_declared_conflict_leaves_no_form_to_comment(client: Client) -> None:
    review = under_review(answered=False)
    asked = login(client, own(review))
    workflow.answer_conflict(review, by=asked.member.user, conflict="declared", statement="Shares.")
    page = shown(client, review)
    assert "I have read this section" in page
    assert 'name="weight"' not in page


# What came of them.


def test_settle_from_the_list(client: Client, review: Review) -> None:
    made = comment(own(review))
    client.force_login(review.article.owner)
    sent = {"comment": str(made.pk), "settlement": "Added to “Causes”."}
    answer = client.post(address(review, "settle/"), sent)
    assert answer["Location"] == f"{address(review)}#comment-{made.pk}"
    page = shown(client, review)
    assert "Added to “Causes”." in page
    assert "What came of it" not in page
    again = client.post(address(review, "settle/"), sent)
    assert again.status_code == 409
    assert "settled before" in again.content.decode()
    assert "Added to “Causes”." in again.content.decode()


def test_settle_without_a_word_is_refused_at_its_form(client: Client, review: Review) -> None:
    made = comment(own(review))
    client.force_login(review.article.owner)
    answer = client.post(address(review, "settle/"), {"comment": str(made.pk), "settlement": ""})
    assert answer.status_code == 400
    assert f'id="settlement-error-{made.pk}"' in answer.content.decode()


@pytest.mark.parametrize("comment_id", ["0", "x", "", "999999"])
def test_settle_what_is_not_there_is_refused(
    client: Client, review: Review, comment_id: str
) -> None:
    client.force_login(review.article.owner)
    sent = {"comment": comment_id, "settlement": "Added."}
    assert client.post(address(review, "settle/"), sent).status_code in (400, 404)


def test_settle_a_comment_on_another_article_from_here_is_refused(
    client: Client, review: Review
) -> None:
    made = comment(own(under_review()))
    client.force_login(review.article.owner)
    sent = {"comment": str(made.pk), "settlement": "Added."}
    assert client.post(address(review, "settle/"), sent).status_code == 404


@pytest.mark.parametrize("group", ["Board", "Auditors"])
def test_settle_as_nobody_who_edits_is_refused(client: Client, review: Review, group: str) -> None:
    made = comment(own(review))
    if group == "Board":
        login(client, own(review))
    else:
        client.force_login(UserFactory.create(group=group))
    sent = {"comment": str(made.pk), "settlement": "Added."}
    assert client.post(address(review, "settle/"), sent).status_code == 403
    assert Comment.objects.get().settled_at is None


@pytest.mark.parametrize("step", ["comment/", "read/", "settle/"])
def test_nothing_is_sent_by_whom_it_does_not_concern(
    client: Client, review: Review, step: str
) -> None:
    client.force_login(BoardMemberFactory.create().user)
    assert client.post(address(review, step), SENT).status_code == 404
    client.force_login(UserFactory.create(group="Auditors"))
    assert client.post(address(review, step), SENT).status_code == 403


def _second_round(first: Review, members: list[Assignment]) -> Review:
    workflow.return_for_changes(first, by=managing_editor(), reason="See the comments.")
    article = Article.objects.get(pk=first.article_id)
    SectionFactory.create(article=article, position=10_000, heading="Outlook", body="<p>Good.</p>")
    return under_review(article, members=[row.member for row in members])


def test_next_round_shows_what_came_of_the_comments_before(client: Client, review: Review) -> None:
    first, second = own(review), other(review)
    made = comment(first)
    comment(second, text="Well put.", weight="praise")
    workflow.settle_comment(made, by=review.article.owner, settlement="Three weeks, added.")
    later = _second_round(review, [first, second])
    login(client, first)
    page = shown(client, later)
    assert "Comments on version 1, the round before" in page
    assert "Three weeks, added." in page
    assert "Well put." not in page
    client.force_login(review.article.owner)
    assert "Well put." in shown(client, later)


def test_round_before_is_compared_with_what_was_read_not_signed(
    client: Client, review: Review
) -> None:
    first, second = own(review), other(review)
    workflow.mark_read(first, by=first.member.user, section=0)
    later = _second_round(review, [first, second])
    login(client, first)
    page = shown(client, later)
    assert "Changes since version 1, which you read" in page
    assert "Unchanged since version 1" in page
    assert "since version 1: show it here" in page


# Sources, PDF, queries.


def test_citation_opens_its_source_as_it_stands_today(client: Client, review: Review) -> None:
    login(client, own(review))
    Reference.objects.update(csl={**Reference.objects.get().csl, "PMID": "12345"})
    Reference.objects.update(
        retraction=Retraction.RETRACTED,
        retracted_on="2026-02-03",
        retraction_notice_url="https://example.org/notice",
        last_checked=datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC),
    )
    page = shown(client, review)
    source = page[page.index('<li id="source-1"') :]
    source = source[: source.index("</li>")]
    assert "Retracted on 3 February 2026 · last checked 20 November 2026" in source
    assert 'class="desk-source-state is-alarm"' in source
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/12345/"' in source
    assert 'href="https://example.org/notice"' in source
    assert 'href="#source-1"' in page.split("<!-- beside -->")[0]


def test_paper_is_for_who_may_read_and_says_that_nothing_is_approved(
    client: Client, review: Review
) -> None:
    login(client, own(review))
    answer = client.get(address(review, "text.pdf"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.content.startswith(b"%PDF-")


def test_print_says_what_is_not_approved(client: Client, review: Review) -> None:
    client.force_login(managing_editor())
    assert "Not approved: for review only. Version 1, Under review. Digest" in shown(client, review)
    for asked in review.assignments.all():
        sign(review, asked.member)
    assert "Not approved" not in shown(client, review)


def test_paper_is_refused_with_the_text(client: Client) -> None:
    review = under_review(answered=False)
    asked = login(client, own(review))
    assert client.get(address(review, "text.pdf")).status_code == 403
    workflow.answer_conflict(review, by=asked.member.user, conflict="none")
    assert client.get(address(review, "text.pdf")).status_code == 200
    workflow.release(asked, by=managing_editor(), reason="On leave.")
    assert client.get(address(review, "text.pdf")).status_code == 403
    client.force_login(BoardMemberFactory.create().user)
    assert client.get(address(review, "text.pdf")).status_code == 404


class _Sheet:
    """Keeps what is set, in place of pages."""

    made: "list[_Sheet]" = []

    def __init__(self, title: str, **running: object) -> None:
        self.running, self.said = running, [title]
        _Sheet.made.append(self)

    def heading(self, text: str, level: int = 1) -> None:
        self.said.append(f"{'#' * level} {text}")

    def paragraph(self, text: str) -> None:
        self.said.append(text)

    note = paragraph

    def html(self, html: str, numbers: dict[int, int]) -> None:
        self.said.append(f"{html} {sorted(numbers.values())}")

    def items(self, items: object) -> None:
        self.said += [" ".join(item) for item in items]  # type: ignore[attr-defined]

    facts = items

    def to_bytes(self) -> bytes:
        return b""


def test_paper_holds_every_audience_its_sources_and_the_digest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = ArticleFactory.create()
    SectionFactory.create(
        article=article,
        position=10_000,
        heading="Outlook",
        body="<p>Mostly good.</p>",
        plain_language="<p>You will feel better.</p>",
    )
    review, now = under_review(article), datetime.datetime.now(datetime.UTC)
    monkeypatch.setattr("editorial.review_paper.Paper", _Sheet)
    review_paper(review, made_at=now)
    sheet = _Sheet.made[-1]
    assert sheet.running["header"] == "Not approved: for review only"
    assert review.version.digest[:16] in str(sheet.running["footer"])
    said = "\n".join(sheet.said)
    for words in (
        review.version.summary,
        review.version.digest,
        "Mostly good.",
        "You will feel better.",
        "Patients are given the same text.",
        "# References",
        "Professional medical disclaimer",
    ):
        assert words in said
    review_paper(approved(), made_at=now)
    assert "Approved and published on" in str(_Sheet.made[-1].running["header"])


def test_ask_as_many_queries_for_many_comments_and_sections_as_for_few(client: Client) -> None:
    counts = []
    for many in (1, 12):
        article = ArticleFactory.create()
        for number in range(many):
            SectionFactory.create(article=article, heading=f"Part {number}")
        review = under_review(article)
        asked = own(review)
        for number in range(many):
            comment(asked, section=number, quote="", text=f"Remark {number}.")
            workflow.mark_read(asked, by=asked.member.user, section=number)
        login(client, asked)
        client.get(address(review))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(review))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# What the editor is reminded of.


@pytest.mark.parametrize("page", ["change/", "submit/"])
def test_editor_is_reminded_of_what_must_be_changed(
    client: Client, review: Review, page: str
) -> None:
    made = comment(own(review))
    comment(other(review), weight="praise", text="Well put.")
    workflow.return_for_changes(review, by=managing_editor(), reason="See the comments.")
    client.force_login(review.article.owner)
    place = f"/admin/articles/article/{review.article_id}/{page}"
    told = client.get(place).content.decode()
    assert "1 comment on version 1 says what must be changed, and is not settled:" in told
    assert "Say for how long it lasts." in told
    assert f"{address(review)}#desk-comments" in told
    assert "Well put." not in told
    workflow.settle_comment(made, by=review.article.owner, settlement="Added.")
    told = client.get(place).content.decode()
    assert "not settled" not in told
    assert "2 comments of the board on version 1" in told


def test_editor_of_an_article_without_comments_is_told_nothing(
    client: Client, review: Review
) -> None:
    client.force_login(review.article.owner)
    told = client.get(f"/admin/articles/article/{review.article_id}/change/").content.decode()
    assert "of the board on version" not in told
    assert "must be changed" not in told
