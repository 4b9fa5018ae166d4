"""Fields that a branch defines itself, and what they hold for each member."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, line, lines, link, require, value
from app.errors import FieldError
from app.vietnamese.dates import parse_partial_date
from app.vietnamese.text import fold


class ExtraKind(StrEnum):
    """What an extra field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {
            ExtraKind.TEXT: "Chữ",
            ExtraKind.NUMBER: "Số",
            ExtraKind.DATE: "Ngày",
            ExtraKind.YES_NO: "Có / không",
            ExtraKind.CHOICE: "Chọn trong danh sách",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraField(Record):
    """One field of the branch's own; ``choices`` are lines, for a field chosen from a list."""

    title: ClassVar[str] = "Mục riêng của Hội"

    name: str = line("Tên mục", limit=60)
    kind: ExtraKind = value("Loại", ExtraKind.TEXT)
    choices: str = lines("Các lựa chọn, mỗi dòng một ý")
    position: int = value("Thứ tự", 0)
    sensitive: bool = value("Mục nhạy cảm, không in nếu không yêu cầu", False)

    def validate(self) -> None:
        """Ask for a name, and for choices where there are to be some."""
        require("name", "Tên mục", self.name)
        if self.kind is ExtraKind.CHOICE and len(self.options()) < 2:
            raise FieldError("choices", "Các lựa chọn: hãy ghi ít nhất hai dòng.")

    def options(self) -> tuple[str, ...]:
        """What can be chosen."""
        return tuple(each.strip() for each in self.choices.split("\n") if each.strip())

    def checked(self, text: str) -> str:
        """What is stored for ``text``: tidied, "1950-08" for a date, "Có" or "Không"; "" stays "".

        Raises :class:`app.errors.FieldError` when the field cannot hold it; the field is named by its id.
        """
        typed = " ".join(text.split())
        if not typed or self.kind is ExtraKind.TEXT:
            return typed
        if self.kind is ExtraKind.NUMBER:
            return self._number(typed)
        if self.kind is ExtraKind.DATE:
            try:
                return parse_partial_date(typed).iso
            except FieldError as problem:
                raise FieldError(self.id, f"{self.name}: {problem.message}") from problem
        options = ("Có", "Không") if self.kind is ExtraKind.YES_NO else self.options()
        found = next((each for each in options if fold(each) == fold(typed)), None)
        if found is None:
            raise FieldError(self.id, f"{self.name}: chỉ chọn một trong: {', '.join(options)}.")
        return found

    def _number(self, typed: str) -> str:
        digits = typed.replace(".", "").replace(" ", "")
        whole, comma, rest = digits.partition(",")
        sign = "-" if whole.startswith("-") else ""
        whole = whole.removeprefix("-")
        is_number = whole.isascii() and whole.isdigit() and len(whole) <= 15
        if not is_number or (comma and not (rest.isascii() and rest.isdigit())):
            raise FieldError(self.id, f"{self.name}: “{typed}” không phải một số. Chỉ ghi chữ số.")
        return f"{sign}{int(whole)}{comma}{rest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraValue(Record):
    """What one extra field holds for one member, as :meth:`ExtraField.checked` gave it."""

    title: ClassVar[str] = "Nội dung mục riêng"

    member_id: str = link("Hội viên", "Member")
    field_id: str = link("Mục", "ExtraField")
    text: str = line("Nội dung")
