"""References in AMA style, against the same facts joined by an f-string."""

from typing import Any

from bench.prose import work
from bench.sizes import Sizes
from bench.timing import Measured, interleaved
from references.ama import format_reference

REPEATS = 5


def measure(sizes: Sizes) -> Measured:
    items: list[dict[str, Any]] = [work(number) for number in range(sizes.references)]

    def ours() -> None:
        for _ in range(REPEATS):
            for item in items:
                format_reference(item, "research")

    def bare() -> None:
        for _ in range(REPEATS):
            for item in items:
                joined(item)

    timed = interleaved(ours, bare, sizes.rounds)
    return Measured(
        "format",
        timed.ratio,
        "an f-string",
        {"ms": timed.ours / REPEATS * 1000, "bare ms": timed.bare / REPEATS * 1000},
        {"references": sizes.references},
    )


def joined(item: dict[str, Any]) -> str:
    authors = ", ".join(f"{author['family']} {author['given'][0]}" for author in item["author"])
    return (
        f"{authors}. {item['title']}. <em>{item['container-title']}</em>."
        f" {item['issued']['date-parts'][0][0]};{item['volume']}({item['issue']}):{item['page']}."
        f' <a href="https://doi.org/{item["DOI"]}">doi:{item["DOI"]}</a>'
    )
