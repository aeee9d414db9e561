"""What is asked of Crossref's REST API: works by DOI, and works like a citation.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
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
        messages = _messages(batch, deadline=deadline, say=say, fresh=fresh)
        given = _notices_about(list(messages), deadline=deadline, say=say, fresh=fresh)
        for doi, message in messages.items():
            answer = _answer(message, doi, given.get(doi, []))
            if answer is not None:
                answers[doi] = answer
    return answers


def search(text: str, *, deadline: float, say: Say = silent) -> list[Answer]:
    """The works most like a citation, the likeliest first."""
    question = {"query.bibliographic": text[:LONGEST_CITATION], "rows": str(CANDIDATES)}
    found = _listed(question, deadline=deadline, say=say)
    answers = (_answer(message, str(message.get("DOI", "")).lower(), []) for message in found)
    return [answer for answer in answers if answer is not None]


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


def _messages(
    batch: list[str], *, deadline: float, say: Say, fresh: bool
) -> dict[str, Mapping[str, Any]]:
    """Crossref's record of each DOI that it knows."""
    if len(batch) == 1:
        return _single(batch[0], deadline=deadline, say=say, fresh=fresh)
    question = {"filter": ",".join(f"doi:{doi}" for doi in batch), "rows": str(len(batch))}
    try:
        found = _listed(question, deadline=deadline, say=say, fresh=fresh)
    except QuestionRefused:  # one that spoils the others is found by halves
        half = len(batch) // 2
        first = _messages(batch[:half], deadline=deadline, say=say, fresh=fresh)
        return first | _messages(batch[half:], deadline=deadline, say=say, fresh=fresh)
    by_doi = {str(message.get("DOI", "")).lower(): message for message in found}
    return {doi: by_doi[doi] for doi in batch if doi in by_doi}


def _single(doi: str, *, deadline: float, say: Say, fresh: bool) -> dict[str, Mapping[str, Any]]:
    path = ("works", doi)
    try:
        body = fetch(
            hosts.crossref(), path, {}, deadline=deadline, say=say, check=_message, fresh=fresh
        )
    except (RemoteNotFound, QuestionRefused):
        return {}
    return {doi: _message(body)}


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
    for message in _listed(question, deadline=deadline, say=say, fresh=fresh):
        for doi, notice in crossref_notices.notices_given(message):
            by_doi.setdefault(doi, []).append(notice)
    return by_doi


def _listed(
    question: Mapping[str, str], *, deadline: float, say: Say, fresh: bool = False
) -> list[Mapping[str, Any]]:
    body = fetch(
        hosts.crossref(),
        ("works",),
        question,
        deadline=deadline,
        say=say,
        check=_items,
        fresh=fresh,
    )
    return _items(body)


def _answer(message: Mapping[str, Any], doi: str, given: list[FoundNotice]) -> Answer | None:
    item = crossref_items.item(message)
    if item is None:
        return None
    own = crossref_notices.notices(message, doi)
    notices = crossref_notices.distinct((*own, *given))
    return Answer(Teller.CROSSREF, item, kinds.kind_of(item), notices)


def _message(body: bytes) -> Mapping[str, Any]:
    """The `message` of an answer. Raises `RemoteMalformed`."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        envelope = None
    message = envelope.get("message") if isinstance(envelope, dict) else None
    if not isinstance(message, dict):
        raise RemoteMalformed(_("What Crossref answered cannot be read."))
    return message


def _items(body: bytes) -> list[Mapping[str, Any]]:
    items = _message(body).get("items")
    if not isinstance(items, list):
        raise RemoteMalformed(_("What Crossref answered cannot be read."))
    return [entry for entry in items if isinstance(entry, dict)]
