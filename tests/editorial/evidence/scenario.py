"""An article that has seen everything, made by the real verbs."""

import datetime
import io
import zipfile

import time_machine
from django.conf import settings
from django.contrib.auth.models import User

from articles.models import Article
from editorial import evidence, workflow
from editorial.models import BoardMember, Review
from references.models import Reference
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, submitted
from tests.factories.references import ReferenceFactory

MARCH = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def eventful() -> Article:
    """Two rounds, a correction of the text, a re-review, a retirement that was taken back."""
    with time_machine.travel(MARCH) as clock:
        by = managing_editor()
        article = drafted()
        members = [
            BoardMemberFactory.create(name=f"Dr. Sample {name}", affiliation="Example Hospital")
            for name in ("One", "Two", "Three", "Four", "Five")
        ]
        first_round(article, members, by)
        clock.shift(datetime.timedelta(days=3))
        second_round(article, members, by)
        clock.shift(datetime.timedelta(days=30))
        again(article, members, by)
        due(article, by)
        clock.shift(datetime.timedelta(days=5))
        workflow.retire(article, by=by, reason="A mistake was feared.")
        article.refresh_from_db()
        workflow.reinstate(article, by=by, reason="There was none.")
        article.refresh_from_db()
    return article


def drafted() -> Article:
    article = ArticleFactory.create(title="What causes β ≥ 2?", text="")
    for heading in ("Causes", "Treatment"):
        source = ReferenceFactory.create()
        SectionFactory.create(
            article=article,
            heading=heading,
            body=f'<p>Of {heading}.<cite data-reference="{source.pk}"></cite></p>',
            plain_language="<p>In short.</p>",
        )
    return article


def first_round(article: Article, members: list[BoardMember], by: User) -> None:
    """A waived conflict, a comment, a tick, a signature taken back, changes asked for."""
    one, two, three, *_ = members
    review = workflow.begin(submitted(article), by=by, members=[one, two, three])
    seats = {seat.member_id: seat for seat in review.assignments.all()}
    workflow.answer_conflict(review, by=one.user, conflict="declared", statement="Paid lectures.")
    workflow.waive_conflict(seats[one.pk], by=by, reason="Long ago.")
    for member in (two, three):
        workflow.answer_conflict(review, by=member.user, conflict="none")
    workflow.mark_read(seats[two.pk], by=two.user, section=0)
    remark = workflow.comment(
        seats[two.pk], by=two.user, section=1, weight="blocking", text="Say how much.", quote=""
    )
    sign(review, one)
    workflow.withdraw_sign_off(
        review.sign_offs.get(), by=one.user, reason="I read too fast.", password=PASSWORD
    )
    sign(review, two, "request_changes", "The dose is missing.")
    workflow.return_for_changes(
        Review.objects.get(pk=review.pk), by=by, reason="Please add the dose."
    )
    workflow.settle_comment(remark, by=article.owner, settlement="The dose stands there now.")


def second_round(article: Article, members: list[BoardMember], by: User) -> None:
    """A stand-in, a decline, a date proposed; approved and live."""
    _one, two, three, four, five = members
    section = article.sections.get(heading="Treatment")
    section.body = section.body.replace("Of Treatment.", "Of Treatment, 5 mg.")
    section.save()
    today = (MARCH + datetime.timedelta(days=3)).date()
    workflow.delegate(
        five,
        by=five.user,
        to=four,
        begins_on=today,
        ends_on=today + datetime.timedelta(days=9),
        reason="Away.",
    )
    review = workflow.begin(submitted(article), by=by, members=[two, three, five])
    seats = {seat.member_id: seat for seat in review.assignments.all()}
    workflow.decline(seats[three.pk], by=three.user, reason="Too much to do.")
    wish = workflow.propose(
        seats[two.pk],
        by=two.user,
        reason="I travel.",
        sign_by=seats[two.pk].sign_by + datetime.timedelta(days=2),
    )
    workflow.answer_proposal(wish, by=by, accept=True)
    for member in (two, four):
        workflow.answer_conflict(review, by=member.user, conflict="none")
        sign(review, member)


def again(article: Article, members: list[BoardMember], by: User) -> None:
    """The same text signed anew, in spite of a retracted source that the editors keep."""
    one, two, *_ = members
    review = workflow.begin(submitted(article, kind="re-review"), by=by, members=[one, two])
    for member in (one, two):
        workflow.answer_conflict(review, by=member.user, conflict="none")
        sign(review, member)
    source = Reference.objects.get(pk=article.sections.get(heading="Causes").cited_ids[0])
    source.retraction, source.retracted_on = "retracted", MARCH.date()
    source.save()
    workflow.accept_source(source, by=by, reason="Cited as a warning.")


def due(article: Article, by: User) -> None:
    """An interval of its own after another, a cause that was dismissed and one that is open."""
    workflow.set_interval(article, by=by, months=6, reason="A new drug.")
    workflow.set_interval(article, by=by, months=9, reason="It is known better.")
    hasty = workflow.make_due_now(article, by=by, reason="Too hasty.")
    workflow.dismiss_trigger(hasty, by=by, reason="It was another article.")
    workflow.make_due_now(article, by=by, reason="A recall.")


def bundle_of(article: Article) -> bytes:
    target = io.BytesIO()
    evidence.write(article, target)
    return target.getvalue()


def files_in(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def signing_key() -> str:
    return str(settings.SIGNING_KEYS[0])
