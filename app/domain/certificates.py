"""Issued certificates: frozen when they leave the house, told apart by a short code that can be checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, file_key, line, lines, link, optional_link, require, value
from app.errors import FieldError


class IssueKind(StrEnum):
    """Why a sheet was made."""

    ORIGINAL = "original"
    REISSUE = "reissue"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            IssueKind.ORIGINAL: "Bản chính",
            IssueKind.REISSUE: "Cấp đổi",
            IssueKind.DUPLICATE: "Bản sao",
        }[self]


#: What is printed on a duplicate.
COPY_MARK = "BẢN SAO"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate(Record):
    """An issued certificate, frozen: what was printed stays as it was printed.

    ``fields`` is a JSON text of every printed field, ``layout_file`` the JSON file of the whole layout of
    that day, kept once for all that share it (older formats wrote it into ``layout``); ``file`` and ``page``
    (from 0) name the PDF that was made then. ``number`` is the register number, which runs in a
    ``year`` for each ``form``. A correction is a new issue with ``replaces_id`` and the same number, a
    duplicate one with ``copy_of_id``. ``code`` is printed on it (:func:`check_code`). Only a void is written
    afterwards: ``voided_on`` with ``void_reason``.
    """

    title: ClassVar[str] = "Giấy khen đã phát hành"

    award_id: str = link("Khen thưởng", "Award")
    year: int = value("Năm", None)
    number: int = value("Vào sổ số", None)
    issued_on: date = value("Ngày phát hành")
    fields: str = lines("Nội dung in", limit=20_000)
    layout: str = lines("Mẫu in, ghi kèm", limit=200_000)
    replaces_id: str | None = optional_link("Thay cho", "IssuedCertificate")
    form: str = line("Hình thức", limit=80)
    kind: IssueKind = value("Bản", IssueKind.ORIGINAL)
    copy_of_id: str | None = optional_link("Bản sao của", "IssuedCertificate")
    reason: str = line("Lý do cấp")
    code: str = line("Mã kiểm tra", limit=20)
    layout_file: str = file_key("Mẫu in")
    file: str = file_key("Tệp PDF")
    page: int = value("Trang trong tệp", 0)
    voided_on: date | None = value("Ngày hủy")
    void_reason: str = line("Lý do hủy")

    def validate(self) -> None:
        """A reissue and a duplicate name what they stand for, and why; so does a void."""
        if (self.copy_of_id is not None) != (self.kind is IssueKind.DUPLICATE):
            raise FieldError("copy_of_id", "Bản sao phải ghi là sao từ giấy nào.")
        if self.kind is IssueKind.REISSUE and self.replaces_id is None:
            raise FieldError("replaces_id", "Giấy cấp đổi phải ghi thay cho giấy nào.")
        if self.kind is not IssueKind.ORIGINAL:
            require("reason", "Lý do cấp", self.reason)
        if self.voided_on is not None:
            require("void_reason", "Lý do hủy", self.void_reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing(Record):
    """One sheet sent to a printer; ``at`` is the time as "2024-01-05T08:30"."""

    title: ClassVar[str] = "Lần in giấy khen"

    issue_id: str = link("Giấy khen", "IssuedCertificate")
    at: str = line("Lúc", limit=16)
    printer: str = line("Máy in")
    tray: str = line("Khay giấy")
    blank: str = line("Phôi, mẫu giấy", limit=120)
    overlay: bool = value("In lên phôi", False)
    copies: int = value("Số bản", 1)

    def validate(self) -> None:
        """Ask for a time and at least one copy."""
        require("at", "Lúc in", self.at)
        if self.copies < 1:
            raise FieldError("copies", "Số bản phải từ 1.")


# ---------------------------------------------------------------- the code

#: Letters and digits that nobody takes for one another when reading them from paper.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE = re.compile(rf"(?<![0-9A-Z])([{_SIGNS}]{{4}})-?([{_SIGNS}]{{4}})(?![0-9A-Z])")
_MISREAD = str.maketrans("OIL", "011")
#: Dashes that a telephone or Word writes for the one on the paper.
_DASHES = str.maketrans("‐‑–—−", "-----")
#: Fields that are made from the code and so do not make it.
_OF_THE_CODE = frozenset({"code", "qr"})


def check_code(award_id: str, sheet: int, texts: Mapping[str, str]) -> str:
    """The short code of a certificate, as "K7QM-4D2X": a digest of all that is printed on it.

    ``sheet`` counts the sheets of one award from 0. The award's id is printed nowhere, so that nobody can
    make a code for other words.
    """
    digest = hashlib.sha256()
    for part in (
        award_id,
        str(sheet),
        *(f"{k}={v}" for k, v in sorted(texts.items()) if k not in _OF_THE_CODE),
    ):
        digest.update(part.encode() + b"\0")
    number = int.from_bytes(digest.digest()[:5], "big")
    signs = "".join(_SIGNS[number >> shift & 31] for shift in range(35, -5, -5))
    return f"{signs[:4]}-{signs[4:]}"


def codes_in(text: str) -> list[str]:
    """The codes that may stand in what somebody typed or a QR reader gave; O, I and L read as 0 and 1.

    Where none stands, blanks are passed over: a code is often written "K7QM 4D2X".
    """
    plain = text.upper().translate(_DASHES)
    close = "".join(plain.split())
    tries = (plain, plain.translate(_MISREAD), close, close.translate(_MISREAD))
    found = next(filter(None, map(_CODE.findall, tries)), [])
    return [f"{first}-{second}" for first, second in found]
