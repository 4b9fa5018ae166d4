"""Taking in what the Hội below send: each file one change of the register, and one undo."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from app.backup.files import register_id
from app.domain.periods import Period
from app.domain.reports import ReceivedReport, Subordinate
from app.errors import FileProblemError, NotFoundError, RuleError, SoHoiError
from app.progress import Progress, Silent
from app.services.receiving_matching import Match, Matched, match
from app.services.receiving_people import Taken, take_people
from app.services.submissions_format import (
    SUFFIX,
    Breakdown,
    SentFigure,
    SentPeople,
    Submission,
    figure_documents,
)
from app.services.submissions_reading import figures_from, from_bytes, read_file
from app.services.subordinates import put_subordinate
from app.store import change_log as log
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

__all__ = ["NEW", "SUFFIX", "Outcome", "Received", "files_in", "foresee", "receive", "receive_files"]

#: Said instead of the id of a Hội: this file comes from one that is not in the list yet.
NEW = "new"
#: How far the sender's clock may run ahead of ours.
_AHEAD = timedelta(days=1)


class Outcome(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    REPLACED = "replaced"
    SAME = "same"
    OLDER = "older"
    ASK = "ask"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            Outcome.TAKEN: "Đã nhận",
            Outcome.REPLACED: "Đã nhận, thay bản trước",
            Outcome.SAME: "Đã có rồi, không đổi gì",
            Outcome.OLDER: "Cũ hơn bản đã nhận, không dùng",
            Outcome.ASK: "Cần chọn Hội",
            Outcome.FAILED: "Không nhận được",
        }[self]

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to be done about the file."""
        return self not in (Outcome.ASK, Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file; ``added`` and ``changed`` count members, ``told`` are sentences to read."""

    path: Path
    outcome: Outcome
    name: str = ""
    period: Period | None = None
    estimate: bool = False
    members: int | None = None
    added: int = 0
    changed: int = 0
    told: tuple[str, ...] = ()
    candidates: tuple[Subordinate, ...] = ()


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files meant: those named, and all submissions of a folder that is named, by name.

    Raises FileProblemError for a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() == SUFFIX)
        except OSError as problem:
            raise FileProblemError(f"Không đọc được thư mục {path.name}. Hãy chọn thư mục khác.") from problem
        if not inside:
            raise FileProblemError(f"Thư mục {path.name} không có tệp {SUFFIX} nào. Hãy chọn thư mục khác.")
        found += inside
    return tuple(dict.fromkeys(found))


def foresee(
    register: Register, paths: Iterable[Path], *, today: date, progress: Progress | None = None
) -> tuple[Received, ...]:
    """What :func:`receive_files` would make of files; nothing is written. A bad one hinders no other."""
    told, found = progress or Silent(), []
    files = files_in(paths)
    for number, path in enumerate(files):
        told.step(number, len(files), f"Đọc {path.name}")
        try:
            found.append(_foreseen(register, path, "", today)[0])
        except SoHoiError as problem:
            found.append(Received(path, Outcome.FAILED, told=(problem.message,)))
    told.step(len(files), len(files))
    return tuple(found)


def receive_files(
    register: Register,
    paths: Iterable[Path],
    *,
    today: date,
    choices: Mapping[Path, str] | None = None,
    progress: Progress | None = None,
) -> tuple[Received, ...]:
    """Take in many files, each as a change of its own; a bad one is told and does not stop the others.

    ``choices`` says for a file which Hội (its id, or NEW) it comes from, where that is not known.
    """
    told, done = progress or Silent(), []
    files = files_in(paths)
    for number, path in enumerate(files):
        told.step(number, len(files), f"Nhận {path.name}")
        try:
            done.append(receive(register, path, today=today, subordinate=(choices or {}).get(path, "")))
        except SoHoiError as problem:
            done.append(Received(path, Outcome.FAILED, told=(problem.message,)))
    told.step(len(files), len(files))
    return tuple(done)


def receive(register: Register, path: Path, *, today: date, subordinate: str = "") -> Received:
    """Take in one file, in one change; one that is here already changes nothing.

    ``subordinate`` is the id of the Hội it comes from, or NEW; left out, it must be known or unlike any
    other, else the outcome is ASK. Raises FileProblemError for a file that is not sound, RuleError for one
    of our own.
    """
    told, arrival = _foreseen(register, path, subordinate, today)
    if arrival is None:
        return told
    period = arrival.submission.period
    with register.change(f"Nhận báo cáo {period.label} của {told.name}") as work:
        saved, taken = _take(work, arrival, today, renamed=bool(subordinate))
    return dataclasses.replace(
        told, name=saved.name, added=taken.added, changed=taken.changed, told=tuple(taken.told)
    )


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file that is to be taken in, and the Hội it comes from (``None`` = a new one)."""

    submission: Submission
    content: bytes
    known: Subordinate | None


def _foreseen(
    register: Register, path: Path, subordinate: str, today: date
) -> tuple[Received, _Arrival | None]:
    """What a file will be, and what is to be taken in when there is something to do."""
    content = read_file(path)
    submission = from_bytes(content, path.name)
    sender, period = submission.sender, submission.period
    if sender.register_id == register_id(register.path):
        raise RuleError(f"Tệp {path.name} do chính sổ này lập ra nên không nhận. Hãy chọn tệp của Hội khác.")
    if submission.made_at.date() > today + _AHEAD:
        raise FileProblemError(
            f"Tệp {path.name} ghi lập ngày {submission.made_at:%d/%m/%Y}, còn ở phía trước. "
            "Hãy nhờ Hội gửi chỉnh lại ngày giờ của máy rồi lập lại."
        )
    told = Received(path, Outcome.TAKEN, sender.name, period, submission.estimate, submission.members)
    with register.read() as reader:
        matched = _chosen(reader, subordinate) if subordinate else match(reader, sender)
        if matched.match is Match.ASK:
            asked = dataclasses.replace(
                told, outcome=Outcome.ASK, told=(matched.why,), candidates=matched.candidates
            )
            return asked, None
        known = matched.subordinate
        stood = _report(reader, known, period)
    told = dataclasses.replace(told, name=known.name if known else sender.name)
    arrival = _Arrival(submission, content, known)
    if stood is None:
        return told, arrival
    if stood.file == hashlib.sha256(content).hexdigest():
        return dataclasses.replace(told, outcome=Outcome.SAME), None
    if datetime.fromisoformat(stood.made_at) > submission.made_at:
        sentence = f"Bản đang dùng lập lúc {_moment(stood.made_at)}, mới hơn tệp này."
        return dataclasses.replace(told, outcome=Outcome.OLDER, told=(sentence,)), None
    return dataclasses.replace(told, outcome=Outcome.REPLACED), arrival


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A received report to be looked at: whose, and its figures as they were sent."""

    subordinate: Subordinate
    report: ReceivedReport
    figures: tuple[SentFigure, ...]
    breakdown: Breakdown


def open_report(register: Register, report_id: str) -> OpenedReport:
    """One received report; raises NotFoundError."""
    with register.read() as reader:
        report = reader.get(ReceivedReport, report_id)
        sent = from_bytes(reader.file(report.file), "đã nhận")
        return OpenedReport(
            reader.get(Subordinate, report.subordinate_id), report, sent_figures(report), sent.breakdown
        )


def sent_figures(report: ReceivedReport) -> tuple[SentFigure, ...]:
    """The figures of a received report."""
    return figures_from(json.loads(report.figures))


# ---------------------------------------------------------------- inside one change


def _chosen(reader: Reader, subordinate: str) -> Matched:
    if subordinate == NEW:
        return Matched(Match.NEW)
    found = reader.find(Subordinate, subordinate)
    if found is None:
        raise NotFoundError("Không có Hội này trong danh sách. Hãy xem lại tên hoặc mã ở lệnh subordinates.")
    return Matched(Match.KNOWN, found)


def _report(reader: Reader, known: Subordinate | None, period: Period) -> ReceivedReport | None:
    if known is None:
        return None
    found = reader.all(ReceivedReport, subordinate_id=known.id, starts=period.starts, ends=period.ends)
    return found[0] if found else None


def _take(work: Work, arrival: _Arrival, today: date, *, renamed: bool) -> tuple[Subordinate, Taken]:
    known, sent, taken = arrival.known, arrival.submission, Taken()
    whose = known or Subordinate(name=sent.sender.name)
    if renamed and known is not None and fold(known.name) != fold(sent.sender.name):
        taken.told.append(
            f"Hội này tự ghi tên là “{sent.sender.name}”; trong danh sách vẫn là “{known.name}”."
        )
    whose = put_subordinate(
        work,
        dataclasses.replace(
            whose, register_id=sent.sender.register_id, contact=whose.contact or sent.sender.contact
        ),
    )
    members = None
    if sent.people is not None:
        before = _people_before(work, whose)
        if before is not None and before.made_at > sent.made_at:
            taken.told.append("Danh sách hội viên trong tệp cũ hơn danh sách đã nhận: chỉ nhận số liệu.")
        else:
            held, people = take_people(
                work, whose, sent.people, before.people if before else None, today=today
            )
            whose = put_subordinate(work, held)
            members = sent.members
            taken = dataclasses.replace(people, told=[*taken.told, *people.told, *_left_out(sent.people)])
    stood = _report(work, whose, sent.period)
    report = ReceivedReport(
        subordinate_id=whose.id,
        starts=sent.period.starts,
        ends=sent.period.ends,
        estimate=sent.estimate,
        made_at=sent.made_at.isoformat(),
        received_on=today,
        figures=json.dumps(figure_documents(sent.figures), ensure_ascii=False, separators=(",", ":")),
        members=members,
        file=work.keep_file(arrival.content),
    )
    if stood is None:
        work.add(report)
    else:
        work.replace(dataclasses.replace(report, id=stood.id, version=stood.version))
        taken.told.append(f"Thay bản lập lúc {_moment(stood.made_at)}; bản cũ còn trong lịch sử.")
    return whose, taken


def _people_before(work: Work, subordinate: Subordinate) -> Submission | None:
    """The file whose members were taken in last, whatever has taken its place as a report since."""
    reports = [each.id for each in work.all(ReceivedReport, subordinate_id=subordinate.id)]
    for change in log.changes_of_records(work.connection, reports):
        if change.kind is not log.ChangeKind.DO or change.undone or change.taken_back:
            continue
        for item in log.items_of(work.connection, change, record_ids=reports):
            if item.after is not None and item.after.get("members") is not None:
                return from_bytes(work.file(str(item.after["file"])), subordinate.name)
    return None


def _left_out(people: SentPeople) -> list[str]:
    parts = [f"{group(people.refused)} người đã rút đồng ý"] if people.refused else []
    if people.unasked and people.who.value == "agreed":
        parts.append(f"{group(people.unasked)} người chưa ghi đồng ý")
    return [f"Hội gửi không gửi kèm {' và '.join(parts)} về dữ liệu cá nhân."] if parts else []


def _moment(made_at: str) -> str:
    return f"{datetime.fromisoformat(made_at):%H:%M ngày %d/%m/%Y}"
