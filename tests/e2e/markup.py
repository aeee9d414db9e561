"""What a page holds that a strict policy would stop, found in its bytes."""

from html.parser import HTMLParser

#: Attributes whose value a browser may follow or run.
ADDRESSES = {"action", "data", "formaction", "href", "src", "srcdoc", "xlink:href"}
#: Kinds of <script> that are data: a browser reads them, and runs nothing.
DATA = {"application/json", "application/ld+json"}
#: Elements that bring in other documents, or move where all addresses lead.
FOREIGN = {"applet", "base", "embed", "frame", "iframe", "object"}
#: Links that name another page; every other kind is fetched.
NAMES_A_PAGE = {"alternate", "canonical", "next", "prev"}

Attributes = list[tuple[str, str | None]]


class _Reader(HTMLParser):
    """Collects what offends; `nonce` is the one that the page's header names, if any."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.offences: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        if (
            tag in FOREIGN
            or _has_inline_code(given)
            or (tag in {"script", "style"} and not self._is_allowed(tag, given))
            or (tag == "link" and not _is_good_link(given))
        ):
            self.offences.append(self.get_starttag_text() or tag)

    def _is_allowed(self, tag: str, given: dict[str, str]) -> bool:
        if tag == "script" and "src" in given:
            return _is_ours(given["src"])
        is_data = tag == "script" and given.get("type", "") in DATA
        return is_data or bool(self.nonce and given.get("nonce") == self.nonce)


def _has_inline_code(given: dict[str, str]) -> bool:
    return any(
        name.startswith("on")
        or name == "style"
        or (name in ADDRESSES and "".join(value.split()).lower().startswith("javascript:"))
        for name, value in given.items()
    )


def _is_good_link(given: dict[str, str]) -> bool:
    kinds = set(given.get("rel", "").lower().split())
    names_a_page = kinds and kinds <= NAMES_A_PAGE
    return bool(names_a_page) or _is_ours(given.get("href", ""))


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//")


def offences(html: str, *, nonce: str = "") -> list[str]:
    """Every tag with a handler, a style, a script's address, or code without the page's nonce."""
    reader = _Reader(nonce)
    reader.feed(html)
    reader.close()
    return reader.offences
