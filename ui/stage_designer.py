"""What the pictures of the designer show: a box that is chosen, a blank with its scan under the page."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.blanks import Blank
    from ui.designer.window import Designer
    from ui.page import Context


def designer_box(context: Context, window: QWidget, _folder: Path) -> object:
    """The usual layout with the recipient's name chosen."""
    dialog = _designer(context, window)
    dialog.design.choose(("box:recipient",))
    return dialog


def designer_blank(context: Context, window: QWidget, folder: Path) -> object:
    """Only what is printed on a blank, over the scan of the blank."""
    dialog = _designer(context, window)
    _sample_blank(context, folder)
    from app.services import blanks

    found = blanks.list_blanks(context.services.paths)
    dialog.bar.offer_blanks(found, found[0].name)
    return dialog


def blank_library(context: Context, window: QWidget, folder: Path) -> object:
    """The library with one blank in it."""
    from ui.dialogs.blank_library import BlankLibrary

    _sample_blank(context, folder)
    return BlankLibrary(context, window)


def blank_edit(context: Context, window: QWidget, folder: Path) -> object:
    """A blank with its scan."""
    from ui.dialogs.blank_edit import BlankDialog

    return BlankDialog(context, _sample_blank(context, folder), window)


#: What opens the pictures of the designer, and those of the blanks.
DESIGNS = (designer_box, designer_blank)


def _designer(context: Context, window: QWidget) -> Designer:
    from PySide6.QtWidgets import QApplication

    from ui.designer.window import Designer, open_designer

    open_designer(context, parent=window)
    opened = (each for each in QApplication.topLevelWidgets() if isinstance(each, Designer))
    return next(each for each in opened if each.isVisible())


def _sample_blank(context: Context, folder: Path) -> Blank:
    """A blank whose scan is the border of the usual layout, as a printing house would sell it."""
    from app.services import blanks, layouts
    from ui.printing import PdfPages

    paths = context.services.paths
    title = "Phôi A4 khung đỏ"
    held = [entry.name for entry in blanks.list_blanks(paths) if entry.title == title]
    if held:
        return blanks.find_blank(paths, held[0])
    usual = layouts.find_layout(paths, "truyen-thong")
    printed = [box for box in usual.boxes if not box.overlay]
    whole = layouts.layout_preview(dataclasses.replace(usual, boxes=tuple(printed)), layouts.sample_texts())
    pages = PdfPages(whole.content)
    picture = folder / "phoi.png"
    pages.image(0, 110).save(str(picture))
    pages.close()
    blank = blanks.Blank("", title, usual.width, usual.height, (), blanks.scan_data(picture))
    return blanks.save_blank(paths, blank)
