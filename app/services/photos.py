"""The portrait of a member: cut to size, kept in the register, given back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from app.documents.files import write_file
from app.domain.members import Member
from app.errors import FileProblemError, NotFoundError, RuleError
from app.store.register import Register

#: Width and height of a stored portrait in pixels, as :data:`app.documents.photos.SIZE`.
SIZE = (450, 600)


def prepared(content: bytes, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """A small upright JPEG of a picture file; ``crop`` is left, top, right, bottom as fractions of it.

    Raises FileProblemError for what is no picture or too large for one.
    """
    from app.documents.photos import prepared as cut  # Pillow is slow to import and rarely needed

    return cut(content, crop)


def read_picture(path: Path) -> bytes:
    """The content of a picture file; raises FileProblemError when it cannot be read."""
    if path.is_dir():
        raise FileProblemError(f"{path.resolve()} là một thư mục. Hãy chọn một tệp ảnh trong đó.")
    try:
        return path.read_bytes()
    except OSError as problem:
        raise FileProblemError(f"Không đọc được tệp {path.name}. Hãy kiểm tra lại đường dẫn.") from problem


def set_photo(
    register: Register, member_id: str, content: bytes, crop: tuple[float, float, float, float] | None = None
) -> Member:
    """Cut a picture to size and make it the member's portrait; the old one stays in the history."""
    portrait = prepared(content, crop)
    with register.change("Đặt ảnh hội viên") as work:
        member = work.get(Member, member_id)
        return work.replace(dataclasses.replace(member, photo=work.keep_file(portrait)))


def remove_photo(register: Register, member_id: str) -> Member:
    """Take the portrait away; raises RuleError when there is none."""
    with register.change("Bỏ ảnh hội viên") as work:
        member = work.get(Member, member_id)
        if not member.photo:
            raise RuleError(f"{member.full_name} chưa có ảnh.")
        return work.replace(dataclasses.replace(member, photo=""))


def photo_of(register: Register, member_id: str) -> bytes | None:
    """The member's portrait as JPEG; ``None`` when there is none."""
    with register.read() as reader:
        member = reader.get(Member, member_id)
        return reader.file(member.photo) if member.photo else None


def write_photo(register: Register, member_id: str, path: Path) -> Path:
    """Write a member's portrait to disk as JPEG; raises NotFoundError when there is none."""
    content = photo_of(register, member_id)
    if content is None:
        raise NotFoundError("Hội viên này chưa có ảnh.")
    return write_file(path, content)
