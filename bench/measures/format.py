"""References in both styles, against the same facts joined by an f-string."""

from functools import partial
from typing import Any

from bench.prose import work
from bench.sizes import Sizes
from bench.timing import Measured, interleaved, number
from references.styles import DEFAULT, STYLES, format_reference

#: One turn is over in about a millisecond: many short ones, of which few are disturbed.
TURNS = 9


def measure(sizes: Sizes) -> Measured:
    """The ratio is of the default style; the note gives every style's own, of the same run."""
    items: list[dict[str, Any]] = [work(number) for number in range(sizes.references)]

    def bare() -> None:
        for item in items:
            joined(item)

    def formatted(style: str) -> None:
        for item in items:
            format_reference(item, "research", style)

    timed = {
        style: interleaved(partial(formatted, style), bare, sizes.rounds * TURNS)
        for style in STYLES
    }
    return Measured(
        "format",
        timed[DEFAULT].ratio,
        "an f-string",
        {
            **{f"{style} ms": timed[style].ours * 1000 for style in STYLES},
            "bare ms": timed[DEFAULT].bare * 1000,
        },
        {"references": sizes.references},
        ", ".join(f"{style} {number(timed[style].ratio)} x" for style in STYLES),
    )


def joined(item: dict[str, Any]) -> str:
    authors = ", ".join(f"{author['family']} {author['given'][0]}" for author in item["author"])
    return (
        f"{authors}. {item['title']}. <em>{item['container-title']}</em>."
        f" {item['issued']['date-parts'][0][0]};{item['volume']}({item['issue']}):{item['page']}."
        f' <a href="https://doi.org/{item["DOI"]}">doi:{item["DOI"]}</a>'
    )
