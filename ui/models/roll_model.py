"""The roll of a meeting: who is called, who came, why somebody did not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.meetings import Attendance, Presence, RollCall, Share, count_roll, quorum_reached

Index = QModelIndex | QPersistentModelIndex

NAME, UNIT, PRESENCE, AT, REASON = range(5)
_TITLES = ("Có mặt · Họ và tên", "Chi hội", "Điểm danh", "Giờ", "Lý do, ghi chú")
NOT_CALLED = "Không triệu tập"
#: What is said of who came to a meeting that is still to come.
NOT_MARKED = "chưa điểm danh"
#: Those of whom the hour is asked.
TIMED = frozenset({Presence.LATE, Presence.LEFT_EARLY})


@dataclass(slots=True)
class RollLine:
    """One member on the roll; ``presence`` is ``None`` when he is not called, ``at`` when he came or left."""

    member_id: str
    name: str
    unit_name: str
    presence: Presence | None
    reason: str = ""
    at: str = ""
    #: What he does in the Hội ("Chi hội trưởng"), for calling those who hold an office.
    role: str = ""
    attendance: Attendance | None = None


def roll_words(roll: RollCall, *, to_come: bool = False) -> str:
    """The totals: "Triệu tập 43 · Có mặt 37 · Vắng 6 (có lý do 6)"; nobody came to a meeting ``to_come``."""
    if to_come:
        return f"Triệu tập {roll.called} · {NOT_MARKED}"
    excused = f" (có lý do {roll.excused})" if roll.absent else ""
    return f"Triệu tập {roll.called} · Có mặt {roll.came} · Vắng {roll.absent}{excused}"


def quorum_words(quorum: Share, roll: RollCall) -> tuple[str, bool]:
    """Whether enough came, as a sentence, and the answer; ("", True) where nothing is asked for."""
    reached = quorum_reached(quorum, roll)
    if reached is None:
        return "", True
    needed = quorum.needed(roll.called)
    share = f"cần {quorum.label.lower()}: {needed} trong {roll.called} người"
    if reached:
        return f"Đủ số người để họp ({share}).", True
    return f"Chưa đủ số người để họp, còn thiếu {needed - roll.came} ({share}).", False


class RollModel(QAbstractTableModel):
    """Edits the roll in place. Signal ``edited()`` after every change by the user."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[RollLine] = []

    # ---------------------------------------------------------------- for the owner

    def set_lines(self, lines: Iterable[RollLine]) -> None:
        """Show another roll."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def attendances(self, meeting_id: str) -> tuple[Attendance, ...]:
        """The roll as records; who is not called is left out. Raises FieldError for an hour that is none."""
        made: list[Attendance] = []
        for line in self.lines:
            if line.presence is None:
                continue
            held = line.attendance or Attendance(meeting_id=meeting_id, member_id=line.member_id)
            made.append(dataclasses.replace(held, presence=line.presence, reason=line.reason, at=line.at))
        return tuple(made)

    def roll(self) -> RollCall:
        """The totals as they stand now."""
        return count_roll(
            Attendance(meeting_id="-", member_id=line.member_id, presence=line.presence)
            for line in self.lines
            if line.presence is not None
        )

    def mark(self, rows: Sequence[int], presence: Presence | None) -> None:
        """Give these lines one presence."""
        for row in rows:
            self._put(row, presence)
        self.edited.emit()

    def toggle(self, row: int) -> None:
        """Came or did not: what the space bar does."""
        line = self.lines[row]
        came = line.presence is not None and line.presence.came
        self.mark((row,), Presence.ABSENT if came else Presence.PRESENT)

    def _put(self, row: int, presence: Presence | None) -> None:
        line = self.lines[row]
        line.presence = presence
        if presence in (None, Presence.PRESENT):
            line.reason = ""
        if presence not in TIMED:
            line.at = ""
        self.dataChanged.emit(self.index(row, 0), self.index(row, REASON))

    # ---------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(_TITLES):
            if role == Qt.ItemDataRole.DisplayRole:
                return _TITLES[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        is_timed = self.lines[index.row()].presence in TIMED
        if index.column() in (PRESENCE, REASON) or (index.column() == AT and is_timed):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NAME:
            came = line.presence is not None and line.presence.came
            return Qt.CheckState.Checked if came else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.EditRole and index.column() == PRESENCE:
            return line.presence
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            words = line.presence.label if line.presence else NOT_CALLED
            return (line.name, line.unit_name, words, line.at, line.reason)[index.column()]
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        row, line = index.row(), self.lines[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NAME:
            is_ticked = Qt.CheckState(value) is Qt.CheckState.Checked
            self._put(row, Presence.PRESENT if is_ticked else Presence.ABSENT)
        elif role == Qt.ItemDataRole.EditRole and index.column() == PRESENCE:
            self._put(row, value)
        elif role == Qt.ItemDataRole.EditRole and index.column() == AT:
            line.at = str(value).strip()
            self.dataChanged.emit(self.index(row, 0), self.index(row, REASON))
        elif role == Qt.ItemDataRole.EditRole and index.column() == REASON:
            line.reason = str(value).strip()
            if line.reason and line.presence is Presence.ABSENT:
                line.presence = Presence.EXCUSED
            self.dataChanged.emit(self.index(row, 0), self.index(row, REASON))
        else:
            return False
        self.edited.emit()
        return True
