"""Who is told what at every turn of the work; the table in docs/workflow.md is this one."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from editorial import bouncing, leaving, membership, overdue, owners_gone, reader_reports, workflow
from editorial.models import (
    Assignment,
    BoardMember,
    Bounce,
    DueTrigger,
    Notification,
    Policy,
    Proposal,
    ReaderReport,
    Review,
    Snooze,
)
from references.models import Reference
from tests.factories.articles import PASSWORD, ArticleFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
Told = set[tuple[str, str]]


@dataclass
class Scene:
    """One account in every part, and a review on its way. `acted` is who took the step."""

    owner: User
    submitter: User
    managers: list[User]
    members: list[BoardMember]
    other: BoardMember
    article: Article
    review: Review | None = None
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def manager(self) -> User:
        return self.managers[0]

    def names(self) -> dict[int, str]:
        return {
            self.owner.pk: "owner",
            self.submitter.pk: "submitter",
            self.managers[0].pk: "managing editor who acts",
            self.managers[1].pk: "managing editor",
            self.members[0].user_id: "member",
            self.members[1].user_id: "other member",
            self.other.user_id: "another",
        }

    def assignment(self, place: int = 0) -> Assignment:
        return Assignment.objects.select_related("member__user", "review").get(
            review=self.review, member=self.members[place]
        )


@pytest.fixture
def scene() -> Scene:
    owner = UserFactory.create(group="Editors")
    return Scene(
        owner=owner,
        submitter=UserFactory.create(group="Editors"),
        managers=[managing_editor(), managing_editor()],
        members=[BoardMemberFactory.create(), BoardMemberFactory.create()],
        other=BoardMemberFactory.create(),
        article=ArticleFactory.create(owner=owner),
    )


def submit(scene: Scene) -> None:
    scene.review = workflow.submit(scene.article, by=scene.submitter, note="Please read.")


def begin(scene: Scene) -> None:
    assert scene.review is not None
    scene.review = workflow.begin(scene.review, by=scene.manager, members=scene.members)


def answered(scene: Scene) -> None:
    for member in scene.members:
        workflow.answer_conflict(review_of(scene), by=member.user, conflict="none")


def review_of(scene: Scene) -> Review:
    assert scene.review is not None
    return scene.review


def sign(scene: Scene, place: int, verdict: str = "approve") -> None:
    workflow.sign_off(
        review_of(scene),
        by=scene.members[place].user,
        verdict=verdict,
        digest=review_of(scene).version.digest,
        password=PASSWORD,
        reason="" if verdict == "approve" else "For a reason.",
    )


def approve(scene: Scene) -> None:
    sign(scene, 0)
    sign(scene, 1)


def declare(scene: Scene) -> None:
    workflow.answer_conflict(
        review_of(scene), by=scene.members[0].user, conflict="declared", statement="Shares."
    )


def decline(scene: Scene) -> None:
    workflow.decline(scene.assignment(), by=scene.members[0].user, reason="Away.")


def propose(scene: Scene) -> None:
    scene.extra["proposal"] = workflow.propose(
        scene.assignment(), by=scene.members[0].user, reason="Knows more.", member=scene.other
    )


def propose_date(scene: Scene) -> None:
    scene.extra["proposal"] = workflow.propose(
        scene.assignment(), by=scene.members[0].user, reason="Later.", sign_by=in_days(30)
    )


def answer(scene: Scene, *, accept: bool) -> None:
    proposal = scene.extra["proposal"]
    assert isinstance(proposal, Proposal)
    workflow.answer_proposal(proposal, by=scene.manager, accept=accept, reason="So it is.")


def comment(scene: Scene) -> None:
    scene.extra["comment"] = workflow.comment(
        scene.assignment(), by=scene.members[0].user, section=0, weight="blocking", text="Wrong."
    )


def delegate(scene: Scene) -> None:
    scene.extra["delegation"] = workflow.delegate(
        scene.members[0],
        by=scene.manager,
        to=scene.other,
        begins_on=in_days(0),
        ends_on=in_days(30),
        reason="On leave.",
    )


def retract(scene: Scene) -> None:
    Reference.objects.update(retraction="retracted")


def retire(scene: Scene) -> None:
    workflow.retire(scene.article, by=scene.manager, reason="Superseded.")


def report(scene: Scene) -> None:
    reader_reports.report(scene.article, text="The dose is wrong.")


def pass_limit(scene: Scene, *, consequence: str = "withdraw") -> None:
    Policy.objects.update(hard_limit_days=1, at_hard_limit=consequence)
    assert overdue.enforce(timezone.now() + datetime.timedelta(days=9_999)) == 1


def re_review(scene: Scene) -> None:
    scene.review = workflow.submit(scene.article, by=scene.submitter, kind="re-review")


def withdraw_sign_off(scene: Scene) -> None:
    workflow.withdraw_sign_off(
        review_of(scene).sign_offs.get(),
        by=scene.members[0].user,
        reason="Misread.",
        password=PASSWORD,
    )


def in_days(days: int) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=days)


def term_ends(scene: Scene) -> None:
    BoardMember.objects.filter(pk=scene.members[0].pk).update(term_to=in_days(-1))
    leaving.hand_back_of_departed(timezone.now())


def cover(scene: Scene, *, by: User) -> None:
    scene.extra["cover"] = workflow.cover(
        scene.owner,
        by=by,
        to=scene.submitter,
        begins_on=in_days(0),
        ends_on=in_days(30),
        reason="On leave.",
    )


def give_away(scene: Scene, *, by: User) -> None:
    workflow.hand_over_articles(scene.owner, to=scene.submitter, by=by, reason="Moves on.")


def owner_leaves(scene: Scene) -> None:
    User.objects.filter(pk=scene.owner.pk).update(is_active=False)
    owners_gone.tell()


UNDER_WAY = (submit, begin)
READ = (*UNDER_WAY, answered)
LIVE = (*READ, approve)
MANAGERS = "managing editor who acts, managing editor"
BOTH_OF_THEM = "owner, submitter"
EVERYBODY = "owner, submitter, member, other member"

Step = Callable[[Scene], object]

#: Step: what comes before it, the step, and who is told what.
TABLE: dict[str, tuple[tuple[Step, ...], Step, dict[str, str]]] = {
    "submit": ((), submit, {"review-submitted": MANAGERS}),
    "begin": ((submit,), begin, {"sign-off-asked": "member, other member"}),
    "assign": (
        UNDER_WAY,
        lambda s: workflow.assign(review_of(s), by=s.manager, members=[s.other]),
        {"sign-off-asked": "another"},
    ),
    "accept": (
        UNDER_WAY,
        lambda s: workflow.accept(s.assignment(), by=s.members[0].user),
        {},
    ),
    "decline": (UNDER_WAY, decline, {"declined": MANAGERS}),
    "propose": (UNDER_WAY, propose, {"proposed": MANAGERS}),
    "answer_proposal, yes to a date": (
        (*UNDER_WAY, propose_date),
        lambda s: answer(s, accept=True),
        {"proposal-answered": "member"},
    ),
    "answer_proposal, yes to a member": (
        (*UNDER_WAY, propose),
        lambda s: answer(s, accept=True),
        {"proposal-answered": "member", "sign-off-asked": "another"},
    ),
    "answer_proposal, no": (
        (*UNDER_WAY, propose),
        lambda s: answer(s, accept=False),
        {"proposal-answered": "member"},
    ),
    "reopen_assignment, by a managing editor": (
        (*UNDER_WAY, decline),
        lambda s: workflow.reopen_assignment(s.assignment(), by=s.manager),
        {"sign-off-asked": "member"},
    ),
    "reopen_assignment, by the member": (
        (*UNDER_WAY, decline),
        lambda s: workflow.reopen_assignment(s.assignment(), by=s.members[0].user),
        {"reopened": MANAGERS},
    ),
    "release": (
        UNDER_WAY,
        lambda s: workflow.release(s.assignment(), by=s.manager, reason="Not needed."),
        {"released": "member"},
    ),
    "reassign": (
        UNDER_WAY,
        lambda s: workflow.reassign(s.assignment(), by=s.manager, to=s.other, reason="Load."),
        {"released": "member", "sign-off-asked": "another"},
    ),
    "extend": (
        UNDER_WAY,
        lambda s: workflow.extend(
            s.assignment(), by=s.manager, sign_by=in_days(40), reason="A long text."
        ),
        {"extended": "member"},
    ),
    "remind_now": (
        UNDER_WAY,
        lambda s: workflow.remind_now(s.assignment(), by=s.manager),
        {"sign-off-reminded": "member"},
    ),
    "answer_conflict, none": (
        UNDER_WAY,
        lambda s: workflow.answer_conflict(review_of(s), by=s.members[0].user, conflict="none"),
        {},
    ),
    "answer_conflict, declared": (UNDER_WAY, declare, {"conflict-declared": MANAGERS}),
    "waive_conflict": (
        (*UNDER_WAY, declare),
        lambda s: workflow.waive_conflict(s.assignment(), by=s.manager, reason="Small."),
        {"conflict-waived": "member"},
    ),
    "mark_read": (
        READ,
        lambda s: workflow.mark_read(s.assignment(), by=s.members[0].user, section=0),
        {},
    ),
    "comment": (READ, comment, {"commented": BOTH_OF_THEM}),
    "settle_comment": (
        (*READ, comment),
        lambda s: workflow.settle_comment(
            s.extra["comment"],  # type: ignore[arg-type]
            by=s.owner,
            settlement="Done.",
        ),
        {},
    ),
    "sign_off, not the last": (READ, lambda s: sign(s, 0), {}),
    "sign_off, recusal": (READ, lambda s: sign(s, 0, "recuse"), {"recused": MANAGERS}),
    "sign_off, changes asked for": (
        READ,
        lambda s: sign(s, 0, "request_changes"),
        {"changes-wished": MANAGERS},
    ),
    "sign_off, completing the quorum": (
        (*READ, lambda s: sign(s, 0)),
        lambda s: sign(s, 1),
        {"approved": EVERYBODY},
    ),
    "sign_off, the last answer without the quorum": (
        (*READ, lambda s: sign(s, 0)),
        lambda s: sign(s, 1, "request_changes"),
        {"changes-wished": MANAGERS, "changes-requested": "owner, submitter, member"},
    ),
    "withdraw_sign_off": (
        (*READ, lambda s: sign(s, 0)),
        withdraw_sign_off,
        {"sign-off-withdrawn": MANAGERS},
    ),
    "return_for_changes": (
        READ,
        lambda s: workflow.return_for_changes(review_of(s), by=s.manager, reason="A dose."),
        {"changes-requested": EVERYBODY},
    ),
    "withdraw, by a managing editor": (
        READ,
        lambda s: workflow.withdraw(review_of(s), by=s.manager, reason="Too early."),
        {"withdrawn": "owner, member, other member"},
    ),
    "withdraw, by the owner": (
        READ,
        lambda s: workflow.withdraw(review_of(s), by=s.owner, reason="Too early."),
        {"withdrawn": "member, other member"},
    ),
    "delegate": (UNDER_WAY, delegate, {}),
    "end_delegation": (
        (*UNDER_WAY, delegate),
        lambda s: workflow.end_delegation(s.extra["delegation"], by=s.manager),  # type: ignore[arg-type]
        {},
    ),
    "hand_over": (
        (*UNDER_WAY, delegate),
        lambda s: workflow.hand_over(s.extra["delegation"], by=s.manager),  # type: ignore[arg-type]
        {"sign-off-asked": "another", "released": "member"},
    ),
    "cover, by the owner": ((), lambda s: cover(s, by=s.owner), {"standing-in": "submitter"}),
    "cover, by a managing editor": (
        (),
        lambda s: cover(s, by=s.manager),
        {"standing-in": BOTH_OF_THEM},
    ),
    "end_cover": (
        (lambda s: cover(s, by=s.owner),),
        lambda s: workflow.end_cover(s.extra["cover"], by=s.owner),  # type: ignore[arg-type]
        {"standing-in": "submitter"},
    ),
    "hand_over_articles, by the owner": (
        LIVE,
        lambda s: give_away(s, by=s.owner),
        {"handed-over": "submitter"},
    ),
    "hand_over_articles, by a managing editor": (
        LIVE,
        lambda s: give_away(s, by=s.manager),
        {"handed-over": BOTH_OF_THEM},
    ),
    "set_lead": (
        LIVE,
        lambda s: workflow.set_lead(s.article.specialty, user=s.manager, by=s.manager),  # type: ignore[arg-type]
        {},
    ),
    "an owner's account is closed": (LIVE, owner_leaves, {"owner-gone": MANAGERS}),
    "retire": (LIVE, retire, {"retired": "owner, member, other member"}),
    "reinstate": (
        (*LIVE, retire),
        lambda s: workflow.reinstate(s.article, by=s.manager, reason="It stands."),
        {"reinstated": "owner, member, other member"},
    ),
    "set_interval": (
        LIVE,
        lambda s: workflow.set_interval(s.article, by=s.manager, months=6, reason="A new drug."),
        {},
    ),
    "clear_interval": (
        (
            *LIVE,
            lambda s: workflow.set_interval(s.article, by=s.manager, months=6, reason="A drug."),
        ),
        lambda s: workflow.clear_interval(s.article, by=s.manager, reason="Known by now."),
        {},
    ),
    "make_due_now": (
        LIVE,
        lambda s: workflow.make_due_now(s.article, by=s.manager, reason="A recall."),
        {},
    ),
    "dismiss_trigger": (
        (
            *LIVE,
            lambda s: workflow.make_due_now(s.article, by=s.manager, reason="A recall."),
        ),
        lambda s: workflow.dismiss_trigger(
            DueTrigger.objects.get(), by=s.manager, reason="Of another drug."
        ),
        {},
    ),
    "move_due_date": (
        LIVE,
        lambda s: workflow.move_due_date(
            s.article, by=s.manager, due_on=in_days(700), reason="To spread the work."
        ),
        {},
    ),
    "snooze": (
        LIVE,
        lambda s: workflow.snooze(s.article, by=s.manager, until=in_days(5), reason="Soon."),
        {},
    ),
    "end_snooze": (
        (
            *LIVE,
            lambda s: workflow.snooze(s.article, by=s.owner, until=in_days(5), reason="Soon."),
        ),
        lambda s: workflow.end_snooze(Snooze.objects.get(), by=s.owner),
        {},
    ),
    "an address bounces": (
        LIVE,
        lambda s: bouncing.mark(s.owner.email, source=Bounce.Source.HOOK, status="5.1.1"),
        {"address-bounces": MANAGERS},
    ),
    "change_ladder": (
        (),
        lambda s: workflow.change_ladder(
            "treatment",
            "review",
            by=s.manager,
            days=[-90, 0],
            repeat_every=7,
            lead_after=14,
            all_after=28,
            reason="Reviews take longer now.",
        ),
        {},
    ),
    "accept_source": (
        (*LIVE, retract),
        lambda s: workflow.accept_source(
            Reference.objects.get(), by=s.manager, reason="Republished."
        ),
        {"source-notice": "owner, member, other member"},
    ),
    "no_longer_accept_source": (
        (
            *LIVE,
            retract,
            lambda s: workflow.accept_source(Reference.objects.get(), by=s.manager, reason="So."),
        ),
        lambda s: workflow.no_longer_accept_source(
            Reference.objects.get(), by=s.manager, reason="Not so."
        ),
        {"source-notice": "owner, member, other member", "review-submitted": MANAGERS},
    ),
    "deactivate_member": (
        UNDER_WAY,
        lambda s: membership.deactivate_member(s.members[0], by=s.manager, reason="Left."),
        {"released": f"member, {MANAGERS}"},
    ),
    "find_cause": (
        (*LIVE, lambda s: membership.deactivate_member(s.members[0], by=s.manager, reason="Left.")),
        lambda s: membership.find_cause(s.members[0], by=s.manager, reason="Made up results."),
        {},
    ),
    "report": (LIVE, report, {"reader-report": "owner"}),
    "settle_report": (
        (*LIVE, report),
        lambda s: workflow.settle_report(
            ReaderReport.objects.get(), by=s.manager, verdict="confirmed", settlement="So it is."
        ),
        {},
    ),
    "the hard limit passes, with a warning": (
        LIVE,
        lambda s: pass_limit(s, consequence="warn"),
        {},
    ),
    "the hard limit passes, with a withdrawal": (
        LIVE,
        pass_limit,
        {"page-withdrawn": f"owner, member, other member, {MANAGERS}"},
    ),
    "sign_off, completing the quorum for a withdrawn page": (
        (*LIVE, pass_limit, re_review, begin, answered, lambda s: sign(s, 0)),
        lambda s: sign(s, 1),
        {"approved": EVERYBODY, "page-returned": MANAGERS},
    ),
    "a term ends": (UNDER_WAY, term_ends, {"released": f"member, {MANAGERS}"}),
}


@pytest.mark.parametrize("step", TABLE)
def test_step_tells_exactly_these(scene: Scene, step: str) -> None:
    before, act, told = TABLE[step]
    for earlier in before:
        earlier(scene)
    known = set(Notification.objects.values_list("pk", flat=True))
    act(scene)
    names = scene.names()
    rows = Notification.objects.exclude(pk__in=known).values_list("kind", "recipient")
    expected: Told = {
        (kind, name.strip()) for kind, people in told.items() for name in people.split(",")
    }
    assert {(kind, names[recipient]) for kind, recipient in rows} == expected
    assert len(rows) == len(expected)


def test_every_verb_is_in_the_table() -> None:
    told = {step.partition(",")[0] for step in TABLE}
    assert set(workflow.__all__) <= told


def test_documentation_has_this_table() -> None:
    text = (ROOT / "docs/workflow.md").read_text()
    for step, (_before, _act, told) in TABLE.items():
        messages = "; ".join(
            f"{Notification.Kind(kind).label}: {in_words(people)}" for kind, people in told.items()
        )
        assert f"| {step} | {messages or 'nobody'} |" in text


def in_words(people: str) -> str:
    return people.replace(MANAGERS, "managing editors")


# What happens twice on one day.


def rows(kind: str, scene: Scene) -> int:
    return Notification.objects.filter(kind=kind, recipient=scene.members[0].user).count()


def test_handed_back_asked_again_and_handed_back_on_one_day_is_told_each_time(
    scene: Scene,
) -> None:
    for step in UNDER_WAY:
        step(scene)
    for _twice in range(2):
        workflow.release(scene.assignment(), by=scene.manager, reason="Not needed.")
        workflow.reopen_assignment(scene.assignment(), by=scene.manager)
    workflow.release(scene.assignment(), by=scene.manager, reason="Not needed.")
    assert rows("released", scene) == 3
    assert rows("sign-off-asked", scene) == 3


def test_two_dates_on_one_day_are_two_messages(scene: Scene) -> None:
    for step in UNDER_WAY:
        step(scene)
    for days in (40, 50, 60):
        workflow.extend(
            scene.assignment(), by=scene.manager, sign_by=in_days(days), reason="A long text."
        )
    assert rows("extended", scene) == 3


def test_conflict_declared_again_on_one_day_is_told_again(scene: Scene) -> None:
    for step in UNDER_WAY:
        step(scene)
    for _twice in range(2):
        declare(scene)
        workflow.waive_conflict(scene.assignment(), by=scene.manager, reason="Small.")
    declared = Notification.objects.filter(kind="conflict-declared", recipient=scene.manager)
    assert declared.count() == 2
    assert rows("conflict-waived", scene) == 2


def test_retired_twice_on_one_day_is_told_twice(scene: Scene) -> None:
    for step in LIVE:
        step(scene)
    for _twice in range(2):
        retire(scene)
        workflow.reinstate(scene.article, by=scene.manager, reason="It stands.")
    assert rows("retired", scene) == rows("reinstated", scene) == 2
