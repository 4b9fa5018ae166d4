"""One pre-printed sheet: its name and size, what we print on it, and a scan to place the words by."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from app.domain.certificate_fields import FIELDS
from app.errors import FieldError
from app.services.blanks import Blank
from app.vietnamese.text import clean
from ui.dialogs.photo import image_of
from ui.flow import Flow
from ui.icons import put_icon
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, TextEdit, TickBox
from ui.widgets.form import Form

_FILES = "Ảnh (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff)"
#: Sizes that blanks are sold in (mm), with their words.
SIZES = (
    ((297.0, 210.0), "A4 ngang (297 × 210 mm)"), ((420.0, 297.0), "A3 ngang (420 × 297 mm)"),
    ((360.0, 270.0), "36 × 27 cm"), ((210.0, 297.0), "A4 dọc (210 × 297 mm)"),
)  # fmt: skip
_FREE = None
_PICTURE_HIGH = 150

#: Keys of boxes with their words.
Labels = Sequence[tuple[str, str]]


def usual_boxes() -> Labels:
    """The boxes a layout usually has."""
    return [(field.key, field.label) for field in FIELDS]


class BlankDialog(EditDialog):
    """Edits a blank, or asks for a new one; :meth:`result_value` is the blank, nothing is saved here."""

    def __init__(
        self, context: Context, blank: Blank | None, parent: QWidget | None = None, *, boxes: Labels = ()
    ) -> None:
        """``boxes`` are those of the layout that is being designed; without it the usual ones."""
        title = f"Phôi: {blank.title}" if blank is not None else "Thêm phôi"
        lead = "Phôi là tờ giấy khen in sẵn khung, chờ in chữ. Đo khổ giấy bằng thước, tính ra mm."
        super().__init__(title, "Lưu phôi", context.theme, context.messages, parent, lead=lead)
        self._context = context
        self._blank = blank or Blank("", "", 297.0, 210.0)
        self._backdrop = self._blank.backdrop
        self.form = Form(context.theme, self)
        self.name = TextEdit(parent=self)
        self.name.setPlaceholderText("ví dụ Phôi A4 khung đỏ")
        self.size_choice = ChoiceBox([*SIZES, (_FREE, "Khổ khác")], self)
        self.wide = self._length()
        self.high = self._length()
        self.form.add("title", "Tên phôi", self.name, wide=True)
        self.form.add("size", "Khổ giấy", self.size_choice, wide=True)
        self.form.add("width", "Rộng", self.wide)
        self.form.add("height", "Cao", self.high)
        self.by_layout = TickBox("Ô nào in thì theo từng mẫu giấy khen", self)
        self.by_layout.setToolTip(
            "Mỗi ô của mẫu có dấu “In lên phôi”. Bỏ dấu ở đây để chọn riêng cho phôi này."
        )
        self.form.add("by_layout", "", self.by_layout, wide=True)
        self.prints = QListWidget(self)
        self.prints.setMinimumHeight(context.theme.px(150))
        self.form.add("prints", "Chỉ in những ô này", self.prints, wide=True)
        self._fill_boxes(boxes or usual_boxes())
        self.form.add(
            "scan", "Ảnh quét của phôi (chỉ để xem, không bao giờ in)", self._scan_part(), wide=True
        )
        self.body.addWidget(self.form, 1)
        self._show(self._blank)
        self._connect()
        self.name.setFocus()
        self.take_size(780, 720)

    def result_value(self) -> Blank | None:
        """The blank; None when something is wrong, which then stands under its field."""
        return self.form.value_or_told(self._read)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _read(self) -> Blank:
        if not clean(self.name.text()):
            raise FieldError("title", "Hãy đặt tên cho phôi.")
        chosen = self._chosen_boxes()
        if not self.by_layout.value() and not chosen:
            raise FieldError("prints", "Hãy đánh dấu ít nhất một ô, hoặc để theo mẫu giấy khen.")
        return dataclasses.replace(
            self._blank, title=clean(self.name.text()), width=round(self.wide.value(), 1),
            height=round(self.high.value(), 1), prints=() if self.by_layout.value() else chosen,
            backdrop=self._backdrop,
        )  # fmt: skip

    # ---------------------------------------------------------------- which boxes

    def _fill_boxes(self, boxes: Labels) -> None:
        known = dict(boxes)
        # What the blank names and this layout lacks is kept, under its key.
        for key, label in [*boxes, *((key, key) for key in self._blank.prints if key not in known)]:
            item = QListWidgetItem(label, self.prints)
            item.setData(Qt.ItemDataRole.UserRole, key)
            is_printed = key in self._blank.prints if self._blank.prints else _is_usual(key)
            item.setCheckState(Qt.CheckState.Checked if is_printed else Qt.CheckState.Unchecked)

    def _chosen_boxes(self) -> tuple[str, ...]:
        items = [self.prints.item(number) for number in range(self.prints.count())]
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    # ---------------------------------------------------------------- the scan

    def _scan_part(self) -> QWidget:
        part = QWidget(self)
        row = Flow(self._context.theme.px(8), part)
        self.picture = QLabel(part)
        self.picture.setAccessibleName("Ảnh phôi")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setObjectName("card")
        self.choose_button = QPushButton("Chọn ảnh quét…", part)
        put_icon(self.choose_button, "open")
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(lambda _checked: self.choose_scan())
        self.drop_button = QPushButton("Bỏ ảnh", part)
        put_icon(self.drop_button, "delete")
        self.drop_button.setAutoDefault(False)
        self.drop_button.clicked.connect(lambda _checked: self._take_scan(""))
        for each in (self.picture, self.choose_button, self.drop_button):
            row.addWidget(each)
        part.setFocusProxy(self.choose_button)
        return part

    def choose_scan(self) -> None:
        """Ask for the scan or photograph of the sheet."""
        path = self._context.messages.choose_open_file("Chọn ảnh quét của phôi", _FILES)
        if path is None:
            return

        def work() -> str:
            from app.services import blanks

            return blanks.scan_data(path)

        self._context.ask(work, self._take_scan, self.show_problem, label="Đang đọc ảnh…", to=self)

    def _take_scan(self, data: str) -> None:
        self._backdrop = data
        self.mark_edited()
        self._show_scan()

    def _show_scan(self) -> None:
        image = image_of(base64.b64decode(self._backdrop)) if self._backdrop else QImage()
        self.drop_button.setVisible(bool(self._backdrop))
        self.picture.setVisible(not image.isNull())
        if not image.isNull():
            high = self._context.theme.px(_PICTURE_HIGH)
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(QPixmap.fromImage(image.scaledToHeight(high, smooth)))
        wanted, found = self.wide.value() / self.high.value(), image.width() / max(image.height(), 1)
        is_other = not image.isNull() and abs(found / wanted - 1) > 0.03
        doubt = (
            "Ảnh không cùng tỷ lệ với khổ giấy: hãy cắt ảnh sát mép phôi, hoặc xem lại khổ."
            if is_other
            else ""
        )
        self.form.cell("scan").set_hint(doubt, "fieldDoubt")

    # ---------------------------------------------------------------- parts

    def _show(self, blank: Blank) -> None:
        self.name.set_value(blank.title)
        self.wide.setValue(blank.width)
        self.high.setValue(blank.height)
        self.by_layout.set_value(not blank.prints)
        self._show_size()
        self._show_prints()
        self._show_scan()

    def _show_size(self) -> None:
        size = (self.wide.value(), self.high.value())
        self.size_choice.set_value(next((known for known, _ in SIZES if known == size), _FREE))

    def _show_prints(self) -> None:
        self.form.cell("prints").setVisible(not self.by_layout.value())

    def _connect(self) -> None:
        self.name.edited.connect(self.mark_edited)
        self.size_choice.edited.connect(self._on_size)
        for knob in (self.wide, self.high):
            knob.valueChanged.connect(self._on_length)
        self.by_layout.edited.connect(self._on_by_layout)
        self.prints.itemChanged.connect(lambda _item: self.mark_edited())

    def _on_size(self) -> None:
        size: Any = self.size_choice.value()
        if size is _FREE:
            self.wide.setFocus()
            return
        self.wide.setValue(size[0])
        self.high.setValue(size[1])

    def _on_length(self, _value: float) -> None:
        self.mark_edited()
        self._show_size()
        self._show_scan()

    def _on_by_layout(self) -> None:
        self.mark_edited()
        self._show_prints()

    def _length(self) -> QDoubleSpinBox:
        knob = QDoubleSpinBox(self)
        knob.setRange(50, 1500)
        knob.setDecimals(1)
        knob.setSuffix(" mm")
        knob.setKeyboardTracking(False)
        knob.lineEdit().setTextMargins(self.theme.px(8), 0, 0, 0)
        return knob


def _is_usual(key: str) -> bool:
    return any(field.key == key and field.overlay for field in FIELDS)
