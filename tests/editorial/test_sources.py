"""A source's standing changes: the event, the letters, the urgent re-review, and nothing twice."""

import datetime
import logging
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import merging as articles_merging
from articles.models import Article
from editorial import outbox, source_news, source_watch, sources, workflow
from editorial.delivery import deliver
from editorial.models import AuditEvent, Notification, Review
from editorial.sources import react, watched_references
from editorial.sweeping import sweep
from editorial.verification import faults
from references.merging import Side
from references.models import Reference, StandingChange
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.factories.references import ReferenceFactory
from tests.mail_server import MailServer
from tests.raw_sql import is_refused, run

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
DAY = datetime.date(2026, 5, 4)


def citing(*sources: Reference, heading: str = "Causes", **fields: object) -> Article:
    article = ArticleFactory.create(text="", **fields)
    for source in sources:
        SectionFactory.create(
            article=article,
            heading=heading,
            body=f'<p>Text<cite data-reference="{source.pk}"></cite>.</p>',
        )
    return article


def live(*sources: Reference, **fields: Any) -> Article:
    article = approved(citing(*sources, **fields)).article
    article.refresh_from_db()
    Notification.objects.all().delete()
    return article


def change(
    source: Reference, retraction: str = "retracted", on: datetime.date | None = DAY
) -> None:
    """By SQL, as anybody may change it."""
    run(
        "UPDATE references_reference SET retraction = %s, retracted_on = %s::date,"
        " retraction_notice_url = 'https://example.org/notice' WHERE id = %s",
        retraction,
        on.isoformat() if on else None,  # type: ignore[arg-type] # NULL
        source.pk,
    )


def events(article: Article | None = None) -> list[AuditEvent]:
    chain = article.pk if article else 0
    return list(AuditEvent.objects.filter(chain=chain, action__startswith="source-"))


def told() -> set[str]:
    """Who is owed a letter about a source."""
    rows = Notification.objects.filter(kind=Kind.SOURCE_NOTICE)
    return set(rows.values_list("recipient__username", flat=True))


def signers(article: Article) -> set[str]:
    return set(
        User.objects.filter(
            board_member__sign_offs__review__version=article.live_version
        ).values_list("username", flat=True)
    )


def swept() -> None:
    """A sweep, and the delivery that it prompts."""
    sweep(timezone.now())
    deliver(timezone.now())


def open_review(article: Article) -> Review | None:
    return Review.objects.open().filter(article=article).first()


def test_retraction_by_sql_is_answered_by_the_next_sweep(mails: MailServer, client: Client) -> None:
    managing_editor()
    first, second = ReferenceFactory.create(), ReferenceFactory.create()
    article = live(first, second, heading="Treatment", title="Does it help?")
    change(second)
    assert open_review(article) is None
    swept()

    review = open_review(article)
    assert review is not None
    assert (review.kind, review.state, review.is_urgent) == ("re-review", "submitted", True)
    assert review.version == article.live_version
    assert review.submitted_by == source_watch.account()
    assert "was retracted on 4 May 2026" in review.note
    assert "as reference 2 in section 2 “Treatment”" in review.note

    (event,) = events(article)
    assert event.action == "source-retracted"
    assert event.actor_name == "The site"
    assert event.version_digest == review.version.digest
    assert event.details["reference"] == second.pk
    assert second.title in event.details["text"]
    assert event.details["standing"] == "retracted"
    assert event.details["on"] == "2026-05-04"
    assert event.details["address"] == "https://example.org/notice"
    assert event.details["outcome"] == "opened"
    assert event.details["places"] == [
        {
            "place": "live",
            "version": 1,
            "numbers": [2],
            "sections": [{"number": 2, "heading": "Treatment"}],
        }
    ]
    assert set(mails.subjects) == {
        "Source retracted: Does it help?, reference 2",
        "Urgent review to begin: Does it help?, version 1",
    }
    assert told() == {article.owner.username} | signers(article)
    assert not StandingChange.objects.filter(handled__isnull=True).exists()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "was retracted on 4 May 2026; this article is being re-reviewed." in page
    assert list(faults()) == []


def test_letter_names_source_notice_sections_and_what_to_do(mails: MailServer) -> None:
    source = ReferenceFactory.create()
    article = live(source, heading="Dose")
    change(source)
    swept()
    letter = next(m for m in mails.accepted if str(m["To"]) == article.owner.email)
    body = letter.get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    assert f"{source.title}." in text
    assert "was retracted on 4 May 2026." in text
    assert "The live version 1 cites it as reference 1 in section 1 “Dose”." in text
    assert "https://example.org/notice" in text
    assert "An urgent re-review of the live text was opened." in text
    assert "withdraw the re-review, change the draft, and submit it as a revision" in text
    assert "You get this because you own this article." in text


def test_signer_is_sent_to_the_page_and_told_why(mails: MailServer) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    swept()
    signer = User.objects.get(username=min(signers(article)))
    letter = next(m for m in mails.accepted if str(m["To"]) == signer.email)
    body = letter.get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    assert article.get_absolute_url() in text
    assert "You get this because you signed the version that readers have." in text


def test_react_once_however_often(client: Client) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    assert react() == 1
    assert react() == 0
    assert len(events(article)) == 1
    assert Review.objects.filter(is_urgent=True).count() == 1


@pytest.mark.parametrize(
    ("standing", "action", "opens"),
    [
        ("retracted", "source-retracted", True),
        ("expression_of_concern", "source-doubted", True),
        ("corrected", "source-corrected", False),
        ("reinstated", "source-reinstated", False),
    ],
)
def test_react_to_each_standing(standing: str, action: str, opens: bool) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source, standing)
    react()
    (event,) = events(article)
    assert event.action == action
    assert event.details["outcome"] == ("opened" if opens else "told")
    assert (open_review(article) is not None) is opens
    assert told() == {article.owner.username} | signers(article)


def test_react_to_a_notice_that_is_taken_back() -> None:
    source = ReferenceFactory.create(retraction="retracted")
    react()
    article = citing(source)
    Reference.objects.filter(pk=source.pk).update(retraction="none")
    react()
    approved(article)
    Notification.objects.all().delete()
    change(source)
    react()
    change(source, "none", None)
    react()
    assert [event.action for event in events(article)] == ["source-retracted", "source-cleared"]
    assert events(article)[1].details["outcome"] == "told"


def test_react_says_nothing_of_a_source_that_nobody_published_or_judges() -> None:
    source = ReferenceFactory.create()
    draft = citing(source)
    change(source)
    assert react() == 1
    assert events(draft) == []
    assert not Notification.objects.exists()


def test_react_passes_over_first_checks_in_one_statement() -> None:
    ReferenceFactory.create_batch(10)
    Reference.objects.update(retraction="none")
    with CaptureQueriesContext(connection) as few:
        assert react() == 10
    ReferenceFactory.create_batch(60)
    Reference.objects.filter(retraction="unchecked").update(retraction="none")
    with CaptureQueriesContext(connection) as many:
        assert react() == 60
    assert len(few) == len(many)
    with CaptureQueriesContext(connection) as idle:
        assert react() == 0
    assert len(idle) == 1


def test_react_while_a_review_is_open_opens_none_and_tells_everybody() -> None:
    manager = managing_editor()
    source = ReferenceFactory.create()
    article = live(source)
    members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
    review = under_review(article, kind="revision", members=members)
    Notification.objects.all().delete()
    change(source)
    react()
    assert Review.objects.open().get(article=article) == review
    (event,) = events(article)
    assert event.details["outcome"] == "already-open"
    assert [place["place"] for place in event.details["places"]] == ["live", "review"]
    assert {article.owner.username, manager.username} <= told()
    assert {member.user.username for member in members} <= told()
    assert signers(article) <= told()


def test_react_to_a_source_of_a_first_version_under_review() -> None:
    source = ReferenceFactory.create()
    review = under_review(citing(source))
    Notification.objects.all().delete()
    change(source)
    react()
    (event,) = events(review.article)
    assert event.details["outcome"] == "already-open"
    assert [place["place"] for place in event.details["places"]] == ["review"]
    assert {row.member.user.username for row in review.assignments.all()} <= told()
    assert Review.objects.count() == 1


def test_second_retraction_adds_an_event_and_letters_and_no_review(mails: MailServer) -> None:
    manager = managing_editor()
    first, second = ReferenceFactory.create(), ReferenceFactory.create()
    article = live(first, second)
    change(first)
    change(second)
    swept()
    assert [event.details["outcome"] for event in events(article)] == ["opened", "already-open"]
    assert Review.objects.filter(is_urgent=True).count() == 1
    to_owner = [str(m["Subject"]) for m in mails.accepted if str(m["To"]) == article.owner.email]
    assert sorted(to_owner) == [
        f"Source retracted: {article.title}, reference 1",
        f"Source retracted: {article.title}, reference 2",
    ]
    assert manager.username in told()


def test_managing_editors_stand_in_for_an_owner_without_account() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    User.objects.filter(pk=article.owner_id).update(is_active=False)
    change(source, "corrected")
    react()
    managers = {user.username for user in outbox.managing_editors()}
    assert managers
    assert told() == managers | signers(article)


def test_retired_article_gets_the_event_only() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    workflow.retire(article, by=managing_editor(), reason="Out of date.")
    Notification.objects.all().delete()
    change(source)
    react()
    (event,) = events(article)
    assert event.details["outcome"] == "retired"
    assert not Notification.objects.exists()
    assert open_review(article) is None


def test_reinstated_article_is_re_reviewed_then(client: Client) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    manager = managing_editor()
    workflow.retire(article, by=manager, reason="Out of date.")
    change(source)
    react()
    workflow.reinstate(article, by=manager, reason="It stands.")
    review = open_review(article)
    assert review is not None
    assert review.is_urgent
    assert "Reference 1: Retracted on 4 May 2026." in review.note
    workflow.withdraw(review, by=manager, reason="Checked.")
    workflow.retire(article, by=manager, reason="Out of date.")
    workflow.accept_source(source, by=manager, reason="Confirmed by others.")
    workflow.reinstate(article, by=manager, reason="It stands.")
    assert open_review(article) is None


def test_react_follows_records_that_were_merged() -> None:
    double, kept = ReferenceFactory.create(), ReferenceFactory.create()
    article = live(double)
    Reference.objects.filter(pk=double.pk).update(
        merged_into=kept, merged_at=timezone.now(), merged_by=UserFactory.create()
    )
    change(kept)
    react()
    (event,) = events(article)
    assert event.details["reference"] == kept.pk
    assert event.details["places"][0]["numbers"] == [1]
    assert open_review(article) is not None


def merge(double: Reference, into: Reference) -> None:
    editor = managing_editor()
    editor.groups.add(Group.objects.get(name="Editors"))
    articles_merging.merge(
        double,
        into=into,
        by=User.objects.get(pk=editor.pk),
        choices={"title": Side.KEPT, "DOI": Side.KEPT},
    )


def test_merge_into_a_retracted_record_is_news_for_those_who_cited_the_other() -> None:
    double, kept = ReferenceFactory.create(), ReferenceFactory.create()
    article, told_before = live(double), live(kept)
    change(kept)
    react()
    merge(double, into=kept)
    assert react() == 1
    assert [event.details["outcome"] for event in events(article)] == ["opened"]
    assert [event.details["outcome"] for event in events(told_before)] == ["opened"]
    assert events(article)[0].details["reference"] == kept.pk


def test_merge_of_a_retracted_record_tells_nobody_twice() -> None:
    double, kept = ReferenceFactory.create(), ReferenceFactory.create()
    told_before, article = live(double), live(kept)
    change(double)
    react()
    merge(double, into=kept)
    react()
    assert [event.details["outcome"] for event in events(told_before)] == ["opened", "noted"]
    assert [event.details["outcome"] for event in events(article)] == ["opened"]


def test_change_that_was_overtaken_is_written_down_and_the_last_one_told() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    change(source, "reinstated")
    assert react() == 2
    assert [event.details["outcome"] for event in events(article)] == ["noted", "told"]
    assert open_review(article) is None


def test_change_of_the_day_alone_is_written_down() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source, on=None)
    react()
    review = open_review(article)
    assert review is not None
    workflow.withdraw(review, by=managing_editor(), reason="Checked.")
    Notification.objects.all().delete()
    change(source)
    react()
    assert [event.details["outcome"] for event in events(article)] == ["opened", "noted"]
    assert open_review(article) is None
    assert not Notification.objects.exists()


def test_letter_is_not_sent_once_it_no_longer_holds(mails: MailServer) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    react()
    change(source, "none", None)
    deliver(timezone.now())
    cancelled = Notification.objects.filter(kind=Kind.SOURCE_NOTICE)
    assert set(cancelled.values_list("state", flat=True)) == {"cancelled"}
    assert all("Source" not in subject for subject in mails.subjects)
    react()
    workflow.retire(article, by=managing_editor(), reason="Out of date.")
    deliver(timezone.now())
    assert set(cancelled.values_list("state", flat=True)) == {"cancelled"}


def test_react_goes_on_after_a_change_that_cannot_be_answered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = ReferenceFactory.create(), ReferenceFactory.create()
    first, second = live(broken), live(sound)
    change(broken)
    change(sound)
    whole = sources._answer

    def answer(row: StandingChange, at: datetime.datetime) -> None:
        whole(row, at)
        if row.reference_id == broken.pk:
            raise ValueError("killed in the middle")

    with monkeypatch.context() as patched, caplog.at_level(logging.CRITICAL):
        patched.setattr(sources, "_answer", answer)
        assert react() == 1
    assert events(first) == []
    assert open_review(first) is None
    assert len(events(second)) == 1
    assert react() == 1
    assert len(events(first)) == 1
    assert open_review(first) is not None


def test_watched_references_are_those_that_are_read_or_judged() -> None:
    read, judged, drafted, old, double, kept = ReferenceFactory.create_batch(6)
    retired = ReferenceFactory.create()
    live(read, double)
    submitted(citing(judged))
    citing(drafted)
    renewed = live(old)
    renewed.sections.all().delete()
    SectionFactory.create(
        article=renewed, body=f'<p>Text<cite data-reference="{read.pk}"></cite>.</p>'
    )
    approved(renewed, kind="revision")
    workflow.retire(live(retired), by=managing_editor(), reason="Out of date.")
    Reference.objects.filter(pk=double.pk).update(
        merged_into=kept, merged_at=timezone.now(), merged_by=UserFactory.create()
    )
    with CaptureQueriesContext(connection) as queries:
        watched = list(watched_references())
    assert sorted(watched) == sorted([read.pk, judged.pk, kept.pk])
    assert len(queries) == 1


def test_urgent_re_review_goes_its_way_like_any_other() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    react()
    review = open_review(article)
    assert review is not None
    members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
    review = workflow.begin(review, by=managing_editor(), members=members)
    for member in members:
        workflow.answer_conflict(review, by=member.user, conflict="none")
    for member in members:
        review = sign(review, member)
    assert review.state == "approved"
    assert list(faults()) == []


def test_database_wants_the_event_of_a_letter_about_a_source() -> None:
    source = ReferenceFactory.create()
    live(source)
    change(source)
    react()
    forget = "UPDATE editorial_notification SET event_id = NULL WHERE kind = 'source-notice'"
    assert is_refused(forget)
    run("SET CONSTRAINTS ALL IMMEDIATE")  # what waits would stand in the way
    run(
        "ALTER TABLE editorial_notification"
        " DROP CONSTRAINT notification_about_a_source_has_its_event"
    )
    assert not is_refused(forget)


def test_relevance_of_an_event_whose_source_is_gone() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    react()
    (event,) = events(article)
    assert source_news.still_holds(event)
    StandingChange.objects.all().delete()
    Reference.objects.filter(pk=source.pk).update(retraction="none")
    assert not source_news.still_holds(event)
