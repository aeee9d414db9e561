"""How the PDF names people and moments."""

import datetime

from editorial.evidence.rows import Facts


class Names:
    """What people are called, by account or by member."""

    def __init__(self, people: list[Facts]) -> None:
        self._accounts = {row["id"]: row["name"] for row in people if row["kind"] == "account"}
        self._members = {
            row["id"]: f"{row['name']}, {row['credentials']}"
            for row in people
            if row["kind"] == "member"
        }

    def account(self, pk: int | None) -> str:
        return str(self._accounts.get(pk, "")) if pk is not None else ""

    def member(self, pk: int | None) -> str:
        return str(self._members.get(pk, "")) if pk is not None else ""


def by(row: Facts, step: str, names: Names) -> str:
    if not row[f"{step}_at"]:
        return ""
    return f"{moment(row[f'{step}_at'])}, {names.account(row[f'{step}_by'])}"


def moment(text: str) -> str:
    """Times as an auditor compares them: UTC, to the second."""
    at = datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
