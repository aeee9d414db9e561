"""What the publisher of the site brought out itself, so that citing it can be counted."""

from articles.own_publications import OwnPublications, Unreadable, read
from config.environment import Malformed, text


def own_publications(name: str, *, host: str) -> OwnPublications:
    """Words separated by commas or semicolons, and whatever stands at the site's own host."""
    try:
        return read(text(name), host=host)
    except Unreadable as wrong:
        raise Malformed(
            name,
            "must be DOI prefixes, host names, ISSNs, and names of journals and publishers, "
            f"separated by commas: {wrong}.",
        ) from None
