"""What needs somebody, and which messages were sent and will be."""

import datetime
import re
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.utils.html import strip_tags

from editorial.models import Bounce, DueTrigger, Notification, ReviewSchedule, Sweep
from tests.editorial.due_pages import LIST, PAGE, as_user, cause, january, page
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor
from tests.scheduled import DAY, NOW, TODAY, due_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("january")]
__all__ = ["january"]


def test_alerts_name_what_needs_somebody() -> None:
    gone = UserFactory.create(group="Editors")
    ownerless = due_article(TODAY + 100 * DAY, owner=gone)
    caused = due_article(TODAY + 100 * DAY)
    cause(caused)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    bounced = UserFactory.create(first_name="Bo", last_name="Unced")
    Bounce.objects.create(user=bounced, address=bounced.email, source="smtp")
    Bounce.objects.create(user=bounced, address="old@example.org", source="smtp")
    Notification.objects.filter(article=caused).update(state="failed")
    failed = Notification.objects.filter(article=caused).count()
    Sweep.objects.update_or_create(pk=1, defaults={"finished": NOW - datetime.timedelta(minutes=4)})
    for member in caused.reviews.get().assignments.all():
        member.member.term_to = TODAY - DAY
        member.member.save()
    text = page()
    assert "1 article has no active owner." in text
    assert "1 article is due earlier: a cited source was retracted." in text
    assert "Mail to Bo Unced does not arrive." in text
    assert f"{failed} messages of the last 30 days could not be sent." in text
    assert "Nothing is planned or sent: the last sweep was on" in text
    assert "1 live article has no signer in office." in text
    assert ownerless.title in page(f"{LIST}?about=without-owner")
    assert caused.title not in page(f"{LIST}?about=without-owner")
    assert "a cited source was retracted" in page(f"{LIST}?about=cause")
    assert ownerless.title not in page(f"{LIST}?about=cause")
    assert caused.title in page(f"{LIST}?about=overdue")


def test_alerts_lead_auditors_nowhere_they_may_not_go() -> None:
    article = due_article(TODAY + 100 * DAY)
    for each in article.reviews.get().assignments.all():
        each.member.term_to = TODAY - DAY
        each.member.save()
    client = as_user(UserFactory.create(group="Auditors"))
    html = client.get(PAGE).content.decode()
    assert "has no signer in office" in html
    addresses = set(re.findall(r'href="(/(?:desk/due|admin)/[^"]*)"', html))
    assert addresses
    for address in addresses:
        found = client.get(address.replace("&amp;", "&")).status_code
        assert found == HTTPStatus.OK, address


def test_alert_where_no_managing_editor_is_reached() -> None:
    editor = managing_editor()
    auditor = UserFactory.create(group="Auditors")
    words = "No managing editor can be reached by mail"
    assert words not in as_user(auditor).get(PAGE).content.decode()
    Bounce.objects.create(user=editor, address=editor.email, source="smtp")
    assert words in as_user(auditor).get(PAGE).content.decode()


def test_alert_of_a_cause_goes_when_it_is_settled() -> None:
    trigger = cause(due_article(TODAY + 100 * DAY))
    DueTrigger.objects.filter(pk=trigger.pk).update(
        settlement="no-longer", settled_at=NOW, settled_by=trigger.raised_by
    )
    assert "due earlier" not in page()


def test_sent_is_counted_by_kind_and_state() -> None:
    article = due_article(TODAY + 100 * DAY)
    Notification.objects.all().delete()
    for number, (state, sent, queued) in enumerate(
        [
            ("sent", NOW - 6 * DAY, NOW - 20 * DAY),
            ("sent", NOW - 8 * DAY, NOW - 20 * DAY),
            ("queued", None, NOW - DAY),
            ("cancelled", None, NOW - 6 * DAY),
            ("cancelled", None, NOW - 8 * DAY),
        ]
    ):
        Notification.objects.create(
            subject=f"article:{number}",
            kind="review-due",
            recipient=article.owner,
            article=article,
            due_on=TODAY,
            state=state,
            sent=sent,
            queued=queued,
        )
    client = as_user(managing_editor())
    html = client.get(PAGE).content.decode()
    row = re.search(r'<th scope="row">Re-review due</th>(.*?)</tr>', html, re.DOTALL)
    assert row is not None
    assert strip_tags(row[1]) == "101010"
    addresses = re.findall(r'href="([^"]+)"', row[1])
    assert len(addresses) == 3
    for address in addresses:
        answer = client.get(address.replace("&amp;", "&"))
        assert "1 notification" in strip_tags(answer.content.decode())


def test_tonight_shows_what_is_planned_and_writes_nothing() -> None:
    article = due_article(TODAY + 20 * DAY)
    Notification.objects.all().delete()
    text = page(f"{PAGE}tonight/")
    assert article.title in text
    assert article.owner.get_full_name() in text
    assert not Notification.objects.exists()
    assert ReviewSchedule.objects.get(article=article).planned_for is None
