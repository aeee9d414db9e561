"""What the page of a review shows with the text: sections, comments, sources as of today."""

from typing import Any

from django.forms import Form

from editorial.comment_forms import CommentForm, SettlementForm
from editorial.states import Weight
from editorial.views.desk_comments import discussion
from editorial.views.desk_page import ReviewPage
from editorial.views.desk_reading import Reading
from editorial.views.desk_sections import text_of
from editorial.views.desk_standing import sources_of


def beside(
    page: ReviewPage,
    reading: Reading,
    *,
    comment: CommentForm | None = None,
    settlement: SettlementForm | None = None,
) -> dict[str, Any]:
    """For the template. A refused form comes back where it was filled in, while that is shown."""
    if not page.text_is_shown:
        return {"said": discussion(page), "unsent_beside": _typed(comment, settlement)}
    said = discussion(page, settling=settlement)
    shown = None if reading.changes else comment
    text = text_of(page, reading.audience, changes=reading.news, said=said, refused=shown)
    offered = page.may_comment and any(section.form for section in text.sections)
    asked = any(each.form for each in (*said.here, *said.before))
    return {
        "text": text,
        "said": said,
        "sources": sources_of(page.version),
        "weights": Weight.choices,
        "comment_form": comment,
        "settlement_form": settlement,
        "refused_place": _place(comment if offered else None, settlement if asked else None),
        "unsent_beside": _typed(None if offered else comment, None if asked else settlement),
    }


def _place(comment: CommentForm | None, settlement: SettlementForm | None) -> str:
    """Where the refused form stands on the page."""
    if comment is not None:
        return f"comment-on-{comment['section'].value()}"
    return f"comment-{settlement['comment'].value()}" if settlement is not None else ""


def _typed(comment: Form | None, settlement: Form | None) -> list[str]:
    """What would be lost: its form is not on the page."""
    fields = [
        *((comment["quote"], comment["text"]) if comment is not None else ()),
        *((settlement["settlement"],) if settlement is not None else ()),
    ]
    return [text for field in fields if (text := field.value())]
