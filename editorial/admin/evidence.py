"""The evidence of one article as a file, for those who oversee the reviews."""

import io

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Article
from editorial import evidence, permissions
from editorial.one_moment import see_one_moment


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A bundle waits in memory as it is sent, packed: its files are made and packed one by one.

    The same bytes as `manage.py audit export FILE.zip --article SLUG`; the admin lets nobody
    keep a copy on the way.
    """
    permissions.demand(allowed=permissions.may_oversee(request.user))
    article = get_object_or_404(Article, pk=pk)
    target = io.BytesIO()
    with transaction.atomic():
        see_one_moment()
        evidence.write(article, target)
    return HttpResponse(
        target.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{article.slug}-evidence.zip"'},
    )
