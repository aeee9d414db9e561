"""Who may do what: one table, asked by every verb, and by the screens that offer the verbs."""

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from articles.models import Article
from editorial.models import Review

Actor = User | AnonymousUser


def may_submit(user: Actor, article: Article) -> bool:
    """Any editor; the article need not be one's own."""
    return user.has_perm("editorial.submit_article")


def may_manage(user: Actor) -> bool:
    """Managing editors: begin, assign, return, retire, reinstate."""
    return user.has_perm("editorial.manage_reviews")


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


def may_read_review(user: Actor, review: Review) -> bool:
    """Those who were asked, editors, managing editors and auditors."""
    return (
        may_sign(user, review)
        or user.has_perm("editorial.submit_article")
        or may_manage(user)
        or user.has_perm("editorial.view_audit")
    )


def demand(*, allowed: bool) -> None:
    """Raise `PermissionDenied` unless allowed."""
    if not allowed:
        raise PermissionDenied(_("Your account may not do this."))
