"""Sửa mẫu Word: the branch's own copy of a template is opened, or laid aside again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu

from ui.page import Context


def empty(menu: QMenu) -> None:
    """Take everything out of a menu that is filled anew whenever it opens, its submenus too."""
    menu.clear()
    for each in menu.findChildren(QMenu):
        each.deleteLater()


def add_template_menu(menu: QMenu, context: Context, kinds: Sequence[tuple[str, str]]) -> None:
    """Add the submenu; ``kinds`` are (name of the template, words)."""
    from app.services.official_papers import has_own_template

    templates = menu.addMenu("Sửa mẫu Word")
    for kind, label in kinds:
        templates.addAction(f"{label}…", partial(open_template, context, kind, label))
    own = [(kind, label) for kind, label in kinds if has_own_template(context.services.paths, kind)]
    if own:
        templates.addSeparator()
    for kind, label in own:
        templates.addAction(f"Về mẫu ban đầu: {label}", partial(reset_template, context, kind, label))


def open_template(context: Context, kind: str, label: str) -> None:
    """Open the branch's own copy of a template in Word; it is made when there is none."""
    paths, messages = context.services.paths, context.messages

    def work() -> Path:
        from app.services import official_papers

        return official_papers.own_template(paths, kind)

    def show(path: Path) -> None:
        messages.open_path(path)
        messages.done(
            f"Mẫu riêng của Hội: {path.name}. Sửa trong Word rồi lưu; chỗ {{{{…}}}} để máy điền.",
            (
                ("Mở thư mục", lambda: messages.open_folder(path)),
                ("Về mẫu ban đầu", partial(reset_template, context, kind, label)),
            ),
        )

    context.ask(work, show)


def reset_template(context: Context, kind: str, label: str) -> None:
    """Use the template that comes with the program again; the branch's own is kept beside."""
    paths, messages = context.services.paths, context.messages

    def work() -> bool:
        from app.services import official_papers

        return official_papers.reset_template(paths, kind)

    def show(was_own: bool) -> None:
        text = (
            f"“{label}” lại dùng mẫu của chương trình; mẫu riêng giữ lại với chữ “(cũ)” ở tên tệp."
            if was_own
            else f"“{label}” vẫn đang dùng mẫu của chương trình."
        )
        messages.done(text)

    context.ask(work, show)
