"""What verification finds."""

from dataclasses import dataclass

#: Rows read from the database at a time.
BATCH = 500


@dataclass(frozen=True)
class Fault:
    """One row that is not as it was written: which, and how it shows."""

    row: str
    problem: str

    def __str__(self) -> str:
        return f"{self.row}: {self.problem}"
