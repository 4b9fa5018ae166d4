"""The words that a Word template may use, each with what stands there: “{{ so }}”, “{{ noi }}”.

The names are Vietnamese, for who changes a template in Word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.official.values import Block, GroupRow, OfficialPaper, OfficialTable
from app.documents.papers.typesetting import BOLD, REGULAR, drawable, wrap


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A word of a template and what it stands for."""

    name: str
    meaning: str


_WORDS = (
    Placeholder("co_quan_cap_tren", "Tên Hội cấp trên, chữ hoa"),
    Placeholder("co_quan", "Tên Hội, chữ hoa"),
    Placeholder("so", "Dòng số văn bản"),
    Placeholder("dia_danh_ngay", "Địa danh và ngày"),
    Placeholder("ten_loai", "Tên loại văn bản, chữ hoa"),
    Placeholder("trich_yeu", "Trích yếu: văn bản nói về việc gì"),
    Placeholder("tham_quyen", "Dòng thẩm quyền của quyết định, chữ hoa"),
    Placeholder("menh_lenh", "Chữ “QUYẾT ĐỊNH:”"),
    Placeholder("thay_mat", "Thẩm quyền ký, như TM. BAN CHẤP HÀNH"),
    Placeholder("chuc_vu", "Chức vụ người ký"),
    Placeholder("nguoi_ky", "Họ tên người ký"),
    Placeholder("chuc_vu_trai", "Chức vụ người ký bên trái (biên bản)"),
    Placeholder("nguoi_ky_trai", "Họ tên người ký bên trái (biên bản)"),
)
_LISTS = (
    Placeholder("kinh_gui", "Danh sách nơi kính gửi"),
    Placeholder("cac_can_cu", "Danh sách căn cứ"),
    Placeholder("noi_nhan", "Danh sách nơi nhận"),
    Placeholder(
        "noi_dung",
        "Các đoạn của văn bản; mỗi đoạn có doan.mo_dau (chữ đậm ở đầu), doan.chu, doan.la_de_muc, "
        "doan.la_phan (tên phần, đứng giữa), doan.bang",
    ),
    Placeholder(
        "cac_phu_luc", "Các danh sách kèm theo: phu_luc.ten, phu_luc.kem_theo, phu_luc.bang, phu_luc.cong"
    ),
    Placeholder(
        "cac_ban",
        "Văn bản làm riêng cho từng người (giấy mời): mỗi bản có ban.noi_dung, ban.noi_nhan",
    ),
)
_CELLS = (
    Placeholder("nhom", "Dòng tên nhóm, như “I. Tập thể”"),
    Placeholder("stt", "Số thứ tự"),
    Placeholder("ten", "Họ và tên, tên tập thể"),
    Placeholder("don_vi", "Chức vụ, đơn vị"),
    Placeholder("hinh_thuc", "Hình thức khen thưởng"),
    Placeholder("thanh_tich", "Thành tích"),
    Placeholder("tien_thuong", "Tiền thưởng"),
    Placeholder("so_vao_so", "Số vào sổ khen thưởng"),
    Placeholder("tan_thanh", "Số phiếu nhất trí"),
    Placeholder("khong_tan_thanh", "Số phiếu không nhất trí"),
    Placeholder("ty_le", "Tỷ lệ nhất trí"),
    Placeholder("ket_qua", "Kết quả xét, kết quả bầu"),
    Placeholder("don_vi_tinh", "Đơn vị tính của một số liệu"),
    Placeholder("ky_truoc", "Số liệu kỳ trước"),
    Placeholder("ky_nay", "Số liệu kỳ này"),
    Placeholder("ghi_chu", "Ghi chú, như “ước”"),
    Placeholder("so_phieu", "Số phiếu của người ứng cử"),
)
_AWARD_FACTS = (
    Placeholder("ten_hoi", "Tên Hội, chữ thường"),
    Placeholder("nam", "Năm công tác"),
    Placeholder("noi_dung_khen", "Nội dung khen của đợt"),
    Placeholder("so_luong", "Số tập thể và cá nhân, như “03 tập thể và 06 cá nhân”"),
    Placeholder("so_tap_the", "Số tập thể"),
    Placeholder("so_ca_nhan", "Số cá nhân"),
    Placeholder("hinh_thuc", "Các hình thức khen thưởng"),
    Placeholder("tong_tien", "Tổng số tiền thưởng"),
    Placeholder("tong_tien_bang_chu", "Tổng số tiền thưởng bằng chữ"),
)
_MEETING_FACTS = (
    Placeholder("ten_hoi", "Tên Hội, chữ thường"),
    Placeholder("nam", "Năm công tác"),
    Placeholder("ten_cuoc_hop", "Tên cuộc họp"),
    Placeholder("thoi_gian", "Giờ và ngày họp"),
    Placeholder("dia_diem", "Địa điểm"),
    Placeholder("chu_toa", "Họ tên người chủ trì"),
    Placeholder("thu_ky", "Họ tên thư ký"),
    Placeholder("trieu_tap", "Số người được triệu tập"),
    Placeholder("co_mat", "Số người có mặt"),
    Placeholder("vang", "Số người vắng"),
    Placeholder("vang_co_ly_do", "Số người vắng có lý do"),
    Placeholder("so_khach", "Số khách mời đã dự"),
)
_REPORT_FACTS = (
    Placeholder("ten_hoi", "Tên Hội, chữ thường"),
    Placeholder("ky_bao_cao", "Kỳ báo cáo, như “năm 2023”"),
    Placeholder("ky_sau", "Kỳ tiếp theo, như “năm 2024”"),
    Placeholder("cot_ky_nay", "Tiêu đề cột số liệu kỳ này, như “Năm 2023”"),
    Placeholder("cot_ky_truoc", "Tiêu đề cột số liệu kỳ trước, như “Năm 2022”"),
    Placeholder("uoc", "“ước đến 31/12/2026” khi kỳ chưa hết"),
    Placeholder("tong_hoi_vien", "Tổng số hội viên"),
)
#: The kinds of paper, which are the names of their templates, and the further words of each.
_FACTS = {
    "de-nghi-khen-thuong": _AWARD_FACTS,
    "bien-ban-xet": _AWARD_FACTS,
    "to-trinh": _AWARD_FACTS,
    "quyet-dinh-khen-thuong": _AWARD_FACTS,
    "giay-moi": _MEETING_FACTS,
    "bien-ban-hop": _MEETING_FACTS,
    "nghi-quyet": _MEETING_FACTS,
    "bao-cao": _REPORT_FACTS,
}
KINDS = tuple(_FACTS)

#: Size of type and room of the lines that our templates set by themselves, in points.
_ISSUER, _AUTHORITY = (11.0, 202.0), (14.0, 420.0)

#: What may stand behind a point: parts of a paragraph, of an annex, of a row of a table, of a loop.
PARTS = frozenset(
    {"mo_dau", "chu", "la_de_muc", "la_phan", "bang", "ten", "kem_theo", "cong", "noi_dung", "noi_nhan"}
    | {each.name for each in _CELLS}
    | {"index", "first", "last", "length"}
)


def placeholders(kind: str) -> tuple[Placeholder, ...]:
    """The words that the template of a kind of paper may use, for people to read."""
    cells = tuple(Placeholder(f"hang.{each.name}", each.meaning) for each in _CELLS)
    return (*_WORDS, *_FACTS[kind], *_LISTS, *cells)


def known_names(kind: str) -> frozenset[str]:
    """The names that stand by themselves in a template of a kind."""
    return frozenset(each.name for each in (*_WORDS, *_FACTS[kind], *_LISTS))


def template_words(paper: OfficialPaper) -> dict[str, object]:
    """What each name stands for in this paper."""
    alone = paper.signers[-1] if paper.signers else None
    left = paper.signers[0] if len(paper.signers) > 1 else None
    words: dict[str, object] = {each.name: "" for each in _FACTS[paper.kind]}
    words.update(paper.facts)
    words.update(
        co_quan_cap_tren="\n".join(_broken(line, REGULAR, _ISSUER) for line in paper.heading[:-1]),
        co_quan=_broken(paper.author, BOLD, _ISSUER),
        so=paper.number,
        dia_danh_ngay=paper.place_date,
        ten_loai=paper.title.upper(),
        trich_yeu=paper.subject,
        kinh_gui=list(paper.addressed),
        tham_quyen=_broken(paper.authority.upper(), BOLD, _AUTHORITY),
        cac_can_cu=list(paper.basis),
        menh_lenh=paper.order,
        noi_dung=_blocks(paper.body),
        cac_ban=[
            {"noi_dung": _blocks(body), "noi_nhan": list(paper.recipients)}
            for body in paper.copies or (paper.body,)
        ],
        noi_nhan=list(paper.recipients),
        thay_mat=alone.authority.upper() if alone else "",
        chuc_vu=alone.office.upper() if alone else "",
        nguoi_ky=alone.name if alone else "",
        chuc_vu_trai=left.office.upper() if left else "",
        nguoi_ky_trai=left.name if left else "",
        cac_phu_luc=[
            {
                "ten": annex.title.upper(),
                "kem_theo": list(annex.subtitle),
                "bang": _rows(annex.table),
                "cong": annex.total,
            }
            for annex in paper.annexes
        ],
    )
    return words


def _blocks(body: Sequence[Block]) -> list[dict[str, object]]:
    return [
        {"bang": _rows(block)}
        if isinstance(block, OfficialTable)
        else {
            "bang": [],
            "mo_dau": f"{block.lead} " if block.lead else "",
            "chu": block.text,
            "la_de_muc": block.is_heading,
            "la_phan": block.is_part,
        }
        for block in body
    ]


def _broken(text: str, font: str, place: tuple[float, float]) -> str:
    """A line that stands alone, broken where a reader would; Word breaks it where it is full."""
    size, room = place
    return "\n".join(wrap(drawable(text, font), font, size, room))


def _rows(table: OfficialTable) -> list[dict[str, str]]:
    keys = [column.key for column in table.columns]
    empty = {each.name: "" for each in _CELLS}
    rows = []
    for row in table.rows:
        if isinstance(row, GroupRow):
            rows.append({**empty, "nhom": row.label})
        else:
            rows.append({**empty, "stt": row.number, **dict(zip(keys, row.cells, strict=True))})
    return rows


def columns_of(paper: OfficialPaper) -> dict[str, frozenset[str]]:
    """The columns that the tables of the paper have, of those in the body and of those in annexes."""
    body = [block for block in paper.body if isinstance(block, OfficialTable)]
    annexes = [annex.table for annex in paper.annexes]
    return {
        place: frozenset({"nhom", "stt"} | {column.key for table in tables for column in table.columns})
        for place, tables in (("doan", body), ("phu_luc", annexes))
    }


#: The columns of tables that a paper may lack: the template's column is then taken out.
CELLS = frozenset(each.name for each in _CELLS)
