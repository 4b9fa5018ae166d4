"""The layout that is being designed: its present value, what is chosen on it, and every step back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.services.layouts import Box, Layout
from ui.designer.geometry import frames

#: Steps with this in common are taken back as one (arrow keys on the same things).
_MERGED = 1


class _Step(QUndoCommand):
    """From one layout to another, with what was chosen on each."""

    def __init__(
        self, design: Design, words: str, before: Layout, after: Layout, chosen: tuple[str, ...], merge: str
    ) -> None:
        super().__init__(words)
        self._design = design
        self._before, self.after = before, after
        self._chosen_before, self.chosen_after = design.chosen, chosen
        self.merge = merge

    def id(self) -> int:
        return _MERGED if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other.merge != self.merge:
            return False
        self.after, self.chosen_after = other.after, other.chosen_after
        self.setObsolete(self.after == self._before)
        return True

    def undo(self) -> None:
        self._design.put(self._before, self._chosen_before)

    def redo(self) -> None:
        self._design.put(self.after, self.chosen_after)


class Design(QObject):
    """A layout under change.

    Signals ``changed()`` after the layout became another one, ``choice_changed()`` after other things were
    chosen. ``stack`` takes back and does again; it is clean when everything is saved.
    """

    changed = Signal()
    choice_changed = Signal()

    def __init__(self, layout: Layout, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layout = layout
        self.chosen: tuple[str, ...] = ()
        self.uprights: tuple[float, ...] = ()
        self.levels: tuple[float, ...] = ()
        self._retitled: dict[str, str] = {}
        self.stack = QUndoStack(self)

    @property
    def is_edited(self) -> bool:
        """Whether closing would lose something."""
        return not self.stack.isClean()

    def do(
        self, words: str, layout: Layout, *, chosen: Collection[str] | None = None, merge: str = ""
    ) -> None:
        """Make it another layout; ``words`` name the step, steps of equal ``merge`` in a row become one."""
        if layout == self.layout:
            return
        names = tuple(chosen) if chosen is not None else self.chosen
        self.stack.push(_Step(self, words, self.layout, layout, names, merge))

    def change(self, words: str, make: Callable[[Layout], Layout], *, merge: str = "") -> None:
        """As :meth:`do`, from what the layout is now."""
        self.do(words, make(self.layout), merge=merge)

    def put(self, layout: Layout, chosen: tuple[str, ...]) -> None:
        """Show a value of the past or the future; for the steps alone."""
        # Saving may have given it a name, a title and a version since: the past goes under them too.
        title = self._retitled.get(layout.title, layout.title)
        self.layout = dataclasses.replace(
            layout, name=self.layout.name, version=self.layout.version, title=title
        )
        held = self._known(chosen)
        is_other = held != self.chosen
        self.chosen = held
        self.changed.emit()
        if is_other:
            self.choice_changed.emit()

    def restart(self, layout: Layout) -> None:
        """Begin with another layout; nothing of the old one can be taken back."""
        self.stack.clear()
        self._retitled.clear()
        self.layout = layout
        self.chosen = ()
        self.changed.emit()
        self.choice_changed.emit()

    def saved_as(self, layout: Layout) -> None:
        """The layout was saved under this name, title and version; steps back stay possible."""
        if layout.title != self.layout.title:
            self._retitled[self.layout.title] = layout.title
        self.layout = layout
        self.stack.setClean()
        self.changed.emit()

    def set_guides(
        self, uprights: tuple[float, ...] | None = None, levels: tuple[float, ...] | None = None
    ) -> None:
        """Other guides, upright (x) and level (y) in mm; they are not part of the layout."""
        self.uprights = self.uprights if uprights is None else uprights
        self.levels = self.levels if levels is None else levels
        self.choice_changed.emit()

    def choose(self, names: Collection[str]) -> None:
        """Choose these things and no others, in the order in which they are drawn."""
        held = self._known(names)
        if held != self.chosen:
            self.chosen = held
            self.choice_changed.emit()

    def choose_next(self, step: int) -> None:
        """Choose the next or the last thing before the one that is chosen."""
        names = list(frames(self.layout))
        if names:
            at = names.index(self.chosen[0]) + step if self.chosen else (0 if step > 0 else -1)
            self.choose((names[at % len(names)],))

    def boxes(self) -> tuple[Box, ...]:
        """The chosen boxes."""
        return tuple(box for box in self.layout.boxes if f"box:{box.key}" in self.chosen)

    def words_of(self, name: str) -> str:
        """A thing's name for the user."""
        kind, _, place = name.partition(":")
        if kind == "box":
            box = self.layout.box(place)
            return f"“{box.text}”" if box.text else box.label
        return f"{'Đường kẻ' if kind == 'line' else 'Ảnh'} {int(place) + 1}"

    def _known(self, names: Collection[str]) -> tuple[str, ...]:
        return tuple(name for name in frames(self.layout) if name in names)
