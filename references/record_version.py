"""What a record said when somebody looked at it, as a word that changes when it does."""

import hashlib
import json

from references.models import Reference

ALWAYS = ("kind", "csl")


def version(reference: Reference, *fields: str) -> str:
    """Over its kind, its item, and these columns besides."""
    said = [reference.serializable_value(name) for name in (*ALWAYS, *fields)]
    content = json.dumps(said, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()
