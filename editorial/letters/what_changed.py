"""How a version differs from what its recipient knows, in a sentence or two of a letter."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import changes, selectors
from editorial.letters import phrases
from editorial.models import Notification, Review
from editorial.states import Kind

#: So many headings are named.
MOST_NAMED = 5
#: Characters of changed text beyond which words are not counted: a mail does not wait for that.
MOST_COUNTED = 1_000_000

Content = dict[str, Any]


def summary(row: Notification) -> str:
    """Against the version a member read last, else the one that readers had before."""
    review = row.review
    if review is None:
        return ""
    version = review.version
    if review.kind == Kind.RE_REVIEW:
        return _("The text is the one that readers have, unchanged.")
    if phrases.is_asked(row) and (seen := selectors.seen_before(version, by=row.recipient)):
        since = _("Since version %(number)d, which you have read: %(what)s.")
        return since % {"number": seen.number, "what": difference(seen.content, version.content)}
    if before := selectors.published_before(version):
        since = _("Since version %(number)d, which readers had before: %(what)s.")
        return since % {
            "number": before.number,
            "what": difference(before.content, version.content),
        }
    return _first(review)


def difference(old: Content, new: Content) -> str:
    """Sections by their headings, then words and sources."""
    told = _sections(old, new)
    if _changed_size(old, new) <= MOST_COUNTED:
        told.append(phrases.lowered(changes.in_words(changes.amount_between(old, new))))
    return "; ".join(told) or _("a long text was changed")


def _sections(old: Content, new: Content) -> list[str]:
    headings_before = {section["heading"] for section in old["sections"]}
    headings = {section["heading"] for section in new["sections"]}
    keys_before = {_key(section) for section in old["sections"]}
    touched = [s["heading"] for s in new["sections"] if _key(s) not in keys_before]
    counted = [
        (_("changed: %(names)s"), [name for name in touched if name in headings_before]),
        (_("new: %(names)s"), [name for name in touched if name not in headings_before]),
        (_("removed: %(names)s"), [s for s in _names(old) if s not in headings]),
    ]
    return [words % {"names": _listed(names)} for words, names in counted if names]


def _first(review: Review) -> str:
    count = len(review.version.content["sections"])
    return ngettext(
        "No earlier version was published. This one has %(count)d section.",
        "No earlier version was published. This one has %(count)d sections.",
        count,
    ) % {"count": count}


def _names(content: Content) -> list[str]:
    return [section["heading"] for section in content["sections"]]


def _listed(names: list[str]) -> str:
    named = [_("“%(name)s”") % {"name": name or _("Opening text")} for name in names[:MOST_NAMED]]
    if (left := len(names) - MOST_NAMED) > 0:
        named.append(_("%(count)d more") % {"count": left})
    return ", ".join(named)


def _key(section: Content) -> tuple[str, ...]:
    return tuple(section[part] for part in changes.PARTS)


def _changed_size(old: Content, new: Content) -> int:
    keys_before, keys = ({_key(s) for s in content["sections"]} for content in (old, new))
    return sum(len(part) for key in keys_before ^ keys for part in key)
