"""The secretary's year: list, meeting, awards, papers, disaster, and afterwards the same figures."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from openpyxl import Workbook
from pypdf import PdfReader

from app.bootstrap import start_machine
from app.domain.branch import new_branch
from app.domain.care import Visit, VisitKind
from app.domain.meetings import Guest, Meeting, MeetingKind, Presence
from app.services import (
    backups,
    certificates,
    commendations,
    decisions,
    imports,
    meetings,
    member_queries,
    offices,
    registers,
    reports,
    units,
    visits,
)
from app.services.bundle import Services
from app.services.certificates import Writing
from app.vietnamese.dates import PartialDate

NOW = datetime(2024, 1, 10, 9, 0, tzinfo=timezone(timedelta(hours=7)))
TODAY = NOW.date()
MEETING = date(2024, 1, 5)


def old_excel_list(path: Path) -> Path:
    """A list as it lies in the secretary's folder: title above, capitals, a total below."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH HỘI VIÊN NĂM 2023"])
    sheet.append([])
    sheet.append(["STT", "Họ và tên", "Năm sinh", "Giới tính", "Chi hội", "Chức vụ", "Ngày vào Hội"])
    surnames = ("NGUYỄN", "HOÀNG", "NÔNG", "TRIỆU", "BẾ")
    for number in range(1, 21):
        name = f"{surnames[number % 5]} VĂN {('AN', 'BÌNH', 'ĐẠT', 'ƯNG')[number % 4]}"
        chapter = ("Đức Xuân", "Sông Cầu")[number % 2]
        office = "Chủ tịch" if number == 1 else ""
        sheet.append([number, name, 1940 + number, "Nam", chapter, office, "02/7/2015"])
    sheet.append(["", "Tổng cộng: 20 người"])
    book.save(path)
    return path


def papers(services: Services, folder: Path) -> tuple[dict[str, int], list[str]]:
    """Write the year's papers and give their figures and the names on the certificates."""
    folder.mkdir()
    book = reports.write_workbook(services.register, 2023, folder / "bao-cao.xlsx", today=TODAY)
    written = certificates.write_year(services.register, 2023, Writing(folder / "giay-khen.pdf"), today=TODAY)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(written.path).pages]
    return book.figures, pages


def test_from_an_old_list_to_the_years_papers_and_back_from_a_damaged_disk(tmp_path: Path) -> None:
    machine = start_machine(clock=lambda: NOW)
    services = machine.create(tmp_path / "so.sohoi", new_branch("Hội A", place="Bắc Kạn", code="HTS"))
    register = services.register

    plan = imports.plan_import(register, old_excel_list(tmp_path / "cu.xlsx"), today=TODAY)
    assert imports.apply_import(register, plan, today=TODAY).added == 20
    assert [row.state.name for row in units.list_units(register)] == ["Sông Cầu", "Đức Xuân"]

    chair = next(row for row in offices.list_offices(register) if row.office.name == "Chủ tịch")
    assert chair.holder == "Hoàng Văn Bình"
    offices.edit_office(register, dataclasses.replace(chair.office, starts=PartialDate(2020)))

    meeting = Meeting(kind=MeetingKind.YEAR_END, name="Tổng kết 2023", on=MEETING, work_year=2023)
    people = [row.member for row in meetings.invited(register, day=MEETING)]
    roll = list(meetings.roll_of_present(meeting.id, people))
    roll[3] = dataclasses.replace(roll[3], presence=Presence.EXCUSED, reason="Ốm")
    guest = Guest(meeting_id=meeting.id, name="Đỗ Đức Lại", office="Chủ tịch Hội tỉnh", position=1)
    meetings.save_meeting(register, meeting, attendances=roll, guests=[guest])

    visits.save_visit(
        register,
        Visit(
            on=PartialDate(2023, 7, 27),
            kind=VisitKind.WAR_INVALIDS_DAY,
            member_id=people[0].id,
            amount=300_000,
        ),
    )

    round_ = commendations.save_round(register, commendations.new_round(register, year=2023))
    unit = units.list_units(register)[0].state.unit_id
    commendations.save_award(register, commendations.propose_unit(register, round_.id, unit))
    for person in people[:2]:
        commendations.save_award(
            register, commendations.propose_member(register, round_.id, person.id, today=MEETING)
        )
    decisions.decide(register, round_.id, decided_on=MEETING, meeting_id=meeting.id)

    figures, pages = papers(services, tmp_path / "lan-1")
    assert len(pages) == 3
    assert people[0].full_name in pages[1]
    assert figures["members_end"] == 20
    assert (figures["awards_collectives"], figures["awards_persons"]) == (1, 2)
    assert (figures["meetings_came"], figures["meetings_guests"]) == (19, 1)
    assert figures["visits_amount"] == figures["fund_expense"] == 300_000

    path = register.path
    backup = backups.close_with_backup(services)
    assert backup is not None
    path.write_bytes(path.read_bytes()[:2000] + b"\xff" * 3000)
    kept = backups.restore(backup, path, clock=machine.clock)
    assert kept is not None
    assert kept.exists()

    again = machine.open(path)
    assert registers.check(again.register) == []
    assert papers(again, tmp_path / "lan-2") == (figures, pages)
    assert len(member_queries.members_on(again.register, TODAY)) == 20
    again.register.close()
