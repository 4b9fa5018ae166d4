"""Makes the sample register of the present format; run once when a format is released, then never again.

python tests/migrations/make_sample.py
"""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from app.domain.activities import Activity
from app.domain.attachments import Attachment
from app.domain.branch import new_branch
from app.domain.care import Campaign, Visit
from app.domain.certificates import IssuedCertificate, IssueKind, Printing
from app.domain.commendations import Award, AwardForm, AwardRound, RoundState, Verdict
from app.domain.counters import Counter
from app.domain.extras import ExtraField, ExtraValue
from app.domain.funds import (
    BudgetLine,
    DuesRate,
    DuesWaiver,
    EntryKind,
    Fund,
    FundClosing,
    FundEntry,
)
from app.domain.meetings import Attendance, Guest, Meeting
from app.domain.members import Consent, Gender, Honour, Member, NotSame, Policy
from app.domain.motions import Candidate, Election, Motion
from app.domain.offices import Office
from app.domain.record import Record
from app.domain.reports import ReceivedReport, Report, ReportFigure, ReportText, Subordinate
from app.domain.status import StatusEvent
from app.domain.tasks import Task
from app.domain.units import Unit, UnitEvent
from app.domain.views import SavedView
from app.store.register import Register
from app.store.tables import HEAD
from app.vietnamese.dates import PartialDate


def clock() -> datetime:
    """The fixed time of the samples."""
    return datetime(2024, 1, 5, 8, 30, tzinfo=UTC)


#: The content of the file that the sample keeps.
PAPER = b"%PDF-1.4 a paper"


def records() -> list[Record]:
    """At least one record of every kind, with every sort of value."""
    unit = Unit(id="unit", code="CH1", position=1)
    member = Member(
        id="member",
        code="HV001",
        full_name="Đỗ Đức Lai",
        gender=Gender.MALE,
        birth=PartialDate(1950),
        phone="0912 345 678",
        joined=PartialDate(2010, 5),
        hardship=True,
        note="dòng một\ndòng hai",
    )
    meeting = Meeting(
        id="meeting", name="Hội nghị tổng kết", on=date(2024, 1, 5), starts="08:00", unit_id="unit"
    )
    round_ = AwardRound(
        id="round",
        name="Khen thưởng năm 2023",
        year=2023,
        state=RoundState.ISSUED,
        decision_number=1,
        decision_code="01/QĐ-HTS",
        decided_on=date(2024, 1, 3),
        signer="Nguyễn Văn An",
        meeting_id="meeting",
        review_meeting_id="meeting",
        heading="Hội Truyền thống Trường Sơn",
    )
    award = Award(
        id="award",
        round_id="round",
        member_id="member",
        recipient="Đỗ Đức Lai",
        form="Giấy khen",
        register_number=1,
        proposer_id="unit",
        verdict=Verdict.APPROVED,
        votes_for=7,
        votes_against=0,
        nudges="recipient 0 -1.5",
        handed_on=PartialDate(2024, 1, 5),
    )
    visit = Visit(
        id="visit",
        on=PartialDate(2023, 7, 27),
        member_id="member",
        amount=200_000,
        gift_cost=50_000,
        campaign_id="campaign",
    )
    paper = hashlib.sha256(PAPER).hexdigest()
    return [
        new_branch("Hội Truyền thống Trường Sơn", place="Bắc Kạn", code="HTS"),
        unit,
        UnitEvent(id="unit-event", unit_id="unit", name="Chi hội 1", level="Chi hội"),
        member,
        Policy(id="policy", member_id="member"),
        Honour(id="honour", member_id="member", name="Huân chương Chiến sĩ vẻ vang"),
        StatusEvent(id="event", member_id="member", on=PartialDate(2010, 5), unit_id="unit"),
        Office(id="office", member_id="member", unit_id="unit", name="Chi hội trưởng"),
        meeting,
        Attendance(id="attendance", meeting_id="meeting", member_id="member"),
        Guest(id="guest", meeting_id="meeting", name="Trần Thị Bình"),
        Motion(id="motion", meeting_id="meeting", text="Thông qua báo cáo", votes_for=40, votes_against=1),
        Election(
            id="election",
            meeting_id="meeting",
            name="Bầu Chủ tịch",
            office="Chủ tịch",
            ballots_issued=41,
            ballots_returned=41,
            ballots_valid=40,
        ),
        Candidate(id="candidate", election_id="election", member_id="member", votes=39),
        Task(id="task", text="Gửi báo cáo", meeting_id="meeting", due=date(2024, 1, 20)),
        AwardForm(id="form", name="Giấy khen", level="Hội", is_printed=True),
        round_,
        award,
        IssuedCertificate(
            id="issued",
            award_id="award",
            year=2023,
            number=1,
            issued_on=date(2024, 1, 5),
            fields="{}",
            form="Giấy khen",
            code="K7QM-4D2X",
            layout_file=hashlib.sha256(PAPER).hexdigest(),
            file=hashlib.sha256(PAPER).hexdigest(),
        ),
        IssuedCertificate(
            id="duplicate",
            award_id="award",
            year=2023,
            number=1,
            issued_on=date(2024, 3, 5),
            fields="{}",
            form="Giấy khen",
            kind=IssueKind.DUPLICATE,
            copy_of_id="issued",
            reason="Bản chính bị mất",
            voided_on=date(2024, 3, 6),
            void_reason="Đã tìm thấy bản chính",
        ),
        Printing(id="printing", issue_id="issued", at="2024-01-05T09:00", printer="Máy in"),
        Fund(id="fund", name="Chân quỹ Chi hội 1", unit_id="unit", is_base=True),
        Campaign(id="campaign", name="Quà 27/7", on=PartialDate(2023, 7, 27), amount=200_000, fund_id="fund"),
        visit,
        FundEntry(
            id="entry",
            on=PartialDate(2023, 7, 27),
            kind=EntryKind.EXPENSE,
            amount=200_000,
            purpose="Thăm hỏi",
            visit_id="visit",
        ),
        FundEntry(
            id="dues",
            on=PartialDate(2023, 3),
            amount=60_000,
            purpose="Hội phí",
            member_id="member",
            dues_year=2023,
            category="Hội phí",
        ),
        DuesRate(id="rate", year=2023, amount=60_000),
        DuesWaiver(id="waiver", member_id="other", reason="Ốm lâu dài"),
        BudgetLine(id="budget", year=2024, category="Thăm hỏi", amount=3_000_000),
        FundClosing(id="closing", year=2022, closed_on=date(2023, 1, 10), balance=0, counted=0),
        Counter(id="counter", name="Tuyên truyền truyền thống", measure="buổi"),
        Report(
            id="report",
            name="Báo cáo năm 2023",
            starts=date(2023, 1, 1),
            ends=date(2023, 12, 31),
            sent_on=date(2024, 1, 6),
            figures="{}",
            workbook_file=paper,
        ),
        ReportText(id="text", report_id="report", section="weaknesses", text="Hội viên tuổi cao"),
        ReportFigure(id="figure", report_id="report", key="own", label="Số mô hình", amount=2),
        Subordinate(id="subordinate", name="Hội phường Sông Cầu", code="01", unit_id="unit"),
        ReceivedReport(
            id="received",
            subordinate_id="subordinate",
            starts=date(2023, 1, 1),
            ends=date(2023, 12, 31),
            received_on=date(2024, 1, 4),
            figures="{}",
            file=paper,
        ),
        Activity(id="activity", on=PartialDate(2023), counter="Tuyên truyền truyền thống"),
        ExtraField(id="field", name="Nhóm máu"),
        ExtraValue(id="extra", member_id="member", field_id="field", text="O"),
        Consent(id="consent", member_id="member", on=PartialDate(2026, 1, 5), way="Ký giấy"),
        Attachment(
            id="paper",
            member_id="member",
            name="Giấy chứng nhận",
            file_name="giay.pdf",
            file=hashlib.sha256(PAPER).hexdigest(),
            size=len(PAPER),
        ),
        Member(id="other", full_name="Đỗ Đức Lai", code="HV002"),
        StatusEvent(id="other-event", member_id="other", on=PartialDate(2011), unit_id="unit"),
        NotSame(id="apart", member_id="member", other_id="other"),
        SavedView(id="view", name="Tất cả", page="members", document="{}"),
    ]


def make(path: Path) -> None:
    """Write the sample."""
    with Register.create(path, clock=clock, actor="mẫu") as register:
        with register.change("Nhập sổ") as work:
            work.keep_file(PAPER)
            work.add_all(records())
        with register.change("Sửa hội viên") as work:
            work.replace(dataclasses.replace(work.get(Member, "member"), address="Tổ 5, phường Sông Cầu"))
        with register.change("Sửa nhầm") as work:
            work.replace(dataclasses.replace(work.get(Unit, "unit"), position=2))
        register.undo()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE changes SET machine = 'sample'")
        connection.execute("VACUUM")


if __name__ == "__main__":
    make(Path(__file__).parent / f"format-{int(HEAD)}.sohoi")
