"""A paper of the fund, looked at before it is printed or written: phiếu thu, phiếu chi, sổ quỹ, lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.errors import SoHoiError
from ui.flow import Flow
from ui.messages import Action, Notice
from ui.page import Context
from ui.printing import print_pdf
from ui.widgets.edit_dialog import dialog_button, scroll_when_crowded, take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.fields import ChoiceBox
from ui.widgets.form import FieldCell
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.paper_writing import PaperWriting
from ui.widgets.pdf_view import PdfView
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.official_papers import Written

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """One thing to choose: its key, its label, and (value, words); the first is chosen at first."""

    key: str
    label: str
    options: tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True)
class FundPaper:
    """A paper to look at; ``pdf`` and ``write`` are given what is chosen, by the keys of ``choices``.

    Both run on the worker. ``note`` is a quiet line about the paper.
    """

    title: str
    file_name: str
    pdf: Callable[[Mapping[str, Any]], bytes]
    write: Callable[[Path, Mapping[str, Any]], Written]
    choices: tuple[PaperChoice, ...] = ()
    has_workbook: bool = True
    note: str = ""


def open_fund_papers(context: Context, paper: FundPaper, parent: QWidget | None) -> FundPapersDialog:
    """Show a paper in front of ``parent``."""
    dialog = FundPapersDialog(context, paper, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class FundPapersDialog(QDialog):
    """The choices above, the paper below them, and what can be done with it."""

    def __init__(self, context: Context, paper: FundPaper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(paper.title)
        self._context = context
        self._paper = paper
        self._writing = PaperWriting(context, "fund_papers", self._tell)
        self._asked = 0
        self._content = b""
        self._is_closed = False
        self.trouble = words("", "fieldError", self, wrap=True)
        self.notice = NoticeBar(self)
        self.choices: dict[str, ChoiceBox] = {}
        self._lay_out()
        for keys, act in (("Ctrl+P", self.print_out), ("Ctrl+S", self.write_pdf)):
            QShortcut(QKeySequence(keys), self, act)
        take_size(self, context.theme, 900, 740)
        self.print_button.setFocus()
        self.draw()

    def _lay_out(self) -> None:
        theme, paper = self._context.theme, self._paper
        edge = theme.px(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, theme.px(14), edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(words(paper.title, "pageTitle", self, wrap=True))
        column.addWidget(self.notice)
        line = QHBoxLayout()
        line.setSpacing(theme.px(16))
        for choice in paper.choices:
            box: ChoiceBox = ChoiceBox(choice.options)
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.edited.connect(self.draw)
            self.choices[choice.key] = box
            cell = FieldCell(choice.label, box, "", self)
            cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            line.addWidget(cell)
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.px(8))
        self._body.addLayout(line)
        note = words(paper.note, "soft", self, wrap=True)
        note.setVisible(bool(paper.note))
        self._body.addWidget(note)
        self._body.addWidget(self.trouble)
        self.pdf = PdfView(theme, self)
        self._body.addWidget(self.pdf, 1)
        column.addLayout(self._body, 1)
        self.close_button = dialog_button(self, "Đóng", "", self.reject)
        self.excel_button = dialog_button(self, "Ghi Excel…", "export", self.write_workbook)
        self.pdf_button = dialog_button(self, "Ghi PDF…", "export", self.write_pdf)
        self.print_button = dialog_button(self, "In…", "print", self.print_out, primary=True)
        self.print_button.setToolTip("Ctrl+P")
        self.pdf_button.setToolTip("Ctrl+S")
        self.excel_button.setVisible(paper.has_workbook)
        buttons = Flow(theme.px(8))
        buttons.addStretch()
        for button in (self.close_button, self.excel_button, self.pdf_button, self.print_button):
            buttons.addWidget(button)
        column.addLayout(buttons)

    # ---------------------------------------------------------------- the paper

    def chosen(self) -> dict[str, Any]:
        """What is chosen now, by the keys of the choices."""
        return {key: box.value() for key, box in self.choices.items()}

    def draw(self) -> None:
        """Make the paper anew as it is chosen now."""
        paper, chosen = self._paper, self.chosen()
        self._asked += 1
        asked = self._asked

        def show(content: bytes) -> None:
            if asked == self._asked:
                self._content = content
                self.pdf.set_pdf(content)
                self._say("")

        def refused(problem: SoHoiError) -> None:
            if asked == self._asked:
                self.pdf.clear()
                self._say(problem.message)

        self._context.ask(lambda: paper.pdf(chosen), show, refused, to=self)

    def _say(self, trouble: str) -> None:
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        for button in (self.print_button, self.excel_button, self.pdf_button):
            button.setEnabled(not trouble)
        if trouble:
            self.close_button.setFocus()

    # ---------------------------------------------------------------- what is done with it

    def print_out(self) -> None:
        """Ask for a printer and print what is shown."""
        if self.pdf.page_count:
            print_pdf(self._content, self._paper.title, self)

    def write_pdf(self) -> None:
        """Ask where, write the PDF, say what lies there."""
        self._write(".pdf")

    def write_workbook(self) -> None:
        """Ask where, write the workbook, say what lies there."""
        self._write(".xlsx")

    def _write(self, suffix: str) -> None:
        if not self.pdf.page_count:
            return
        paper, chosen = self._paper, self.chosen()
        name = paper.file_name.replace("/", "-").replace("\\", "-")  # "12/HĐ" names no folder
        self._writing.write(paper.title, name + suffix, lambda path, _progress: paper.write(path, chosen))

    def _tell(self, text: str, actions: tuple[Action, ...]) -> None:
        """Say it here, or in the window once this dialog is closed."""
        if self._is_closed:
            self._context.messages.done(text, actions)
        else:
            self.notice.show_notice(Notice(text, actions))

    def done(self, result: int) -> None:
        """Close, and let the previewed file go."""
        self._is_closed = True
        self._asked += 1
        self.pdf.clear()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        scroll_when_crowded(self, self._body)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)
