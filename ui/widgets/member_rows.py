"""The rows of which a member may have several: policy groups, honours, offices with their terms."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.members import Honour, Policy, PolicyKind
from app.domain.offices import Office
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox, PartialDateEdit, SuggestBox, TextEdit
from ui.widgets.rows_editor import RowField, RowsEditor

HONOURS = (
    "Huân chương Kháng chiến hạng Nhất",
    "Huân chương Kháng chiến hạng Nhì",
    "Huân chương Kháng chiến hạng Ba",
    "Huy chương Kháng chiến hạng Nhất",
    "Huy chương Kháng chiến hạng Nhì",
    "Huân chương Chiến công",
    "Huân chương Chiến sĩ giải phóng",
    "Huy chương Chiến sĩ vẻ vang",
    "Huy chương Quân kỳ quyết thắng",
    "Kỷ niệm chương Chiến sĩ Trường Sơn",
)
_RATES = ("Hạng 1/4", "Hạng 2/4", "Hạng 3/4", "Hạng 4/4", "21%", "31%", "41%", "61%", "81%")


def policy_rows(theme: Theme) -> RowsEditor[Policy]:
    """State policy groups with their rate."""
    return RowsEditor(
        Policy,
        (
            RowField("kind", "Diện", lambda: _tight([(each, each.label) for each in PolicyKind]), 3),
            RowField("rate", "Tỷ lệ, hạng", lambda: SuggestBox(_RATES), 1, second=True),
            RowField("note", "Ghi chú", TextEdit, 2, second=True),
        ),
        "Thêm diện chính sách",
        theme,
        folds_below=600,
    )


def honour_rows(latest_year: int, theme: Theme) -> RowsEditor[Honour]:
    """Medals and titles from the state or from above."""
    return RowsEditor(
        Honour,
        (
            RowField("name", "Tên", lambda: SuggestBox(HONOURS), 3),
            RowField("received", "Năm nhận", lambda: _date(latest_year), 1, second=True),
            RowField("decision", "Số quyết định", TextEdit, 1, second=True),
        ),
        "Thêm huân, huy chương",
        theme,
        folds_below=600,
    )


def office_rows(
    units: Sequence[tuple[str | None, str]], titles: Sequence[str], latest_year: int, theme: Theme
) -> RowsEditor[Office]:
    """Offices in the Hội with place and term; ``units`` are (id, name), ``None`` the branch itself."""
    return RowsEditor(
        Office,
        (
            RowField("name", "Chức vụ", lambda: SuggestBox(titles), 1),
            RowField("unit_id", "Ở", lambda: _tight(units), 1),
            RowField("term", "Nhiệm kỳ", TextEdit, 1, second=True),
            RowField("starts", "Từ", lambda: _date(latest_year), 1, second=True),
            RowField("ends", "Đến", lambda: _date(latest_year), 1, second=True),
        ),
        "Thêm chức vụ",
        theme,
        folds_below=1100,
    )


def _date(latest_year: int) -> PartialDateEdit:
    field = PartialDateEdit(latest_year=latest_year)
    field.setPlaceholderText("")  # the example is longer than the field
    return field


def _tight(choices: Sequence[tuple[object, str]]) -> ChoiceBox:
    box = ChoiceBox(choices)
    # Official names are long; the list shows them whole, the line need not.
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + box.fontMetrics().averageCharWidth() * 5)
    return box
