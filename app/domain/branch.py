"""The branch itself: what is typed once and stands in the heading of every paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.record import Record, line, lines, require, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import document_number

#: The one branch record of a register has this id.
BRANCH_ID = "branch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Record):
    """The branch that keeps this register.

    ``number_template`` writes document numbers, as "01/QĐ-HTS" from number 1, kind "QĐ" and code "HTS"
    (domain notes §2.3: no stable pattern, so it is a setting).
    ``basis`` holds the "Căn cứ" lines of decisions, one a line; no legal citation is ever hard-coded.
    """

    title: ClassVar[str] = "Hội"

    name: str = line("Tên đầy đủ của Hội")
    short_name: str = line("Tên gọi tắt")
    code: str = line("Ký hiệu văn bản", limit=30)
    place: str = line("Địa danh")
    parent_name: str = line("Hội cấp trên")
    address: str = line("Địa chỉ")
    phone: str = line("Điện thoại")
    term: str = line("Nhiệm kỳ")
    term_starts: PartialDate | None = value("Nhiệm kỳ từ")
    number_template: str = line("Mẫu số văn bản", limit=60)
    register_label: str = line("Dòng vào sổ")
    authority: str = line("Thẩm quyền ký")
    unit_level: str = line("Tên gọi đơn vị trực thuộc", limit=60)
    basis: str = lines("Căn cứ của quyết định")
    founded: PartialDate | None = value("Ngày thành lập Hội")
    treasurer: str = line("Thủ quỹ")
    accountant: str = line("Người lập phiếu, kế toán")
    traditional_age: bool = value("Tính tuổi mụ khi mừng thọ (thêm một tuổi)", False)

    def validate(self) -> None:
        """Ask for a name and for a number template that works."""
        require("name", "Tên đầy đủ của Hội", self.name)
        if self.id != BRANCH_ID:
            raise FieldError("id", "Mỗi sổ chỉ có một Hội.")
        if self.number_template:
            try:
                document_number(self.number_template, 1, "QĐ", self.code)
            except FieldError as found:
                raise FieldError("number_template", found.message) from found


def new_branch(
    name: str, *, place: str = "", code: str = "", parent_name: str = "", short_name: str = ""
) -> Branch:
    """A branch with the usual headings; ``code`` is the mark in document numbers ("HTS")."""
    return Branch(
        id=BRANCH_ID,
        name=name,
        short_name=short_name or name,
        code=code,
        place=place,
        parent_name=parent_name,
        number_template="{so:02}/{loai}-{ky_hieu}",
        register_label="Vào sổ khen thưởng số",
        authority="TM. BAN CHẤP HÀNH",
        unit_level="Chi hội",
        basis=f"Điều lệ {name}\nQuy chế thi đua, khen thưởng của Hội\nBiên bản họp xét khen thưởng",
    )
