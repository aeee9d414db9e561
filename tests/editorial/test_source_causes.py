"""What cited sources make due: raised once, settled when it holds no more, raised ahead."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from editorial import due_words, source_causes, source_sweep, verification, workflow
from editorial.models import AuditEvent, DueTrigger, Policy, Review, ReviewSchedule, Sweep
from editorial.source_sweep import sync
from editorial.sources import react
from editorial.verification.clocks import faults as verified_clocks
from references.models import Reference
from tests.editorial.test_signing_together import together
from tests.editorial.test_sources import change, citing, live, merge
from tests.factories.editorial import BoardMemberFactory, approved, managing_editor, sign
from tests.factories.references import ReferenceFactory
from tests.flushing import triggers_lifted
from tests.raw_sql import run

pytestmark = pytest.mark.django_db

Kind = DueTrigger.Kind


def today() -> datetime.date:
    return timezone.now().date()


def in_days(days: int) -> datetime.date:
    return today() + datetime.timedelta(days=days)


def say(source: Reference, **values: Any) -> None:
    """What the library says of a source from now on, by whatever path."""
    Reference.objects.filter(pk=source.pk).update(**values)


def causes(article: Article) -> list[tuple[str, datetime.date, str]]:
    rows = DueTrigger.objects.filter(article=article).order_by("pk")
    return list(rows.values_list("kind", "due_on", "settlement"))


def due_on(article: Article) -> datetime.date:
    return ReviewSchedule.objects.get(article=article).due_on


def regular(article: Article) -> datetime.date:
    return ReviewSchedule.objects.get(article=article).regular_due_on


def forget_what_was_known(article: Article) -> None:
    """As in the history of before this was written down."""
    with triggers_lifted():
        run(
            "UPDATE editorial_auditevent SET details = details - 'known_causes'"
            " WHERE article_id = %s",
            article.pk,
        )


def old(year: int) -> Reference:
    work: Reference = ReferenceFactory.create()
    say(work, csl=work.csl | {"issued": {"date-parts": [[year]]}})
    return work


# Which causes there are, and that each is raised once.


def test_retraction_raises_its_cause_with_the_review_it_opens_and_is_settled_by_it() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    react()
    assert causes(article) == [("source-retracted", today(), "")]
    assert due_on(article) == today()
    review = Review.objects.get(article=article, is_urgent=True)
    assert DueTrigger.objects.get().raised_at == review.submitted_at
    assert sync() == 0


def test_retraction_during_a_review_outlives_that_review() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    review = workflow.submit(article, by=article.owner, kind="re-review")
    change(source)
    react()
    assert causes(article) == [("source-retracted", today(), "")]
    assert DueTrigger.objects.get().raised_at > review.submitted_at


def test_concern_that_the_editors_override_holds_no_more_and_comes_back() -> None:
    source, manager = ReferenceFactory.create(), managing_editor()
    article = live(source)
    change(source, "expression_of_concern")
    react()
    assert causes(article) == [("source-doubted", today(), "")]
    workflow.accept_source(source, by=manager, reason="Republished.")
    assert causes(article) == [("source-doubted", today(), "no-longer")]
    assert due_on(article) == regular(article)
    workflow.no_longer_accept_source(source, by=manager, reason="Not so.")
    assert [settled for _kind, _due_on, settled in causes(article)] == ["no-longer", ""]
    assert due_on(article) == today()


def test_reinstated_source_makes_nothing_due_any_more() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    change(source)
    react()
    change(source, "reinstated")
    react()
    assert causes(article) == [("source-retracted", today(), "no-longer")]
    assert due_on(article) == regular(article)


def test_superseded_guideline_makes_due_now_and_once() -> None:
    source, newer = ReferenceFactory.create(), ReferenceFactory.create()
    article, other = live(source), live(newer)
    say(source, superseded_by=newer)
    assert sync() == 1
    assert sync() == 0
    assert causes(article) == [("guideline-superseded", today(), "")]
    assert due_on(article) == today()
    assert causes(other) == []
    event = AuditEvent.objects.get(action="due-earlier", article=article)
    assert event.details["facts"]["by"].startswith("Sample A. Sample study")
    trigger = DueTrigger.objects.get()
    assert due_words.of_trigger(trigger).startswith("Reference 1, “Sample A. Sample study")
    assert "is superseded by “" in due_words.of_trigger(trigger)


def test_end_of_validity_is_written_down_ahead_for_the_day_after() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    say(source, valid_until=in_days(100))
    sync()
    assert causes(article) == [("guideline-expired", in_days(101), "")]
    assert due_on(article) == in_days(101)


def test_end_of_validity_after_the_regular_day_is_not_written_down() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    say(source, valid_until=regular(article))
    sync()
    assert causes(article) == []
    say(source, valid_until=regular(article) - datetime.timedelta(days=2))
    sync()
    assert due_on(article) == regular(article) - datetime.timedelta(days=1)


def test_validity_that_has_ended_long_ago_makes_due_today() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    say(source, valid_until=in_days(-1000))
    sync()
    assert due_on(article) == today()


def test_validity_prolonged_settles_its_cause() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    say(source, valid_until=in_days(10))
    sync()
    say(source, valid_until=None)
    sync()
    assert causes(article) == [("guideline-expired", in_days(11), "no-longer")]
    assert due_on(article) == regular(article)
    say(source, valid_until=in_days(10))
    sync()
    assert [each[2] for each in causes(article)] == ["no-longer", ""]
    assert due_on(article) == in_days(11)


def test_source_grows_too_old_on_the_first_of_january() -> None:
    Policy.objects.update(oldest_source_years=30)
    article = live(old(today().year - 30))
    new_year = datetime.date(today().year + 1, 1, 1)
    assert causes(article) == [("source-too-old", new_year, "")]
    assert due_on(article) == new_year
    assert "is of" in due_words.of_trigger(DueTrigger.objects.get())


def test_source_that_was_too_old_when_it_was_submitted_makes_nothing_due() -> None:
    Policy.objects.update(oldest_source_years=30)
    article = live(old(1980))
    sync()
    assert causes(article) == []
    assert AuditEvent.objects.get(article=article, action="submit").details["known_causes"]


def test_lower_limit_makes_due_what_it_reaches_and_a_higher_one_settles_it() -> None:
    article = live(old(today().year - 10))
    Policy.objects.update(oldest_source_years=5)
    sync()
    assert causes(article) == [("source-too-old", today(), "")]
    Policy.objects.update(oldest_source_years=50)
    Sweep.objects.update(causes_seen_on=None)
    sync()
    assert causes(article) == [("source-too-old", today(), "no-longer")]


def test_cause_that_was_known_at_submission_is_not_raised_by_the_approval() -> None:
    source = ReferenceFactory.create()
    say(source, valid_until=in_days(-30), superseded_by=ReferenceFactory.create())
    article = live(source)
    sync()
    assert causes(article) == []


def test_cause_that_came_up_between_submission_and_approval_is_raised_by_it() -> None:
    source = ReferenceFactory.create()
    article = citing(source)
    review = workflow.submit(article, by=article.owner)
    say(source, superseded_by=ReferenceFactory.create())
    members = BoardMemberFactory.create_batch(2)
    review = workflow.begin(review, by=managing_editor(), members=members)
    for member in members:
        workflow.answer_conflict(review, by=member.user, conflict="none")
    for member in members:
        review = sign(review, member)
    assert causes(article) == [("guideline-superseded", today(), "")]
    assert due_on(article) == today()


def test_source_that_a_later_version_leaves_out_settles_its_cause() -> None:
    source, other = ReferenceFactory.create(), ReferenceFactory.create()
    article = live(source, other)
    say(source, valid_until=in_days(100))
    sync()
    article.sections.order_by("pk")[0].delete()
    approved(article)
    assert causes(article) == [("guideline-expired", in_days(101), "no-longer")]
    assert due_on(article) == regular(article)


def test_dismissed_cause_is_not_raised_again() -> None:
    source, manager = ReferenceFactory.create(), managing_editor()
    article = live(source)
    say(source, valid_until=in_days(-5))
    sync()
    trigger = DueTrigger.objects.get()
    workflow.dismiss_trigger(trigger, by=manager, reason="Nothing newer is out.")
    assert due_on(article) == regular(article)
    Sweep.objects.update(causes_seen_on=None)
    assert sync() == 0
    say(source, valid_until=in_days(-4))
    sync()
    assert due_on(article) == today()


def test_merged_record_counts_as_the_one_that_was_kept_and_is_not_told_twice() -> None:
    source, kept, manager = ReferenceFactory.create(), ReferenceFactory.create(), managing_editor()
    article = live(source)
    say(source, valid_until=in_days(50))
    say(kept, valid_until=in_days(50))
    sync()
    merge(source, into=kept)
    Sweep.objects.update(causes_seen_on=None)
    sync()
    assert causes(article) == [("guideline-expired", in_days(51), "")]
    say(kept, valid_until=in_days(40))
    sync()
    assert [each[1:] for each in causes(article)] == [
        (in_days(51), "no-longer"),
        (in_days(41), ""),
    ]
    assert manager.is_active


def test_retired_article_is_looked_at_when_it_comes_back() -> None:
    source, manager = ReferenceFactory.create(), managing_editor()
    article = live(source)
    workflow.retire(article, by=manager, reason="For a while.")
    say(source, superseded_by=ReferenceFactory.create())
    sync()
    assert causes(article) == []
    workflow.reinstate(article, by=manager, reason="It stands.")
    assert causes(article) == [("guideline-superseded", today(), "")]


def test_review_of_before_counts_what_has_a_day_of_its_own_as_known() -> None:
    source, other = ReferenceFactory.create(), ReferenceFactory.create()
    say(source, valid_until=in_days(-30))
    article = live(source, other)
    forget_what_was_known(article)
    sync()
    assert causes(article) == []
    say(other, superseded_by=ReferenceFactory.create())
    sync()
    assert [each[0] for each in causes(article)] == ["guideline-superseded"]


def test_history_derives_all_of_it() -> None:
    source, other = ReferenceFactory.create(), ReferenceFactory.create()
    live(source, other)
    say(source, valid_until=in_days(10))
    sync()
    change(other)
    react()
    say(source, valid_until=None)
    sync()
    assert list(verification.faults()) == []


def test_cause_written_by_hand_counts_and_stops_nothing() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    run(
        "INSERT INTO editorial_duetrigger (article_id, kind, key, due_on, details, raised_at,"
        " raised_by_id) SELECT %s, 'source-retracted', 'by hand', current_date, '{}', now(),"
        " min(id) FROM auth_user",
        article.pk,
    )
    assert due_on(article) == today()
    say(source, valid_until=in_days(10))
    sync()
    assert len(causes(article)) == 2
    approved(article, kind="re-review")
    assert DueTrigger.objects.get(key="by hand").settlement == "reviewed"


def test_history_of_before_tells_the_due_date_of_the_interval() -> None:
    live(ReferenceFactory.create())
    assert list(verified_clocks()) == []
    with triggers_lifted():
        run(
            "UPDATE editorial_auditevent SET details = jsonb_build_object('due_on',"
            " details -> 'due_on') WHERE action = 'approve'"
        )
    assert list(verified_clocks()) == []


# What a sweep costs, and that it forgets nothing.


def test_idle_sweep_asks_one_question() -> None:
    live(ReferenceFactory.create())
    sync()
    last = Reference.pgh_event_model.objects.order_by("-pgh_id")[0].pgh_id  # type: ignore[attr-defined]
    Sweep.objects.update(seen_reference_event=last)
    with CaptureQueriesContext(connection) as queries:
        assert sync() == 0
    assert len(queries) == 1


def test_change_without_a_row_of_history_is_found_by_the_day() -> None:
    source = ReferenceFactory.create()
    article = live(source)
    sync()
    Sweep.objects.update(seen_reference_event=10**12)
    say(source, superseded_by=ReferenceFactory.create())
    assert sync() == 0
    assert sync(timezone.now() + datetime.timedelta(days=1)) == 1
    assert [each[0] for each in causes(article)] == ["guideline-superseded"]


def test_number_that_is_young_is_looked_at_again() -> None:
    """A lower number may become visible after it."""
    source = ReferenceFactory.create()
    live(source)
    sync()
    say(source, valid_until=in_days(5))
    sync()
    assert Sweep.objects.get().seen_reference_event == 0


def test_questions_of_the_day_do_not_grow_with_the_articles() -> None:
    for _one in range(2):
        live(ReferenceFactory.create())
    with CaptureQueriesContext(connection) as few:
        sync()
    for _one in range(4):
        live(ReferenceFactory.create())
    Sweep.objects.update(causes_seen_on=None)
    with CaptureQueriesContext(connection) as many:
        sync()
    assert len(few) >= len(many)


def test_look_at_everything_goes_on_where_the_last_sweep_left_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = [ReferenceFactory.create() for _three in range(3)]
    articles = [live(source) for source in sources]
    for source in sources:
        say(source, superseded_by=ReferenceFactory.create())
    Sweep.objects.update_or_create(pk=1, defaults={"seen_reference_event": 10**12})
    monkeypatch.setattr(source_sweep, "SLICE", 1)
    for done in (1, 2, 3):
        assert sync() == 1
        assert sum(len(causes(article)) for article in articles) == done
        assert Sweep.objects.get().causes_seen_on is None
    assert sync() == 0
    row = Sweep.objects.get()
    assert (row.causes_seen_on, row.causes_seen_to) == (today(), 0)


def test_look_at_everything_for_which_there_was_no_time_is_taken_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = ReferenceFactory.create()
    article = live(source)
    say(source, superseded_by=ReferenceFactory.create())
    with monkeypatch.context() as hurried:
        hurried.setattr(source_sweep, "LONGEST_RUN", -1)
        assert sync() == 0
        assert causes(article) == []
    assert sync() == 1


def test_article_that_cannot_be_looked_at_keeps_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source = ReferenceFactory.create()
    first, second = live(source), live(source)
    say(source, superseded_by=ReferenceFactory.create())
    whole = source_causes.look_at

    def fails(article: Article, *, at: datetime.datetime) -> int:
        if article.pk == first.pk:
            raise RuntimeError
        return whole(article, at=at)

    monkeypatch.setattr(source_causes, "look_at", fails)
    assert sync() == 1
    assert causes(first) == []
    assert len(causes(second)) == 1
    assert f"sources of article {first.pk}" in caplog.text
    monkeypatch.undo()
    Sweep.objects.update(causes_seen_on=None)
    assert sync() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_raise_each_cause_once() -> None:
    source = ReferenceFactory.create()
    articles = [live(source) for _three in range(3)]
    say(source, superseded_by=ReferenceFactory.create())
    together([sweeping, sweeping, sweeping])
    for article in articles:
        assert len(causes(article)) == 1
        assert AuditEvent.objects.filter(article=article, action="due-earlier").count() == 1


def sweeping() -> None:
    source_sweep.sync()
