"""The library, what is known of each work's standing, and the jobs that fill it."""

from references.models.evidence import Certainty, EvidenceLevel
from references.models.look_up import LookUp
from references.models.notice import Notice, RetractionWatchEntry, StandingChange
from references.models.reference import Reference
from references.models.standing import Retraction
from references.models.upload import Upload, UploadedRecord
from references.models.wanted_check import WantedCheck
from references.models.watch import NextCheck, Watch

__all__ = [
    "Certainty",
    "EvidenceLevel",
    "LookUp",
    "NextCheck",
    "Notice",
    "Reference",
    "Retraction",
    "RetractionWatchEntry",
    "StandingChange",
    "Upload",
    "UploadedRecord",
    "WantedCheck",
    "Watch",
]
