"""Layouts in the user's folder as the designer keeps them: save, save as new, bring in and out, take away."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.errors import SoHoiError
from app.services.layouts import Layout, LayoutEntry
from ui.designer.model import Design
from ui.messages import Action, Notice
from ui.page import Context

LAYOUT_FILES = "Mẫu giấy khen (*.json)"
#: What the designer goes back to when the layout it showed was taken away.
_USUAL = "truyen-thong"


class Files(QObject):
    """Signals ``told(Notice)`` and ``entries_changed()``."""

    told = Signal(object)
    entries_changed = Signal()

    def __init__(
        self, context: Context, design: Design, entries: Sequence[LayoutEntry], parent: QObject | None = None
    ) -> None:
        """``entries`` are the layouts there are."""
        super().__init__(parent)
        self._context = context
        self._design = design
        self._paths = context.services.paths
        self.entries = tuple(entries)

    @property
    def is_own(self) -> bool:
        """Whether the layout shown is the user's, so that it can be saved in its place."""
        return any(entry.name == self._design.layout.name and entry.is_own for entry in self.entries)

    # ---------------------------------------------------------------- saving

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save in its place; what came with the program is saved as a new layout."""
        if self.is_own:
            self._save(self._design.layout, replace=True, then=then)
        else:
            self.save_as_new(then)

    def save_as_new(self, then: Callable[[], object] | None = None) -> None:
        """Ask for a title and save under it."""
        from app.services.own_files import free_title

        layout = self._design.layout
        offered = free_title(layout.title, {entry.title for entry in self.entries})
        title = self._context.messages.ask_text("Lưu thành mẫu mới", "Tên mẫu mới:", offered)
        if title is not None:
            self._save(dataclasses.replace(layout, title=title), replace=False, then=then)

    def _save(self, layout: Layout, *, replace: bool, then: Callable[[], object] | None) -> None:
        def work() -> tuple[Layout, tuple[LayoutEntry, ...]]:
            from app.services import layouts

            saved = layouts.save_layout(self._paths, layout, replace=replace)
            return saved, layouts.list_layouts(self._paths, longevity=None)

        def after(found: tuple[Layout, tuple[LayoutEntry, ...]]) -> None:
            saved, self.entries = found
            self._design.saved_as(saved)
            self.entries_changed.emit()
            self._tell(f"Đã lưu mẫu “{saved.title}”, bản {saved.version}.")
            if then is not None:
                then()

        self._ask(work, after, "Đang lưu mẫu…")

    # ---------------------------------------------------------------- other layouts

    def may_leave(self) -> bool:
        """Whether the layout shown may be left: asks when something is not saved."""
        if not self._design.is_edited:
            return True
        question = f"Mẫu “{self._design.layout.title}” đã sửa mà chưa lưu. Bỏ những chỗ vừa sửa?"
        return self._context.messages.confirm(question, "Bỏ, không lưu", "Ở lại")

    def open(self, name: str) -> None:
        """Show another layout."""

        def work() -> Layout:
            from app.services import layouts

            return layouts.find_layout(self._paths, name)

        self._ask(work, self._design.restart)

    def bring_in(self) -> None:
        """Bring in a layout from one file and show it."""
        if not self.may_leave():
            return
        path = self._context.messages.choose_open_file("Nhập mẫu từ tệp", LAYOUT_FILES)
        if path is None:
            return

        def work() -> tuple[Layout, tuple[LayoutEntry, ...]]:
            from app.services import layouts

            return layouts.import_layout(self._paths, path), layouts.list_layouts(self._paths, longevity=None)

        def after(found: tuple[Layout, tuple[LayoutEntry, ...]]) -> None:
            layout, self.entries = found
            self._design.restart(layout)
            self.entries_changed.emit()
            self._tell(f"Đã nhập mẫu “{layout.title}” từ {path.name}.")

        self._ask(work, after, "Đang nhập mẫu…")

    def take_out(self) -> None:
        """Write the layout as it is now to one file."""
        layout, messages = self._design.layout, self._context.messages
        suggested = self._paths.documents / f"{layout.name}.json"
        path = messages.choose_save_file("Xuất mẫu ra tệp", suggested, LAYOUT_FILES)
        if path is None:
            return

        def work() -> int:
            from app.services import layouts

            return layouts.write_layout(layout, path, replace=True).stat().st_size

        def after(size: int) -> None:
            kilobytes = max(1, round(size / 1024))
            actions = (("Mở thư mục", lambda: messages.open_folder(path)),)
            self._tell(f"Đã xuất mẫu “{layout.title}” ra {path.name}, {kilobytes} KB.", actions)

        self._ask(work, after, "Đang ghi tệp…")

    def remove(self) -> None:
        """Take the user's layout away; it can be had back. What was issued keeps its own copy."""
        name, title = self._design.layout.name, self._design.layout.title
        if not self.may_leave():
            return

        def work() -> tuple[Layout, tuple[LayoutEntry, ...], Layout]:
            from app.services import layouts

            gone = layouts.remove_layout(self._paths, name)
            left = layouts.list_layouts(self._paths, longevity=None)
            return gone, left, layouts.find_layout(self._paths, _USUAL)

        def after(found: tuple[Layout, tuple[LayoutEntry, ...], Layout]) -> None:
            gone, self.entries, usual = found
            self._design.restart(usual)
            self.entries_changed.emit()
            self._tell(f"Đã xóa mẫu “{title}”.", (("Hoàn tác", lambda: self._put_back(gone)),))

        self._ask(work, after, "Đang xóa mẫu…")

    def _put_back(self, layout: Layout) -> None:
        def work() -> tuple[LayoutEntry, ...]:
            from app.services import layouts

            layouts.put_back_layout(self._paths, layout)
            return layouts.list_layouts(self._paths, longevity=None)

        def after(entries: tuple[LayoutEntry, ...]) -> None:
            self.entries = entries
            self.entries_changed.emit()
            self._tell(f"Đã lấy lại mẫu “{layout.title}”.")

        self._ask(work, after)

    # ---------------------------------------------------------------- parts

    def _ask(self, work: Callable[[], object], after: Callable[..., None], label: str = "") -> None:
        self._context.ask(work, after, self._refused, label=label)

    def _refused(self, problem: SoHoiError) -> None:
        self.told.emit(Notice(problem.message, serious=True))

    def _tell(self, text: str, actions: tuple[Action, ...] = ()) -> None:
        self.told.emit(Notice(text, actions))
