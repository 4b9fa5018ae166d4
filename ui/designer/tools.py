"""The designer's commands: every one once, with its words, key and picture; buttons and menus of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.services.layouts import FIELDS
from ui.designer.editing import add_field, add_line, add_picture, add_text, duplicate
from ui.designer.geometry import align, around, centre_on_page, distribute, frames
from ui.designer.model import Design
from ui.flow import Flow
from ui.icons import put_icon
from ui.page import Context
from ui.theme import Theme

_PICTURES = "Ảnh (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)"
_ALIGNED = (
    ("left", "Thẳng mép trái", "Ctrl+Alt+L"), ("centre", "Thẳng giữa, theo chiều ngang", "Ctrl+Alt+C"),
    ("right", "Thẳng mép phải", "Ctrl+Alt+R"), ("top", "Thẳng mép trên", "Ctrl+Alt+T"),
    ("middle", "Thẳng giữa, theo chiều dọc", "Ctrl+Alt+M"), ("bottom", "Thẳng mép dưới", "Ctrl+Alt+B"),
)  # fmt: skip


class Deeds:
    """What the commands do to a design."""

    def __init__(self, context: Context, design: Design) -> None:
        self._context = context
        self._design = design

    def field(self, key: str) -> None:
        """Add a box for a field of the register."""
        layout, name = add_field(self._design.layout, key)
        self._design.do(f"Thêm {self._words(key)}", layout, chosen=(name,))

    def _words(self, key: str) -> str:
        return next(field.label for field in FIELDS if field.key == key)

    def text(self) -> None:
        """Add a box of fixed words."""
        typed = self._context.messages.ask_text("Thêm chữ cố định", "Chữ in trên mọi tờ giấy:")
        if typed and typed.strip():
            layout, name = add_text(self._design.layout, typed.strip())
            self._design.do("Thêm chữ cố định", layout, chosen=(name,))

    def line(self) -> None:
        """Add a line."""
        layout, name = add_line(self._design.layout)
        self._design.do("Thêm đường kẻ", layout, chosen=(name,))

    def picture(self) -> None:
        """Add a picture from a file."""
        path = self._context.messages.choose_open_file("Chọn ảnh", _PICTURES)
        if path is None:
            return

        def work() -> tuple[str, float]:
            from app.services.layouts import picture_data

            return picture_data(path)

        def put(found: tuple[str, float]) -> None:
            layout, name = add_picture(self._design.layout, *found)
            self._design.do("Thêm ảnh", layout, chosen=(name,))

        self._context.ask(work, put, label="Đang đọc ảnh…")

    def double(self) -> None:
        """Copy what is chosen."""
        layout, names = duplicate(self._design.layout, self._design.chosen)
        self._design.do("Nhân đôi", layout, chosen=names)

    def align(self, edge: str, words: str) -> None:
        """Line up what is chosen."""
        design = self._design
        design.do(words, align(design.layout, design.chosen, edge))

    def centre(self) -> None:
        """Put what is chosen into the middle of the page."""
        design = self._design
        design.do("Đặt giữa trang", centre_on_page(design.layout, design.chosen))

    def distribute(self, *, across: bool) -> None:
        """Give what is chosen equal gaps."""
        design = self._design
        words = "Cách đều theo chiều ngang" if across else "Cách đều theo chiều dọc"
        design.do(words, distribute(design.layout, design.chosen, across=across))

    def guides(self) -> None:
        """Put guides through the middle of what is chosen, or of the page."""
        design = self._design
        found = [frame for name, frame in frames(design.layout).items() if name in design.chosen]
        x, y = design.layout.width / 2, design.layout.height / 2
        if found:
            x, y = around(found).centre, around(found).middle
        design.set_guides((*design.uprights, x), (*design.levels, y))

    def no_guides(self) -> None:
        """Take all guides away."""
        self._design.set_guides((), ())


class Tools(QWidget):
    """The row of buttons under the title: words under pictures, few of them."""

    def __init__(self, context: Context, design: Design, window: QWidget) -> None:
        super().__init__(window)
        self._theme: Theme = context.theme
        self._design = design
        self._window = window
        self.deeds = Deeds(context, design)
        self._for_chosen: list[QAction | QToolButton] = []
        self._for_many: list[QAction] = []
        self._row = Flow(context.theme.px(6), self)
        design.choice_changed.connect(self.follow)

    def button(
        self, words: str, icon_name: str, tip: str, act: Callable[[], object], key: str = ""
    ) -> QAction:
        """A button that does one thing; gives its action."""
        action = self.action(words, act, key)
        put_icon(action, icon_name)
        action.setToolTip(f"{tip} ({key})" if key else tip)
        self._put(words, action)
        return action

    def menu(self, words: str, icon_name: str, tip: str) -> QMenu:
        """A button that opens a menu; gives the menu."""
        menu = QMenu(words, self)
        button = self._put(words)
        put_icon(button, icon_name)
        button.setToolTip(tip)
        button.setMenu(menu)
        button.setProperty("menu", True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return menu

    def add_widget(self, widget: QWidget) -> None:
        """Put something else at the end of the row, as wide as there is room."""
        self._row.insertWidget(self._row.count(), widget, stretch=1)

    def _put(self, words: str, action: QAction | None = None) -> QToolButton:
        button = QToolButton(self)
        if action is not None:
            button.setDefaultAction(action)
        button.setText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        if self._theme.scale >= 150:  # large type needs the room for the page
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row.addWidget(button)
        return button

    def action(self, words: str, act: Callable[[], object], key: str = "") -> QAction:
        """A command of the window, with its key."""
        action = QAction(words, self._window)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked: act())
        self._window.addAction(action)
        return action

    # ---------------------------------------------------------------- what there is to add and to line up

    def fill_add(self, menu: QMenu) -> None:
        """Everything that can be added."""
        fields = menu.addMenu("Ô lấy từ &sổ")
        for field in FIELDS:
            if field.key != "qr":
                fields.addAction(self.action(field.label, partial(self.deeds.field, field.key)))
        for words, act, key in (
            ("&Chữ cố định…", self.deeds.text, "Ctrl+T"), ("Đường &kẻ", self.deeds.line, ""),
            ("Ả&nh…", self.deeds.picture, ""), ("Mã &QR để kiểm tra", lambda: self.deeds.field("qr"), ""),
        ):  # fmt: skip
            menu.addAction(self.action(words, act, key))

    def fill_align(self, menu: QMenu) -> None:
        """Every way of lining up."""
        for edge, words, key in _ALIGNED:
            act = self.action(words, partial(self.deeds.align, edge, words), key)
            menu.addAction(act)
            self._for_chosen.append(act)
            if edge == "right":
                menu.addSeparator()
        menu.addSeparator()
        centre = self.action("Đặt vào giữa trang", self.deeds.centre, "Ctrl+Alt+G")
        menu.addAction(centre)
        self._for_chosen.append(centre)
        menu.addSeparator()
        for words, across in (("Cách đều theo chiều ngang", True), ("Cách đều theo chiều dọc", False)):
            act = self.action(words, partial(self.deeds.distribute, across=across))
            menu.addAction(act)
            self._for_many.append(act)

    def for_chosen(self, action: QAction) -> None:
        """This command is live only while something is chosen."""
        self._for_chosen.append(action)

    def follow(self) -> None:
        """Switch on what can be done now."""
        for each in self._for_chosen:
            each.setEnabled(bool(self._design.chosen))
        for action in self._for_many:
            action.setEnabled(len(self._design.chosen) >= 3)
