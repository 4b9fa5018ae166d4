"""The library of pre-printed sheets: which there are, add, change, take away, bring in and out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from app.errors import SoHoiError
from app.services.blanks import Blank, BlankEntry
from ui.dialogs.blank_edit import BlankDialog, Labels
from ui.messages import Action, Notice
from ui.page import Context
from ui.tied_jobs import TiedJobs
from ui.widgets.edit_dialog import dialog_button, take_size
from ui.widgets.enter_key import is_enter, press_focused_button
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.words import words

BLANK_FILES = "Phôi (*.json)"


class BlankLibrary(QDialog):
    """Lists the blanks. Signal ``closed(tuple[BlankEntry], str)``: those there are, and which was chosen."""

    closed = Signal(object, str)

    def __init__(self, context: Context, parent: QWidget | None = None, *, boxes: Labels = ()) -> None:
        """``boxes`` are what can be ticked as printed on a blank; without it the usual ones."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Phôi in sẵn")
        self._jobs = TiedJobs(context.jobs, context.messages)
        self._context = dataclasses.replace(context, jobs=self._jobs)
        self._paths = context.services.paths
        self._boxes = boxes
        self.entries: tuple[BlankEntry, ...] = ()
        self.list = QListWidget(self)
        self.list.setAccessibleName("Các phôi")
        self.list.setWordWrap(True)
        self.list.itemActivated.connect(lambda _item: self.edit())
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        self.notice = NoticeBar(self)
        self.nothing = words(
            "Chưa khai phôi nào. Bấm “Thêm phôi…” và đo tờ phôi bằng thước.", "soft", self, wrap=True
        )
        self.add_button = dialog_button(self, "Thêm phôi…", "add", self.add)
        self.edit_button = dialog_button(self, "Sửa…", "edit", self.edit)
        self.remove_button = dialog_button(self, "Xóa", "delete", self.remove)
        self.in_button = dialog_button(self, "Nhập từ tệp…", "import", self.bring_in)
        self.out_button = dialog_button(self, "Xuất ra tệp…", "export", self.take_out)
        self.close_button = dialog_button(self, "Xong", "check", self.accept)
        self._lay_out()
        self._read()

    def _lay_out(self) -> None:
        px = self._context.theme.px
        side = QVBoxLayout()
        side.setSpacing(px(8))
        for button in (
            self.add_button,
            self.edit_button,
            self.remove_button,
            self.in_button,
            self.out_button,
        ):
            side.addWidget(button)
        side.addStretch(1)
        side.addWidget(self.close_button)
        halves = QHBoxLayout()
        halves.setSpacing(px(12))
        halves.addWidget(self.list, 1)
        halves.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(18))
        column.setSpacing(px(8))
        column.addWidget(words("Phôi in sẵn", "pageTitle", self))
        lead = "Mỗi loại phôi khai một lần: khổ giấy, máy in thêm những ô nào, và ảnh quét để căn chữ."
        column.addWidget(words(lead, "soft", self, wrap=True))
        column.addWidget(self.notice)
        column.addWidget(self.nothing)
        column.addLayout(halves, 1)
        take_size(self, self._context.theme, 760, 500)

    # ---------------------------------------------------------------- the list

    def _read(self, chosen: str = "") -> None:
        def work() -> tuple[BlankEntry, ...]:
            from app.services import blanks

            return blanks.list_blanks(self._paths)

        def show(entries: tuple[BlankEntry, ...]) -> None:
            at = max(self.list.currentRow(), 0)
            self.entries = entries
            self.list.clear()
            self.list.addItems([_line(entry) for entry in entries])
            names = [entry.name for entry in entries]
            self.list.setCurrentRow(names.index(chosen) if chosen in names else min(at, len(names) - 1))
            self._enable()

        self._context.ask(work, show, self._refused)

    @property
    def current(self) -> BlankEntry | None:
        """The chosen blank."""
        row = self.list.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def _enable(self) -> None:
        entry = self.current
        self.nothing.setVisible(not self.entries)
        for button in (self.edit_button, self.out_button, self.remove_button):
            button.setEnabled(entry is not None and not entry.problem)
        if entry is not None and entry.problem:
            self._refused_words(entry.problem)

    # ---------------------------------------------------------------- what can be done

    def add(self) -> None:
        """Ask for a new blank."""
        self._open_dialog(None)

    def edit(self) -> None:
        """Change the chosen blank."""
        entry = self.current
        if entry is None or entry.problem:
            return

        def work() -> Blank:
            from app.services import blanks

            return blanks.find_blank(self._paths, entry.name)

        self._context.ask(work, self._open_dialog, self._refused)

    def _open_dialog(self, blank: Blank | None) -> None:
        dialog = BlankDialog(self._context, blank, self, boxes=self._boxes)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def save(value: Blank, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            def work() -> Blank:
                from app.services import blanks

                return blanks.save_blank(self._paths, value, replace=blank is not None)

            def after(saved: Blank) -> None:
                done()
                self._read(saved.name)

            self._context.ask(work, after, failed, label="Đang lưu phôi…")

        dialog.on_save(save)
        dialog.open()

    def remove(self) -> None:
        """Take the chosen blank away; it can be had back."""
        entry = self.current
        if entry is None:
            return

        def work() -> Blank:
            from app.services import blanks

            return blanks.remove_blank(self._paths, entry.name)

        def after(gone: Blank) -> None:
            self._read()
            self._tell(f"Đã xóa phôi “{gone.title}”.", (("Hoàn tác", lambda: self._put_back(gone)),))

        self._context.ask(work, after, self._refused)

    def _put_back(self, blank: Blank) -> None:
        def work() -> None:
            from app.services import blanks

            blanks.put_back_blank(self._paths, blank)

        def after(_nothing: None) -> None:
            self._read(blank.name)
            self._tell(f"Đã lấy lại phôi “{blank.title}”.")

        self._context.ask(work, after, self._refused)

    def bring_in(self) -> None:
        """Bring in a blank from one file."""
        path = self._context.messages.choose_open_file("Nhập phôi từ tệp", BLANK_FILES)
        if path is None:
            return

        def work() -> Blank:
            from app.services import blanks

            return blanks.import_blank(self._paths, path)

        def after(blank: Blank) -> None:
            self._read(blank.name)
            self._tell(f"Đã nhập phôi “{blank.title}” từ {path.name}.")

        self._context.ask(work, after, self._refused)

    def take_out(self) -> None:
        """Write the chosen blank to one file."""
        entry = self.current
        if entry is None:
            return
        suggested = self._paths.documents / f"{entry.name}.json"
        path = self._context.messages.choose_save_file("Xuất phôi ra tệp", suggested, BLANK_FILES)
        if path is None:
            return

        def work() -> None:
            from app.services import blanks

            blanks.export_blank(self._paths, entry.name, path, replace=True)

        self._context.ask(
            work, lambda _none: self._tell(f"Đã xuất phôi “{entry.title}” ra {path.name}."), self._refused
        )

    # ---------------------------------------------------------------- parts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.remove()
        elif not press_focused_button(self, event) and not is_enter(event):
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        entry = self.current
        self.closed.emit(self.entries, entry.name if entry is not None and not entry.problem else "")
        self._jobs.close()
        super().done(result)

    def _refused(self, problem: SoHoiError) -> None:
        self._refused_words(problem.message)

    def _refused_words(self, sentence: str) -> None:
        self.notice.show_notice(Notice(sentence, serious=True))

    def _tell(self, text: str, actions: tuple[Action, ...] = ()) -> None:
        self.notice.show_notice(Notice(text, actions))


def _line(entry: BlankEntry) -> str:
    if entry.problem:
        return f"{entry.title} – tệp hỏng"
    size = f"{entry.width:g} × {entry.height:g} mm".replace(".", ",")
    return f"{entry.title} – {size}{', có ảnh quét' if entry.has_scan else ''}"
