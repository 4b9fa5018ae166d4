"""The branch's own data: typed once, on every paper."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.branch import Branch
from app.errors import FieldError, SoHoiError
from ui.icons import put_icon
from ui.page import Context
from ui.widgets.record_form import RecordForm
from ui.widgets.words import words

_GROUPS = (
    ("Tên và nơi", ("name", "short_name", "parent_name", "place", "address", "phone", "founded")),
    ("Nhiệm kỳ và đơn vị", ("term", "term_starts", "unit_level", "traditional_age")),
    ("Sổ quỹ", ("treasurer", "accountant")),
    ("Văn bản", ("code", "number_template", "register_label", "authority", "basis")),
)


class BranchTab(QWidget):
    """The form with its own save button."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._branch: Branch | None = None
        self.is_edited = False
        self.form: RecordForm[Branch] = RecordForm(
            Branch,
            _GROUPS,
            context.theme,
            latest_year=context.services.today().year,
            wide=frozenset({"name", "short_name", "parent_name"}),
        )
        self.form.edited.connect(self._on_edited)
        self.save_button = QPushButton("Lưu thông tin Hội", self)
        self.save_button.setProperty("primary", True)
        put_icon(self.save_button, "check")
        self.save_button.clicked.connect(self._save)
        self.save_button.setEnabled(False)
        lead = "Ghi một lần ở đây; mọi giấy khen, quyết định và báo cáo đều lấy từ đây."
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.px(10), 0, 0)
        column.addWidget(words(lead, "soft", self, wrap=True))
        column.addWidget(self.form, 1)
        column.addLayout(row)

    def load(self) -> None:
        """Read the branch, unless something is being typed."""
        if self.is_edited:
            return
        register = self._context.services.register

        def work() -> Branch:
            from app.services import registers

            return registers.branch(register)

        self._context.ask(work, self._show)

    def leave(self) -> bool:
        """Ask whether unsaved typing may be dropped."""
        if not self.is_edited:
            return True
        question = "Thông tin Hội vừa sửa chưa được lưu. Bỏ những gì vừa gõ?"
        if not self._context.messages.confirm(question, "Bỏ", "Ở lại để lưu"):
            return False
        self._set_edited(False)
        self.load()
        return True

    def _show(self, branch: Branch) -> None:
        self._branch = branch
        self.form.set_record(branch)
        self._set_edited(False)

    def _save(self) -> None:
        if self._branch is None:
            return
        try:
            changed = self.form.result_value(self._branch)
        except SoHoiError as problem:
            self._on_failed(problem)
            return
        if changed is None:
            return
        register = self._context.services.register

        def work() -> Branch:
            from app.services import registers

            return registers.save_branch(register, changed)

        self._context.change(work, self._show, self._on_failed, kinds=frozenset({"branch"}))

    def _on_failed(self, problem: SoHoiError) -> None:
        if not (isinstance(problem, FieldError) and self.form.show_error(problem)):
            self._context.messages.error(problem)

    def _on_edited(self) -> None:
        if self._branch is not None:
            self._set_edited(True)

    def _set_edited(self, is_edited: bool) -> None:
        self.is_edited = is_edited
        self.save_button.setEnabled(is_edited)
