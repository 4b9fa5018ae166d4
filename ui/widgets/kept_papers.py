"""The papers kept with a record: added by button or by dropping, opened, written out, renamed, taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QDir, QTemporaryDir, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.attachments import Attachment
from app.vietnamese.numbers import group
from ui.flow import Flow
from ui.icons import put_icon
from ui.messages import openers
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from ui.page import Context

_KINDS = frozenset({"attachments"})
_FILES = "Ảnh quét và văn bản (*.pdf *.jpg *.jpeg *.png *.doc *.docx *.xls *.xlsx);;Mọi tệp (*)"


def size_words(size: int) -> str:
    """A size as people say it: "182 KB", "1,4 MB"."""
    if size < 1_000_000:
        return f"{group(max(1, round(size / 1000)))} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _tip(each: Attachment) -> str:
    return " · ".join(part for part in (each.file_name, each.note) if part)


_COLUMNS: tuple[Column[Attachment], ...] = (
    Column("name", "Giấy tờ", lambda each: each.name, 170, least=120, grows=1, tip=_tip),
    Column("on", "Ngày", lambda each: each.on, 124, least=122),
    Column("size", "Cỡ", lambda each: size_words(each.size), 84, least=76, right=True, optional=True),
)


class KeptPapers(QWidget):
    """The files of one record. Signal ``opened(Attachment)``: its name, day or note is to be changed."""

    opened = Signal(object)

    def __init__(
        self,
        context: Context,
        owner: Literal["member_id", "meeting_id"],
        hint: str,
        parent: QWidget | None = None,
    ) -> None:
        """``owner`` is the field by which a paper names its record; ``hint`` says what is kept here."""
        super().__init__(parent)
        self._context = context
        self._owner = owner
        self._owner_id = ""
        self._papers: tuple[Attachment, ...] = ()
        self._copies: QTemporaryDir | None = None
        self.setAcceptDrops(True)
        self.model: TableModel[Attachment] = TableModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda each: each.id,
            parent=self,
        )
        self.table = Table(self.model, f"papers.{owner}", context.theme, context.memory, self)
        self.table.set_lines(2)  # names of papers are long
        self.table.opened.connect(self._open)
        self.table.delete_asked.connect(self._remove)
        self.table.current_changed.connect(self._on_current)
        theme = context.theme
        row = Flow(theme.px(8))
        self.add_button = QPushButton("Thêm giấy tờ…", self)
        put_icon(self.add_button, "add")
        self.add_button.setToolTip("Chọn tệp quét hoặc ảnh chụp; kéo tệp thả vào đây cũng được")
        self.add_button.clicked.connect(lambda _checked: self.add())
        row.addWidget(self.add_button)
        self._row_buttons: list[QPushButton] = []
        for text, icon_name, tip, act in (
            ("Mở", "open", "Mở bằng chương trình của máy (Enter)", self._open),
            ("Ghi ra…", "export", "Ghi tệp ra đĩa hay USB", self._write_out),
            ("Đổi tên…", "edit", "Sửa tên, ngày, ghi chú của giấy tờ", self.opened.emit),
            ("Bỏ", "delete", "Bỏ giấy tờ này; có thể hoàn tác (Del)", self._remove),
        ):
            row.addWidget(self._button(text, icon_name, tip, act))
        column = QVBoxLayout(self)
        edge = theme.px(12)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(words(f"{hint} Giữ trong sổ, có trong bản sao lưu.", "soft", self, wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(row)

    def show_nothing(self, text: str) -> None:
        """Say, in these words, that no record is chosen."""
        self.show_papers("", ())
        self.table.set_empty_text(text)

    def show_papers(self, owner_id: str, papers: Sequence[Attachment]) -> None:
        """Show the papers of a record, the newest day first."""
        self._owner_id = owner_id
        self._papers = tuple(sorted(papers, key=lambda each: each.on.iso if each.on else "", reverse=True))
        self.table.set_empty_text("Chưa có giấy tờ nào.\nBấm “Thêm giấy tờ…” hoặc kéo tệp thả vào đây.")
        self.add_button.setEnabled(bool(owner_id))
        self.model.reload()
        if not papers:
            self._on_current(None)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Attachment], int]:
        return fixed_rows(self._papers)(offset, limit)

    # ---------------------------------------------------------------- what can be done

    def add(self) -> None:
        """Ask for a file and keep it with the record."""
        path = self._context.messages.choose_open_file("Thêm giấy tờ", _FILES)
        if path is not None:
            self.take_in([path])

    def take_in(self, paths: Sequence[Path]) -> None:
        """Keep files with the record, each as a change of its own."""
        register = self._context.services.register
        member_id = self._owner_id if self._owner == "member_id" else None
        meeting_id = self._owner_id if self._owner == "meeting_id" else None
        for path in paths:

            def work(path: Path = path) -> Attachment:
                from app.services import attachments

                return attachments.attach(register, path, member_id=member_id, meeting_id=meeting_id)

            def after(added: Attachment) -> None:
                self.table.select_id(added.id)

            self._context.change(work, after, kinds=_KINDS)

    def _open(self, paper: Attachment) -> None:
        if self._copies is None:
            self._copies = QTemporaryDir(f"{QDir.tempPath()}/so-hoi-XXXXXX")  # gone when the window is
        register, folder = self._context.services.register, Path(self._copies.path())

        def work() -> Path:
            from app.services import attachments

            return attachments.open_copy(register, paper.id, folder)

        self._context.ask(work, self._context.messages.open_path)

    def _write_out(self, paper: Attachment) -> None:
        messages, services = self._context.messages, self._context.services
        suffix = Path(paper.file_name).suffix
        stem = paper.file_name.removesuffix(suffix) or paper.name
        suggested = services.paths.documents / f"{stem}{suffix}"
        path = messages.choose_save_file("Ghi giấy tờ ra tệp", suggested, f"Tệp (*{suffix or '.*'})")
        if path is None:
            return

        def work() -> Path:
            from app.services import attachments

            return attachments.write_out(services.register, paper.id, path, replace=True)

        def after(written: Path) -> None:
            actions = openers(messages, written)
            messages.done(f"Đã ghi {written.name}, {size_words(written.stat().st_size)}", actions)

        self._context.ask(work, after)

    def _remove(self, paper: Attachment) -> None:
        register = self._context.services.register

        def work() -> str:
            from app.services import attachments

            return attachments.remove(register, paper.id)

        self._context.change(work, kinds=_KINDS)

    # ---------------------------------------------------------------- dropping, buttons

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._owner_id and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _dropped(event)
        if self._owner_id and paths:
            event.acceptProposedAction()
            self.take_in(paths)

    def _button(
        self, text: str, icon_name: str, tip: str, act: Callable[[Attachment], object]
    ) -> QPushButton:
        button = QPushButton(text, self)
        if self._context.theme.scale <= 150:
            put_icon(button, icon_name)
        button.setToolTip(tip)

        def on_click() -> None:
            paper = self.table.current_row()
            if paper is not None:
                act(paper)

        button.clicked.connect(on_click)
        self.table.add_row_action(text, icon_name, act)
        self._row_buttons.append(button)
        return button

    def _on_current(self, paper: Attachment | None) -> None:
        for button in self._row_buttons:
            button.setEnabled(paper is not None)


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
