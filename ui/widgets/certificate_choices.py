"""How certificates are printed: on which layout, in colour or not, whole or on a blank and how that lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.settings import Calibration
from ui.icons import put_icon
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.blanks import BlankEntry
    from app.services.certificates import PrintChoice
    from app.services.layouts import LayoutEntry


class CertificateChoices(QWidget):
    """Layout, colour, files, blank.

    Signal ``changed()`` when the preview must be drawn again.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._layouts: tuple[LayoutEntry, ...] = ()
        self._is_issued = False
        self.layouts = _narrow(ChoiceBox(parent=self), "Mẫu giấy")
        self.design_button = QPushButton("Sửa mẫu…", self)
        put_icon(self.design_button, "edit")
        self.design_button.setToolTip("Mở bàn vẽ mẫu giấy khen: xê dịch, đổi phông chữ, thêm mẫu của Hội")
        self.mono = QCheckBox("Đen trắng", self)
        self.mono.setToolTip("Cho máy in không có màu: mọi màu đổi sang sắc xám in ra vẫn đẹp")
        self.separate = QCheckBox("Mỗi người một tệp", self)
        self.only_new = QCheckBox("Chỉ giấy chưa in", self)
        self.only_new.setToolTip("Xem, ghi và in riêng những giấy chưa gửi ra máy in lần nào")
        self.overlay = QCheckBox("In lên phôi có sẵn", self)
        self.overlay.setToolTip(
            "Chỉ in phần chữ mà phôi còn thiếu; khung, quốc hiệu và tên giấy đã có trên phôi."
        )
        self.blanks = _narrow(ChoiceBox([("", "Phôi theo mẫu giấy")], self), "Phôi")
        self.lies = words("Khi bấm In…, chữ được căn theo máy in và khay đã đo.", "soft", self, wrap=True)
        self.calibrate_button = QPushButton("Căn phôi…", self)
        put_icon(self.calibrate_button, "preview")
        self.calibrate_button.setToolTip("In tờ đo, đọc bốn con số bằng thước: chữ sẽ in đúng chỗ trên phôi")
        self._lay_out()
        self._connect()
        self._show_blank()

    def _connect(self) -> None:
        for choice in (self.layouts, self.blanks):
            choice.edited.connect(self.changed)
        for tick in (self.mono, self.only_new):
            tick.toggled.connect(lambda _ticked: self.changed.emit())
        self.overlay.toggled.connect(lambda _ticked: self._show_blank())
        self.overlay.toggled.connect(lambda _ticked: self.changed.emit())

    # ---------------------------------------------------------------- for the panel

    def choice(self) -> PrintChoice:
        """How the certificates are to be printed, as set now."""
        from app.services.certificates import PrintChoice as Choice

        paths, settings = self._context.services.paths, self._context.services.settings
        is_overlay = self.overlay.isChecked()
        return Choice(
            layout_name=self.layouts.value() or None,
            overlay=is_overlay,
            calibration=settings.current.calibration(self.sheet_name()) if is_overlay else Calibration(),
            mono=self.mono.isChecked(),
            blank_name=str(self.blanks.value() or ""),
            layouts=paths.layouts,
            blanks=paths.blanks,
        )

    def sheet_name(self) -> str:
        """What is calibrated: the blank, else the layout."""
        from app.services.certificates import DEFAULT_LAYOUT

        return str(self.blanks.value() or self.layouts.value() or DEFAULT_LAYOUT)

    def offer(self, layouts: Sequence[LayoutEntry], blanks: Sequence[BlankEntry]) -> None:
        """Offer these layouts and blanks; what was chosen stays chosen."""
        self._layouts = tuple(each for each in layouts if not each.problem)
        good = [(each.name, each.title) for each in blanks if not each.problem]
        self.blanks.set_choices([("", "Phôi theo mẫu giấy"), *good])
        self._offer_layouts()

    def show_round(self, *, is_issued: bool, is_other: bool) -> None:
        """Offer what fits a round; another round begins with its own layouts."""
        self._is_issued = is_issued
        if is_other:
            self.layouts.set_value("")
        self._offer_layouts()

    def _offer_layouts(self) -> None:
        usual = "Như đã phát hành" if self._is_issued else "Theo hình thức khen"
        self.layouts.set_choices([("", usual), *((each.name, each.title) for each in self._layouts)])
        if self.layouts.value() is None:
            self.layouts.set_value("")

    def _show_blank(self) -> None:
        parts: tuple[QWidget, ...] = (self.blanks, self.lies, self.calibrate_button)
        for part in parts:
            part.setVisible(self.overlay.isChecked())

    # ---------------------------------------------------------------- look

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.px(6))
        column.addWidget(words("Mẫu giấy", "heading", self))
        above: tuple[QWidget, ...] = (
            self.layouts,
            self.design_button,
            self.mono,
            self.separate,
            self.only_new,
        )
        for part in above:
            column.addWidget(part)
        column.addWidget(words("Phôi in sẵn", "heading", self))
        below: tuple[QWidget, ...] = (self.overlay, self.blanks, self.lies, self.calibrate_button)
        for part in below:
            column.addWidget(part)


def _narrow(box: ChoiceBox, name: str) -> ChoiceBox:
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box
