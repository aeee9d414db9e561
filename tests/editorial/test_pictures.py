"""Photos are drawn anew: small, upright, without what the camera noted. Nothing else gets in."""

import io
import random
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from editorial import pictures
from editorial.pictures import UnfitPicture, as_jpeg

RED, BLUE = (200, 10, 10), (10, 10, 200)


def drawn(
    size: tuple[int, int] = (300, 200), mode: str = "RGB", colour: object = RED
) -> Image.Image:
    return Image.new(mode, size, colour)  # type: ignore[arg-type]


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(jpeg))
    found.load()
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_draw_photo_of_any_kind_as_small_jpeg(kind: str) -> None:
    result = opened(as_jpeg(saved(drawn((2000, 1000)), kind)))
    assert (result.format, result.mode, result.size) == ("JPEG", "RGB", (640, 320))


def test_draw_small_photo_as_large_as_it_is() -> None:
    assert opened(as_jpeg(saved(drawn((200, 300))))).size == (200, 300)


def test_drop_what_the_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Example Camera"
    exif.get_ifd(0x8825)[1] = "N"
    file = saved(drawn(), exif=exif, comment=b"Taken at home", icc_profile=b"profile of a screen")
    assert b"Example Camera" in file
    assert b"Taken at home" in file
    clean = as_jpeg(file)
    for trace in (b"Example Camera", b"Exif", b"Taken at home", b"ICC_PROFILE", b"http"):
        assert trace not in clean
    found = opened(clean)
    assert not found.getexif()
    assert set(found.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


def test_turn_photo_upright() -> None:
    picture = drawn((300, 200))
    picture.paste(BLUE, (0, 0, 150, 200))  # blue on the left
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: a quarter clockwise makes it upright
    result = opened(as_jpeg(saved(picture, exif=exif, quality=95)))
    assert result.size == (200, 300)
    top, bottom = result.getpixel((100, 30)), result.getpixel((100, 270))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[2] > top[0]
    assert bottom[0] > bottom[2]


@pytest.mark.parametrize(
    ("mode", "colour"),
    [
        ("RGBA", (200, 10, 10, 0)),
        ("LA", (10, 0)),
        ("L", 250),
        ("P", 3),
        ("1", 1),
        ("CMYK", (0, 0, 0, 0)),
    ],
)
def test_draw_pictures_of_other_modes(mode: str, colour: object) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    result = opened(as_jpeg(saved(drawn(mode=mode, colour=colour), kind)))
    assert (result.mode, result.size) == ("RGB", (300, 200))
    if mode in {"RGBA", "LA"}:
        assert min(result.getpixel((9, 9)) or ()) > 250  # type: ignore[arg-type] # paper shows


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"GIF89a, but not really",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0",
        saved(drawn())[:900],
        saved(drawn(), "PNG")[:60],
        saved(drawn(), "GIF"),
        saved(drawn(), "BMP"),
    ],
)
def test_refuse_what_is_no_photo(file: bytes) -> None:
    with pytest.raises(UnfitPicture, match="no photo that can be read. Choose a JPEG, PNG or WebP"):
        as_jpeg(file)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes whose header promises so many dots."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(("width", "height"), [(8_000, 8_000), (12_000, 12_000), (60_000, 60_000)])
def test_refuse_picture_that_unpacks_to_too_much(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[object] = []
    monkeypatch.setattr(pictures, "_drawn_anew", unpacked.append)
    with pytest.raises(UnfitPicture):
        as_jpeg(bomb(width, height))
    assert unpacked == []


def test_say_how_large_a_picture_is_that_has_too_many_dots() -> None:
    with pytest.raises(UnfitPicture, match="8000 by 8000 dots, which is more than can be taken"):
        as_jpeg(bomb(8_000, 8_000))


def test_refuse_picture_that_is_too_small() -> None:
    with pytest.raises(UnfitPicture, match="100 by 300 dots. Choose one that is at least 120"):
        as_jpeg(saved(drawn((100, 300))))


def test_refuse_file_that_is_too_large() -> None:
    with pytest.raises(UnfitPicture, match="This file has 12.0.MB. Choose one of at most 12.0.MB"):
        as_jpeg(b"x" * (pictures.LARGEST_FILE + 1))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_file_is_drawn_or_refused_and_nothing_else(kind: str) -> None:
    chance = random.Random(20261122)  # noqa: S311 # the same damage in every run
    picture = drawn((160, 160))
    picture.paste(BLUE, (20, 20, 90, 130))
    whole = saved(picture, kind)
    for _turn in range(150):
        file = bytearray(whole)
        for _byte in range(chance.randint(1, 6)):
            file[chance.randrange(len(file))] = chance.randrange(256)
        with suppress(UnfitPicture):
            assert opened(as_jpeg(bytes(file))).format == "JPEG"
