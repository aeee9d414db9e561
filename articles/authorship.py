"""Who wrote any part of an article: nobody signs their own text."""

from typing import Any

from django.contrib.auth.models import User

from articles.models import Article

#: django-pghistory keeps the rows, and who was logged in beside them.
_AUTHORS = """
SELECT account.id, account.username, account.first_name, account.last_name
FROM auth_user AS account
WHERE account.id IN (
    SELECT (context.metadata ->> 'user')::int
    FROM pghistory_context AS context
    WHERE context.id IN (
        SELECT pgh_context_id FROM articles_articleevent WHERE pgh_obj_id = %(article)s
        UNION
        SELECT pgh_context_id FROM articles_sectionevent WHERE article_id = %(article)s
    )
    UNION
    SELECT unnest(ARRAY[%(owner)s, %(submitter)s])
)
ORDER BY account.id
"""


def authors_of(article: Article, *, submitter: User) -> list[dict[str, Any]]:
    """The owner, the submitter, and every account in the row history of the draft and its sections.

    Whoever wrote a sentence that was deleted since is counted too: better one reviewer too few
    than an author who signs.
    """
    facts = {"article": article.pk, "owner": article.owner_id, "submitter": submitter.pk}
    return [
        {"id": account.pk, "name": account.get_full_name() or account.get_username()}
        for account in User.objects.raw(_AUTHORS, facts)
    ]
