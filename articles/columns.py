"""What PostgreSQL reads out of drafts and versions by functions of ours (migrations 0003, 0004).

They mirror `articles.text.citations`; a test holds the two together.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, JSONField


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


class CitedWhere(Func):
    """By id, which of a section's two texts cite it: {"12": ["body", "plain_language"]}."""

    function = "articles_cited_where"
    arity = 2
    output_field = JSONField()


class FrozenWhere(Func):
    """By id, where a version's content cites it: {"12": [[3, "Treatment", "body"]]}.

    The first number is the section's place, from 1.
    """

    function = "articles_frozen_where"
    arity = 1
    output_field = JSONField()
