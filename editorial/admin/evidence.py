"""The evidence of one article as a file, for those who oversee the reviews."""

import tempfile

from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Article
from editorial import evidence, permissions
from editorial.one_moment import see_one_moment

#: Larger bundles wait on disk, not in memory, until they are sent.
KEPT_IN_MEMORY = 5_000_000


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """The same bytes as `manage.py audit export FILE.zip --article SLUG`; the admin lets nobody
    keep a copy on the way.
    """
    permissions.demand(allowed=permissions.may_oversee(request.user))
    article = get_object_or_404(Article, pk=pk)
    target = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - sent, then closed
    with transaction.atomic():
        see_one_moment()
        evidence.write(article, target)
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"{article.slug}-evidence.zip",
        content_type="application/zip",
    )
