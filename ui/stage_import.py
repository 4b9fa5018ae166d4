"""What the pictures of a list on its way in show: an old list with letters of TCVN3, doubts and errors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.dialogs.import_list import ImportDialog
    from ui.page import Context


def import_file(context: Context, window: QWidget, folder: Path) -> object:
    """The first step, as it is when lists were brought in before and a file could not be read."""
    dialog = _dialog(context, window)
    dialog.file_step.remember(folder / "Danh sách chi hội Đức Xuân.xlsx")
    return dialog


def import_columns(context: Context, window: QWidget, folder: Path) -> object:
    """The second step, with a column in old letters and one that is not understood."""
    dialog = _dialog(context, window)
    dialog.read(_list(context, folder))
    return dialog


def import_preview(context: Context, window: QWidget, folder: Path) -> object:
    """The third step, at the row that needs the user."""
    from app.services.imports import RowKind

    dialog = _dialog(context, window)
    dialog.read(_list(context, folder))
    dialog.show_step(2)
    dialog.preview_step.filter_by(None)
    plan = dialog.session.plan
    doubtful = plan.of_kind(RowKind.DOUBTFUL) if plan is not None else ()
    if doubtful:
        dialog.preview_step.table.select_id(f"{doubtful[0].sheet}/{doubtful[0].row}")
    return dialog


def import_result(context: Context, window: QWidget, folder: Path) -> object:
    """The last step."""
    dialog = _dialog(context, window)
    dialog.read(_list(context, folder))
    dialog.show_step(2)
    dialog.go_on()
    return dialog


def _dialog(context: Context, window: QWidget) -> ImportDialog:
    from ui.dialogs.import_list import ImportDialog

    return ImportDialog(context, window)


def _list(context: Context, folder: Path) -> Path:
    """An old list of some of the register's people, and others."""
    from app.services import member_queries
    from app.vietnamese.encodings import Encoding, encode

    services = context.services
    held = [row.member for row in member_queries.members_on(services.register, services.today())[:7]]
    rows = [(each.full_name, str(each.birth or ""), "", f"0912 345 67{n}") for n, each in enumerate(held[:6])]
    rows += [(each.full_name, "", "", "0915 111 222") for each in held[6:]]  # a name may be a namesake's
    rows += [
        ("Đặng Thị Kim Oanh", "15/8/1952", "Chi hội phường Sông Cầu", "0915 111 222"),
        ("Phan Văn Bảy", "31/02/1950", "Chi hội phường Đức Xuân", "0983 000 111"),
        ("Lường Thị Thưởng", "1949", "Chi hội phường Xuất Hóa", "0915 111 22"),
        ("", "1949", "Chi hội phường Sông Cầu", ""),
        ("Nông Văn Được", "2/1951", "Chi hội phường Đức Xuân", ""),
    ]
    lines = ["Hội Truyền thống Trường Sơn;;;;;", "STT;Họ và tên;Ngày sinh;Chi hội;Điện thoại;Sở trường"]
    for number, (name, birth, unit, phone) in enumerate(rows, 1):
        old = encode(name, Encoding.TCVN3), encode(unit, Encoding.TCVN3)
        lines.append(f"{number};{old[0]};{birth};{old[1]};{phone};{'thơ' if number == 2 else ''}")
    lines.append(f"Tổng cộng: {len(rows)} người;;;;;")
    path = folder / "Danh sách hội viên.csv"
    path.write_text("\n".join(lines), "utf-8-sig")
    return path


#: Each step of the wizard with what leads there.
STEPS = (import_file, import_columns, import_preview, import_result)
