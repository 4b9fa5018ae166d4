"""How a sheet lies in a printer: the sheet to measure on, what follows from the readings, the sheet to check.

The readings are those of domain notes §1.5, taken with a ruler; the result is kept in the machine's settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.documents.blanks import Blank
from app.documents.certificates import Placement, calibration_from, render_test_page
from app.documents.certificates.placement import CROSS
from app.documents.files import write_file
from app.documents.layouts import Layout
from app.errors import NotFoundError
from app.paths import Paths
from app.services.blanks import find_blank, list_blanks
from app.services.layouts import find_layout, list_layouts
from app.settings import Calibration

__all__ = ["CROSS"]


@dataclass(frozen=True, slots=True)
class Target:
    """What can be calibrated: a blank of the user's or a layout; size in mm."""

    name: str
    title: str
    width: float
    height: float
    is_blank: bool

    @property
    def across(self) -> float:
        """Mm between the two upper crosshairs of its test sheet."""
        return self.width - 2 * CROSS

    @property
    def down(self) -> float:
        """Mm between the two left crosshairs of its test sheet."""
        return self.height - 2 * CROSS


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read off the test sheet in mm; ``None`` where it was not measured."""

    left: float
    top: float
    across: float | None = None
    down: float | None = None


def targets(paths: Paths) -> tuple[Target, ...]:
    """The user's blanks, then the layouts; those whose file is broken are left out."""
    blanks = [entry for entry in list_blanks(paths) if not entry.problem]
    layouts = [entry for entry in list_layouts(paths, longevity=None) if not entry.problem]
    return (
        *(Target(each.name, each.title, each.width, each.height, is_blank=True) for each in blanks),
        *(Target(each.name, each.title, each.width, each.height, is_blank=False) for each in layouts),
    )


def _sheet(paths: Paths, target: Target) -> Layout | Blank:
    return find_blank(paths, target.name) if target.is_blank else find_layout(paths, target.name)


def measuring_sheet(paths: Paths, target: Target) -> bytes:
    """The sheet with rulers and crosshairs as it is, to measure on, as PDF."""
    return render_test_page(_sheet(paths, target))


def check_sheet(paths: Paths, target: Target, at: Calibration) -> bytes:
    """The same sheet, corrected: its crosshairs must come out at 20 mm."""
    return render_test_page(_sheet(paths, target), Placement(at.dx, at.dy, at.scale_x, at.scale_y))


def write_test_sheet(
    paths: Paths, target: Target, at: Calibration, path: Path, *, replace: bool = False
) -> Path:
    """Write :func:`check_sheet` to a file."""
    return write_file(path, check_sheet(paths, target, at), replace=replace)


def target_named(paths: Paths, name: str) -> Target:
    """The blank of that name, else the layout; raises NotFoundError, FileProblemError for a broken file."""
    try:
        found: Blank | Layout = find_blank(paths, name)
    except NotFoundError:
        found = find_layout(paths, name)
    return Target(name, found.title, found.width, found.height, isinstance(found, Blank))


def measured(target: Target, read: Readings) -> Calibration:
    """What follows from the readings; a distance that was not measured counts as exact.

    Raises RuleError for a reading that no printer gives.
    """
    at = calibration_from(
        target.width,
        target.height,
        left=read.left,
        top=read.top,
        across=target.across if read.across is None else read.across,
        down=target.down if read.down is None else read.down,
    )
    return Calibration(at.dx, at.dy, at.scale_x, at.scale_y)
