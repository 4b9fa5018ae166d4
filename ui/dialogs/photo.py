"""A member's portrait: choose, drop or paste a picture, put the frame on the face, see the result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QImageWriter,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.members import Member
from app.errors import FileProblemError, SoHoiError
from ui.flow import Flow
from ui.icons import put_icon
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.member_crop import CropView, Fractions
from ui.widgets.words import words

Picture = tuple[bytes, Fractions]

_FILES = "Ảnh (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff)"
_FORMATS = frozenset({b"jpeg", b"jpg", b"png", b"webp", b"bmp", b"tiff"})
#: A picture is shown no larger than this; the portrait is 450 × 600 pixels.
_LONGEST = 1600
_PREVIEW = 240
_LARGE = 150


class PhotoDialog(EditDialog):
    """Asks for a picture and a part of it; :meth:`result_value` is its content and the part in fractions."""

    def __init__(
        self,
        context: Context,
        member: Member,
        current: bytes | None,
        parent: QWidget | None = None,
        *,
        on_remove: Callable[[], object] | None = None,
    ) -> None:
        """``current`` is the portrait of now; ``on_remove`` takes it away."""
        super().__init__(f"Ảnh: {member.full_name}", "Dùng ảnh này", context.theme, context.messages, parent)
        self._context = context
        self._content = b""
        self._is_changed = False
        self.setAcceptDrops(True)
        self.view = CropView(context.theme, self)
        self.view.changed.connect(self._preview)
        self.preview = QLabel(self)
        high = context.theme.px(_PREVIEW if context.theme.scale <= _LARGE else _PREVIEW / 3)
        self.preview.setFixedSize(high * 3 // 4, high)
        self.preview.setObjectName("card")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setAccessibleName("Ảnh sẽ lưu")
        if current is not None:
            self._show(QImage.fromData(current))
        side = QVBoxLayout()
        self._caption = words("Ảnh sẽ lưu" if current is None else "Ảnh đang dùng", "fieldLabel", self)
        self._caption.setVisible(context.theme.scale <= _LARGE)
        side.addWidget(self._caption)
        side.addWidget(self.preview)
        if current is not None and on_remove is not None:
            remove = self._button("Bỏ ảnh", "delete", "Bỏ ảnh này khỏi hồ sơ; có thể hoàn tác", on_remove)
            self.button_row.insertWidget(0, remove)
        side.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(context.theme.px(16))
        halves.addWidget(self.view, 1)
        halves.addLayout(side)
        self.choose_button = self._button("Chọn ảnh…", "open", "Tệp .jpg, .png… từ máy hay USB", self.choose)
        tools = Flow(context.theme.px(8))
        tools.addWidget(self.choose_button)
        self._tools = [
            self._button(
                "Quay trái", "undo", "Quay ngược chiều kim đồng hồ (Ctrl+L)", lambda: self.turn(-90)
            ),
            self._button("Quay phải", "redo", "Quay theo chiều kim đồng hồ (Ctrl+R)", lambda: self.turn(90)),
            self._button(
                "To hơn", "add", "Khung to hơn: phím +, hoặc lăn chuột", lambda: self.view.size_by(1.1)
            ),
            self._button(
                "Nhỏ hơn",
                "minus",
                "Khung nhỏ hơn: phím −, hoặc lăn chuột",
                lambda: self.view.size_by(1 / 1.1),
            ),
        ]
        for button in self._tools:
            tools.addWidget(button)
            button.setEnabled(False)
        self.body.addLayout(tools)
        self.body.addLayout(halves, 1)
        if context.theme.scale <= _LARGE:  # the largest type needs the room for the picture
            hint = "Kéo khung cho vừa khuôn mặt: chuột, hoặc các phím mũi tên, + và −."
            self.body.addWidget(words(hint, "soft", self, wrap=True))
        for keys, act in (
            ("Ctrl+V", self.paste),
            ("Ctrl+O", self.choose),
            ("Ctrl+L", lambda: self.turn(-90)),
            ("Ctrl+R", lambda: self.turn(90)),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self.save_button.setEnabled(False)
        self.choose_button.setFocus()
        self.take_size(900, 680)

    def result_value(self) -> Picture | None:
        """The picture file and the frame; ``None`` while there is no picture."""
        if self.view.image.isNull():
            return None
        content = _encoded(self.view.image) if self._is_changed else self._content
        return content, self.view.fractions()

    def close_without_asking(self) -> None:
        """The portrait is gone: close."""
        self._close()

    # ---------------------------------------------------------------- where pictures come from

    def choose(self) -> None:
        """Ask for a picture file."""
        path = self._messages.choose_open_file("Chọn ảnh", _FILES)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Show a picture file."""

        def work() -> tuple[bytes, QImage]:
            from app.services import photos

            content = photos.read_picture(path)
            return content, image_of(content)

        def after(found: tuple[bytes, QImage]) -> None:
            self._take(*found)

        self._context.ask(work, after, self.show_problem, to=self)

    def paste(self) -> None:
        """Take the picture, or the picture file, that was copied."""
        if not self._take_from(QGuiApplication.clipboard().mimeData()):
            self._say("Chưa có ảnh nào được chép. Hãy chép ảnh (Ctrl+C) ở nơi khác rồi dán lại.")

    def turn(self, degrees: int) -> None:
        """Turn the picture by a right angle."""
        if not self.view.image.isNull():
            self._is_changed = True
            self.view.turn(degrees)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_from(event.mimeData()):
            event.acceptProposedAction()

    def _take_from(self, data: QMimeData | None) -> bool:
        if data is None:
            return False
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.read(paths[0])
            return True
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            return False
        self._take(b"", _shrunk(image))
        return True

    def _take(self, content: bytes, image: QImage) -> None:
        self._say("")
        self._content = content
        self._is_changed = not content
        for button in self._tools:
            button.setEnabled(True)
        self.save_button.setEnabled(True)
        self._caption.setText("Ảnh sẽ lưu")
        self.mark_edited()
        self.view.set_image(image)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------- parts

    def _preview(self) -> None:
        if not self.view.image.isNull():
            self._show(self.view.portrait(self.preview.height()))

    def _show(self, image: QImage) -> None:
        size = self.preview.size()
        smooth = Qt.TransformationMode.SmoothTransformation
        self.preview.setPixmap(
            QPixmap.fromImage(image).scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        )

    def _button(self, text: str, icon_name: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        if self.theme.scale <= _LARGE:
            put_icon(button, icon_name)
        button.setToolTip(tip)
        button.clicked.connect(lambda _checked: act())
        return button


def image_of(content: bytes) -> QImage:
    """A picture file upright and no larger than is shown; raises FileProblemError for no photograph."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or not size.isValid():
        raise FileProblemError("Tệp này không phải ảnh hoặc bị hỏng. Hãy chọn một tệp .jpg hoặc .png khác.")
    if max(size.width(), size.height()) > _LONGEST:
        reader.setScaledSize(size.scaled(QSize(_LONGEST, _LONGEST), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise FileProblemError("Tệp ảnh này bị hỏng hoặc quá lớn. Hãy chọn một tệp .jpg hoặc .png khác.")
    return image


def change_photo(context: Context, member: Member, parent: QWidget) -> None:
    """Open the dialog with the member's portrait of now, and save what it gives."""
    register, kinds = context.services.register, frozenset({"members"})

    def current() -> bytes | None:
        from app.services import photos

        return photos.photo_of(register, member.id)

    def save(picture: Picture, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
        def work() -> Member:
            from app.services import photos

            return photos.set_photo(register, member.id, picture[0], picture[1])

        context.change(work, lambda _member: done(), failed, kinds=kinds)

    def open_dialog(content: bytes | None) -> None:
        def remove() -> None:
            def work() -> Member:
                from app.services import photos

                return photos.remove_photo(register, member.id)

            context.change(
                work, lambda _member: dialog.close_without_asking(), dialog.show_problem, kinds=kinds
            )

        dialog = PhotoDialog(context, member, content, parent, on_remove=remove)
        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    context.ask(current, open_dialog)


def _shrunk(image: QImage) -> QImage:
    if max(image.width(), image.height()) <= _LONGEST:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(_LONGEST, _LONGEST, keep, smooth)


def _encoded(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setCompression(10)  # packed lightly: it is cut to size at once
    writer.write(image)
    return bytes(data.data())
