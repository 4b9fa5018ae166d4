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
    """How one blank lies in this machine's printer: shift in mm (right and down), scale in percent."""

    dx: float = 0.0
    dy: float = 0.0
    scale: float = 100.0

    def __post_init__(self) -> None:
        """Keep the values where a sheet of paper can be."""
        if not (-50 <= self.dx <= 50 and -50 <= self.dy <= 50):
            raise FieldError("dx", "Độ lệch phải trong khoảng -50 đến 50 mm.")
        if not 90 <= self.scale <= 110:
            raise FieldError("scale", "Tỷ lệ phải trong khoảng 90 đến 110 %.")


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

    def calibration(self, layout: str) -> Calibration:
        """The calibration of a layout, none when it was never set."""
        return self.calibrations.get(layout, Calibration())


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
        "calibrations": lambda held: {str(k): Calibration(*map(float, v)) for k, v in held.items()},
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


def _write(path: Path, preferences: Preferences) -> None:
    document = {each.name: getattr(preferences, each.name) for each in dataclasses.fields(Preferences)}
    document["calibrations"] = {k: [v.dx, v.dy, v.scale] for k, v in preferences.calibrations.items()}
    temporary = path.with_name(path.name + ".moi")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
        os.replace(temporary, path)  # noqa: PTH105 - the one call that replaces in one step everywhere
    except OSError as problem:
        raise FileProblemError(
            f"Không ghi được thiết lập vào {path.parent}. Hãy kiểm tra ổ đĩa còn chỗ và quyền ghi."
        ) from problem
