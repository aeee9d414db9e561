"""Pages past their hard limit: warned of, withdrawn, and given back by their review only."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from editorial import overdue, workflow
from editorial.exceptions import NotPossible
from editorial.models import (
    AuditEvent,
    Notification,
    Policy,
    Review,
    ReviewSchedule,
    Snooze,
)
from editorial.sweeping import sweep
from references.models import Reference
from tests.factories.articles import ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.raw_sql import guarded, is_refused, run
from tests.reminders import DUE, at, live_article

pytestmark = pytest.mark.django_db

LIMIT = 30
#: The first day past the limit.
PAST = at(LIMIT + 1)


def limited(consequence: str = "withdraw", *, days: int | None = LIMIT) -> None:
    Policy.objects.update(hard_limit_days=days, at_hard_limit=consequence)


def withdrawn() -> Article:
    limited()
    article = live_article()
    assert overdue.enforce(PAST) == 1
    article.refresh_from_db()
    assert article.is_withdrawn
    return article


def actions(article: Article) -> list[str]:
    events = AuditEvent.objects.filter(article=article, action__startswith="overdue")
    return list(events.order_by("sequence").values_list("action", flat=True))


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient", flat=True))


def snoozed(article: Article, until: datetime.date, *, for_all: bool = True) -> Snooze:
    """As the verb writes it."""
    Policy.objects.update(snooze_most_days=999)
    return Snooze.objects.create(
        article=article,
        due_on=DUE,
        until=until,
        reason="The guideline comes out in July.",
        is_for_all=for_all,
        made_at=timezone.now(),
        made_by=managing_editor(),
    )


def approve_anew(article: Article, kind: str = "re-review") -> Review:
    article.refresh_from_db()
    return approved(article, kind=kind)


# When it is done, and to what.


@pytest.mark.parametrize(("days", "done"), [(0, 0), (LIMIT - 1, 0), (LIMIT, 0), (LIMIT + 1, 1)])
def test_withdraw_from_the_day_after_the_limit(days: int, done: int) -> None:
    limited()
    article = live_article()
    assert overdue.enforce(at(days)) == done
    article.refresh_from_db()
    assert article.is_withdrawn == bool(done)


def test_withdraw_in_the_name_of_the_site_with_the_dates_as_its_reason() -> None:
    article = withdrawn()
    assert article.retired_by is not None
    assert article.retired_by.get_full_name() == "The site"
    assert article.retirement_reason == (
        "Its review was due on 15 June 2027, and is overdue for more than 30 days."
    )
    event = AuditEvent.objects.get(article=article, action="overdue-withdrawn")
    assert event.details == {"due_on": "2027-06-15", "limit_days": 30}
    assert (event.at, event.reason) == (article.retired_at, article.retirement_reason)


def test_tell_owner_signers_and_managing_editors_of_the_withdrawal() -> None:
    manager = managing_editor()
    article = withdrawn()
    review = article.reviews.get()
    signers = {row.member.user_id for row in review.sign_offs.select_related("member")}
    assert {article.owner_id, manager.pk, *signers} <= told("page-withdrawn")
    assert len(signers) == 2


def test_do_nothing_without_a_limit() -> None:
    limited(days=None)
    live_article()
    assert overdue.enforce(at(3_000)) == 0


def test_go_by_the_tier_that_was_approved_not_the_drafts() -> None:
    limited()
    Policy.objects.exclude(tier="treatment").update(hard_limit_days=None)
    article = live_article(risk_tier="treatment")
    Article.objects.filter(pk=article.pk).update(risk_tier="background")
    assert overdue.enforce(PAST) == 1


def test_do_it_once_however_often_a_sweep_comes_and_whatever_the_clock_says() -> None:
    article = withdrawn()
    for now in (PAST, at(LIMIT), PAST, at(LIMIT + 400)):
        assert overdue.enforce(now) == 0
    article.refresh_from_db()
    assert article.is_withdrawn
    assert actions(article) == ["overdue-withdrawn"]


def test_warn_once_for_each_due_date() -> None:
    limited("warn")
    article = live_article()
    assert [overdue.enforce(at(LIMIT + day)) for day in (1, 2, 0, 3)] == [1, 0, 0, 0]
    ReviewSchedule.objects.update(due_on=DUE - datetime.timedelta(days=10))
    assert overdue.enforce(PAST) == 1
    ReviewSchedule.objects.update(due_on=DUE, limit_met_for=None)
    assert overdue.enforce(PAST) == 0
    assert actions(article) == ["overdue-warned"] * 2
    article.refresh_from_db()
    assert article.is_live


def test_withdraw_what_was_warned_of_once_the_policy_says_so() -> None:
    limited("warn")
    article = live_article()
    overdue.enforce(PAST)
    limited("withdraw")
    assert overdue.enforce(PAST) == 1
    limited("warn")  # what is withdrawn stays so, and is not looked at again
    with CaptureQueriesContext(connection) as asked:
        assert overdue.enforce(PAST) == 0
    assert len(asked) == 2
    assert actions(article) == ["overdue-warned", "overdue-withdrawn"]


def test_policy_that_changes_without_its_guard_is_not_noticed() -> None:
    limited("warn")
    live_article()
    overdue.enforce(PAST)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE editorial_policy DISABLE TRIGGER USER")
    limited("withdraw")
    assert overdue.enforce(PAST) == 0


def test_leave_alone_what_a_managing_editor_snoozed_for_everybody() -> None:
    limited()
    article = live_article()
    until = (PAST + datetime.timedelta(days=5)).date()
    snoozed(article, until)
    assert overdue.enforce(PAST) == 0
    assert overdue.enforce(PAST + datetime.timedelta(days=4)) == 0
    assert overdue.enforce(PAST + datetime.timedelta(days=5)) == 1


def test_owners_own_snooze_holds_nothing_back() -> None:
    limited()
    snoozed(live_article(), at(90).date(), for_all=False)
    assert overdue.enforce(PAST) == 1


@pytest.mark.parametrize("consequence", ["warn", "withdraw"])
def test_leave_retired_articles_alone_until_they_are_reinstated(
    consequence: str, caplog: pytest.LogCaptureFixture
) -> None:
    limited(consequence)
    article, manager = live_article(), managing_editor()
    workflow.retire(article, by=manager, reason="Superseded.")
    assert overdue.enforce(PAST) == 0
    assert caplog.text == "", "nothing was tried that only the database kept from being done"
    assert actions(article) == []
    workflow.reinstate(article, by=manager, reason="It stands.")
    assert overdue.enforce(PAST) == 1


def test_one_article_that_cannot_be_dealt_with_keeps_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    limited()
    broken, sound = live_article(), live_article()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE articles_article ADD CONSTRAINT broken"
            f" CHECK (id <> {broken.pk} OR retired_at IS NULL)"
        )
    assert overdue.enforce(PAST) == 1
    sound.refresh_from_db()
    assert sound.is_withdrawn
    assert str(broken.pk) in caplog.text


def test_idle_sweep_asks_a_small_index() -> None:
    limited()
    for _article in range(3):
        live_article()
    with CaptureQueriesContext(connection) as asked:
        assert overdue.enforce(at(1)) == 0
    assert len(asked) == 2
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP INDEX schedule_by_due_date, schedule_not_planned")
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked[1]['sql']}")
        assert any("schedule_limit_not_met" in line for (line,) in cursor.fetchall())


def test_sweep_withdraws_what_is_past_its_limit() -> None:
    limited()
    article = live_article()
    sweep(PAST)
    article.refresh_from_db()
    assert article.is_withdrawn


# The way back.


@pytest.mark.parametrize("kind", ["revision", "re-review"])
def test_give_back_with_the_approval_of_a_full_review(kind: str, client: Client) -> None:
    article = withdrawn()
    if kind == "revision":
        SectionFactory.create(article=article, body="<p>Quokkamycin.</p>")
    here = article.get_absolute_url()
    assert client.get(here).status_code == 410
    review = approve_anew(article, kind)
    article.refresh_from_db()
    assert (article.is_live, article.returns_when_reviewed) == (True, False)
    assert client.get(here).status_code == 200
    assert actions(article) == ["overdue-withdrawn", "overdue-returned"]
    event = AuditEvent.objects.get(action="overdue-returned")
    assert event.actor == review.closed_by
    assert event.details == {"cause": "reviewed"}
    assert review.article.owner_id not in told("page-returned")  # told of the approval
    assert told("page-returned")


def test_give_nothing_back_before_the_quorum() -> None:
    article = withdrawn()
    review = under_review(article, kind="re-review")
    assignment = review.assignments.select_related("member__user").earliest("pk")
    assert sign(review, assignment.member).is_open
    article.refresh_from_db()
    assert article.is_withdrawn


def test_give_nothing_back_with_a_correction(client: Client) -> None:
    limited()
    article = live_article()
    article.refresh_from_db()
    review = under_review(article, kind="correction")
    overdue.enforce(PAST)
    sign(review, review.assignments.select_related("member__user").earliest("pk").member)
    article.refresh_from_db()
    assert article.is_withdrawn
    assert client.get(article.get_absolute_url()).status_code == 410


def test_refuse_a_correction_of_a_withdrawn_article_and_say_what_to_submit() -> None:
    article = withdrawn()
    with pytest.raises(NotPossible, match="Submit it as a revision or a re-review"):
        submitted(article, kind="correction")


def test_refuse_to_reinstate_and_say_what_to_do() -> None:
    article = withdrawn()
    with pytest.raises(NotPossible, match="Submit it as a re-review or a revision"):
        workflow.reinstate(article, by=managing_editor(), reason="I want it back.")
    article.refresh_from_db()
    assert article.is_withdrawn


def test_retire_a_withdrawn_article_for_good() -> None:
    article, manager = withdrawn(), managing_editor()
    review = submitted(article, kind="re-review")
    workflow.retire(article, by=manager, reason="Superseded.")
    article.refresh_from_db()
    assert (article.is_retired, article.is_withdrawn) == (True, False)
    assert article.retired_by == manager
    members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
    review = workflow.begin(review, by=manager, members=members)
    for member in members:
        workflow.answer_conflict(review, by=member.user, conflict="none")
        sign(review, member)
    article.refresh_from_db()
    assert article.is_retired
    with pytest.raises(NotPossible, match="Reinstate it"):
        submitted(article)


def test_withdraw_again_when_the_next_review_is_overdue_too() -> None:
    article = withdrawn()
    approve_anew(article)
    due = ReviewSchedule.objects.get(article=article).due_on
    assert overdue.enforce(at(LIMIT + 1, due_on=due)) == 1
    assert actions(article) == ["overdue-withdrawn", "overdue-returned", "overdue-withdrawn"]


def test_give_back_while_snoozed_and_withdraw_again_after() -> None:
    article, manager = withdrawn(), managing_editor()
    until = (PAST + datetime.timedelta(days=9)).date()
    snooze = snoozed(article, until)
    assert overdue.give_back_while_snoozed(article, by=manager, at=PAST)
    article.refresh_from_db()
    assert article.is_live
    assert manager.pk not in told("page-returned")
    assert article.owner_id in told("page-returned")
    assert overdue.enforce(PAST) == 0
    Snooze.objects.filter(pk=snooze.pk).update(ended_at=timezone.now(), ended_by=manager)
    assert overdue.enforce(PAST) == 1
    assert not overdue.give_back_while_snoozed(live_article(), by=manager, at=PAST)


def test_give_back_refuses_without_a_snooze() -> None:
    article = withdrawn()
    with pytest.raises(Exception, match="until a full review of it is approved"):
        overdue.give_back_while_snoozed(article, by=managing_editor(), at=PAST)


def test_news_of_a_source_open_a_review_of_a_withdrawn_article() -> None:
    article = withdrawn()
    Reference.objects.update(retraction="retracted")
    sweep(timezone.now())
    review = Review.objects.open().get(article=article)
    assert (review.kind, review.is_urgent) == ("re-review", True)


# What the database refuses, whoever asks.

RETURN = (
    "UPDATE articles_article SET retired_at = NULL, retired_by_id = NULL, retirement_reason = '',"
    " returns_when_reviewed = FALSE WHERE id = %s"
)
LIFT = "UPDATE editorial_reviewschedule SET limit_met_for = NULL WHERE article_id = %s"


def test_database_gives_nothing_back_without_a_review() -> None:
    article = withdrawn()
    guarded("articles_article", "withdrawn_until_reviewed", RETURN, article.pk)


def test_database_lifts_no_limit_without_a_cause() -> None:
    article = withdrawn()
    guarded("editorial_reviewschedule", "limit_is_lifted", LIFT, article.pk)


def test_database_makes_no_withdrawal_a_plain_retirement_without_a_new_one() -> None:
    article = withdrawn()
    sql = "UPDATE articles_article SET returns_when_reviewed = FALSE WHERE id = %s"
    guarded("articles_article", "withdrawn_until_reviewed", sql, article.pk)


def test_database_withdraws_nothing_whose_review_is_not_overdue() -> None:
    article = approved().article
    sql = (
        "UPDATE articles_article SET retired_at = now(), retired_by_id = owner_id,"
        " retirement_reason = 'x', returns_when_reviewed = TRUE WHERE id = %s"
    )
    guarded("articles_article", "withdrawn_until_reviewed", sql, article.pk)


def test_database_returns_nothing_that_is_not_retired() -> None:
    article = live_article()
    sql = "UPDATE articles_article SET returns_when_reviewed = TRUE WHERE id = %s"
    assert is_refused(sql, article.pk)


def test_database_keeps_when_and_why_a_page_was_withdrawn() -> None:
    article = withdrawn()
    sql = "UPDATE articles_article SET retirement_reason = 'Other' WHERE id = %s"
    guarded("articles_article", "withdrawn_until_reviewed", sql, article.pk)
    assert run("UPDATE articles_article SET title = 'New?' WHERE id = %s", article.pk) == 1


# What readers get.


def page(article: Article, rest: str = "") -> str:
    response = Client().get(f"{article.get_absolute_url()}{rest}")
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("consequence", ["warn", "withdraw"])
def test_warn_more_strongly_past_the_limit_without_waiting_for_a_sweep(consequence: str) -> None:
    limited(consequence)
    article = live_article()
    stronger = "past the limit its publisher sets"
    for days, is_overdue, is_past in ((0, False, False), (1, True, False), (LIMIT, True, False)):
        with time_machine.travel(at(days), tick=False):
            shown = page(article)
            assert ("Review overdue since 15 June 2027" in shown, stronger in shown) == (
                is_overdue,
                is_past,
            )
    with time_machine.travel(PAST, tick=False):
        for rest in ("", "?audience=plain", "v1/"):
            assert stronger in page(article, rest)


def test_snooze_of_the_managing_editor_holds_the_stronger_words_back() -> None:
    limited("warn")
    article = live_article()
    snoozed(article, (PAST + datetime.timedelta(days=5)).date())
    for days, is_past in ((1, False), (5, False), (6, True)):
        with time_machine.travel(at(LIMIT + days), tick=False):
            assert ("past the limit" in page(article)) == is_past
            assert "Review overdue since" in page(article)


@pytest.mark.parametrize("days", [0, LIMIT])
def test_no_copy_of_the_day_before_hides_a_warning(days: int, client: Client) -> None:
    limited("warn")
    article = live_article()
    here = article.get_absolute_url()
    with time_machine.travel(at(days), tick=False):
        tag = client.get(here)["ETag"]
        assert client.get(here, headers={"if-none-match": tag}).status_code == 304
    with time_machine.travel(at(days + 1), tick=False):
        answer = client.get(here, headers={"if-none-match": tag})
        assert answer.status_code == 200
        assert answer["ETag"] != tag
        assert "no-cache" in answer["Cache-Control"]


def test_say_of_an_answer_that_its_article_is_overdue(client: Client) -> None:
    live_article()
    question = "/ask/?q=What+causes+a+spasm%3F"
    with time_machine.travel(at(0), tick=False):
        assert "Review overdue" not in client.get(question).content.decode()
    with time_machine.travel(at(1), tick=False):
        assert "Review overdue since 15 June 2027" in client.get(question).content.decode()


def test_claim_no_next_review_that_has_passed() -> None:
    article = live_article()
    with time_machine.travel(at(1), tick=False):
        shown = page(article)
    assert "Next review by" not in shown
    assert "Review was due on" in shown


def test_withdrawn_page_says_why_and_that_it_comes_back(client: Client) -> None:
    article = withdrawn()
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 410
    shown = " ".join(answer.content.decode().split())
    assert "Withdrawn until its review is done" in shown
    assert "It comes back when the board has read it again" in shown
    assert "was retired" not in shown


def test_withdrawn_page_is_shown_on_no_other_path() -> None:
    limited()
    article = live_article()
    here = article.get_absolute_url()
    exports = [f"{here}references.{suffix}" for suffix in ("ris", "bib", "json")]
    own = [here, f"{here}?audience=plain", f"{here}history/", f"{here}v1/", *exports]
    own += [f"{here}report/", f"{here}report/thanks/"]
    shared = ["/", "/feed.atom", "/sitemap.xml", "/search/?q=spasm", "/ask/?q=spasm"]
    reader = Client()
    tags = {place: reader.get(place).get("ETag", "*") for place in [*own, *shared]}
    assert all(article.slug in reader.get(place).content.decode() for place in shared)
    overdue.enforce(PAST)
    for place in own:
        answer = reader.get(place, headers={"if-none-match": tags[place]})
        assert answer.status_code == 410, place
    for place in shared:
        answer = reader.get(place, headers={"if-none-match": tags[place]})
        assert answer.status_code == 200, place
        assert article.slug not in answer.content.decode(), place
    assert reader.get(f"{here}v1/sources.css").status_code == 404


def test_editors_and_members_read_a_withdrawn_article() -> None:
    article = withdrawn()
    editor = Client()
    editor.force_login(UserFactory.create(group="Editors"))
    assert editor.get(f"{article.get_absolute_url()}v1/").status_code == 200
    assert editor.get(f"/admin/articles/article/{article.pk}/change/").status_code == 200


def test_owner_gone_managing_editors_hear_of_the_withdrawal() -> None:
    manager = managing_editor()
    limited()
    article = live_article(owner=UserFactory.create(group="Editors"))
    article.owner.is_active = False
    article.owner.save()
    overdue.enforce(PAST)
    assert manager.pk in told("page-withdrawn")
    assert article.owner_id not in told("page-withdrawn")


def test_withdrawal_and_event_are_one() -> None:
    """Without its event the page stays as it is."""
    limited()
    article = live_article()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE editorial_auditevent ADD CONSTRAINT broken"
            " CHECK (action <> 'overdue-withdrawn')"
        )
    assert overdue.enforce(PAST) == 0
    article.refresh_from_db()
    assert article.is_live
    assert ReviewSchedule.objects.get(article=article).limit_met_for is None


def test_article_without_approval_is_nobodys_limit() -> None:
    limited()
    submitted(ArticleFactory.create())
    assert overdue.enforce(at(9_000)) == 0
