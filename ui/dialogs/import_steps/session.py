"""One list on its way in: what was read, what the user chose, the plan that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.errors import CancelledError, FileProblemError, RuleError, SoHoiError
from app.progress import Progress
from ui.jobs import Job
from ui.memory import keep
from ui.page import Context

if TYPE_CHECKING:
    from app.services.imports import (
        ColumnChoice,
        Decision,
        ImportChoices,
        ImportPlan,
        ImportResult,
        PlannedRow,
        ReadList,
    )

#: Says that a part of a choice stays as it is.
KEEP: Any = object()
#: Planning that takes longer (milliseconds) waits this long after a decision: the next row's facts, which the
#: user looks at meanwhile, come from the same worker.
_SLOW = 800
_WAIT = 1500


class ImportSession(QObject):
    """Reads, plans again after every choice, and applies; all of it on the worker.

    Signals: ``opened()`` when another list was read and planned; ``planned()`` when the plan or single rows
    of it changed; ``failed(SoHoiError)`` when a file cannot be read; ``refused(SoHoiError)`` when a choice
    cannot be followed (it is taken back); ``busy(str)`` with what is being done, "" when nothing is;
    ``applied()``.
    """

    opened = Signal()
    planned = Signal()
    failed = Signal(object)
    refused = Signal(object)
    busy = Signal(str)
    applied = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reading: Job | None = None
        self._running = 0
        self._generation = 0
        self._is_closed = False
        self.is_applying = False
        self.is_planning = False
        self.read: ReadList | None = None
        self.plan: ImportPlan | None = None
        self.result: ImportResult | None = None
        self.old_addresses = 0
        self.remembered_on: date | None = None
        self.choices: ImportChoices | None = None
        self._followed: tuple[ImportChoices, ImportPlan] | None = None
        self._undo: list[ImportChoices] = []
        self._is_edited = False
        self._took = 0
        self._waiting = QTimer(self, singleShot=True, interval=_WAIT)
        self._waiting.timeout.connect(self._plan_now)

    # ---------------------------------------------------------------- reading

    def open(self, path: Path) -> None:
        """Read a list and plan it as it was planned the last time, if its form is known."""
        services, clock = self._context.services, QElapsedTimer()

        def work(progress: Progress) -> tuple[ReadList, ImportChoices, ImportPlan, date | None]:
            from app.services import import_forms, imports

            read = imports.read_list(path, progress=progress)
            clock.start()
            choices, plan = self._first_plan(read)
            on = import_forms.remembered_on(services.settings, plan.form)
            return read, choices, plan, on

        def after(found: tuple[ReadList, ImportChoices, ImportPlan, date | None]) -> None:
            self._reading = None
            self._took = clock.elapsed()
            self._waiting.stop()
            self.read, self.choices, self.plan, self.remembered_on = found
            self._followed = self.choices, self.plan
            self._undo.clear()
            self._is_edited = self.is_planning = False
            self._generation += 1  # what was asked of the list before is of no use any more
            self.result = None
            self.opened.emit()
            self.planned.emit()

        def failed(problem: SoHoiError) -> None:
            self._reading = None
            self.failed.emit(problem)

        self.cancel()
        job = self._start(work, after, failed, f"Đang đọc {path.name}…")
        self._reading = job if self.is_busy else None

    def _first_plan(self, read: ReadList) -> tuple[ImportChoices, ImportPlan]:
        from app.services import import_forms, imports

        register, today = self._context.services.register, self._context.services.today()
        choices = imports.AS_FOUND
        try:
            plan = imports.plan_list(register, read, today=today)
        except FileProblemError:
            # Without a header that is understood the user can still say which row it is.
            first = next((sheet.name for sheet in read.workbook.sheets if sheet.rows), None)
            if first is None:
                raise
            choices = replace(choices, sheets=(first,))
            plan = imports.plan_list(register, read, today=today, choices=choices)
            if not plan.refusal:
                raise
        known = import_forms.remembered(self._context.services.settings, plan.form)
        if known:
            choices = replace(choices, columns=known)
            plan = imports.plan_list(register, read, today=today, choices=choices)
        return choices, plan

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read, so that it can be stopped."""
        return self._reading is not None

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or planned."""
        return self._running > 0

    def cancel(self) -> None:
        """Stop reading; what was read before stays."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def close(self) -> None:
        """Nobody listens any more."""
        self.cancel()
        self._is_closed = True

    # ---------------------------------------------------------------- choosing

    @property
    def is_edited(self) -> bool:
        """Whether closing would lose what the user chose."""
        return self._is_edited and self.result is None

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision to take back."""
        return bool(self._undo)

    def set_sheets(self, names: Sequence[str]) -> None:
        """Read these sheets and no others."""
        if self.choices is not None:
            self._replan(replace(self.choices, sheets=tuple(names)))

    def set_header(self, sheet: str, row: int) -> None:
        """Take a row of a sheet, by its Excel number, for the names of the columns."""
        if self.choices is None or self.plan is None:
            return
        others = tuple(each for each in self.choices.header_rows if each[0] != sheet)
        # The sheet that is looked at does not drop out because of another header.
        read = tuple(offer.name for offer in self.plan.sheets if offer.chosen or offer.name == sheet)
        self._replan(replace(self.choices, sheets=read, header_rows=(*others, (sheet, row))))

    def set_column(self, sheet: str, letter: str, *, field: str | None = KEEP, encoding: Any = KEEP) -> None:
        """Say what a column holds ("" leaves it out) or in which letters it is stored (None: as found)."""
        from app.services.imports import ColumnChoice

        if self.choices is None:
            return
        mine = ColumnChoice(sheet, letter)
        others: list[ColumnChoice] = []
        for each in self.choices.columns:
            if each.letter != letter or each.sheet not in (sheet, ""):
                others.append(each)
            elif each.remembered and encoding is not KEEP:
                others.append(replace(each, encoding=None))
            elif each.remembered:
                others.append(each)
            else:
                mine = each
        if field is not KEEP:
            mine = replace(mine, field=field)
        if encoding is not KEEP:
            mine = replace(mine, encoding=encoding)
        wanted = replace(self.choices, columns=(mine, *others))
        # Where two columns would say the same, the one chosen now counts and the other goes back.
        giving_way = [each for each in others if each.sheet != sheet or not field or each.field != field]
        self._replan(wanted, otherwise=replace(self.choices, columns=(mine, *giving_way)))

    def forget_remembered(self) -> None:
        """Take the columns as found, not as they were chosen the last time."""
        if self.choices is not None:
            kept = tuple(each for each in self.choices.columns if not each.remembered)
            self._replan(replace(self.choices, columns=kept))

    def decide(
        self, rows: Iterable[PlannedRow], decision: Decision | None, member_id: str | None = None
    ) -> None:
        """Decide for these rows; without a decision they are what the program proposes."""
        from app.services.imports import RowDecision

        if self.choices is None:
            return
        chosen = {(row.sheet, row.row): row for row in rows}
        kept = tuple(each for each in self.choices.rows if (each.sheet, each.row) not in chosen)
        added = () if decision is None else tuple(RowDecision(*at, decision, member_id) for at in chosen)
        self._undo.append(self.choices)
        self._show_at_once(chosen, decision)
        self._replan(replace(self.choices, rows=(*kept, *added)), soon=True)

    def undo(self) -> None:
        """Take the last decision back."""
        if self._undo and self.choices is not None:
            self._replan(replace(self.choices, rows=self._undo.pop().rows), soon=True)

    def _show_at_once(self, chosen: dict[tuple[str, int], PlannedRow], decision: Decision | None) -> None:
        """Let the rows look as decided while the list is planned again."""
        from app.services.imports import Decision, RowKind

        kinds = {
            Decision.ADD: RowKind.NEW,
            Decision.UPDATE: RowKind.CHANGED,
            Decision.LEAVE: RowKind.SKIPPED,
        }
        if self.plan is None or decision is None:
            return
        rows = tuple(
            replace(row, kind=kinds[decision], decision=decision) if (row.sheet, row.row) in chosen else row
            for row in self.plan.rows
        )
        self.plan = replace(self.plan, rows=rows)

    def _replan(
        self, wanted: ImportChoices, otherwise: ImportChoices | None = None, *, soon: bool = False
    ) -> None:
        """Plan again; ``soon`` waits, where planning is slow, until the user has stopped deciding."""
        self.choices = wanted
        self._is_edited = self.is_planning = True
        self._generation += 1
        self.planned.emit()
        self._waiting.stop()
        if soon and self._took > _SLOW:
            self._waiting.start()
        else:
            self._plan_now(otherwise)

    def _plan_now(self, otherwise: ImportChoices | None = None) -> None:
        read, wanted, services = self.read, self.choices, self._context.services
        if read is None or wanted is None or self._is_closed:
            return
        generation, clock = self._generation, QElapsedTimer()

        def work(_progress: Progress) -> tuple[ImportChoices, ImportPlan]:
            from app.services import imports

            if generation != self._generation:
                raise CancelledError  # the user has chosen on
            clock.start()
            try:
                plan = imports.plan_list(services.register, read, today=services.today(), choices=wanted)
            except RuleError:
                if otherwise is None:
                    raise
                plan = imports.plan_list(services.register, read, today=services.today(), choices=otherwise)
                return otherwise, plan
            return wanted, plan

        def after(found: tuple[ImportChoices, ImportPlan]) -> None:
            if generation == self._generation:
                self.choices, self.plan = self._followed = found
                self._took = clock.elapsed()
                self.is_planning = False
                self.planned.emit()

        def failed(problem: SoHoiError) -> None:
            if generation == self._generation:
                if self._followed is not None:
                    self.choices, self.plan = self._followed
                self.is_planning = False
                self.planned.emit()
                self.refused.emit(problem)

        self._start(work, after, failed, "Đang xem lại danh sách…")

    # ---------------------------------------------------------------- doing

    def apply(self) -> None:
        """Back up, bring the list in as one change, and remember the columns of its form."""
        plan, choices, services = self.plan, self.choices, self._context.services
        if plan is None or choices is None or self.is_applying:
            return

        def work() -> ImportResult:
            from app.services import backups, conversion, imports, place_tables

            backups.back_up_now(services)
            tables = place_tables.sound_tables(services.paths)
            self.old_addresses = conversion.old_addresses(plan, tables, today=services.today())
            return imports.apply_import(services.register, plan, today=services.today())

        def remember() -> None:
            from app.services import import_forms

            import_forms.remember(services.settings, plan.form, choices, today=services.today())

        def after(result: ImportResult) -> None:
            self.is_applying = False
            self.result = result
            keep(remember, self._context.messages)
            if not self._is_closed:
                self.busy.emit("")
                self.applied.emit()

        def failed(problem: SoHoiError) -> None:
            self.is_applying = False
            if not self._is_closed:
                self.busy.emit("")
                self.refused.emit(problem)

        self.is_applying = True
        label = "Đang đưa danh sách vào sổ…"
        self.busy.emit(label)
        self._context.change(work, after, failed, label=label)

    def _start(
        self,
        work: Callable[[Progress], Any],
        after: Callable[[Any], None],
        failed: Callable[[SoHoiError], None],
        label: str,
    ) -> Job:
        self._running += 1
        self.busy.emit(label)

        def on_done(found: Any) -> None:
            if not self._is_closed:
                after(found)

        def on_failed(problem: SoHoiError) -> None:
            if not self._is_closed:
                failed(problem)

        def on_end() -> None:
            self._running -= 1
            if not self.is_busy and not self._is_closed:
                self.busy.emit("")

        return self._context.jobs.run(work, on_done, on_failed, on_end=on_end, label=label, cancellable=True)
