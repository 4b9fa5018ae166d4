"""Papers kept with a record: a scanned card, a decision, a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.record import Record, file_key, line, optional_link, require, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate

#: The largest file that is kept, in bytes; a register is copied to a stick every day.
MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Record):
    """One file kept with one member, meeting or award round; its content lies in the register."""

    title: ClassVar[str] = "Giấy tờ kèm theo"

    member_id: str | None = optional_link("Hội viên", "Member")
    meeting_id: str | None = optional_link("Cuộc họp", "Meeting")
    round_id: str | None = optional_link("Đợt khen thưởng", "AwardRound")
    name: str = line("Tên giấy tờ")
    on: PartialDate | None = value("Ngày của giấy tờ")
    file_name: str = line("Tên tệp")
    file: str = file_key("Tệp")
    size: int = value("Cỡ (byte)", 0)
    note: str = line("Ghi chú")

    def validate(self) -> None:
        """Ask for a name, a file, and exactly one record that it belongs to."""
        require("name", "Tên giấy tờ", self.name)
        require("file", "Tệp", self.file)
        if sum(each is not None for each in (self.member_id, self.meeting_id, self.round_id)) != 1:
            raise FieldError("member_id", "Giấy tờ phải thuộc về đúng một hồ sơ.")
