"""A second opinion on HTML: Python's own parser, which shares no code with articles.text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br"}


@dataclass
class Seen:
    """What a parser met: each tag with its parents and attributes, and every word."""

    tags: list[tuple[tuple[str, ...], str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    unbalanced: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for _, name, attributes in self.tags if name == tag]

    def values(self, attribute: str) -> list[str | None]:
        return [a[attribute] for _, _, a in self.tags if attribute in a]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.tags.append((tuple(self.open), tag, dict(attrs)))
        if len(dict(attrs)) != len(attrs):
            self.seen.other.append(f"an attribute twice in <{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.seen.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        self.seen.text += data

    def handle_comment(self, data: str) -> None:
        self.seen.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.seen.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.seen.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.seen.other.append(data)


def see(html: str) -> Seen:
    """Read `html` to its end."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.seen.unbalanced += reader.open
    return reader.seen
