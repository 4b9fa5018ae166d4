"""A report as it will be printed, leafed through before it is made or sent."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.pdf_view import PdfView


class PreviewDialog(QDialog):
    """Shows the PDF; Esc closes."""

    def __init__(self, context: Context, title: str, pdf: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        theme = context.theme
        column = QVBoxLayout(self)
        edge = theme.px(14)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(8))
        self.view = PdfView(theme, self)
        self.view.set_pdf(pdf)
        column.addWidget(self.view, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText("Đóng")
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.finished.connect(lambda _result: self.view.clear())
        take_size(self, theme, 860, 1000)
        self.view.setFocus()
