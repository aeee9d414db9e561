"""The records of an upload as the page shows them: each as readers would see it."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from references import completing
from references.house_style import in_house_style
from references.kinds import label
from references.models import Upload, UploadedRecord
from references.uploads.adding import told
from references.uploads.choosing import OFFERED

Status = UploadedRecord.Status
#: In which the counts stand above the table.
ORDER = (
    *(Status.NEW, Status.ADDED, Status.COMPLETES, Status.COMPLETED),
    *(Status.DUPLICATE, Status.REPEATED, Status.BROKEN, Status.LEFT_OUT),
)


@dataclass(frozen=True)
class Row:
    record: UploadedRecord

    @property
    def shown(self) -> SafeString:
        record = self.record
        if record.csl:
            return in_house_style(record.csl, record.kind)
        if record.reference is not None:
            return in_house_style(record.reference.csl, record.reference.kind)
        return mark_safe("")

    @property
    def kind(self) -> str:
        return label(self.record.kind) if self.record.kind else ""

    @property
    def address(self) -> str:
        """Of the library's record."""
        if self.record.reference_id is None:
            return ""
        return reverse("admin:references_reference_change", args=[self.record.reference_id])

    @property
    def gains(self) -> str:
        """The identifiers that the library's record gets, or got."""
        record = self.record
        if record.status == Status.COMPLETED:
            return record.message
        if record.status != Status.COMPLETES or record.reference is None:
            return ""
        return told(completing.missing(record.reference, record.csl))

    @property
    def can_be_ticked(self) -> bool:
        return self.record.upload.state == Upload.State.READY and self.record.status in OFFERED


@dataclass(frozen=True)
class Tally:
    """How many records have this status, or how many there are in all (`status` empty)."""

    status: str
    label: str
    count: int


def ticked(upload: Upload) -> int:
    """How many records confirming would do something with."""
    return upload.records.filter(status__in=OFFERED, is_left_out=False).count()


def tallies(upload: Upload) -> list[Tally]:
    counted = upload.records.order_by().values_list("status").annotate(number=Count("pk"))
    counts = dict(counted)
    return [
        Tally(status.value, str(status.label), counts[status.value])
        for status in ORDER
        if status.value in counts
    ]
