"""What the editor's citation dialog asks."""

import re
from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from references import evidence
from references.models import Reference

LONGEST_QUESTION = 500
MOST_IDS = 500
_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@never_cache
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """`?q=`: up to 20 works whose words, or whose identifier, were typed; `?ids=3,12`: these.

    For the id of a record that was merged, the facts of the one it was merged into.
    """
    if not request.user.has_perm("references.view_reference"):
        message = _("Log in with an account that may see the reference library.")
        return JsonResponse({"error": message}, status=HTTPStatus.FORBIDDEN)
    if "ids" in request.GET:
        works = Reference.objects.filter(pk__in=_ids(request.GET["ids"]))
    else:
        works = Reference.objects.matching(request.GET.get("q", "")[:LONGEST_QUESTION])
    found = works.select_related("superseded_by", "merged_into__superseded_by")
    return JsonResponse({"results": [_result(work.pk, work.merged_into or work) for work in found]})


def _ids(text: str) -> list[int]:
    """Those of the comma-separated parts that could be ids."""
    return [int(part) for part in text.split(",")[:MOST_IDS] if _ID.fullmatch(part)]


def _result(pk: int, reference: Reference) -> dict[str, object]:
    """`pk` is the id that was asked for."""
    return {
        "id": pk,
        "label": str(reference),
        "first_author": reference.first_author,
        "kind": reference.kind,
        "kind_label": reference.kind_label,
        "year": reference.year,
        "retraction": reference.retraction,
        "evidence": evidence.in_short(reference),
        "warnings": evidence.warnings(reference, evidence.today()),
    }
