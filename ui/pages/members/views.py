"""The menu of named views of the members' list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.domain.member_lists import MemberQuery
from app.errors import FieldError, SoHoiError
from app.services.saved_views import BUILT_IN, MemberView
from ui.dialogs.view_name import ViewNameDialog
from ui.page import Context

_KINDS = frozenset({"saved_views"})


class Views(QObject):
    """A button that shows which view is on, and its menu: choose, save, rename, remove.

    Signal ``chosen(MemberView)``.
    """

    chosen = Signal(object)

    def __init__(
        self, context: Context, page: QWidget, present: Callable[[], tuple[MemberQuery, tuple[str, ...]]]
    ) -> None:
        """``present`` gives the query and the columns that are shown now."""
        super().__init__(page)
        self._context = context
        self._page = page
        self._present = present
        self.own: tuple[MemberView, ...] = ()
        self.menu = QMenu(page)
        self.menu.aboutToShow.connect(self._fill)
        self.button = QPushButton("Chế độ xem", page)
        self.button.setAutoDefault(False)
        self.button.setToolTip("Điều kiện, cột và cách xếp đã đặt tên: chọn, lưu, đổi tên, xóa")
        self.button.setMenu(self.menu)

    def learn(self, own: tuple[MemberView, ...]) -> None:
        """These are the register's own views."""
        self.own = own
        self._fill()

    def _fill(self) -> None:
        menu = self.menu
        menu.clear()
        query, columns = self._present()
        query = replace(query, search="")
        for views in (BUILT_IN, self.own):
            for view in views:
                action = menu.addAction(view.name, partial(self.chosen.emit, view))
                action.setCheckable(True)
                action.setChecked(view.query == query and view.columns == columns)
            menu.addSeparator()
        menu.addAction("Lưu cách xem này…", self.save)
        if self.own:
            renaming, removing = menu.addMenu("Đổi tên"), menu.addMenu("Xóa")
            for view in self.own:
                renaming.addAction(f"{view.name}…", partial(self.rename, view))
                removing.addAction(view.name, partial(self.remove, view))

    # ---------------------------------------------------------------- save, rename, remove

    def save(self) -> ViewNameDialog:
        """Ask for a name and keep what is shown under it."""
        query, columns = self._present()
        names = [view.name for view in self.own]

        def keep(name: str) -> None:
            from app.services import saved_views

            saved_views.save_view(self._context.services.register, name, query, columns)

        return self._ask("Lưu cách xem này", "Lưu", "", keep, names)

    def rename(self, view: MemberView) -> ViewNameDialog:
        """Ask for another name."""

        def keep(name: str) -> None:
            from app.services import saved_views

            saved_views.rename_view(self._context.services.register, view.id, name)

        return self._ask(f"Đổi tên “{view.name}”", "Đổi tên", view.name, keep, ())

    def remove(self, view: MemberView) -> None:
        """Take a view out; Undo brings it back."""
        register = self._context.services.register

        def work() -> None:
            from app.services import saved_views

            saved_views.remove_view(register, view.id)

        self._context.change(work, kinds=_KINDS)

    def _ask(
        self,
        title: str,
        deed: str,
        held: str,
        keep: Callable[[str], None],
        taken: list[str] | tuple[str, ...],
    ) -> ViewNameDialog:
        dialog = ViewNameDialog(self._context, title, deed, held, taken, self._page.window())

        def save(name: str, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            def refused(problem: SoHoiError) -> None:
                failed(FieldError("name", problem.message))

            self._context.change(lambda: keep(name), lambda _nothing: done(), refused, kinds=_KINDS)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
