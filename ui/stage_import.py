"""What the pictures of a list on its way in show: an old list with letters of TCVN3, doubts and errors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.dialogs.import_list import ImportDialog
    from ui.stage import Stage


def import_file(stage: Stage) -> object:
    """The first step, as it is when lists were brought in before and a file could not be read."""
    dialog = _dialog(stage)
    dialog.file_step.remember(stage.folder / "Danh sách chi hội Đức Xuân.xlsx")
    return dialog


def import_columns(stage: Stage) -> object:
    """The second step, with a column in old letters and one that is not understood."""
    dialog = _dialog(stage)
    dialog.read(_list(stage))
    return dialog


def import_preview(stage: Stage) -> object:
    """The third step, at the row that needs the user."""
    from app.services.imports import RowKind

    dialog = _dialog(stage)
    dialog.read(_list(stage))
    dialog.show_step(2)
    dialog.preview_step.filter_by(None)
    plan = dialog.session.plan
    doubtful = plan.of_kind(RowKind.DOUBTFUL) if plan is not None else ()
    if doubtful:
        dialog.preview_step.table.select_id(f"{doubtful[0].sheet}/{doubtful[0].row}")
    return dialog


def import_result(stage: Stage) -> object:
    """The last step."""
    dialog = _dialog(stage)
    dialog.read(_list(stage))
    dialog.show_step(2)
    dialog.go_on()
    return dialog


def _dialog(stage: Stage) -> ImportDialog:
    from ui.dialogs.import_list import ImportDialog

    return ImportDialog(stage.context, stage.window)


def _list(stage: Stage) -> Path:
    """An old list of some of the register's people, and others."""
    from app.services import member_queries
    from app.vietnamese.encodings import Encoding, encode

    services = stage.context.services
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
    path = stage.folder / "Danh sách hội viên.csv"
    path.write_text("\n".join(lines), "utf-8-sig")
    return path
