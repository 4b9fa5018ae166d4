"""The fields a certificate can print: key, label, sample and where the text comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.branch import Branch
from app.domain.commendations import Award, AwardRound
from app.errors import RuleError
from app.vietnamese.dates import date_phrase, dated_place, short_date


@dataclass(frozen=True, slots=True)
class CertificateSource:
    """The records one certificate is made from."""

    branch: Branch
    round: AwardRound
    award: Award
    code: str = ""


@dataclass(frozen=True, slots=True)
class CertificateField:
    """One printable field. ``overlay`` says whether an ordinary blank lacks it."""

    key: str
    label: str
    sample: str
    getter: Callable[[CertificateSource], str]
    overlay: bool = True


def _decision_date(source: CertificateSource) -> str:
    return date_phrase(source.round.decided_on) if source.round.decided_on else ""


def _place_date(source: CertificateSource) -> str:
    decided = source.round.decided_on
    return dated_place(source.round.place or source.branch.place, decided) if decided else ""


def _register(source: CertificateSource) -> str:
    number = source.award.register_number
    return f"{source.branch.register_label}: {number:02d}" if number is not None else ""


def _decision(source: CertificateSource) -> str:
    return f"Quyết định số: {source.round.decision_code}" if source.round.decision_code else ""


#: A code of more letters has modules too small for a laser printer.
_LONGEST_IN_QR = 60


def _code(source: CertificateSource) -> str:
    return f"Mã kiểm tra: {source.code}" if source.code else ""


def _qr(source: CertificateSource) -> str:
    """What a reader of the QR code sees, and the program compares: the paper in a few words."""
    if not source.code:
        return ""
    round_, award = source.round, source.award
    number = f" số {award.register_number:02d}" if award.register_number is not None else ""
    decided = f" ngày {short_date(round_.decided_on)}" if round_.decided_on else ""
    recipient = award.recipient
    if len(recipient) > _LONGEST_IN_QR:
        recipient = f"{recipient[:_LONGEST_IN_QR].rstrip()}…"
    return "\n".join(
        (f"{award.form}{number}", recipient, f"QĐ {round_.decision_code}{decided}", f"Mã {source.code}")
    )


FIELDS: tuple[CertificateField, ...] = (
    CertificateField("motto_1", "Quốc hiệu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                     lambda _: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", overlay=False),
    CertificateField("motto_2", "Tiêu ngữ", "Độc lập - Tự do - Hạnh phúc",
                     lambda _: "Độc lập - Tự do - Hạnh phúc", overlay=False),
    CertificateField("issuer", "Cơ quan tặng",
                     "HỘI TRUYỀN THỐNG TRƯỜNG SƠN – ĐƯỜNG HỒ CHÍ MINH THÀNH PHỐ BẮC KẠN",
                     lambda s: (s.round.heading.split("\n")[-1] or s.branch.name).upper()),
    CertificateField("gives", "Chữ “Tặng”", "TẶNG", lambda _: "TẶNG"),
    CertificateField("form", "Hình thức", "GIẤY KHEN", lambda s: s.award.form.upper(), overlay=False),
    CertificateField("salutation", "Xưng hô", "Đồng chí", lambda s: s.award.salutation),
    CertificateField("recipient", "Họ tên, tập thể", "Nguyễn Thị Phượng", lambda s: s.award.recipient),
    CertificateField("detail", "Chức vụ, đơn vị", "Hội viên Chi hội phường Đức Xuân",
                     lambda s: s.award.detail),
    CertificateField("achievement", "Thành tích",
                     "Đã có thành tích xuất sắc trong công tác xây dựng Hội năm 2023",
                     lambda s: s.award.achievement),
    CertificateField("decision", "Số quyết định", "Quyết định số: 01/QĐ-HTS", _decision),
    CertificateField("decision_date", "Ngày quyết định", "ngày 05 tháng 01 năm 2024", _decision_date),
    CertificateField("register", "Vào sổ số", "Vào sổ khen thưởng số: 01", _register),
    CertificateField("code", "Mã kiểm tra", "Mã kiểm tra: K7QM-4D2X", _code),
    CertificateField("qr", "Mã QR",
                     "Giấy khen số 01\nNguyễn Thị Phượng\nQĐ 01/QĐ-HTS ngày 05/01/2024\nMã K7QM-4D2X", _qr),
    CertificateField("place_date", "Địa danh, ngày", "Bắc Kạn, ngày 05 tháng 01 năm 2024", _place_date),
    CertificateField("authority", "Thẩm quyền ký", "TM. BAN CHẤP HÀNH",
                     lambda s: s.round.authority.upper()),
    CertificateField("signer_office", "Chức vụ người ký", "CHỦ TỊCH",
                     lambda s: s.round.signer_office.upper()),
    CertificateField("signer", "Người ký", "Vũ Đình Trường", lambda s: s.round.signer),
)  # fmt: skip

#: What only a giấy mừng thọ says; where its texts come from: :mod:`app.services.longevity`.
LONGEVITY_FIELDS: tuple[CertificateField, ...] = (
    CertificateField("ceremony", "Lễ mừng thọ", "MỪNG THƯỢNG THỌ", lambda _: "", overlay=False),
    CertificateField("greeting", "Lời kính mừng", "Kính mừng Cụ", lambda _: ""),
    CertificateField("age", "Tuổi", "Tròn 80 tuổi", lambda _: ""),
    CertificateField("wishes", "Lời chúc",
                     "Kính chúc Cụ luôn mạnh khỏe, minh mẫn, sống vui, sống thọ cùng con cháu và đồng đội",
                     lambda _: ""),
)  # fmt: skip

LONGEVITY_KEYS = frozenset(field.key for field in LONGEVITY_FIELDS)

FIELDS_BY_KEY: Mapping[str, CertificateField] = {field.key: field for field in (*FIELDS, *LONGEVITY_FIELDS)}


def fill(source: CertificateSource) -> dict[str, str]:
    """Every field's text for one award."""
    return {field.key: field.getter(source) for field in FIELDS}


def samples() -> dict[str, str]:
    """Every field's sample text, for previews and the test page."""
    return {key: field.sample for key, field in FIELDS_BY_KEY.items()}


def freeze(texts: Mapping[str, str]) -> str:
    """The fields of an issued certificate as JSON text."""
    return json.dumps(dict(texts), ensure_ascii=False, sort_keys=True)


def thaw(frozen: str) -> dict[str, str]:
    """The fields of an issued certificate from its JSON text."""
    document = json.loads(frozen)
    if not isinstance(document, dict) or not all(isinstance(v, str) for v in document.values()):
        raise RuleError("Nội dung giấy khen đã phát hành bị hỏng trong sổ. Hãy khôi phục từ bản sao lưu.")
    return document
