"""What a script found: its figures, and what should not have been."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from editorial.models import Notification

State = Notification.State
ARRIVED = (State.SENT, State.POSSIBLY_REPEATED)


@dataclass
class Findings:
    """`rules`: how often each was broken, by its name."""

    name: str
    figures: list[tuple[str, str]] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)

    @property
    def violations(self) -> Counter[str]:
        """Of the rules that were broken."""
        return +self.rules

    def say(self, what: str, figure: object) -> None:
        self.figures.append((what, str(figure)))

    def broken(self, rule: str, by: Iterable[object] | int) -> None:
        """By so many, or by each of these; 0 or nobody: it was kept."""
        self.rules[rule] += by if isinstance(by, int) else len(set(by))

    @property
    def text(self) -> str:
        """A table: figures, then how often each rule was broken."""
        rules = [
            (f"{'VIOLATED: ' if count else ''}{rule}", str(count))
            for rule, count in self.rules.items()
        ]
        end = f"{sum(map(bool, self.rules.values()))} of {len(self.rules)} rules violated"
        rows = [*self.figures, *rules, (end if self.violations else "all well", "")]
        width = max(len(what) for what, _figure in rows)
        return "\n".join(
            f"{self.name:6}  {what:{width}}  {figure}".rstrip() for what, figure in rows
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
