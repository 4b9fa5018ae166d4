"""Labels: every text inside its own label, on the label where it belongs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.papers.labels import LABEL_SHEETS, LabelPrint, LabelSheet, render_labels
from app.documents.papers.values import Label
from tests.app.documents.papers.samples import PT, name, printed

TEXT = st.text(max_size=300)


def labels_by_place(content: bytes, sheet: LabelSheet, dx: float = 0, dy: float = 0) -> list[str]:
    """The letters in each label of each page; fails for a letter in none."""
    found = []
    for page in printed(content):
        inside = 0
        for place in range(sheet.per_page):
            left, top = ((a + b) * PT for a, b in zip(sheet.corner(place), (dx, dy), strict=True))
            right, bottom = left + sheet.label[0] * PT, top + sheet.label[1] * PT
            own = [
                letter
                for letter in page.letters
                if letter[1] >= left and letter[2] >= top and letter[3] <= right and letter[4] <= bottom
            ]
            inside += len(own)
            found.append("".join(letter[0] for letter in own))
        assert inside == len(page.letters)
    return found


@pytest.mark.parametrize("key", list(LABEL_SHEETS))
def test_labels_follow_each_other_from_the_first_free_one(key: str) -> None:
    sheet = LABEL_SHEETS[key]
    start = min(5, sheet.per_page)
    labels = [
        Label(name(n), "Kính gửi: Ông", ("Tổ 5, phường Đức Xuân",), ("Hội A", "Số 1")) for n in range(30)
    ]
    made = render_labels(labels, LabelPrint(sheet, start, 0.5, -0.2), title="Nhãn", author="Hội")
    found = labels_by_place(made.content, sheet, 0.5, -0.2)
    assert found[: start - 1] == [""] * (start - 1)
    for number, text in enumerate(found[start - 1 : start - 1 + 30]):
        assert name(number).replace(" ", "") in text
        assert ("HộiA" in text) == sheet.envelope
    assert "".join(found[start - 1 + 30 :]) == ""
    assert made.cut == ()


@pytest.mark.parametrize("key", list(LABEL_SHEETS))
@given(data=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=4))
@settings(max_examples=20)
def test_no_text_leaves_its_label(key: str, data: list[tuple[str, str, str]]) -> None:
    sheet = LABEL_SHEETS[key]
    labels = [Label(each[0], each[1], (each[2], each[0]), (each[1], each[2])) for each in data]
    labels_by_place(
        render_labels(labels, LabelPrint(sheet, cut_marks=True), title="N", author="H").content, sheet
    )


def test_a_text_too_long_for_its_label_is_cut_and_told() -> None:
    sheet = LABEL_SHEETS["3x7"]
    labels = [Label("Bế Lan", "", ("địa chỉ " * 300,)), Label("Ma An", "", ("Tổ 5",))]
    made = render_labels(labels, LabelPrint(sheet), title="N", author="H")
    found = labels_by_place(made.content, sheet)
    assert made.cut == ("Bế Lan",)
    assert found[0].endswith("…")
    assert found[1] == "MaAnTổ5"


def test_labels_of_every_sheet_lie_on_their_page() -> None:
    for sheet in LABEL_SHEETS.values():
        left, top = sheet.corner(sheet.per_page - 1)
        assert left + sheet.label[0] <= sheet.page[0] + 0.1
        assert top + sheet.label[1] <= sheet.page[1] + 0.1
