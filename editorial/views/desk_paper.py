"""The text of a version under review as a PDF."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial.review_paper import review_paper
from editorial.views.desk_page import review_page
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_review import readable_review


@require_safe
@private
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who may read the text on the page; nobody else."""
    found, now = readable_review(request, pk), timezone.now()
    if not review_page(found, viewer=account_of(request), now=now).text_is_shown:
        raise PermissionDenied(
            _("The text is shown once you have answered, and while you are asked.")
        )
    name = f"{found.article.slug}-v{found.version.number}-for-review.pdf"
    return HttpResponse(
        review_paper(found, made_at=now),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
