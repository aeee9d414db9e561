"""What is asked of Crossref's REST API: works by DOI, and works like a citation.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from references import kinds
from references.models.standing import Teller
from references.remote import crossref_items, crossref_notices, hosts
from references.remote.answers import Answer, FoundNotice
from references.remote.client import Say, fetch, silent
from references.remote.exceptions import QuestionRefused, RemoteMalformed, RemoteNotFound

#: In one question; and in one address, which servers cut.
MOST_DOIS, MOST_CHARACTERS = 40, 3000
#: A filter's parts are separated by commas and colons, so a DOI with others is asked for alone.
_GOES_INTO_A_FILTER = re.compile(r"[a-z0-9./_()-]+")
#: Notices about one batch of works; Crossref gives no more than 1,000 rows.
MOST_NOTICES = 1000
CANDIDATES = 5
Message = Mapping[str, Any]
Told = tuple[Message, datetime]
LONGEST_CITATION = 1000


def works(
    dois: Iterable[str], *, deadline: float, say: Say = silent, fresh: bool = False
) -> dict[str, Answer]:
    """The works that Crossref knows, by the (normalised) DOI asked for; the others are left out.

    Notices come from the work's own record (`updated-by`) and from the notices that name it
    (`update-to`). Raises as `fetch` does; then nothing is known of any of them.
    """
    answers: dict[str, Answer] = {}
    for batch in batches(dois):
        told = _told(batch, deadline=deadline, say=say, fresh=fresh)
        given = _notices_about(list(told), deadline=deadline, say=say, fresh=fresh)
        for doi, (message, asked) in told.items():
            answers[doi] = _answer(message, doi, asked, given.get(doi, []))
    return answers


def search(text: str, *, deadline: float, say: Say = silent) -> list[Answer]:
    """The works most like a citation, the likeliest first."""
    question = {"query.bibliographic": text[:LONGEST_CITATION], "rows": str(CANDIDATES)}
    found, asked = _listed(question, deadline=deadline, say=say)
    answers = (_answer(message, _doi(message), asked, []) for message in found)
    return [answer for answer in answers if answer.csl]


def batches(dois: Iterable[str]) -> Iterator[list[str]]:
    """DOIs that can be asked for together, each alone where its characters need it."""
    batch: list[str] = []
    for doi in dict.fromkeys(dois):
        if not _GOES_INTO_A_FILTER.fullmatch(doi):
            yield [doi]
            continue
        if len(batch) == MOST_DOIS or sum(map(len, batch)) + len(doi) > MOST_CHARACTERS:
            yield batch
            batch = []
        batch.append(doi)
    if batch:
        yield batch


def _told(batch: list[str], *, deadline: float, say: Say, fresh: bool) -> dict[str, Told]:
    """Crossref's record of each DOI that it knows, and when it gave it."""
    if len(batch) == 1:
        return _single(batch[0], deadline=deadline, say=say, fresh=fresh)
    question = {"filter": ",".join(f"doi:{doi}" for doi in batch), "rows": str(len(batch))}
    try:
        found, asked = _listed(question, deadline=deadline, say=say, fresh=fresh)
    except QuestionRefused:  # one that spoils the others is found by halves
        half = len(batch) // 2
        first = _told(batch[:half], deadline=deadline, say=say, fresh=fresh)
        return first | _told(batch[half:], deadline=deadline, say=say, fresh=fresh)
    by_doi = {_doi(message): message for message in found}
    return {doi: (by_doi[doi], asked) for doi in batch if doi in by_doi}


def _single(doi: str, *, deadline: float, say: Say, fresh: bool) -> dict[str, Told]:
    host, path = hosts.crossref(), ("works", doi)
    try:
        said = fetch(host, path, {}, deadline=deadline, say=say, check=_message, fresh=fresh)
    except (RemoteNotFound, QuestionRefused):
        return {}
    return {doi: (_message(said.body), said.at)}


def _notices_about(
    dois: list[str], *, deadline: float, say: Say, fresh: bool
) -> dict[str, list[FoundNotice]]:
    """The notices whose `update-to` names one of the works, by the work's DOI."""
    named = [doi for doi in dois if _GOES_INTO_A_FILTER.fullmatch(doi)]
    if not named:
        return {}
    question = {
        "filter": ",".join(f"updates:{doi}" for doi in named),
        "select": "DOI,update-to",
        "rows": str(MOST_NOTICES),
    }
    by_doi: dict[str, list[FoundNotice]] = {}
    found, _asked = _listed(question, deadline=deadline, say=say, fresh=fresh)
    for message in found:
        for doi, notice in crossref_notices.notices_given(message):
            by_doi.setdefault(doi, []).append(notice)
    return by_doi


def _listed(
    question: Mapping[str, str], *, deadline: float, say: Say, fresh: bool = False
) -> tuple[list[Message], datetime]:
    host, path = hosts.crossref(), ("works",)
    said = fetch(host, path, question, deadline=deadline, say=say, check=_items, fresh=fresh)
    return _items(said.body), said.at


def _doi(message: Message) -> str:
    return str(message.get("DOI", "")).lower()


def _answer(message: Message, doi: str, asked: datetime, given: list[FoundNotice]) -> Answer:
    item = crossref_items.item(message) or {}
    own = crossref_notices.notices(message, doi)
    notices = crossref_notices.distinct((*own, *given))
    return Answer(Teller.CROSSREF, item, kinds.kind_of(item), asked, notices)


def _message(body: bytes) -> Message:
    """The `message` of an answer. Raises `RemoteMalformed`."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        envelope = None
    message = envelope.get("message") if isinstance(envelope, dict) else None
    if not isinstance(message, dict):
        raise RemoteMalformed(_("What Crossref answered cannot be read."))
    return message


def _items(body: bytes) -> list[Message]:
    items = _message(body).get("items")
    if not isinstance(items, list):
        raise RemoteMalformed(_("What Crossref answered cannot be read."))
    return [entry for entry in items if isinstance(entry, dict)]
