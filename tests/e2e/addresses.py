"""Every address of the site that can be asked for, with rows of the sample behind it."""

import re
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from articles.models import Article, Specialty
from config.endpoints import endpoints
from editorial.models import BoardMember, Review

#: Asking signs the visitor out, and then every other page is only the login page.
SIGNING_OUT = {"/accounts/logout/", "/admin/logout/"}
#: Addresses that are asked with words: without any they show too little.
QUERIES = {
    "/search/": "q=neck",
    "/ask/": "q=What+causes+muscle+spasms+in+the+neck",
    "/admin-tools/references/search": "q=neck",
    "/admin/autocomplete/": "app_label=articles&model_name=article&field_name=listed_references",
}
MOST_ROWS = 2
GAP = re.compile(r"<(?:\w+:)?(\w+)>")


def addresses() -> Iterator[tuple[str, str]]:
    """Pairs of an address as the list of endpoints has it, and one that leads to a row."""
    for endpoint in endpoints():
        path = endpoint.path
        if "GET" not in endpoint.methods or path in SIGNING_OUT:
            continue
        for filled in sorted(set(_filled(path))):
            query = QUERIES.get(path)
            yield path, f"{filled}?{query}" if query else filled


def _filled(path: str) -> Iterator[str]:
    gaps = GAP.findall(path)
    if not gaps:
        yield path
        return
    for values in _rows(path):
        filled = path
        for name in gaps:
            filled = re.sub(rf"<(?:\w+:)?{name}>", values.get(name, "1"), filled)
        yield filled


def _rows(path: str) -> Iterator[dict[str, str]]:
    """What the gaps may be filled with: a few rows of whatever the path is about."""
    about = re.match(r"/admin/(\w+)/(\w+)/<", path)
    if about:
        for pk in _some(ContentType.objects.get_by_natural_key(*about.groups()).model_class()):
            yield {"object_id": pk, "pk": pk, "id": pk, "suffix": "ris"}
    elif path.startswith("/admin/r/"):
        kind = ContentType.objects.get_for_model(Article)
        yield {"content_type_id": str(kind.pk), "object_id": _some(Article)[0]}
    else:
        yield from _public_rows(path)


def _public_rows(path: str) -> Iterator[dict[str, str]]:
    """Every row, for each may be in a situation of its own."""
    if path.startswith("/articles/"):
        for article in Article.objects.order_by("pk"):
            yield {"slug": article.slug, "number": "1", "suffix": "json"}
            yield {"slug": article.slug, "number": "2", "suffix": "bib"}
    elif path.startswith("/specialties/"):
        yield from ({"slug": specialty.slug} for specialty in Specialty.objects.all())
    elif path.startswith("/board/"):
        yield from ({"slug": member.slug} for member in BoardMember.objects.all())
    elif path.startswith("/desk/"):
        yield from ({"pk": str(review.pk)} for review in Review.objects.all())
    else:
        yield {"app_label": "editorial", "url": "nowhere"}


def _some(model: type[Model] | None) -> list[str]:
    """The keys of a few rows, the first and the last among them."""
    if model is None:
        return []
    keys = [str(pk) for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)]
    return list(dict.fromkeys([*keys[: MOST_ROWS - 1], *keys[-1:]]))
