"""Giấy mừng thọ for those who were ticked: layout, day and wishes, with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import FieldError, SoHoiError
from app.settings import Calibration
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, DayEdit, LongTextEdit, TickBox
from ui.widgets.form import FieldCell, show_in_cell
from ui.widgets.pdf_view import PdfView
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.layouts import LayoutEntry
    from app.services.longevity import CardChoice, LongevityRow

#: So long after the last key the preview is drawn (ms).
_CALM = 350


class LongevityCardsDialog(EditDialog):
    """Gives a :class:`CardChoice`; the preview shows the first of those who have none yet."""

    def __init__(
        self,
        context: Context,
        year: int,
        rows: Sequence[LongevityRow],
        layouts: Sequence[LayoutEntry],
        parent: QWidget | None = None,
    ) -> None:
        """``rows`` are who gets a card, ``layouts`` those of giấy mừng thọ."""
        number = len(rows)
        kept = sum(row.written for row in rows)
        lead = f"{number} người, mỗi người một trang trong một tệp PDF."
        if kept:
            lead += f" {kept} giấy đã viết trước đây in lại y như cũ, trừ khi viết lại."
        super().__init__(
            f"Giấy mừng thọ năm {year}",
            "Ghi tệp PDF…",
            context.theme,
            context.messages,
            parent,
            lead=lead,
            icon_name="print",
        )
        self._context = context
        self._year = year
        self._rows = rows
        px = context.theme.px
        self.layouts: ChoiceBox = ChoiceBox([(each.name, each.title) for each in layouts if not each.problem])
        self.layouts.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layouts.setMinimumContentsLength(14)
        self.day = DayEdit(label="Ngày trên giấy", latest_year=context.services.today().year + 1)
        self.wishes = LongTextEdit()
        self.anew = TickBox("Viết lại cả giấy đã viết", self)
        self.mono = TickBox("Đen trắng", self)
        self.overlay = TickBox("In lên phôi có sẵn", self)
        self.mono.setToolTip("Cho máy in không có màu")
        self.overlay.setToolTip("Chỉ in phần chữ mà phôi còn thiếu; căn theo số đo đã giữ của mẫu này")
        self._cells = {
            "layout": FieldCell("Mẫu giấy", self.layouts, "", self),
            "on": FieldCell("Ngày trên giấy", self.day, "", self),
            "wishes": FieldCell("Lời chúc (để trống: lời thường dùng)", self.wishes, "", self),
        }
        left = QWidget(self)
        left.setFixedWidth(px(310))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for cell in self._cells.values():
            column.addWidget(cell)
        self.wishes.setMaximumHeight(px(130))
        self.anew.setVisible(bool(kept))
        for tick in (self.anew, self.mono, self.overlay):
            column.addWidget(tick)
        column.addStretch(1)
        self.view = PdfView(context.theme, self)
        self.whose = words("", "soft", self, wrap=True)
        right = QVBoxLayout()
        right.addWidget(self.whose)
        right.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(left)
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)
        self._timer = QTimer(self, singleShot=True, interval=_CALM)
        self._timer.timeout.connect(self.draw)
        self.day.set_value(context.services.today())
        for field in (self.layouts, self.day, self.wishes, self.anew, self.mono, self.overlay):
            field.edited.connect(self._on_edited)
        self.finished.connect(lambda _result: self.view.clear())
        self.take_size(1060, 720)
        self.layouts.setFocus()
        self.draw()

    def result_value(self) -> CardChoice | None:
        """How the cards are written; ``None`` when the day is none, said under it."""
        from app.services.longevity import CardChoice
        from app.services.sheets import PrintChoice

        for cell in self._cells.values():
            cell.say("")
        try:
            on = self.day.value()
        except FieldError as problem:
            self.show_field_error(FieldError("on", problem.message))
            return None
        paths, settings = self._context.services.paths, self._context.services.settings
        name = str(self.layouts.value() or "")
        is_overlay = self.overlay.value()
        sheet = PrintChoice(
            layout_name=name or None,
            overlay=is_overlay,
            mono=self.mono.value(),
            calibration=settings.current.calibration(name) if is_overlay else Calibration(),
            layouts=paths.layouts,
            blanks=paths.blanks,
        )
        return CardChoice(sheet, on=on, wishes=" ".join(self.wishes.value().split()), anew=self.anew.value())

    def show_field_error(self, problem: FieldError) -> bool:
        return show_in_cell(self._cells, problem)

    def draw(self) -> None:
        """Draw the preview."""
        choice = self.result_value()
        if choice is None:
            return
        row = next((each for each in self._rows if not each.written), self._rows[0])
        register, today = self._context.services.register, self._context.services.today()

        def work() -> bytes:
            from app.services import longevity

            return longevity.preview_longevity_card(
                register, self._year, row.member_id, choice=choice, today=today
            )

        def show(content: bytes) -> None:
            if self.isVisible() or not self.view.page_count:
                self._say("")
                self.view.set_pdf(content)

        def failed(problem: SoHoiError) -> None:
            self.view.clear()
            self._say(problem.message)

        self.whose.setText(f"Xem trước giấy của {row.name}")
        self._context.ask(work, show, failed, to=self)

    def _on_edited(self) -> None:
        self._timer.start()
