"""What is asked of the library."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, F, Q, Value, When

from references.models.standing import Retraction

if TYPE_CHECKING:
    from references.models.reference import Reference  # noqa: F401 # in the annotation below

RESULTS = 20
MOST_WORDS = 16


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """What is asked of the library."""

    def retracted(self) -> Self:
        return self.filter(retraction=Retraction.RETRACTED)

    def current(self) -> Self:
        """Without the records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def matching(self, text: str, limit: int = RESULTS) -> Self:
        """The best `limit` hits for what an editor types: title, author, year, DOI, PMID.

        Every word must occur (the beginning of one will do), or the whole be close to the title,
        so that a slip of the pen still finds it.
        """
        words = text.replace("\x00", " ").split()[:MOST_WORDS]
        if not words:
            return self.none()
        whole = " ".join(words)
        every_word = Q()
        for word in words:
            every_word &= Q(search_text__icontains=word)
        return (
            self.filter(every_word | Q(title__trigram_word_similar=whole))
            .annotate(
                rank=Case(
                    When(Q(doi=whole.lower()) | Q(pmid=whole), then=Value(0)),
                    When(Q(title__istartswith=whole), then=Value(1)),
                    When(Q(first_author__istartswith=words[0]) & every_word, then=Value(2)),
                    When(every_word, then=Value(3)),
                    default=Value(4),
                ),
                closeness=TrigramWordSimilarity(whole, "title"),
            )
            .order_by("rank", "-closeness", F("year").desc(nulls_last=True), "pk")[:limit]
        )
