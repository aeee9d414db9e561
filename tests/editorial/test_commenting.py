"""What members say about passages while they read, what they tick, and how editors settle it."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Article
from articles.rendered_sections import pieces_of
from editorial import verification, workflow
from editorial.commenting import LONGEST_COMMENT, LONGEST_QUOTE
from editorial.exceptions import NotEligible, NotPossible, ReasonMissing, WorkflowError
from editorial.letters import letter
from editorial.models import (
    Assignment,
    AuditEvent,
    BoardMember,
    Comment,
    Notification,
    ReadMark,
    Review,
)
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review
from tests.factories.references import ReferenceFactory
from tests.flushing import triggers_lifted
from tests.raw_sql import guarded, is_refused, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return under_review()


def own(review: Review) -> Assignment:
    """Of the member who was asked first."""
    return review.assignments.select_related("member__user").earliest("pk")


def said(assignment: Assignment, **changed: object) -> Comment:
    given: dict[str, object] = {
        "section": 0,
        "weight": "suggestion",
        "text": "Say for how long.",
        "quote": "Spasm follows strain",
    }
    return workflow.comment(assignment, by=assignment.member.user, **(given | changed))  # type: ignore[arg-type]


def test_comment_keeps_what_was_said_and_tells_the_editors(review: Review) -> None:
    asked = own(review)
    made = said(asked, weight="blocking", text="  The dose is missing.  ")
    assert (made.text, made.quote) == ("The dose is missing.", "Spasm follows strain")
    event = AuditEvent.objects.get(action="comment")
    assert event.actor == asked.member.user
    assert event.from_state == event.to_state == "under_review"
    assert event.reason == "The dose is missing."
    assert event.details == {
        "version": 1,
        "comment": made.pk,
        "section": 0,
        "heading": "Causes",
        "quote": "Spasm follows strain",
        "weight": "blocking",
    }
    told = Notification.objects.get(kind=Notification.Kind.COMMENTED)
    assert told.recipient == review.article.owner


def test_comment_twice_on_a_day_is_one_message(review: Review) -> None:
    said(own(review))
    said(own(review), text="Another remark.")
    assert Notification.objects.filter(kind=Notification.Kind.COMMENTED).count() == 1


def test_comment_sent_twice_is_one(review: Review) -> None:
    first = said(own(review))
    assert said(own(review), quote="Spasm  follows\nstrain") == first
    assert AuditEvent.objects.filter(action="comment").count() == 1


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "Spasm follows strain of the muscle.",
        "Spasm follows strain of the muscle1.",
        "Spasm follows\n  strain",
        "Causes Spasm",
        "For patients: muscles cramp",
        "< 5 & > 3",
    ],
)
def test_comment_on_a_passage_as_any_reader_sees_it(quote: str) -> None:
    source = ReferenceFactory.create()
    article = ArticleFactory.create(text="")
    SectionFactory.create(
        article=article,
        body=f'<p>Spasm follows strain of the muscle<cite data-reference="{source.pk}"></cite>.</p>'
        "<p>Grade &lt; 5 &amp; &gt; 3.</p>",
        plain_language="<p>For patients: <strong>muscles</strong> cramp.</p>",
    )
    assert said(own(under_review(article)), quote=quote).quote == " ".join(quote.split())


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"quote": "Spasm causes strain"}, "not in the section"),
        ({"quote": "x" * (LONGEST_QUOTE + 1)}, "Shorten"),
        ({"text": "x" * (LONGEST_COMMENT + 1)}, "Shorten"),
        ({"text": " \n "}, "no text"),
        ({"weight": "shouting"}, "how much weight"),
        ({"section": 1}, "no such section"),
        ({"section": -1}, "no such section"),
        ({"text": "\x00"}, "NUL"),
    ],
)
def test_comment_that_is_none_is_refused(
    review: Review, spoil: dict[str, object], why: str
) -> None:
    with pytest.raises(NotPossible, match=why):
        said(own(review), **spoil)
    assert not Comment.objects.exists()
    assert not AuditEvent.objects.filter(action="comment").exists()


def test_comment_on_a_passage_of_another_section_is_refused() -> None:
    article = ArticleFactory.create()
    SectionFactory.create(article=article, position=10_000, heading="Outlook", body="<p>Good.</p>")
    review = under_review(article)
    assert said(own(review), section=1, quote="Good.").section == 1
    with pytest.raises(NotPossible, match="not in the section"):
        said(own(review), section=0, quote="Good.")


def test_pieces_of_a_rendering_are_the_rendering() -> None:
    article = ArticleFactory.create()
    body = "<p>&lt;/section&gt; is typed here.</p>"
    SectionFactory.create(article=article, position=10_000, heading="</section>", body=body)
    version = under_review(article).version
    for audience in ("clinical", "plain"):
        pieces = pieces_of(version, audience)
        assert "".join(pieces.sections) + pieces.rest == version.html(audience)
        assert [piece.startswith("<section id=") for piece in pieces.sections] == [True, True]
        assert "Text" not in pieces.rest


# Who may, and when.


def _comment(assignment: Assignment) -> object:
    return said(assignment)


def _tick(assignment: Assignment) -> object:
    return workflow.mark_read(assignment, by=assignment.member.user, section=0)


both = pytest.mark.parametrize("verb", [_comment, _tick], ids=["comment", "mark_read"])


@pytest.mark.parametrize("who", ["other member", "managing editor", "superuser", "closed account"])
def test_comment_or_tick_for_somebody_else_is_refused(review: Review, who: str) -> None:
    asked = own(review)
    by = {
        "other member": review.assignments.latest("pk").member.user,
        "managing editor": managing_editor(),
        "superuser": UserFactory.create(is_superuser=True),
        "closed account": asked.member.user,
    }[who]
    if who == "closed account":
        by.is_active = False
    with pytest.raises(PermissionDenied):
        workflow.comment(asked, by=by, section=0, weight="praise", text="Good.")
    with pytest.raises(PermissionDenied):
        workflow.mark_read(asked, by=by, section=0)


@both
@pytest.mark.parametrize("state", ["approved", "changes_requested", "withdrawn"])
def test_comment_or_tick_after_the_end_is_refused(review: Review, verb: object, state: str) -> None:
    asked = own(review)
    if state == "withdrawn":
        workflow.withdraw(review, by=review.article.owner, reason="Not now.")
    elif state == "changes_requested":
        workflow.return_for_changes(review, by=managing_editor(), reason="Not yet.")
    else:
        for each in review.assignments.all():
            sign(review, each.member)
    with pytest.raises(WorkflowError):
        verb(asked)  # type: ignore[operator]
    assert not Comment.objects.exists()
    assert not ReadMark.objects.exists()


@both
def test_comment_or_tick_before_the_question_is_answered_is_refused(verb: object) -> None:
    with pytest.raises(NotPossible, match="conflicts of interest first"):
        verb(own(under_review(answered=False)))  # type: ignore[operator]


@both
def test_comment_or_tick_after_signing_is_refused(review: Review, verb: object) -> None:
    asked = own(review)
    sign(review, asked.member)
    with pytest.raises(NotPossible, match="You have signed"):
        verb(asked)  # type: ignore[operator]


@both
@pytest.mark.parametrize("spoil", ["term", "release", "decline"])
def test_comment_or_tick_by_who_is_no_longer_asked_is_refused(
    review: Review, verb: object, spoil: str
) -> None:
    asked = own(review)
    if spoil == "term":
        BoardMember.objects.filter(pk=asked.member_id).update(term_to="2021-01-01")
    elif spoil == "release":
        workflow.release(asked, by=managing_editor(), reason="On leave.")
    else:
        run(
            "UPDATE editorial_assignment SET response = 'declined', response_reason = 'No time.',"
            " responded_at = now(), responded_by_id = %s WHERE id = %s",
            asked.member.user_id,
            asked.pk,
        )
    with pytest.raises(NotEligible):
        verb(asked)  # type: ignore[operator]


def test_comment_despite_a_declared_conflict_is_refused() -> None:
    review = under_review(answered=False)
    asked = own(review)
    workflow.answer_conflict(review, by=asked.member.user, conflict="declared", statement="Shares.")
    with pytest.raises(NotEligible, match="conflict of interest"):
        said(asked)
    workflow.mark_read(asked, by=asked.member.user, section=0)


# Ticks.


def test_tick_stays_and_is_no_event(review: Review) -> None:
    asked, events = own(review), AuditEvent.objects.count()
    first = workflow.mark_read(asked, by=asked.member.user, section=0)
    assert workflow.mark_read(asked, by=asked.member.user, section=0) == first
    assert first.read_by == asked.member.user
    assert AuditEvent.objects.count() == events


def test_tick_a_section_that_is_not_there_is_refused(review: Review) -> None:
    asked = own(review)
    with pytest.raises(NotPossible, match="no such section"):
        workflow.mark_read(asked, by=asked.member.user, section=1)


# Settling.


@pytest.mark.parametrize("group", ["Editors", "Managing editors"])
def test_settle_says_what_came_of_it_also_after_the_end(review: Review, group: str) -> None:
    made, editor = said(own(review)), UserFactory.create(group=group)
    workflow.return_for_changes(review, by=managing_editor(), reason="Not yet.")
    settled = workflow.settle_comment(made, by=editor, settlement=" Added. ")
    assert (settled.settlement, settled.settled_by) == ("Added.", editor)
    event = AuditEvent.objects.get(action="settle-comment")
    assert (event.reason, event.details["comment"]) == ("Added.", made.pk)
    assert event.from_state == event.to_state == "changes_requested"


def test_settle_twice_is_refused(review: Review) -> None:
    made = said(own(review))
    workflow.settle_comment(made, by=review.article.owner, settlement="Added.")
    with pytest.raises(NotPossible, match="settled before"):
        workflow.settle_comment(made, by=review.article.owner, settlement="Changed my mind.")
    made.refresh_from_db()
    assert made.settlement == "Added."


def test_settle_without_a_word_is_refused(review: Review) -> None:
    with pytest.raises(ReasonMissing):
        workflow.settle_comment(said(own(review)), by=review.article.owner, settlement=" ")


@pytest.mark.parametrize("group", ["Board", "Auditors", None])
def test_settle_by_who_is_no_editor_is_refused(review: Review, group: str | None) -> None:
    made = said(own(review))
    with pytest.raises(PermissionDenied):
        workflow.settle_comment(made, by=UserFactory.create(group=group), settlement="Added.")
    with pytest.raises(PermissionDenied):
        workflow.settle_comment(made, by=own(review).member.user, settlement="Added.")


# What the database refuses by itself.


def test_database_refuses_to_change_what_was_said(review: Review) -> None:
    made = said(own(review))
    sql = "UPDATE editorial_comment SET text = 'Fine.' WHERE id = %s"
    guarded("editorial_comment", "comment_is_frozen", sql, made.pk)


def test_database_refuses_a_comment_for_somebody_else(review: Review) -> None:
    asked, other = own(review), BoardMemberFactory.create()
    sql = (
        "INSERT INTO editorial_comment (assignment_id, section, quote, weight, text, made_at,"
        " made_by_id) VALUES (%s, 0, '', 'praise', 'Good.', now(), %s)"
    )
    guarded("editorial_comment", "comment_is_the_members_own", sql, asked.pk, other.user_id)


def test_commenting_leaves_the_draft_alone(review: Review) -> None:
    before = Article.objects.values().get(pk=review.article_id)
    said(own(review))
    assert Article.objects.values().get(pk=review.article_id) == before


def test_database_refuses_to_settle_twice_or_without_a_word(review: Review) -> None:
    made = said(own(review))
    sql = "UPDATE editorial_comment SET settlement = 'Else.' WHERE id = %s"
    with_nothing = (
        "UPDATE editorial_comment SET settled_at = now(), settled_by_id = %s WHERE id = %s"
    )
    assert is_refused(with_nothing, review.article.owner_id, made.pk)
    workflow.settle_comment(made, by=review.article.owner, settlement="Added.")
    guarded("editorial_comment", "settled_once", sql, made.pk)


def test_comment_with_a_conflict_that_was_waived() -> None:
    review = under_review(answered=False)
    asked = own(review)
    workflow.answer_conflict(review, by=asked.member.user, conflict="declared", statement="Shares.")
    workflow.waive_conflict(asked, by=managing_editor(), reason="Sold last year.")
    assert said(asked).section == 0


def test_comment_after_taking_the_signature_back_is_refused(review: Review) -> None:
    """Who judges no more says no more; the signature was taken back with a reason."""
    asked = own(review)
    sign(review, asked.member)
    workflow.withdraw_sign_off(
        review.sign_offs.get(), by=asked.member.user, reason="A mistake.", password=PASSWORD
    )
    with pytest.raises(NotPossible, match="You have signed"):
        said(asked)


def test_letter_about_changes_names_what_was_said_to_editors_alone(review: Review) -> None:
    made = said(own(review), weight="blocking", text="Say at which dose.")
    said(own(review), text="Shorten this.", quote="")
    workflow.settle_comment(
        said(own(review), text="Done already."), by=review.article.owner, settlement="Yes."
    )
    workflow.return_for_changes(review, by=managing_editor(), reason="See the comments.")
    rows = Notification.objects.filter(kind=Notification.Kind.CHANGES_REQUESTED)
    told = {row.recipient_id: letter(row).quote for row in rows}
    assert told[review.article.owner_id] == (
        "See the comments.\n\n"
        f"Must be changed, Causes (“{made.quote}”): Say at which dose.\n\n"
        "Suggestion, Causes: Shorten this."
    )
    others = [quote for pk, quote in told.items() if pk != review.article.owner_id]
    assert all("Say at which dose." not in quote for quote in others)


# What verification finds.


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE editorial_comment SET text = 'Fine.' WHERE id = {made}",
        "UPDATE editorial_comment SET quote = '' WHERE id = {made}",
        "UPDATE editorial_comment SET weight = 'praise' WHERE id = {made}",
        "UPDATE editorial_comment SET section = 1 WHERE id = {made}",
        "UPDATE editorial_comment SET made_at = now() WHERE id = {made}",
        "UPDATE editorial_comment SET made_by_id = {editor} WHERE id = {made}",
        "UPDATE editorial_comment SET settlement = 'Refused.' WHERE id = {made}",
        "UPDATE editorial_comment SET settled_by_id = {member} WHERE id = {made}",
        "UPDATE editorial_comment SET settled_at = NULL, settled_by_id = NULL, settlement = ''"
        " WHERE id = {made}",
        "UPDATE editorial_comment SET settled_at = now(), settled_by_id = {editor},"
        " settlement = 'Done.' WHERE id = {open}",
        "DELETE FROM editorial_comment WHERE id = {made}",
        "INSERT INTO editorial_comment (assignment_id, section, quote, weight, text, made_at,"
        " made_by_id) VALUES ({assignment}, 0, '', 'praise', 'Good.', now(), {member})",
    ],
)
def test_verification_finds_what_was_changed_by_sql(review: Review, change: str) -> None:
    asked, editor = own(review), review.article.owner
    made, left = said(asked, weight="blocking"), said(asked, text="Shorten this.")
    workflow.settle_comment(made, by=editor, settlement="Added.")
    assert list(verification.faults()) == []
    sql = change.format(
        made=made.pk,
        open=left.pk,
        editor=editor.pk,
        member=asked.member.user_id,
        assignment=asked.pk,
    )
    with triggers_lifted():
        assert run(sql) == 1
    assert {fault.row.split()[0] for fault in verification.faults()} == {"comment"}
