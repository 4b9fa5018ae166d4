"""The page Thiết lập: one tab a subject."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QScrollArea, QWidget

from ui.page import ANYTHING, Context, Page
from ui.pages.settings.award_forms import AwardFormsTab
from ui.pages.settings.branch import BranchTab
from ui.pages.settings.calibration import CalibrationTab
from ui.pages.settings.counters import CountersTab
from ui.pages.settings.extra_fields import ExtraFieldsTab
from ui.pages.settings.machine import BackupTab, LookTab
from ui.pages.settings.officers import OfficersTab
from ui.pages.settings.units import UnitsTab
from ui.widgets.tabs import Tabs


class SettingsPage(Page):
    """Each tab loads itself when the page does; only the branch's form holds unsaved typing."""

    title: ClassVar[str] = "Thiết lập"
    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "branch",
            "units",
            "unit_events",
            "offices",
            "members",
            "status_events",
            "extra_fields",
            "extra_values",
            "award_forms",
            "counters",
        }
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.tabs = Tabs(self)
        self.branch = BranchTab(context)
        self.units = UnitsTab(context)
        self.officers = OfficersTab(context)
        self.extras = ExtraFieldsTab(context)
        self.forms = AwardFormsTab(context)
        self.counters = CountersTab(context)
        self.look = LookTab(context)
        self.backup = BackupTab(context)
        self.calibration = CalibrationTab(context)
        # These scroll within themselves.
        whole = (self.branch, self.units, self.officers, self.extras, self.forms, self.counters)
        for widget, text in (
            (self.branch, "Thông tin Hội"),
            (self.units, "Chi hội"),
            (self.officers, "Ban Chấp hành"),
            (self.extras, "Mục riêng"),
            (self.forms, "Hình thức khen"),
            (self.counters, "Chỉ tiêu"),
            (self.look, "Chữ và màu"),
            (self.backup, "Sao lưu"),
            (self.calibration, "Căn phôi in"),
        ):
            self.tabs.addTab(widget if widget in whole else _scrolled(widget), text)
        self.body.addWidget(self.tabs)
        self.begins_at(self.tabs.tabBar())

    def refresh(self) -> None:
        """Read everything again."""
        self.branch.load()
        self.units.load()
        self.officers.load()
        self.extras.load()
        self.forms.load()
        self.counters.load()
        self.backup.load()
        self.calibration.load()

    def leave(self) -> bool:
        """Ask before unsaved typing about the branch is left."""
        return self.branch.leave()

    def on_changed(self, kinds: frozenset[str]) -> None:
        super().on_changed(kinds or ANYTHING)


def _scrolled(widget: QWidget) -> QScrollArea:
    """A tab that stays whole on a small screen with large type."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(widget)
    return area
