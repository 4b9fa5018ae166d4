"""Qt's own words in Vietnamese: the buttons and menus that Qt brings along.

PySide6 ships no Vietnamese translation of Qt, so the words that a user of this program can meet stand here.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

_WORDS = {
    "OK": "Đồng ý",
    "Save": "Lưu",
    "Save All": "Lưu tất cả",
    "Open": "Mở",
    "Yes": "Có",
    "Yes to All": "Có, tất cả",
    "No": "Không",
    "No to All": "Không, tất cả",
    "Abort": "Dừng",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Close": "Đóng",
    "Cancel": "Hủy",
    "Discard": "Không lưu",
    "Don't Save": "Không lưu",
    "Help": "Trợ giúp",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Restore Defaults": "Về mặc định",
    "Undo": "Hoàn tác gõ",
    "Redo": "Gõ lại",
    "Cut": "Cắt",
    "Cu&t": "Cắt",
    "Copy": "Chép",
    "Paste": "Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
    "Copy Link Location": "Chép liên kết",
    "Step up": "Tăng",
    "Step down": "Giảm",
    "Find": "Tìm",
    "Print": "In",
    "Print to File (PDF)": "In ra tệp PDF",
    "Options": "Tùy chọn",
    "Preview": "Xem trước",
    "Name": "Tên",
    "Location:": "Nơi đặt:",
    "Properties": "Thuộc tính",
    "Copies": "Số bản",
    "Pages": "Trang",
    "File name:": "Tên tệp:",
    "Files of type:": "Loại tệp:",
    "Look in:": "Tìm trong:",
    "Directory:": "Thư mục:",
    "Choose": "Chọn",
    "Back": "Lùi",
    "Forward": "Tiến",
    "Parent Directory": "Thư mục trên",
    "Create New Folder": "Tạo thư mục",
    "List View": "Danh sách",
    "Detail View": "Chi tiết",
    "New Folder": "Thư mục mới",
    "Rename": "Đổi tên",
    "Show hidden files": "Hiện tệp ẩn",
    "Size": "Cỡ",
    "Type": "Loại",
    "Date Modified": "Ngày sửa",
    "Computer": "Máy tính",
}


class VietnameseWords(QTranslator):
    """Translates Qt's standard words; our own texts are Vietnamese already."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = {english.replace("&", ""): words for english, words in _WORDS.items()}

    def translate(
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # None is Qt's null string, "not translated"; an empty text would be taken as the translation.
        return self._words.get(source_text.replace("&", ""))  # type: ignore[return-value]

    def isEmpty(self) -> bool:
        return False
