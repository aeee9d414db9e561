"""A file as the database keeps it, so that a large one is never whole in the server's memory."""

import zlib
from collections.abc import Iterable

#: Enough to tell what kind of file it is.
LONGEST_BEGINNING = 16


def packed(chunks: Iterable[bytes]) -> tuple[bytes, bytes]:
    """The content compressed, and its beginning as it was."""
    packer, pieces, beginning = zlib.compressobj(), list[bytes](), b""
    for chunk in chunks:
        beginning = (beginning + chunk[:LONGEST_BEGINNING])[:LONGEST_BEGINNING]
        pieces.append(packer.compress(chunk))
    return b"".join((*pieces, packer.flush())), beginning


def unpacked(data: bytes) -> bytes:
    """What `packed` made of a file that was measured: no bomb comes out of it."""
    return zlib.decompress(data)
