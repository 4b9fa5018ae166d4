"""Phiếu thu, phiếu chi: every word on its page whatever its length, two on a page to be cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.papers.blocks import Signer
from app.documents.papers.voucher import Voucher, render_vouchers_pdf
from tests.app.documents.papers.samples import PT, PrintedPage, printed

HEADING = ("HỘI TRUYỀN THỐNG TRƯỜNG SƠN – ĐƯỜNG HỒ CHÍ MINH TỈNH BẮC KẠN", "HỘI THÀNH PHỐ BẮC KẠN")


def voucher(
    number: str = "PT05", fields: tuple[str, ...] = ("Bà Mùi", "Tổ 3", "Ủng hộ"), **more: str
) -> Voucher:
    who, where, why = fields
    return Voucher(
        heading=HEADING,
        title="PHIẾU THU",
        day="Ngày 05 tháng 01 năm 2024",
        number=number,
        fund=more.get("fund", ""),
        fields=(
            ("Họ và tên người nộp tiền", who),
            ("Địa chỉ", where),
            ("Lý do nộp", why),
            ("Số tiền", "300.000 đồng"),
            ("Viết bằng chữ", "Ba trăm nghìn đồng chẵn."),
            ("Kèm theo", "02 chứng từ gốc"),
        ),
        received="Đã nhận đủ số tiền (viết bằng chữ)",
        signers=tuple(
            Signer(office, "(Ký, họ tên)", who)
            for office in ("Chủ tịch", "Kế toán", "Thủ quỹ", "Người lập phiếu", "Người nộp tiền")
        ),
        copy=more.get("copy", ""),
    )


def assert_inside(page: PrintedPage, top: float, bottom: float) -> None:
    """Every letter stands between the margins, and between two heights in millimetres."""
    for _, left, above, right, below in page.letters:
        if top * PT - 1 <= above <= bottom * PT:
            assert left >= 19.5 * PT
            assert right <= 196.6 * PT
            assert top * PT + 8 * PT <= above
            assert below <= bottom * PT - 7 * PT


@settings(max_examples=8)
@given(st.tuples(*[st.text("aăâbcđêghơưừẵ mỗỐ=,", min_size=1, max_size=n) for n in (60, 150, 300)]))
def test_everything_stands_on_its_half_however_long_it_is(fields: tuple[str, str, str]) -> None:
    (page,) = printed(render_vouchers_pdf([voucher(fields=fields), voucher()], two_up=True))
    assert (page.width, page.height) == pytest.approx((210 * PT, 297 * PT), abs=0.1)
    assert_inside(page, 0, 148.5)
    assert_inside(page, 148.5, 297)
    upper = "".join(page.within(0, 0, page.width, 148.5 * PT).split())
    for text in fields:
        assert "".join(text.split()) in upper


def test_one_stands_on_an_a5_page_and_says_all() -> None:
    pages = printed(render_vouchers_pdf([voucher(fund="Quỹ Nghĩa tình", copy="Liên 2"), voucher("")]))
    assert [(page.width, page.height) for page in pages] == [pytest.approx((595.28, 420.94), abs=0.1)] * 2
    for said in (
        "PHIẾU THU", "Số: PT05", "Quỹ Nghĩa tình", "Liên 2", "Ngày 05 tháng 01 năm 2024",
        "Họ và tên người nộp tiền: Bà Mùi", "Địa chỉ: Tổ 3", "Lý do nộp: Ủng hộ", "Số tiền: 300.000 đồng",
        "Viết bằng chữ: Ba trăm nghìn đồng chẵn.", "Kèm theo: 02 chứng từ gốc", "Người lập phiếu",
        "Đã nhận đủ số tiền (viết bằng chữ):", "HỘI THÀNH PHỐ BẮC KẠN", "Độc lập - Tự do - Hạnh phúc",
    ):  # fmt: skip
        assert said in pages[0].text, said
    assert "Số: …" in pages[1].text
    three = printed(render_vouchers_pdf([voucher(f"PT{n}") for n in range(3)], two_up=True))
    assert [("PT0" in page.text, "PT2" in page.text) for page in three] == [(True, False), (False, True)]
