"""The conditions of the members' list, built by clicking: which there are, and how each is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.extras import ExtraField, ExtraKind
from app.domain.member_lists import MemberQuery
from app.domain.members import Gender, PolicyKind
from app.domain.status import Status
from app.domain.units import UnitTree
from app.services.query_words import cleared, conditions, unknown_choices, without
from ui.dialogs.condition import DayDialog, RangeDialog, TickDialog, WordsDialog
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.filter_bar import FilterBar


@dataclass(frozen=True, slots=True)
class Known:
    """What the conditions need of the register: its units, the branch's own fields."""

    tree: UnitTree
    fields: tuple[ExtraField, ...] = ()


class Conditions(QObject):
    """Holds the query of the page but for its words and its order. Signal ``changed()``."""

    changed = Signal()

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self.known = Known(UnitTree(()))
        self.query = MemberQuery(status=Status.ACTIVE)
        self.bar = FilterBar(context.theme, self._fill_menu, page)
        self.bar.opened.connect(self.open)
        self.bar.removed.connect(lambda key: self.take(without(self.query, key)))
        self.bar.cleared.connect(lambda: self.take(cleared(self.query)))
        self._show()

    def take(self, query: MemberQuery) -> None:
        """Ask this from now on."""
        self.query = query
        self._show()
        self.changed.emit()

    def learn(self, known: Known) -> None:
        """Names of units and fields may have changed."""
        self.known = known
        self._show()

    def _show(self) -> None:
        self.bar.show_conditions(conditions(self.query, self.known.tree, self.known.fields))

    # ---------------------------------------------------------------- the menu

    def _fill_menu(self, menu: QMenu) -> None:
        for key, words in (
            ("status", "Tình trạng…"),
            ("on", "Tính đến ngày…"),
            ("unit_ids", "Đơn vị, chi hội…"),
            ("age", "Tuổi…"),
        ):
            menu.addAction(words, partial(self.open, key))
        gender = menu.addMenu("Giới tính")
        for each in Gender:
            gender.addAction(each.label, partial(self._set, gender=each))
        menu.addAction("Chưa rõ, còn thiếu…", partial(self.open, "unknown"))
        menu.addSeparator()
        for key, words in (
            ("policies", "Diện chính sách…"),
            ("categories", "Đối tượng…"),
            ("roles", "Chức vụ…"),
            ("joined", "Ngày vào Hội…"),
        ):
            menu.addAction(words, partial(self.open, key))
        hardship = menu.addMenu("Hoàn cảnh khó khăn")
        hardship.addAction("Có", partial(self._set, hardship=True))
        hardship.addAction("Không", partial(self._set, hardship=False))
        if self.known.fields:
            own = menu.addMenu("Mục riêng của Hội")
            for field in self.known.fields:
                own.addAction(f"{field.name}…", partial(self.open, f"extra:{field.id}"))

    def _set(self, **values: Any) -> None:
        self.take(replace(self.query, **values))

    # ---------------------------------------------------------------- one condition

    def open(self, key: str) -> EditDialog | None:
        """Open the editor of one condition; "unknown:birth" and "unknown" open the same one."""
        name, _, detail = key.partition(":")
        if name == "gender":
            other = Gender.FEMALE if self.query.gender is Gender.MALE else Gender.MALE
            self._set(gender=other)  # there are two: a click goes to the other one
            return None
        if name == "hardship":
            self._set(hardship=not self.query.hardship)
            return None
        openers: dict[str, Callable[[], EditDialog]] = {
            "status": self._open_status,
            "on": self._open_day,
            "unit_ids": self._open_units,
            "age": partial(self._open_range, "age", "Tuổi", days=False),
            "joined": partial(self._open_range, "joined", "Ngày vào Hội", days=True),
            "policies": self._open_policies,
            "categories": partial(self._ask_texts, "categories", "Đối tượng"),
            "roles": partial(self._ask_texts, "roles", "Chức vụ"),
            "unknown": self._open_unknown,
            "extra": partial(self._open_extra, detail),
        }
        return openers[name]()

    def _shown(self, dialog: EditDialog, taken: Callable[[Any], MemberQuery]) -> EditDialog:
        def save(value: Any, done: Callable[[], None], _failed: object) -> None:
            done()
            self.take(taken(value))

        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _ticks(
        self,
        title: str,
        choices: Sequence[tuple[Any, str]],
        held: Collection[Any],
        taken: Callable[[Any], MemberQuery],
        lead: str = "",
    ) -> EditDialog:
        dialog = TickDialog(self._context, title, choices, held, self._page.window(), lead=lead)
        return self._shown(dialog, taken)

    def _open_status(self) -> EditDialog:
        def taken(ticked: tuple[Status, ...]) -> MemberQuery:
            status = ticked[0] if len(ticked) == 1 else frozenset(ticked) or None
            return replace(self.query, status=status)

        return self._ticks("Tình trạng", [(s, s.label) for s in Status], self.query.statuses, taken)

    def _open_day(self) -> EditDialog:
        dialog = DayDialog(self._context, "Tính đến ngày", self.query.on, self._page.window())
        return self._shown(dialog, lambda day: replace(self.query, on=day[0]))

    def _open_units(self) -> EditDialog:
        choices = [(state.unit_id, "      " * depth + state.name) for state, depth in self.known.tree.lines()]
        lead = "Chọn một đơn vị là cả các đơn vị ở dưới."
        return self._ticks(
            "Đơn vị, chi hội",
            choices,
            self.query.unit_ids or (),
            lambda ticked: replace(self.query, unit_ids=frozenset(ticked) or None),
            lead,
        )

    def _open_range(self, name: str, title: str, *, days: bool) -> EditDialog:
        first, last = f"{name}_from", f"{name}_to"
        held = (getattr(self.query, first), getattr(self.query, last))
        lead = "" if days else "Tuổi trong năm, tính theo năm sinh. Để trống một ô là không giới hạn."
        dialog = RangeDialog(self._context, title, held, self._page.window(), days=days, lead=lead)

        def taken(ends: tuple[Any, Any]) -> MemberQuery:
            wanted: dict[str, Any] = {first: ends[0], last: ends[1]}
            return replace(self.query, **wanted)

        return self._shown(dialog, taken)

    def _open_policies(self) -> EditDialog:
        choices = [(kind, kind.label) for kind in PolicyKind]
        return self._ticks(
            "Diện chính sách",
            choices,
            self.query.policies,
            lambda ticked: replace(self.query, policies=frozenset(ticked)),
        )

    def _open_unknown(self) -> EditDialog:
        return self._ticks(
            "Chưa rõ, còn thiếu",
            unknown_choices(self.known.fields),
            self.query.unknown,
            lambda ticked: replace(self.query, unknown=frozenset(ticked)),
            "Hiện những người còn thiếu tất cả các mục được đánh dấu.",
        )

    def _ask_texts(self, name: str, title: str) -> EditDialog:
        """Offer the texts that are in the register; they are read when they are asked for."""
        held = getattr(self.query, name)
        dialog = TickDialog(self._context, title, (), held, self._page.window())
        dialog.fill([(text, text) for text in sorted(held)], held)

        def work() -> tuple[str, ...]:
            from app.services import member_list

            return member_list.texts_of(self._context.services.register, name)

        def show(texts: tuple[str, ...]) -> None:
            dialog.fill([(text, text) for text in dict.fromkeys((*texts, *sorted(held)))], held)

        self._context.ask(work, show)

        def taken(ticked: tuple[str, ...]) -> MemberQuery:
            wanted: dict[str, Any] = {name: frozenset(ticked)}
            return replace(self.query, **wanted)

        return self._shown(dialog, taken)

    def _open_extra(self, field_id: str) -> EditDialog:
        field = next(each for each in self.known.fields if each.id == field_id)
        held = dict(self.query.extra).get(field_id, "")
        offered = {ExtraKind.CHOICE: field.options(), ExtraKind.YES_NO: ("Có", "Không")}.get(field.kind, ())
        dialog = WordsDialog(self._context, field.name, held, offered, self._page.window())

        def taken(text: str) -> MemberQuery:
            others = tuple(pair for pair in self.query.extra if pair[0] != field_id)
            return replace(self.query, extra=(*others, (field_id, text)))

        return self._shown(dialog, taken)
