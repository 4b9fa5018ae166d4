"""Pictures from a telephone or a scanner → small upright ones: portraits, and pictures for a certificate."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from app.errors import FileProblemError

#: Width and height of a stored portrait in pixels: 3 × 4, sharp at 3 × 4 cm on paper.
SIZE = (450, 600)
_MOST_BYTES = 60_000_000
_QUALITY = 86


def prepared(content: bytes, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """A portrait of ``SIZE`` as JPEG, turned upright as the camera says, without the camera's own notes.

    Args:
        content: the picture file as it is (JPEG, PNG, WebP, BMP, TIFF …).
        crop: left, top, right and bottom as fractions (0 to 1) of the upright picture; ``None`` cuts the
            largest 3 × 4 piece from the middle, a little above it, where faces are.

    Raises:
        FileProblemError: the file is no picture, is broken, or is too large to be a photograph.
    """
    upright = _upright(content, (SIZE[0] * 4, SIZE[1] * 4))
    box = _middle(upright.size) if crop is None else _pixels(upright.size, crop)
    portrait = _on_white(upright).resize(SIZE, Image.Resampling.LANCZOS, box=box)
    out = io.BytesIO()
    portrait.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def for_paper(
    content: bytes, longest: int = 2000, *, keep_clear: bool = False
) -> tuple[bytes, tuple[int, int]]:
    """A picture for a layout or a blank: upright, no side beyond ``longest`` pixels; gives its size too.

    It becomes a JPEG; with ``keep_clear`` a picture that lets the ground through stays so, as PNG.

    Raises:
        FileProblemError: the file is no picture, is broken, or is far too large.
    """
    picture = _upright(content, (longest, longest))
    is_clear = keep_clear and _is_clear(picture)
    picture = picture.convert("RGBA") if is_clear else _on_white(picture)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if is_clear:
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue(), picture.size


def _upright(content: bytes, wanted: tuple[int, int]) -> Image.Image:
    if len(content) > _MOST_BYTES:
        raise _refused("quá lớn, không phải ảnh bình thường")
    try:
        with warnings.catch_warnings():
            # Beyond 89 million pixels, more than cameras make, Pillow warns.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as opened:
                opened.draft("RGB", wanted)  # a JPEG is decoded no larger than needed
                return ImageOps.exif_transpose(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise _refused("quá lớn, không phải ảnh bình thường") from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as problem:
        raise _refused("không phải ảnh hoặc bị hỏng") from problem


def _refused(why: str) -> FileProblemError:
    return FileProblemError(f"Tệp này {why}. Hãy chọn một tệp ảnh .jpg hoặc .png khác.")


def _middle(size: tuple[int, int]) -> tuple[float, float, float, float]:
    width, height = size
    wide = min(width, height * SIZE[0] / SIZE[1])
    high = wide * SIZE[1] / SIZE[0]
    left, top = (width - wide) / 2, (height - high) * 0.4
    return left, top, left + wide, top + high


def _pixels(
    size: tuple[int, int], crop: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    left, top, right, bottom = (min(max(each, 0.0), 1.0) for each in crop)
    if right - left < 0.005 or bottom - top < 0.005:
        raise _refused("được cắt quá nhỏ")
    return left * size[0], top * size[1], right * size[0], bottom * size[1]


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency, as ink on paper."""
    if _is_clear(picture):
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture.convert("RGB")


def _is_clear(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
