"""How much a request may bring along, for every form of the site that takes files."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

#: Bytes, for all files of a request together. As much as the largest bibliography that is read.
MOST = 64_000_000


class OverQuota(InMemoryUploadedFile):
    """Stands in for a file that was thrown away while it came: it has a name and a size only."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(io.BytesIO(), None, name, None, size, None)


class Quota(TemporaryFileUploadHandler):
    """Writes to the disk like Django's own, but no more than `MOST`, and so that forms can say so.

    What is small enough for Django's handler in memory never comes here. One is made per request.
    """

    total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.total += len(raw_data)
        return super().receive_data_chunk(raw_data, start) if self.total <= MOST else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if self.total <= MOST:
            return super().file_complete(file_size)
        self.file.close()
        return OverQuota(self.file_name or "", file_size)
