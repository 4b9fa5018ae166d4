"""The branch's counters: which there are, in which part of the report, what their percentages are of."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

from app.domain.activities import Activity
from app.domain.counters import Counter, CounterKind, ReportPart
from app.domain.reports import Report, ReportFigure
from app.errors import FieldError, NotFoundError, RuleError
from app.services.children import settle
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.numbers import count
from app.vietnamese.text import fold

_P, _SUM, _LATEST = ReportPart, CounterKind.SUM, CounterKind.LATEST

#: What a percentage can be a percentage of, besides another counter: figures that every report has.
SHARE_FIGURES: tuple[tuple[str, str], ...] = (
    ("members_end", "Hội viên cuối kỳ"),
    ("members_start", "Hội viên đầu kỳ"),
    ("units", "Số chi hội"),
    ("women", "Hội viên nữ"),
    ("hardship", "Hội viên hoàn cảnh khó khăn"),
)

_USUAL: tuple[tuple[str, str, ReportPart, CounterKind, str], ...] = (
    ("Tuyên truyền truyền thống", "buổi", _P.PROPAGANDA, _SUM, ""),
    ("Về thăm chiến trường xưa", "lượt người", _P.PROPAGANDA, _SUM, ""),
    ("Tặng quà lễ, Tết", "suất", _P.CARE, _SUM, ""),
    ("Nhà tình nghĩa", "nhà", _P.CARE, _SUM, ""),
    ("Quyên góp, ủng hộ", "đợt", _P.CARE, _SUM, ""),
    ("Hiến đất xây dựng nông thôn mới", "m²", _P.MOVEMENT, _SUM, ""),
    ("Ngày công xây dựng nông thôn mới", "công", _P.MOVEMENT, _SUM, ""),
    ("Tiền góp xây dựng nông thôn mới", "đồng", _P.MOVEMENT, _SUM, ""),
    ("Xây dựng đô thị văn minh", "buổi", _P.MOVEMENT, _SUM, ""),
    ("Gia đình văn hóa", "hộ", _P.MOVEMENT, _LATEST, "members_end"),
    ("Chấp hành tốt chủ trương, pháp luật", "người", _P.MOVEMENT, _LATEST, "members_end"),
    ("Hộ làm kinh tế giỏi", "hộ", _P.ECONOMY, _LATEST, "members_end"),
    ("Hộ có thu nhập khá", "hộ", _P.ECONOMY, _LATEST, "members_end"),
    ("Hộ nghèo, cận nghèo", "hộ", _P.ECONOMY, _LATEST, "members_end"),
    ("Hộ được giúp vốn, cây con giống", "hộ", _P.ECONOMY, _SUM, ""),
    ("Chi hội trong sạch, vững mạnh", "chi hội", _P.EMULATION, _LATEST, "units"),
)

#: The counters a branch begins with; kept in the register once they are changed (domain notes §4.3).
USUAL_COUNTERS = tuple(
    Counter(
        id=f"counter-{position}",
        name=name,
        measure=measure,
        part=part,
        kind=kind,
        share_of=share_of,
        position=position,
    )
    for position, (name, measure, part, kind, share_of) in enumerate(_USUAL, 1)
)
_USUAL_IDS = frozenset(each.id for each in USUAL_COUNTERS)


class CounterList:
    """The counters of a register in their order, found by name whatever its case or accents."""

    def __init__(self, stored: Iterable[Counter], used: Iterable[Activity] = ()) -> None:
        """Know these counters, or the usual ones when there are none, and whatever else is ``used``."""
        kept = tuple(sorted(stored, key=lambda each: (each.position, each.name))) or USUAL_COUNTERS
        self._known = {fold(each.name): each for each in reversed(kept)}
        typed: dict[str, Counter] = {}
        for activity in used:
            name = fold(activity.counter)
            if name not in self._known and (
                name not in typed or (activity.measure and not typed[name].measure)
            ):
                typed[name] = Counter(name=activity.counter, measure=activity.measure)
        self.counters = (*kept, *typed.values())
        self._known |= typed

    @property
    def offered(self) -> tuple[Counter, ...]:
        """Those still in use."""
        return tuple(each for each in self.counters if not each.hidden)

    def find(self, name: str) -> Counter | None:
        """The counter of a name; ``None`` for a name that is only typed with some activity."""
        return self._known.get(fold(name))

    def base(self, counter: Counter) -> str:
        """The key of the figure that the counter's percentage is of, "" for none."""
        other = self.find(counter.share_of) if counter.share_of else None
        return counter_key(other.name) if other is not None else counter.share_of

    def base_words(self, counter: Counter) -> str:
        """What the counter's percentage is of, as the user reads it."""
        return dict(SHARE_FIGURES).get(counter.share_of, counter.share_of)


def is_usual(counter: Counter) -> bool:
    """Whether it is one of those that every branch begins with."""
    return counter.id in _USUAL_IDS


def counter_key(name: str) -> str:
    """The key of a counter's figure: the same for the same name in every register."""
    return "activity_" + re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")


def read_counters(reader: Reader) -> CounterList:
    """The counters of the register; the usual ones until the branch changed them."""
    return CounterList(reader.all(Counter))


def list_counters(register: Register) -> CounterList:
    """As :func:`read_counters`."""
    with register.read() as reader:
        return read_counters(reader)


def save_counters(register: Register, counters: Sequence[Counter]) -> CounterList:
    """Make these the counters, in this order; activities and typed estimates follow one to its new name.

    Raises FieldError for an empty list, a name twice or a percentage of nothing known, RuleError when a
    counter would go that activities count for.
    """
    counters = [dataclasses.replace(each, position=place) for place, each in enumerate(counters, 1)]
    with register.change("Sửa các chỉ tiêu") as work:
        held = {each.id: each.name for each in read_counters(work).counters}
        then = {each.id: each.name for each in counters}
        names = {fold(name) for name in then.values()}
        renamed = {name: then[id_] for id_, name in held.items() if then.get(id_, name) != name}
        counters = [
            dataclasses.replace(each, share_of=renamed.get(each.share_of, each.share_of)) for each in counters
        ]
        _require_sound(counters)
        _refuse_used(
            work, [name for id_, name in held.items() if id_ not in then and fold(name) not in names]
        )
        settle(work, work.all(Counter), counters)
        _rename(work, renamed)
    return list_counters(register)


def find_counter(counters: CounterList, name: str) -> Counter:
    """The counter of a name; raises NotFoundError."""
    found = counters.find(name)
    if found is None:
        raise NotFoundError(f"Không có chỉ tiêu “{name}”. Hãy xem danh sách bằng lệnh counters.")
    return found


def _require_sound(counters: Sequence[Counter]) -> None:
    if not counters:
        raise FieldError("name", "Danh sách chỉ tiêu không được để trống.")
    names = [fold(each.name) for each in counters]
    keys = [counter_key(each.name) for each in counters]
    known = {*(key for key, _ in SHARE_FIGURES), "", *names}
    for each in counters:
        if names.count(fold(each.name)) > 1 or keys.count(counter_key(each.name)) > 1:
            raise FieldError("name", f"Chỉ tiêu “{each.name}” đã có trong danh sách. Hãy đặt tên khác.")
        if fold(each.share_of) == fold(each.name):
            raise FieldError("share_of", f"“{each.name}”: phần trăm không thể tính trên chính nó.")
        if each.share_of not in known and fold(each.share_of) not in known:
            raise FieldError(
                "share_of",
                f"“{each.name}”: không có số liệu hay chỉ tiêu “{each.share_of}” để tính phần trăm.",
            )


def _refuse_used(work: Work, gone: Sequence[str]) -> None:
    used = [fold(each.counter) for each in work.all(Activity)] if gone else []
    for name in gone:
        if number := used.count(fold(name)):
            raise RuleError(
                f"Chỉ tiêu “{name}” đã có {count(number)} hoạt động ghi vào nên không bỏ được. "
                "Hãy đánh dấu “Không dùng nữa” để thôi ghi thêm."
            )


def _rename(work: Work, renamed: Mapping[str, str]) -> None:
    """Let what names a counter follow it to its new name; what was sent stays."""
    if not renamed:
        return
    names = {fold(old): new for old, new in renamed.items()}
    for activity in work.all(Activity):
        if (new := names.get(fold(activity.counter))) is not None:
            work.replace(dataclasses.replace(activity, counter=new))
    keys = {counter_key(old): counter_key(new) for old, new in renamed.items()}
    sent = {each.id for each in work.all(Report) if each.is_sent}
    for figure in work.all(ReportFigure):
        for old, new in keys.items():
            if figure.report_id not in sent and figure.key in (old, f"{old}_people", f"{old}_amount"):
                work.replace(dataclasses.replace(figure, key=new + figure.key.removeprefix(old)))
