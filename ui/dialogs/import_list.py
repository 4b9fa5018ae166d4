"""An Excel list into the register: file, columns, row by row what would happen, then one change."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import SoHoiError
from app.vietnamese.numbers import group
from ui.dialogs.import_steps.columns_step import ColumnsStep
from ui.dialogs.import_steps.file_step import FileStep
from ui.dialogs.import_steps.preview_step import PreviewStep
from ui.dialogs.import_steps.result_step import ResultStep
from ui.dialogs.import_steps.session import ImportSession
from ui.icons import put_icon
from ui.messages import Notice
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.steps import Steps

_FILE, _COLUMNS, _PREVIEW, _RESULT = range(4)
_NAMES = ("Chọn tệp", "Trang tính và cột", "Xem trước", "Kết quả")
_NEXT = ("Tiếp theo", "Xem trước", "Đưa vào sổ", "Xong")
_QUESTION = "Những gì vừa chọn cho danh sách này chưa được đưa vào sổ. Đóng và bỏ hết?"
#: What is done sooner than this (milliseconds) shows no bar.
_BAR_AFTER = 400
#: A screen that is lower than this (pixels at 100 %) has no room for all that is told.
_ROOMY = 600
#: And lower than this none for the row of steps; the title tells the step.
_STEPS_FROM = 480


class ImportDialog(QDialog):
    """The wizard. :meth:`begin` opens it at the first step, :meth:`read` with a file already named.

    Ctrl+Enter goes on, Alt+Left back, Esc closes; closing asks when something was chosen.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_agreed = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.session = ImportSession(context, self)
        self.steps = Steps(_NAMES, context.theme, self)
        self.notice = NoticeBar(self)
        room = self.screen().availableGeometry().height() * 100 / context.theme.scale
        is_tight = room < _ROOMY
        self.steps.setVisible(room >= _STEPS_FROM)
        self.file_step = FileStep(context, self)
        self.columns_step = ColumnsStep(context, self.session, self, tight=is_tight)
        self.preview_step = PreviewStep(context, self.session, self, tight=is_tight)
        self.result_step = ResultStep(context, self.session, self)
        self.pages = QStackedWidget(self)
        for page in (self.file_step, self.columns_step, self.preview_step, self.result_step):
            whole = QScrollArea(self)  # the largest type on the smallest screen
            whole.setWidgetResizable(True)
            whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            whole.setWidget(page)
            self.pages.addWidget(whole)
        self.back_button = QPushButton("‹ Quay lại", self)
        self.cancel_button = QPushButton("Hủy, không đưa gì vào", self)
        self.next_button = QPushButton(self)
        self.next_button.setProperty("primary", True)
        self.other_button = QPushButton("Nhập danh sách khác", self)
        self.stop_button = QPushButton("Dừng", self)
        self.doing = QLabel(self)
        self.doing.setObjectName("soft")
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self._bar_timer = QTimer(self, singleShot=True, interval=_BAR_AFTER)
        self._bar_timer.timeout.connect(self._show_bar)
        self._lay_out()
        self._connect()
        self._show_busy("")
        self.show_step(_FILE)

    def _lay_out(self) -> None:
        px = self._context.theme.px
        is_roomy = self._context.theme.scale <= 150
        self.bar.setMaximumWidth(px(90))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.back_button)
        row.addWidget(self.other_button)
        row.addWidget(self.doing, 1)
        row.addWidget(self.bar)
        buttons = (self.stop_button, self.cancel_button, self.next_button)
        for button in buttons:
            row.addWidget(button)
        for button in (self.back_button, self.other_button, *buttons):
            button.setAutoDefault(False)  # Enter presses the button that has the keyboard, no other
        column = QVBoxLayout(self)
        edge = px(20 if is_roomy else 8)
        column.setContentsMargins(edge, px(12 if is_roomy else 4), edge, px(14 if is_roomy else 6))
        column.setSpacing(px(8 if is_roomy else 4))
        column.addWidget(self.steps)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        column.addLayout(row)
        take_size(self, self._context.theme, 1140, 740)

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._on_opened)
        session.planned.connect(self._on_planned)
        session.failed.connect(self._on_unreadable)
        session.refused.connect(
            lambda problem: self.notice.show_notice(Notice(problem.message, serious=True))
        )
        session.busy.connect(self._show_busy)
        session.applied.connect(self._on_applied)
        self.file_step.chosen.connect(self.read)
        self.result_step.members_asked.connect(self._see_members)
        self.back_button.clicked.connect(lambda _checked: self.go_back())
        self.next_button.clicked.connect(lambda _checked: self.go_on())
        self.other_button.clicked.connect(lambda _checked: self._begin_again())
        self.stop_button.clicked.connect(lambda _checked: session.cancel())
        self.cancel_button.clicked.connect(lambda _checked: self.reject())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.next_button.click)
        QShortcut(QKeySequence("Alt+Left"), self, self.back_button.click)
        QShortcut(QKeySequence("Ctrl+Z"), self, self._undo)

    # ---------------------------------------------------------------- the file

    def begin(self) -> None:
        """Open the wizard where the file is chosen."""
        self.open()
        self.file_step.choose_button.setFocus()

    def read(self, path: Path) -> None:
        """Read a list and go on to its columns; nothing is changed yet."""
        if self.session.is_applying or not self._may_drop():
            return
        if not self.isVisible():
            self.open()
        self.notice.hide()
        self.file_step.show_problem("")
        self.session.open(path)

    def _on_opened(self) -> None:
        read = self.session.read
        if read is not None:
            self.file_step.remember(read.path)
        self.show_step(_COLUMNS)

    def _on_unreadable(self, problem: SoHoiError) -> None:
        self.show_step(_FILE)
        self.file_step.show_problem(problem.message)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None and self.pages.currentIndex() != _RESULT:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    # ---------------------------------------------------------------- from step to step

    def show_step(self, number: int) -> None:
        """Show one of the four steps, and put the keyboard where it begins."""
        self.pages.setCurrentIndex(number)
        self.steps.show_step(number if number != _RESULT else len(_NAMES))
        read = self.session.read
        what = f"Đưa {read.path.name} vào sổ" if read is not None else "Đưa danh sách Excel vào sổ"
        self.setWindowTitle(f"{what} – bước {number + 1} trên {len(_NAMES)}: {_NAMES[number]}")
        if number == _PREVIEW:
            self.preview_step.start()
        elif number == _RESULT:
            self.result_step.show_result()
        self._show_buttons()
        self._chain_keys()
        if number == _FILE:
            self.file_step.choose_button.setFocus()
        elif number == _COLUMNS:
            self.columns_step.show_plan()
            self._chain_keys()
            self.next_button.setFocus()
        elif number == _RESULT:
            self.next_button.setFocus()

    def _chain_keys(self) -> None:
        """Let the Tab key go through the step, then along the buttons."""
        steps = (self.file_step, self.columns_step, self.preview_step, self.result_step)
        buttons = (
            self.back_button,
            self.other_button,
            self.stop_button,
            self.cancel_button,
            self.next_button,
        )
        for before, after in pairwise((*steps[self.pages.currentIndex()].stops, *buttons)):
            self.setTabOrder(before, after)

    def go_on(self) -> None:
        """The deed of the present step."""
        number = self.pages.currentIndex()
        if not self.next_button.isEnabled() or not self.next_button.isVisibleTo(self):
            return
        self.notice.hide()
        if number == _PREVIEW:
            self.session.apply()
        elif number == _RESULT:
            self.accept()
        else:
            self.show_step(number + 1)

    def go_back(self) -> None:
        """The step before; what was chosen stays."""
        number = self.pages.currentIndex()
        if number in (_COLUMNS, _PREVIEW) and not self.session.is_applying:
            self.notice.hide()
            self.show_step(number - 1)

    def _on_planned(self) -> None:
        if self.pages.currentIndex() == _COLUMNS:
            self.columns_step.show_plan()
        elif self.pages.currentIndex() == _PREVIEW:
            self.preview_step.show_plan()
        self._show_buttons()
        self._chain_keys()

    def _show_buttons(self) -> None:
        number, plan, session = self.pages.currentIndex(), self.session.plan, self.session
        is_ready = plan is not None and not plan.refusal and not session.is_planning
        shown = {
            self.back_button: number in (_COLUMNS, _PREVIEW),
            self.other_button: number == _RESULT,
            self.cancel_button: number != _RESULT,
            self.next_button: number != _FILE or plan is not None,
        }
        for button, is_shown in sorted(shown.items(), key=lambda pair: pair[1]):
            button.setVisible(is_shown)  # those that go first, or all together would widen the dialog
        self.pages.setEnabled(not session.is_applying)
        self.back_button.setEnabled(not session.is_applying)
        self.cancel_button.setText("Hủy, không đưa gì vào" if number else "Đóng")
        self.cancel_button.setEnabled(not session.is_applying)
        self.next_button.setEnabled(number == _RESULT or (is_ready and not session.is_applying))
        text = _NEXT[number]
        if number == _PREVIEW and plan is not None:
            figures = plan.summary()
            todo = figures.added + figures.updated
            text = f"Đưa {group(todo)} người vào sổ" if todo else "Xong, không có gì mới"
        self.next_button.setText(text)
        self.next_button.setToolTip("Ctrl+Enter")
        if number == _PREVIEW:
            put_icon(self.next_button, "import")
        else:
            self.next_button.setIcon(QIcon())

    # ---------------------------------------------------------------- doing

    def _undo(self) -> None:
        if self.pages.currentIndex() == _PREVIEW and not self.session.is_applying:
            self.session.undo()

    def _on_applied(self) -> None:
        self.show_step(_RESULT)

    def _begin_again(self) -> None:
        self.session.plan = self.session.read = self.session.result = None
        self.show_step(_FILE)

    def _see_members(self) -> None:
        self.accept()
        self._context.navigator.open_page("members")

    def _show_busy(self, text: str) -> None:
        self.doing.setText("")
        if text:
            self._bar_timer.start()
            self._doing_text = text
        else:
            self._bar_timer.stop()
            self.bar.hide()
            self.stop_button.hide()
        self._show_buttons()

    def _show_bar(self) -> None:
        self.doing.setText(self._doing_text)
        self.bar.show()
        self.stop_button.setVisible(self.session.is_reading)

    # ---------------------------------------------------------------- keyboard, closing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    def _may_drop(self) -> bool:
        """Whether what was chosen may go; asks when there is something."""
        return not self.session.is_edited or self._context.messages.confirm(_QUESTION, "Bỏ", "Ở lại")

    def reject(self) -> None:
        """Close without bringing anything in; asks when something was chosen."""
        if not self.session.is_applying and self._may_drop():
            super().reject()

    def done(self, result: int) -> None:
        """Close; nothing that is still being read is waited for."""
        self.session.close()
        super().done(result)


def _dropped(event: QDropEvent) -> Path | None:
    """The one file that is being dropped, if it is one."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None
