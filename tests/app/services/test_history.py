"""The history says what changed in words that a secretary reads, not as it is stored."""

from __future__ import annotations

from datetime import date

from app.domain.commendations import AwardRound
from app.services import history, issuing
from app.services.history import RecordChange
from app.store.register import Register


def newest(register: Register, kind: str) -> RecordChange:
    for change in history.changes(register):
        for detail in history.change_details(register, change.id):
            if detail.kind == kind:
                return detail
    raise AssertionError(f"nothing of {kind}")


def test_undoing_goes_on_past_what_later_records_need(demo: Register) -> None:
    with demo.read() as reader:
        round_id = next(iter(reader.all(AwardRound))).id
    issuing.issue(demo, round_id, today=date(2024, 1, 10))
    undone = [history.undo(demo).label for _ in range(12)]  # the meeting where it was reviewed stays
    assert len(undone) == 12
    assert not any("họp xét" in label for label in undone)
    assert demo.check() == []


def test_an_issued_certificate_is_told_line_by_line(demo: Register) -> None:
    with demo.read() as reader:
        round_id = next(iter(reader.all(AwardRound))).id
    issuing.issue(demo, round_id, today=date(2024, 1, 10))
    fields = {field.label: field.new for field in newest(demo, "Giấy khen đã phát hành").fields}
    assert fields["Năm"] == "2024"
    assert "Cơ quan tặng: HỘI TRUYỀN THỐNG TRƯỜNG SƠN" in fields["Nội dung in"]
    assert "{" not in fields["Nội dung in"]
    assert fields["Mẫu in"] == "(mẫu in)"
