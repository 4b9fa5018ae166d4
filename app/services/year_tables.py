"""The rows of the year-end report: who, what, when, how much, straight from the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.branch import BRANCH_ID, Branch
from app.domain.commendations import Award, AwardRound, RoundState, granted, in_order
from app.domain.funds import EntryKind, FundSummary
from app.domain.longevity import ceremony_in_year
from app.domain.members import Member
from app.domain.status import Movement, Status, StatusEvent, movements
from app.domain.units import UnitTree
from app.domain.year_report import Cell, Column, ColumnKind, Table
from app.services.award_forms import read_forms
from app.services.funds import CashBook, read_cash_book
from app.services.meetings import read_meetings
from app.services.member_queries import MemberOnDay, read_members_on
from app.services.units import read_tree
from app.services.visits import read_visits
from app.store.queries import records_between
from app.store.reader import Reader

_DATE, _MONEY, _NUMBER, _ID = ColumnKind.DATE, ColumnKind.MONEY, ColumnKind.NUMBER, ColumnKind.IDENTIFIER


@dataclass(frozen=True, slots=True)
class YearRows:
    """The tables of a year with what the summary needs besides."""

    branch: Branch
    tables: tuple[Table, ...]
    tree: UnitTree
    at_start: tuple[MemberOnDay, ...]
    at_end: tuple[MemberOnDay, ...]
    fund: FundSummary
    forms: tuple[str, ...] = ()


def masked(number: str) -> str:
    """A telephone, id or card number mostly hidden, as printed lists show it (domain notes §7).

    The shorter it is the less is shown; up to three digits ("113") are nobody's own.
    """
    if len(number) <= 3:
        return number
    first, last = (4, 3) if len(number) >= 10 else (2, 2) if len(number) >= 7 else (0, 2)
    return f"{number[:first]}•••{number[-last:]}"


def read_year(reader: Reader, year: int, *, full_numbers: bool) -> YearRows:
    """All tables of one calendar year; ``full_numbers`` prints telephone numbers unmasked."""
    starts, ends = date(year, 1, 1), date(year, 12, 31)
    tree = read_tree(reader, ends)
    everybody = read_members_on(reader, ends)
    at_end = tuple(row for row in everybody if row.standing.status is Status.ACTIVE)
    before = read_members_on(reader, date(year - 1, 12, 31))
    at_start = tuple(row for row in before if row.standing.status is Status.ACTIVE)
    book = read_cash_book(reader, year)
    tables = (
        members_table(at_end, full_numbers=full_numbers),
        _changes(reader, tree, everybody, starts, ends),
        _visits(reader, year),
        _longevity(at_end, year),
        _awards(reader, tree, everybody, year),
        _fund(book),
        _meetings(reader, year),
    )
    forms = tuple(form.name for form in read_forms(reader).forms)
    return YearRows(reader.get(Branch, BRANCH_ID), tables, tree, at_start, at_end, book.summary, forms)


def members_table(rows: tuple[MemberOnDay, ...], *, full_numbers: bool) -> Table:
    """A list of members as papers show it; telephone numbers are masked unless asked for."""
    columns = (
        Column("full_name", "Họ và tên", width=42),
        Column("birth", "Ngày sinh", _DATE, 22),
        Column("gender", "Giới tính", width=14),
        Column("unit", "Chi hội", width=42),
        Column("role", "Chức vụ", width=32),
        Column("joined", "Vào Hội", _DATE, 22),
        Column("service_unit", "Đơn vị ở Trường Sơn", width=34),
        Column("address", "Nơi ở", width=40),
        Column("phone", "Điện thoại", _ID, 26),
        Column("hardship", "Khó khăn", width=16),
        Column("code", "Mã", _ID, 14),
    )
    listed: list[tuple[Cell, ...]] = []
    for row in rows:
        m = row.member
        listed.append(
            (
                m.full_name,
                m.birth,
                m.gender.label if m.gender else "",
                row.unit_name,
                row.role,
                m.joined,
                m.route_unit or m.service_unit,
                row.address,
                m.phone if full_numbers else masked(m.phone),
                "x" if m.hardship else "",
                m.code,
            )
        )
    return Table("members", "Danh sách hội viên", columns, tuple(listed))


#: Words of the changes table.
GAIN, LOSS = "Tăng", "Giảm"


def _changes(
    reader: Reader, tree: UnitTree, everybody: tuple[MemberOnDay, ...], starts: date, ends: date
) -> Table:
    columns = (
        Column("direction", "Tăng, giảm", width=18),
        Column("kind", "Loại", width=30),
        Column("on", "Ngày", _DATE, 22),
        Column("full_name", "Họ và tên", width=46),
        Column("birth", "Ngày sinh", _DATE, 22),
        Column("unit", "Chi hội", width=46),
        Column("place", "Nơi đến, nơi đi", width=40),
        Column("reason", "Lý do, giấy tờ", width=46),
    )
    counted = records_between(reader, StatusEvent, date(starts.year - 1, 12, 31), ends)
    ids = frozenset(event.member_id for event in counted)
    of_member: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent, member_id=ids):
        of_member.setdefault(event.member_id, []).append(event)
    moves = [
        (event, movement)
        for events in of_member.values()
        for event, movement in movements(events)
        if (day := event.counts_from) is not None and starts <= day <= ends
    ]
    moves.sort(key=lambda move: (move[1] is Movement.LOSS, move[0].order))
    members = {m.id: m for m in reader.all(Member, id=ids)}
    units = {row.member.id: row.unit_name for row in everybody}
    rows: list[tuple[Cell, ...]] = [
        (
            GAIN if movement is Movement.GAIN else LOSS,
            event.kind.label,
            event.on,
            members[event.member_id].full_name,
            members[event.member_id].birth,
            tree.name(tree.resolve(event.unit_id)) or units.get(event.member_id, ""),
            event.place,
            "; ".join(text for text in (event.reason, event.paper) if text),
        )
        for event, movement in moves
    ]
    return Table("changes", "Biến động hội viên", columns, tuple(rows))


def _visits(reader: Reader, year: int) -> Table:
    columns = (
        Column("on", "Ngày", _DATE, 22),
        Column("person", "Người, gia đình được thăm", width=48),
        Column("unit", "Chi hội", width=44),
        Column("kind", "Lý do", width=32),
        Column("gift", "Quà", width=40),
        Column("amount", "Số tiền (đồng)", _MONEY, 28),
        Column("visitors", "Người đi thăm", width=46),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            r.visit.on,
            r.person,
            r.unit_name,
            r.visit.kind.label,
            r.visit.gift,
            r.visit.amount,
            r.visit.visitors,
        )
        for r in read_visits(reader, year)
    ]
    return Table("visits", "Thăm hỏi, viếng, tặng quà", columns, tuple(rows))


def _longevity(rows: tuple[MemberOnDay, ...], year: int) -> Table:
    columns = (
        Column("full_name", "Họ và tên", width=52),
        Column("birth", "Ngày sinh", _DATE, 24),
        Column("age", "Tuổi", _NUMBER, 14),
        Column("ceremony", "Lễ", width=36),
        Column("unit", "Chi hội", width=52),
        Column("address", "Nơi ở", width=56),
    )
    found: list[tuple[int, tuple[Cell, ...]]] = []
    for row in rows:
        due = ceremony_in_year(row.member.birth, year)
        if due is not None:
            age, name = due
            cells: tuple[Cell, ...] = (
                row.member.full_name, row.member.birth, age, name, row.unit_name, row.address,
            )  # fmt: skip
            found.append((age, cells))
    found.sort(key=lambda pair: -pair[0])
    return Table("longevity", "Mừng thọ", columns, tuple(cells for _, cells in found))


#: Words of the awards table.
COLLECTIVE, PERSON = "Tập thể", "Cá nhân"


def _awards(reader: Reader, tree: UnitTree, everybody: tuple[MemberOnDay, ...], year: int) -> Table:
    columns = (
        Column("group", "Đối tượng", width=20),
        Column("recipient", "Tập thể, cá nhân", width=50),
        Column("detail", "Chức vụ, đơn vị", width=52),
        Column("form", "Hình thức", width=26),
        Column("level", "Cấp khen", width=22),
        Column("decision", "Số quyết định", width=28),
        Column("decided_on", "Ngày", _DATE, 22),
        Column("register", "Vào sổ số", _NUMBER, 16),
        Column("money", "Tiền thưởng (đồng)", _MONEY, 28),
        Column("unit", "Chi hội", width=36),
    )
    rounds = sorted(
        (r for r in reader.all(AwardRound, year=year) if r.state is not RoundState.DRAFT),
        key=lambda r: (r.decided_on or date.max, r.decision_number or 0),
    )
    units = {row.member.id: row.unit_name for row in everybody}
    rows: list[tuple[Cell, ...]] = []
    for round_ in rounds:
        for award in granted(in_order(reader.all(Award, round_id=round_.id))):
            unit = units.get(award.member_id, "") if award.member_id else tree.name(award.unit_id)
            rows.append(
                (
                    COLLECTIVE if award.kind.is_collective else PERSON,
                    award.recipient,
                    award.detail,
                    award.form,
                    award.level,
                    round_.decision_code,
                    round_.decided_on,
                    award.register_number,
                    award.money,
                    unit,
                )
            )
    return Table("awards", "Khen thưởng", columns, tuple(rows))


def _fund(book: CashBook) -> Table:
    columns = (
        Column("on", "Ngày", _DATE, 22),
        Column("voucher", "Số phiếu", _ID, 22),
        Column("kind", "Thu, chi", width=16),
        Column("purpose", "Nội dung", width=60),
        Column("counterpart", "Người nộp, người nhận", width=46),
        Column("income", "Thu (đồng)", _MONEY, 30),
        Column("expense", "Chi (đồng)", _MONEY, 30),
        Column("balance", "Tồn (đồng)", _MONEY, 30),
    )
    rows: list[tuple[Cell, ...]] = []
    for row in book.rows:
        e = row.entry
        came = e.kind is EntryKind.INCOME
        sums = (e.amount, None) if came else (None, e.amount)
        rows.append((e.on, e.voucher, e.kind.label, e.purpose, e.counterpart, *sums, row.balance))
    return Table("fund", "Thu chi quỹ", columns, tuple(rows))


def _meetings(reader: Reader, year: int) -> Table:
    columns = (
        Column("on", "Ngày", _DATE, 22),
        Column("kind", "Loại", width=40),
        Column("name", "Tên cuộc họp", width=64),
        Column("place", "Địa điểm", width=44),
        Column("called", "Triệu tập", _NUMBER, 18),
        Column("came", "Có mặt", _NUMBER, 18),
        Column("absent", "Vắng", _NUMBER, 16),
        Column("excused", "Vắng có lý do", _NUMBER, 20),
        Column("guests", "Khách", _NUMBER, 16),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            row.meeting.on,
            row.meeting.kind.label,
            row.meeting.name,
            row.meeting.place,
            row.roll.called,
            row.roll.came,
            row.roll.absent,
            row.roll.excused,
            row.roll.guests,
        )
        for row in sorted(read_meetings(reader, year), key=lambda r: (r.meeting.on, r.meeting.starts))
    ]
    return Table("meetings", "Hội họp", columns, tuple(rows))
