"""The meaning of a signature, in words (21 CFR 11.50(a)(3)). Kept with the signature as signed."""

from articles.models import Version
from editorial.states import Verdict


def meaning_of(verdict: str, version: Version) -> str:
    """What a member declares by signing. In English, the language of the record."""
    named = f"version {version.number} of “{version.title}”"
    return {
        Verdict.APPROVE: (
            f"I have read {named} and approve it for publication as medically accurate."
        ),
        Verdict.REQUEST_CHANGES: f"I have read {named} and ask for changes before it is published.",
        Verdict.RECUSE: f"I do not judge {named}.",
    }[Verdict(verdict)]
