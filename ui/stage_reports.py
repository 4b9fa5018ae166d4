"""What the pictures of the page Báo cáo show: a draft with words, typed figures, a report that was sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.stage_window import Stage


def _lay_ready(stage: Stage) -> None:
    """Lay on last year's report as sent, and a draft of this one, where the register has none."""
    from app.domain.periods import Period
    from app.services import saved_reports, years
    from app.services.narrative import LIMITS, PLAN, REQUESTS, SITUATION

    services = stage.context.services
    register, today = services.register, services.today()
    if saved_reports.list_reports(register):
        return
    period = Period.year_of(years.report_year(register, today=today))
    before = saved_reports.draft_for(register, period.before)
    for section, text in (
        (LIMITS, "Một số chi hội sinh hoạt chưa đều; quỹ hội còn hạn hẹp."),
        (PLAN, "Duy trì sinh hoạt chi hội mỗi quý một lần."),
    ):
        saved_reports.set_text(register, before.id, section, text)
    saved_reports.send(register, before.id, on=today, paths=services.paths, today=today)
    draft = saved_reports.draft_for(register, period)
    for section, text in (
        (
            SITUATION,
            (
                "Thuận lợi: Hội được cấp ủy, chính quyền và Hội cấp trên quan tâm; hội viên đoàn kết.\n"
                "Khó khăn: hội viên tuổi cao, sức yếu; kinh phí hoạt động chủ yếu do hội viên đóng góp."
            ),
        ),
        ("care", "Các gia đình được thăm đều xúc động trước tình cảm của đồng đội."),
        (REQUESTS, "Đề nghị Hội cấp trên hỗ trợ kinh phí tổ chức gặp mặt truyền thống 19/5."),
    ):
        saved_reports.set_text(register, draft.id, section, text)
    row = saved_reports.new_row(draft.id, part="movement")
    saved_reports.save_row(
        register, dataclasses.replace(row, label="Cây xanh đã trồng", amount=120, measure="cây", previous=80)
    )


def _page(stage: Stage, tab: str = "figures") -> Any:
    """The page with one of its tabs open."""
    _lay_ready(stage)
    page = stage.page("reports")
    page.refresh()
    page.tabs.setCurrentWidget(getattr(page, tab))
    return page


def _row(page: Any, key: str) -> Any:
    return next(each for each in page.rows if each.figure.key == key)


def _activity_edit(stage: Stage) -> object:
    page = _page(stage, "activities")
    return page.activities.edit(page.activities.rows[0]) if page.activities.rows else page.add_activity()


def _activity_new(stage: Stage) -> object:
    return _page(stage).add_activity()


def _figure(stage: Stage) -> object:
    page = _page(stage)
    return page.figures.open_figure(_row(page, "members_listed"))


def _figure_edit(stage: Stage) -> object:
    page = _page(stage)
    return page.figures.edit_figure(_row(page, "visits"))


def _new_row(stage: Stage) -> object:
    return _page(stage).figures.add()


def _period(stage: Stage) -> object:
    return _page(stage).choice.days_asked.emit()


def _send(stage: Stage) -> object:
    page = _page(stage, "sent")
    page.sent.table.select_id(next(each.id for each in page.shown.reports if not each.is_sent))
    return page.sent.send()


def _preview(stage: Stage) -> object:
    return _page(stage, "narrative").narrative.preview()


def _form(stage: Stage) -> object:
    return _page(stage).fill_form()


def narrative(stage: Stage) -> None:
    """The page with the words of a section."""
    page = _page(stage, "narrative")
    page.narrative.table.select_id("care")


def sent(stage: Stage) -> None:
    """The page with what was sent."""
    page = _page(stage, "sent")
    page.sent.table.select_id(next(each.id for each in page.shown.reports if each.is_sent))


DIALOGS: dict[str, tuple[Callable[..., object], ...]] = {
    "activity_edit": (_activity_edit, _activity_new),
    "report_figure": (_figure,),
    "report_figure_edit": (_figure_edit,),
    "report_form": (_form,),
    "report_period": (_period,),
    "report_preview": (_preview,),
    "report_row": (_new_row,),
    "report_send": (_send,),
}
