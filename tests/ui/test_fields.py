"""Editors take what people type, show it tidy, and say what is wrong under the field."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.members import Gender, Member
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from ui.theme import Theme
from ui.widgets.fields import (
    ChoiceBox,
    DayEdit,
    FoldingCompleter,
    LongTextEdit,
    MoneyEdit,
    NumberEdit,
    PartialDateEdit,
    SearchField,
    SuggestBox,
    TextEdit,
)
from ui.widgets.record_form import RecordForm


@pytest.mark.parametrize(
    ("typed", "shown", "value"),
    [
        ("1950", "1950", PartialDate(1950)),
        ("8/1950", "08/1950", PartialDate(1950, 8)),
        ("15-8-1950", "15/08/1950", PartialDate(1950, 8, 15)),
        ("sinh năm 1950", "1950", PartialDate(1950)),
        ("", "", None),
    ],
)
def test_a_date_is_shown_tidy_at_the_precision_typed(
    theme: Theme, qtbot: QtBot, typed: str, shown: str, value: PartialDate | None
) -> None:
    field = PartialDateEdit()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.check()
    assert field.text() == shown
    assert field.value() == value


def test_what_is_no_date_is_said_and_stays_as_typed(theme: Theme, qtbot: QtBot) -> None:
    field = PartialDateEdit()
    qtbot.addWidget(field)
    said: list[str] = []
    field.problem.connect(said.append)
    field.setText("31/2/1950")
    assert not field.check()
    assert field.text() == "31/2/1950"
    assert "ngày" in said[-1]


def test_a_whole_day_is_asked_for_where_one_is_needed(theme: Theme, qtbot: QtBot) -> None:
    field = DayEdit(label="Ngày họp")
    qtbot.addWidget(field)
    field.setText("5/1/2024")
    assert field.value() == date(2024, 1, 5)
    field.setText("2024")
    with pytest.raises(FieldError, match="Ngày họp"):
        field.value()


@pytest.mark.parametrize(
    ("typed", "shown", "value"),
    [("500 nghìn", "500.000", 500_000), ("2tr5", "2.500.000", 2_500_000), ("300000", "300.000", 300_000)],
)
def test_money_is_typed_as_it_is_said(theme: Theme, qtbot: QtBot, typed: str, shown: str, value: int) -> None:
    field = MoneyEdit()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.check()
    assert (field.text(), field.value()) == (shown, value)


def test_an_empty_sum_is_nothing_or_zero(theme: Theme, qtbot: QtBot) -> None:
    assert MoneyEdit().value() == 0
    assert MoneyEdit(empty=None).value() is None
    number = NumberEdit(label="Số người")
    number.setText("mười")
    with pytest.raises(FieldError, match="Số người"):
        number.value()
    number.setText("12")
    assert number.value() == 12


def test_suggestions_are_found_without_accents(theme: Theme, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    completer = FoldingCompleter(["Sư đoàn 471", "Đoàn 559", "Binh trạm 30"], field)
    assert completer.matching("doan") == ["Đoàn 559", "Sư đoàn 471"]
    assert completer.matching("su 471") == ["Sư đoàn 471"]
    assert completer.matching("") == ["Sư đoàn 471", "Đoàn 559", "Binh trạm 30"]


def test_a_free_choice_keeps_other_words(theme: Theme, qtbot: QtBot) -> None:
    box = SuggestBox(["Bộ đội", "Dân công hỏa tuyến"])
    qtbot.addWidget(box)
    box.set_value("Văn công")
    box.set_suggestions(["Bộ đội"])
    assert box.value() == "Văn công"


def test_a_choice_gives_its_value_not_its_words(theme: Theme, qtbot: QtBot) -> None:
    box = ChoiceBox([(None, "Chưa rõ"), (Gender.MALE, "Nam"), (Gender.FEMALE, "Nữ")])
    qtbot.addWidget(box)
    box.set_value(Gender.FEMALE)
    box.set_choices([(Gender.FEMALE, "Nữ"), (Gender.MALE, "Nam")])
    assert box.value() is Gender.FEMALE
    box.set_value("nothing of ours")
    assert box.value() is None


def test_long_text_is_tidied(theme: Theme, qtbot: QtBot) -> None:
    field = LongTextEdit()
    qtbot.addWidget(field)
    field.set_value("  một \r\n\r\nhai  ")
    assert field.value() == "một\n\nhai"


def test_search_waits_for_the_last_key(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField("Tìm")
    qtbot.addWidget(field)
    searched: list[str] = []
    field.searched.connect(searched.append)
    QTest.keyClicks(field, "nguyen")
    assert searched == []
    qtbot.waitUntil(lambda: bool(searched))
    assert searched == ["nguyen"]
    from PySide6.QtCore import Qt

    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert searched == ["nguyen", ""]
    assert not field.isUndoAvailable()  # Ctrl+Z is the register's again
    below = QLineEdit(field)
    field.leads_to = below
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.focusWidget() is below


GROUPS = (("Cơ bản", ("full_name", "gender", "birth", "phone")), ("Ghi chú", ("hardship", "note")))


def member_form(theme: Theme, qtbot: QtBot) -> RecordForm[Member]:
    form: RecordForm[Member] = RecordForm(Member, GROUPS, theme, latest_year=2024)
    qtbot.addWidget(form)
    form.resize(900, 600)
    form.show()
    return form


def test_a_form_gives_back_the_record_it_was_given(theme: Theme, qtbot: QtBot) -> None:
    form = member_form(theme, qtbot)
    member = Member(
        full_name="Đỗ Đức Lại", birth=PartialDate(1950), gender=Gender.MALE, hardship=True, note="a\nb"
    )
    form.set_record(member)
    assert form.result_value(member) == member


def test_a_form_says_under_the_field_what_is_wrong(theme: Theme, qtbot: QtBot) -> None:
    form = member_form(theme, qtbot)
    form.set_record(Member(full_name="Đỗ Đức Lại"))
    birth = form.fields["birth"]
    assert isinstance(birth, TextEdit | PartialDateEdit)
    birth.setText("hôm nào đó")
    assert form.new_value() is None
    assert list(form.errors()) == ["birth"]
    birth.setText("1950")
    name = form.fields["full_name"]
    assert isinstance(name, TextEdit)
    name.setText("")
    assert form.new_value() is None
    assert list(form.errors()) == ["full_name"]
    name.setText("Lò Văn Ún")
    made = form.new_value()
    assert made is not None
    assert (made.full_name, made.birth) == ("Lò Văn Ún", PartialDate(1950))
    assert form.errors() == {}


def test_a_form_has_two_columns_when_there_is_room(theme: Theme, qtbot: QtBot) -> None:
    form = member_form(theme, qtbot)
    name, gender = form.cell("full_name"), form.cell("gender")
    assert name.y() == gender.y()
    form.resize(400, 600)
    qtbot.waitUntil(lambda: name.y() < gender.y())
