"""Who may do what: one table, asked by every verb, and by the screens that offer the verbs."""

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import away
from editorial.models import Assignment, BoardMember, Bounce, Cover, Proposal, Review, Snooze

Actor = User | AnonymousUser


def may_submit(user: Actor, article: Article) -> bool:
    """Any editor; the article need not be one's own."""
    return user.has_perm("editorial.submit_article")


def may_manage(user: Actor) -> bool:
    """Managing editors: begin, assign, return, retire, reinstate."""
    return user.has_perm("editorial.manage_reviews")


def may_change_policies(user: Actor) -> bool:
    """Managing editors: what each risk tier demands, and its ladders of reminders."""
    return user.has_perm("editorial.change_policy")


def may_withdraw(user: Actor, review: Review) -> bool:
    """The article's owner, while still an editor, or a managing editor."""
    owns = review.article.owner_id == user.pk and user.has_perm("editorial.submit_article")
    return owns or may_manage(user)


def may_sign(user: Actor, review: Review) -> bool:
    """A board member who was asked. A superuser who was not asked may not."""
    return (
        user.is_active
        and user.is_authenticated
        and review.assignments.filter(member__user_id=user.pk).exists()
    )


def may_answer(user: Actor, assignment: Assignment) -> bool:
    """Members say for themselves whether they take on what they were asked."""
    return _is(user, assignment.member)


def may_answer_proposal(user: Actor, proposal: Proposal) -> bool:
    """A managing editor, but nobody their own."""
    return may_manage(user) and not _is(user, proposal.assignment.member)


def may_reopen(user: Actor, assignment: Assignment) -> bool:
    """The member, after a "not now"; a managing editor asks again."""
    return may_answer(user, assignment) or may_manage(user)


def may_delegate(user: Actor, member: BoardMember) -> bool:
    """Members for themselves, and managing editors for anybody."""
    return _is(user, member) or may_manage(user)


def may_cover(user: Actor, owner: User) -> bool:
    """Editors name their own stand-in, and managing editors anybody's."""
    return _owns(user, owner) or may_manage(user)


def may_hand_over(user: Actor, owner: User) -> bool:
    """Owners give away what is theirs, while still editors; managing editors what is anybody's."""
    return _owns(user, owner) or may_manage(user)


def may_disclose(user: Actor, member: BoardMember) -> bool:
    """Members for themselves, and managing editors for anybody."""
    return _is(user, member) or may_manage(user)


def may_read_review(user: Actor, review: Review) -> bool:
    """Those who were asked, editors, managing editors and auditors."""
    return (
        may_sign(user, review)
        or user.has_perm("editorial.submit_article")
        or may_manage(user)
        or user.has_perm("editorial.view_audit")
    )


def _is(user: Actor, member: BoardMember) -> bool:
    return user.is_authenticated and user.is_active and member.user_id == user.pk


def _owns(user: Actor, owner: User) -> bool:
    return user.pk == owner.pk and user.has_perm("editorial.submit_article")


def may_oversee(user: Actor) -> bool:
    """Managing editors and auditors. An editor follows the reviews of their own articles."""
    audits = user.has_perm("editorial.view_audit") and not user.has_perm("editorial.submit_article")
    return may_manage(user) or audits


def may_settle_report(user: Actor, article: Article) -> bool:
    """Any editor, as with submissions, and managing editors."""
    return may_submit(user, article) or may_manage(user)


def may_read_reports(user: Actor) -> bool:
    """Whoever may answer reports of readers; auditors look on, without the readers' addresses."""
    return user.has_perm("editorial.submit_article") or may_oversee(user)


def may_clear_bounce(user: Actor, bounce: Bounce) -> bool:
    """Everybody knows whether their own address works; managing editors answer for others'."""
    return user.is_active and (bounce.user_id == user.pk or may_manage(user))


def may_snooze(user: Actor, article: Article) -> bool:
    """The owner, while still an editor; whoever stands in for them today; managing editors."""
    return _owns(user, article.owner) or _stands_in(user, article.owner) or may_manage(user)


def may_end_snooze(user: Actor, snooze: Snooze, article: Article) -> bool:
    """As who may snooze; what was silenced for all, a managing editor only."""
    return may_manage(user) if snooze.is_for_all else may_snooze(user, article)


def _stands_in(user: Actor, owner: User) -> bool:
    today = timezone.now().date()
    covers = Cover.objects.filter(away.in_force(today), owner=owner, to=user.pk)
    return user.has_perm("editorial.submit_article") and covers.exists()


def demand(*, allowed: bool) -> None:
    """Raise `PermissionDenied` unless allowed."""
    if not allowed:
        raise PermissionDenied(_("Your account may not do this."))
