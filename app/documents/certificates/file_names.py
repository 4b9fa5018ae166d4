"""File names for separate certificates that Windows, a USB stick and an e-mail all accept."""

from __future__ import annotations

from app.vietnamese.text import clean

_LONGEST = 120
_FORBIDDEN = dict.fromkeys(map(ord, '<>:"/\\|?*'), " ")


def certificate_file_name(number: int, name: str, digits: int = 2) -> str:
    """Like "01 Nguyễn Văn An.pdf": the number makes it unique and keeps the order of the list."""
    tidy = clean(clean(name).translate(_FORBIDDEN))[:_LONGEST].strip(" .")
    return f"{number:0{digits}d} {tidy or 'Giấy khen'}.pdf"
