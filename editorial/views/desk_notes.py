"""What is sent while reading: a comment, what came of one, and ticks."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods

from editorial import permissions, workflow
from editorial.comment_forms import CommentForm, SettlementForm, TickForm
from editorial.exceptions import ReasonMissing, WorkflowError
from editorial.models import Assignment, Comment, Review
from editorial.views.desk_comments import may_settle
from editorial.views.desk_page import review_page
from editorial.views.desk_privacy import account_of, private
from editorial.views.desk_review import Forms, page_with, readable_review, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@private
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a comment. Whatever goes wrong, what was typed stays."""
    found = readable_review(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    assignment = _own(request, found)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page_with(request, found, Forms(comment=form), status=HTTPStatus.BAD_REQUEST)
    try:
        made = workflow.comment(assignment, by=account_of(request), **form.cleaned_data)
    except WorkflowError as error:
        form.add_error(None, str(error))
        again = readable_review(request, pk)
        return page_with(request, again, Forms(comment=form), status=status_of(error))
    return _back(request, found, f"beside-{made.section}")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what came of a comment on this version, or on an earlier one of the article."""
    found = readable_review(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    permissions.demand(allowed=may_settle(account_of(request), found))
    form = SettlementForm(request.POST)
    if not form.is_valid():
        return page_with(request, found, Forms(settlement=form), status=HTTPStatus.BAD_REQUEST)
    try:
        workflow.settle_comment(
            _comment(found, form.cleaned_data["comment"]),
            by=account_of(request),
            settlement=form.cleaned_data["settlement"],
        )
    except WorkflowError as error:
        form.add_error("settlement" if isinstance(error, ReasonMissing) else None, str(error))
        again = readable_review(request, pk)
        return page_with(request, again, Forms(settlement=form), status=status_of(error))
    return _back(request, found, f"comment-{form.cleaned_data['comment']}")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a tick; a script that asks for JSON is told how far the member has come."""
    found = readable_review(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    assignment = _own(request, found)
    form = TickForm(request.POST)
    if not form.is_valid():
        return page_with(request, found, Forms(tick=form), status=HTTPStatus.BAD_REQUEST)
    try:
        mark = workflow.mark_read(assignment, by=account_of(request), **form.cleaned_data)
    except WorkflowError as error:
        form.add_error(None, str(error))
        again = readable_review(request, pk)
        return page_with(request, again, Forms(tick=form), status=status_of(error))
    if request.accepts("text/html"):
        return _back(request, found, f"beside-{mark.section}")
    page = review_page(found, viewer=account_of(request), now=mark.read_at)
    return JsonResponse({"progress": page.reading_progress, "unread": page.unread})


def _own(request: HttpRequest, found: Review) -> Assignment:
    """Of the account behind the request; whoever only looks on says nothing here."""
    permissions.demand(allowed=permissions.may_sign(account_of(request), found))
    return found.assignments.get(member__user=account_of(request))


def _comment(found: Review, pk: int) -> Comment:
    said = Comment.objects.select_related("assignment__review")
    comment = said.filter(pk=pk, assignment__review__article=found.article_id).first()
    if comment is None:
        raise Http404
    return comment


def _back(request: HttpRequest, found: Review, part: str) -> HttpResponse:
    """To the same audience's text, at the place it was about."""
    audience = "?audience=plain" if request.GET.get("audience") == "plain" else ""
    return HttpResponseRedirect(
        f"{found.get_absolute_url()}{audience}#{part}", status=HTTPStatus.SEE_OTHER
    )
