"""A reason in writing: why a copy is made, why an issued certificate is void."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import SuggestBox
from ui.widgets.form import FieldCell


class AwardReasonDialog(EditDialog):
    """Gives the reason; without one nothing is done."""

    def __init__(
        self,
        context: Context,
        title: str,
        deed: str,
        lead: str,
        usual: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """``deed`` is on the button, ``usual`` are reasons to choose from."""
        super().__init__(title, deed, context.theme, context.messages, parent, lead=lead)
        self.cancel_button.setText("Quay lại")  # "Hủy" beside "Hủy giấy" would be one word for two things
        self.reason = SuggestBox(usual)
        self._cell = FieldCell("Lý do", self.reason, "Ghi trong sổ, không in trên giấy", self)
        self.body.addWidget(self._cell)
        self.body.addStretch(1)
        self.reason.edited.connect(self.mark_edited)
        self.take_size(620, 300)
        self.reason.setFocus()

    def result_value(self) -> str | None:
        """The reason; None when there is none, which is then said under the field."""
        self._cell.say("")
        if not self.reason.value():
            self._cell.say("Hãy ghi lý do, sau này xem lại còn biết.")
            self.reason.setFocus()
            return None
        return self.reason.value()
