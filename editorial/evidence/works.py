"""The works that an article's versions cite, and what is known of their standing."""

from django.db.models import QuerySet

from articles.models import Article, Version
from editorial.evidence.rows import Facts, all_of, facts_of
from references.models import Notice, Reference, StandingChange


def cited_works(article: Article) -> "QuerySet[Reference]":
    """All that any version of it cites."""
    cited = set[int]()
    for ids in Version.objects.filter(article=article).values_list("cited_ids", flat=True):
        cited.update(ids)
    return Reference.objects.filter(pk__in=cited).order_by("pk")


def references(article: Article) -> list[Facts]:
    """Every work that a version cites, as the library has it now."""
    return all_of(
        cited_works(article),
        "kind csl evidence_level certainty issuing_body valid_from valid_until superseded_by_id "
        "retraction retracted_on retraction_notice_url merged_into_id merged_at merged_by_id",
    )


def checks(article: Article) -> list[Facts]:
    """When each work was last checked for notices, by what was found, and how its standing went."""
    works = list(cited_works(article))
    notices = Notice.objects.filter(reference__in=works).order_by("pk")
    changes = StandingChange.objects.filter(reference__in=works).order_by("pk")
    return [
        {
            **facts_of(work, "last_checked unchecked_since unchecked_because"),
            "notices": [
                facts_of(
                    notice,
                    "nature teller on identifier url found gone entered_at entered_by_id "
                    "withdrawn_at withdrawn_by_id withdrawn_because",
                )
                for notice in notices
                if notice.reference_id == work.pk
            ],
            "changes": [
                facts_of(change, "before after on recorded handled")
                for change in changes
                if change.reference_id == work.pk
            ],
        }
        for work in works
    ]
