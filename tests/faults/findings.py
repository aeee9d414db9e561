"""What a script found: its figures, and what should not have been."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from editorial.models import Notification

State = Notification.State
ARRIVED = (State.SENT, State.POSSIBLY_REPEATED)


@dataclass
class Findings:
    """`violations`: how many of what, by the name of the rule that was broken."""

    name: str
    figures: list[str] = field(default_factory=list)
    violations: Counter[str] = field(default_factory=Counter)

    def say(self, figure: str) -> None:
        self.figures.append(figure)

    def broken(self, rule: str, by: Iterable[object] | int) -> None:
        """By so many, or by each of these."""
        count = by if isinstance(by, int) else len(set(by))
        if count:
            self.violations[rule] += count

    @property
    def text(self) -> str:
        rules = [f"VIOLATED: {rule} ({count})" for rule, count in self.violations.items()]
        return "\n".join(
            f"{self.name}: {line}" for line in [*self.figures, *(rules or ["all well"])]
        )


def mail_of(row: Notification, host: str = "localhost") -> str:
    """The Message-ID under which it must have gone out."""
    return f"<{row.digest or row.pk}@{host}>"


def look_at_outbox(
    found: Findings,
    received: Mapping[str, int],
    *,
    articles: Iterable[int],
    parked: Container[str] = (),
) -> list[Notification]:
    """One row for each article, sent under its Message-ID; no mail that no row knows of.

    Rows to the addresses in `parked` need not have been sent.
    """
    rows = list(Notification.objects.filter(article__in=articles).select_related("recipient"))
    keys = Counter((row.subject, row.kind, row.rung, row.recipient_id, row.due_on) for row in rows)
    planned = {row.article_id for row in rows}
    mails = {mail_of(row) for row in rows}
    found.broken("not planned", set(articles) - planned)
    found.broken("second row", sum(keys.values()) - len(planned))
    found.broken("not finished", [row.pk for row in rows if row.state == State.QUEUED])
    found.broken(
        "lost",
        [row.pk for row in rows if row.state in ARRIVED and mail_of(row) not in received],
    )
    ended = [row for row in rows if row.state not in (*ARRIVED, State.QUEUED)]
    found.broken("not sent", [row.pk for row in ended if row.recipient.email not in parked])
    found.broken("sent under another Message-ID", set(received) - mails)
    return rows
