"""A bibliography file on its way into the library: received, read, looked at, confirmed, added."""

from references.uploads.adding import add, confirm
from references.uploads.choosing import choose, choose_all
from references.uploads.jobs import discard, forget_old, read_again, tend
from references.uploads.reading import give_up, read
from references.uploads.receiving import LARGEST_FILE, SMALL, fault, receive
from references.uploads.refusal import UploadRefused
from references.uploads.waking import go_on

__all__ = [
    "LARGEST_FILE",
    "SMALL",
    "UploadRefused",
    "add",
    "choose",
    "choose_all",
    "confirm",
    "discard",
    "fault",
    "forget_old",
    "give_up",
    "go_on",
    "read",
    "read_again",
    "receive",
    "tend",
]
