"""Which reminders are owed on a day: planned by the ladders, written to the outbox by SQL.

`editorial.planning.articles` says what the owner of an article gets, and who hears of it after
them; `editorial.planning.assignments` the same for a member's part in a review.
"""

from editorial.planning.planner import (
    Planned,
    look_again,
    look_at_everything,
    plan,
    plan_news,
)
from editorial.planning.preview import PlannedMessage, preview

__all__ = [
    "Planned",
    "PlannedMessage",
    "look_again",
    "look_at_everything",
    "plan",
    "plan_news",
    "preview",
]
