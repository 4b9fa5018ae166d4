"""Members: who they are, what they served, what the state and the association honour them for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, file_key, line, lines, link, require, require_order, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate


class Gender(StrEnum):
    """Sex as the register writes it; not known is ``None``."""

    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return "Nam" if self is Gender.MALE else "Nữ"


class PolicyKind(StrEnum):
    """State policy groups (domain notes §3.2)."""

    WOUNDED = "wounded"
    AS_WOUNDED = "as_wounded"
    SICK_SOLDIER = "sick_soldier"
    TOXIC_CHEMICALS = "toxic_chemicals"
    MARTYR_RELATIVE = "martyr_relative"
    REVOLUTION_HELPER = "revolution_helper"
    HEROIC_MOTHER = "heroic_mother"
    HERO = "hero"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The official Vietnamese name of the group."""
        return _POLICY_LABELS[self]


_POLICY_LABELS = {
    PolicyKind.WOUNDED: "Thương binh",
    PolicyKind.AS_WOUNDED: "Người hưởng chính sách như thương binh",
    PolicyKind.SICK_SOLDIER: "Bệnh binh",
    PolicyKind.TOXIC_CHEMICALS: "Người hoạt động kháng chiến bị nhiễm chất độc hóa học",
    PolicyKind.MARTYR_RELATIVE: "Thân nhân liệt sĩ",
    PolicyKind.REVOLUTION_HELPER: "Người có công giúp đỡ cách mạng",
    PolicyKind.HEROIC_MOTHER: "Mẹ Việt Nam anh hùng",
    PolicyKind.HERO: "Anh hùng lực lượng vũ trang nhân dân",
    PolicyKind.OTHER: "Diện chính sách khác",
}

#: What members served as; suggestions for a free field (domain notes §3.1).
CATEGORIES = (
    "Bộ đội",
    "Thanh niên xung phong",
    "Dân công hỏa tuyến",
    "Công nhân giao thông",
    "Lực lượng kế thừa",
)

#: Suggestions for the unit on the Trường Sơn route, never a closed list (domain notes §3.3).
ROUTE_UNITS = (
    "Đoàn 559", "Bộ Tư lệnh 559", "Bộ Tư lệnh Trường Sơn", "Sư đoàn 470", "Sư đoàn 471", "Sư đoàn 472",
    "Sư đoàn 473", "Sư đoàn 571", "Sư đoàn 377", "Sư đoàn 565", "Sư đoàn 968",
    "Binh trạm 30", "Binh trạm 33",
)  # fmt: skip

_PHONE = re.compile(r"\+?[0-9 .()-]{6,20}(\s*[/;,]\s*\+?[0-9 .()-]{6,20})*")
_NATIONAL_ID = re.compile(r"\d{9}|\d{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Record):
    """One person in the register; only the name is required (domain notes §3.2).

    Where the member belongs and whether he is active comes from dated
    :class:`app.domain.status.StatusEvent` records, never from here.
    ``given_words`` says how many words at the end of the name are the given name (tên).
    """

    title: ClassVar[str] = "Hội viên"

    code: str = line("Mã hội viên", limit=40)
    full_name: str = line("Họ và tên")
    given_words: int = value("Số chữ của tên", 1)
    gender: Gender | None = value("Giới tính")
    birth: PartialDate | None = value("Ngày sinh")
    national_id: str = line("Số căn cước", limit=20)
    ethnicity: str = line("Dân tộc", sensitive=True)
    religion: str = line("Tôn giáo", sensitive=True)
    hometown: str = line("Quê quán")
    address: str = line("Nơi ở")
    old_address: str = line("Địa chỉ cũ (trước 1/7/2025)")
    phone: str = line("Điện thoại", limit=60)

    category: str = line("Đối tượng")
    enlisted: PartialDate | None = value("Nhập ngũ")
    discharged: PartialDate | None = value("Xuất ngũ")
    rank: str = line("Cấp bậc cao nhất")
    military_post: str = line("Chức vụ trong quân đội")
    service_unit: str = line("Đơn vị")
    route_from: PartialDate | None = value("Ở Trường Sơn từ")
    route_to: PartialDate | None = value("Ở Trường Sơn đến")
    route_unit: str = line("Đơn vị ở Trường Sơn")

    joined: PartialDate | None = value("Ngày vào Hội")
    card_number: str = line("Số thẻ hội viên", limit=40)
    party_joined: PartialDate | None = value("Ngày vào Đảng", sensitive=True)
    party_official: PartialDate | None = value("Ngày vào Đảng chính thức", sensitive=True)
    party_cell: str = line("Chi bộ", sensitive=True)
    party_badge: int | None = value("Huy hiệu Đảng (năm)", sensitive=True)
    education: str = line("Văn hóa")
    profession: str = line("Chuyên môn")

    hardship: bool = value("Hoàn cảnh khó khăn", False)
    hardship_note: str = line("Hoàn cảnh cụ thể")
    health: str = line("Sức khỏe", sensitive=True)
    note: str = lines("Ghi chú")
    photo: str = file_key("Ảnh")

    def validate(self) -> None:
        """Ask for a name, a telephone of digits, an id number of 9 or 12 digits, sound periods."""
        require("full_name", "Họ và tên", self.full_name)
        if not 1 <= self.given_words <= max(1, len(self.full_name.split())):
            raise FieldError("given_words", "Số chữ của tên: phải từ 1 đến số chữ của họ tên.")
        if self.phone and not _PHONE.fullmatch(self.phone):
            raise FieldError("phone", f"Điện thoại: “{self.phone}” không phải số điện thoại. Chỉ ghi chữ số.")
        if self.national_id and not _NATIONAL_ID.fullmatch(self.national_id):
            raise FieldError(
                "national_id",
                f"Số căn cước: “{self.national_id}” có {len(self.national_id)} ký tự; "
                "phải là 12 chữ số (hoặc 9 số cũ).",
            )
        require_order("discharged", "Thời gian quân ngũ", self.enlisted, self.discharged)
        require_order("route_to", "Thời gian ở Trường Sơn", self.route_from, self.route_to)
        for name, label in (
            ("enlisted", "Nhập ngũ"),
            ("joined", "Ngày vào Hội"),
            ("party_joined", "Ngày vào Đảng"),
        ):
            later: PartialDate | None = getattr(self, name)
            if self.birth is not None and later is not None and later.latest() < self.birth.earliest():
                raise FieldError(name, f"{label} ({later}) trước ngày sinh ({self.birth}). Hãy xem lại.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Record):
    """A state policy group of one member; a member may have several."""

    title: ClassVar[str] = "Diện chính sách"

    member_id: str = link("Hội viên", "Member")
    kind: PolicyKind = value("Diện", PolicyKind.OTHER)
    rate: str = line("Tỷ lệ, hạng", limit=60, sensitive=True)
    note: str = line("Ghi chú")


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour(Record):
    """A medal, badge or title a member holds from the state or from above."""

    title: ClassVar[str] = "Huân huy chương"

    member_id: str = link("Hội viên", "Member")
    name: str = line("Tên")
    received: PartialDate | None = value("Năm nhận")
    decision: str = line("Số quyết định")

    def validate(self) -> None:
        """Ask for the honour's name."""
        require("name", "Tên huân, huy chương", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSame(Record):
    """Somebody looked at two records that read alike and said: these are two people."""

    title: ClassVar[str] = "Hai người khác nhau"

    member_id: str = link("Hội viên", "Member")
    other_id: str = link("Người kia", "Member")

    def validate(self) -> None:
        """Nobody is another person than himself."""
        if self.member_id == self.other_id:
            raise FieldError("other_id", "Hai người khác nhau: phải là hai hội viên.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """A member's consent to the use of personal data (Luật 91/2025/QH15, Điều 9; domain notes §7).

    Silence is no consent: there is a record only where a member said yes, and how. ``kept_at`` tells where
    the signed paper lies.
    """

    title: ClassVar[str] = "Đồng ý về dữ liệu cá nhân"

    member_id: str = link("Hội viên", "Member")
    on: PartialDate | None = value("Ngày đồng ý")
    way: str = line("Hình thức")
    scope: str = lines("Phạm vi, mục đích")
    kept_at: str = line("Giấy lưu ở")
    withdrawn: PartialDate | None = value("Ngày rút lại")
    note: str = line("Ghi chú")

    def validate(self) -> None:
        """Ask how consent was given, and a sound order of days."""
        require("way", "Hình thức đồng ý", self.way)
        require_order("withdrawn", "Đồng ý về dữ liệu", self.on, self.withdrawn)
