"""What the Hội below send is taken in once, its newest word stands, and nothing of ours is lost by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.members import Member
from app.domain.offices import Office
from app.domain.record import R
from app.domain.reports import ReceivedReport, Subordinate
from app.domain.status import Status, StatusEvent, StatusKind, standing_on
from app.domain.units import Unit, UnitEvent, UnitEventKind
from app.errors import FileProblemError, RuleError
from app.services import history, members, offices, receiving, subordinates, units
from app.services.receiving import NEW, Outcome, receive, receive_files
from app.services.submissions_format import SentFigure
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.provinces import AUTUMN, BEFORE, FIGURES, WINTER, YEAR, LowerHoi

TODAY = date(2027, 1, 10)


@pytest.fixture
def province(register: Register) -> Register:
    """The register of the Hội above, empty."""
    return register


def held(register: Register, kind: type[R]) -> tuple[R, ...]:
    with register.read() as reader:
        return reader.all(kind)


def by_name(register: Register, name: str) -> Member:
    return next(each for each in held(register, Member) if each.full_name == name)


def test_a_file_is_taken_in_once(province: Register, tmp_path: Path) -> None:
    path = LowerHoi().send(tmp_path, people=True)
    assert receive(province, path, today=TODAY).outcome is Outcome.TAKEN
    before = province.history()
    again = receive(province, path, today=TODAY)
    assert (again.outcome, again.added, again.changed) == (Outcome.SAME, 0, 0)
    assert province.history() == before
    (whose,) = held(province, Subordinate)
    assert (whose.name, whose.code, whose.register_id) == (LowerHoi().name, "001", "a" * 32)
    (report,) = held(province, ReceivedReport)
    assert (report.starts, report.ends, report.estimate, report.members) == (YEAR.starts, YEAR.ends, True, 2)
    opened = receiving.open_report(province, report.id)
    assert opened.figures == FIGURES
    with province.read() as reader:
        assert reader.file(report.file) == path.read_bytes()


def test_one_receive_is_one_undo(province: Register, tmp_path: Path) -> None:
    before, hoi = len(province.history()), LowerHoi()
    path = hoi.send(tmp_path, people=True)
    receive(province, path, today=TODAY)
    assert len(province.history()) == before + 1
    history.undo(province)
    for kind in (Subordinate, ReceivedReport, Member, Unit, StatusEvent):
        assert held(province, kind) == ()
    assert province.check() == []
    assert receive(province, path, today=TODAY).added == 2
    # What an undone file said is forgotten: what stands now is compared with the file before it.
    hoi.change("Nông Văn Ba", phone="0900 000 001")
    receive(province, hoi.send(tmp_path, "hai", made_at=WINTER, people=True), today=TODAY)
    history.undo(province)
    hoi.change("Nông Văn Ba", phone="0900 000 002")
    told = receive(
        province, hoi.send(tmp_path, "ba", made_at=WINTER + timedelta(1), people=True), today=TODAY
    )
    assert (by_name(province, "Nông Văn Ba").phone, told.changed) == ("0900 000 002", 1)


def test_the_newest_of_a_period_stands_and_the_older_is_kept_in_history(
    province: Register, tmp_path: Path
) -> None:
    hoi = LowerHoi()
    early = hoi.send(tmp_path, "som")
    late = hoi.send(tmp_path, "muon", made_at=WINTER, figures=(SentFigure("members_end", "HV", "người", 5),))
    receive(province, early, today=TODAY)
    told = receive(province, late, today=TODAY)
    assert told.outcome is Outcome.REPLACED
    assert "08:00 ngày 10/11/2026" in told.told[-1]
    (report,) = held(province, ReceivedReport)
    assert [each.amount for each in receiving.sent_figures(report)] == [5]
    assert not report.estimate
    before = province.history()
    assert receive(province, early, today=TODAY).outcome is Outcome.OLDER
    assert province.history() == before
    changes = history.record_history(province, [report.id])
    assert len(changes) == 2
    assert changes[0].name == "Hội Trường Sơn phường Đức Xuân, 01/01/2026 – 31/12/2026"
    told_of = {field.label: field.new for field in changes[0].fields}
    assert told_of["Số liệu"] == "(số liệu)"
    history.undo(province)
    assert receiving.open_report(province, report.id).report.made_at == AUTUMN.isoformat()


def test_members_hang_under_the_unit_of_their_hoi_with_codes_of_their_own(
    province: Register, tmp_path: Path
) -> None:
    hoi = LowerHoi()
    chairman = hoi.member("Nông Văn Ba")
    hoi.put(Office(member_id=chairman.id, name="Chủ tịch"))
    hoi.put(StatusEvent(member_id=chairman.id, kind=StatusKind.AWAY, on=PartialDate(2020)))
    loose = Member(full_name="Ma Văn Tư", code="0009")
    hoi.put(loose, StatusEvent(member_id=loose.id, on=PartialDate(2011)))
    receive(province, hoi.send(tmp_path, people=True), today=TODAY)
    rows = [(row.state.name, row.depth, row.members) for row in units.list_units(province)]
    assert rows == [(hoi.name, 0, 3), ("Chi hội 1", 1, 2)]
    assert sorted(m.code for m in held(province, Member)) == ["001-0001", "001-0002", "001-0009"]
    assert {m.ethnicity for m in held(province, Member)} == {""}, "sensitive fields were not sent"
    with province.read() as reader:
        assert offices.chairman(reader, TODAY) == ("", ""), "their chairman does not sign for us"
    assert province.check() == []


def test_a_later_file_brings_what_changed_and_never_takes_anybody_out(
    province: Register, tmp_path: Path
) -> None:
    hoi = LowerHoi()
    receive(province, hoi.send(tmp_path, "mot", people=True), today=TODAY)
    hoi.change("Nông Văn Ba", phone="0988 111 222")
    hoi.put(
        StatusEvent(member_id=hoi.member("Nông Văn Ba").id, kind=StatusKind.DIED, on=PartialDate(2026, 12, 1))
    )
    hoi.add_member("Triệu Văn Năm", "0003")
    gone = hoi.member("Hoàng Thị Mai")
    hoi.records = {k: r for k, r in hoi.records.items() if gone.id not in (k, getattr(r, "member_id", ""))}
    told = receive(province, hoi.send(tmp_path, "hai", made_at=WINTER, people=True), today=TODAY)
    assert (told.added, told.changed) == (1, 1)
    assert any("1 người có trong tệp trước" in sentence for sentence in told.told)
    assert {m.full_name for m in held(province, Member)} == {"Nông Văn Ba", "Hoàng Thị Mai", "Triệu Văn Năm"}
    ba = by_name(province, "Nông Văn Ba")
    assert ba.phone == "0988 111 222"
    events = [e for e in held(province, StatusEvent) if e.member_id == ba.id]
    assert standing_on(events).status is Status.DECEASED  # type: ignore[union-attr]
    # A death entered by mistake is taken back below: here too, for nobody here touched it.
    hoi.records = {k: r for k, r in hoi.records.items() if getattr(r, "kind", None) is not StatusKind.DIED}
    receive(province, hoi.send(tmp_path, "ba", made_at=WINTER + timedelta(days=1), people=True), today=TODAY)
    events = [e for e in held(province, StatusEvent) if e.member_id == ba.id]
    assert standing_on(events).status is Status.ACTIVE  # type: ignore[union-attr]


def test_what_we_changed_ourselves_stays_and_is_told(province: Register, tmp_path: Path) -> None:
    hoi = LowerHoi()
    receive(province, hoi.send(tmp_path, "mot", people=True), today=TODAY)
    with province.change("Sửa") as work:
        ba = by_name(province, "Nông Văn Ba")
        work.replace(replace(ba, phone="0900 000 000", address="Tổ 5"))
    hoi.change("Nông Văn Ba", phone="0988 111 222", hometown="Bạch Thông")
    # In between a file without members: what was sent before it is still known.
    receive(province, hoi.send(tmp_path, "hai", made_at=AUTUMN + timedelta(days=1)), today=TODAY)
    told = receive(province, hoi.send(tmp_path, "ba", made_at=WINTER, people=True), today=TODAY)
    ba = by_name(province, "Nông Văn Ba")
    assert (ba.phone, ba.address, ba.hometown) == ("0900 000 000", "Tổ 5", "Bạch Thông")
    assert any("Nông Văn Ba" in sentence and "giữ như ở sổ này" in sentence for sentence in told.told)
    # What they did not touch since is not asked about again.
    hoi.change("Hoàng Thị Mai", address="Tổ 9")
    last = receive(
        province, hoi.send(tmp_path, "tu", made_at=WINTER + timedelta(1), people=True), today=TODAY
    )
    assert not any("Nông Văn Ba" in sentence for sentence in last.told)
    # Somebody whom we took out is not brought back.
    with province.change("Bỏ") as work:
        mai = by_name(province, "Hoàng Thị Mai")
        for event in work.all(StatusEvent, member_id=mai.id):
            work.remove(event)
        work.remove(mai)
    hoi.change("Nông Văn Ba", address="Tổ 6")
    after = receive(
        province, hoi.send(tmp_path, "nam", made_at=WINTER + timedelta(2), people=True), today=TODAY
    )
    assert "Hoàng Thị Mai" in " ".join(after.told)
    assert [m.full_name for m in held(province, Member)] == ["Nông Văn Ba"]


def test_a_file_cannot_touch_what_is_not_of_its_hoi(province: Register, tmp_path: Path) -> None:
    own = members.add_member(
        province, Member(full_name="Vũ Xuân Dương", phone="0911 222 333"), unit_id=None, today=TODAY
    )
    (event,) = held(province, StatusEvent)
    hoi = LowerHoi()
    hoi.put(replace(own, full_name="Kẻ Khác", version=0))
    hoi.put(replace(event, reason="lạ", version=0, member_id=hoi.member("Nông Văn Ba").id))
    hoi.put(StatusEvent(member_id=own.id, unit_id=hoi.unit_id))
    told = receive(province, hoi.send(tmp_path, people=True), today=TODAY)
    assert "Vũ Xuân Dương: đang thuộc đơn vị khác" in told.told[0]
    assert by_name(province, "Vũ Xuân Dương") == own
    assert held(province, StatusEvent)[0] == event
    assert len(held(province, Member)) == 3
    # Nor can it be one of our own registers' files.
    from app.backup.files import register_id

    with pytest.raises(RuleError, match="chính sổ này"):
        receive(
            province,
            LowerHoi(register_id=register_id(province.path)).send(tmp_path, "minh"),
            today=TODAY,
        )


def test_a_hoi_is_never_merged_by_its_name_alone(province: Register, tmp_path: Path) -> None:
    listed = subordinates.save_subordinate(
        province, Subordinate(name="Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh phường Đức Xuân")
    )
    path = LowerHoi().send(tmp_path)
    asked = receive(province, path, today=TODAY)
    assert asked.outcome is Outcome.ASK
    assert asked.candidates == (listed,)
    assert held(province, ReceivedReport) == ()
    assert receive(province, path, today=TODAY, subordinate=listed.id).outcome is Outcome.TAKEN
    assert len(held(province, Subordinate)) == 1
    # From now on it is known by its register, though its list name is another.
    later = LowerHoi().send(tmp_path, "sau", made_at=WINTER)
    assert receive(province, later, today=TODAY).outcome is Outcome.REPLACED
    # A register copied for another Hội is not taken for the first.
    copied = LowerHoi(name="Hội Trường Sơn phường Sông Cầu").send(tmp_path, "chep")
    assert receive(province, copied, today=TODAY).outcome is Outcome.ASK
    assert receive(province, copied, today=TODAY, subordinate=NEW).outcome is Outcome.TAKEN
    assert [each.code for each in held(province, Subordinate)] == ["001", "002"]


def test_a_bad_file_does_not_stop_the_others(province: Register, tmp_path: Path) -> None:
    folder = tmp_path / "nop"
    folder.mkdir()
    LowerHoi().send(folder, "a")
    (folder / "b.sohoi-nop").write_text('{"format": "sohoi-nop"')
    LowerHoi(name="Hội Trường Sơn phường Sông Cầu", register_id="b" * 32).send(folder, "c", period=BEFORE)
    steps: list[tuple[int, int]] = []

    class Told:
        def step(self, done: int, total: int, text: str = "") -> None:
            steps.append((done, total))

    done = receive_files(province, [folder], today=TODAY, progress=Told())
    assert [each.outcome for each in done] == [Outcome.TAKEN, Outcome.FAILED, Outcome.TAKEN]
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    with pytest.raises(FileProblemError, match="không có tệp"):
        receiving.files_in([tmp_path / "nop" / ".."])


def test_who_has_not_reported(province: Register, tmp_path: Path) -> None:
    receive(province, LowerHoi().send(tmp_path), today=TODAY)
    other = LowerHoi(name="Hội Trường Sơn phường Sông Cầu", register_id="b" * 32)
    receive(province, other.send(tmp_path, "hai", made_at=WINTER), today=TODAY)
    third = subordinates.save_subordinate(province, Subordinate(name="Hội Trường Sơn xã Phong Quang"))

    def states() -> list[str]:
        return [row.state.value for row in subordinates.list_subordinates(province, YEAR)]

    assert states() == ["estimate", "final", "missing"]
    with pytest.raises(RuleError, match="Đã có"):
        subordinates.save_subordinate(province, Subordinate(name="Hội Trường Sơn xã Phong Quang"))
    subordinates.order_subordinates(province, (third.id,))
    assert states() == ["missing", "estimate", "final"]
    subordinates.end_subordinate(province, third.id)
    assert states() == ["estimate", "final"]
    assert len(subordinates.list_subordinates(province, YEAR, ended=True)) == 3
    assert subordinates.deadline(YEAR, today=date(2026, 11, 17)).words.endswith("20/11/2026, còn 3 ngày")
    assert subordinates.deadline(YEAR, today=TODAY).passed


def test_units_follow_the_hoi_and_where_both_changed_ours_stays(province: Register, tmp_path: Path) -> None:
    hoi = LowerHoi()
    second = Unit()
    event = UnitEvent(unit_id=second.id, name="Chi hội 2", level="Chi hội", on=PartialDate(2015))
    hoi.put(second, event)
    receive(province, hoi.send(tmp_path, "mot", people=True), today=TODAY)

    def names() -> list[str]:
        return [row.state.name for row in units.list_units(province)][1:]

    renamed = UnitEvent(
        unit_id=second.id, kind=UnitEventKind.RENAMED, name="Chi hội Hai", on=PartialDate(2026, 6, 1)
    )
    hoi.put(renamed)
    receive(province, hoi.send(tmp_path, "hai", made_at=WINTER, people=True), today=TODAY)
    assert names() == ["Chi hội 1", "Chi hội Hai"]
    # We end a unit that they rename after its end: the tree must stay possible, ours stays.
    units.dissolve_unit(province, second.id, on=PartialDate(2026, 7, 1), today=TODAY)
    hoi.put(replace(renamed, id="e" * 32, name="Chi hội Ba", on=PartialDate(2026, 8, 1)))
    third = Unit()
    hoi.put(third, UnitEvent(unit_id=third.id, name="Chi hội 4", level="Chi hội"))
    told = receive(
        province, hoi.send(tmp_path, "ba", made_at=WINTER + timedelta(1), people=True), today=TODAY
    )
    assert any("giữ nguyên: thay đổi trong tệp không khớp" in sentence for sentence in told.told)
    assert names() == ["Chi hội 1", "Chi hội 4"]
    assert province.check() == []
    # When we merge the Hội's own unit into another its members are still found.
    whole = next(row.state.unit_id for row in units.list_units(province) if row.state.name == hoi.name)
    ward = units.add_unit(province, "Hội phường mới", level="Hội", on=PartialDate(2010))
    units.merge_units(province, [whole], ward.id, on=PartialDate(2026, 12, 1), today=TODAY)
    hoi.change("Nông Văn Ba", address="Tổ 8")
    hoi.add_member("Hà Văn Sáu", "0006")
    told = receive(
        province, hoi.send(tmp_path, "bon", made_at=WINTER + timedelta(2), people=True), today=TODAY
    )
    assert (told.added, told.changed) == (1, 1)
    # A tree that cannot be at all is refused whole.
    other = LowerHoi(name="Hội khác hẳn", register_id="d" * 32)
    (first,) = (each for each in other.of(UnitEvent) if isinstance(each, UnitEvent))
    loop = Unit()
    other.put(loop, UnitEvent(unit_id=loop.id, name="Vòng", level="Tổ", parent_id=first.unit_id))
    other.put(replace(first, parent_id=loop.id))
    before = province.history()
    with pytest.raises(FileProblemError, match="Cây đơn vị"):
        receive(province, other.send(tmp_path, "vong", people=True), today=TODAY)
    assert province.history() == before
