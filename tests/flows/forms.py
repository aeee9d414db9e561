"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """One form: where it goes, what it holds, and which of its fields a person types into."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    secret: list[str] = field(default_factory=list)


CHOICES = {"checkbox", "radio"}
NOT_SENT = {"submit", "button", "image", "reset", "file"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(self._open, tag, given)

    def _field(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select:
            form.values.setdefault(self._select, [])
            if "selected" in given:
                form.values[self._select].append(given.get("value", ""))
        if not name:
            return
        if tag == "textarea":
            self._area = name
            form.typed.append(name)
            form.values[name] = [""]
        elif tag == "select":
            self._select = name
            form.chosen.append(name)
            form.values.setdefault(name, [])
        elif tag == "input":
            self._input(form, name, given)

    def _input(self, form: PageForm, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in NOT_SENT:
            return
        if kind in CHOICES:
            form.chosen.append(name)
            form.values.setdefault(name, [])
            if "checked" in given:
                form.values[name].append(given.get("value", "on"))
            return
        form.values.setdefault(name, []).append(given.get("value", ""))
        if kind == "password":
            form.secret.append(name)
        elif kind == "hidden":
            form.chosen.append(name)
        else:
            form.typed.append(name)

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._area is not None:
            self._open.values[self._area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def forms_of(page: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms
