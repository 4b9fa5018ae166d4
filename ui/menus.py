"""The window's menus: every command once, with its words, its key and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.settings import TYPE_SCALES
from ui.icons import draw_icons, name_icon
from ui.page_list import PAGES


@dataclass(frozen=True, slots=True)
class Commands:
    """What the menus call; the window and the program fill it."""

    new_register: Callable[[], object]
    open_register: Callable[[], object]
    import_list: Callable[[], object]
    imports: Callable[[], object]
    design: Callable[[], object]
    verify: Callable[[], object]
    back_up: Callable[[], object]
    restore: Callable[[], object]
    leave: Callable[[], object]
    undo: Callable[[], object]
    redo: Callable[[], object]
    history: Callable[[], object]
    search_everything: Callable[[], object]
    search_page: Callable[[], object]
    refresh: Callable[[], object]
    open_page: Callable[[str], object]
    set_scale: Callable[[int], object]
    set_dark: Callable[[bool], object]
    keys: Callable[[], object]
    about: Callable[[], object]


class Menus:
    """The menu bar of the window and the actions that change with time."""

    def __init__(self, window: QMainWindow, commands: Commands, *, scale: int, dark: bool) -> None:
        """Build the four menus; ``scale`` and ``dark`` are what is ticked."""
        self._window = window
        self._needs_register: list[QAction] = []
        self._all: list[QAction] = []
        bar = window.menuBar()
        file_menu = bar.addMenu("&Tệp")
        self._add(file_menu, "Sổ &mới…", "Ctrl+Shift+N", commands.new_register, "add")
        self._add(file_menu, "Mở &sổ…", "Ctrl+O", commands.open_register, "open")
        self.recent = file_menu.addMenu("Sổ mở &gần đây")
        file_menu.addSeparator()
        self._add(
            file_menu, "Đưa &danh sách Excel vào…", "Ctrl+I", commands.import_list, "import", needs=True
        )
        self._add(file_menu, "Các &lần nhập danh sách…", "", commands.imports, "history", needs=True)
        file_menu.addSeparator()
        self._add(file_menu, "Mẫu &giấy khen…", "", commands.design, "awards", needs=True)
        file_menu.addSeparator()
        self._add(file_menu, "Sao &lưu ngay", "Ctrl+B", commands.back_up, "backup", needs=True)
        self._add(file_menu, "&Khôi phục từ bản sao lưu…", "", commands.restore, "history")
        file_menu.addSeparator()
        self._add(file_menu, "T&hoát", "Ctrl+Q", commands.leave, "close")

        edit_menu = bar.addMenu("&Sửa")
        self.undo = self._add(edit_menu, "&Hoàn tác", "Ctrl+Z", commands.undo, "undo")
        self.redo = self._add(edit_menu, "&Làm lại", "Ctrl+Y", commands.redo, "redo")
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.show_undo("", "")
        edit_menu.addSeparator()
        self._add(edit_menu, "Lịch &sử thay đổi…", "Ctrl+H", commands.history, "history", needs=True)
        edit_menu.addSeparator()
        self._add(edit_menu, "&Tìm khắp sổ…", "Ctrl+K", commands.search_everything, "search", needs=True)
        self._add(edit_menu, "Tìm trong t&rang", "Ctrl+F", commands.search_page, "filter", needs=True)
        self._add(edit_menu, "Kiểm tra &mã trên giấy khen…", "", commands.verify, "check", needs=True)

        view_menu = bar.addMenu("&Xem")
        for number, entry in enumerate(PAGES, start=1):
            opener = self._opener(commands, entry.key)
            self._add(view_menu, entry.words, f"Ctrl+{number}", opener, entry.key, needs=True)
        view_menu.addSeparator()
        self._add_scales(view_menu, commands, scale)
        self.dark = view_menu.addAction("Nền &tối")
        self.dark.setCheckable(True)
        self.dark.setChecked(dark)
        self.dark.triggered.connect(commands.set_dark)
        self._add(view_menu, "Đọc lại t&rang này", "F5", commands.refresh, "redo", needs=True)

        help_menu = bar.addMenu("Trợ &giúp")
        self._add(help_menu, "Các phím tắt", "F1", commands.keys, "info")
        self._add(help_menu, "Về chương trình Sổ Hội", "", commands.about, "info")
        self.enable(False)

    def _add(
        self,
        menu: QMenu,
        words: str,
        key: str,
        act: Callable[[], object],
        icon_name: str,
        *,
        needs: bool = False,
    ) -> QAction:
        action = QAction(words, self._window)
        name_icon(action, icon_name)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked: act())
        menu.addAction(action)
        if len(menu.actions()) == 1:  # drawn when first seen: icons in menus shall not cost the first paint
            menu.aboutToShow.connect(lambda: draw_icons(menu.actions()))
        self._all.append(action)
        if needs:
            self._needs_register.append(action)
        return action

    @staticmethod
    def _opener(commands: Commands, key: str) -> Callable[[], object]:
        return lambda: commands.open_page(key)

    def _add_scales(self, menu: QMenu, commands: Commands, scale: int) -> None:
        scales = menu.addMenu("&Cỡ chữ")
        group = QActionGroup(self._window)
        self.scales: dict[int, QAction] = {}
        for percent in TYPE_SCALES:
            action = scales.addAction(f"{percent} %")
            action.setCheckable(True)
            action.setChecked(percent == scale)
            action.triggered.connect(lambda _ticked, percent=percent: commands.set_scale(percent))
            group.addAction(action)
            self.scales[percent] = action

    def enable(self, has_register: bool) -> None:
        """Commands that need an open register are live only with one."""
        for action in self._needs_register:
            action.setEnabled(has_register)
        self.recent.setEnabled(not self.recent.isEmpty())

    def show_undo(self, undo: str, redo: str) -> None:
        """Say in words what Ctrl+Z and Ctrl+Y would do now; an empty text switches the action off."""
        for action, words, label in ((self.undo, "&Hoàn tác", undo), (self.redo, "&Làm lại", redo)):
            action.setEnabled(bool(label))
            action.setText(f"{words}: {_short(label)}" if label else words)
            key = action.shortcut().toString()
            action.setToolTip(f"{words.replace('&', '')}: {label} ({key})" if label else "Chưa có gì để làm")

    def show_recent(self, paths: tuple[str, ...], open_path: Callable[[str], object]) -> None:
        """List the registers opened before."""
        self.recent.clear()
        for path in paths:
            action = self.recent.addAction(path)
            action.triggered.connect(lambda _checked, path=path: open_path(path))
        self.recent.setEnabled(bool(paths))

    def commands(self) -> tuple[tuple[str, str, QAction], ...]:
        """Every live command as (words, key, action), for the search over everything."""
        return tuple(
            (action.text().replace("&", "").rstrip("…"), action.shortcut().toString(), action)
            for action in self._all
            if action.isEnabled()
        )


def _short(label: str) -> str:
    return label if len(label) <= 48 else label[:47].rstrip() + "…"
