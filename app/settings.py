"""The program's settings on this machine, each declared once with its default.

What belongs to the branch lies in the register; here is only what belongs to the machine and its user.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.errors import FieldError, FileProblemError


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a blank lies in this machine's printer: shift in mm (right, down), scale in percent each way."""

    dx: float = 0.0
    dy: float = 0.0
    scale_x: float = 100.0
    scale_y: float = 100.0

    def __post_init__(self) -> None:
        """Keep the values where a sheet of paper can be."""
        if not (-50 <= self.dx <= 50 and -50 <= self.dy <= 50):
            raise FieldError("dx", "Độ lệch chỉ được từ -50 đến 50 mm. Hãy đo lại.")
        for name, percent in (("scale_x", self.scale_x), ("scale_y", self.scale_y)):
            if not 90 <= percent <= 110:
                raise FieldError(name, "Tỷ lệ phải trong khoảng 90 đến 110 %.")


def calibration_key(blank: str, printer: str = "", tray: str = "") -> str:
    """Under what a calibration is kept; ``blank`` is the name of a blank or a layout, "" means any."""
    return "|".join(part.replace("|", "/") for part in (printer, tray, blank))


#: Type sizes of the window, in percent of 13 pt.
TYPE_SCALES = (100, 125, 150, 200)


@dataclass(frozen=True, slots=True)
class Preferences:
    """All settings with their defaults."""

    type_scale: int = 100
    dark: bool = False
    last_register: str = ""
    recent_registers: tuple[str, ...] = ()
    backup_folder: str = ""
    second_backup_folder: str = ""
    certificate_layout: str = ""
    calibrations: dict[str, Calibration] = field(default_factory=dict)
    window: dict[str, str] = field(default_factory=dict)
    import_forms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def calibration(self, blank: str, printer: str = "", tray: str = "") -> Calibration:
        """How a blank (or a layout) lies in a tray of a printer.

        What was measured for exactly this counts first, then for the printer whatever the tray, then for
        the blank alone; none when it was never measured.
        """
        for key in self._calibration_keys(blank, printer, tray):
            if key in self.calibrations:
                return self.calibrations[key]
        return Calibration()

    def is_calibrated(self, blank: str, printer: str = "", tray: str = "") -> bool:
        """Whether anything was measured that counts for this blank in this tray."""
        return any(key in self.calibrations for key in self._calibration_keys(blank, printer, tray))

    def _calibration_keys(self, blank: str, printer: str, tray: str) -> tuple[str, ...]:
        return (
            calibration_key(blank, printer, tray),
            calibration_key(blank, printer),
            calibration_key(blank),
        )


class Settings:
    """The settings file: reads once, writes what changes, survives a damaged file by the defaults."""

    def __init__(self, path: Path) -> None:
        """Read ``path`` if it is there."""
        self.path = path
        self.current = self._written = _read(path)

    def change(self, **values: Any) -> Preferences:
        """Replace settings and write the file if they differ; FileProblemError when it cannot be written."""
        self.current = dataclasses.replace(self.current, **values)
        if self.current != self._written:  # every start remembers the register it opens, mostly the same one
            _write(self.path, self.current)
            self._written = self.current
        return self.current

    def calibrate(self, found: Calibration, blank: str, printer: str = "", tray: str = "") -> None:
        """Keep how a blank lies in a tray of a printer; "" stands for whatever tray or printer."""
        key = calibration_key(blank, printer, tray)
        self.change(calibrations={**self.current.calibrations, key: found})

    def remember_register(self, path: Path) -> None:
        """Put a register first among the recent ones."""
        text = str(path)
        recent = (text, *(each for each in self.current.recent_registers if each != text))[:8]
        self.change(last_register=text, recent_registers=recent)


def _read(path: Path) -> Preferences:
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(document, dict):
        return Preferences()
    readers: dict[str, Callable[[Any], Any]] = {
        "recent_registers": lambda held: tuple(str(each) for each in held),
        "calibrations": lambda held: dict(_read_calibration(str(k), v) for k, v in held.items()),
        "window": lambda held: {str(k): str(v) for k, v in held.items()},
        "import_forms": lambda held: {str(k): tuple(map(str, v)) for k, v in held.items()},
    }
    known: dict[str, Any] = {}
    defaults = Preferences()
    for each in dataclasses.fields(Preferences):
        if each.name not in document:
            continue
        held = document[each.name]
        try:
            if each.name in readers:
                known[each.name] = readers[each.name](held)
            elif type(held) is type(getattr(defaults, each.name)):
                known[each.name] = held
        except (TypeError, ValueError, AttributeError, FieldError):
            continue
    if known.get("type_scale") not in TYPE_SCALES:
        known.pop("type_scale", None)
    return Preferences(**known)


def _read_calibration(key: str, held: Any) -> tuple[str, Calibration]:
    """One entry; at first it was three numbers under the name of a layout, one scale for both ways."""
    dx, dy, *scales = map(float, held)
    scale_x, scale_y = scales * 2 if len(scales) == 1 else scales
    return (key if "|" in key else calibration_key(key)), Calibration(dx, dy, scale_x, scale_y)


def _write(path: Path, preferences: Preferences) -> None:
    document = {each.name: getattr(preferences, each.name) for each in dataclasses.fields(Preferences)}
    document["calibrations"] = {k: list(dataclasses.astuple(v)) for k, v in preferences.calibrations.items()}
    temporary = path.with_name(path.name + ".moi")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
        os.replace(temporary, path)  # noqa: PTH105 - the one call that replaces in one step everywhere
    except OSError as problem:
        raise FileProblemError(
            f"Không ghi được thiết lập vào {path.parent}. Hãy kiểm tra ổ đĩa còn chỗ và quyền ghi."
        ) from problem
