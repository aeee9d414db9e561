"""What the board said of an article while reading it, and what waits for an editor's word."""

from dataclasses import dataclass

from articles.models import Article
from editorial.comments import comments_of, last_commented, section_name, still_to_settle
from editorial.models import Comment, Review


@dataclass(frozen=True)
class ToSettle:
    """A comment that says what must be changed, and the section it is on."""

    comment: Comment
    section: str


@dataclass(frozen=True)
class CommentPanel:
    """Of the last review in which anything was said; `waiting` warns and stops nothing."""

    review: Review
    count: int
    waiting: list[ToSettle]

    @property
    def address(self) -> str:
        """All of them, with the forms that settle them."""
        return f"{self.review.get_absolute_url()}#desk-comments"


def comment_panel(article: Article) -> CommentPanel | None:
    """Nothing, while no member has said anything."""
    review = last_commented(article)
    if review is None:
        return None
    waiting = [
        ToSettle(comment, section_name(review, comment.section))
        for comment in still_to_settle(review)
    ]
    return CommentPanel(review, comments_of(review).count(), waiting)
