"""A round's certificates on the screen as they will come out of the printer, with what is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.certificate_fields import FIELDS_BY_KEY
from app.domain.commendations import Award, RoundState
from app.errors import SoHoiError
from ui.icons import put_icon
from ui.page import Context
from ui.pages.awards.certificate_output import CertificateOutput
from ui.widgets.certificate_choices import CertificateChoices
from ui.widgets.certificate_nudges import CertificateNudges
from ui.widgets.pdf_view import PdfView
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.blanks import BlankEntry
    from app.services.certificates import PrintChoice
    from app.services.commendations import RoundCard
    from app.services.layouts import LayoutEntry


#: The least widths of the choices and of the preview beside them (pixels at 100 %).
_SIDE, _PREVIEW = 224, 170
_UNBOUND = 16_777_215  # Qt's own "as wide as there is room"


class Shrunk(Protocol):
    """A text that had to be set smaller than its box asks; ``recipient`` is "" when it is on every paper."""

    @property
    def recipient(self) -> str: ...
    @property
    def box(self) -> str: ...
    @property
    def from_size(self) -> float: ...
    @property
    def to_size(self) -> float: ...


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A preview: the PDF, what had to shrink, and which texts its layout has (key, words)."""

    content: bytes
    shrunk: tuple[Shrunk, ...]
    boxes: tuple[tuple[str, str], ...]


class CertificatePanel(QWidget):
    """The preview at the left; at the right what is done, how it is printed, and the sheet looked at."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._card: RoundCard | None = None
        self._has_choices = False
        self._is_stale = True
        self._is_other = True
        #: The awards whose certificates are shown, in the order of the pages.
        self._shown: tuple[Award, ...] = ()
        self.pdf = PdfView(context.theme, self)
        self.pdf.page_changed.connect(lambda _number, _of: self._show_one())
        self.choices = CertificateChoices(context, self)
        self.layouts, self.overlay = self.choices.layouts, self.choices.overlay
        self.separate = self.choices.separate
        self.nudges = CertificateNudges(context, self)
        self.nudges.moved.connect(self._keep_nudges)
        self._output = CertificateOutput(context, self, self.print_out)
        self.shrunk = words("", "soft", self, wrap=True)
        self.trouble = words("", "fieldError", self, wrap=True)
        self.why_not = words("", "soft", self, wrap=True)
        self.write_button = self._button("Ghi PDF…", "export", self.write, primary=True)
        self.print_button = self._button("In…", "print", self.print_out)
        self.print_button.setShortcut(QKeySequence.StandardKey.Print)
        self.print_button.setToolTip("In các giấy đang xem (Ctrl+P)")
        self.whose = words("", "soft", self, wrap=True)
        self.sheets_button = self._button("Giấy đã cấp…", "preview", self.show_sheets)
        self.choices.calibrate_button.clicked.connect(self.calibrate)
        self.choices.design_button.clicked.connect(self.design)
        self.choices.changed.connect(self.draw)
        self._lay_out()

    # ---------------------------------------------------------------- for the page

    def show_round(self, card: RoundCard | None) -> None:
        """Show another round, or the same one after a change."""
        is_other = card is None or self._card is None or card.round.id != self._card.round.id
        self._card = card
        self._is_stale = True
        self._is_other = self._is_other or is_other
        if is_other:
            self.pdf.clear()
        self._enable()
        self._show_one()
        if self.isVisible():
            self._begin()

    def go_to(self, award_id: str) -> None:
        """Leaf to the certificate of one award."""
        printed = [each.id for each in (self._shown or self._wanted())]
        if award_id in printed:
            self.pdf.go(printed.index(award_id))

    def choice(self) -> PrintChoice:
        """How the certificates are to be printed, as set now."""
        return self.choices.choice()

    # ---------------------------------------------------------------- preview

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._begin()

    def event(self, event: QEvent) -> bool:
        # Back from the designer: layouts and blanks may be others.
        if event.type() is QEvent.Type.WindowActivate and self._is_stale and self.isVisible():
            self._begin()
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.nudges.keep()
        super().hideEvent(event)

    def _begin(self) -> None:
        # What draws certificates is large; it is loaded on the worker when they are first looked at.
        paths = self._context.services.paths

        def work() -> tuple[tuple[LayoutEntry, ...], tuple[BlankEntry, ...]]:
            from app.services import blanks, layouts

            return layouts.list_layouts(paths), blanks.list_blanks(paths)

        def go_on(found: tuple[tuple[LayoutEntry, ...], tuple[BlankEntry, ...]]) -> None:
            self._has_choices = True
            self.choices.offer(*found)
            self._begin()

        if not self._has_choices:
            self._context.ask(work, go_on, label="Đang dựng giấy khen…")
            return
        is_issued = self._card is not None and bool(self._card.issued)
        self.choices.show_round(is_issued=is_issued, is_other=self._is_other)
        self._is_other = False
        self.draw()

    def _wanted(self) -> tuple[Award, ...]:
        """The awards whose certificates are to be shown: all, or those that were not printed yet."""
        card = self._card
        if card is None:
            return ()
        if not self.choices.only_new.isChecked():
            return card.printable
        return tuple(a for a in card.printable if a.id not in card.issued or a.id in card.not_sent)

    def _only(self) -> frozenset[str] | None:
        return frozenset(a.id for a in self._wanted()) if self.choices.only_new.isChecked() else None

    def draw(self) -> None:
        """Draw the preview again."""
        card, services = self._card, self._context.services
        self._is_stale = False
        self._shown = wanted = self._wanted()
        self._show_one()
        if card is None or not wanted:
            self.pdf.clear()
            self._say("", self._nothing_words())
            return
        round_id, only, choice = card.round.id, self._only(), self.choice()

        def work() -> _Drawn:
            from app.services import certificates, layouts

            rendered = certificates.preview_round(services.register, round_id, choice=choice, award_ids=only)
            layout = layouts.find_layout(services.paths, choice.layout_name or certificates.DEFAULT_LAYOUT)
            boxes = tuple(
                (box.key, box.label or FIELDS_BY_KEY[box.field].label) for box in layout.boxes if box.field
            )
            return _Drawn(rendered.content, rendered.shrunk, boxes)

        def show(found: _Drawn) -> None:
            if self._card is not None and self._card.round.id == round_id:
                self.pdf.set_pdf(found.content)
                self.nudges.offer(found.boxes)
                self._say("", shrunk_text(found.shrunk))
                self._show_one()

        self._context.ask(work, show, self._on_refused, label="Đang dựng giấy khen…")

    def _nothing_words(self) -> str:
        card = self._card
        if card is None:
            return ""
        if card.round.is_upper:
            return "Giấy của đợt này do cấp trên làm, ở đây không in."
        if card.printable:
            return "Mọi giấy của đợt này đã in rồi."
        return "Đợt này chưa có giấy nào để xem."

    def _on_refused(self, problem: SoHoiError) -> None:
        self.pdf.clear()
        self._say(problem.message, "")

    def _say(self, trouble: str, quiet: str) -> None:
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.shrunk.setText(quiet)
        self.shrunk.setVisible(bool(quiet))

    # ---------------------------------------------------------------- the sheet that is looked at

    def current_award(self) -> Award | None:
        """The award whose certificate is looked at, as it stands now."""
        number = self.pdf.number
        if not 0 <= number < len(self._shown) or self._card is None:
            return None
        shown = self._shown[number]
        return next((award for award in self._card.awards if award.id == shown.id), None)

    def _show_one(self) -> None:
        award = self.current_award()
        is_issued = award is not None and self._card is not None and award.id in self._card.issued
        self.nudges.show_award(award)
        self.sheets_button.setEnabled(award is not None and award.register_number is not None)
        name = award.recipient if award is not None else ""
        kept = " Giấy đã phát hành giữ nguyên; dịch chữ chỉ tính khi in lên phôi." if is_issued else ""
        self.whose.setText(f"{name}.{kept}" if name else "")

    def _keep_nudges(self, award_id: str, nudges: str) -> None:
        register = self._context.services.register

        def work() -> Award:
            from app.services import issuing

            return issuing.nudge(register, award_id, nudges)

        self._context.change(work, kinds=frozenset({"awards"}))

    def show_sheets(self) -> None:
        """Show the sheets that were issued for the award that is looked at."""
        from ui.dialogs.award_sheets import open_sheets

        award = self.current_award()
        if award is not None:
            open_sheets(self._context, award.id, award.recipient, self.window())

    # ---------------------------------------------------------------- what is done with them

    def write(self) -> None:
        """Write the certificates as PDF; issues them first, after saying what that means."""
        if self._card is not None:
            is_separate = self.separate.isChecked()
            self._output.write(self._card, self.choice(), self._only(), separate=is_separate)

    def print_out(self) -> None:
        """Print at exact size; issues first, as writing does."""
        if self._card is not None:
            self._output.print_out(self._card, self.choice(), self._only())

    def calibrate(self) -> None:
        """Measure how the chosen blank lies in the printer."""
        from ui.dialogs.calibrate import open_calibrate

        open_calibrate(self._context, self.window(), target=self.choices.sheet_name(), on_kept=self.draw)

    def design(self) -> None:
        """Open the designer with the chosen layout; the layouts are read again afterwards."""
        from ui.designer.window import open_designer

        self._has_choices = False
        self._is_stale = True
        open_designer(self._context, str(self.layouts.value() or ""), self.window())

    # ---------------------------------------------------------------- look

    def _enable(self) -> None:
        card = self._card
        has_any = card is not None and bool(card.printable)
        is_decided = card is not None and card.round.state is not RoundState.DRAFT
        self.write_button.setEnabled(has_any and is_decided)
        self.print_button.setEnabled(has_any and is_decided)
        why = (
            ""
            if is_decided or not has_any
            else "Xem trước được ngay; muốn in hoặc ghi PDF, hãy quyết định đợt này."
        )
        self.why_not.setText(why)
        self.why_not.setVisible(bool(why))

    def _lay_out(self) -> None:
        px = self._context.theme.px
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, px(10), 0)
        column.setSpacing(px(6))
        parts: Sequence[QWidget] = (
            self.write_button,
            self.print_button,
            self.why_not,
            self.trouble,
            self.shrunk,
            self.choices,
            words("Giấy đang xem", "heading", side),
            self.whose,
            self.sheets_button,
            self.nudges,
        )
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self._side = scroller = QScrollArea(self)
        scroller.setWidget(side)
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, px(8), 0, 0)
        self._row.setSpacing(px(12))
        self._row.addWidget(self.pdf, 1)
        self._row.addWidget(scroller)
        self.setMinimumWidth(px(_SIDE))
        self._share_room()
        self._say("", "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Side by side; one above the other where large type leaves no room for both."""
        px = self._context.theme.px
        is_narrow = self.width() < px(_SIDE + _PREVIEW)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        wide = px(_SIDE if self._context.theme.scale > 100 else _SIDE + 58)
        self._side.setMinimumWidth(0 if is_narrow else wide)
        self._side.setMaximumWidth(_UNBOUND if is_narrow else wide)
        self._side.setMinimumHeight(px(150) if is_narrow else 0)

    def _button(self, text: str, icon_name: str, act: object, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("primary", primary)
        put_icon(button, icon_name)
        button.clicked.connect(act)
        return button


def shrunk_text(shrunk: tuple[Shrunk, ...]) -> str:
    """Which texts had to be set smaller, in words; empty when none had to."""
    if not shrunk:
        return ""
    lines = [
        f"• {each.recipient or 'Mọi giấy'}: {_box_label(each.box)} từ {_points(each.from_size)} còn "
        f"{_points(each.to_size)} pt"
        for each in shrunk
    ]
    return "\n".join(["Chữ phải thu nhỏ cho vừa khung:", *lines])


def _points(size: float) -> str:
    """A type size as read here: "13,5"."""
    return f"{size:.1f}".replace(".", ",").removesuffix(",0")


def _box_label(box: str) -> str:
    known = FIELDS_BY_KEY.get(box)
    return (known.label if known else box).lower()
