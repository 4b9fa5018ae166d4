"""What the pictures show: the window on a register, and how each dialog is opened with real values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui import (
    stage_awards,
    stage_care,
    stage_counters,
    stage_designer,
    stage_import,
    stage_meetings,
    stage_money,
    stage_print,
    stage_province,
    stage_reports,
)
from ui.stage_window import settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.page import Context
    from ui.stage_window import Stage


# ---------------------------------------------------------------- how each dialog is opened, with real values


def _by_menu(words: str) -> Callable[[Stage], object]:
    def open_it(stage: Stage) -> None:
        from PySide6.QtGui import QAction

        actions = stage.window.findChildren(QAction)
        next(each for each in actions if each.text().replace("&", "").rstrip("…") == words).trigger()

    return open_it


def _attachment(stage: Stage) -> object:
    from app.domain.attachments import Attachment
    from ui.dialogs.attachment import AttachmentDialog

    paper = Attachment(
        member_id="x", name="Thẻ hội viên", file_name="the-hoi-vien.pdf", file="0" * 64, size=182_000
    )
    return AttachmentDialog(stage.context, paper, stage.window)


def _consent(stage: Stage) -> object:
    from ui.dialogs.consent import ConsentDialog

    return ConsentDialog(stage.context, "", parent=stage.window)


def _extra_fields(stage: Stage) -> object:
    from app.domain.extras import ExtraField, ExtraKind
    from ui.dialogs.extra_fields import ExtraFieldDialog

    field = ExtraField(name="Nhóm máu", kind=ExtraKind.CHOICE, choices="A\nB\nO\nAB", sensitive=True)
    return ExtraFieldDialog(stage.context, field, stage.window, used=12)


def _first_start(stage: Stage) -> object:
    from ui.dialogs.first_start import FirstStartDialog

    dialog = FirstStartDialog(stage.context.services.paths.documents, stage.context.messages, stage.window)
    dialog.name.setText("Hội Truyền thống Trường Sơn thành phố Bắc Kạn")
    dialog.place.setText("Bắc Kạn")
    dialog.code.setText("HTS")
    return dialog


def _history_of_one(stage: Stage) -> object:
    from ui.dialogs.history import HistoryDialog

    return HistoryDialog(stage.context, stage.page("members").table.current_row().id, stage.window)


def _take_back(stage: Stage) -> object:
    """An import of which one person was corrected since, and another called to a meeting."""
    import dataclasses

    from app.domain.meetings import Attendance, Meeting
    from app.domain.members import Member
    from app.domain.status import StatusEvent
    from app.services import history
    from ui.widgets.take_back import TakeBackDialog

    services = stage.context.services
    names = ("Đặng Thị Kim Oanh", "Phan Văn Bảy", "Lò Thị Ún", "Nông Văn Dền", "Ma Thị Hòa", "Hà Văn Sáu")
    people = [Member(full_name=name, code=f"N{number:03d}") for number, name in enumerate(names, 1)]
    with services.register.change("Nhập danh sách Hội viên mới.xlsx: 6 mới, 1 sửa") as work:
        held = work.all(Member)[0]
        work.add_all([*people, *(StatusEvent(member_id=person.id) for person in people)])
        work.replace(dataclasses.replace(held, phone="0912 345 678", note="Theo danh sách mới"))
    with services.register.change("Sửa hội viên Lò Thị Ún") as work:
        work.replace(dataclasses.replace(work.get(Member, people[2].id), phone="0915 111 222"))
        work.replace(dataclasses.replace(work.get(Member, held.id), note="Đã gặp và hỏi lại"))
        meeting = work.add(Meeting(name="Họp chi hội", on=services.today()))
        work.add(Attendance(meeting_id=meeting.id, member_id=people[1].id))
    imported = history.changes(services.register, imports_only=True)[0]
    plan = history.plan_take_back(services.register, imported.id, today=services.today())
    return TakeBackDialog(stage.context, plan, (), stage.window)


def _by_hand(step: Callable[[Context, QWidget, Path], object]) -> Callable[[Stage], object]:
    return lambda stage: step(stage.context, stage.window, stage.folder)


def _member_add(stage: Stage) -> object:
    return stage.page("members").add()


def _member_edit(stage: Stage) -> object:
    page = stage.page("members")
    return page.edit(page.table.current_row().id)


def _choose_columns(stage: Stage) -> object:
    return stage.page("members").choose_columns()


def _condition(key: str) -> Callable[[Stage], object]:
    return lambda stage: stage.page("members").conditions.open(key)


def _view_name(stage: Stage) -> object:
    return stage.page("members").views.save()


def _merge_with(stage: Stage) -> object:
    page = stage.page("members")
    return page.deeds.merge(page.table.current_row())


def _office_edit(stage: Stage) -> object:
    return stage.page("settings").officers.add()


def _print_list(stage: Stage) -> object:
    from app.domain.member_lists import MemberQuery
    from app.domain.status import Status
    from ui.dialogs.print_list import open_print_list

    query = MemberQuery(status=Status.ACTIVE)
    return open_print_list(stage.context, query, (), "", stage.window)


def _member_sheet(stage: Stage) -> object:
    from ui.dialogs.print_list import open_member_sheet

    page = stage.page("members")
    return open_member_sheet(stage.context, page.table.current_row().id, stage.window)


def _doubles(stage: Stage) -> list[tuple[str, str]]:
    """Enter people of the register a second time, as it happens; gives the ids, the first record's first."""
    import dataclasses

    from app.domain.members import Member
    from app.domain.record import new_id
    from app.services import member_queries, members
    from app.vietnamese.text import fold

    services = stage.context.services
    found = member_queries.members_on(services.register, services.today())[:5]
    pairs = []
    for place, row in enumerate(found):
        held = row.member
        name = fold(held.full_name).title() if place else held.full_name.replace(" Thị ", " ", 1)
        double: Member = dataclasses.replace(
            held, id=new_id(), version=0, code="", full_name=name, given_words=1, phone="0983 123 456",
            address="Tổ 5, thôn Bản Vén", profession="Giáo viên nghỉ hưu", note="Hay đi thăm con, mùa đông.",
            joined=None, service_unit=held.service_unit if place else "", national_id="",
        )  # fmt: skip
        added = members.add_member(
            services.register, double, unit_id=row.standing.unit_id, today=services.today()
        )
        pairs.append((held.id, added.id))
    return pairs


def _duplicates(stage: Stage) -> object:
    from ui.dialogs.duplicates import open_duplicates

    _doubles(stage)
    open_duplicates(stage.context, stage.window)
    return None


def _member_merge(stage: Stage) -> object:
    from ui.dialogs.member_merge import open_merge

    open_merge(stage.context, *_doubles(stage)[0], stage.window)
    return None


def _photo(stage: Stage) -> object:
    from app.domain.members import Member
    from ui.dialogs.photo import PhotoDialog
    from ui.icons import pixmap

    dialog = PhotoDialog(stage.context, Member(full_name="Nguyễn Văn An"), None, stage.window)
    picture = stage.folder / "anh.png"
    pixmap("members", 900, stage.context.theme.colours.accent).save(str(picture))
    dialog.read(picture)
    return dialog


def _problem_report(stage: Stage) -> object:
    from ui.dialogs.problem_report import ProblemReport

    trace = (
        'Traceback (most recent call last):\n  File "ui/pages/members.py", line 1, in show\nValueError: thử'
    )
    return ProblemReport(trace, stage.window)


def _status_event(stage: Stage) -> object:
    page = stage.page("members")
    return page.record_event(page.table.current_row().id)


def _units(stage: Stage) -> Any:
    page = stage.page("settings")
    page.tabs.setCurrentWidget(page.units)
    settle()
    page.units.table.select_first()
    settle()
    return page.units


def _unit_edit(stage: Stage) -> object:
    return _units(stage).changes.add()


def _unit_move(stage: Stage) -> object:
    tab = _units(stage)
    return tab.changes.move_unit(tab.table.current_row())


def _unit_code(stage: Stage) -> object:
    _units(stage).code_button.click()
    return None


def _unit_merge(stage: Stage) -> object:
    tab = _units(stage)
    return tab.changes.merge(tab.table.current_row())


def _unit_dissolve(stage: Stage) -> object:
    tab = _units(stage)
    return tab.changes.dissolve(tab.table.current_row())


def _unit_split(stage: Stage) -> object:
    tab = _units(stage)
    dialog = tab.changes.split(tab.table.current_row())
    dialog.parts.editors(0)["name"].set_value("Chi hội tổ 2, tổ 3")
    dialog.parts.editors(0)["words"].set_value("tổ 2, tổ 3")
    dialog.parts.edited.emit()
    return dialog


def _unit_event(stage: Stage) -> object:
    tab = _units(stage)
    return tab.changes.edit_event(tab.detail.table.current_row())


def _place_conversion(stage: Stage) -> object:
    return _units(stage).changes.convert()


def _place_conversion_addresses(stage: Stage) -> object:
    dialog = _units(stage).changes.convert()
    dialog.tabs.setCurrentIndex(1)
    return dialog


#: Every module of ui/dialogs with what opens its dialogs; a test compares the names with the folder.
DIALOGS: dict[str, tuple[Callable[[Stage], object], ...]] = {
    "about": (_by_menu("Về chương trình Sổ Hội"), _by_menu("Các phím tắt")),
    "attachment": (_attachment,),
    **stage_awards.DIALOGS,
    **stage_counters.DIALOGS,
    **stage_money.DIALOGS,
    **stage_province.DIALOGS,
    **stage_care.DIALOGS,
    "backups": (_by_menu("Khôi phục từ bản sao lưu"),),
    "blank_edit": (_by_hand(stage_designer.blank_edit),),
    "blank_library": (_by_hand(stage_designer.blank_library),),
    "calibrate": tuple(map(_by_hand, stage_print.CALIBRATIONS)),
    "choose_columns": (_choose_columns,),
    "condition": (_condition("age"), _condition("unknown"), _condition("on")),
    "consent": (_consent,),
    "designer": tuple(map(_by_hand, stage_designer.DESIGNS)),
    "duplicates": (_duplicates,),
    "extra_fields": (_extra_fields,),
    "first_start": (_first_start,),
    "history": (_by_menu("Lịch sử thay đổi"), _history_of_one, _take_back),
    "import_list": tuple(map(_by_hand, stage_import.STEPS)),
    **stage_meetings.DIALOGS,
    "merge_with": (_merge_with,),
    "member_edit": (_member_edit, _member_add),
    "member_merge": (_member_merge,),
    "office_edit": (_office_edit,),
    "print_certificates": (_by_hand(stage_print.print_blanks),),
    "print_list": (_print_list, _member_sheet),
    "place_conversion": (_place_conversion, _place_conversion_addresses),
    "photo": (_photo,),
    "problem_report": (_problem_report,),
    **stage_reports.DIALOGS,
    "search_everything": (_by_menu("Tìm khắp sổ"),),
    "status_event": (_status_event,),
    "unit_edit": (_unit_edit, _unit_move, _unit_code),
    "unit_end": (_unit_merge, _unit_dissolve),
    "unit_event": (_unit_event,),
    "unit_split": (_unit_split,),
    "view_name": (_view_name,),
}
