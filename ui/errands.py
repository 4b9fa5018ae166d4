"""What the menus open over whatever page is shown; each is imported when it is first wanted."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.page import Context


def show_imports(context: Context, window: QWidget) -> None:
    """The lists that were imported, each to be taken back."""
    from ui.dialogs.history import HistoryDialog

    HistoryDialog(context, parent=window, imports_only=True).open()


def design(context: Context, window: QWidget) -> None:
    """The designer of certificates."""
    from ui.designer.window import open_designer

    open_designer(context, parent=window)


def verify(context: Context, window: QWidget) -> None:
    """The check of a certificate by its code."""
    from ui.dialogs.award_verify import open_verify

    open_verify(context, window)


def back_up(context: Context, _window: QWidget) -> None:
    """A backup now."""
    from ui.dialogs.backups import back_up_now

    back_up_now(context)
