"""Reports that the branch writes and sends: their words, the rows typed by hand, what was sent.

Figures are counted from the records; a report holds what no record gives, and, once sent, what was said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.periods import Period, paper_date
from app.domain.record import Record, file_key, line, lines, link, optional_link, require, value
from app.errors import FieldError

#: Longest JSON of a report's figures, in characters.
FIGURES_LIMIT = 400_000
#: How the name of a report of the term of office begins; what follows does not tell its last day.
TERM_NAME = "Báo cáo nhiệm kỳ"


def report_name(period: Period) -> str:
    """What the report of a period is called."""
    if period.is_term:
        return f"{TERM_NAME} từ {paper_date(period.starts)}"
    return f"Báo cáo {period.label}"


def _require_period(starts: date, ends: date) -> None:
    if ends < starts:
        raise FieldError("ends", "Kỳ báo cáo: ngày cuối phải sau ngày đầu.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """One report of a period, both days included; ``estimate`` when it was made before the period ended.

    Once sent (``sent_on``) it keeps what was said: ``figures`` as JSON, and the files that went out.
    """

    title: ClassVar[str] = "Báo cáo"

    name: str = line("Tên báo cáo")
    starts: date = value("Từ ngày")
    ends: date = value("Đến ngày")
    estimate: bool = value("Số ước", False)
    code: str = line("Số báo cáo", limit=60)
    on: date | None = value("Ngày báo cáo")
    sent_on: date | None = value("Ngày gửi")
    sent_to: str = line("Nơi nhận")
    figures: str = lines("Số liệu đã gửi", limit=FIGURES_LIMIT)
    workbook_file: str = file_key("Bảng số liệu đã gửi")
    document_file: str = file_key("Báo cáo Word đã gửi")
    pdf_file: str = file_key("Báo cáo PDF đã gửi")
    note: str = lines("Ghi chú")

    @property
    def is_sent(self) -> bool:
        """Whether it has left the house."""
        return self.sent_on is not None

    @property
    def is_term_draft(self) -> bool:
        """Whether it is the draft of the term of office: its last day moves on with the term's."""
        return not self.is_sent and self.name.startswith(TERM_NAME)

    def is_of(self, period: Period) -> bool:
        """Whether it is of a period; the draft of the term also when it was begun on an earlier day."""
        if period.is_term and self.is_term_draft and self.starts == period.starts:
            return True
        return (self.starts, self.ends) == (period.starts, period.ends)

    def validate(self) -> None:
        """Ask for a name and a sound period."""
        require("name", "Tên báo cáo", self.name)
        _require_period(self.starts, self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText(Record):
    """What the secretary wrote for one section of a report, instead of or after the composed sentences."""

    title: ClassVar[str] = "Lời báo cáo"

    report_id: str = link("Báo cáo", "Report")
    section: str = line("Mục", limit=60)
    text: str = lines("Lời viết")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigure(Record):
    """A figure typed by hand: an estimate for a counted one (its ``key``), or a row of the user's own.

    A row of the user's own has a key that no counted figure has; ``part`` is the heading it stands under.
    """

    title: ClassVar[str] = "Số liệu tự ghi"

    report_id: str = link("Báo cáo", "Report")
    key: str = line("Khóa", limit=120)
    label: str = line("Nội dung")
    measure: str = line("Đơn vị tính", limit=40)
    part: str = line("Phần của báo cáo", limit=60)
    amount: int | None = value("Số liệu")
    previous: int | None = value("Kỳ trước")
    estimate: bool = value("Số ước", False)
    position: int = value("Thứ tự", 0)

    def validate(self) -> None:
        """Ask for a key."""
        require("key", "Khóa", self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subordinate(Record):
    """A Hội below this one that sends its reports here.

    ``register_id`` is the id of its own register, known from the first file that it sent; ``unit_id`` the
    unit of our tree that stands for it, when its members are taken in.
    """

    title: ClassVar[str] = "Hội trực thuộc"

    name: str = line("Tên Hội")
    code: str = line("Mã đơn vị", limit=30)
    register_id: str = line("Mã sổ của Hội", limit=64)
    unit_id: str | None = optional_link("Đơn vị trong sổ", "Unit")
    contact: str = line("Người liên hệ")
    position: int = value("Thứ tự", 0)
    ended: bool = value("Không còn trực thuộc", False)

    def validate(self) -> None:
        """Ask for a name."""
        require("name", "Tên Hội", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedReport(Record):
    """The figures of one period that a Hội below sent; the newest file of a period stands."""

    title: ClassVar[str] = "Báo cáo nhận được"

    subordinate_id: str = link("Hội trực thuộc", "Subordinate")
    starts: date = value("Từ ngày")
    ends: date = value("Đến ngày")
    estimate: bool = value("Số ước", False)
    made_at: str = line("Lập lúc", limit=40)
    received_on: date = value("Ngày nhận")
    figures: str = lines("Số liệu", limit=FIGURES_LIMIT)
    members: int | None = value("Số hội viên gửi kèm")
    file: str = file_key("Tệp nhận được")

    def validate(self) -> None:
        """Ask for a sound period."""
        _require_period(self.starts, self.ends)
