"""What PostgreSQL reads out of drafts and versions by functions of ours (migration 0003).

They mirror `articles.text.citations`; a test holds the two together.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func


class CitedIds(Func):
    """The ids of the references that a text cites, ascending, each once."""

    function = "articles_cited_ids"
    arity = 1
    output_field = ArrayField(BigIntegerField())


class FrozenIds(Func):
    """The ids of the references that the content of a version holds, ascending, each once."""

    function = "articles_frozen_ids"
    arity = 1
    output_field = ArrayField(BigIntegerField())
