"""Which reminders are owed on a day: planned by the ladders, written to the outbox by SQL.

`editorial.planning.articles` says what the owner of an article gets, and who hears of it after
them; `editorial.planning.assignments` the same for a member's part in a review. What would be sent
is told by `editorial.planning.preview`, which is imported by its own name: it needs the letters,
and whoever writes letters may need a plan.
"""

from editorial.planning.planner import (
    Planned,
    look_at_everything,
    plan,
    plan_news,
)
from editorial.replanning import look_again

__all__ = [
    "Planned",
    "look_again",
    "look_at_everything",
    "plan",
    "plan_news",
]
