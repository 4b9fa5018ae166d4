"""Everything the register knows of one member, in the groups of the paper form, and his history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from app.domain.meetings import Presence
from app.domain.members import Member
from app.domain.record import fields_of
from app.domain.status import Status, StatusEvent
from app.vietnamese.dates import PartialDate, short_date
from app.vietnamese.numbers import money
from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.cards import DetailPane
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.history import RecordChange
    from app.services.members import MemberCard

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Nhân thân",
        ("code", "gender", "birth", "national_id", "phone", "address", "old_address", "hometown"),
    ),
    (
        "Quân ngũ",
        ("category", "enlisted", "discharged", "rank", "military_post", "service_unit", "route_from",
         "route_to", "route_unit"),
    ),
    ("Hội", ("joined", "card_number", "education", "profession")),
    ("Đời sống", ("hardship", "hardship_note", "note")),
    (
        "Riêng tư",
        ("ethnicity", "religion", "party_joined", "party_official", "party_cell", "party_badge", "health"),
    ),
)  # fmt: skip
_MANY = 6


class MemberDetail(QTabWidget):
    """Two tabs: the member's sheet and his history.

    Signals ``edit_asked()``, ``event_asked()`` (a new change of standing), ``event_opened(StatusEvent)``.
    """

    edit_asked = Signal()
    event_asked = Signal()
    event_opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sheet = DetailPane(theme, "Chọn một hội viên ở danh sách để xem.", self)
        self.history = DetailPane(theme, "Chọn một hội viên ở danh sách để xem.", self)
        for pane in (self.sheet, self.history):
            pane.setFrameShape(QFrame.Shape.NoFrame)
            pane.setObjectName("")
        self.edit_button = self._button("Sửa", "edit", "Sửa hồ sơ (Enter)", self.edit_asked)
        self.event_button = self._button(
            "Biến động…", "members", "Chuyển chi hội, chuyển đi, từ trần… (Ctrl+E)", self.event_asked
        )
        self.sheet.buttons.addStretch(1)
        self.addTab(self.sheet, "Hồ sơ")
        self.addTab(self.history, "Lịch sử")
        self.setDocumentMode(True)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nobody is chosen."""
        self.sheet.show_nothing()
        self.history.show_nothing()
        self.edit_button.setEnabled(False)
        self.event_button.setEnabled(False)

    def show_card(self, card: MemberCard, today_year: int) -> None:
        """Show a member; what is not known takes no room."""
        member = card.member
        self.edit_button.setEnabled(True)
        self.event_button.setEnabled(True)
        pane = self.sheet
        pane.begin(member.full_name, _lead(card, today_year))
        for title, names in _GROUPS[:3]:
            pane.add_section(title, _filled(member, names))
        pane.add_section(
            "Chức vụ",
            [
                (_term(o.starts, o.ends) or o.term or "—", f"{o.name} {card.tree.name(o.unit_id)}".strip())
                for o in card.offices
            ],
        )
        pane.add_section(
            "Diện chính sách",
            [
                (each.kind.label, " · ".join(t for t in (each.rate, each.note) if t) or "có")
                for each in card.policies
            ],
        )
        pane.add_section(
            "Huân, huy chương",
            [
                (str(h.received) if h.received else "—", " · ".join(t for t in (h.name, h.decision) if t))
                for h in card.honours
            ],
        )
        pane.add_section(
            "Khen thưởng của Hội",
            [
                (str(r.year), " · ".join(t for t in (a.form, r.occasion or r.name) if t))
                for r, a in sorted(card.awards, key=lambda pair: pair[0].year, reverse=True)
            ],
        )
        self._add_events(card)
        pane.add_section(
            "Thăm hỏi",
            [
                (
                    str(v.on),
                    " · ".join(t for t in (v.kind.label, v.gift, money(v.amount) if v.amount else "") if t),
                )
                for v in card.visits[:_MANY]
            ],
        )
        pane.add_section("Hội họp", _meetings(card))
        for title, names in _GROUPS[3:]:
            pane.add_section(title, _filled(member, names))

    def show_history(self, name: str, changes: tuple[RecordChange, ...]) -> None:
        """Show who changed what, the newest first."""
        self.history.begin(name, f"{len(changes)} lần ghi sổ" if changes else "Chưa có thay đổi nào.")
        for change in changes:
            who = f" · {change.actor}" if change.actor else ""
            heading = f"{change.at:%d/%m/%Y %H:%M}{who}"
            rows = [
                (
                    field.label,
                    f"{field.old} → {field.new}"
                    if field.old and field.new
                    else field.new or f"xóa: {field.old}",
                )
                for field in change.fields
                if len(field.old) + len(field.new) < 400 and not _is_id(field.old or field.new)
            ]
            self.history.add_section(heading, [(change.verb.capitalize(), change.kind.lower()), *rows])

    # ---------------------------------------------------------------- parts

    def _add_events(self, card: MemberCard) -> None:
        if not card.events:
            return
        pane = self.sheet
        pane.add(words("Biến động", "heading"))
        for event in card.events:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._theme.px(8))
            text = QVBoxLayout()
            text.setSpacing(0)
            text.addWidget(words(_event_title(event, card), "", line, wrap=True))
            if more := _event_more(event):
                text.addWidget(words(more, "soft", line, wrap=True))
            row.addLayout(text, 1)
            edit = QPushButton("Sửa", line)
            edit.setProperty("link", True)
            edit.setAccessibleName(f"Sửa biến động {event.kind.label}")
            edit.setToolTip("Sửa hoặc xóa biến động ghi nhầm")
            edit.clicked.connect(lambda _checked=False, event=event: self.event_opened.emit(event))
            row.addWidget(edit)
            pane.add(line)

    def _button(self, text: str, icon_name: str, tip: str, signal: object) -> QPushButton:
        button = QPushButton(text, self.sheet)
        button.setToolTip(tip)
        put_icon(button, icon_name)
        button.clicked.connect(signal)
        self.sheet.buttons.addWidget(button)
        return button


def _lead(card: MemberCard, year: int) -> str:
    member = card.member
    age = f"{member.birth.age_in_year(year)} tuổi" if member.birth else ""
    status = card.standing.status if card.standing else None
    if status is not Status.ACTIVE:
        age = ""
    office = card.role
    parts = [office, card.unit_name, age, status.label if status else "Chưa vào Hội"]
    return " · ".join(part for part in parts if part)


def _filled(member: Member, names: tuple[str, ...]) -> list[tuple[str, str]]:
    infos = {info.name: info for info in fields_of(Member)}
    return [(infos[name].label, _shown(getattr(member, name))) for name in names]


def _shown(held: object) -> str:
    if held is None or held is False or held == "":
        return ""
    if held is True:
        return "có"
    return str(getattr(held, "label", held))


def _term(starts: PartialDate | None, ends: PartialDate | None) -> str:
    if starts is None and ends is None:
        return ""
    return f"{starts or '?'} – {ends or 'nay'}"


def _event_title(event: StatusEvent, card: MemberCard) -> str:
    when = str(event.on) if event.on else "không rõ ngày"
    unit = card.tree.name(event.unit_id)
    return f"{when} · {event.kind.label}" + (f" · {unit}" if unit else "")


def _event_more(event: StatusEvent) -> str:
    return " · ".join(part for part in (event.place, event.reason, event.paper) if part)


def _meetings(card: MemberCard) -> list[tuple[str, str]]:
    rows = [
        (
            short_date(meeting.on),
            meeting.name + ("" if a.presence is Presence.PRESENT else f" · {a.presence.label.lower()}"),
        )
        for meeting, a in card.meetings[:_MANY]
    ]
    if len(card.meetings) > _MANY:
        came = sum(1 for _, a in card.meetings if a.presence.came)
        rows.append(("Cả thảy", f"{len(card.meetings)} cuộc, có mặt {came}"))
    return rows


def _is_id(text: str) -> bool:
    return len(text) == 32 and text.isascii() and text.isalnum()
