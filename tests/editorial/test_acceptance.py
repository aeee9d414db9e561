"""The editors keep a source despite its notice: who may, what is written, what readers see."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from editorial import workflow
from editorial.acceptance import LONGEST_REASON
from editorial.exceptions import DraftNotReady, NotPossible, ReasonMissing
from editorial.models import AuditEvent, Notification
from editorial.sources import react
from editorial.verification import faults
from references.models import Reference
from tests.editorial.test_sources import change, citing, events, live, open_review, signers, told
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, submitted
from tests.factories.references import ReferenceFactory
from tests.raw_sql import is_refused

pytestmark = pytest.mark.django_db

REASON = "Retracted and replaced by its authors."


def retracted() -> Reference:
    return ReferenceFactory.create(retraction="retracted", retracted_on=datetime.date(2026, 5, 4))


def accept(source: Reference, by: User | None = None, reason: str = REASON) -> Reference:
    return workflow.accept_source(source, by=by or managing_editor(), reason=reason)


def drop(source: Reference, by: User | None = None, reason: str = "No longer.") -> Reference:
    return workflow.no_longer_accept_source(source, by=by or managing_editor(), reason=reason)


@pytest.mark.parametrize("verb", [accept, drop])
def test_only_managing_editors_decide(verb: Callable[..., Reference]) -> None:
    source = retracted()
    if verb is drop:
        accept(source)
    before = list(Reference.objects.values())
    for by in (
        UserFactory.create(group="Editors"),
        UserFactory.create(group="Auditors"),
        BoardMemberFactory.create().user,
        UserFactory.create(),
    ):
        with pytest.raises(PermissionDenied):
            verb(source, by)
    assert list(Reference.objects.values()) == before
    verb(source, UserFactory.create(is_superuser=True))


def test_accepted_source_stops_no_submission_and_says_why() -> None:
    source = retracted()
    article = citing(source)
    with pytest.raises(DraftNotReady):
        submitted(article)
    kept = accept(source, reason=f"  {REASON}\n")
    assert kept.is_accepted
    assert kept.accepted_because == REASON
    assert submitted(article).state == "submitted"


def test_accept_is_written_into_the_chain_of_every_article_and_into_chain_0() -> None:
    source = ReferenceFactory.create()
    article, draft, other = live(source), citing(source), live(ReferenceFactory.create())
    change(source)
    react()
    Notification.objects.all().delete()
    manager = managing_editor()
    accept(source, manager)
    assert [event.action for event in events(article)] == ["source-retracted", "source-accepted"]
    for event in (events(article)[1], events(draft)[0], events()[0]):
        assert (event.action, event.actor, event.reason) == ("source-accepted", manager, REASON)
        assert event.details["reference"] == source.pk
        assert event.details["standing"] == "retracted"
    assert events(draft)[0].details["places"][0]["place"] == "draft"
    assert events(other) == []
    assert told() == {article.owner.username} | signers(article)
    drop(source, manager, "The replacement was retracted too.")
    assert [event.action for event in events()] == ["source-accepted", "source-no-longer-accepted"]
    assert list(faults()) == []


def test_no_longer_accepted_source_is_warned_of_and_re_reviewed_again(client: Client) -> None:
    source = retracted()
    article = live(accept(source))
    assert open_review(article) is None
    address = article.get_absolute_url()
    assert "kept by the editors: Retracted and replaced" in client.get(address).content.decode()
    drop(source)
    review = open_review(article)
    assert review is not None
    assert review.is_urgent
    assert "is no longer kept despite the notice of 4 May 2026" in review.note
    page = client.get(address).content.decode()
    assert "was retracted on 4 May 2026; this article is being re-reviewed." in page
    assert "kept by the editors" not in page


@pytest.mark.parametrize("standing", ["unchecked", "none", "corrected", "reinstated"])
def test_accept_needs_a_notice_that_speaks_against_the_source(standing: str) -> None:
    with pytest.raises(NotPossible, match="retracted or under an expression"):
        accept(ReferenceFactory.create(retraction=standing))
    assert not AuditEvent.objects.exists()


def test_accept_needs_a_reason_that_readers_can_read() -> None:
    source = retracted()
    for reason in ("", " \n\t"):
        with pytest.raises(ReasonMissing):
            accept(source, reason=reason)
    with pytest.raises(NotPossible, match="Readers get the reason"):
        accept(source, reason="x" * (LONGEST_REASON + 1))
    accept(source, reason="x" * LONGEST_REASON)
    with pytest.raises(NotPossible, match="keep this source already"):
        accept(source)
    with pytest.raises(ReasonMissing):
        drop(source, reason=" ")
    drop(source)
    with pytest.raises(NotPossible, match="do not keep this source"):
        drop(source)


def test_accept_holds_for_all_records_of_the_work() -> None:
    double, kept = ReferenceFactory.create(), retracted()
    Reference.objects.filter(pk=double.pk).update(
        merged_into=kept, merged_at="2026-05-05T00:00Z", merged_by=UserFactory.create()
    )
    double.refresh_from_db()
    assert accept(double).pk == kept.pk
    assert {row.accepted_because for row in Reference.objects.all()} == {REASON}
    assert submitted(citing(double)).state == "submitted"


def test_another_notice_ends_the_acceptance_and_the_article_is_re_reviewed() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source, "expression_of_concern")
    react()
    review = open_review(article)
    assert review is not None
    accept(source)
    workflow.withdraw(review, by=managing_editor(), reason="The editors keep it.")
    change(source)
    react()
    assert events(article)[-1].action == "source-retracted"
    assert events(article)[-1].details["outcome"] == "opened"
    assert events()[-1].action == "source-no-longer-accepted"
    assert events()[-1].actor_name == "The site"


def test_acceptance_that_ends_with_a_corrected_day_is_noticed() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source, on=None)
    react()
    accept(source)
    review = open_review(article)
    assert review is not None
    workflow.withdraw(review, by=managing_editor(), reason="The editors keep it.")
    change(source)
    react()
    assert open_review(article) is not None
    change(source, on=datetime.date(2026, 5, 5))
    react()
    assert [event.action for event in events()] == ["source-accepted", "source-no-longer-accepted"]


def test_database_refuses_an_acceptance_without_who_and_why() -> None:
    source = retracted()
    manager = managing_editor()
    update = "UPDATE references_reference SET "
    for values in (
        "accepted_at = now(), accepted_because = 'x'",
        f"accepted_at = now(), accepted_by_id = {manager.pk}",
        f"accepted_by_id = {manager.pk}, accepted_because = 'x'",
        "accepted_because = 'x'",
    ):
        assert is_refused(f"{update} {values} WHERE id = %s", source.pk)
    whole = f"accepted_at = now(), accepted_by_id = {manager.pk}, accepted_because = 'x'"
    assert not is_refused(f"{update} {whole} WHERE id = %s", source.pk)


def test_step_is_offered_where_it_is_possible_and_keeps_what_was_typed(client: Client) -> None:
    source, sound = retracted(), ReferenceFactory.create()
    manager = managing_editor()
    client.force_login(manager)
    keep = reverse("admin:references_reference_keep", args=[source.pk])
    no_longer = reverse("admin:references_reference_no-longer-keep", args=[source.pk])
    change_page = reverse("admin:references_reference_change", args=[source.pk])
    assert keep in client.get(change_page).content.decode()
    sound_page = reverse("admin:references_reference_change", args=[sound.pk])
    assert "despite its notice" not in client.get(sound_page).content.decode()
    page = client.get(keep).content.decode()
    assert "Retracted on 4 May 2026." in page
    assert "0 articles" in page
    refused = client.post(keep, {"reason": "x" * 501})
    assert refused.status_code == 400
    assert "x" * 501 in refused.content.decode()
    assert client.post(keep, {"reason": ""}).status_code == 400
    assert client.post(keep, {"reason": REASON}).status_code == 302
    again = client.post(keep, {"reason": REASON})
    assert again.status_code == 409
    assert "The editors keep this source already." in again.content.decode()
    offered = client.get(change_page).content.decode()
    assert no_longer in offered
    assert keep not in offered
    assert client.post(no_longer, {"reason": "Changed."}).status_code == 302
    source.refresh_from_db()
    assert not source.is_accepted


def test_step_is_not_for_editors(client: Client) -> None:
    source = retracted()
    client.force_login(UserFactory.create(group="Editors"))
    keep = reverse("admin:references_reference_keep", args=[source.pk])
    assert client.get(keep).status_code == 403
    assert client.post(keep, {"reason": REASON}).status_code == 403
    page = client.get(reverse("admin:references_reference_change", args=[source.pk]))
    assert keep not in page.content.decode()
