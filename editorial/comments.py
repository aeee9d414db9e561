"""What members said about a version: on whose page, and what an editor has yet to settle."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article
from editorial.models import Comment, Review
from editorial.states import Weight


def comments_of(review: Review) -> "QuerySet[Comment]":
    """With whom each is by, and who settled it; in the order of the text."""
    return Comment.objects.filter(assignment__review=review).select_related(
        "assignment__member", "settled_by"
    )


def round_before(review: Review) -> Review | None:
    """The last earlier review of the article in which anything was said, with its version's text.

    Reviews of an article never overlap and are numbered in the order of their submission.
    """
    earlier = Review.objects.filter(
        article=review.article_id, pk__lt=review.pk, assignments__comments__isnull=False
    )
    return _with_text(earlier).order_by("-pk").first()


def last_commented(article: Article) -> Review | None:
    """The last review of the article in which anything was said, with its version's text."""
    said = Review.objects.filter(article=article, assignments__comments__isnull=False)
    return _with_text(said).order_by("-pk").first()


def still_to_settle(review: Review) -> "QuerySet[Comment]":
    """What members said must be changed, and no editor has said what came of it."""
    return comments_of(review).filter(weight=Weight.BLOCKING, settled_at__isnull=True)


def section_name(review: Review, section: int) -> str:
    """What a section of the review's version is called; its place is from 0."""
    sections = review.version.content["sections"]
    heading: str = sections[section]["heading"].strip() if section < len(sections) else ""
    return heading or _("Opening text")


def _with_text(reviews: "QuerySet[Review]") -> "QuerySet[Review]":
    return reviews.select_related("version").defer(
        "version__clinical_html", "version__plain_html", "version__search", "version__words"
    )
