"""Citations of a record that was merged are citations of the record that was kept.

Merging rewrites the drafts (`articles.merging`). Whoever had a section open meanwhile, or an import
under way, brings the old citation back: it is led on when a section is saved, and once more when
the draft is read, checked or frozen, whichever way it came into the database.
"""

from collections.abc import Iterable, Mapping

from articles.text.citations import cited, redirected
from articles.text.sanitise import UnreadableText, sanitise
from references.models import Reference


def kept_instead(reference_ids: Iterable[int]) -> dict[int, int]:
    """Of these records, those that were merged, and what each was merged into; one query."""
    merged = Reference.objects.filter(pk__in=set(reference_ids), merged_into__isnull=False)
    return dict(merged.values_list("pk", "merged_into_id"))


def led_on(html: str, moved: Mapping[int, int]) -> str:
    """A sanitised text, in its canonical form, that cites the kept records."""
    return sanitise(redirected(html, moved)) if moved else html


def following(texts: list[str]) -> list[str]:
    """Texts as somebody saves them, citing the kept records; others stay byte for byte.

    A text that cannot be read stays too: it is refused where it is read.
    """
    try:
        clean = [sanitise(text) if "<cite" in text.lower() else "" for text in texts]
    except UnreadableText:
        return texts
    moved = (
        kept_instead(
            c.reference_id for text in clean for c in cited(text) if c.reference_id is not None
        )
        if any(clean)
        else {}
    )
    return [
        led_on(new, moved) if any(c.reference_id in moved for c in cited(new)) else old
        for old, new in zip(texts, clean, strict=True)
    ]
