"""Live articles under which nobody in office stands: listed, told once per cause."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.membership import deactivate_member
from editorial.models import AuditEvent, BoardMember, Notification, Review
from editorial.signers_gone import report
from editorial.signers_news import tell
from editorial.sweeping import sweep
from editorial.verification import faults
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    under_review,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
REPORT = "/admin/editorial/boardmember/signers-gone/"


def today() -> datetime.date:
    return timezone.now().date()


def listed() -> list[int]:
    return [row.article.pk for row in report(today())]


def signers(review: Review) -> list[BoardMember]:
    return [s.member for s in review.sign_offs.select_related("member__user").order_by("pk")]


def end_terms(*members: BoardMember) -> None:
    pks = [member.pk for member in members]
    BoardMember.objects.filter(pk__in=pks).update(term_to=today() - DAY)


def told(article: Article) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(article=article, action="signers-gone"))


def messages(article: Article) -> int:
    return Notification.objects.filter(article=article, kind="signers-gone").count()


def test_list_an_article_once_the_last_of_its_signers_is_gone() -> None:
    review = approved()
    first, second = signers(review)
    approved()  # by others, who stay
    end_terms(first)
    assert listed() == []
    second.user.is_active = False
    second.user.save()
    [row] = report(today())
    assert row.article == review.article
    assert [(s.name, s.words) for s in row.signers] == [
        (first.printed_name, f"Term ended, {_day(today() - DAY)}"),
        (second.printed_name, "Account closed"),
    ]
    assert row.signers[0].signed_on == today()
    assert row.due_on is not None


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def test_count_only_approvals_of_the_live_version() -> None:
    """A member who asked for changes, or approved an earlier version, does not stand under it."""
    article = approved().article
    article.refresh_from_db()
    before = signers(Review.objects.get(article=article))
    SectionFactory.create(article=article)
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(article, members=members)
    sign(review, members[2], "request_changes")
    for member in members[:2]:
        sign(review, member)
    end_terms(*members[:2])
    assert listed() == [article.pk]
    assert all(member.is_active_on(today()) for member in [*before, members[2]])


def test_do_not_count_a_signature_that_was_withdrawn() -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(members=members)
    sign(review, members[0])
    workflow.withdraw_sign_off(
        review.sign_offs.get(), by=members[0].user, reason="A doubt.", password=PASSWORD
    )
    for member in members[1:]:
        sign(review, member)
    end_terms(*members[1:])
    assert listed() == [review.article_id]


def test_take_an_article_off_the_list_when_somebody_in_office_signs_it_again() -> None:
    review = approved()
    end_terms(*signers(review))
    assert listed() == [review.article_id]
    review.article.refresh_from_db()
    again = under_review(review.article, kind="re-review")
    for assignment in again.assignments.select_related("member__user"):
        sign(again, assignment.member)
    assert listed() == []


def test_leave_out_what_is_not_live() -> None:
    review = approved()
    end_terms(*signers(review))
    workflow.retire(review.article, by=managing_editor(), reason="Out of date.")
    assert listed() == []


def test_list_in_one_query_however_many_there_are() -> None:
    counts = []
    for more in (1, 4):
        for _ in range(more):
            end_terms(*signers(approved()))
        with CaptureQueriesContext(connection) as queries:
            rows = report(today())
            assert all(row.title and row.signers and row.due_on for row in rows)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_tell_every_managing_editor_once_per_cause() -> None:
    managers = [managing_editor(), managing_editor()]
    review = approved()
    assert tell() == 0
    first, second = signers(review)
    end_terms(first, second)
    assert tell() == 1
    assert tell() == 0
    sweep(timezone.now())
    [event] = told(review.article)
    assert event.details == {
        "version": review.version.number,
        "members": [
            {
                "id": member.pk,
                "name": member.printed_name,
                "cause": "term",
                "on": (today() - DAY).isoformat(),
            }
            for member in (first, second)
        ],
    }
    assert event.version_digest == review.version.digest
    rows = Notification.objects.filter(kind="signers-gone", event=event)
    assert {m.pk for m in managers} <= set(rows.values_list("recipient", flat=True))


def test_say_nothing_again_when_a_further_cause_joins_the_first() -> None:
    review = approved()
    first, second = signers(review)
    end_terms(first, second)
    tell()
    deactivate_member(first, by=managing_editor(), reason="Moved.")
    second.user.is_active = False
    second.user.save()
    assert tell() == 0
    assert len(told(review.article)) == 1


def test_tell_again_when_a_new_term_has_ended_too() -> None:
    review = approved()
    members = signers(review)
    end_terms(*members)
    tell()
    BoardMember.objects.filter(pk=members[0].pk).update(term_to=today() + DAY)
    assert tell() == 0
    BoardMember.objects.filter(pk=members[0].pk).update(term_to=today() - 2 * DAY)
    assert tell() == 1
    assert len(told(review.article)) == 2


def test_tell_again_of_another_version() -> None:
    review = approved()
    end_terms(*signers(review))
    tell()
    review.article.refresh_from_db()
    SectionFactory.create(article=review.article)
    end_terms(*signers(approved(review.article)))
    assert tell() == 1


def test_deactivation_tells_as_soon_as_it_is_done(
    django_capture_on_commit_callbacks: object,
) -> None:
    review = approved()
    first, second = signers(review)
    end_terms(first)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        deactivate_member(second, by=managing_editor(), reason="Moved.")
    assert len(told(review.article)) == 1
    assert messages(review.article) >= 1
    assert list(faults()) == []


# The page.


def client_of(group: str) -> Client:
    client = Client()
    client.force_login(UserFactory.create(group=group))
    return client


def test_page_and_file_list_what_is_live_without_a_signer_in_office() -> None:
    review = approved(ArticleFactory.create(title="=HYPERLINK(1) why?"))
    first, second = signers(review)
    client = client_of("Managing editors")
    assert "Every live article carries the signature" in client.get(REPORT).content.decode()
    end_terms(first, second)
    page = client.get(REPORT).content.decode()
    for words in ("=HYPERLINK(1) why?", first.printed_name, second.printed_name, "Term ended"):
        assert words in page
    answer = client.get(f"{REPORT}?csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "Question"
    assert rows[1][:3] == ["'=HYPERLINK(1) why?", review.article.slug, "1"]
    assert [row[4] for row in rows[1:]] == [first.printed_name, second.printed_name]
    assert rows[1][6:] == ["Term ended", (today() - DAY).isoformat()]


def test_list_of_members_leads_managing_editors_to_it() -> None:
    address = "/admin/editorial/boardmember/"
    assert REPORT in client_of("Managing editors").get(address).content.decode()
    assert REPORT not in client_of("Editors").get(address).content.decode()
