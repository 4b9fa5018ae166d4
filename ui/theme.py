"""How the window looks: two palettes of named colours, one style sheet made from them, the bundled type.

Colours are warm paper neutrals, one deep red, a restrained gold. Every text colour keeps a contrast of at
least 4.5 on every ground it is used on, body text at least 7 (WCAG 2.2, checked by a test).
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.paths import resources

#: The window's type and its size in points at 100 %.
FAMILY = "Be Vietnam Pro"
BASE_POINTS = 13.0
_FACES = ("Regular", "SemiBold", "Bold")


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette; every value is ``#rrggbb``."""

    name: str
    paper: str  # the ground of the window
    surface: str  # lists, fields, cards
    stripe: str  # every second line of a list
    raised: str  # navigation, buttons, headings of lists
    hover: str
    line: str  # quiet rules between things
    edge: str  # the border of what can be typed in or pressed (3:1 on its ground)
    ink: str  # body text
    soft_ink: str  # labels, explanations
    accent: str  # the red of filled buttons
    accent_hover: str
    on_accent: str
    accent_ink: str  # red as text
    chosen: str  # ground of what is selected; text on it is ink
    focus: str  # the ring around what has the keyboard
    gold: str  # gold as text or line
    gold_ground: str  # ground of notices
    good: str
    warn: str  # text of errors and warnings
    warn_ground: str


LIGHT = Colours(
    name="light",
    paper="#faf6ee",
    surface="#fffdf9",
    stripe="#f8f3e9",
    raised="#f1eade",
    hover="#e9dfcd",
    line="#dccfb9",
    edge="#8d7b60",
    ink="#221b14",
    soft_ink="#54473a",
    accent="#9b1c1f",
    accent_hover="#7f1417",
    on_accent="#ffffff",
    accent_ink="#8e171a",
    chosen="#f4dcd3",
    focus="#b3452f",
    gold="#7a570c",
    gold_ground="#fbf0d3",
    good="#2b5e2f",
    warn="#8e171a",
    warn_ground="#fbe6e1",
)

DARK = Colours(
    name="dark",
    paper="#1d1915",
    surface="#25201b",
    stripe="#2a241f",
    raised="#322b24",
    hover="#40372e",
    line="#4a4137",
    edge="#9a8a74",
    ink="#f6efe3",
    soft_ink="#d8ccba",
    accent="#b22a2b",
    accent_hover="#c63a38",
    on_accent="#ffffff",
    accent_ink="#ffa79c",
    chosen="#562a26",
    focus="#ff9c7d",
    gold="#e9c46f",
    gold_ground="#3a3018",
    good="#a3d6a0",
    warn="#ffaea4",
    warn_ground="#47221f",
)

_TOKEN = re.compile(r"@(?:(?P<number>\d+(?:\.\d+)?)(?P<unit>px|pt)|(?P<name>[a-z_]+))")


def style_sheet(colours: Colours, scale: int) -> str:
    """The style sheet of the window from ``resources/style/window.qss`` and a palette.

    ``@name`` is a colour or ``@pictures`` the folder of drawn marks; ``@8px`` and ``@13pt`` grow with
    ``scale`` (percent). An unknown name raises KeyError: the sheet and the palette must agree.
    """
    folder = resources() / "style"
    names = dataclasses.asdict(colours)
    names["pictures"] = (folder / colours.name).as_posix()
    names["family"] = FAMILY

    def put(found: re.Match[str]) -> str:
        if found["name"]:
            return str(names[found["name"]])
        size = float(found["number"]) * scale / 100
        return f"{size:.1f}pt" if found["unit"] == "pt" else f"{max(1, round(size))}px"

    return _TOKEN.sub(put, (folder / "window.qss").read_text("utf-8"))


def qt_palette(colours: Colours) -> QPalette:
    """The same colours for what Qt paints without a style sheet, and for our own painters.

    Own painters ask: Text, PlaceholderText (soft), Highlight (accent), Mid (line), Link (accent as text),
    LinkVisited (gold), BrightText (warning), Base, AlternateBase.
    """
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: colours.paper,
        roles.WindowText: colours.ink,
        roles.Base: colours.surface,
        roles.AlternateBase: colours.stripe,
        roles.Text: colours.ink,
        roles.PlaceholderText: colours.soft_ink,
        roles.Button: colours.raised,
        roles.ButtonText: colours.ink,
        roles.BrightText: colours.warn,
        roles.Highlight: colours.accent,
        roles.HighlightedText: colours.on_accent,
        roles.Link: colours.accent_ink,
        roles.LinkVisited: colours.gold,
        roles.ToolTipBase: colours.gold_ground,
        roles.ToolTipText: colours.ink,
        roles.Light: colours.surface,
        roles.Midlight: colours.raised,
        roles.Mid: colours.line,
        roles.Dark: colours.edge,
        roles.Shadow: colours.ink,
        roles.Accent: colours.accent,
    }
    palette = QPalette()
    for role, colour in pairs.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.soft_ink))
    return palette


def load_fonts() -> tuple[str, ...]:
    """Make the bundled type known to Qt; gives the family names that were found."""
    families: list[str] = []
    for face in _FACES:
        number = QFontDatabase.addApplicationFont(str(resources() / "fonts" / f"BeVietnamPro-{face}.ttf"))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


class Theme(QObject):
    """The look that is on now. Signal ``changed()`` after type size or palette changed."""

    changed = Signal()

    def __init__(self, app: QApplication, *, scale: int = 100, dark: bool = False) -> None:
        """Load the type and put the look on the whole application; ``scale`` in percent."""
        super().__init__(app)
        self._app = app
        self.scale = scale
        self.colours = LIGHT
        load_fonts()
        self.apply(scale, dark=dark)

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette is on."""
        return self.colours is DARK

    def apply(self, scale: int, *, dark: bool) -> None:
        """Change type size (percent of 13 pt) and palette everywhere at once."""
        self.scale = scale
        self.colours = DARK if dark else LIGHT
        font = QFont(FAMILY)
        font.setPointSizeF(BASE_POINTS * scale / 100)
        # Taking the old sheet away first is six times quicker than putting one sheet over another.
        self._app.setStyleSheet("")
        self._app.setFont(font)
        self._app.setPalette(qt_palette(self.colours))
        self._app.setStyleSheet(style_sheet(self.colours, scale))
        self.changed.emit()

    def px(self, pixels: float) -> int:
        """A length of the 100 % design at the present type size, in pixels."""
        return max(1, round(pixels * self.scale / 100))
