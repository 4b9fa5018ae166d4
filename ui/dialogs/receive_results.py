"""What became of the files that were received; whose a file is, is said here where nobody can know it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.vietnamese.numbers import group
from ui.icons import put_icon
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.fields import ChoiceBox
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.reports import Subordinate
    from app.services.receiving import Received

#: Takes one file in as of a Hội (its id, or "new"), and says what came of it to the last.
Take = Callable[["Received", str, Callable[["Received"], None]], None]


class ReceiveResultsDialog(QDialog):
    """A line for each file; below it what there is to read about the chosen one, and the question if any."""

    def __init__(
        self,
        context: Context,
        results: Sequence[Received],
        known: Sequence[Subordinate],
        take: Take,
        parent: QWidget | None = None,
    ) -> None:
        """``known`` are all Hội that a file may be of; ``take`` takes a file in when the user has said it."""
        super().__init__(parent)
        self.setWindowTitle("Kết quả nhận báo cáo")
        self._results, self._known, self._take = list(results), tuple(known), take
        theme = context.theme
        column = QVBoxLayout(self)
        edge = theme.px(20)
        column.setContentsMargins(edge, theme.px(16), edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(words("Kết quả nhận báo cáo", "pageTitle", self))
        self.summary = words("", "soft", self, wrap=True)
        column.addWidget(self.summary)
        self._model: TonedModel[Received] = TonedModel(
            _columns(with_members=any(row.members is not None for row in results)),
            lambda offset, limit: (self._results[offset : offset + limit], len(self._results)),
            context.jobs,
            row_id=lambda row: str(row.path),
            tone=_tone,
            theme=theme,
            parent=self,
        )
        self.table = Table(self._model, "received_files", theme, context.memory, self)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.set_lines(2)
        self.table.setMinimumHeight(theme.px(130))
        self.table.current_changed.connect(self._show_row)
        column.addWidget(self.table, 1)
        self.told = words("", "", self, wrap=True)
        column.addWidget(self.told)
        self.question = QWidget(self)
        asking = QVBoxLayout(self.question)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.addWidget(words("Tệp này là của", "fieldLabel", self))
        self.whose = ChoiceBox([], self)
        self.whose.setAccessibleName("Tệp này là của Hội nào")
        self.take_button = QPushButton("Nhận", self)
        put_icon(self.take_button, "check")
        self.take_button.setAutoDefault(False)
        self.take_button.clicked.connect(lambda _checked: self._take_chosen())
        answer = QHBoxLayout()
        answer.setSpacing(theme.px(8))
        answer.addWidget(self.whose, 1)
        answer.addWidget(self.take_button)
        asking.addLayout(answer)
        column.addWidget(self.question)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText("Đóng")
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._model.reload()
        self._say_summary()
        first = next((row for row in self._results if not row.outcome.is_done), self._results[0])
        self.table.select_id(str(first.path))
        self._show_row(first)
        self.table.setFocus()
        take_size(self, theme, 980, 620)

    def _show_row(self, row: Received | None) -> None:
        from app.services.receiving import NEW, Outcome

        self.told.setText("\n".join(row.told) if row is not None else "")
        self.told.setVisible(bool(self.told.text()))
        asks = row is not None and row.outcome is Outcome.ASK
        self.question.setVisible(asks)
        if row is None or not asks:
            return
        likely = {each.id for each in row.candidates}
        others = [each for each in self._known if each.id not in likely]
        self.whose.set_choices(
            [
                *((each.id, each.name) for each in row.candidates),
                (NEW, f"Hội mới: {row.name}"),
                *((each.id, each.name) for each in others),
            ]
        )
        self.whose.set_value(row.candidates[0].id if row.candidates else NEW)

    def _take_chosen(self) -> None:
        row = self.table.current_row()
        if row is None:
            return
        self.take_button.setEnabled(False)
        self._take(row, str(self.whose.value()), self.show_result)

    def show_result(self, received: Received) -> None:
        """A file was tried again: say what came of it."""
        self.take_button.setEnabled(True)
        self._results = [received if each.path == received.path else each for each in self._results]
        self._model.reload()
        self._say_summary()
        self._show_row(received)
        waiting = next((row for row in self._results if not row.outcome.is_done), None)
        if waiting is not None:
            self.table.select_id(str(waiting.path))
        self.table.setFocus()

    def _say_summary(self) -> None:
        from app.services.receiving import Outcome

        counted = [
            f"{group(number)} {outcome.label[:1].lower()}{outcome.label[1:]}"
            for outcome in Outcome
            if (number := sum(each.outcome is outcome for each in self._results))
        ]
        self.summary.setText(f"{group(len(self._results))} tệp: {'; '.join(counted)}.")


def _tone(row: Received) -> Tone:
    from app.services.receiving import Outcome

    if row.outcome is Outcome.FAILED:
        return Tone(ink="warn")
    return Tone(bold=True) if row.outcome is Outcome.ASK else Tone()


def _members(row: Received) -> str:
    if row.members is None:
        return ""
    return f"{group(row.members)} người, thêm {group(row.added)}, sửa {group(row.changed)}"


def _period(row: Received) -> str:
    if row.period is None:
        return ""
    return row.period.label + (" (ước)" if row.estimate else "")


def _columns(*, with_members: bool) -> tuple[Column[Received], ...]:
    members: Column[Received] = Column("members", "Hội viên kèm", _members, 160, least=140, optional=True)
    return (
        Column("outcome", "Kết quả", lambda row: row.outcome.label, width=178, least=164),
        Column("name", "Hội", lambda row: row.name, width=340, least=324, grows=2),
        Column("period", "Kỳ", _period, width=130, least=110),
        *((members,) if with_members else ()),
        Column(
            "file", "Tệp", lambda row: row.path.stem, 180, least=130, grows=1, tip=lambda row: row.path.name
        ),
    )
