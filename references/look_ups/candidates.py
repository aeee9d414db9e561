"""Works that were found, as a look-up keeps them until an editor decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from references import kinds
from references.identity import Identity
from references.models.standing import Nature, Teller
from references.remote.answers import Answer, FoundNotice

#: PubMed lists no more authors of an article of 1984 to 1995 than this.
PUBMED_CUT_AUTHORS = 10


@dataclass(frozen=True)
class Candidate:
    """One work. `told`: the notices of each who knows it; `asked`: when the first of them did.

    `is_whole`: everybody who might know of it was asked and answered, so that it is now checked.
    """

    csl: Mapping[str, Any]
    kind: str
    told: Mapping[Teller, Sequence[FoundNotice]]
    asked: datetime
    is_whole: bool = False

    @property
    def notices(self) -> list[FoundNotice]:
        return [notice for notices in self.told.values() for notice in notices]

    @property
    def tellers(self) -> str:
        return ", ".join(str(teller.label) for teller in self.told)

    @property
    def kind_label(self) -> str:
        return kinds.label(self.kind)

    def as_json(self) -> dict[str, Any]:
        return {
            "csl": self.csl,
            "kind": self.kind,
            "told": {
                teller.value: [_notice_as_json(notice) for notice in notices]
                for teller, notices in self.told.items()
            },
            "asked": self.asked.isoformat(),
            "is_whole": self.is_whole,
        }

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Self:
        told = {
            Teller(teller): [_notice_of_json(notice) for notice in notices]
            for teller, notices in value["told"].items()
        }
        asked = datetime.fromisoformat(value["asked"])
        return cls(value["csl"], value["kind"], told, asked, value["is_whole"])


def _notice_as_json(notice: FoundNotice) -> dict[str, Any]:
    on = notice.on.isoformat() if notice.on else None
    return {
        "nature": notice.nature.value,
        "on": on,
        "identifier": notice.identifier,
        "url": notice.url,
    }


def _notice_of_json(value: Mapping[str, Any]) -> FoundNotice:
    on = date.fromisoformat(value["on"]) if value["on"] else None
    return FoundNotice(Nature(value["nature"]), on, value["identifier"], value["url"])


@dataclass
class Found:
    """What was found, and who could not be asked and why."""

    candidates: list[Candidate] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def candidates(answers: Iterable[Answer], *, is_whole: bool = False) -> list[Candidate]:
    """The works of these answers, in their order; what two tellers say of one is put together."""
    works: list[list[Answer]] = []
    for answer in answers:
        if not answer.csl:
            continue
        same = next((work for work in works if _is_same(work[0], answer)), None)
        if same is None:
            works.append([answer])
        else:
            same.append(answer)
    return [_candidate(work, is_whole=is_whole) for work in works]


def _is_same(one: Answer, other: Answer) -> bool:
    mine, theirs = Identity.of_item(one.csl), Identity.of_item(other.csl)
    if one.teller == other.teller or mine.contradicts(theirs):
        return False
    return bool(set(mine.certain()) & set(theirs.certain()))


def _candidate(work: Sequence[Answer], *, is_whole: bool) -> Candidate:
    """PubMed's words come first: its titles are in sentence case and its journals abbreviated.

    What it leaves out is Crossref's, as are the authors of older articles, which PubMed cut off.
    """
    ordered = sorted(work, key=lambda answer: answer.teller != Teller.PUBMED)
    first = ordered[0]
    item = dict(first.csl)
    for answer in ordered[1:]:
        item = {**answer.csl, **item}
        authors = item.get("author", [])
        if len(authors) <= PUBMED_CUT_AUTHORS + 1 < len(answer.csl.get("author", [])):
            item["author"] = answer.csl["author"]
    return Candidate(
        csl=item,
        kind=first.kind,
        told={answer.teller: answer.notices for answer in work},
        asked=min(answer.asked for answer in work),
        is_whole=is_whole,
    )
