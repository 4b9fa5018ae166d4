"""In và xuất: what of the shown members goes onto paper, looked at before it is written or printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.errors import SoHoiError
from app.progress import Progress
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.flow import Flow
from ui.messages import PDF_FILES, WORKBOOK_FILES, Action, Notice, openers
from ui.page import Context
from ui.printing import print_pdf
from ui.widgets.edit_dialog import dialog_button, scroll_when_crowded, take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.paper_choices import PaperChoices
from ui.widgets.pdf_view import PdfView
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.member_lists import MemberQuery
    from app.services.member_papers import MadePdf, PaperOrder, WrittenPaper

T = TypeVar("T")

#: How long after the last change the preview is drawn again (milliseconds).
_CALM = 250
#: The preview shows no more people than this; a page of one person costs more than a row.
_LOOKED_AT, _SHEETS_LOOKED_AT = 200, 10


def open_print_list(
    context: Context, query: MemberQuery, columns: Sequence[str], title: str, parent: QWidget | None
) -> PrintListDialog:
    """Open “In và xuất” for the members that ``query`` shows; ``columns`` are the keys of the shown ones."""
    dialog = PrintListDialog(context, parent, query=query, columns=tuple(columns), title=title)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def open_member_sheet(context: Context, member_id: str, parent: QWidget | None) -> PrintListDialog:
    """Open “In và xuất” for the sheet of one member."""
    dialog = PrintListDialog(context, parent, ids=(member_id,))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class PrintListDialog(QDialog):
    """Choices at the left, the paper at the right, what can be done with it below."""

    def __init__(
        self,
        context: Context,
        parent: QWidget | None = None,
        *,
        query: MemberQuery | None = None,
        columns: tuple[str, ...] = (),
        title: str = "",
        ids: tuple[str, ...] = (),
    ) -> None:
        """``ids`` are single members, of whom there are sheets and labels; else ``query`` says whom."""
        from app.services.member_papers import PaperOrder

        super().__init__(parent)
        self.setWindowTitle("In và xuất")
        self._context = context
        order = PaperOrder(ids=ids, columns=columns, title=title)
        if query is not None:
            order = dataclasses.replace(order, query=query)
        self._asked = 0
        self._is_closed = False
        self.choices = PaperChoices(order, context.theme, context.memory, self)
        self.pdf = PdfView(context.theme, self)
        self.trouble = words("", "fieldError", self, wrap=True)
        self.told = words("", "soft", self, wrap=True)
        self.notice = NoticeBar(self)
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self.draw)
        self._lay_out()
        for keys, act in (("Ctrl+P", self.print_out), ("Ctrl+S", self.write_pdf)):
            QShortcut(QKeySequence(keys), self, act)
        self.choices.changed.connect(self._on_changed)
        self._on_changed()
        self.draw()
        take_size(self, context.theme, 1180, 740)
        self.choices.begin()

    def order(self) -> PaperOrder:
        """What is to be printed, as chosen now."""
        return self.choices.order()

    def _on_changed(self) -> None:
        self.excel_button.setVisible(self.order().kind.is_table)
        self._calm.start()

    def _lay_out(self) -> None:
        theme = self._context.theme
        self.close_button = dialog_button(self, "Đóng", "", self.reject)
        self.print_button = dialog_button(self, "In…", "print", self.print_out)
        self.excel_button = dialog_button(self, "Ghi Excel…", "export", self.write_workbook)
        self.pdf_button = dialog_button(self, "Ghi PDF…", "export", self.write_pdf, primary=True)
        self.print_button.setToolTip("Ctrl+P")
        self.pdf_button.setToolTip("Ctrl+S")
        edge = theme.px(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, theme.px(14), edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(words("In và xuất", "pageTitle", self))
        column.addWidget(self.notice)
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(16))
        left = QVBoxLayout()
        left.addWidget(self.choices, 1)
        left.addWidget(self.trouble)
        left.addWidget(self.told)
        self.choices.setMinimumWidth(theme.px(256))
        sides.addLayout(left, 2)
        sides.addWidget(self.pdf, 3)
        column.addLayout(sides, 1)
        buttons = Flow(theme.px(8))
        buttons.addStretch()
        for button in (self.close_button, self.print_button, self.excel_button, self.pdf_button):
            buttons.addWidget(button)
        column.addLayout(buttons)
        self._sides = sides

    def showEvent(self, event: QShowEvent) -> None:
        scroll_when_crowded(self, self._sides)
        super().showEvent(event)

    # ---------------------------------------------------------------- the paper

    def draw(self) -> None:
        """Draw the preview again."""
        from app.services.member_papers import PaperKind

        services, order = self._context.services, self.order()
        self._asked += 1
        asked = self._asked
        most = _SHEETS_LOOKED_AT if order.kind is PaperKind.SHEETS else _LOOKED_AT

        def work() -> MadePdf:
            from app.services.member_papers import make_pdf

            return make_pdf(services.register, order, today=services.today(), most=most)

        def show(made: MadePdf) -> None:
            if asked == self._asked:
                self.pdf.set_pdf(made.content)
                self._say("", _about(made, most))
                self._enable(is_possible=True)

        def refused(problem: SoHoiError) -> None:
            if asked == self._asked:
                self.pdf.clear()
                self._say(problem.message, "")
                self._enable(is_possible=False)

        self._context.ask(work, show, refused)

    def _say(self, trouble: str, told: str) -> None:
        for label, text in ((self.trouble, trouble), (self.told, told)):
            label.setText(text)
            label.setVisible(bool(text))

    def _enable(self, *, is_possible: bool) -> None:
        for button in (self.print_button, self.excel_button, self.pdf_button):
            button.setEnabled(is_possible)

    # ---------------------------------------------------------------- what is done with it

    def write_pdf(self) -> None:
        """Ask where, write the PDF, say what lies there."""
        self._write(".pdf", "Ghi PDF", PDF_FILES)

    def write_workbook(self) -> None:
        """Ask where, write the workbook, say what lies there."""
        self._write(".xlsx", "Ghi Excel", WORKBOOK_FILES)

    def _write(self, suffix: str, title: str, files: str) -> None:
        if not self.pdf_button.isEnabled():
            return
        services, messages, order = self._context.services, self._context.messages, self.order()
        today = services.today()
        name = "-".join(fold(order.title or order.kind.label).replace(",", "").split())
        suggested = services.paths.documents / f"{name}-{today.isoformat()}{suffix}"
        path = messages.choose_save_file(title, suggested, files)
        if path is None:
            return
        self.choices.remember()

        def work(progress: Progress) -> WrittenPaper:
            from app.services.member_papers import write_paper

            return write_paper(services.register, order, path, today=today, replace=True, progress=progress)

        self._do(work, self._tell, f"Đang ghi {path.name}…")

    def _do(self, work: Callable[[Progress], T], after: Callable[[T], None], label: str) -> None:
        """Do long work; until it ends nothing else can be begun here."""

        def ended() -> None:
            if not self._is_closed:
                self._say("", told)
                self._enable(is_possible=True)

        def done(result: T) -> None:
            ended()
            after(result)

        def failed(problem: SoHoiError) -> None:
            ended()
            self._context.messages.error(problem)

        told = self.told.text()
        self._say("", label)
        self._enable(is_possible=False)
        self._context.long(work, done, label=label, on_failed=failed)

    def _tell(self, written: WrittenPaper) -> None:
        """Say what lies there: here, or in the window once this dialog is closed."""
        from app.services.member_papers import shortcomings

        messages, path = self._context.messages, written.path
        more = shortcomings(written.cut, written.left_out)
        text = f"Đã ghi {written.words}: {path.name}" + (f". {more}" if more else "")
        actions: list[Action] = [*openers(messages, path)]
        if path.suffix.lower() == ".pdf":
            actions.append(("In…", lambda: self._print_file(path)))
        if self._is_closed:
            messages.done(text, actions)
        else:
            self.notice.show_notice(Notice(text, tuple(actions)))

    def _print_file(self, path: Path) -> None:
        if path.exists():
            print_pdf(path.read_bytes(), path.stem, None if self._is_closed else self)
        else:
            self._context.messages.open_path(path)  # says that it is gone

    def print_out(self) -> None:
        """Make the whole paper and ask for a printer."""
        if not self.print_button.isEnabled():
            return
        services, order = self._context.services, self.order()
        self.choices.remember()

        def work(progress: Progress) -> bytes:
            from app.services.member_papers import make_pdf

            return make_pdf(services.register, order, today=services.today(), progress=progress).content

        def after(content: bytes) -> None:
            if not self._is_closed:
                print_pdf(content, order.title or order.kind.label, self)

        self._do(work, after, "Đang dựng trang in…")

    def done(self, result: int) -> None:
        """Close, and let the previewed file go."""
        self._is_closed = True
        self._calm.stop()
        self._asked += 1
        self.pdf.clear()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)


def _about(made: MadePdf, most: int) -> str:
    """What the preview shows of how many, and what it does not hold."""
    from app.services.member_papers import shortcomings

    if made.people > most:
        return f"Xem trước {group(most)} người đầu; khi ghi hoặc in sẽ đủ {group(made.people)} người."
    return f"{group(made.people)} người. {shortcomings(made.cut, made.left_out)}".strip()
