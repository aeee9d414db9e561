"""What has become of a work since it appeared: told by others, weighed by one rule."""

from references.standing.by_hand import state_by_hand, withdraw_by_hand
from references.standing.recording import Check, conclude, record, restate, settle
from references.standing.retraction_watch import consult_about_new, consult_retraction_watch
from references.standing.rule import Standing, standing_of
from references.standing.words import in_words

__all__ = [
    "Check",
    "Standing",
    "conclude",
    "consult_about_new",
    "consult_retraction_watch",
    "in_words",
    "record",
    "restate",
    "settle",
    "standing_of",
    "state_by_hand",
    "withdraw_by_hand",
]
