"""What PostgreSQL refuses, whoever asks: code, bulk updates or a person at a SQL prompt.

These repeat, in SQL, the rules of `editorial.eligibility` and `editorial.states`; the tests in
`tests/editorial/test_triggers.py` hold both to the same cases.
"""

from editorial.triggers.absences import nobody_covers_while_away, nobody_stands_in_while_away
from editorial.triggers.accounts import SOURCE_WATCH, source_watch_is_nobody
from editorial.triggers.clocks import (
    DAILY_MAIL,
    DUE_ON,
    OFFICE_MOMENT,
    due_no_later_than_its_triggers,
    settled_triggers_stay_settled,
    time_zone_is_known,
    trigger_moves_its_clock,
)
from editorial.triggers.publication import (
    live_version_is_approved,
    publication_is_approved,
    schedule_rests_on_an_approval,
)
from editorial.triggers.reviews import (
    approval_needs_its_quorum,
    review_starts_submitted,
    steps_stand,
)
from editorial.triggers.signatures import (
    answers_are_the_members_own,
    said_by_whoever_reads,
    sign_off_is_valid,
    withdrawal_is_by_the_signer,
)
from editorial.triggers.snoozes import snooze_is_bounded
from editorial.triggers.withdrawals import (
    limit_is_lifted_for_a_cause,
    new_limits_are_looked_at,
    withdrawn_until_reviewed,
)

__all__ = [
    "DAILY_MAIL",
    "DUE_ON",
    "OFFICE_MOMENT",
    "SOURCE_WATCH",
    "answers_are_the_members_own",
    "approval_needs_its_quorum",
    "due_no_later_than_its_triggers",
    "limit_is_lifted_for_a_cause",
    "live_version_is_approved",
    "new_limits_are_looked_at",
    "nobody_covers_while_away",
    "nobody_stands_in_while_away",
    "publication_is_approved",
    "review_starts_submitted",
    "said_by_whoever_reads",
    "schedule_rests_on_an_approval",
    "settled_triggers_stay_settled",
    "sign_off_is_valid",
    "snooze_is_bounded",
    "source_watch_is_nobody",
    "steps_stand",
    "time_zone_is_known",
    "trigger_moves_its_clock",
    "withdrawal_is_by_the_signer",
    "withdrawn_until_reviewed",
]
