"""The sheet of one member: portrait, where he stands, groups of the paper form; what is private on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.members import Member
from app.domain.record import fields_of
from app.domain.status import Status
from app.services.extra_fields import shown
from app.vietnamese.names import split_name
from ui.widgets.cards import DetailPane
from ui.widgets.member_consents import consent_words
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.members import MemberCard
    from ui.page import Context

_PERSON = ("gender", "birth", "national_id", "address", "old_address", "hometown")
_SERVICE = (
    "category", "enlisted", "discharged", "rank", "military_post", "service_unit",
    "route_from", "route_to", "route_unit",
)  # fmt: skip
_LIFE = ("education", "profession", "hardship", "hardship_note", "note")
_PRIVATE = (
    "ethnicity", "religion", "party_joined", "party_official", "party_cell", "party_badge", "health",
)  # fmt: skip
#: The portrait on the sheet, in pixels at 100 %; three to four as a passport's.
_PORTRAIT = (84, 112)
#: The height of the words on it, as a part of the portrait's.
_CAPTION = 0.135


class Portrait(QAbstractButton):
    """The photo of a member or his initials; pressing it is asking for another photo."""

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = QSize(width, height)
        self._picture = QPixmap()
        self._initials = ""
        self.setFixedSize(self._size)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted again when the mouse comes and goes
        self.setToolTip("Đặt, đổi hoặc bỏ ảnh")

    def show_person(self, full_name: str, given_words: int, content: bytes | None) -> None:
        """Show the photo (a JPEG), or the initials of đệm and tên when there is none."""
        parts = split_name(full_name, given_words)
        self._initials = "".join(part[:1] for part in (parts.surname, parts.given)).upper()
        self._picture = QPixmap()
        if content is not None:
            self._picture.loadFromData(content)
        self.setAccessibleName("Đổi ảnh" if content else "Đặt ảnh")
        self.update()

    @property
    def has_photo(self) -> bool:
        """Whether a photo is shown, not initials."""
        return not self._picture.isNull()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(frame, 6, 6)
        painter.setClipPath(shape)
        palette = self.palette()
        if self.has_photo:
            painter.drawPixmap(frame, self._picture, QRectF(self._picture.rect()))
            if self.hasFocus() or self.underMouse():
                self._paint_caption(painter, frame)
        else:
            self._paint_initials(painter, shape, frame)
        painter.setClipping(False)
        pen = painter.pen()
        pen.setColor(
            QColor(palette.color(QPalette.ColorRole.Link if self.hasFocus() else QPalette.ColorRole.Mid))
        )
        pen.setWidth(3 if self.hasFocus() else 1)
        painter.setPen(pen)
        painter.drawPath(shape)
        painter.end()

    def _paint_initials(self, painter: QPainter, shape: QPainterPath, frame: QRectF) -> None:
        palette, high = self.palette(), self._size.height()
        painter.fillPath(shape, palette.color(QPalette.ColorRole.Midlight))
        font = painter.font()
        font.setPixelSize(round(high * 0.32))
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Link))
        painter.drawText(frame.adjusted(0, 0, 0, -high * 0.2), Qt.AlignmentFlag.AlignCenter, self._initials)
        font.setPixelSize(round(high * _CAPTION))
        font.setWeight(font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        lower = frame.adjusted(0, high * 0.72, 0, -high * 0.06)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, "Đặt ảnh…")

    def _paint_caption(self, painter: QPainter, frame: QRectF) -> None:
        strip = frame.adjusted(0, frame.height() * 0.78, 0, 0)
        painter.fillRect(strip, QColor(0, 0, 0, 170))
        font = painter.font()
        font.setPixelSize(round(self._size.height() * _CAPTION))
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, "Đổi ảnh…")


class MemberSheet(DetailPane):
    """The first tab of a member. Signal ``photo_asked()``: he is to have another photo."""

    photo_asked = Signal()

    def __init__(self, context: Context, empty_text: str, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, empty_text, parent)
        self._context = context
        self._card: MemberCard | None = None
        self._is_private_shown = False
        self._photo: tuple[str, bytes | None] = ("", None)
        self.portrait: Portrait | None = None
        self.private_button: QPushButton | None = None

    def show_nobody(self) -> None:
        """Say that nobody is chosen."""
        self._card = self.portrait = self.private_button = None
        self.show_nothing()

    def show_card(self, card: MemberCard, year: int) -> None:
        """Show a member in a year; of another one than before what is private is hidden again."""
        if self._card is None or self._card.member.id != card.member.id:
            self._is_private_shown = False
        self._card = card
        self._year = year
        self._fill()
        key = card.member.photo
        if key and self._photo[0] != key:
            self._load_photo(card.member.id, key)

    # ---------------------------------------------------------------- parts

    def _fill(self) -> None:
        card = self._card
        if card is None:
            return
        member = card.member
        self.begin(member.full_name, "")
        self.add(self._head(card))
        self.add_section("Nhân thân", filled(member, _PERSON))
        self.add_section("Quân ngũ và Trường Sơn", filled(member, _SERVICE))
        self.add_section(
            "Diện chính sách",
            [(each.kind.label, each.note or "có") for each in card.policies],
        )
        self.add_section(
            "Huân, huy chương",
            [
                (str(h.received) if h.received else "—", " · ".join(t for t in (h.name, h.decision) if t))
                for h in card.honours
            ],
        )
        self.add_section("Đời sống", filled(member, _LIFE))
        own = [(field, text) for field, text in card.extras if text]
        self.add_section("Mục riêng", [(f.name, shown(f, text)) for f, text in own if not f.sensitive])
        self._add_private(card, [(f.name, shown(f, text)) for f, text in own if f.sensitive])

    def _head(self, card: MemberCard) -> QWidget:
        theme, member = self._theme, card.member
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, theme.px(2), 0, theme.px(8))
        row.setSpacing(theme.px(14))
        self.portrait = Portrait(theme.px(_PORTRAIT[0]), theme.px(_PORTRAIT[1]), head)
        self.portrait.clicked.connect(self.photo_asked)
        content = self._photo[1] if member.photo and self._photo[0] == member.photo else None
        self.portrait.show_person(member.full_name, member.given_words, content)
        row.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(2))
        standing = card.standing
        said = words(standing.words if standing else "Chưa vào Hội", "pill", head)
        away = standing is not None and standing.away_since is not None
        is_active = standing is not None and standing.status is Status.ACTIVE
        said.setProperty("tone", "gold" if away else "good" if is_active else "soft")
        lines.addWidget(said, 0, Qt.AlignmentFlag.AlignLeft)
        age = f"{member.birth.age_in_year(self._year)} tuổi" if member.birth and is_active else ""
        for text in (age, card.role, card.unit_name):
            if text:
                lines.addWidget(words(text, "", head, wrap=True))
        if member.phone:
            phone = words(member.phone, "heading", head)
            phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            phone.setAccessibleName("Điện thoại")
            lines.addWidget(phone)
        lines.addStretch(1)
        row.addLayout(lines, 1)
        return head

    def _add_private(self, card: MemberCard, own: list[tuple[str, str]]) -> None:
        rates = [("Tỷ lệ, hạng", f"{each.rate} · {each.kind.label}") for each in card.policies if each.rate]
        consents = [("Đồng ý về dữ liệu", consent_words(each)) for each in card.consents]
        rows = [*filled(card.member, _PRIVATE), *rates, *own, *consents]
        self.private_button = None
        if not any(text for _, text in rows):
            return
        self.add_section("Riêng tư", rows)
        item = self.body.itemAt(self.body.count() - 2)
        section = item.widget() if item is not None else None
        button = QPushButton()
        button.setProperty("link", True)
        button.setToolTip(
            "Dân tộc, tôn giáo, Đảng, sức khỏe: chỉ hiện khi cần, để người đứng bên không đọc được"
        )
        button.clicked.connect(lambda _checked: self._turn_private(section, not self._is_private_shown))
        self.private_button = button
        self.body.insertWidget(self.body.count() - 1, button, 0, Qt.AlignmentFlag.AlignLeft)
        self._turn_private(section, self._is_private_shown)

    def _turn_private(self, section: QWidget | None, is_shown: bool) -> None:
        self._is_private_shown = is_shown
        if section is not None:
            section.setVisible(is_shown)
        if self.private_button is not None:
            self.private_button.setText("Ẩn mục riêng tư" if is_shown else "Hiện mục riêng tư")

    def _load_photo(self, member_id: str, key: str) -> None:
        register = self._context.services.register

        def work() -> bytes | None:
            from app.services import photos

            return photos.photo_of(register, member_id)

        def after(content: bytes | None) -> None:
            card = self._card
            if card is None or card.member.photo != key or self.portrait is None:
                return  # another member by now
            self._photo = (key, content)
            self.portrait.show_person(card.member.full_name, card.member.given_words, content)

        self._context.ask(work, after)


def standing_line(card: MemberCard) -> str:
    """Where a member stands, in one quiet line."""
    standing = card.standing.words if card.standing else "Chưa vào Hội"
    return " · ".join(part for part in (card.role, card.unit_name, standing) if part)


def filled(member: Member, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Fields of a member with their labels; an empty text for what is not known."""
    infos = {info.name: info for info in fields_of(Member)}
    return [(infos[name].label, _text(getattr(member, name))) for name in names]


def _text(held: object) -> str:
    if held is None or held is False or held == "":
        return ""
    if held is True:
        return "có"
    return str(getattr(held, "label", held))
