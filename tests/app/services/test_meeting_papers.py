"""The papers of a meeting say what the register says of it, in the form of the decree, PDF and Word alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pypdf
import pytest

from app.documents.official.values import OfficialPaper, OfficialTable, Paragraph
from app.domain.meetings import Guest, Meeting, MeetingKind, Presence, Share, rank_guests
from app.domain.motions import Candidate, Election, Motion
from app.domain.tasks import Task
from app.errors import NotFoundError, RuleError, UsageError
from app.paths import Paths
from app.services import commendations, handing_over, meetings
from app.services.meeting_papers import (
    MeetingPaperKind,
    meeting_paper,
    meeting_paper_name,
    write_meeting_paper,
)
from app.services.paper_words import is_point, weekday
from app.services.units import list_units
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import percent_text
from tests.app.documents.official.samples import words_of_docx
from tests.app.documents.papers.samples import printed

TODAY = date(2024, 1, 10)
EVE = date(2024, 1, 4)


def held(register: Register, kind: MeetingKind) -> Meeting:
    return next(row.meeting for row in meetings.list_meetings(register) if row.meeting.kind is kind)


def change(register: Register, meeting: Meeting, **said: object) -> Meeting:
    return meetings.save_meeting(register, dataclasses.replace(meeting, **said))  # type: ignore[arg-type]


def paper(
    register: Register, meeting: Meeting, kind: MeetingPaperKind, guests: Iterable[Guest] | None = None
) -> OfficialPaper:
    ids = None if guests is None else [guest.id for guest in guests]
    return meeting_paper(register, meeting.id, kind, today=TODAY, guest_ids=ids)


def told(made: OfficialPaper) -> str:
    lines = []
    for block in made.body:
        if isinstance(block, OfficialTable):
            lines += [" | ".join(getattr(row, "cells", ())) for row in block.rows]
        elif isinstance(block, Paragraph):
            lines.append(f"{block.lead} {block.text}".strip())
    return "\n".join(lines)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "c", tmp_path / "l", tmp_path / "d", tmp_path / "b")


@pytest.fixture
def year_end(demo: Register) -> Meeting:
    """The demo's year-end meeting with all that a meeting can have."""
    card = meetings.meeting_card(demo, held(demo, MeetingKind.YEAR_END).id)
    meeting, people = card.meeting, [member for _, member in card.attendances]
    roll = [dataclasses.replace(each, presence=Presence.PRESENT, reason="") for each, _ in card.attendances]
    for place, presence, reason, at in (
        (0, Presence.EXCUSED, "Ốm", ""),
        (1, Presence.ABSENT, "", ""),
        (2, Presence.LATE, "Mưa lũ", "08:30"),
        (3, Presence.LEFT_EARLY, "", "10:00"),
    ):
        roll[place] = dataclasses.replace(roll[place], presence=presence, reason=reason, at=at)
    guests = rank_guests(
        [
            Guest(meeting_id=meeting.id, name="Ban Thường vụ Hội Cựu chiến binh"),
            Guest(meeting_id=meeting.id, salutation="Bà", name="Hà Liễu", office="Phó Bí thư", came=False),
            *card.guests,
        ]
    )
    election = Election(
        meeting_id=meeting.id,
        name="Bầu bổ sung",
        office="Ủy viên Ban Chấp hành",
        seats=1,
        term="2020–2025",
        ballots_issued=41,
        ballots_returned=41,
        ballots_valid=40,
    )
    standing = [
        Candidate(election_id=election.id, member_id=member.id, votes=votes, position=place)
        for place, (member, votes) in enumerate(zip(people[4:6], (10, 30), strict=True))
    ]
    return meetings.save_meeting(
        demo,
        dataclasses.replace(
            meeting,
            name="Hội nghị tổng kết công tác Hội năm 2023",
            starts="08:00",
            ends="10:30",
            place="Hội trường UBND thành phố Bắc Kạn",
            agenda="Báo cáo kết quả công tác Hội năm 2023\nPhương hướng nhiệm vụ năm 2024\nKhen thưởng",
            conclusions="Thông qua báo cáo; trao giấy khen.",
            quorum=Share.HALF,
            minutes_code="03/BB-HTS",
            invitation_code="15/GM-HTS",
            invitation_on=date(2023, 12, 25),
            invitation_note="Kính đề nghị mang huân chương.",
            resolution="Thông qua báo cáo.\nPhấn đấu:\n1. Kết nạp 03 hội viên;\n2. Thăm 100% hội viên ốm.",
            discussion="Đồng chí Chủ tịch trình bày báo cáo.",
        ),
        attendances=roll,
        guests=guests,
        motions=[
            Motion(meeting_id=meeting.id, position=1, text="Thông qua báo cáo", votes_for=40, votes_other=1),
            Motion(meeting_id=meeting.id, position=2, text="Đổi ngày sinh hoạt", by_ballot=True),
        ],
        elections=[(election, standing)],
        tasks=[
            Task(meeting_id=meeting.id, text="Gửi biên bản", member_id=people[0].id, due=date(2024, 1, 15)),
            Task(meeting_id=meeting.id, text="Mua hoa", assignee="ban Tổ chức"),
        ],
    )


def test_minutes_are_composed_of_all_that_is_known_of_the_meeting(demo: Register, year_end: Meeting) -> None:
    made = paper(demo, year_end, MeetingPaperKind.MINUTES)
    assert (made.number, made.title, made.subject) == (
        "Số: 03/BB-HTS",
        "Biên bản",
        "Hội nghị tổng kết công tác Hội năm 2023",
    )
    names = [member.full_name for _, member in meetings.meeting_card(demo, year_end.id).attendances]
    text = told(made)
    for line in (
        "Thời gian bắt đầu: 08 giờ 00 phút, ngày 05 tháng 01 năm 2024.",
        "Địa điểm: Hội trường UBND thành phố Bắc Kạn.",
        "triệu tập 43 hội viên; có mặt 41; vắng 02 (có lý do 01); có danh sách điểm danh kèm theo.",
        f"Vắng có lý do: đồng chí {names[0]} (ốm).",
        f"Vắng không có lý do: đồng chí {names[1]}.",
        f"Đến muộn: đồng chí {names[2]} (08 giờ 30 phút, mưa lũ).",
        f"Về sớm: đồng chí {names[3]} (10 giờ 00 phút).",
        (
            "có mặt đạt 95,3% số được triệu tập (41/43), đủ điều kiện tiến hành hội nghị "
            "(quy định: quá nửa số được triệu tập)."
        ),
        "Chủ trì (chủ tọa): Đồng chí Vũ Đình Trường, Chủ tịch.",
        "I. Chương trình\n1. Báo cáo kết quả công tác Hội năm 2023;",
        "II. Diễn biến, ý kiến\nĐồng chí Chủ tịch trình bày báo cáo.",
        (
            "III. Biểu quyết\n1. Thông qua báo cáo (biểu quyết công khai): tổng số biểu quyết 41; "
            "tán thành 40 (97,6%); không tán thành 0; ý kiến khác 01 (2,4%). Kết quả: được thông qua."
        ),
        "2. Đổi ngày sinh hoạt (bỏ phiếu kín): tổng số phiếu ……; tán thành …… (đạt ……%)",
        (
            "IV. Bầu cử\n1. Bầu bổ sung (bầu 01 người, bỏ phiếu kín): số phiếu phát ra 41; thu về 41; "
            "hợp lệ 40; không hợp lệ 01."
        ),
        f"{names[5]} | 30 | 75% | Trúng cử\n{names[4]} | 10 | 25% | Không trúng cử",
        f"Kết quả: đồng chí {names[5]} trúng cử Ủy viên Ban Chấp hành nhiệm kỳ 2020–2025.",
        "V. Khen thưởng\nCông bố Quyết định khen thưởng số 01/QĐ-HTS ngày 05 tháng 01 năm 2024 và trao",
        "- Tặng Giấy khen cho 03 tập thể: Chi hội",
        "- Tặng Giấy khen cho 06 cá nhân: Nông Thị Hiền;",
        "VI. Kết luận\nThông qua báo cáo; trao giấy khen.",
        (
            f"VII. Phân công nhiệm vụ\n1. Đồng chí {names[0]}: gửi biên bản; "
            "hoàn thành trước ngày 15/01/2024.\n2. Ban Tổ chức: mua hoa."
        ),
        "Hội nghị kết thúc vào 10 giờ 30 phút cùng ngày.",
    ):
        assert line in text
    guests = text.split("Khách mời: ")[1].split("\n")[0]
    assert guests.startswith("Đồng chí Đỗ Đức Lại, Chủ tịch Hội")  # the province's chairman is named first
    assert guests.endswith("; Ban Thường vụ Hội Cựu chiến binh.")  # who did not come is not named
    assert [signer.office for signer in made.signers] == ["Thư ký", "Chủ tọa"]


def test_what_was_handed_over_on_another_day_is_not_in_the_minutes(demo: Register, year_end: Meeting) -> None:
    round_ = commendations.list_rounds(demo)[0].round
    awards = commendations.round_card(demo, round_.id).awards
    handing_over.hand_over(
        demo, round_.id, on=PartialDate(2024, 1, 5), award_ids={each.id for each in awards[:2]}
    )
    handing_over.hand_over(demo, round_.id, on=PartialDate(2024, 2, 1))
    text = told(paper(demo, year_end, MeetingPaperKind.MINUTES))
    assert f"cho 02 tập thể: {awards[0].recipient}; {awards[1].recipient}." in text
    assert awards[-1].recipient not in text.split("V. Khen thưởng")[1]


def test_minutes_of_a_small_meeting_name_everybody_and_leave_room_for_what_is_not_known(
    demo: Register,
) -> None:
    known = {"minutes_code": "", "agenda": "", "discussion": "", "conclusions": "", "resolution": ""}
    meeting = change(demo, held(demo, MeetingKind.COMMITTEE), quorum=Share.TWO_THIRDS, **known)
    meeting = meetings.save_meeting(demo, meeting, motions=[], elections=[], tasks=[])
    made = paper(demo, meeting, MeetingPaperKind.MINUTES)
    text = told(made)
    assert made.number == "Số: ……/BB-HTS"
    assert (
        "triệu tập 09 ủy viên; có mặt 08; vắng 01 (có lý do 01). Có mặt:\n1. Đ/c Vũ Đình Trường, Chủ tịch;"
        in text
    )
    assert "(quy định: ít nhất hai phần ba số được triệu tập)" in text
    assert text.count("……………………") >= 4
    # Who is not there cannot decide.
    card = meetings.meeting_card(demo, meeting.id)
    absent = [dataclasses.replace(each, presence=Presence.ABSENT) for each, _ in card.attendances]
    meetings.save_meeting(demo, meeting, attendances=absent)
    said = told(paper(demo, meeting, MeetingPaperKind.MINUTES))
    assert "(0/9), chưa đủ điều kiện tiến hành hội nghị" in said
    assert "cần có mặt từ 06 trở lên" in said
    assert meetings.meeting_card(demo, meeting.id).quorum is False


def test_minutes_say_that_nobody_was_elected_where_nobody_had_half_of_the_ballots(demo: Register) -> None:
    meeting = held(demo, MeetingKind.COMMITTEE)
    member = meetings.meeting_card(demo, meeting.id).attendances[0][1]
    election = Election(
        meeting_id=meeting.id, name="Bầu bổ sung", office="Phó Chủ tịch", ballots_returned=9, ballots_valid=8
    )
    standing = Candidate(election_id=election.id, member_id=member.id, votes=4)
    meetings.save_meeting(demo, meeting, elections=[(election, [standing])])
    text = told(paper(demo, meeting, MeetingPaperKind.MINUTES))
    assert "Không trúng cử" in text
    assert "không có ai được quá nửa số phiếu hợp lệ, phải bầu lại" in text


def test_minutes_of_a_meeting_that_is_only_planned_can_be_filled_in_by_hand(demo: Register) -> None:
    meeting = meetings.save_meeting(demo, Meeting(name="Họp chi hội", on=date(2024, 3, 1)))
    text = told(paper(demo, meeting, MeetingPaperKind.MINUTES))
    assert "Thời gian bắt đầu: …… giờ …… phút, ngày 01 tháng 3 năm 2024." in text
    assert "triệu tập …… hội viên; có mặt ……" in text
    assert "Chủ trì (chủ tọa): ………" in text


def test_each_guest_gets_an_invitation_of_his_own(demo: Register, year_end: Meeting, paths: Paths) -> None:
    made = paper(demo, year_end, MeetingPaperKind.INVITATION)
    assert (made.number, made.place_date) == ("Số: 15/GM-HTS", "Bắc Kạn, ngày 25 tháng 12 năm 2023")
    assert [signer.name for signer in made.signers] == ["Vũ Đình Trường"]
    target = paths.documents / "giay-moi.pdf"
    paths.documents.mkdir()
    written = write_meeting_paper(
        demo, year_end.id, MeetingPaperKind.INVITATION, target, paths=paths, today=TODAY
    )
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(target).pages]
    assert written.pages == len(pages) == 3
    guests = (
        "Đồng chí Đỗ Đức Lại, Chủ tịch Hội",
        "Bà Hà Liễu, Phó Bí thư",
        "Ban Thường vụ Hội Cựu chiến binh.",
    )
    for page, guest, called in zip(pages, guests, ("đồng chí", "bà", "Quý vị"), strict=True):
        assert guest in page
        assert f"Sự có mặt của {called} góp phần" in page
        assert "trân trọng kính mời:" in page
        assert "Thời gian: 08 giờ 00 phút, thứ Sáu, ngày 05 tháng 01 năm 2024." in page
        assert "- Phương hướng nhiệm vụ năm 2024;" in page
        assert "Kính đề nghị mang huân chương." in page
    last = meetings.meeting_card(demo, year_end.id).guests[-1]
    one = paper(demo, year_end, MeetingPaperKind.INVITATION, [last])
    assert len(one.copies) == 1
    assert "Ban Thường vụ Hội Cựu chiến binh." in told(one)
    with pytest.raises(NotFoundError):
        meeting_paper(demo, year_end.id, MeetingPaperKind.INVITATION, today=TODAY, guest_ids=["nobody"])


def test_an_invitation_without_guests_has_room_for_a_name(demo: Register) -> None:
    meeting = meetings.save_meeting(demo, held(demo, MeetingKind.TRADITION), guests=[])
    made = paper(demo, meeting, MeetingPaperKind.INVITATION)
    assert len(made.copies) == 1
    assert "trân trọng kính mời: ……………" in told(made)


def test_a_resolution_has_its_lines_as_articles(demo: Register, year_end: Meeting) -> None:
    made = paper(demo, year_end, MeetingPaperKind.RESOLUTION)
    assert told(made) == (
        "Điều 1. Thông qua báo cáo.\n"
        "Điều 2. Phấn đấu:\n"
        "1. Kết nạp 03 hội viên;\n"
        "2. Thăm 100% hội viên ốm.\n"
        "Điều 3. Nghị quyết này đã được hội nghị thông qua ngày 05 tháng 01 năm 2024 "
        "và có hiệu lực từ ngày ký./."
    )
    assert (made.authority, made.order) == ("Hội nghị", "QUYẾT NGHỊ:")
    assert made.basis[-1].startswith("Căn cứ Biên bản hội nghị tổng kết")
    assert (made.signers[0].authority, made.signers[0].office) == ("TM. HỘI NGHỊ", "Chủ tọa")
    typed = "Căn cứ Điều lệ Hội;\nĐiều 1 Đồng ý\nNêu rõ lý do.\nĐiều 2: Nghị quyết này có hiệu lực ngay."
    own = paper(demo, change(demo, year_end, resolution=typed), MeetingPaperKind.RESOLUTION)
    assert own.basis == ("Căn cứ Điều lệ Hội.",)
    assert told(own) == "Điều 1. Đồng ý.\nNêu rõ lý do.\nĐiều 2. Nghị quyết này có hiệu lực ngay./."
    committee = change(demo, held(demo, MeetingKind.COMMITTEE), resolution="Đồng ý.")
    signed = paper(demo, committee, MeetingPaperKind.RESOLUTION)
    assert signed.authority.startswith("Ban Chấp hành Hội")
    assert (signed.signers[0].office, signed.signers[0].name) == ("Chủ tịch", "Vũ Đình Trường")
    with pytest.raises(RuleError, match="chưa ghi nghị quyết"):
        paper(demo, change(demo, committee, resolution=""), MeetingPaperKind.RESOLUTION)


def test_papers_of_a_unit_stand_under_the_units_name(demo: Register) -> None:
    unit = next(row.state for row in list_units(demo, day=TODAY) if row.state.name.startswith("Chi hội"))
    meeting = meetings.save_meeting(
        demo,
        Meeting(
            kind=MeetingKind.UNIT,
            name="Sinh hoạt quý I",
            on=TODAY,
            unit_id=unit.unit_id,
            resolution="Đồng ý.",
        ),
    )
    kinds = (MeetingPaperKind.RESOLUTION, MeetingPaperKind.INVITATION, MeetingPaperKind.MINUTES)
    papers = [paper(demo, meeting, kind) for kind in kinds]
    for made in papers:
        assert made.heading[-1] == unit.name.upper()
        assert "THÀNH PHỐ BẮC KẠN" in made.heading[0]
    assert papers[0].authority == unit.name


def test_the_sheet_is_to_be_signed_before_the_meeting_and_tells_the_roll_after_it(
    demo: Register, year_end: Meeting, paths: Paths, tmp_path: Path
) -> None:
    kind = MeetingPaperKind.ATTENDANCE

    def text_of(today: date) -> tuple[list[str], int]:
        target = tmp_path / "ky-ten.pdf"
        written = write_meeting_paper(demo, year_end.id, kind, target, paths=paths, today=today, replace=True)
        pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(target).pages]
        assert written.pages == len(pages)
        return pages, written.rows

    before, rows = text_of(EVE)
    assert rows == 43 + 3
    assert "STT Họ và tên Chi hội Ký tên" in before[0]
    assert "DANH SÁCH HỘI VIÊN DỰ HỌP" in before[0]
    whole = " ".join(before)
    assert "Triệu tập: 43; có mặt: ……; vắng: …… (có lý do: ……)." in whole
    # The guests sign on a page of their own, with their offices.
    assert "DANH SÁCH KHÁCH MỜI" in before[-1]
    assert before[-1].index("Đỗ Đức Lại") < before[-1].index("Bà Hà Liễu")
    assert "Khách mời: 03; có mặt: ……." in before[-1]

    after, _ = text_of(TODAY)
    whole = " ".join(after)
    assert "Điểm danh" in after[0]
    assert "Ký tên" not in whole
    assert "Triệu tập: 43; có mặt: 41; vắng: 02 (có lý do: 01)." in whole
    assert "Đến muộn, 08 giờ 30 phút, mưa lũ" in whole
    assert "Khách mời: 03; có mặt: 02." in after[-1]

    empty = meetings.save_meeting(demo, Meeting(name="Họp", on=TODAY))
    with pytest.raises(NotFoundError, match="chưa có ai"):
        write_meeting_paper(demo, empty.id, kind, tmp_path / "x.pdf", paths=paths, today=TODAY)
    with pytest.raises(UsageError, match="pdf"):
        write_meeting_paper(demo, year_end.id, kind, tmp_path / "x.docx", paths=paths, today=TODAY)


def test_word_says_what_the_pdf_says(demo: Register, year_end: Meeting, paths: Paths, tmp_path: Path) -> None:
    for kind in MeetingPaperKind:
        if not kind.has_template:
            continue
        files = {}
        for suffix in (".pdf", ".docx"):
            files[suffix] = tmp_path / f"{kind.value}{suffix}"
            write_meeting_paper(demo, year_end.id, kind, files[suffix], paths=paths, today=TODAY)
        words: list[str] = []
        for number, page in enumerate(printed(files[".pdf"].read_bytes()), 1):
            said = page.text.split()
            words += said[1:] if said[0] == str(number) else said
        assert sorted(words_of_docx(files[".docx"].read_bytes())) == sorted(words)


def test_the_minutes_of_the_review_bear_the_number_of_their_meeting(demo: Register) -> None:
    from app.services.award_papers import AwardPaperKind, award_paper

    round_ = commendations.list_rounds(demo)[0].round
    change(demo, held(demo, MeetingKind.AWARDS), minutes_code="07/BB-HTS")
    made = award_paper(demo, round_.id, AwardPaperKind.MINUTES, today=TODAY)
    assert made.number == "Số: 07/BB-HTS"


def test_a_file_is_named_after_its_meeting() -> None:
    meeting = Meeting(name="Họp 1/2024", on=TODAY)
    assert meeting_paper_name(meeting, MeetingPaperKind.MINUTES) == "Biên bản họp 10-01-2024 Họp 1-2024"


def test_shares_and_days_are_said_as_papers_say_them() -> None:
    assert (percent_text(6, 7), percent_text(7, 7), percent_text(0, 0)) == ("85,7%", "100%", "")
    points = ("1. Một", "2.1. Hai", "a) Ba", "- Bốn", "II. Năm", "+ Sáu")
    assert all(map(is_point, points))
    assert not any(map(is_point, ("Điều 1. Một", "30 người dự.", "Ban Chấp hành", "1,5 triệu đồng", "")))
    assert [weekday(date(2024, 1, day)) for day in (1, 5, 7)] == ["thứ Hai", "thứ Sáu", "Chủ nhật"]
