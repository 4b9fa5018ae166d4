"""Portraits: always small, upright and 3 × 4; what is no picture is refused in one sentence."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.documents.photos import SIZE, prepared
from app.errors import FileProblemError
from app.services import photos as service


def picture(width: int, height: int, kind: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    """Red at the left, blue at the right."""
    made = Image.new(mode, (width, height), "blue")
    made.paste("red", (0, 0, width // 2, height))
    out = io.BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(content))
    assert (found.format, found.mode, found.size) == ("JPEG", "RGB", SIZE)
    return found


def is_red(found: Image.Image, x: int, y: int) -> bool:
    red, _green, blue = found.getpixel((x, y))  # type: ignore[misc]
    return bool(red > blue)


@settings(max_examples=20)
@given(st.integers(1, 900), st.integers(1, 900), st.sampled_from(["PNG", "JPEG", "BMP", "TIFF", "WEBP"]))
def test_any_picture_becomes_a_small_upright_portrait(width: int, height: int, kind: str) -> None:
    content = prepared(picture(width, height, kind))
    opened(content)
    assert len(content) < 60_000


def test_the_piece_that_was_chosen_is_cut_out() -> None:
    source = picture(800, 400)
    left = opened(prepared(source, (0.0, 0.0, 0.375, 1.0)))
    right = opened(prepared(source, (0.6, 0.0, 1.2, 1.0)))  # beyond the edge is cut at the edge
    assert is_red(left, 225, 300)
    assert not is_red(right, 225, 300)


def test_a_picture_taken_sideways_is_turned_as_the_camera_says_and_its_notes_are_dropped() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right
    exif[0x010E] = "nhà riêng"
    found = opened(prepared(picture(400, 300, "JPEG", exif=exif)))
    assert is_red(found, 225, 60)
    assert not is_red(found, 225, 540)
    assert not found.getexif()


def test_what_is_transparent_becomes_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (30, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert min(opened(prepared(out.getvalue())).getpixel((200, 200))) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [b"", b"khong phai anh", picture(40, 40)[:60], picture(400, 400, "JPEG")[:300]],
    ids=["empty", "text", "cut PNG", "cut JPEG"],
)
def test_what_is_no_picture_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(FileProblemError, match="Hãy chọn một tệp ảnh"):
        prepared(content)


def test_a_picture_that_would_eat_the_machine_is_refused_before_it_is_unpacked() -> None:
    small = picture(10, 10)
    head = struct.pack(">4sII", b"IHDR", 30_000, 30_000) + small[24:29]
    giant = small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]
    with pytest.raises(FileProblemError, match="quá lớn"):
        prepared(giant)


def test_a_piece_without_any_width_is_refused() -> None:
    with pytest.raises(FileProblemError, match="quá nhỏ"):
        prepared(picture(300, 400), (0.5, 0.0, 0.5, 1.0))


def test_the_window_knows_the_size_of_the_portraits() -> None:
    assert service.SIZE == SIZE
