"""The file for the Hội above: what the report says, of people no more than allowed, read with care."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.members import Consent, Member
from app.domain.periods import Period
from app.domain.reports import Report, ReportFigure
from app.domain.status import StatusEvent, StatusKind
from app.errors import FileProblemError, UsageError
from app.services import consents, registers, submissions
from app.services.reports import build_report
from app.services.submissions import People
from app.services.submissions_format import digest, to_bytes
from app.services.submissions_reading import from_bytes, read_file
from app.services.submissions_schema import schema
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.provinces import LowerHoi

SCHEMA = Path(__file__).parents[3] / "docs" / "submission.schema.json"
TODAY = date(2024, 1, 10)
MADE = datetime(2024, 1, 10, 9, 0, tzinfo=UTC)
YEAR = Period.year_of(2023)


def sealed(document: dict[str, Any]) -> bytes:
    return json.dumps({**document, "sha256": digest(document)}, ensure_ascii=False).encode()


def test_the_file_says_what_the_report_says(demo: Register, tmp_path: Path) -> None:
    path = tmp_path / submissions.file_name(registers.branch(demo), YEAR)
    before = demo.history()
    written = submissions.write_submission(demo, YEAR, path, today=TODAY, made_at=MADE)
    assert demo.history() == before
    sent, report = written.submission, build_report(demo, Period.year_of(2023), today=TODAY)
    assert {each.key: each.amount for each in sent.figures if each.amount is not None} == report.amounts()
    assert [each.label for each in sent.figures] == [each.label for each in report.figures]
    assert (sent.estimate, sent.members, sent.people) == (False, None, None)
    assert sent.sender.name == registers.branch(demo).name
    assert [name for name, _ in sent.breakdown.rows] == [unit.name for unit in report.units]
    assert path.name.endswith("-nam-2023.sohoi-nop")
    document = json.loads(path.read_text("utf-8"))
    jsonschema.validate(document, schema())
    assert "people" not in document
    assert "hội viên" not in written.words
    early = submissions.make_submission(
        demo, Period.year_of(2024), today=TODAY, made_at=MADE, people=People.ALL, sensitive=True
    )
    assert early.estimate
    jsonschema.validate(json.loads(to_bytes(early)), schema())
    with pytest.raises(FileProblemError):
        submissions.write_submission(demo, YEAR, path, today=TODAY, made_at=MADE)
    with pytest.raises(UsageError):
        submissions.write_submission(demo, YEAR, tmp_path / "nop.json", today=TODAY, made_at=MADE)


def test_what_was_typed_for_the_report_of_the_period_goes_along(register: Register) -> None:
    autumn = Period.year_of(2024)
    with register.change("Báo cáo") as work:
        saved = work.add(Report(name="Báo cáo", starts=autumn.starts, ends=autumn.ends))
        work.add(ReportFigure(report_id=saved.id, key="visits", amount=12, estimate=True))
        work.add(ReportFigure(report_id=saved.id, key="own_1", label="Bồn hoa", measure="bồn", amount=7))
        work.add(ReportFigure(report_id=saved.id, key="own_2", label="Chưa đếm", measure="buổi"))

    def sent(today: date) -> dict[str, Any]:
        made = submissions.make_submission(register, autumn, today=today, made_at=MADE)
        return {each.key: each for each in made.figures}

    figures = sent(TODAY)
    assert (figures["visits"].amount, figures["visits"].own) == (12, False)
    assert (figures["own_1"].amount, figures["own_1"].own) == (7, True)
    assert figures["own_2"].amount is None
    with register.change("Gửi") as work:
        work.replace(dataclasses.replace(work.get(Report, saved.id), sent_on=TODAY, estimate=True))
    assert sent(TODAY)["visits"].amount == 12
    assert sent(date(2025, 1, 9))["visits"].amount == 0, "a guess of November is no figure of January"


def test_the_schema_in_the_documentation_is_todays() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert SCHEMA.read_text(encoding="utf-8") == json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def test_nobody_goes_along_who_took_his_consent_back(register: Register) -> None:
    ids = []
    with register.change("Thêm") as work:
        for name in ("An", "Bình", "Chi", "Dung"):
            member = work.add(
                Member(full_name=name, ethnicity="Tày", religion="Phật giáo", note="riêng", health="yếu")
            )
            work.add(StatusEvent(member_id=member.id, on=PartialDate(2010)))
            ids.append(member.id)
        # Dung moved away long ago: she is nobody's business now.
        work.add(StatusEvent(member_id=ids[3], kind=StatusKind.TRANSFERRED_OUT, on=PartialDate(2015)))
    for member_id in ids[:2]:
        consents.give(register, Consent(member_id=member_id, way="Ký vào phiếu"))
    consents.withdraw(register, ids[1], on=PartialDate(2023, 5, 1))

    def sent(who: People, *, sensitive: bool = False) -> Any:
        return submissions.make_submission(
            register, YEAR, today=TODAY, made_at=MADE, people=who, sensitive=sensitive
        ).people

    def names(people: Any) -> list[str]:
        return sorted(each["full_name"] for each in people.records["members"])

    count = submissions.count_people(register, YEAR)
    assert (count.agreed, count.unasked, count.refused) == (1, 1, 1)
    assert [count.sent(who) for who in People] == [0, 1, 2]
    assert sent(People.NONE) is None
    assert names(sent(People.AGREED)) == ["An"]
    everybody = sent(People.ALL)
    assert names(everybody) == ["An", "Chi"]
    assert (everybody.refused, everybody.unasked) == (1, 1)
    assert len(everybody.records["status_events"]) == 2
    plain, open_ = everybody.records["members"][0], sent(People.ALL, sensitive=True).records["members"][0]
    assert set(open_) - set(plain) == {
        "ethnicity", "religion", "health", "party_joined", "party_official", "party_cell", "party_badge",
    }  # fmt: skip
    assert "riêng" not in str(everybody)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không đọc được"),
        (b"SQLite format 3\0" + bytes(100), "cả một quyển sổ"),
        (b"PK\x03\x04", "Excel"),
        (b"[" * 200_000, "không đọc được"),
        (b'{"format": "sohoi", "version": 1}', "không phải tệp báo cáo"),
        (b'{"format": "sohoi-nop", "version": 99}', "mới hơn"),
        (b'{"format": "sohoi-nop", "version": 1, "x": NaN}', "số lạ"),
        (b'{"format": "sohoi-nop", "version": 1, "x": ' + b"9" * 5_000 + b"}", "không đọc được"),
        (b'{"format": "sohoi-nop", "version": 1, "x": "\\ud800"}', "không đọc được"),
        (b'{"format": "sohoi-nop", "version": 1, "sha256": "0"}', "mã kiểm tra không khớp"),
    ],
)
def test_what_is_no_submission_is_told_in_one_line(content: bytes, said: str) -> None:
    with pytest.raises(FileProblemError) as refused:
        from_bytes(content, "lạ.sohoi-nop")
    assert said in refused.value.message
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 300


def changed(**parts: Any) -> dict[str, Any]:
    document = json.loads(to_bytes(LowerHoi().submission(people=True)))
    document.pop("sha256")
    return {**document, **parts}


def test_a_file_that_lies_is_told_in_one_line(tmp_path: Path) -> None:
    assert from_bytes(sealed(changed(more="mục mới")), "x").members == 2, "an unknown name is passed over"
    people = changed()["people"]
    members, events = people["records"]["members"], people["records"]["status_events"]

    def with_records(**records: Any) -> dict[str, Any]:
        return changed(people={**people, "records": {**people["records"], **records}})

    for wrong in (
        changed(sender={"name": ""}),
        changed(period={"starts": "2026-12-31", "ends": "2026-01-01"}),
        changed(period={"starts": "hôm qua", "ends": "2026-01-01"}),
        changed(period={"starts": "0001-01-01", "ends": "2026-01-01"}),
        changed(made_at="sáng nay"),
        changed(estimate="có"),
        changed(figures=[{"key": "a", "label": "A"}] * 2),
        changed(figures=[{"key": "a", "label": "A", "amount": 10**16}]),
        changed(figures=[{"key": "a", "label": "A" * 5_000}]),
        changed(figures={}),
        changed(units={"columns": ["A"], "rows": [{"name": "B", "amounts": []}]}),
        changed(people={**people, "who": "none"}),
        with_records(members=members * 2),
        with_records(members=[{**members[0], "id": "../x"}]),
        with_records(members=[{**members[0], "full_name": ""}]),
        with_records(status_events=[{**events[0], "member_id": "f" * 32}]),
        with_records(status_events=[{**events[0], "kind": "flew"}]),
    ):
        with pytest.raises(FileProblemError) as refused:
            from_bytes(sealed(wrong), "lạ.sohoi-nop")
        assert "\n" not in refused.value.message
        assert len(refused.value.message) < 500
    with pytest.raises(FileProblemError, match="thư mục"):
        read_file(tmp_path)
    with pytest.raises(FileProblemError, match="Không đọc được"):
        read_file(tmp_path / "không-có.sohoi-nop")
    big = tmp_path / "lớn.sohoi-nop"
    with big.open("wb") as stream:
        stream.truncate(40_000_000)
    with pytest.raises(FileProblemError, match="lớn hơn"):
        read_file(big)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(st.sampled_from(sorted(changed())), _JSON)
def test_any_part_may_be_anything(part: str, held: Any) -> None:
    # Nothing but a FileProblemError ever comes out.
    with contextlib.suppress(FileProblemError):
        assert from_bytes(sealed(changed(**{part: held})), "lạ.sohoi-nop").sender.name


def test_what_is_written_is_read_the_same() -> None:
    sent = LowerHoi().submission(people=True, sensitive=True)
    assert from_bytes(to_bytes(sent), "x") == sent
    assert to_bytes(sent) == to_bytes(dataclasses.replace(sent))
