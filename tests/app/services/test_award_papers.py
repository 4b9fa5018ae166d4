"""The papers of a round say what the register says, and leave room for what is not decided yet."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from app.documents.official.pdf import render_official_pdf
from app.documents.official.values import GroupRow, OfficialPaper, OfficialTable, Paragraph
from app.domain.commendations import Award, AwardRound, Verdict
from app.domain.meetings import MeetingKind
from app.domain.members import Member
from app.errors import FileProblemError, NotFoundError, RuleError, UsageError
from app.paths import Paths
from app.services.award_papers import (
    AwardPaperKind,
    award_paper,
    paper_file_name,
    papers_of,
    write_award_paper,
)
from app.services.commendations import (
    list_rounds,
    new_round,
    propose_member,
    propose_unit,
    round_card,
    save_award,
    save_round,
)
from app.services.decisions import Vote, decide, review, submit
from app.services.meetings import list_meetings, meeting_card, save_meeting
from app.services.official_papers import (
    has_own_template,
    own_template,
    placeholders,
    reset_template,
    template_for,
)
from app.services.registers import branch, save_branch
from app.services.units import list_units
from app.store.register import Register
from tests.app.documents.official.samples import changed, words_of_docx
from tests.app.documents.papers.samples import printed

TODAY = date(2024, 1, 10)
UPPER = "Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh tỉnh Bắc Kạn"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Folders of a user who has written nothing yet."""
    return Paths(tmp_path / "c", tmp_path / "l", tmp_path / "d", tmp_path / "b")


def decided(register: Register) -> AwardRound:
    """The demo's round of 2023, decided on 05/01/2024: three units and six members."""
    return next(row.round for row in list_rounds(register) if row.round.decision_code == "01/QĐ-HTS")


def members(register: Register, count: int) -> list[Member]:
    """Some members."""
    with register.read() as reader:
        return sorted(reader.all(Member), key=lambda member: member.full_name)[:count]


def draft(register: Register, persons: int = 3, **changes: object) -> tuple[AwardRound, list[Award]]:
    """A round that is not decided, of some members; ``changes`` are those of each award."""
    round_ = save_round(register, new_round(register, year=2023, name="Khen thưởng đột xuất năm 2023"))
    awards = []
    for member in members(register, persons):
        award = propose_member(register, round_.id, member.id, today=TODAY)
        awards.append(save_award(register, dataclasses.replace(award, **changes)))  # type: ignore[arg-type]
    return round_, awards


def paper(
    register: Register, round_: AwardRound, kind: AwardPaperKind, unit: str | None = None
) -> OfficialPaper:
    """One paper of a round."""
    return award_paper(register, round_.id, kind, today=TODAY, unit_id=unit)


def told(made: OfficialPaper) -> str:
    """The text of a paper."""
    parts = []
    for block in made.body:
        if isinstance(block, Paragraph):
            parts.append(f"{block.lead} {block.text}".strip())
        else:
            parts += rows(block)
    return "\n".join(parts)


def rows(table: OfficialTable) -> list[str]:
    """The rows of a table, cells parted by bars."""
    return [row.label if isinstance(row, GroupRow) else " | ".join(row.cells) for row in table.rows]


def test_the_decision_says_what_was_decided_with_the_list_as_its_annex(demo: Register) -> None:
    made = paper(demo, decided(demo), AwardPaperKind.DECISION)
    assert made.heading[-1] == "HỘI TRUYỀN THỐNG TRƯỜNG SƠN – ĐƯỜNG HỒ CHÍ MINH THÀNH PHỐ BẮC KẠN"
    assert made.number == "Số: 01/QĐ-HTS"
    assert made.place_date == "Bắc Kạn, ngày 05 tháng 01 năm 2024"
    assert made.subject == (
        "Về việc tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc trong công tác xây dựng Hội "
        "năm 2023"
    )
    assert made.authority.startswith("Ban Chấp hành Hội Truyền thống Trường Sơn")
    assert made.basis[0] == f"Căn cứ Điều lệ {UPPER};"
    assert "Căn cứ Biên bản họp xét khen thưởng ngày 28 tháng 12 năm 2023" in made.basis[2]
    assert [line[-1] for line in made.basis] == [";"] * (len(made.basis) - 1) + ["."]
    first = made.body[0]
    assert isinstance(first, Paragraph)
    assert first == Paragraph(
        "Tặng Giấy khen cho 03 tập thể và 06 cá nhân đã có thành tích xuất sắc trong công tác xây dựng Hội "
        "năm 2023 (có Danh sách kèm theo).",
        "Điều 1.",
    )
    assert told(made).endswith("căn cứ Quyết định thi hành./.")
    assert made.recipients[0] == "Như Điều 2;"
    signer = made.signers[0]
    assert (signer.authority, signer.office) == ("TM. BAN CHẤP HÀNH", "CHỦ TỊCH")
    annex = made.annexes[0]
    assert annex.title == "Danh sách tập thể, cá nhân được tặng Giấy khen"
    assert annex.subtitle[0].startswith(
        "(Kèm theo Quyết định số 01/QĐ-HTS ngày 05 tháng 01 năm 2024 của Ban Chấp hành Hội Truyền thống"
    )
    assert rows(annex.table)[0] == "I. Tập thể"
    assert rows(annex.table)[4] == "II. Cá nhân"
    card = round_card(demo, decided(demo).id)
    listed = [row.cells[0] for row in annex.table.rows if not isinstance(row, GroupRow)]
    assert listed == [award.recipient for award in card.awards]
    # All were honoured for the same, so that no column says it; the numbers are those of the book.
    assert [column.key for column in annex.table.columns] == ["ten", "don_vi", "so_vao_so"]
    assert rows(annex.table)[1].endswith("| 01")


def test_money_and_several_forms_get_articles_of_their_own(demo: Register) -> None:
    round_, awards = draft(demo, 4, money=200_000)
    save_award(
        demo, dataclasses.replace(awards[3], version=awards[3].version, form="Biểu dương", money=100_000)
    )
    unit = list_units(demo)[0].state.unit_id
    save_award(demo, dataclasses.replace(propose_unit(demo, round_.id, unit), money=300_000))
    text = told(paper(demo, round_, AwardPaperKind.DECISION))
    assert "Điều 1. Khen thưởng 01 tập thể và 04 cá nhân đã có thành tích" in text
    assert "1. Tặng Giấy khen cho 01 tập thể và 03 cá nhân;" in text
    assert "2. Biểu dương 01 cá nhân." in text
    assert (
        "Điều 2. Kèm theo khen thưởng là tiền thưởng (mỗi tập thể 300.000 đồng), tổng số 1.000.000 đồng "
        "(Một triệu đồng chẵn), chi từ quỹ của Hội." in text
    )
    made = paper(demo, round_, AwardPaperKind.DECISION)
    assert [column.key for column in made.annexes[0].table.columns] == ["ten", "don_vi", "tien_thuong"]
    assert [row for row in rows(made.annexes[0].table) if row[0] in "IV"] == [
        "I. Giấy khen – tập thể", "II. Giấy khen – cá nhân", "III. Biểu dương – cá nhân",
    ]  # fmt: skip
    assert made.recipients[0] == "Như Điều 3;"


def test_what_is_not_decided_is_left_to_write_by_hand(demo: Register) -> None:
    round_, _ = draft(demo)
    made = paper(demo, round_, AwardPaperKind.DECISION)
    assert made.number == "Số: ……/QĐ-HTS"
    assert made.place_date == "Bắc Kạn, ngày …… tháng …… năm 2024"
    assert "(Kèm theo Quyết định số ……/QĐ-HTS ngày …… tháng …… năm 2024 của" in made.annexes[0].subtitle[0]
    said = told(paper(demo, round_, AwardPaperKind.MINUTES))
    assert "Thời gian bắt đầu: …… giờ …… phút, ngày …… tháng" in said
    assert "Cuộc họp nhất trí đề nghị ban hành quyết định khen thưởng …… tập thể và …… cá nhân" in said
    # What was decided without votes on record was agreed on all the same.
    said = told(paper(demo, decided(demo), AwardPaperKind.MINUTES))
    assert "đề nghị ban hành quyết định tặng Giấy khen cho 03 tập thể và 06 cá nhân có tên nêu trên." in said


def test_the_minutes_name_who_came_and_who_did_not_and_count_the_votes(demo: Register) -> None:
    round_, awards = draft(demo, 3)
    held = next(row.meeting for row in list_meetings(demo) if row.meeting.kind is MeetingKind.AWARDS)
    save_meeting(demo, dataclasses.replace(held, conclusions="Giao Thư ký hoàn thiện hồ sơ."))
    votes = {
        awards[0].id: Vote(Verdict.APPROVED, 7, 0),
        awards[1].id: Vote(Verdict.APPROVED, 6, 1),
        awards[2].id: Vote(Verdict.DECLINED, 2, 5, "chưa đủ thời gian"),
    }
    review(demo, round_.id, votes, meeting_id=held.id, by_ballot=True)
    made = paper(demo, round_, AwardPaperKind.MINUTES)
    said = told(made)
    card = meeting_card(demo, held.id)
    assert made.place_date == ""
    assert made.subject == "Họp xét khen thưởng đột xuất năm 2023"
    assert "Thời gian bắt đầu: 08 giờ 00 phút, ngày 28 tháng 12 năm 2023." in said
    assert f"{card.roll.came:02}/{card.roll.called:02} thành viên được triệu tập (vắng 0" in said
    assert "– sức khỏe yếu" in said
    assert "1. Đ/c Vũ Đình Trường, Chủ tịch;" in said
    assert "bỏ phiếu kín từng trường hợp" in said
    assert f"{awards[0].recipient} | Giấy khen | 7 | 0 | 100% | Nhất trí" in said
    assert f"{awards[1].recipient} | Giấy khen | 6 | 1 | 85,7% | Nhất trí" in said
    assert f"{awards[2].recipient} | Giấy khen | 2 | 5 | 28,6% | Không nhất trí: chưa đủ thời gian" in said
    assert "nhất trí (từ 85,7% trở lên) đề nghị ban hành quyết định tặng Giấy khen cho 02 cá nhân" in said
    assert f"Không đề nghị khen thưởng: {awards[2].recipient}." in said
    assert "Giao Thư ký hoàn thiện hồ sơ." in said
    assert "kết thúc vào 10 giờ 30 phút cùng ngày" in said
    assert [(signer.office, signer.name) for signer in made.signers] == [
        ("Thư ký", "Nông Thị Hiền"), ("Chủ trì", "Vũ Đình Trường"),
    ]  # fmt: skip
    # Who was declined stands in the minutes and nowhere else.
    decide(demo, round_.id, decided_on=TODAY)
    decision = paper(demo, round_, AwardPaperKind.DECISION)
    assert awards[2].recipient not in "\n".join(rows(decision.annexes[0].table))
    assert "02 cá nhân" in told(decision)


def test_what_the_upper_body_decides_is_asked_for_with_a_to_trinh(demo: Register) -> None:
    fresh = dataclasses.replace(new_round(demo, year=2023), decider=UPPER, minutes_on=date(2024, 1, 8))
    round_ = save_round(demo, fresh)
    award = propose_member(demo, round_.id, members(demo, 1)[0].id, today=TODAY)
    save_award(demo, dataclasses.replace(award, form="Bằng khen"))
    round_ = submit(demo, round_.id, on=date(2024, 3, 9))
    assert papers_of(round_)[-1] is AwardPaperKind.SUBMISSION
    made = paper(demo, round_, AwardPaperKind.SUBMISSION)
    assert made.number == "Số: 01/TTr-HTS"
    assert made.place_date == "Bắc Kạn, ngày 09 tháng 3 năm 2024"
    assert made.addressed == (UPPER,)
    assert made.subject.startswith("Về việc đề nghị tặng Bằng khen cho cá nhân có thành tích")
    assert "xem xét, tặng Bằng khen cho 01 cá nhân đã có thành tích" in told(made)
    assert "(Kèm theo Tờ trình số 01/TTr-HTS ngày 09 tháng 3 năm 2024 của Hội" in made.annexes[0].subtitle[0]
    assert made.signers[0].name == "Vũ Đình Trường"
    # What was sent up says the same when the branch is called otherwise and sits elsewhere.
    renamed = dataclasses.replace(branch(demo), name="Hội phường Bắc Kạn", place="Đức Xuân")
    save_branch(demo, renamed)
    assert paper(demo, round_, AwardPaperKind.SUBMISSION) == made
    with pytest.raises(RuleError, match="Hội không ra quyết định"):
        paper(demo, round_, AwardPaperKind.DECISION)
    with pytest.raises(RuleError, match="không cần tờ trình"):
        paper(demo, decided(demo), AwardPaperKind.SUBMISSION)


def test_each_unit_asks_for_its_own(demo: Register) -> None:
    units = list_units(demo)
    one, other = units[0].state, units[1].state
    round_, awards = draft(demo, 3, proposer_id=one.unit_id)
    save_award(demo, dataclasses.replace(awards[2], proposer_id=other.unit_id))
    with pytest.raises(RuleError, match=r"có 2 đơn vị đề nghị: .* Hãy chọn một đơn vị"):
        paper(demo, round_, AwardPaperKind.PROPOSAL)
    made = paper(demo, round_, AwardPaperKind.PROPOSAL, one.unit_id)
    assert made.heading[-1] == one.name.upper()
    assert made.signers[0].office == "Chi hội trưởng"
    assert made.signers[0].name
    said = told(made)
    assert (
        f"{one.name} đã họp, bình xét và đề nghị Ban Chấp hành Hội xét, tặng Giấy khen cho 02 cá nhân" in said
    )
    assert awards[0].recipient in said
    assert awards[2].recipient not in said
    with pytest.raises(RuleError, match="không đề nghị ai"):
        paper(demo, round_, AwardPaperKind.PROPOSAL, units[2].state.unit_id)
    # Nobody is said to have proposed: the unit's name is left to write.
    alone, _ = draft(demo, 1, proposer_id=None)
    assert "……" in paper(demo, alone, AwardPaperKind.PROPOSAL).heading[-1]


def test_an_empty_list_and_an_unknown_round_are_refused(register: Register) -> None:
    round_ = save_round(register, new_round(register, year=2023))
    for kind in papers_of(round_):
        with pytest.raises(RuleError, match="còn trống"):
            award_paper(register, round_.id, kind, today=TODAY)
    with pytest.raises(NotFoundError):
        award_paper(register, "khong-co", AwardPaperKind.MINUTES, today=TODAY)


def test_a_paper_is_written_as_word_or_pdf_and_measured(demo: Register, paths: Paths, tmp_path: Path) -> None:
    round_ = decided(demo)
    kind = AwardPaperKind.DECISION
    name = paper_file_name(round_, kind)
    assert name == "Quyết định khen thưởng 01-QĐ-HTS"
    pdf = write_award_paper(demo, round_.id, kind, tmp_path / f"{name}.pdf", paths=paths, today=TODAY)
    assert pdf.pages == 2
    assert pdf.words.startswith("2 trang, ")
    assert len(printed(pdf.path.read_bytes())) == 2
    word = write_award_paper(demo, round_.id, kind, tmp_path / f"{name}.docx", paths=paths, today=TODAY)
    assert word.size == word.path.stat().st_size
    assert "03 tập thể và 06 cá nhân" in " ".join(words_of_docx(word.path.read_bytes()))
    with pytest.raises(FileProblemError, match="Đã có tệp"):
        write_award_paper(demo, round_.id, kind, word.path, paths=paths, today=TODAY)
    with pytest.raises(UsageError, match=r"\.docx .*\.pdf"):
        write_award_paper(demo, round_.id, kind, tmp_path / "a.odt", paths=paths, today=TODAY)


def test_the_branch_changes_a_template_and_goes_back_to_the_shipped_one(
    demo: Register, paths: Paths, tmp_path: Path
) -> None:
    kind = AwardPaperKind.DECISION
    shipped = template_for(paths, kind)
    assert not has_own_template(paths, kind)
    assert not reset_template(paths, kind)
    own = own_template(paths, kind)
    assert own == paths.templates / "quyet-dinh-khen-thuong.docx"
    assert own.read_bytes() == shipped.read_bytes()
    own.write_bytes(changed(own.read_bytes(), lambda xml: xml.replace("Nơi nhận:", "Gửi {{ ten_hoi }}:")))
    assert own_template(paths, kind) == own == template_for(paths, kind)

    def written(name: str) -> str:
        made = write_award_paper(
            demo, decided(demo).id, kind, tmp_path / f"{name}.docx", paths=paths, today=TODAY
        )
        return " ".join(words_of_docx(made.path.read_bytes()))

    assert "Gửi Hội Truyền thống Trường Sơn" in written("a")
    own.write_bytes(b"khong phai Word")
    with pytest.raises(FileProblemError, match=r"Mẫu quyet-dinh-khen-thuong\.docx không phải là tệp Word"):
        written("b")
    assert not (tmp_path / "b.docx").exists()
    assert reset_template(paths, kind)
    assert (paths.templates / "quyet-dinh-khen-thuong (cũ).docx").exists()
    assert "Nơi nhận:" in written("c")
    own_template(paths, kind)
    assert reset_template(paths, kind)
    assert len(list(paths.templates.iterdir())) == 2  # what was made once is not lost
    assert {each.name for each in placeholders(kind)} >= {"so", "ten_hoi", "noi_dung", "hang.ten"}
    with pytest.raises(UsageError, match="Không có mẫu"):
        template_for(paths, "la")


def test_a_branch_without_upper_body_place_or_chairman_gets_its_papers_too(
    register: Register, paths: Paths, tmp_path: Path
) -> None:
    from app.services import members as people
    from app.services.registers import branch, save_branch

    long = "Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh " + "phường Nguyễn Thị Minh Khai " * 5
    save_branch(
        register, dataclasses.replace(branch(register), name=long.strip(), place="", number_template="")
    )
    round_ = save_round(register, dataclasses.replace(new_round(register, year=2023), basis="", authority=""))
    member = people.add_member(register, Member(full_name="Bế Thị Lan"), unit_id=None, today=TODAY)
    save_award(register, propose_member(register, round_.id, member.id, today=TODAY))
    for kind in papers_of(round_):
        made = paper(register, round_, kind)
        assert made.signers[-1].name == ""
        path = tmp_path / f"{kind}.docx"
        write_award_paper(register, round_.id, kind, path, paths=paths, today=TODAY)
        assert Document(io.BytesIO(path.read_bytes())).paragraphs
        pages = printed(render_official_pdf(paper(register, round_, kind)))
        assert "Bế Thị Lan" in "".join(page.text for page in pages)
