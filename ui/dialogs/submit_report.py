"""What goes to the Hội above: figures only, or members too; said plainly before the file is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app.domain.periods import Period
from app.vietnamese.numbers import group
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import TickBox
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.submissions import People, PeopleCount


class SubmitDialog(EditDialog):
    """Gives who goes along (:class:`People`) and whether with sensitive fields; writes nothing."""

    def __init__(
        self,
        context: Context,
        period: Period,
        count: PeopleCount,
        parent: QWidget | None = None,
        *,
        figures: int,
        estimate: bool,
    ) -> None:
        """``count`` says who could be sent; ``figures`` how many figures the report has."""
        from app.services.submissions import People

        until = " (số ước, vì kỳ chưa hết)" if estimate else ""
        super().__init__(
            "Tạo tệp nộp cấp trên",
            "Ghi tệp…",
            context.theme,
            context.messages,
            parent,
            lead=f"Báo cáo {period.label}{until}, thành một tệp để gửi qua Zalo, thư điện tử hay USB.",
            icon_name="export",
        )
        self._count, self._figures = count, figures
        self._buttons: dict[People, QRadioButton] = {}
        self._choice = QButtonGroup(self)
        numbers = {People.AGREED: count.agreed, People.ALL: count.agreed + count.unasked}
        for who in People:
            text = who.label + (f" ({group(numbers[who])} người)" if who in numbers else "")
            button = QRadioButton(text, self)
            button.setEnabled(who is People.NONE or numbers[who] > 0)
            self._choice.addButton(button)
            self._buttons[who] = button
            self.body.addWidget(button)
        self._buttons[People.NONE].setChecked(True)
        self._choice.buttonClicked.connect(lambda _button: self._on_chosen())
        self.sensitive = TickBox("Gửi cả mục nhạy cảm: dân tộc, tôn giáo, Đảng, sức khỏe, tỷ lệ thương tật")
        self.sensitive.edited.connect(self._on_chosen)
        self.body.addWidget(self.sensitive)
        self.body.addSpacing(self.theme.px(8))
        self.body.addWidget(words("Tệp sẽ có", "fieldLabel", self))
        self.contents = words("", "", self, wrap=True)
        self.body.addWidget(self.contents)
        self.left_out = words("", "soft", self, wrap=True)
        self.body.addWidget(self.left_out)
        self.body.addStretch(1)
        self._say_contents()
        self.take_size(760, 500)
        self._buttons[People.NONE].setFocus()

    @property
    def who(self) -> People:
        """Who goes along, as chosen now."""
        return next(who for who, button in self._buttons.items() if button.isChecked())

    def choose(self, who: People) -> None:
        """Choose who goes along."""
        self._buttons[who].setChecked(True)
        self._on_chosen()

    def result_value(self) -> tuple[People, bool]:
        """Who goes along, and whether with sensitive fields."""
        return self.who, self._with_people() and self.sensitive.value()

    def _with_people(self) -> bool:
        from app.services.submissions import People

        return self.who is not People.NONE

    def _on_chosen(self) -> None:
        self.mark_edited()
        self._say_contents()

    def _say_contents(self) -> None:
        from app.services.submissions import People

        self.sensitive.setEnabled(self._with_people())
        count, who = self._count, self.who
        parts = [f"{group(self._figures)} số liệu của báo cáo, và số liệu theo từng chi hội."]
        left: list[str] = []
        if who is People.NONE:
            parts.append("Không có tên hội viên nào.")
        else:
            parts.append(
                f"{group(count.sent(who))} hội viên của kỳ: họ tên, ngày sinh, căn cước, nơi ở, điện thoại, "
                "quân ngũ, vào Hội, biến động, chức vụ, diện chính sách, huân huy chương."
            )
            parts.append(
                "Cả dân tộc, tôn giáo, Đảng, sức khỏe, tỷ lệ thương tật."
                if self.sensitive.value()
                else "Không có dân tộc, tôn giáo, Đảng, sức khỏe, tỷ lệ thương tật."
            )
            if count.refused:
                left.append(f"{group(count.refused)} người đã rút đồng ý")
            if who is People.AGREED and count.unasked:
                left.append(f"{group(count.unasked)} người chưa ghi đồng ý")
        self.contents.setText("\n".join(f"•  {part}" for part in parts))
        said = f"Không gửi: {', '.join(left)}. " if left else ""
        if who is not People.NONE:
            said += "Ghi chú riêng, ảnh và giấy tờ không bao giờ gửi."
            if who is People.ALL and count.unasked:
                said += f" {group(count.unasked)} người chưa ghi đồng ý: hãy hỏi trước khi gửi."
        self.left_out.setText(said)
        self.left_out.setVisible(bool(said))
