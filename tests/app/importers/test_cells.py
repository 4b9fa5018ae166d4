"""Dates and telephones as people write them: read as they are meant, or left blank, and always told."""

from __future__ import annotations

import pytest

from app.importers.tables import Cell
from tests.app.importers.lists import Memory, table


@pytest.mark.parametrize(
    ("typed", "birth", "message"),
    [
        ("50", "1950", "Ngày sinh “50”: đã hiểu là năm 1950, xin xem lại."),
        (50.0, "1950", "Ngày sinh “50”: đã hiểu là năm 1950, xin xem lại."),
        ("15/8/23", "1923-08-15", "Ngày sinh “15/8/23”: đã hiểu là 15/08/1923, xin xem lại."),
        ("~1950", "1950", "Ngày sinh “~1950”: đã ghi là năm 1950, xin xem lại."),
        ("1956?", "1956", "Ngày sinh “1956?”: đã ghi là năm 1956, xin xem lại."),
        ("khoảng 1950", "1950", "Ngày sinh “khoảng 1950”: đã ghi là năm 1950, xin xem lại."),
        ("khoảng 8/1950", "1950-08", "Ngày sinh “khoảng 8/1950”: đã ghi là 08/1950, xin xem lại."),
        ("Canh Dần 1950", "1950", "Ngày sinh “Canh Dần 1950”: đã ghi là năm 1950, xin xem lại."),
        (
            "12/31/1950",
            None,
            "Ngày sinh “12/31/1950”: có lẽ ghi tháng trước ngày, đã để trống. Hãy ghi ngày trước tháng.",
        ),
        ("31/02/1950", None, "Ngày sinh “31/02/1950”: tháng 2 năm 1950 không có ngày 31, đã để trống."),
        (
            "5/13/50x",
            None,
            "Ngày sinh “5/13/50x”: không hiểu, đã để trống. Hãy gõ như 1950, 8/1950 hoặc 15/8/1950.",
        ),
        ("05/12", None, "Ngày sinh “05/12”: không rõ là ngày và tháng hay tháng và năm, đã để trống."),
        (2090.0, None, "Ngày sinh “2090”: ngày này chưa tới, đã để trống."),
    ],
)
def test_a_doubtful_date_is_read_or_left_blank_and_told_in_one_sentence(
    typed: Cell, birth: str | None, message: str
) -> None:
    plan = Memory().plan(table(("Họ và tên", "Ngày sinh"), ("Bế Văn Đức", typed)))
    held = plan.rows[0].values.get("birth")
    assert (held.iso if held else None) == birth
    assert [(p.row, p.column, p.message) for p in plan.problems()] == [(2, "B", message)]


@pytest.mark.parametrize(
    ("typed", "number", "repair"),
    [
        ("O912345112", "0912345112", "đã sửa chữ O thành số 0"),
        ("'0912345112", "0912345112", "đã bỏ dấu nháy ở đầu"),
        ("09I2345112", None, "không phải số điện thoại"),
        ("912345112", "0912345112", "thiếu số 0 ở đầu"),
        ("’O9l2", None, "không phải số điện thoại"),
        ("090 12O 5112", "0901205112", "đã sửa chữ O thành số 0"),
    ],
)
def test_a_telephone_that_is_repaired_or_left_blank_is_told(
    typed: str, number: str | None, repair: str
) -> None:
    plan = Memory().plan(table(("Họ và tên", "Điện thoại"), ("Bế Văn Đức", typed)))
    assert plan.rows[0].values.get("phone") == number
    ((_, column, message),) = [(p.row, p.column, p.message) for p in plan.problems()]
    assert column == "B"
    assert message.startswith(f"Điện thoại “{typed}”: ")
    assert repair in message
