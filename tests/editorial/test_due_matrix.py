"""What moves dates and silences reminders, by state and role, against a table written by hand.

In the words of `tests/editorial/test_transition_matrix.py`; the states are those of the article.
"""

import datetime
from collections.abc import Callable
from types import MappingProxyType

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.exceptions import WorkflowError
from editorial.models import (
    BoardMember,
    Cover,
    DueTrigger,
    Interval,
    Ladder,
    ReviewSchedule,
    Snooze,
    SpecialtyLead,
)
from tests.editorial import matrices
from tests.editorial.matrices import everybody, states, unlike
from tests.factories.articles import ArticleFactory, SpecialtyFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review
from tests.scheduled import set_due

pytestmark = pytest.mark.django_db

ROLES = ("owner", "editor", "managing", "signer", "auditor", "superuser", "nobody")
WHY = "For a reason."

#: verb → where the article stands → outcome for each role, in the order of ROLES.
TABLE = {
    "set_interval": {
        "draft":     "no no ok no no ok no",
        "live":      "no no ok no no ok no",
        "overdue":   "no no ok no no ok no",
        "retired":   "no no ok no no ok no",  # for when it is given back
    },
    "clear_interval": {
        "live":      "no no -  no no -  no",
        "set apart": "no no ok no no ok no",
    },
    "make_due_now": {
        "draft":     "no no -  no no -  no",
        "live":      "no no ok no no ok no",
        "set apart": "no no -  no no -  no",
        "retired":   "no no -  no no -  no",
    },
    "dismiss_trigger": {
        "set apart": "no no ok no no ok no",
        "dismissed": "no no -  no no -  no",
    },
    "move_due_date": {
        "draft":     "no no -  no no -  no",
        "live":      "no no ok no no ok no",
        "overdue":   "no no -  no no -  no",
        "set apart": "no no -  no no -  no",
        "retired":   "no no -  no no -  no",
    },
    "snooze": {
        "draft":     "-  no -  no no -  no",
        "live":      "ok no ok no no ok no",
        "overdue":   "ok no ok no no ok no",
        "set apart": "-  no ok no no ok no",  # a managing editor's stands
        "retired":   "-  no -  no no -  no",
    },
    "end_snooze": {
        "set apart": "no no ok no no ok no",
        "dismissed": "no no -  no no -  no",
    },
    "cover": {
        "live":      "ok no ok no no ok no",
        "set apart": "-  no -  no no -  no",
    },
    "end_cover": {
        "set apart": "ok no ok no no ok no",
        "dismissed": "-  no -  no no -  no",
    },
    "hand_over_articles": {
        "live":      "ok no ok no no ok no",
        "overdue":   "ok no ok no no ok no",
        "retired":   "ok no ok no no ok no",
    },
    "set_lead": {
        "live":      "no no ok no no ok no",
    },
    "change_ladder": {
        "live":      "no no ok no no ok no",
        "set apart": "no no -  no no -  no",
    },
}  # fmt: skip


class World(matrices.World):
    """One article in a given state, and one person of each role.

    "set apart": due now, with an interval of its own, silenced, its owner away, its specialty led;
    "dismissed": all of that over again.
    """

    refusal = WorkflowError
    events = MappingProxyType({"hand_over_articles": 2})  # of the handing over, and of its article

    def __init__(self, state: str) -> None:
        self.today = timezone.now().date()
        self.state = state
        self.specialty = SpecialtyFactory.create()
        self.article = ArticleFactory.create(specialty=self.specialty)
        self.manager = managing_editor()
        self.stand_in = UserFactory.create(group="Editors")
        self.cover: Cover | None = None
        self.trigger: DueTrigger | None = None
        self.silence: Snooze | None = None
        member = BoardMemberFactory.create()
        if state != "draft":
            self._approve(member)
        self._bring_to(state)
        self.people = everybody(self.article, managing=self.manager, signer=member.user)

    def _approve(self, member: BoardMember) -> None:
        members = [member, BoardMemberFactory.create()]
        review = under_review(self.article, members=members)
        for signer in members:
            review = sign(review, signer)

    def _bring_to(self, state: str) -> None:
        if state == "overdue":
            set_due(self.article, self.today - datetime.timedelta(days=10))
        if state == "retired":
            workflow.retire(self.article, by=self.manager, reason=WHY)
        if state in ("set apart", "dismissed"):
            workflow.set_interval(self.article, by=self.manager, months=6, reason=WHY)
            self.trigger = workflow.make_due_now(self.article, by=self.manager, reason=WHY)
            self.silence = self._silence(self.manager)
            self.cover = self._cover(self.manager)
            workflow.set_lead(self.specialty, user=self.manager, by=self.manager)
            self._change_ladder(self.manager)
        if state == "dismissed":
            assert self.trigger is not None
            assert self.silence is not None
            assert self.cover is not None
            workflow.end_snooze(self.silence, by=self.manager)
            workflow.dismiss_trigger(self.trigger, by=self.manager, reason=WHY)
            workflow.end_cover(self.cover, by=self.manager)

    def facts(self) -> tuple[object, ...]:
        return (
            list(Article.objects.values_list("owner", "retired_at")),
            list(ReviewSchedule.objects.values_list("due_on", "regular_due_on", "interval_months")),
            list(Interval.objects.values_list("months", "ended_at")),
            list(DueTrigger.objects.values_list("pk", "settlement")),
            list(Snooze.objects.values_list("until", "ended_at")),
            list(Cover.objects.values_list("to", "ended_at")),
            list(SpecialtyLead.objects.values_list("specialty", "user")),
            Ladder.objects.count(),
        )

    def do(self, verb: str, by: User) -> None:
        steps: dict[str, Callable[[], object]] = {
            "set_interval": lambda: workflow.set_interval(
                self.article, by=by, months=18, reason=WHY
            ),
            "clear_interval": lambda: workflow.clear_interval(self.article, by=by, reason=WHY),
            "make_due_now": lambda: workflow.make_due_now(self.article, by=by, reason=WHY),
            "dismiss_trigger": lambda: workflow.dismiss_trigger(
                DueTrigger.objects.get(), by=by, reason=WHY
            ),
            "move_due_date": lambda: workflow.move_due_date(
                self.article,
                by=by,
                due_on=self.today + datetime.timedelta(days=700),
                reason=WHY,
            ),
            "snooze": lambda: self._silence(by, days=6),
            "end_snooze": lambda: workflow.end_snooze(Snooze.objects.get(), by=by),
            "cover": lambda: self._cover(by),
            "end_cover": lambda: workflow.end_cover(Cover.objects.get(), by=by),
            "hand_over_articles": lambda: workflow.hand_over_articles(
                self.article.owner, to=self.stand_in, by=by, reason=WHY, articles=[self.article]
            ),
            "set_lead": lambda: workflow.set_lead(self.specialty, user=self.manager, by=by),
            "change_ladder": lambda: self._change_ladder(by),
        }
        steps[verb]()

    def _silence(self, by: User, days: int = 5) -> Snooze:
        until = self.today + datetime.timedelta(days=days)
        return workflow.snooze(self.article, by=by, until=until, reason=WHY)

    def _cover(self, by: User) -> Cover:
        return workflow.cover(
            self.article.owner,
            by=by,
            to=self.stand_in,
            begins_on=self.today,
            ends_on=self.today + datetime.timedelta(days=3),
            reason=WHY,
        )

    def _change_ladder(self, by: User) -> Ladder:
        return workflow.change_ladder(
            "treatment",
            "review",
            by=by,
            days=[-10, 0],
            repeat_every=5,
            lead_after=9,
            all_after=19,
            reason=WHY,
        )


@pytest.mark.parametrize("state", states(TABLE))
def test_verbs_follow_the_table(state: str) -> None:
    assert unlike(World(state), state, TABLE, ROLES) == []
