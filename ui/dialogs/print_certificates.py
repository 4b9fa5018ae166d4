"""In giấy khen: who, on which printer, whole or on blanks; one sheet to try first; what is sent is logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from app.errors import SoHoiError
from app.progress import Progress
from app.settings import Calibration
from app.vietnamese.numbers import group
from ui import printers
from ui.dialogs.calibrate import open_calibrate
from ui.messages import Action, Notice
from ui.page import Context
from ui.printing import PdfPages, print_pages
from ui.widgets.edit_dialog import dialog_button, scroll_when_crowded, take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.fields import ChoiceBox, TickBox
from ui.widgets.form import Form
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.printer_choice import EXACT_SIZE, PrinterChoice, calibration_words, size_words
from ui.widgets.sheet_choice import SheetChoice
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.certificates import Printing
    from app.services.blanks import BlankEntry
    from app.services.printings import PrintableSheet
    from app.services.sheets import PrintChoice

_PRINTINGS = frozenset({"printings"})
#: How it is printed: whole, or the words alone on what the layout says of a blank; else a blank's name.
_WHOLE, _BLANK = "", "|"


def open_print_certificates(
    context: Context,
    round_id: str,
    parent: QWidget | None,
    *,
    award_ids: Iterable[str] = (),
    overlay: bool = False,
) -> PrintCertificatesDialog:
    """Open “In giấy khen” for the issued sheets of a round; those of ``award_ids`` are ticked.

    Without them it begins with those that were not printed yet.
    """
    dialog = PrintCertificatesDialog(context, round_id, parent, award_ids=award_ids, overlay=overlay)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class PrintCertificatesDialog(QDialog):
    """How at the left, who at the right, and what to look out for above the buttons."""

    def __init__(
        self,
        context: Context,
        round_id: str,
        parent: QWidget | None = None,
        *,
        award_ids: Iterable[str] = (),
        overlay: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("In giấy khen")
        self._context = context
        self._round_id = round_id
        self._wanted = frozenset(award_ids)
        self._is_closed = self._is_busy = False
        self._sheets: tuple[PrintableSheet, ...] = ()
        self._blanks: dict[str, BlankEntry] = {}
        self.notice = NoticeBar(self)
        self.form = Form(context.theme, self)
        self.where = PrinterChoice(self.form, context)
        self._add_fields(overlay=overlay)
        self.who = SheetChoice(context, self)
        self.placed = words("", "soft", self, wrap=True)
        self.doubt = words("", "fieldDoubt", self, wrap=True)
        self.load_words = words("", "", self, wrap=True)
        self.size_words = words(EXACT_SIZE, "soft", self, wrap=True)
        self._lay_out()
        self._connect()
        take_size(self, context.theme, 1060, 700)
        self._read()

    # ---------------------------------------------------------------- look

    def _add_fields(self, *, overlay: bool) -> None:
        self.how = ChoiceBox([(_WHOLE, "Cả tờ"), (_BLANK, "Chỉ chữ, lên phôi in sẵn")])
        self.how.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.how.setMinimumContentsLength(14)
        self.how.set_value(_BLANK if overlay else _WHOLE)
        self.mono = TickBox("In đen trắng (máy không có mực màu)")
        self.copies = QSpinBox()
        self.copies.setRange(1, 20)
        self.copies.lineEdit().setTextMargins(self._context.theme.px(8), 0, 0, 0)
        self.form.add("how", "In gì", self.how)
        self.form.add("copies", "Số bản mỗi tờ", self.copies)
        self.form.add("mono", "In đen trắng", self.mono)

    def _lay_out(self) -> None:
        px = self._context.theme.px
        self.close_button = dialog_button(self, "Đóng", "", self.reject)
        self.calibrate_button = dialog_button(self, "Căn phôi…", "settings", self.calibrate)
        self.trial_button = dialog_button(self, "In thử một tờ", "preview", self.print_trial)
        self.trial_button.setToolTip("In tờ đang chọn ra giấy thường để soi với phôi; không ghi là đã in")
        self.print_button = dialog_button(self, "In", "print", self.print_out, primary=True)
        self.print_button.setToolTip("Ctrl+P")
        left = QVBoxLayout()
        left.setSpacing(px(6))
        left.addWidget(self.form, 1)
        for each in (self.placed, self.doubt):
            left.addWidget(each)
        self.form.setMinimumSize(px(270), px(200))
        sides = QHBoxLayout()
        sides.setSpacing(px(16))
        sides.addLayout(left, 2)
        sides.addWidget(self.who, 3)
        self._body = QVBoxLayout()
        self._body.setSpacing(px(8))
        self._body.addLayout(sides, 1)
        self._body.addWidget(self.load_words)
        self._body.addWidget(self.size_words)
        column = QVBoxLayout(self)
        edge = px(18)
        column.setContentsMargins(edge, px(14), edge, edge)
        column.setSpacing(px(8))
        column.addWidget(words("In giấy khen", "pageTitle", self))
        column.addWidget(self.notice)
        column.addLayout(self._body, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.calibrate_button)
        buttons.addStretch(1)
        for button in (self.close_button, self.trial_button, self.print_button):
            buttons.addWidget(button)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.where.changed.connect(self._follow)
        self.how.edited.connect(self._follow)
        self.who.changed.connect(self._follow)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_out)

    def showEvent(self, event: QShowEvent) -> None:
        scroll_when_crowded(self, self._body)
        self.where.printer.setFocus()
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- who

    def _read(self) -> None:
        """Read the sheets, and which blanks there are."""
        services, round_id = self._context.services, self._round_id

        def work() -> tuple[tuple[PrintableSheet, ...], tuple[BlankEntry, ...]]:
            from app.services.blanks import list_blanks
            from app.services.printings import sheets_of

            return sheets_of(services.register, round_id), list_blanks(services.paths)

        self._context.ask(work, self._show, label="Đang đọc danh sách…")

    def _show(self, found: tuple[tuple[PrintableSheet, ...], tuple[BlankEntry, ...]]) -> None:
        if self._is_closed:
            return
        is_first, (self._sheets, blanks) = not self._sheets, found
        self._blanks = {entry.name: entry for entry in blanks if not entry.problem}
        held = self.how.value()
        self.how.set_choices(
            [
                (_WHOLE, "Cả tờ"),
                (_BLANK, "Chỉ chữ, lên phôi in sẵn"),
                *((name, f"Chỉ chữ, lên phôi “{entry.title}”") for name, entry in self._blanks.items()),
            ]
        )
        self.how.set_value(held)
        if is_first:
            there = {sheet.award_id for sheet in self._sheets}
            unprinted = {sheet.award_id for sheet in self._sheets if not sheet.printings}
            self.who.show_sheets(self._sheets, frozenset((self._wanted & there) or unprinted))
        else:
            self.who.show_sheets(self._sheets)
        self._follow()

    # ---------------------------------------------------------------- what is in force

    @property
    def _is_overlay(self) -> bool:
        return bool(self.how.value() != _WHOLE)

    @property
    def _blank(self) -> BlankEntry | None:
        return self._blanks.get(str(self.how.value()))

    def _key_of(self, layout: str) -> str:
        """Under what the calibration of a sheet is kept: the blank, or the layout it is printed with."""
        return self._blank.name if self._blank is not None else layout

    def calibration(self, layout: str) -> Calibration:
        """The correction that is in force for sheets of a layout."""
        preferences = self._context.services.settings.current
        return preferences.calibration(self._key_of(layout), self.where.name, self.where.tray_key)

    def _follow(self) -> None:
        """Say what is in force and what to look out for."""
        chosen = self.who.chosen()
        sheet = chosen[0] if chosen else next(iter(self._sheets), None)
        sizes = {self._size(each) for each in chosen or self._sheets}
        count = len(chosen) * self.copies.value()
        self.print_button.setText(f"In {group(len(chosen))} tờ" if chosen else "In")
        is_ready = self.where.is_there and bool(chosen) and not self._is_busy
        self.print_button.setEnabled(is_ready)
        self.trial_button.setEnabled(self.where.is_there and sheet is not None and not self._is_busy)
        self.calibrate_button.setEnabled(self.where.is_there and not self._is_busy)
        self._say(self.placed, self._placed_words({each.layout for each in chosen}))
        doubts = [doubt for size in sorted(sizes) if (doubt := self.where.doubt(*size))]
        self._say(self.doubt, "\n".join(doubts))
        self.load_words.setText(self._load_words(count, sizes))
        self.size_words.setObjectName("soft" if self.where.is_known else "fieldDoubt")
        self.size_words.style().polish(self.size_words)

    @staticmethod
    def _say(label: Any, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _size(self, sheet: PrintableSheet) -> tuple[float, float]:
        blank = self._blank
        return (sheet.width, sheet.height) if blank is None else (blank.width, blank.height)

    def _placed_words(self, layouts: set[str]) -> str:
        if not self._is_overlay:
            return ""
        preferences = self._context.services.settings.current
        lines = []
        for key in sorted({self._key_of(layout) for layout in layouts}):
            where = (key, self.where.name, self.where.tray_key)
            if preferences.is_calibrated(*where):
                lines.append(f"Căn phôi: {calibration_words(preferences.calibration(*where))}.")
            else:
                lines.append("Chưa căn phôi cho máy in này. Bấm “Căn phôi…” để đo, hoặc in thử một tờ trước.")
        return "\n".join(dict.fromkeys(lines))

    def _load_words(self, count: int, sizes: set[tuple[float, float]]) -> str:
        what = "phôi" if self._is_overlay else "tờ giấy"
        named = " và ".join(size_words(*size) for size in sorted(sizes))
        text = f"Đặt {group(count)} {what} {named} vào {self.where.tray_words}."
        return (
            f"{text} Chưa rõ mặt nào ngửa lên, đầu nào vào trước: đánh dấu góc một tờ giấy thường rồi bấm "
            "“In thử một tờ”."
        )

    # ---------------------------------------------------------------- printing

    def print_trial(self) -> None:
        """Print the present sheet on plain paper; it does not count as printed."""
        sheet = self.who.present() or next(iter(self.who.chosen()), None)
        if sheet is None or not self.trial_button.isEnabled():
            return

        def after(_nothing: object) -> None:
            more = (
                "Chồng tờ ấy lên phôi, soi trước cửa sổ: lệch thì bấm “Căn phôi…”."
                if self._is_overlay
                else "Xem đã đúng cỡ, đúng màu chưa."
            )
            self._tell(f"Đã gửi một tờ in thử sang máy in {self.where.name}. {more}", ())

        self._send([sheet], 1, f"In thử – {sheet.recipient}", lambda: None, after)

    def print_out(self) -> None:
        """Print what is ticked, and write down that it was sent."""
        chosen = self.who.chosen()
        if not chosen or not self.print_button.isEnabled():
            return
        services, printer, tray = self._context.services, self.where.name, self.where.tray_key
        copies, is_overlay, blank = self.copies.value(), self._is_overlay, self._key_of(chosen[0].layout)

        def log() -> tuple[Printing, ...]:
            from app.services.printings import log_printed

            return log_printed(
                services.register,
                [sheet.issue_id for sheet in chosen],
                printer=printer,
                tray=tray,
                blank=blank,
                overlay=is_overlay,
                at=services.clock(),
                copies=copies,
            )

        def after(logged: tuple[Printing, ...]) -> None:
            ids = [printing.id for printing in logged]
            text = f"Đã gửi {group(len(chosen) * copies)} tờ sang máy in {printer} và ghi là đã in."
            self._tell(text, (("Chưa ra được? Bỏ ghi nhận", lambda: self._forget(ids)),))
            self._context.changes.happened.emit(_PRINTINGS)
            if not self._is_closed:
                self.who.tick_none()
                self._read()

        self._send(chosen, copies, f"Giấy khen, {len(chosen)} tờ", log, after)

    def _send(
        self,
        sheets: list[PrintableSheet],
        copies: int,
        title: str,
        then: Callable[[], Any],
        after: Callable[[Any], object],
    ) -> None:
        """Draw sheets and send them to the printer on the worker, then do ``then`` there."""
        services, choice = self._context.services, self._choice()
        where = {sheet.layout: self.calibration(sheet.layout) for sheet in sheets}
        printer, tray, round_id = self.where.name, self.where.tray_key, self._round_id
        ids = [sheet.award_id for sheet in sheets]

        def work(progress: Progress) -> Any:
            from app.services.printings import print_content

            content = print_content(
                services.register, round_id, ids, choice, lambda layout: where.get(layout, Calibration())
            )
            pages = PdfPages(content)
            try:
                numbers = [number for number in range(len(pages)) for _copy in range(copies)]
                print_pages(pages, printers.open_printer(printer, tray, title), numbers, progress)
            finally:
                pages.close()
            return then()

        def done(result: Any) -> None:
            self.where.remember()
            self._set_busy(is_busy=False)
            after(result)

        def failed(problem: SoHoiError) -> None:
            self._set_busy(is_busy=False)
            self._context.messages.error(problem)

        self._set_busy(is_busy=True)
        self._context.long(work, done, label="Đang gửi sang máy in…", on_failed=failed)

    def _choice(self) -> PrintChoice:
        from app.services.sheets import PrintChoice as Choice

        paths = self._context.services.paths
        return Choice(
            overlay=self._is_overlay,
            mono=self.mono.value(),
            blank_name=self._blank.name if self._blank is not None else "",
            layouts=paths.layouts,
            blanks=paths.blanks,
        )

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        if not self._is_closed:
            self._follow()

    def _tell(self, text: str, actions: tuple[Action, ...]) -> None:
        """Say it here, or in the window once this dialog is closed."""
        if self._is_closed:
            self._context.messages.done(text, actions)
        else:
            self.notice.show_notice(Notice(text, actions, serious=bool(actions)))

    def _forget(self, ids: list[str]) -> None:
        register = self._context.services.register

        def work() -> int:
            from app.services.printings import forget_printed

            return forget_printed(register, ids)

        def after(count: int) -> None:
            self._tell(f"Đã bỏ ghi nhận {group(count)} tờ; các tờ ấy lại là chưa in.", ())
            if not self._is_closed:
                self._read()

        self._context.change(work, after, self._context.messages.error, kinds=_PRINTINGS)

    # ---------------------------------------------------------------- calibration

    def calibrate(self) -> None:
        """Open the calibration of what is printed on, with this printer and tray."""
        sheet = next(iter(self.who.chosen() or self._sheets), None)
        target = self._key_of(sheet.layout) if sheet is not None else ""
        self.where.remember()
        open_calibrate(self._context, self, target=target, on_kept=self._follow)

    def done(self, result: int) -> None:
        """Close; what is being printed goes on, and is told in the window."""
        self._is_closed = True
        super().done(result)
