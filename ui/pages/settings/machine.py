"""What belongs to this machine: type size and palette, where backups go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from app.settings import TYPE_SCALES
from ui.dialogs.backups import back_up_now, size_text
from ui.icons import put_icon
from ui.memory import keep
from ui.page import Context
from ui.widgets.cards import Card, stack_cards
from ui.widgets.fields import TickBox
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.backups import BackupRow


class LookTab(QWidget):
    """The slider of the type size and the dark palette; both take hold at once."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, len(TYPE_SCALES) - 1)
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setAccessibleName("Cỡ chữ")
        self.slider.valueChanged.connect(self._on_slid)
        self._size = words("", "bigFigure", self)
        self.dark = TickBox("Nền tối (dễ chịu hơn vào buổi tối)", self)
        self.dark.edited.connect(self._on_dark)
        sample = words(
            "Chữ mẫu: tặng giấy khen đồng chí Nguyễn Thị Ngọc Ánh.",
            "",
            self,
            wrap=True,
        )
        line = QHBoxLayout()
        line.addWidget(words("Nhỏ", "soft", self))
        line.addWidget(self.slider, 1)
        line.addWidget(words("To", "soft", self))
        line.addWidget(self._size)
        size = Card("Cỡ chữ", context.theme, self)
        size.body.addLayout(line)
        size.body.addWidget(sample)
        ground = Card("Màu nền", context.theme, self)
        ground.body.addWidget(self.dark)
        stack_cards(self, context.theme, size, ground)
        context.theme.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        theme = self._context.theme
        blockers = [QSignalBlocker(self.slider), QSignalBlocker(self.dark)]
        self.slider.setValue(TYPE_SCALES.index(theme.scale))
        self.dark.setChecked(theme.is_dark)
        self._size.setText(f"{theme.scale} %")
        for blocker in blockers:
            blocker.unblock()

    def _on_slid(self, place: int) -> None:
        scale = TYPE_SCALES[place]
        settings = self._context.services.settings
        keep(lambda: settings.change(type_scale=scale), self._context.messages)
        self._context.theme.apply(scale, dark=self._context.theme.is_dark)

    def _on_dark(self) -> None:
        dark = self.dark.value()
        settings = self._context.services.settings
        keep(lambda: settings.change(dark=dark), self._context.messages)
        self._context.theme.apply(self._context.theme.scale, dark=dark)


class BackupTab(QWidget):
    """The backup folder, the second place, and the latest backup."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._first = words("", "", self, wrap=True)
        self._second = words("", "", self, wrap=True)
        self._latest = words("", "soft", self, wrap=True)
        grid = QGridLayout()
        grid.setSpacing(context.theme.px(8))
        self._row(grid, 0, "Thư mục sao lưu", self._first, "backup_folder")
        self._row(grid, 1, "Nơi thứ hai (USB, ổ khác)", self._second, "second_backup_folder")
        grid.setColumnStretch(1, 1)
        now = QPushButton("Sao lưu ngay", self)
        now.setProperty("primary", True)
        put_icon(now, "backup")
        now.clicked.connect(lambda _checked: back_up_now(context))
        folder = QPushButton("Mở thư mục", self)
        put_icon(folder, "folder")
        folder.clicked.connect(self._open_folder)
        line = QHBoxLayout()
        line.addWidget(now)
        line.addWidget(folder)
        line.addStretch(1)
        lead = (
            "Mỗi lần đóng sổ có thay đổi, chương trình tự sao lưu và mở thử bản sao. "
            "Giữ mọi bản của hai ngày, rồi thưa dần theo ngày, tuần, tháng, năm. "
            "Khôi phục: thực đơn Tệp › Khôi phục từ bản sao lưu."
        )
        places = Card("Nơi để bản sao lưu", context.theme, self)
        places.body.addLayout(grid)
        held = Card("Bản sao lưu", context.theme, self)
        held.body.addWidget(self._latest)
        held.body.addWidget(words(lead, "soft", self, wrap=True))
        held.body.addSpacing(context.theme.px(4))
        held.body.addLayout(line)
        stack_cards(self, context.theme, places, held)

    def load(self) -> None:
        """Show the folders and the latest backup."""
        services = self._context.services
        current = services.settings.current
        self._first.setText(current.backup_folder or f"{services.paths.backups} (của chương trình)")
        self._second.setText(current.second_backup_folder or "Chưa đặt. Nên có, phòng khi hỏng máy.")

        def work() -> tuple[BackupRow, ...]:
            from app.services import backups

            return backups.list_backups(services)

        self._context.ask(work, self._show)

    def _show(self, rows: tuple[BackupRow, ...]) -> None:
        if rows:
            self._latest.setText(
                f"Bản mới nhất: {rows[0].at:%d/%m/%Y %H:%M}, {size_text(rows[0].size)}. "
                f"Đang giữ {len(rows)} bản."
            )
        else:
            self._latest.setText("Chưa có bản sao lưu nào.")

    def _row(self, grid: QGridLayout, number: int, label: str, shown: QLabel, setting: str) -> None:
        change = QPushButton("Chọn…", self)
        change.setAccessibleName(f"Chọn {label}")
        put_icon(change, "folder")
        change.clicked.connect(lambda _checked: self._choose(label, setting))
        grid.addWidget(words(label, "soft", self, wrap=True), number, 0)
        grid.addWidget(shown, number, 1)
        grid.addWidget(change, number, 2)

    def _choose(self, label: str, setting: str) -> None:
        current = getattr(self._context.services.settings.current, setting)
        folder = self._context.messages.choose_folder(label, Path(current) if current else None)
        if folder is not None:
            settings = self._context.services.settings
            keep(lambda: settings.change(**{setting: str(folder)}), self._context.messages)
            self.load()

    def _open_folder(self) -> None:
        services = self._context.services
        current = services.settings.current.backup_folder
        self._context.messages.open_folder(Path(current) if current else services.paths.backups)
