"""The articles' say over the library: triggers on a proxy of its table."""

from articles.protection import cited_works_stay, never_truncate
from references.models import Reference


class CitedReference(Reference):
    """A work, with the triggers that keep what is cited."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = (cited_works_stay(), never_truncate())
