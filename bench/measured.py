"""All measures, in an order in which each finds the database as it needs it."""

from collections.abc import Callable, Iterator

from django.utils import timezone

from bench.database import bench_database
from bench.live_articles import fill_up_to, undo_plans
from bench.measures import (
    admin_list,
    ask,
    compare,
    deliver,
    format,  # noqa: A004 -- the measure is called that
    idle_sweep,
    importing,
    importing_references,
    plan,
    reader,
    search,
    transition,
    verify,
    where_used,
)
from bench.sizes import Sizes
from bench.timing import Measured

#: Those that want few rows, or only true ones, come first.
SMALL: list[Callable[[Sizes], Measured]] = [
    format.measure,
    compare.measure,
    admin_list.measure,
    importing.measure,
    transition.measure,
    verify.measure,
    where_used.measure,
    importing_references.measure,
]


def measured(sizes: Sizes) -> Iterator[Measured]:
    with bench_database():
        for measure in SMALL:
            yield measure(sizes)
        today = timezone.now().date()
        fill_up_to(sizes.live, words=sizes.words, today=today)
        yield search.measure(sizes)
        yield ask.measure(sizes)
        for articles in sizes.scales:
            fill_up_to(articles, words=1, today=today)
            yield plan.measure(sizes, articles)
            yield idle_sweep.measure(sizes, articles)
            undo_plans()
        yield deliver.measure(sizes)
        yield reader.measure(sizes)
