"""The list of articles in the admin: many rows, against ten."""

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Article, Disclaimer, Specialty
from bench.pages import client, fetch, queries_of
from bench.sizes import Sizes
from bench.timing import Measured, seconds, timing

ADDRESS = "/admin/articles/article/"
FEW = 10


def measure(sizes: Sizes) -> Measured:
    """In a database without other articles; all of it is undone at the end."""
    asking = client()
    with transaction.atomic():
        administrator = User.objects.create_superuser("bench-administrator")
        asking.force_login(administrator)
        add(administrator, FEW)
        rounds, queries, shown = [], {FEW: 0, sizes.rows: 0}, {}
        for _ in range(sizes.rounds + 1):
            few = seconds(lambda: fetch(asking, ADDRESS))
            queries[FEW] = queries_of(asking, ADDRESS)
            shown[FEW] = rows_of(fetch(asking, ADDRESS))
            point = transaction.savepoint()
            add(administrator, sizes.rows - FEW)
            many = seconds(lambda: fetch(asking, ADDRESS))
            queries[sizes.rows] = queries_of(asking, ADDRESS)
            shown[sizes.rows] = rows_of(fetch(asking, ADDRESS))
            rounds.append([many, few])
            transaction.savepoint_rollback(point)
        transaction.set_rollback(True)
    timed = timing(rounds[1:])
    return Measured(
        "admin-list",
        timed.ratio,
        f"the list of {FEW}",
        {"ms": timed.ours * 1000, "bare ms": timed.bare * 1000}
        | {f"queries at {rows}": count for rows, count in queries.items()}
        | {f"shown at {rows}": count for rows, count in shown.items()},
        {"rows": sizes.rows},
    )


def add(owner: User, count: int) -> None:
    specialty, _ = Specialty.objects.get_or_create(name="Samples", slug="samples")
    disclaimer = Disclaimer.objects.get(is_default=True)
    first = Article.objects.count()
    Article.objects.bulk_create(
        Article(
            title=f"What does sample {number} do?",
            slug=f"sample-{number}",
            summary="It depends.",
            owner=owner,
            specialty=specialty,
            disclaimer=disclaimer,
        )
        for number in range(first, first + count)
    )


def rows_of(page: bytes) -> int:
    return page.count(b'name="_selected_action"')
