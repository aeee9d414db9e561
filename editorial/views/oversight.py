"""The managing editor's board: every open review, who is late, and who carries how much."""

from http import HTTPStatus
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editorial import permissions
from editorial.oversight.figures import median_turnaround
from editorial.oversight.filters import WantedForm
from editorial.oversight.load import LATELY, load_of_members
from editorial.oversight.periods import Period
from editorial.oversight.reviews import Wanted, count_by_state, open_reviews
from editorial.oversight.rows import rows_of
from editorial.views.desk_privacy import account_of, private

#: So many that few boards ever see a second page.
REVIEWS_PER_PAGE: Final = 100


@require_safe
@private
def reviews(request: HttpRequest) -> HttpResponse:
    """For managing editors, and to read for auditors."""
    user = account_of(request)
    permissions.demand(allowed=permissions.may_oversee(user))
    today = timezone.now().date()
    form = WantedForm(request.GET)
    page = Paginator(open_reviews(form.wanted, today=today), REVIEWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    counts = count_by_state()
    return render(
        request,
        "editorial/desk/reviews.html",
        {
            "form": form,
            "page": page,
            "rows": rows_of(list(page.object_list), viewer=user, today=today),
            "submitted": counts["submitted"],
            "under_review": counts["under_review"],
            "late": open_reviews(Wanted(only_late=True), today=today).count(),
            "turnaround": median_turnaround(Period.of_the_last_days(LATELY, today=today)),
            "loads": load_of_members(today=today),
            "lately": LATELY,
            "may_manage": permissions.may_manage(user),
        },
        status=HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST,
    )
