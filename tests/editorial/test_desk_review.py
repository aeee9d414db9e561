"""The page of one review: who may open it, and what of it they see."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.models import BoardMember, Policy, Review
from editorial.models.policy import THRESHOLDS
from references.models import Reference, Retraction
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.factories.references import ReferenceFactory
from tests.raw_sql import without

pytestmark = pytest.mark.django_db


def _members(review: Review) -> list[BoardMember]:
    rows = review.assignments.select_related("member__user").order_by("pk")
    return [row.member for row in rows]


def _address(review: Review, step: str = "") -> str:
    return f"/desk/reviews/{review.pk}/{step}"


def _text(client: Client, review: Review, query: str = "") -> str:
    response = client.get(f"{_address(review)}{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def _login(client: Client, member: BoardMember) -> BoardMember:
    client.force_login(member.user)
    return member


# Who may.


def test_ask_for_login_and_come_back(client: Client) -> None:
    response = client.get(_address(submitted()))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/desk/reviews/")


@pytest.mark.parametrize(
    ("group", "status"),
    [
        ("Editors", 200),
        ("Managing editors", 200),
        ("Auditors", 200),
        ("Board", 404),
        (None, 404),
    ],
)
def test_open_for_those_it_concerns(client: Client, group: str | None, status: int) -> None:
    client.force_login(UserFactory.create(group=group))
    assert client.get(_address(under_review())).status_code == status


def test_answer_the_same_for_a_review_of_others_as_for_none(client: Client) -> None:
    _login(client, BoardMemberFactory.create())
    review = under_review()
    foreign = client.get(_address(review))
    missing = client.get("/desk/reviews/999999999999999999999999/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


@pytest.mark.parametrize("step", ["conflict/", "sign-off/"])
def test_post_nothing_to_a_review_of_others(client: Client, step: str) -> None:
    _login(client, BoardMemberFactory.create())
    review = under_review()
    sent = {"conflict": "none", "verdict": "approve", "password": PASSWORD}
    assert client.post(_address(review, step), sent).status_code == 404


@pytest.mark.parametrize("step", ["conflict/", "sign-off/"])
@pytest.mark.parametrize("group", ["Editors", "Managing editors", "Auditors"])
def test_post_nothing_as_a_reader_who_was_not_asked(client: Client, step: str, group: str) -> None:
    review = under_review()
    client.force_login(UserFactory.create(group=group))
    sent = {"conflict": "none", "verdict": "approve", "password": PASSWORD}
    assert client.post(_address(review, step), sent).status_code == 403
    assert review.sign_offs.count() == 0


def test_refuse_a_superuser_who_was_not_asked(client: Client) -> None:
    review = under_review()
    client.force_login(UserFactory.create(is_superuser=True))
    sent = {"verdict": "approve", "digest": review.version.digest, "password": PASSWORD}
    assert client.post(_address(review, "sign-off/"), sent).status_code == 403


def test_keep_the_page_out_of_caches_and_search_engines(client: Client) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    response = client.get(_address(review))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert b'<meta name="robots" content="noindex, nofollow">' in response.content


@pytest.mark.parametrize("step", ["conflict/", "sign-off/"])
def test_lead_back_to_the_page_when_a_step_is_opened_like_a_page(client: Client, step: str) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    response = client.get(_address(review, step))
    assert response.status_code == 302
    assert response["Location"] == _address(review)


# What is read.


def test_show_the_stored_rendering_byte_for_byte(client: Client) -> None:
    """What the desk puts beside the sections is taken out again to see it."""
    review = under_review()
    _login(client, _members(review)[0])
    for query, stored in (
        ("", review.version.clinical_html),
        ("?audience=plain", review.version.plain_html),
    ):
        shown = client.get(f"{_address(review)}{query}").content.decode()
        text = re.search(r'<article class="prose desk-text"[^>]*>(.*?)</article>', shown, re.S)
        assert text is not None
        # Each begins on a line of its own, with what the desk says and no more.
        alone = re.sub(
            r'\n *<div class="desk-beside operate".*?<!-- beside -->\s*', "", text[1], flags=re.S
        )
        assert alone.strip() == stored


@pytest.mark.parametrize(
    "query", ["?audience=x", "?show=changes", "?show=changes&since=x", "?audience=&show="]
)
def test_show_the_text_when_the_address_asks_for_what_is_not_there(
    client: Client, query: str
) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    assert "Spasm follows strain of the muscle" in _text(client, review, query)


def _revision(members: list[BoardMember]) -> Review:
    article = approved().article
    article = Article.objects.get(pk=article.pk)
    SectionFactory.create(
        article=article, position=10_000, heading="Outlook", body="<p>Mostly good.</p>"
    )
    return under_review(article, members=members)


def test_show_what_changed_since_the_live_version(client: Client) -> None:
    review = _revision([_login(client, BoardMemberFactory.create()), BoardMemberFactory.create()])
    assert "3 words added" in _text(client, review)
    changes = _text(client, review, "?show=changes")
    assert "Compared with version 1" in changes
    assert re.search(r"<ins\b[^>]*>(?:(?!</ins>).)*Mostly good", changes)


def test_compare_with_the_version_the_member_signed_last(client: Client) -> None:
    member, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[member, other])
    sign(review, member, "request_changes")
    sign(review, other)
    article = Article.objects.get(pk=review.article_id)
    SectionFactory.create(
        article=article, position=10_000, heading="Outlook", body="<p>Mostly good.</p>"
    )
    second = under_review(article, members=[member, BoardMemberFactory.create()])
    _login(client, member)
    assert "Changes since version 1, which you signed" in _text(client, second)
    assert "Mostly good" in _text(client, second, "?show=changes&since=seen")


def test_name_authors_submitter_note_and_rules(client: Client) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    text = _text(client, review)
    assert review.version.authors[0]["name"] in text
    assert "Please read." in text
    assert "2 of the 2 asked" in text
    assert "Treatment: sign within 21 days, next review after 24 months" in text
    assert review.version.digest in text


def test_warn_of_a_source_that_was_retracted_since(client: Client) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    assert "not checked for retraction yet" in _text(client, review)
    Reference.objects.update(
        retraction=Retraction.RETRACTED,
        retracted_on="2026-02-03",
        retraction_notice_url="https://example.org/notice",
    )
    text = _text(client, review)
    assert "1 cited source has a notice against it" in text
    assert "Reference 1: Retracted on 3 February 2026" in text
    assert 'href="https://example.org/notice"' in text


def test_say_when_a_source_was_last_checked_and_why_it_is_kept(client: Client) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    checked = datetime.datetime(2026, 2, 4, tzinfo=datetime.UTC)
    Reference.objects.update(retraction=Retraction.NONE, last_checked=checked)
    told = "No cited source is retracted; each was last checked on 4 February 2026 or later"
    assert told in _text(client, review)
    Reference.objects.update(
        retraction=Retraction.EXPRESSION_OF_CONCERN,
        accepted_at=checked,
        accepted_by=review.article.owner,
        accepted_because="Confirmed by others.",
    )
    text = _text(client, review)
    assert "Reference 1: Expression of concern · last checked 4 February 2026." in text
    assert "Kept by the editors: Confirmed by others." in text
    Reference.objects.update(
        retraction=Retraction.UNCHECKED, unchecked_since=checked, unchecked_because="No answer"
    )
    assert "Reference 1: Not checked since 4 February 2026: No answer" in _text(client, review)


def test_follow_the_record_that_a_source_was_merged_into(client: Client) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    kept = ReferenceFactory.create(retraction=Retraction.RETRACTED)
    Reference.objects.exclude(pk=kept.pk).update(
        merged_into=kept, merged_at=timezone.now(), merged_by=review.article.owner
    )
    assert "Reference 1: Retracted" in _text(client, review)


@time_machine.travel(datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), tick=False)
def test_warn_of_a_source_that_is_superseded_or_past_its_validity(client: Client) -> None:
    review = under_review()
    member = review.assignments.select_related("member__user").earliest("pk").member
    client.force_login(member.user)
    assert "superseded" not in _text(client, review)
    newer = ReferenceFactory.create(csl={"title": "Second edition"})
    cited = Reference.objects.exclude(pk=newer.pk)
    cited.update(superseded_by=newer, valid_until=datetime.date(2026, 11, 21))
    text = _text(client, review)
    assert "1 cited source is superseded or past its validity" in text
    assert "Reference 1: Superseded by Second edition" in text
    assert "Reference 1: Validity ended 21 November 2026" in text


@time_machine.travel(datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), tick=False)
def test_weigh_the_sources_by_the_rules_of_the_day_of_submission(client: Client) -> None:
    review = under_review()
    Policy.objects.update(oldest_source_years=10)  # the review keeps the rule of its day
    client.force_login(review.assignments.select_related("member__user").earliest("pk").member.user)
    text = _text(client, review)
    assert "Oldest source" in text
    assert '2020 (6 years old) <span class="desk-who">(rule: at most 30 years old)' in text
    assert (
        "Checked for retraction in the last 7 days: 0 of 1 source (0%); the rule is at least 100%"
        in text
    )
    assert '<a href="#reference-1">1</a>' in text
    Reference.objects.update(last_checked=datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC))
    assert "Within the rules in force on the day of submission." in _text(client, review)


def test_weigh_the_sources_of_a_review_from_before_there_were_rules(client: Client) -> None:
    review = under_review()
    old = {name: rule for name, rule in review.policy.items() if name not in THRESHOLDS}
    with without("editorial_review", "submission_is_frozen"):
        Review.objects.filter(pk=review.pk).update(policy=old)
    client.force_login(review.assignments.select_related("member__user").earliest("pk").member.user)
    assert "(rule: at most 25%)" in _text(client, review)


def test_warn_of_claims_without_a_source(client: Client) -> None:
    source = ReferenceFactory.create()
    body = (
        f'<p>Strain<cite data-reference="{source.pk}"></cite>.</p>'
        "<p>Take cyclobenzaprine 10 mg three times daily.</p>"
    )
    review = under_review(ArticleFactory.create(text=body))
    _login(client, _members(review)[0])
    text = _text(client, review)
    assert "1 sentence names a dose, duration or indication without a source" in text
    assert "1 citation of 1 source" in text


def test_hide_the_text_until_the_conflict_question_is_answered(client: Client) -> None:
    review = under_review(answered=False)
    member = _login(client, _members(review)[0])
    for query in ("", "?audience=plain", "?show=changes"):
        text = _text(client, review, query)
        assert review.version.summary in text
        assert "Spasm follows strain" not in text
        assert "What to check" not in text
        assert 'name="password"' not in text
    workflow.answer_conflict(review, by=member.user, conflict="none")
    assert "Spasm follows strain" in _text(client, review)


def test_show_the_text_to_those_who_do_not_judge_it(client: Client) -> None:
    review = under_review(answered=False)
    client.force_login(managing_editor())
    assert "Spasm follows strain" in _text(client, review)


def test_keep_the_others_verdicts_from_a_member_who_has_not_signed(client: Client) -> None:
    review = under_review(members=[BoardMemberFactory.create(), BoardMemberFactory.create()])
    first, second = _members(review)
    sign(review, first, "request_changes", "The dose is wrong.")
    _login(client, second)
    text = _text(client, review)
    assert "Has signed" in text
    assert "The dose is wrong." not in text
    assert "Signed “Request changes”" not in text


def test_show_the_others_verdicts_to_a_member_who_has_signed(client: Client) -> None:
    members = [BoardMemberFactory.create() for _number in range(3)]
    review = under_review(members=members)
    sign(review, members[0], "request_changes", "The dose is wrong.")
    sign(review, members[1])
    _login(client, members[1])
    assert "The dose is wrong." in _text(client, review)


def test_keep_a_statement_between_its_member_and_the_editors(client: Client) -> None:
    review = under_review(answered=False)
    first, second = _members(review)
    workflow.answer_conflict(review, by=first.user, conflict="declared", statement="I own shares.")
    workflow.answer_conflict(review, by=second.user, conflict="none")
    _login(client, second)
    assert "I own shares." not in _text(client, review)
    client.force_login(managing_editor())
    assert "I own shares." in _text(client, review)


def test_offer_only_to_step_back_after_a_declared_conflict(client: Client) -> None:
    review = under_review(answered=False)
    member = _login(client, _members(review)[0])
    workflow.answer_conflict(review, by=member.user, conflict="declared", statement="Shares.")
    text = _text(client, review)
    assert 'value="recuse"' in text
    assert 'value="approve"' not in text


def test_say_why_a_member_whose_term_ended_cannot_sign(client: Client) -> None:
    review = under_review()
    member = _members(review)[0]
    BoardMember.objects.filter(pk=member.pk).update(term_to="2020-02-02")
    _login(client, member)
    text = _text(client, review)
    assert "is not an active member of the board today" in text
    assert 'name="password"' not in text


def test_show_the_meaning_beside_each_verdict(client: Client) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    text = _text(client, review)
    title = review.version.title
    assert f"I have read version 1 of “{title}” and approve it for publication" in text
    assert f"I have read version 1 of “{title}” and ask for changes" in text
    assert f"I do not judge version 1 of “{title}”." in text
    assert 'autocomplete="current-password"' in text


def test_say_how_a_review_ended_and_lead_to_the_live_page(client: Client) -> None:
    review = approved()
    _login(client, _members(review)[1])
    text = _text(client, review)
    assert "How the review ended" in text
    assert "<strong>Approved</strong>" in text
    assert f'href="/articles/{review.article.slug}/"' in text
    assert 'name="password"' not in text


def test_say_why_a_review_was_withdrawn(client: Client) -> None:
    review = under_review()
    workflow.withdraw(review, by=managing_editor(), reason="New evidence is out.")
    _login(client, _members(review)[0])
    text = _text(client, review)
    assert "<strong>Withdrawn</strong>" in text
    assert "New evidence is out." in text


def test_count_days_from_the_date_of_the_request(client: Client) -> None:
    with time_machine.travel("2026-03-01T09:00:00Z", tick=True):
        review = under_review()
        member = _members(review)[0]
    with time_machine.travel("2026-03-24T09:00:00Z", tick=True):
        _login(client, member)
        assert "Sign-off due 2 days late" in _text(client, review)


def test_ask_as_many_queries_for_ten_members_as_for_two(client: Client) -> None:
    reviews = [
        under_review(members=[BoardMemberFactory.create() for _number in range(count)])
        for count in (2, 10)
    ]
    client.force_login(managing_editor())
    counts = []
    for review in reviews:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(_address(review)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_carry_no_inline_script_style_or_handler(client: Client) -> None:
    review = under_review()
    _login(client, _members(review)[0])
    page = client.get(_address(review)).content.decode() + client.get("/desk/").content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", page)
