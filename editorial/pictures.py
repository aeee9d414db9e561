"""Photos that people bring, made into ones that readers may get.

Whatever comes is drawn anew: of the file itself, with its place, camera and comments, nothing is
kept. What is too large is refused by its header, before a single line of it is unpacked.
"""

import io
import struct
import zlib

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from editorial.exceptions import WorkflowError

#: Bytes of a file; a photo as a telephone takes it has about five million.
LARGEST_FILE = 12 * 1024 * 1024
#: Dots; what telephones take has up to 48 million. Each may need four bytes of memory.
MOST_DOTS = 50_000_000
#: Dots at which a face is too small to be recognised.
LEAST_SIDE = 120
#: Dots of the longer side as readers get it: sharp at the size of the page, also on fine screens.
LONGEST_SIDE = 640
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
#: What Pillow's readers raise for files that are cut off, damaged or made with malice.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error),
    *(IndexError, KeyError, TypeError, AttributeError, ZeroDivisionError, OverflowError),
    *(Image.DecompressionBombError, Warning),
)


class UnfitPicture(WorkflowError):
    """A file that is no photo, or one that is too large or too small."""


def as_jpeg(file: bytes) -> bytes:
    """The picture in `file`, upright, at most `LONGEST_SIDE` wide and high, without metadata.

    Raises:
        UnfitPicture: with what is wrong and what to do.
    """
    refuse_size(len(file))
    try:
        with Image.open(io.BytesIO(file), formats=FORMATS) as picture:
            _refuse_measures(*picture.size)
            drawn = _drawn_anew(picture)
    except UNREADABLE as error:
        raise UnfitPicture(
            _("This file is no photo that can be read. Choose a JPEG, PNG or WebP file.")
        ) from error
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def refuse_size(size: int) -> None:
    """Raise UnfitPicture for a file with so many bytes, which can be asked before it is read."""
    if size > LARGEST_FILE:
        raise UnfitPicture(
            _("This file has %(size)s. Choose one of at most %(most)s.")
            % {"size": filesizeformat(size), "most": filesizeformat(LARGEST_FILE)}
        )


def _refuse_measures(width: int, height: int) -> None:
    if width * height > MOST_DOTS:
        raise UnfitPicture(
            _(
                "This picture has %(width)d by %(height)d dots, which is more than can be taken. "
                "Save it smaller, at 2000 by 2000 for instance."
            )
            % {"width": width, "height": height}
        )
    if min(width, height) < LEAST_SIDE:
        raise UnfitPicture(
            _(
                "This picture has %(width)d by %(height)d dots. Choose one that is at least "
                "%(least)d wide and high."
            )
            % {"width": width, "height": height, "least": LEAST_SIDE}
        )


def _drawn_anew(picture: Image.Image) -> Image.Image:
    """On white paper, which shows where the picture is transparent."""
    if picture.mode == "P":  # colours by number cannot be mixed
        picture = picture.convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    return paper
