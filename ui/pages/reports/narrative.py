"""Lời báo cáo: the sections; what the figures say of each, and what the secretary writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.errors import SoHoiError
from app.vietnamese.dates import short_date
from ui.flow import FlowBox
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.pages.reports.shown import Shown
from ui.widgets.fields import LongTextEdit
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.page_tab import PageTab
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.narrative import Section

_KINDS = frozenset({"reports", "report_texts"})
#: What was typed is kept so long after the last key (milliseconds), and at once when the section is left.
_PAUSE = 2500


class NarrativeTab(PageTab):
    """Writes itself: nothing typed waits for a button."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shown: Shown | None = None
        self._sections: tuple[Section, ...] = ()
        self._key = ""
        self._is_filling = False
        self.preview_button = self.deed(
            "Xem bản in", "preview", self.preview, tip="Xem báo cáo như khi in ra (Ctrl+P)"
        )
        self._model: TonedModel[Section] = TonedModel(
            (
                Column("title", "Mục", _short, 250, least=216, grows=1, tip=lambda row: row.title),
                Column("state", "Lời viết", _state, width=110, least=104, optional=True),
            ),
            self._fetch,
            context.jobs,
            row_id=lambda row: row.key,
            tone=lambda row: Tone(bold=bool(row.own or row.instead)),
            theme=context.theme,
            parent=self,
        )
        self.table = Table(self._model, "report_sections", context.theme, context.memory, self)
        self.table.current_changed.connect(self._on_section)
        self.table.opened.connect(lambda _row: self._begin_writing())
        self._make_detail()
        self.split = ListAndDetail(
            self.table, self.detail, "narrative", context.theme, context.memory, self, shares=(380, 620)
        )
        self.column.addWidget(self.split, 1)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.keep)

    def _make_detail(self) -> None:
        theme = self.context.theme
        self.detail = QWidget(self)
        column = QVBoxLayout(self.detail)
        column.setContentsMargins(theme.px(10), 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.heading = words("", "heading", self.detail, wrap=True)
        self.notice = words("", "soft", self.detail, wrap=True)
        self.composed_label = words("Lời tự soạn từ số liệu", "fieldLabel", self.detail)
        self.composed = LongTextEdit(self.detail)
        self.composed.setAccessibleName("Lời tự soạn từ số liệu")
        self.composed.edited.connect(self._on_typed)
        self.own_label = words("Lời Hội viết thêm", "fieldLabel", self.detail)
        self.own = LongTextEdit(self.detail)
        self.own.setAccessibleName("Lời Hội viết thêm")
        self.own.edited.connect(self._on_typed)
        box = FlowBox(theme.px(8), self.detail)
        self.instead_button = self._button("Sửa lời tự soạn", self._turn_instead)
        self.earlier_button = self._button("Lấy lời kỳ trước", self._take_earlier)
        self.reopen_button = self._button("Lập lại để sửa", self._reopen)
        for button in (self.instead_button, self.earlier_button, self.reopen_button):
            box.flow.addWidget(button)
        for part in (self.heading, self.notice, self.composed_label):
            column.addWidget(part)
        column.addWidget(self.composed, 2)
        column.addWidget(self.own_label)
        column.addWidget(self.own, 3)
        column.addWidget(box)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self.detail)
        button.clicked.connect(lambda _checked: act())
        return button

    # ---------------------------------------------------------------- showing

    def show_period(self, shown: Shown) -> None:
        """Show the sections of a period; what is being typed stays."""
        is_same = self._shown is not None and self._shown.period == shown.period
        if not is_same:
            self.keep()
        self._shown = shown
        self._sections = shown.told.sections
        self._model.reload()
        if not is_same or not self._is_typed():
            self._fill(self._key or self._sections[0].key)
        self.table.select_id(self._key)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Section], int]:
        return self._sections[offset : offset + limit], len(self._sections)

    def _on_section(self, section: Section | None) -> None:
        if section is not None and section.key != self._key:
            self.keep()
            self._fill(section.key)

    def _section(self) -> Section | None:
        return next((each for each in self._sections if each.key == self._key), None)

    def _fill(self, key: str) -> None:
        self._key = key
        section, shown = self._section(), self._shown
        if section is None or shown is None:
            return
        sent = shown.sent
        self._is_filling = True
        self.heading.setText(section.title)
        self.notice.setText(
            f"Báo cáo này đã gửi ngày {short_date(sent.sent_on)} nên được giữ nguyên. Muốn sửa thì lập lại."
            if sent is not None and sent.sent_on is not None
            else section.hint
        )
        _put(self.composed, section.instead or "\n".join(section.composed))
        self.composed.setPlaceholderText("Mục này chưa có số liệu nào.")
        self.composed.setReadOnly(not section.instead or sent is not None)
        self.composed_label.setText(
            "Lời đã sửa tay, số trong lời không tự đổi" if section.instead else "Lời tự soạn từ số liệu"
        )
        _put(self.own, section.own)
        self.own.setPlaceholderText("Viết vào đây; lời được giữ lại ngay khi gõ.")
        self.own.setReadOnly(sent is not None)
        has_words = bool(section.composed or section.instead)
        for part in (self.composed, self.composed_label):
            part.setVisible(has_words)
        self.instead_button.setVisible(has_words and sent is None)
        self.instead_button.setText("Về lời tự soạn" if section.instead else "Sửa lời tự soạn")
        self.earlier_button.setVisible(bool(section.earlier) and sent is None)
        self.earlier_button.setToolTip(section.earlier[:300])
        self.reopen_button.setVisible(sent is not None)
        self._is_filling = False

    # ---------------------------------------------------------------- writing

    def _begin_writing(self) -> None:
        if self.split.is_narrow:
            self.split.show_detail(True)
        self.own.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        if not self._is_filling:
            self._timer.start()

    def _is_typed(self) -> bool:
        """Whether something was typed that is not kept yet."""
        section = self._section()
        return section is not None and (
            self.own.value() != section.own
            or (bool(section.instead) and self.composed.value() != section.instead)
        )

    def keep(self) -> bool:
        """Keep what was typed; gives whether there was something."""
        self._timer.stop()
        section, shown = self._section(), self._shown
        if section is None or shown is None or shown.sent is not None or not self._is_typed():
            return False
        texts = [(False, self.own.value())] if self.own.value() != section.own else []
        if section.instead and self.composed.value() != section.instead:
            texts.append((True, self.composed.value()))
        self._save(section.key, texts)
        return True

    def _save(self, key: str, texts: Sequence[tuple[bool, str]]) -> None:
        """Keep texts of a section; each says whether it stands instead of the composed words."""
        if self._shown is None:
            return
        register, period = self.context.services.register, self._shown.period
        # The page is read again afterwards; until then this is what is known.
        self._sections = tuple(_with(each, texts) if each.key == key else each for each in self._sections)

        def work() -> None:
            from app.services import saved_reports

            draft = saved_reports.draft_for(register, period)
            for instead, text in texts:
                saved_reports.set_text(register, draft.id, key, text, instead=instead)

        self.change(work, failed=self._not_kept, kinds=_KINDS)

    def _not_kept(self, problem: SoHoiError) -> None:
        """What was typed is not in the register: it still counts as typed, and is kept with the next try."""
        if self._shown is not None:
            self._sections = self._shown.told.sections
        self.context.messages.error(problem)

    def _turn_instead(self) -> None:
        section = self._section()
        if section is None:
            return
        self.keep()
        text = "" if section.instead else "\n".join(section.composed)
        self._save(section.key, [(True, text)])
        self._fill(section.key)
        if text:
            self.composed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_earlier(self) -> None:
        section = self._section()
        if section is None or not section.earlier:
            return
        held = self.own.value()
        self.own.setPlainText(f"{held}\n{section.earlier}" if held else section.earlier)
        self.own.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keep()

    def _reopen(self) -> None:
        if self._shown is None or self._shown.sent is None:
            return
        register, report_id = self.context.services.register, self._shown.sent.id

        def work() -> None:
            from app.services import saved_reports

            saved_reports.reopen(register, report_id)

        self.change(work, self.own.setFocus, kinds=_KINDS)

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep()
        super().hideEvent(event)

    # ---------------------------------------------------------------- looking

    def preview(self) -> None:
        """Show the report as it will be printed, or as it was sent."""
        if self._shown is None:
            return
        self.keep()
        shown, services = self._shown, self.context.services
        title = f"Báo cáo {shown.period.label}"

        def work() -> bytes:
            from app.services import report_papers, saved_reports

            if shown.sent is not None:
                return report_papers.sent_pdf(services.register, shown.sent.id)
            draft = saved_reports.find_draft(services.register, shown.period)
            return report_papers.report_pdf(
                services.register,
                shown.period,
                saved_id=draft.id if draft is not None else None,
                today=services.today(),
            )

        def show(pdf: bytes) -> None:
            from ui.dialogs.report_preview import PreviewDialog

            dialog = PreviewDialog(self.context, title, pdf, self.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self.context.ask(work, show, label="Đang soạn bản in…")


def _short(section: Section) -> str:
    bare = section.title.removeprefix("Công tác ")
    return bare[:1].upper() + bare[1:] if " " in bare else section.title


def _put(editor: LongTextEdit, text: str) -> None:
    """Show a text; where it stands already the cursor stays, for somebody may be writing on."""
    if editor.value() != text:
        editor.set_value(text)


def _state(section: Section) -> str:
    if section.instead:
        return "đã sửa tay"
    if section.own:
        return "đã viết"
    return "" if section.composed else "chưa viết"


def _with(section: Section, texts: Sequence[tuple[bool, str]]) -> Section:
    from dataclasses import replace

    for instead, text in texts:
        section = replace(section, instead=text) if instead else replace(section, own=text)
    return section
