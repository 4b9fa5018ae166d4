"""What can be done to a unit: each deed asks in its dialog, then is saved from a day on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QWidget

from app.errors import SoHoiError
from ui.dialogs.place_conversion import PlaceConversionDialog
from ui.dialogs.unit_edit import (
    TOP,
    MoveAnswers,
    MoveDialog,
    UnitAnswers,
    UnitCodeDialog,
    UnitDialog,
    UnitOffer,
)
from ui.dialogs.unit_end import DissolveDialog, EndAnswers, MergeDialog
from ui.dialogs.unit_event import UnitEventDialog
from ui.dialogs.unit_split import SplitAnswers, SplitDialog
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog

if TYPE_CHECKING:
    from app.domain.units import Unit, UnitEvent
    from app.services.unit_history import UnitFact
    from app.services.units import UnitRow

D = TypeVar("D", bound=EditDialog)

_KINDS = frozenset({"units", "unit_events", "status_events"})


class UnitChanges:
    """Opens the dialogs over the units that ``rows`` gives as a tree, those that are no more at its end."""

    def __init__(self, context: Context, rows: Callable[[], Sequence[UnitRow]], parent: QWidget) -> None:
        self._context = context
        self._rows = rows
        self._parent = parent

    def _offers(self, without: frozenset[str] = frozenset()) -> tuple[UnitOffer, ...]:
        return tuple(
            UnitOffer(row.state.unit_id, row.state.name, row.members, row.depth, row.state.level)
            for row in self._rows()
            if not row.fate and row.state.unit_id not in without
        )

    def _offer(self, row: UnitRow) -> UnitOffer:
        return next(each for each in self._offers() if each.unit_id == row.state.unit_id)

    def _ask(self, dialog: D, work: Callable[[Any], object], *, more: frozenset[str] = frozenset()) -> D:
        def save(answers: Any, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            self._context.change(lambda: work(answers), lambda _done: done(), failed, kinds=_KINDS | more)

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def add(self) -> UnitDialog:
        """Ask for a new unit and add it."""
        services = self._context.services

        def work(answers: UnitAnswers) -> None:
            from app.services import units

            units.add_unit(
                services.register,
                answers.name,
                level=answers.level,
                parent_id=answers.parent_id,
                on=answers.on,
                code=answers.code,
                paper=answers.paper,
                today=services.today(),
            )

        offers = self._offers()
        level = next((each.level for each in reversed(offers) if each.level), "Chi hội")
        return self._ask(UnitDialog(self._context, level=level, units=offers, parent=self._parent), work)

    def rename(self, row: UnitRow) -> UnitDialog:
        """Ask for a new name from a day on."""
        services = self._context.services

        def work(answers: UnitAnswers) -> None:
            from app.services import units

            units.rename_unit(
                services.register,
                row.state.unit_id,
                answers.name,
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        dialog = UnitDialog(self._context, name=row.state.name, level=row.state.level, parent=self._parent)
        return self._ask(dialog, work)

    def move_unit(self, row: UnitRow) -> MoveDialog:
        """Ask what this unit stands under from a day on."""
        services = self._context.services
        at = self._rows().index(row)
        below = [row.state.unit_id]
        for each in self._rows()[at + 1 :]:
            if each.depth <= row.depth:
                break
            below.append(each.state.unit_id)

        def work(answers: MoveAnswers) -> None:
            from app.services import units

            units.move_unit(
                services.register,
                row.state.unit_id,
                answers.parent_id,
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        offers = self._offers(frozenset(below))
        now = above(self._rows(), row) or TOP[:1].lower() + TOP[1:]
        return self._ask(MoveDialog(self._context, self._offer(row), offers, now, self._parent), work)

    def merge(self, row: UnitRow) -> MergeDialog:
        """Ask what this unit, and perhaps others, are merged into."""
        services = self._context.services

        def work(answers: EndAnswers) -> None:
            from app.services.units import NewUnit, merge_units

            new = NewUnit(answers.new_name, answers.new_level, answers.new_parent_id)
            merge_units(
                services.register,
                answers.unit_ids,
                answers.into_id or new,
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        return self._ask(MergeDialog(self._context, self._offers(), row.state.unit_id, self._parent), work)

    def split(self, row: UnitRow) -> SplitDialog:
        """Ask for the new units and who goes where."""
        services = self._context.services

        def work(answers: SplitAnswers) -> None:
            from app.services.unit_split import SplitPart, split_unit

            split_unit(
                services.register,
                row.state.unit_id,
                [SplitPart(name, member_ids) for name, member_ids in answers.parts],
                rest=answers.rest,
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        dialog = SplitDialog(self._context, row.state.unit_id, row.state.name, self._parent)
        return self._ask(dialog, work, more=frozenset({"status_events", "members"}))

    def dissolve(self, row: UnitRow) -> DissolveDialog:
        """Ask from when on this unit is no more."""
        services = self._context.services

        def work(answers: EndAnswers) -> None:
            from app.services import units

            units.dissolve_unit(
                services.register,
                answers.unit_ids[0],
                on=answers.on,
                paper=answers.paper,
                today=services.today(),
            )

        return self._ask(DissolveDialog(self._context, self._offer(row), self._parent), work)

    def edit_code(self, row: UnitRow) -> None:
        """Ask for the unit's code and place; neither is dated."""
        register, unit_id = self._context.services.register, row.state.unit_id

        def read() -> Unit:
            from app.services import units

            return units.get_unit(register, unit_id)

        def work(unit: Unit) -> None:
            from app.services import units

            units.edit_unit(register, unit)

        def show(unit: Unit) -> None:
            self._ask(UnitCodeDialog(self._context, unit, row.state.name, self._parent), work)

        self._context.ask(read, show)

    def edit_event(self, fact: UnitFact) -> UnitEventDialog:
        """Ask for the right day and paper of something recorded."""
        services = self._context.services

        def work(event: UnitEvent) -> None:
            from app.services.unit_history import edit_unit_event

            edit_unit_event(services.register, event, today=services.today())

        dialog = UnitEventDialog(self._context, fact.event, fact.text, self._parent)
        return self._ask(dialog, work, more=frozenset({"status_events", "members"}))

    def remove_event(self, fact: UnitFact) -> None:
        """Take back something recorded by mistake; the window offers Undo."""
        services = self._context.services

        def work() -> str:
            from app.services.unit_history import remove_unit_event

            return remove_unit_event(services.register, fact.event.id, today=services.today())

        self._context.change(work, kinds=_KINDS)

    def convert(self) -> PlaceConversionDialog:
        """Show what 1 July 2025 means for units and addresses."""
        dialog = PlaceConversionDialog(self._context, self._parent)
        dialog.begin()
        return dialog


def above(rows: Sequence[UnitRow], row: UnitRow | None) -> str:
    """The name of the unit over a row of the tree: the nearest before it that stands less deep."""
    if row is None or row.fate:
        return ""
    before = rows[: rows.index(row)]
    return next((each.state.name for each in reversed(before) if each.depth < row.depth), "")
