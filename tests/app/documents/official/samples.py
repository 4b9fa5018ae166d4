"""Official papers for the tests: of any length, with tables and annexes."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable

from docx import Document

from app.documents.official.values import (
    Annex,
    GroupRow,
    OfficialPaper,
    OfficialTable,
    Paragraph,
    Row,
    Signer,
)
from app.domain.year_report import Column, ColumnKind
from app.paths import resources
from tests.app.documents.papers.samples import name

OWN = "HỘI TRUYỀN THỐNG TRƯỜNG SƠN – ĐƯỜNG HỒ CHÍ MINH THÀNH PHỐ BẮC KẠN"
REASON = "Đã có thành tích xuất sắc trong công tác xây dựng Hội năm 2023"
COLUMNS = (
    Column("ten", "Họ và tên, tên tập thể"),
    Column("don_vi", "Chức vụ, đơn vị"),
    Column("so_vao_so", "Số vào sổ", ColumnKind.IDENTIFIER),
)
ACHIEVEMENT = Column("thanh_tich", "Thành tích")


def table(persons: int, reason: str = "") -> OfficialTable:
    """Three collectives and so many persons, with their achievement if there is a reason."""
    columns = COLUMNS if not reason else (*COLUMNS[:2], ACHIEVEMENT, COLUMNS[2])

    def row(number: int, who: str) -> Row:
        cells = (
            who,
            "Chi hội trưởng Chi hội phường Sông Cầu",
            *((reason,) if reason else ()),
            f"{number:02}",
        )
        return Row(str(number), cells)

    rows: list[Row | GroupRow] = [GroupRow("I. Tập thể")]
    rows += [row(number, f"Chi hội phường {number}") for number in range(1, 4)]
    rows += [GroupRow("II. Cá nhân"), *(row(number, name(number)) for number in range(1, persons + 1))]
    return OfficialTable(columns, tuple(rows))


def decision(persons: int = 6, reason: str = "", articles: int = 3) -> OfficialPaper:
    """A decision with its annex; the last article ends the text."""
    text = (
        "Tặng Giấy khen cho 03 tập thể và 06 cá nhân đã có thành tích xuất sắc trong công tác xây dựng Hội "
        "năm 2023, đóng góp tích cực vào phong trào của địa phương (có Danh sách kèm theo)."
    )
    return OfficialPaper(
        kind="quyet-dinh-khen-thuong",
        heading=("HỘI TRUYỀN THỐNG TRƯỜNG SƠN – ĐƯỜNG HỒ CHÍ MINH TỈNH BẮC KẠN", OWN),
        number="Số: 01/QĐ-HTS",
        place_date="Bắc Kạn, ngày 05 tháng 01 năm 2024",
        title="Quyết định",
        subject="Về việc tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc năm 2023",
        authority=f"Ban Chấp hành {OWN}",
        basis=("Căn cứ Điều lệ Hội;", "Căn cứ Quy chế thi đua, khen thưởng của Hội."),
        order="QUYẾT ĐỊNH:",
        body=tuple(Paragraph(text, f"Điều {number}.") for number in range(1, articles + 1)),
        signers=(Signer("Chủ tịch", "Vũ Xuân Dương", "TM. Ban Chấp hành"),),
        recipients=("Như Điều 3;", "Lưu: VT."),
        annexes=(
            Annex(
                "Danh sách tập thể, cá nhân được tặng Giấy khen",
                ("(Kèm theo Quyết định số 01/QĐ-HTS ngày 05 tháng 01 năm 2024 của Ban Chấp hành Hội)",),
                table(persons, reason),
                f"Danh sách có 03 tập thể và {persons:02} cá nhân.",
            ),
        ),
        facts=(("nam", "2023"), ("so_luong", "03 tập thể và 06 cá nhân")),
    )


def minutes(persons: int = 6) -> OfficialPaper:
    """Minutes: a heading in the text, a table in its midst, two who sign."""
    return OfficialPaper(
        kind="bien-ban-xet",
        heading=(OWN,),
        number="Số: ……/BB-HTS",
        place_date="",
        title="Biên bản",
        subject="Họp xét khen thưởng năm 2023",
        body=(
            Paragraph("08 giờ 00 phút.", "Thời gian bắt đầu:"),
            Paragraph("NỘI DUNG", is_heading=True),
            Paragraph("Kết quả như sau:", "1."),
            OfficialTable(
                (COLUMNS[0], Column("tan_thanh", "Nhất trí"), Column("ket_qua", "Kết quả")),
                tuple(Row(str(number), (name(number), "7", "")) for number in range(1, persons + 1)),
            ),
            Paragraph("Cuộc họp kết thúc vào 10 giờ 30 phút cùng ngày./."),
        ),
        signers=(Signer("Thư ký", "Nông Thị Hiền"), Signer("Chủ trì", "Vũ Xuân Dương")),
    )


def request(kind: str) -> OfficialPaper:
    """A paper that asks for commendations: addressed to somebody, the list in the text and in an annex."""
    rows = tuple(Row(str(number), (name(number), "Hội viên", REASON)) for number in range(1, 4))
    asked = OfficialTable((*COLUMNS[:2], ACHIEVEMENT), rows)
    whole = decision()
    return OfficialPaper(
        kind=kind,
        heading=whole.heading,
        number="Số: ……/TTr-HTS",
        place_date="Bắc Kạn, ngày …… tháng …… năm 2024",
        title="Tờ trình",
        subject="Về việc khen thưởng năm 2023",
        addressed=("Hội cấp trên", "Ban Thường vụ Hội"),
        body=(Paragraph("Kính trình xem xét:"), *((asked,) if kind == "de-nghi-khen-thuong" else ())),
        signers=whole.signers,
        recipients=("Như trên;",),
        annexes=(Annex("Danh sách", ("(Kèm theo Tờ trình)",), asked),) if kind == "to-trinh" else (),
    )


def invitation(guests: int = 3) -> OfficialPaper:
    """An invitation made anew for each guest; only the line of the guest differs."""
    copies = tuple(
        (
            Paragraph("Ban Chấp hành Hội trân trọng kính mời:"),
            Paragraph("Chủ tịch Hội tỉnh.", f"Ông {name(number)},"),
            Paragraph("08 giờ 00 phút, thứ Sáu.", "Thời gian:"),
        )
        for number in range(1, guests + 1)
    )
    return OfficialPaper(
        kind="giay-moi",
        heading=decision().heading,
        number="Số: 15/GM-HTS",
        place_date="Bắc Kạn, ngày 25 tháng 12 năm 2023",
        title="Giấy mời",
        subject="Hội nghị tổng kết công tác Hội năm 2023",
        body=copies[0],
        copies=copies,
        signers=decision().signers,
        recipients=("Như trên;", "Lưu: VT."),
    )


def meeting_minutes() -> OfficialPaper:
    """Minutes with an election: a table of candidates, recipients under the two who sign."""
    columns = (
        Column("ten", "Họ và tên"),
        Column("so_phieu", "Số phiếu"),
        Column("ty_le", "Tỷ lệ"),
        Column("ket_qua", "Kết quả"),
    )
    rows = tuple(Row(str(number), (name(number), "33", "94,3%", "Trúng cử")) for number in range(1, 4))
    return dataclasses.replace(
        minutes(),
        kind="bien-ban-hop",
        body=(
            Paragraph("Bầu cử", is_heading=True),
            Paragraph("Kết quả:", "1."),
            OfficialTable(columns, rows),
        ),
        recipients=("Lưu: Hồ sơ.",),
    )


def resolution() -> OfficialPaper:
    """A resolution: bases, articles, no annex."""
    return dataclasses.replace(
        decision(), kind="nghi-quyet", title="Nghị quyết", order="QUYẾT NGHỊ:", annexes=()
    )


def report() -> OfficialPaper:
    """A báo cáo: parts in the middle, headings, the figures of two periods as an annex."""
    columns = (
        Column("ten", "Nội dung"),
        Column("don_vi_tinh", "Đơn vị tính"),
        Column("ky_truoc", "Năm 2022", ColumnKind.MONEY),
        Column("ky_nay", "Năm 2023", ColumnKind.MONEY),
        Column("ghi_chu", "Ghi chú"),
    )
    rows = (
        GroupRow("I. Tổ chức, hội viên"),
        Row("1", ("Hội viên cuối năm", "người", "44", "43", "ước")),
        Row("", ("- Nữ", "người", "13", "14", "")),
    )
    return dataclasses.replace(
        decision(),
        kind="bao-cao",
        title="Báo cáo",
        subject="Kết quả công tác Hội năm 2023, phương hướng, nhiệm vụ năm 2024",
        addressed=("Hội cấp trên",),
        authority="",
        basis=(),
        order="",
        body=(
            Paragraph("Phần thứ nhất", is_part=True),
            Paragraph("KẾT QUẢ CÔNG TÁC HỘI NĂM 2023", is_part=True),
            Paragraph("1. Công tác tổ chức, xây dựng Hội", is_heading=True),
            Paragraph("Tổng số hội viên: 43, sinh hoạt tại 08 chi hội."),
        ),
        annexes=(Annex("Số liệu công tác Hội", ("(Kèm theo Báo cáo)",), OfficialTable(columns, rows)),),
        facts=(("cot_ky_truoc", "Năm 2022"), ("cot_ky_nay", "Năm 2023")),
    )


def template(kind: str) -> bytes:
    """The shipped template of a kind."""
    return (resources() / "templates" / f"{kind}.docx").read_bytes()


def changed(content: bytes, change: Callable[[str], str]) -> bytes:
    """A Word file whose text part was changed, as by somebody in Word."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "word/document.xml":
                data = change(data.decode("utf-8")).encode("utf-8")
            new.writestr(part, data)
    return made.getvalue()


def words_of_docx(content: bytes) -> list[str]:
    """Every word of the text of a Word file, tables included."""
    body = Document(io.BytesIO(content)).element.body
    paragraphs = body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    return " ".join(paragraph.text for paragraph in paragraphs).split()
