"""A record of tags and values, read line by line: what RIS and EndNote XML hold."""

from dataclasses import dataclass, field

from references.bibliography.records import LARGEST_RECORD
from references.bibliography.tags import NOTES, ROLES

#: Tags whose untagged second line is a second value.
SEPARATE = frozenset({"KW", "UR", "SN"})


@dataclass
class TaggedRecord:
    """`size` counts what was read, kept or not."""

    line: int
    size: int = 0
    _fields: dict[str, list[str]] = field(default_factory=dict)
    _tag: str = ""
    _pieces: list[str] = field(default_factory=list)

    def add(self, tag: str, value: str) -> None:
        """A line without a tag goes on with the one above."""
        self.size += len(value)
        if self.size > LARGEST_RECORD:
            return
        if not tag and (not value or not self._tag):
            return
        begins = bool(tag)
        tag = tag or self._tag
        if tag != self._tag or tag in SEPARATE or begins or self._is_another_name(value):
            self._close()
            self._tag = tag
        self._pieces.append(value)

    def _is_another_name(self, value: str) -> bool:
        """Some write the second author under the first, without a tag."""
        above = self._pieces[-1] if self._pieces else ""
        return self._tag in ROLES and "," in value and "," in above and not above.endswith(",")

    def _close(self) -> None:
        if self._tag:
            joint = "\n" if self._tag in NOTES else " "
            self._fields.setdefault(self._tag, []).append(joint.join(self._pieces))
        self._tag, self._pieces = "", []

    def all(self, *tags: str) -> list[str]:
        """What the tags hold, in their order, without the empty ones."""
        self._close()
        return [value for tag in tags for value in self._fields.get(tag, ()) if value]

    def first(self, *tags: str) -> str:
        return next(iter(self.all(*tags)), "")
