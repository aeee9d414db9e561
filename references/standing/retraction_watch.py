"""What the stored Retraction Watch data say of works, by DOI and PubMed number."""

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from references.models import Notice, Reference, RetractionWatchEntry
from references.models.standing import Nature, Teller
from references.remote.answers import FoundNotice
from references.standing import family
from references.standing.family import Work
from references.standing.recording import settle


def consult_retraction_watch(
    references: Iterable[Reference], *, at: datetime.datetime | None = None
) -> int:
    """Settle those of these works that the stored data speak of, or spoke of. How many changed.

    For works that have changed: the daily watch consults the data by itself.
    """
    at = at or timezone.now()
    works = family.works(reference.pk for reference in references)
    told = told_by_retraction_watch(works)
    spoken_of = Notice.objects.filter(
        reference__in=[row.pk for work in works for row in work.rows],
        teller=Teller.RETRACTION_WATCH,
        gone__isnull=True,
    ).values_list("reference", flat=True)
    before = set(spoken_of)
    changed = 0
    for work in works:
        notices = told[work.lead.pk]
        if notices or any(row.pk in before for row in work.rows):
            changed += settle(work.lead, at=at, told={Teller.RETRACTION_WATCH: notices})
    return changed


def consult_about_new(references: Sequence[Reference]) -> int:
    """The same for works that were added a moment ago: one question where nothing is known."""
    dois = {work.csl["DOI"] for work in references if "DOI" in work.csl}
    pmids = {work.csl["PMID"] for work in references if "PMID" in work.csl}
    if not dois | pmids:
        return 0
    about = set[str]()
    entries = RetractionWatchEntry.objects.filter(Q(doi__in=dois) | Q(pmid__in=pmids))
    for doi, pmid in entries.values_list("doi", "pmid"):
        about |= {doi, pmid} - {""}
    known = [work for work in references if about & {work.csl.get("DOI"), work.csl.get("PMID")}]
    changed = consult_retraction_watch(known) if known else 0
    for work in known:
        work.refresh_from_db(fields=["retraction", "retracted_on", "retraction_notice_url"])
    return changed


def told_by_retraction_watch(works: Sequence[Work]) -> dict[int, list[FoundNotice]]:
    """The notices about each of these works, perhaps none, by the id of its leading record."""
    by_doi = {doi: work for work in works for doi in work.dois}
    by_pmid = {pmid: work for work in works for pmid in work.pmids}
    told: dict[int, list[FoundNotice]] = {work.lead.pk: [] for work in works}
    entries = RetractionWatchEntry.objects.filter(
        Q(doi__in=[*by_doi]) | Q(pmid__in=[*by_pmid])  # neither holds an empty text
    )
    for entry in entries.order_by("pk"):
        about = {work.lead.pk for work in (by_doi.get(entry.doi), by_pmid.get(entry.pmid)) if work}
        for pk in about:
            told[pk].append(_notice(entry))
    return told


def _notice(entry: RetractionWatchEntry) -> FoundNotice:
    """The entry's own number where neither a DOI nor a PubMed number of the notice is known."""
    nature = Nature(entry.nature)
    if entry.notice_doi:
        url = f"https://doi.org/{entry.notice_doi}"
        return FoundNotice(nature, entry.on, f"doi:{entry.notice_doi}", url)
    if entry.notice_pmid:
        url = f"https://pubmed.ncbi.nlm.nih.gov/{entry.notice_pmid}/"
        return FoundNotice(nature, entry.on, f"pmid:{entry.notice_pmid}", url)
    return FoundNotice(nature, entry.on, f"retraction-watch:{entry.record_id}", "")
