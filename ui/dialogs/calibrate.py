"""Căn phôi: a sheet to measure on, four readings with a ruler, the correction, a sheet to check it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import FieldError, SoHoiError
from app.progress import Progress
from app.settings import Calibration
from app.vietnamese.text import clean
from ui import printers
from ui.memory import keep
from ui.messages import Notice
from ui.page import Context
from ui.printing import PdfPages, print_pages
from ui.widgets.edit_dialog import dialog_button, take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.fields import ChoiceBox, TextEdit
from ui.widgets.form import Form
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.printer_choice import EXACT_SIZE, PrinterChoice, calibration_words, number_words, size_words
from ui.widgets.reading_picture import ReadingPicture
from ui.widgets.steps import Steps
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.calibrating import Target

_PRINT, _READ, _CHECK = range(3)
_NAMES = ("In tờ đo", "Đo bằng thước", "In thử và lưu")


def open_calibrate(
    context: Context,
    parent: QWidget | None,
    *,
    target: str = "",
    on_kept: Callable[[], object] = lambda: None,
) -> CalibrateDialog:
    """Open “Căn phôi”; ``target`` is what to begin with, ``on_kept`` is told of a new value."""
    dialog = CalibrateDialog(context, parent, target=target)
    dialog.finished.connect(lambda result: on_kept() if result else None)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class Measure(TextEdit):
    """A length in mm as it is read off a ruler: "20", "19,5"; empty where it was not measured."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label

    def value(self) -> float | None:
        """The length, None when the line is empty; raises FieldError for what is none."""
        text = clean(self.text()).removesuffix("mm").strip().replace(",", ".")
        try:
            return float(text) if text else None
        except ValueError:
            raise FieldError("measure", f"{self._label}: hãy gõ số đo theo mi-li-mét, ví dụ 19,5.") from None

    def show_form(self, value: float | None) -> str:
        return "" if value is None else number_words(value)


class CalibrateDialog(QDialog):
    """Three steps. Ctrl+Enter goes on, Alt+Left back, Esc closes without keeping anything."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, target: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("Căn phôi")
        self._context = context
        self._wanted = target
        self._targets: dict[str, Target] = {}
        self._found = Calibration()
        self._is_busy = self._is_closed = False
        theme = context.theme
        self.steps = Steps(_NAMES, theme, self)
        self.notice = NoticeBar(self)
        self.form = Form(theme, self)
        self.where = PrinterChoice(self.form, context)
        self.target = ChoiceBox()
        self.target.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.target.setMinimumContentsLength(14)
        self.form.add("target", "Phôi hoặc mẫu giấy", self.target, wide=True)
        self.picture = ReadingPicture(theme, self)
        self.readings = Form(theme, self)
        self.left, self.top = Measure("A"), Measure("B")
        self.across, self.down = Measure("C"), Measure("D")
        self._add_readings()
        self.doubt = words("", "fieldDoubt", self, wrap=True)
        self.outcome = words("", "heading", self, wrap=True)
        self.trouble = words("", "fieldError", self, wrap=True)
        self.pages = QStackedWidget(self)
        self._make_pages()
        self._lay_out()
        self.where.changed.connect(self._follow)
        self.target.edited.connect(self._follow)
        take_size(self, theme, 860, 640)
        self._read()
        self.show_step(_PRINT)

    # ---------------------------------------------------------------- look

    def _add_readings(self) -> None:
        for name, label, field, hint in (
            ("left", "A – từ mép trái đến chữ thập", self.left, "Đúng ra là 20 mm."),
            ("top", "B – từ mép trên đến chữ thập ấy", self.top, "Đúng ra là 20 mm."),
            ("across", "C – giữa hai chữ thập trên", self.across, ""),
            ("down", "D – giữa hai chữ thập trái", self.down, ""),
        ):
            self.readings.add(name, label, field, hint=hint)
            field.setPlaceholderText("mm, ví dụ 19,5")

    def _make_pages(self) -> None:
        theme = self._context.theme
        first = (
            words(
                "In một tờ có thước và chữ thập ra giấy thường, đúng khổ của phôi, đặt ở khay sẽ đặt phôi.",
                "",
                wrap=True,
            ),
            self.form,
            self.doubt,
            words(EXACT_SIZE, "soft", wrap=True),
        )
        second = (
            words(
                "Lấy thước đo trên tờ vừa in, đọc đến nửa mi-li-mét. C và D để trống cũng được: khi ấy coi "
                "như máy in đúng cỡ.",
                "",
                wrap=True,
            ),
            self.picture,
            self.readings,
        )
        third = (
            self.outcome,
            words(
                "Bấm “In tờ kiểm tra”: tờ ấy đã được dịch theo số này. Bốn chữ thập đỏ phải cách hai mép "
                "giấy gần nhất đúng 20 mm. Đúng rồi thì bấm “Lưu”; còn lệch thì quay lại đo lần nữa.",
                "",
                wrap=True,
            ),
        )
        for parts in (first, second, third):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, theme.px(4), theme.px(6), 0)
            column.setSpacing(theme.px(8))
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
            area = QScrollArea(self)  # the largest type on the smallest screen
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(page)
            self.pages.addWidget(area)
        for form in (self.form, self.readings):
            form.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the page scrolls

    def _lay_out(self) -> None:
        px = self._context.theme.px
        self.back_button = dialog_button(self, "‹ Quay lại", "", self.go_back)
        self.print_button = dialog_button(self, "In tờ đo", "print", self.print_sheet)
        self.check_button = dialog_button(self, "In tờ kiểm tra", "print", self.print_check)
        self.cancel_button = dialog_button(self, "Đóng, không lưu", "", self.reject)
        self.next_button = dialog_button(self, "Tiếp theo", "", self.go_on)
        self.next_button.setProperty("primary", True)
        column = QVBoxLayout(self)
        edge = px(20)
        column.setContentsMargins(edge, px(14), edge, px(16))
        column.setSpacing(px(8))
        column.addWidget(self.steps)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        column.addWidget(self.trouble)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.back_button)
        row.addStretch(1)
        for button in (self.cancel_button, self.print_button, self.check_button):
            row.addWidget(button)
        row.addWidget(self.next_button)
        column.addLayout(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go_on)
        QShortcut(QKeySequence("Alt+Left"), self, self.go_back)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_forms)  # when the forms know how many columns they have

    def _fit_forms(self) -> None:
        for form in (self.form, self.readings):
            form.setFixedHeight(form.widget().minimumSizeHint().height())  # type: ignore[union-attr]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- what is calibrated

    def _read(self) -> None:
        paths = self._context.services.paths

        def work() -> tuple[Target, ...]:
            from app.services.calibrating import targets

            return targets(paths)

        self._context.ask(work, self._offer)

    def _offer(self, found: tuple[Target, ...]) -> None:
        if self._is_closed:
            return
        self._targets = {each.name: each for each in reversed(found)}
        self.target.set_choices(
            [
                (each.name, f"{each.title} ({size_words(each.width, each.height)})")
                for each in found
                if self._targets[each.name] is each
            ]
        )
        usual = self._wanted or self._context.services.settings.current.certificate_layout
        self.target.set_value(usual if usual in self._targets else found[0].name)
        self._follow()

    def _target(self) -> Target | None:
        return self._targets.get(str(self.target.value()))

    def _follow(self) -> None:
        target = self._target()
        is_ready = self.where.is_there and target is not None and not self._is_busy
        for button in (self.print_button, self.check_button):
            button.setEnabled(is_ready)
        self.next_button.setEnabled(target is not None)
        doubt = self.where.doubt(target.width, target.height) if target is not None else ""
        self.doubt.setText(doubt)
        self.doubt.setVisible(bool(doubt))
        if target is not None:
            for name, length in (("across", target.across), ("down", target.down)):
                self.readings.cell(name).set_hint(f"Đúng ra là {number_words(length)} mm. Có thể để trống.")
                getattr(self, name).setPlaceholderText(f"mm, ví dụ {number_words(length - 0.5)}")
            self.picture.show_shape(target.width, target.height)

    # ---------------------------------------------------------------- steps

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self.pages.currentIndex()

    def show_step(self, step: int) -> None:
        """Show a step and put the keyboard where it begins."""
        self.pages.setCurrentIndex(step)
        self.steps.show_step(step)
        self.back_button.setVisible(step > _PRINT)
        self.print_button.setVisible(step == _PRINT)
        self.check_button.setVisible(step == _CHECK)
        self.next_button.setText("Lưu" if step == _CHECK else "Tiếp theo")
        self._say("")
        (self.where.printer, self.left, self.check_button)[step].setFocus()

    def go_back(self) -> None:
        """To the step before."""
        if self.step > _PRINT:
            self.show_step(self.step - 1)

    def go_on(self) -> None:
        """To the next step, with what was read; the last one keeps the result."""
        if not self.next_button.isEnabled():
            return
        if self.step == _READ and not self._reckon():
            return
        if self.step == _CHECK:
            self._keep()
        else:
            self.show_step(self.step + 1)

    def _reckon(self) -> bool:
        """Work out the correction; False when a reading is missing or cannot be."""
        from app.services.calibrating import Readings, measured

        target = self._target()
        fields = {name: getattr(self, name) for name in ("left", "top", "across", "down")}
        self.readings.clear_errors()
        self._say("")
        values: dict[str, float | None] = {}
        for name, field in fields.items():
            try:
                values[name] = field.value()
            except FieldError as problem:
                self.readings.show_error(FieldError(name, problem.message))
                return False
        for name in ("left", "top"):
            if values[name] is None:
                self.readings.show_error(FieldError(name, "Hãy đo và gõ số này."))
                return False
        if target is None:
            return False
        try:
            read = Readings(values["left"] or 0.0, values["top"] or 0.0, values["across"], values["down"])
            self._found = measured(target, read)
        except SoHoiError as problem:
            self._say(problem.message)
            return False
        self.outcome.setText(f"Chữ sẽ được chỉnh: {calibration_words(self._found)}.")
        return True

    def _keep(self) -> None:
        target = self._target()
        if target is None:
            return
        settings = self._context.services.settings
        where = (target.name, self.where.name, self.where.tray_key)
        keep(lambda: settings.calibrate(self._found, *where), self._context.messages)
        self.where.remember()
        printer = f" trên máy in {self.where.name}" if self.where.name else ""
        self._context.messages.done(
            f"Đã nhớ cách căn “{target.title}”{printer}: {calibration_words(self._found)}."
        )
        self.accept()

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    # ---------------------------------------------------------------- printing

    def print_sheet(self) -> None:
        """Print the sheet to measure on."""
        from app.services.calibrating import measuring_sheet

        self._print(
            measuring_sheet, "Tờ đo căn phôi", "Đã gửi tờ đo sang máy in. Ra rồi thì bấm “Tiếp theo”."
        )

    def print_check(self) -> None:
        """Print the sheet again, corrected."""
        from app.services.calibrating import check_sheet

        at = self._found
        self._print(
            lambda paths, target: check_sheet(paths, target, at),
            "Tờ kiểm tra căn phôi",
            "Đã gửi tờ kiểm tra sang máy in. Đúng 20 mm cả bốn góc thì bấm “Lưu”.",
        )

    def _print(self, draw: Callable[..., bytes], title: str, told: str) -> None:
        target, paths = self._target(), self._context.services.paths
        printer, tray = self.where.name, self.where.tray_key
        if target is None or not printer or self._is_busy:
            return

        def work(progress: Progress) -> None:
            pages = PdfPages(draw(paths, target))
            try:
                print_pages(pages, printers.open_printer(printer, tray, title), range(len(pages)), progress)
            finally:
                pages.close()

        def ended() -> None:
            self._is_busy = False
            if not self._is_closed:
                self._follow()

        def done(_nothing: None) -> None:
            self.where.remember()
            ended()
            if not self._is_closed:
                self.notice.show_notice(Notice(told))

        def failed(problem: SoHoiError) -> None:
            ended()
            self._context.messages.error(problem)

        self._is_busy = True
        self._follow()
        self._context.long(work, done, label="Đang gửi sang máy in…", on_failed=failed)

    def done(self, result: int) -> None:
        """Close."""
        self._is_closed = True
        super().done(result)
