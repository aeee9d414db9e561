"""Ask both services for what was pasted, each for what it can know."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from references.look_ups.candidates import Found, candidates
from references.look_ups.pasted import Question, What
from references.remote import crossref, pubmed
from references.remote.answers import Answer
from references.remote.client import Say
from references.remote.exceptions import RemoteError, RemoteNotFound

T = TypeVar("T")
#: Of the time that is left, so that a service that hangs leaves some for the other.
SHARE = 0.6


@dataclass
class _Asker:
    """Asks one thing after another, and goes on where one of them cannot be answered."""

    deadline: float
    say: Say
    failures: list[str] = field(default_factory=list)

    def ask(self, question: Callable[[float, Say], T]) -> T | None:
        now = time.monotonic()
        until = now + (self.deadline - now) * SHARE
        try:
            return question(until, self.say)
        except RemoteNotFound:
            return None
        except RemoteError as error:
            self.failures.append(str(error))
            return None

    def work(self, doi: str) -> Answer | None:
        found = self.ask(lambda until, say: crossref.works([doi], deadline=until, say=say))
        return (found or {}).get(doi)

    def article(self, pmid: str) -> Answer | None:
        found = self.ask(lambda until, say: pubmed.articles([pmid], deadline=until, say=say))
        return (found or {}).get(pmid)

    def by_doi(self, doi: str) -> Answer | None:
        return self.ask(lambda until, say: pubmed.by_doi(doi, deadline=until, say=say))

    def by_pmcid(self, pmcid: str) -> Answer | None:
        return self.ask(lambda until, say: pubmed.by_pmcid(pmcid, deadline=until, say=say))

    def like(self, text: str) -> list[Answer]:
        """Those that Crossref finds likeliest, and what PubMed knows besides."""
        works = self.ask(lambda until, say: crossref.search(text, deadline=until, say=say))
        articles = self.ask(lambda until, say: pubmed.search(text, deadline=until, say=say))
        return [*(works or ()), *(articles or ())]


def find(question: Question, *, deadline: float, say: Say) -> Found:
    """The works that may be meant, the likeliest first. `deadline` is of `time.monotonic()`."""
    asker = _Asker(deadline, say)
    by_number = _by_number(question, asker)
    found = candidates(by_number, is_whole=not asker.failures)
    if not found and (question.what == What.CITATION or question.has_more):
        found = candidates(asker.like(question.text))
    return Found(found, asker.failures)


def _by_number(question: Question, asker: _Asker) -> list[Answer]:
    """The work itself, as each of the two knows it."""
    if question.what == What.DOI:
        answers = [asker.work(question.value), asker.by_doi(question.value)]
        return [answer for answer in answers if answer is not None]
    if question.what == What.CITATION:
        return []
    is_pmid = question.what == What.PMID
    article = asker.article(question.value) if is_pmid else asker.by_pmcid(question.value)
    if article is None:
        return []
    doi = article.csl.get("DOI")
    work = asker.work(doi) if doi else None
    return [article, work] if work is not None else [article]
