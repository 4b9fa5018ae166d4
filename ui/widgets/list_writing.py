"""Writing the shown list of members to a workbook: asks where, writes, says what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.messages import WORKBOOK_FILES
from ui.page import Context

if TYPE_CHECKING:
    from app.services.member_list import WrittenList
    from app.services.member_queries import MemberQuery


def write_shown_members(context: Context, query: MemberQuery) -> None:
    """Write the members that ``query`` shows, in its order, where the user says."""
    services, messages = context.services, context.messages
    today = services.today()
    suggested = services.paths.documents / f"danh-sach-hoi-vien-{today.isoformat()}.xlsx"
    path = messages.choose_save_file("Ghi danh sách đang hiện", suggested, WORKBOOK_FILES)
    if path is None:
        return

    def work() -> WrittenList:
        from app.services.member_list import write_member_list

        return write_member_list(services.register, query, path, today=today, replace=True)

    def after(written: WrittenList) -> None:
        size = max(1, round(written.size / 1024))
        messages.done(
            f"Đã ghi {written.rows} hội viên, {size} KB: {written.path.name}",
            (
                ("Mở", lambda: messages.open_path(written.path)),
                ("Mở thư mục", lambda: messages.open_folder(written.path)),
            ),
        )

    context.long(lambda _progress: work(), after, label="Đang ghi danh sách ra Excel…")
