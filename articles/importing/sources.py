"""The works a file names: in its front matter, and in bibliography files beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from articles.importing.exceptions import FileRefused, Note, SourcesRefused
from articles.importing.files import read_bytes
from articles.importing.front_matter import FrontMatter
from articles.importing.keys import tidied
from articles.text.schema import LONGEST_KEY
from references import bibliography, csl, kinds
from references.bibliography import Bibliography
from references.exceptions import InvalidItem


@dataclass(frozen=True, slots=True)
class Source:
    """A normalised CSL item and its kind. `key` is empty where the file gives it none."""

    key: str
    csl: dict[str, Any]
    kind: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the citations of one file can mean.

    What the front matter lists is listed on the article; of a bibliography file, which many
    articles may share, only what is cited.
    """

    listed: list[Source]
    at_hand: Mapping[str, Source]
    notes: list[Note]

    def taken(self, keys: Iterable[str]) -> list[Source]:
        """The sources of an article that cites these keys."""
        by_key = {source.key for source in self.listed}
        cited = dict.fromkeys(key for key in keys if key in self.at_hand and key not in by_key)
        return [*self.listed, *(self.at_hand[key] for key in cited)]


def read(front: FrontMatter, path: Path, cited: set[str]) -> Shelf:
    """The sources of the file at `path`, which cites these keys. Raises `SourcesRefused`."""
    listed, notes = _listed(front)
    defined = {source.key: "" for source in listed if source.key}
    at_hand: dict[str, Source] = {}
    for line, name in _bibliographies(front):
        found = _bibliography(name, path, line)
        notes += [
            Note(line, _("%(file)s, line %(line)d: %(message)s") % {
                "file": name, "line": problem.line, "message": problem.message
            })
            for problem in found.problems
        ]  # fmt: skip
        for item in found.items:
            key = tidied(item.key)
            if key in defined and key in cited:
                raise _defined_twice(key, line, f"{name}, {item.line}")
            defined[key] = name
            at_hand[key] = Source(key, item.csl, item.kind)
    return Shelf(listed, at_hand, notes)


def _defined_twice(key: str, line: int, place: str) -> SourcesRefused:
    return SourcesRefused(
        _("The key “%(key)s” is defined twice (again: %(place)s). Give each source its own key.")
        % {"key": key, "place": place},
        line,
    )


def _listed(front: FrontMatter) -> tuple[list[Source], list[Note]]:
    items = front.values.get("references") or []
    if not isinstance(items, list):
        raise SourcesRefused(
            _("“references” must be a list: each source begins with a hyphen."),
            front.line("references"),
        )
    sources: dict[str, Source] = {}
    notes: list[Note] = []
    for index, item in enumerate(items):
        line = front.line("references", index)
        source = _source(item, index, front)
        if not source.key:
            notes.append(Note(line, _("This source has no “id”, so that nothing can cite it.")))
        if source.key in sources:
            raise _defined_twice(
                source.key, front.line("references", index, "id"), _("in the front matter")
            )
        sources[source.key or f"\0{index}"] = source
    return list(sources.values()), notes


def _source(item: object, index: int, front: FrontMatter) -> Source:
    line = front.line("references", index)
    if not isinstance(item, dict):
        raise SourcesRefused(_("A source must have entries such as “title: …”."), line)
    key = item.get("id") or ""
    if not isinstance(key, str) or tidied(key) != " ".join(key.split()) or len(key) > LONGEST_KEY:
        raise SourcesRefused(
            _("The “id” of a source must be a short word."), front.line("references", index, "id")
        )
    try:
        normal = csl.normalise(item)
        kind = kinds.kind_of({**normal, "kind": item.get("kind")})
    except InvalidItem as invalid:
        raise SourcesRefused(
            f"{key}: {invalid.message}" if key else invalid.message,
            _line_of(front, index, invalid.key),
        ) from invalid
    return Source(tidied(key), normal, kind)


def _line_of(front: FrontMatter, index: int, entry: str) -> int:
    names = (entry, entry.lower())
    found = (front.lines.get(("references", index, name)) for name in names)
    return next(filter(None, found), front.line("references", index))


def _bibliographies(front: FrontMatter) -> list[tuple[int, str]]:
    """The line and the name of each bibliography file."""
    given = front.values.get("bibliography") or []
    names = given if isinstance(given, list) else [given]
    if not all(isinstance(name, str) and name for name in names):
        raise SourcesRefused(
            _("“bibliography” must name a file beside this one, or a list of such files."),
            front.line("bibliography"),
        )
    if isinstance(given, list):
        return [(front.line("bibliography", at), name) for at, name in enumerate(names)]
    return [(front.line("bibliography"), name) for name in names]


def _bibliography(name: str, article: Path, line: int) -> Bibliography:
    """What a file beside the article holds; never one outside of the article's folder."""
    folder = article.parent.resolve()
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise SourcesRefused(
                _("“%(name)s” is outside of the article's folder. Put it beside the article.")
                % {"name": name[:80]},
                line,
            )
        if path.suffix.lower() not in bibliography.SUFFIXES:
            raise SourcesRefused(
                _("“%(name)s” is not a bibliography. These are read: %(known)s.")
                % {"name": name[:80], "known": ", ".join(bibliography.SUFFIXES)},
                line,
            )
        found = _read(path, path.stat().st_mtime_ns if path.is_file() else 0)
    except (OSError, ValueError) as error:
        raise SourcesRefused(
            _("“%(name)s” is not the name of a file.") % {"name": name[:80]}, line
        ) from error
    except FileRefused as refused:
        raise SourcesRefused(f"{name[:80]}: {refused.message}", line) from refused
    if not found.items:
        problem = found.problems[0]
        raise SourcesRefused(
            _("%(file)s, line %(line)d: %(message)s")
            % {"file": name[:80], "line": problem.line, "message": problem.message},
            line,
        )
    return found


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Bibliography:
    """Read once for all the articles of a run that share it, and again when it has changed."""
    return bibliography.read(read_bytes(path), path.suffix)
