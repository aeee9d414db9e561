"""Whether a draft only corrects the live text: nothing a reader could act on is another.

Readers are not promised a full review of a correction, so it is held to spelling, punctuation and
small words, in every text of every audience. In doubt it is refused and sent in as a revision; the
reasons are in docs/adr.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.corrected_sources import brand_names, changed_fact
from articles.findings import Finding, Level
from articles.text import clinical_tokens
from articles.text.alignment import align
from articles.text.clinical_tokens import layout, tokens
from articles.text.spelling_difference import Beyond, Change, Outcome, all_of, difference

Content = Mapping[str, Any]
PARTS: Final = ("body", "plain_language")
#: More words than this, of the whole article, are more than one person looks over as a correction.
MOST_MENDED: Final = 100
MOST_FINDINGS: Final = 50

WHAT_CHANGED: Final = {
    Beyond.DOSE: gettext_lazy("A dose or how it is taken changed."),
    Beyond.NUMBER: gettext_lazy("A number or comparison changed."),
    Beyond.UNIT: gettext_lazy("A unit changed."),
    Beyond.DRUG: gettext_lazy("The name of a drug, or another name, changed."),
    Beyond.CITATION: gettext_lazy("What is cited here changed."),
    Beyond.RECOMMENDATION: gettext_lazy("A recommendation or a “not” changed."),
    Beyond.LINK: gettext_lazy("A link changed."),
    Beyond.WORDING: gettext_lazy("Words changed, not only their spelling."),
}
#: What is no text that an editor respells. Their names on the page, and what readers see of them.
FACTS: Final = {
    "risk_tier": gettext_lazy("The risk tier changed."),
    "specialty": gettext_lazy("The specialty changed."),
    "specialty_slug": gettext_lazy("The specialty changed."),
    "literature_searched_on": gettext_lazy("The date of the literature search changed."),
    "slug": gettext_lazy("The address of the article changed."),
}


@dataclass(frozen=True)
class Check:
    """What makes more than a correction of a draft, and how many words it mends otherwise."""

    findings: list[Finding]
    words_mended: int


def compare(live: Content, draft: Content, *, sections: Sequence[int] = ()) -> list[Finding]:
    """The findings of `check`."""
    return check(live, draft, sections=sections).findings


def check(live: Content, draft: Content, *, sections: Sequence[int] = ()) -> Check:
    """What makes of the draft more than a correction of the live version; each finding blocks.

    Both in the shape of `articles.drafts.content_of`. `sections` are the ids of the draft's
    sections, in order, so that a finding leads to its field.
    """
    comparison = Comparison(live, draft, list(sections))
    findings = _not_too_many(list(dict.fromkeys(comparison.findings())))
    return Check(findings, comparison.mended)


def _not_too_many(distinct: list[Finding]) -> list[Finding]:
    if len(distinct) > MOST_FINDINGS:
        more = len(distinct) - MOST_FINDINGS
        text = ngettext(
            "%(count)d more change is no correction.",
            "%(count)d more changes are no correction.",
            more,
        ) % {"count": more}
        distinct[MOST_FINDINGS:] = [_finding("correction-changes-more", text, "sections")]
    return distinct


def _finding(code: str, message: str, where: str) -> Finding:
    return Finding(code, Level.BLOCKS, message, where)


@dataclass
class Comparison:
    """One draft against one live version."""

    live: Content
    draft: Content
    ids: list[int]
    mended: int = 0

    def findings(self) -> Iterator[Finding]:
        yield from self._facts()
        yield from self._lines("title", _("Question"))
        yield from self._lines("summary", _("Summary"))
        yield from self._disclaimers()
        yield from self._sections()
        yield from self._references()
        if self.mended > MOST_MENDED:
            yield _finding(
                "correction-changes-much",
                _("%(count)d words were mended. So many are a revision.") % {"count": self.mended},
                "sections",
            )

    @cached_property
    def drugs(self) -> frozenset[str]:
        """From the titles of cited drug labels: brand names, above all."""
        references = (*self.live["references"], *self.draft["references"])
        return frozenset().union(*(brand_names(reference) for reference in references))

    @cached_property
    def _words_of_draft(self) -> frozenset[str]:
        texts = [self.draft["title"], self.draft["summary"]]
        for section in self.draft["sections"]:
            texts.append(section["heading"])
            texts.extend(text for part in PARTS for text in layout(section[part]).texts)
        return frozenset(token.key for text in texts for token in tokens(text))

    def _difference(self, old: str, new: str) -> Outcome:
        found = difference(
            old, new, still_used=lambda word: word in self._words_of_draft, drugs=self.drugs
        )
        self.mended += found.mended
        return found

    def _facts(self) -> Iterator[Finding]:
        for name, message in FACTS.items():
            if self.live.get(name) != self.draft.get(name):
                where = "specialty" if name == "specialty_slug" else name
                yield _finding("correction-changes-details", str(message), where)

    def _lines(self, name: str, called: str) -> Iterator[Finding]:
        yield from self._plain(self.live[name], self.draft[name], name, called)

    def _plain(self, old: str, new: str, where: str, called: str) -> Iterator[Finding]:
        old, new = clinical_tokens.plain(old), clinical_tokens.plain(new)
        if old == new:
            return
        if where != "summary":  # a question or a heading may be given the mark that it lacks
            old, new = old.rstrip("?.! "), new.rstrip("?.! ")
        for change in self._difference(old, new).changes:
            yield _of_change(change, where, called)

    def _disclaimers(self) -> Iterator[Finding]:
        for audience, old in self.live["disclaimer"].items():
            new = self.draft["disclaimer"].get(audience, "")
            if old != new and self._difference(old, new).changes:
                message = _("The disclaimer is another one, not only spelled otherwise.")
                yield _finding("correction-changes-disclaimer", message, "disclaimer")

    def _sections(self) -> Iterator[Finding]:
        old, new = self.live["sections"], self.draft["sections"]
        headings = [[_folded(section["heading"]) for section in each] for each in (old, new)]
        if len(old) != len(new):
            yield from _came_and_went(old, new)
        elif headings[0] != headings[1] and sorted(headings[0]) == sorted(headings[1]):
            yield _finding(
                "correction-changes-order", _("The sections stand in another order."), "sections"
            )
        else:
            for place, (before, after) in enumerate(zip(old, new, strict=True)):
                yield from self._section(before, after, place)

    def _section(
        self, old: Mapping[str, str], new: Mapping[str, str], place: int
    ) -> Iterator[Finding]:
        key = f"section:{self.ids[place]}" if place < len(self.ids) else ""
        called = old["heading"] or _("Section %(number)d") % {"number": place + 1}
        yield from self._plain(
            old["heading"], new["heading"], f"{key}:heading" if key else "sections", called
        )
        for part in PARTS:
            if old[part] != new[part]:
                where = f"{key}:{part}" if key else "sections"
                yield from self._text(old[part], new[part], where, called)

    def _text(self, old: str, new: str, where: str, called: str) -> Iterator[Finding]:
        before, after = layout(old), layout(new)
        if before.shape != after.shape:
            yield from self._laid_out_anew(before.texts, after.texts, where, called)
            return
        for one, other in zip(before.texts, after.texts, strict=True):
            if one != other:
                for change in self._difference(one, other).changes:
                    yield _of_change(change, where, called)

    def _laid_out_anew(
        self, old: Sequence[str], new: Sequence[str], where: str, called: str
    ) -> Iterator[Finding]:
        """Blocks, items or cells came, went or became others."""
        yield _finding(
            "correction-changes-structure",
            _("“%(place)s”: paragraphs, items or cells came, went or became others.")
            % {"place": called},
            where,
        )
        for span in align(old, new):
            if span.equal:
                continue
            gone, come = " ".join(old[span.a : span.b]), " ".join(new[span.c : span.d])
            kinds = {*all_of(gone, drugs=self.drugs), *all_of(come, drugs=self.drugs)}
            for beyond in (each for each in Beyond if each in kinds):
                yield _of_change(Change(beyond, _cut(gone), _cut(come)), where, called)

    def _references(self) -> Iterator[Finding]:
        old = {reference["id"]: reference for reference in self.live["references"]}
        new = {reference["id"]: reference for reference in self.draft["references"]}
        if list(old) != list(new):
            yield _finding(
                "correction-changes-citation",
                _("The sources, or their order, are others than in the live version."),
                "sections",
            )
        for key in (key for key in new if key in old):
            if what := changed_fact(old[key], new[key], self._is_same):
                yield _finding(
                    "correction-changes-citation",
                    _("Source %(number)s says something else than in the live version: %(what)s.")
                    % {"number": new[key]["number"], "what": what},
                    "sections",
                )

    def _is_same(self, old: str, new: str) -> bool:
        return not self._difference(old, new).changes


def _folded(heading: str) -> str:
    return " ".join(heading.casefold().split())


def _cut(text: str, most: int = 120) -> str:
    words = " ".join(token.text for token in tokens(text) if token.text)
    return words if len(words) <= most else f"{words[:most]} …"


def _of_change(change: Change, where: str, called: str) -> Finding:
    words = {
        "place": called,
        "old": change.old,
        "new": change.new,
        "what": WHAT_CHANGED[change.beyond],
    }
    if not change.old:
        text = _("“%(place)s”: “%(new)s” was added. %(what)s")
    elif not change.new:
        text = _("“%(place)s”: “%(old)s” was removed. %(what)s")
    else:
        text = _("“%(place)s”: “%(old)s” became “%(new)s”. %(what)s")
    return _finding(f"correction-changes-{change.beyond}", text % words, where)


def _came_and_went(
    old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]
) -> Iterator[Finding]:
    """Sections that are only in one of the two, named."""
    before, after = ([_folded(section["heading"]) for section in each] for each in (old, new))
    for span in align(before, after):
        if span.equal:
            continue
        for sections, text in (
            (old[span.a : span.b], _("Section “%(heading)s” was removed.")),
            (new[span.c : span.d], _("Section “%(heading)s” was added.")),
        ):
            for section in sections:
                yield _finding(
                    "correction-changes-structure",
                    text % {"heading": section["heading"]},
                    "sections",
                )
