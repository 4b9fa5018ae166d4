"""Thiết lập: the branch, its units and officers, and what belongs to this machine."""

from ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
