"""Icons: the line drawings of ``resources/icons`` in the colour of the text beside them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.paths import resources

_PROPERTY = "iconName"
_SIZES = (24, 48)


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon ``resources/icons/NAME.svg`` in a colour, by default the colour of text on buttons.

    Raises FileNotFoundError when there is no such drawing.
    """
    palette = QGuiApplication.palette()
    text = colour or palette.color(QPalette.ColorRole.ButtonText).name()
    faded = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
    return _drawn(name, text, faded)


def put_icon(target: QAbstractButton | QAction, name: str) -> None:
    """Give a button or action an icon that follows the palette (see :func:`recolour_icons`)."""
    name_icon(target, name)
    is_primary = bool(target.property("primary"))
    on_accent = QGuiApplication.palette().color(QPalette.ColorRole.HighlightedText).name()
    target.setIcon(icon(name, on_accent if is_primary else None))


def name_icon(target: QAbstractButton | QAction, name: str) -> None:
    """Say which icon a button or action has without drawing it yet; :func:`draw_icons` does."""
    target.setProperty(_PROPERTY, name)


def draw_icons(actions: Iterable[QAction]) -> None:
    """Draw the named icons of actions that have none yet (a menu that is about to be seen)."""
    for action in actions:
        name = action.property(_PROPERTY)
        if isinstance(name, str) and action.icon().isNull():
            put_icon(action, name)


def recolour_icons(root: QWidget) -> None:
    """Draw the icons of everything under ``root`` again after the palette changed."""
    targets: list[QAbstractButton | QAction] = [*root.findChildren(QAbstractButton)]
    targets += root.findChildren(QAction)
    for target in targets:
        name = target.property(_PROPERTY)
        if isinstance(name, str):
            put_icon(target, name)


def pixmap(name: str, size: int, colour: str) -> QPixmap:
    """One drawing at ``size`` device-independent pixels."""
    return icon(name, colour).pixmap(QSize(size, size))


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, faded: str) -> QIcon:
    made = QIcon()
    drawing = (_folder() / f"{name}.svg").read_text("utf-8")
    for tint, mode in ((colour, QIcon.Mode.Normal), (faded, QIcon.Mode.Disabled)):
        for picture in _paint(drawing, tint):
            made.addPixmap(picture, mode)
    return made


@lru_cache(maxsize=1)
def _folder() -> Path:
    return resources() / "icons"


def _paint(drawing: str, colour: str) -> list[QPixmap]:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", QColor(colour).name()).encode()))
    pictures = []
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        pictures.append(picture)
    return pictures
