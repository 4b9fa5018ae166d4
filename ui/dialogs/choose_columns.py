"""Which columns a list shows, from left to right, and by which of them it is sorted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.member_lists import Sort
from app.errors import RuleError
from app.services.member_columns import GROUPS, MemberColumn
from app.vietnamese.text import fold
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, SearchField
from ui.widgets.words import words

_KEY = Qt.ItemDataRole.UserRole
_SORTS = 3
_WAYS = ((False, "tăng dần"), (True, "giảm dần"))


class ChooseColumnsDialog(EditDialog):
    """All columns by groups at the left, those that are shown at the right; below, up to three sort keys.

    Gives (keys of columns, sorts).
    """

    def __init__(
        self,
        context: Context,
        columns: Sequence[MemberColumn],
        shown: Sequence[str],
        sorts: Sequence[Sort],
        parent: QWidget | None = None,
    ) -> None:
        """``shown`` are keys of columns in their order."""
        lead = "Đánh dấu ở bên trái để hiện một cột. Mục riêng tư chỉ hiện khi chọn ở đây."
        super().__init__(
            "Chọn cột và cách xếp", "Áp dụng", context.theme, context.messages, parent, lead=lead
        )
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._labels = {column.key: column.label for column in columns}
        self.search = SearchField("Tìm cột", self)
        self.search.textChanged.connect(self._narrow)
        self.all = QTreeWidget(self)
        self.search.leads_to = self.all
        self.all.setHeaderHidden(True)
        self.all.setAccessibleName("Tất cả các cột")
        self.all.setRootIsDecorated(False)
        self.shown = QListWidget(self)
        self.shown.setAccessibleName("Các cột đang hiện, từ trái sang phải")
        for group in GROUPS:
            self._add_group(group, [each for each in columns if each.group == group])
        self.all.expandAll()
        for key in shown:
            self._tick(key, is_on=True)
        self.all.itemChanged.connect(self._on_ticked)
        self.shown.setCurrentRow(0)
        self.body.addLayout(self._halves(), 1)
        self.body.addLayout(self._sort_rows([each for each in columns if each.sort], sorts))
        self.all.setCurrentItem(self._items[0])
        self.search.setFocus()
        self.take_size(820, 680)

    def _add_group(self, title: str, columns: Sequence[MemberColumn]) -> None:
        if not columns:
            return
        head = QTreeWidgetItem(self.all, [title])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        items: list[QTreeWidgetItem] = []
        self._groups.append((head, items))
        for column in columns:
            item = QTreeWidgetItem(head, [column.label])
            item.setData(0, _KEY, column.key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(0, Qt.CheckState.Unchecked)
            items.append(item)

    def _halves(self) -> QHBoxLayout:
        px = self.theme.px
        left = QVBoxLayout()
        left.setSpacing(px(6))
        left.addWidget(words("Có thể hiện", "fieldLabel", self))
        left.addWidget(self.search)
        left.addWidget(self.all, 1)
        right = QVBoxLayout()
        right.setSpacing(px(6))
        right.addWidget(words("Đang hiện, từ trái sang phải", "fieldLabel", self))
        right.addWidget(self.shown, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(6))
        for text, tip, act in (
            ("Lên", "Cột đang chọn sang trái một chỗ (Alt+↑)", lambda: self.move_column(-1)),
            ("Xuống", "Cột đang chọn sang phải một chỗ (Alt+↓)", lambda: self.move_column(1)),
            ("Bỏ", "Không hiện cột đang chọn", self.drop_column),
        ):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.setToolTip(tip)
            button.clicked.connect(lambda _checked, act=act: act())
            buttons.addWidget(button)
        right.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        return row

    def _sort_rows(self, columns: Sequence[MemberColumn], sorts: Sequence[Sort]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.px(8))
        grid.setVerticalSpacing(self.theme.px(6))
        self.sorts: list[tuple[ChoiceBox, ChoiceBox]] = []
        for place in range(_SORTS):
            key = ChoiceBox([("", "(không)"), *((each.sort, each.label) for each in columns)], self)
            way = ChoiceBox(_WAYS, self)
            held = sorts[place] if place < len(sorts) else Sort("")
            key.set_value(held.key)
            way.set_value(held.descending)
            title = "Xếp theo" if not place else "rồi theo"
            key.setAccessibleName(title)
            way.setAccessibleName(f"{title}: chiều")
            for box in (key, way):
                box.edited.connect(self.mark_edited)
            grid.addWidget(words(title, "fieldLabel", self), place, 0)
            grid.addWidget(key, place, 1)
            grid.addWidget(way, place, 2)
            self.sorts.append((key, way))
        grid.setColumnStretch(1, 1)
        return grid

    # ---------------------------------------------------------------- columns

    @property
    def _items(self) -> list[QTreeWidgetItem]:
        return [item for _, items in self._groups for item in items]

    def keys(self) -> tuple[str, ...]:
        """The columns that are shown, from left to right."""
        return tuple(self.shown.item(number).data(_KEY) for number in range(self.shown.count()))

    def _tick(self, key: str, *, is_on: bool) -> None:
        item = next((each for each in self._items if each.data(0, _KEY) == key), None)
        if item is not None:
            item.setCheckState(0, Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            if is_on and key not in self.keys():
                self._append(key)

    def _append(self, key: str) -> None:
        item = QListWidgetItem(self._labels[key], self.shown)
        item.setData(_KEY, key)

    def _on_ticked(self, item: QTreeWidgetItem, _column: int) -> None:
        key = item.data(0, _KEY)
        is_on = item.checkState(0) is Qt.CheckState.Checked
        self.mark_edited()
        if is_on and key not in self.keys():
            self._append(key)
            self.shown.setCurrentRow(self.shown.count() - 1)
        elif not is_on and key in self.keys():
            self.shown.takeItem(self.keys().index(key))

    def move_column(self, by: int) -> None:
        """Move the chosen column; 1 is to the right."""
        place = self.shown.currentRow()
        if place >= 0 and 0 <= place + by < self.shown.count():
            self.shown.insertItem(place + by, self.shown.takeItem(place))
            self.shown.setCurrentRow(place + by)
            self.mark_edited()

    def drop_column(self) -> None:
        """Show the chosen column no more."""
        item = self.shown.currentItem()
        if item is not None:
            self._tick(item.data(_KEY), is_on=False)

    def _narrow(self, text: str) -> None:
        wanted = fold(text).split()
        for item in self._items:
            item.setHidden(not all(word in fold(item.text(0)) for word in wanted))
        for head, items in self._groups:
            head.setHidden(all(item.isHidden() for item in items))
        # The space bar ticks the current one: it must be one that is seen.
        seen = [item for item in self._items if not item.isHidden()]
        if seen:
            self.all.setCurrentItem(seen[0])
        else:
            self.all.clearSelection()
            self.all.setCurrentIndex(QModelIndex())

    def result_value(self) -> tuple[tuple[str, ...], tuple[Sort, ...]]:
        """Columns and sorts; raises RuleError when nothing would be shown."""
        if not self.shown.count():
            raise RuleError("Hãy để lại ít nhất một cột.")
        sorts: dict[str, Sort] = {}
        for key, way in self.sorts:
            if key.value():
                sorts.setdefault(key.value(), Sort(key.value(), bool(way.value())))
        return self.keys(), tuple(sorts.values()) or (Sort("name"),)
