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
from app.domain.care import Visit
from app.domain.certificates import IssuedCertificate, IssueKind, Printing
from app.domain.commendations import Award, AwardForm, AwardRound, RoundState, Verdict
from app.domain.extras import ExtraField, ExtraValue
from app.domain.funds import EntryKind, FundEntry
from app.domain.meetings import Attendance, Guest, Meeting
from app.domain.members import Consent, Gender, Honour, Member, NotSame, Policy
from app.domain.offices import Office
from app.domain.record import Record
from app.domain.status import StatusEvent
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
    visit = Visit(id="visit", on=PartialDate(2023, 7, 27), member_id="member", amount=200_000)
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
        visit,
        FundEntry(
            id="entry",
            on=PartialDate(2023, 7, 27),
            kind=EntryKind.EXPENSE,
            amount=200_000,
            purpose="Thăm hỏi",
            visit_id="visit",
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
