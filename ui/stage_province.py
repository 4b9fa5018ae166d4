"""What the pictures of the Hội below show: files as they would send them, of the register's own report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from ui.stage_window import Stage

#: Who sends: name, and whether an estimate.
_HOI = (
    ("Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh phường Đức Xuân", False),
    ("Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh phường Bắc Kạn", False),
    ("Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh xã Phong Quang", True),
)


def _files(stage: Stage) -> list[Path]:
    """A file of each Hội, one that is damaged, and one of a Hội whose name is nearly another's."""
    import dataclasses

    from app.services import submissions
    from app.services.submissions_format import Sender, to_bytes

    services = stage.context.services
    page = stage.page("reports")
    made = submissions.make_submission(
        services.register, page.province.period, today=services.today(), made_at=services.clock()
    )
    paths = []
    like = ("Hội Trường Sơn phường Đức Xuân", False)
    for number, (name, estimate) in enumerate((*_HOI, like), 1):
        sender = Sender(name, "HTS", f"{number:032}", contact="Ông Nông Văn Bằng, 0912 345 678")
        sent = dataclasses.replace(made, sender=sender, estimate=estimate)
        paths.append(stage.folder / f"nop-{number}{submissions.SUFFIX}")
        paths[-1].write_bytes(to_bytes(sent))
    paths.append(stage.folder / f"nop-hong{submissions.SUFFIX}")
    paths[-1].write_bytes(b'{"format": "sohoi-nop"')
    return paths


def received(stage: Stage) -> Any:
    """The page of reports at the tab of the Hội below; three have sent, one has not."""
    from app.domain.reports import Subordinate
    from app.services import receiving, subordinates

    services = stage.context.services
    if not subordinates.all_subordinates(services.register):
        receiving.receive_files(services.register, _files(stage)[: len(_HOI)], today=services.today())
        subordinates.save_subordinate(
            services.register,
            Subordinate(
                name="Hội Truyền thống Trường Sơn xã Nông Thượng", contact="Bà Hà Thị Mận, 0977 111 222"
            ),
        )
    page = stage.page("reports")
    page.refresh()
    page.tabs.setCurrentWidget(page.province.view)
    page.province.view.table.select_first()
    return page


def _figures(stage: Stage) -> object:
    view = received(stage).province.view
    view.open_row(view.rows[0])
    return None


def _results(stage: Stage) -> QDialog:
    from app.services import receiving, subordinates
    from ui.dialogs.receive_results import ReceiveResultsDialog

    received(stage)
    services = stage.context.services
    done = receiving.receive_files(services.register, _files(stage), today=services.today())
    known = subordinates.all_subordinates(services.register)
    return ReceiveResultsDialog(stage.context, done, known, lambda _row, _whose, _done: None, stage.window)


def _subordinate(stage: Stage) -> object:
    view = received(stage).province.view
    view.edit(view.rows[-1])
    return None


def _subordinate_new(stage: Stage) -> object:
    received(stage).province.view.add()
    return None


def _submit(stage: Stage) -> object:
    stage.page("reports").province.submit()
    return None


def _submit_people(stage: Stage) -> QDialog:
    from app.services.submissions import People, PeopleCount
    from ui.dialogs.submit_report import SubmitDialog

    period = stage.page("reports").province.period
    dialog = SubmitDialog(
        stage.context, period, PeopleCount(35, 8, 2), stage.window, figures=87, estimate=True
    )
    dialog.choose(People.ALL)
    return dialog


#: Every dialog between a Hội and the one above with what opens it; part of ui.stage.DIALOGS.
DIALOGS: dict[str, tuple[Callable[[Stage], object], ...]] = {
    "receive_figures": (_figures,),
    "receive_results": (_results,),
    "subordinate_edit": (_subordinate, _subordinate_new),
    "submit_report": (_submit, _submit_people),
}
