"""A round's certificates on the screen as they will come out of the printer; writing and printing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.certificate_fields import FIELDS_BY_KEY
from app.domain.commendations import RoundState
from app.errors import FieldError, SoHoiError
from app.progress import Progress
from app.settings import Calibration
from app.vietnamese.numbers import count, group
from ui.icons import put_icon
from ui.memory import keep
from ui.messages import PDF_FILES, Action
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.pdf_view import PdfView
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.certificates import LayoutChoice, PrintChoice, WrittenCertificates
    from app.services.commendations import RoundCard

_FOLDER = "certificates.folder"
_AS_ISSUED = ""
_CHANGED = frozenset({"award_rounds", "issued_certificates"})
#: How long after the last turn of a knob the preview is drawn again (milliseconds).
_CALM = 250


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


class CertificatePanel(QWidget):
    """Preview, layout, printing on blanks, and the three things one does with certificates."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._card: RoundCard | None = None
        self._layouts: tuple[LayoutChoice, ...] = ()
        self._is_stale = True
        self._is_other = True
        self.pdf = PdfView(context.theme, self)
        self.layouts = ChoiceBox(parent=self)
        self.layouts.setAccessibleName("Mẫu giấy")
        self.layouts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layouts.setMinimumContentsLength(8)
        self.overlay = QCheckBox("In lên phôi có sẵn", self)
        self.overlay.setToolTip(
            "Chỉ in phần chữ mà phôi còn thiếu; khung, quốc hiệu và tên giấy đã có trên phôi."
        )
        self.dx = self._knob(-50, 50, 0.1, " mm")
        self.dy = self._knob(-50, 50, 0.1, " mm")
        self.scale = self._knob(90, 110, 0.1, " %")
        self.separate = QCheckBox("Mỗi người một tệp", self)
        self.shrunk = words("", "soft", self, wrap=True)
        self.trouble = words("", "fieldError", self, wrap=True)
        self.write_button = self._button("Ghi PDF…", "export", self.write, primary=True)
        self.print_button = self._button("In…", "print", self.print_out)
        self.test_button = self._button("Trang thử căn phôi…", "preview", self.write_test_page)
        self.test_button.setToolTip("Tờ có thước và dấu chữ thập, in lên giấy thường rồi ướm với phôi")
        self.why_not = words("", "soft", self, wrap=True)
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self._on_calm)
        self._lay_out()
        self.layouts.edited.connect(self._on_layout_chosen)
        self.overlay.toggled.connect(lambda _ticked: self.draw())
        for knob in (self.dx, self.dy, self.scale):
            knob.valueChanged.connect(lambda _value: self._calm.start())

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
        if self.isVisible():
            self._begin()

    def go_to(self, award_id: str) -> None:
        """Leaf to the certificate of one award."""
        if self._card is not None:
            printed = [each.id for each in self._card.printable]
            if award_id in printed:
                self.pdf.go(printed.index(award_id))

    def choice(self) -> PrintChoice:
        """How the certificates are to be printed, as set now."""
        from app.services.certificates import PrintChoice as Choice

        at = Calibration(
            round(self.dx.value(), 1),
            round(self.dy.value(), 1),
            round(self.scale.value(), 1),
            round(self.scale.value(), 1),
        )
        return Choice(self.layouts.value() or None, self.overlay.isChecked(), at)

    # ---------------------------------------------------------------- preview

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._begin()

    def _begin(self) -> None:
        # What draws certificates is large; it is loaded on the worker when they are first looked at.
        def work() -> tuple[LayoutChoice, ...]:
            from app.services import certificates

            return certificates.list_layouts()

        def go_on(layouts: tuple[LayoutChoice, ...]) -> None:
            self._layouts = layouts
            self._offer_layouts()
            self.draw()

        if self._layouts:
            go_on(self._layouts)
        else:
            self._context.ask(work, go_on, label="Đang dựng giấy khen…")

    def draw(self) -> None:
        """Draw the preview again."""
        card, register = self._card, self._context.services.register
        self._is_stale = False
        printed = card.printable if card else ()
        if card is None or not printed:
            self.pdf.clear()
            self._say("", "" if card is None else "Đợt này chưa có giấy nào để xem.")
            return
        round_id, choice = card.round.id, self.choice()

        def work() -> tuple[bytes, tuple[Shrunk, ...]]:
            from app.services import certificates

            rendered = certificates.preview_round(register, round_id, choice=choice)
            return rendered.content, rendered.shrunk

        def show(found: tuple[bytes, tuple[Shrunk, ...]]) -> None:
            if self._card is not None and self._card.round.id == round_id:
                self.pdf.set_pdf(found[0])
                self._say("", shrunk_text(found[1]))

        self._context.ask(work, show, self._on_refused, label="Đang dựng giấy khen…")

    def _on_refused(self, problem: SoHoiError) -> None:
        self.pdf.clear()
        self._say(problem.message, "")

    def _say(self, trouble: str, quiet: str) -> None:
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.shrunk.setText(quiet)
        self.shrunk.setVisible(bool(quiet))

    # ---------------------------------------------------------------- layout and blanks

    def _offer_layouts(self) -> None:
        is_issued = self._card is not None and bool(self._card.issued)
        choices = [(each.name, each.title) for each in self._layouts]
        before = self.layouts.value()
        self.layouts.set_choices([(_AS_ISSUED, "Như đã phát hành"), *choices] if is_issued else choices)
        held = None if self._is_other else before
        self._is_other = False
        self.layouts.set_value(held or (_AS_ISSUED if is_issued else self._usual_layout()))
        self._take_calibration()

    def _usual_layout(self) -> str:
        from app.services.certificates import DEFAULT_LAYOUT

        chosen = self._context.services.settings.current.certificate_layout
        return chosen if chosen in {each.name for each in self._layouts} else DEFAULT_LAYOUT

    def _on_layout_chosen(self) -> None:
        self._take_calibration()
        self.draw()

    def _take_calibration(self) -> None:
        at = self._context.services.settings.current.calibration(self._blank())
        for knob, value in ((self.dx, at.dx), (self.dy, at.dy), (self.scale, at.scale_x)):
            knob.blockSignals(True)
            knob.setValue(value)
            knob.blockSignals(False)

    def _blank(self) -> str:
        return str(self.layouts.value() or self._usual_layout())

    def _on_calm(self) -> None:
        settings = self._context.services.settings
        try:
            at = self.choice().calibration
        except FieldError as problem:
            self._say(problem.message, "")
            return
        keep(lambda: settings.calibrate(at, self._blank()), self._context.messages)
        self.draw()

    # ---------------------------------------------------------------- what is done with them

    def write(self) -> None:
        """Write the certificates as PDF; issues them first, after saying what that means."""
        card = self._card
        if card is None or not self._may_issue(card):
            return
        path = self._choose_place(card)
        if path is None:
            return
        context, choice, separate = self._context, self.choice(), self.separate.isChecked()

        def work(progress: Progress) -> WrittenCertificates:
            from app.services import certificates

            writing = certificates.Writing(path, choice, separate=separate, replace=True)
            services = context.services
            return certificates.write_round(
                services.register, card.round.id, writing, progress=progress, today=services.today()
            )

        context.long(work, self._say_written, label="Đang ghi giấy khen…")

    def print_out(self) -> None:
        """Print at exact size; issues first, as writing does."""
        card = self._card
        if card is None or not self._may_issue(card):
            return
        context, choice = self._context, self.choice()

        def work(_progress: Progress) -> bytes:
            from app.services import certificates, issuing

            services = context.services
            issuing.issue(services.register, card.round.id, today=services.today(), choice=choice)
            return certificates.preview_round(context.services.register, card.round.id, choice=choice).content

        def after(content: bytes) -> None:
            from ui.printing import print_pdf

            context.changes.happened.emit(_CHANGED)
            if print_pdf(content, f"Giấy khen {card.round.year}", self.window()):
                self._after_all(f"Đã gửi {count(self.pdf.page_count)} giấy khen sang máy in.", ())

        context.long(work, after, label="Đang dựng giấy khen để in…")

    def write_test_page(self) -> None:
        """Write the page with rulers that shows how a blank lies in the printer."""
        context, name = self._context, self._blank()
        path = context.messages.choose_save_file(
            "Ghi trang thử căn phôi", self._folder() / "trang-thu-can-phoi.pdf", PDF_FILES
        )
        if path is None:
            return

        def work(_progress: Progress) -> Path:
            from app.services import certificates

            return certificates.write_test_page(name, path, replace=True)

        text = "Đã ghi trang thử: in đúng cỡ thật (100 %), ướm lên phôi rồi chỉnh độ lệch."
        context.long(
            work,
            lambda written: context.messages.done(text, _openers(context, written)),
            label="Đang ghi trang thử…",
        )

    def _may_issue(self, card: RoundCard) -> bool:
        if card.round.state is RoundState.DRAFT:
            return False
        waiting = [a for a in card.printable if a.id not in card.issued]
        if not waiting:
            return True
        return self._context.messages.confirm(
            f"Phát hành sẽ khóa nội dung {group(len(waiting))} giấy khen: sau này in lại lúc nào cũng đúng "
            "từng chữ như hôm nay, và không sửa được danh sách nữa.\n\n"
            "Bác đã xem kỹ tên, chức vụ và thành tích?",
            "Phát hành",
            "Xem lại đã",
        )

    def _choose_place(self, card: RoundCard) -> Path | None:
        messages, year = self._context.messages, card.round.year
        if not self.separate.isChecked():
            name = f"giay-khen-{year}" + ("-in-len-phoi" if self.overlay.isChecked() else "")
            path = messages.choose_save_file("Ghi giấy khen", self._folder() / f"{name}.pdf", PDF_FILES)
            if path is not None:
                self._context.memory.put(_FOLDER, str(path.parent))
            return path
        folder = messages.choose_folder("Chọn thư mục để ghi, mỗi người một tệp", self._folder())
        if folder is None:
            return None
        self._context.memory.put(_FOLDER, str(folder))
        path = folder / f"giay-khen-{year}"
        question = f"Thư mục {path.name} đã có ở đó. Ghi đè các tệp cùng tên trong thư mục ấy?"
        if path.exists() and not messages.confirm(question, "Ghi đè"):
            return None
        return path

    def _folder(self) -> Path:
        return Path(self._context.memory.get(_FOLDER) or self._context.services.paths.documents)

    def _say_written(self, written: WrittenCertificates) -> None:
        self._context.changes.happened.emit(_CHANGED)
        size = group(max(1, round(written.size / 1024)))
        pages = f"{group(written.pages)} trang"
        facts = pages if written.files == 1 else f"{group(written.files)} tệp"
        actions = (*_openers(self._context, written.path), ("In…", self.print_out))
        self._after_all(f"{group(written.pages)} giấy khen, {facts}, {size} KB", actions)

    def _after_all(self, text: str, actions: tuple[Action, ...]) -> None:
        # After what everybody reads again because of the change, so that this line is the one that stays.
        self._context.ask(lambda: None, lambda _nothing: self._context.messages.done(text, actions))

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
        for part in (self.write_button, self.print_button):
            column.addWidget(part)
        for quiet in (self.why_not, self.trouble, self.shrunk):
            column.addWidget(quiet)
        column.addWidget(words("Mẫu giấy", "heading", side))
        column.addWidget(self.layouts)
        column.addWidget(self.separate)
        column.addWidget(words("Phôi in sẵn", "heading", side))
        column.addWidget(self.overlay)
        grid = QGridLayout()
        knobs = (("Sang phải", self.dx), ("Xuống dưới", self.dy), ("Thu phóng", self.scale))
        for number, (text, knob) in enumerate(knobs):
            label = words(text, "soft", side)
            label.setBuddy(knob)
            knob.setAccessibleName(text)
            grid.addWidget(label, number, 0)
            grid.addWidget(knob, number, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(self.test_button)
        column.addStretch(1)
        scroller = QScrollArea(self)
        scroller.setWidget(side)
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setFixedWidth(px(282 if self._context.theme.scale == 100 else 260))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(8), 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self.pdf, 1)
        row.addWidget(scroller)
        self._say("", "")

    def _knob(self, lowest: float, highest: float, step: float, unit: str) -> QDoubleSpinBox:
        knob = QDoubleSpinBox(self)
        knob.setRange(lowest, highest)
        knob.setSingleStep(step)
        knob.setDecimals(1)
        knob.setSuffix(unit)
        knob.setKeyboardTracking(False)
        knob.lineEdit().setTextMargins(self._context.theme.px(8), 0, 0, 0)
        knob.setMinimumWidth(self._context.theme.px(110))
        return knob

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


def _openers(context: Context, path: Path) -> tuple[Action, ...]:
    return (
        ("Mở", lambda: context.messages.open_path(path)),
        ("Mở thư mục", lambda: context.messages.open_folder(path)),
    )
