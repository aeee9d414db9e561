"""What the editor's citation dialog asks."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from references.models import Reference

LONGEST_QUESTION = 500


@never_cache
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """`?q=`: up to 20 works whose words, or whose identifier, were typed."""
    if not request.user.has_perm("references.view_reference"):
        message = _("Log in with an account that may see the reference library.")
        return JsonResponse({"error": message}, status=HTTPStatus.FORBIDDEN)
    question = request.GET.get("q", "")[:LONGEST_QUESTION]
    return JsonResponse(
        {"results": [_result(work) for work in Reference.objects.matching(question)]}
    )


def _result(reference: Reference) -> dict[str, object]:
    return {
        "id": reference.pk,
        "label": str(reference),
        "kind": reference.kind,
        "kind_label": reference.kind_label,
        "year": reference.year,
        "retraction": reference.retraction,
    }
