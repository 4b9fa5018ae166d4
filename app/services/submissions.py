"""Making the file that goes to the Hội above: the figures of a period, and members where they are allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.backup.files import register_id
from app.documents.files import write_file
from app.domain.branch import BRANCH_ID, Branch
from app.domain.members import Consent, Member
from app.domain.periods import Period
from app.domain.record import Record
from app.domain.status import Status, StatusEvent, standing_on
from app.domain.year_report import Average, Given, YearReport
from app.errors import RuleError, UsageError
from app.services.offices import chairman
from app.services.reports import build_report
from app.services.saved_reports import standing_report
from app.services.submissions_format import (
    SENT_KINDS,
    SUFFIX,
    Breakdown,
    People,
    Sender,
    SentFigure,
    SentPeople,
    Submission,
    sent_documents,
    to_bytes,
)
from app.services.submissions_reading import from_bytes, read_file
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

__all__ = ["SUFFIX", "People", "PeopleCount", "WrittenSubmission", "file_name", "make_submission"]


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """Who could be sent along: everybody on the rolls in the period, by what he said to it."""

    agreed: int
    unasked: int
    refused: int

    def sent(self, who: People) -> int:
        """How many a choice sends."""
        return {
            People.NONE: 0,
            People.AGREED: self.agreed,
            People.ALL: self.agreed + self.unasked,
        }[who]


@dataclass(frozen=True, slots=True)
class WrittenSubmission:
    """What lies on the disk: the file was read again, and this is what it says."""

    path: Path
    size: int
    submission: Submission

    @property
    def words(self) -> str:
        """What was measured: "86 số liệu, 43 hội viên, 45 KB"."""
        figures = sum(each.amount is not None for each in self.submission.figures)
        parts = [f"{group(figures)} số liệu"]
        if self.submission.members is not None:
            parts.append(f"{group(self.submission.members)} hội viên")
        return ", ".join([*parts, f"{group(max(1, round(self.size / 1024)))} KB"])


def count_people(register: Register, period: Period) -> PeopleCount:
    """Who could be sent along with the report of a period."""
    with register.read() as reader:
        rolls = _on_the_rolls(reader, period)
        agreed, refused = _consents(reader, rolls)
    return PeopleCount(len(agreed), len(rolls - agreed - refused), len(refused))


def file_name(branch: Branch, period: Period) -> str:
    """A name for the file that tells whose it is and of when: "nop-hoi-…-nam-2026.sohoi-nop"."""
    words = fold(f"nộp {branch.short_name or branch.name} {period.label}")
    plain = "".join(letter if letter.isalnum() else "-" for letter in words)
    return "-".join(part for part in plain.split("-") if part)[:100] + SUFFIX


def make_submission(
    register: Register,
    period: Period,
    *,
    today: date,
    made_at: datetime,
    people: People = People.NONE,
    sensitive: bool = False,
    saved_id: str | None = None,
) -> Submission:
    """What the branch reports of a period, as the records are now.

    The typed figures and own rows of the saved report ``saved_id`` are reported too; left out, those of the
    period's draft, or of the report that was sent.
    ``people`` says whose records go along, ``sensitive`` whether with fields that are declared sensitive;
    who took consent back never goes along. Raises RuleError when the register has no id to be known by.
    """
    known_as = register_id(register.path)
    if not known_as:
        raise RuleError("Sổ này chưa có mã riêng. Hãy đóng sổ, mở lại rồi tạo tệp nộp.")
    if saved_id is None:
        standing = standing_report(register, period, today=today)
        saved_id = standing.id if standing is not None else None
    report = build_report(register, period, today=today, saved_id=saved_id)
    with register.read() as reader:
        branch = reader.get(Branch, BRANCH_ID)
        signer, office = chairman(reader, today)
        contact = ", ".join(part for part in (f"{office} {signer}".strip(), branch.phone) if part)
        return Submission(
            sender=Sender(branch.name, branch.code, known_as, branch.place, contact),
            period=period,
            estimate=report.estimate,
            made_at=made_at,
            figures=sent_figures(report),
            breakdown=_breakdown(report),
            people=None if people is People.NONE else _people(reader, period, people, sensitive=sensitive),
        )


def write_submission(
    register: Register,
    period: Period,
    path: Path,
    *,
    today: date,
    made_at: datetime,
    people: People = People.NONE,
    sensitive: bool = False,
    saved_id: str | None = None,
    replace: bool = False,
) -> WrittenSubmission:
    """Write the file and read it again, as the Hội above will.

    Raises UsageError for a file of another kind, FileProblemError when it cannot be written.
    """
    if path.suffix.lower() != SUFFIX:
        raise UsageError(f"Tệp nộp cấp trên phải có đuôi {SUFFIX}. Hãy đổi tên tệp “{path.name}”.")
    made = make_submission(
        register, period, today=today, made_at=made_at, people=people, sensitive=sensitive, saved_id=saved_id
    )
    written = write_file(path, to_bytes(made), replace=replace)
    content = read_file(written)
    return WrittenSubmission(written, len(content), from_bytes(content, written.name))


def sent_figures(report: YearReport) -> tuple[SentFigure, ...]:
    """The lines of a report's summary, with their amounts."""
    amounts = report.amounts()
    figures = []
    for figure in report.figures:
        source = figure.source
        figures.append(
            SentFigure(
                key=figure.key,
                label=figure.label,
                measure=figure.measure,
                amount=None if figure.missing else amounts.get(figure.key),
                previous=figure.previous,
                money=figure.money,
                level=figure.level,
                estimate=figure.estimate,
                own=isinstance(source, Given),
                share_of=figure.share_of,
                average_of=source.of if isinstance(source, Average) else "",
                average_per=source.per if isinstance(source, Average) else "",
            )
        )
    return tuple(figures)


def _breakdown(report: YearReport) -> Breakdown:
    rows = tuple((unit.name, tuple(map(report.evaluate, unit.rules))) for unit in report.units)
    return Breakdown(report.breakdown_columns, rows)


# ---------------------------------------------------------------- the people


def _people(reader: Reader, period: Period, who: People, *, sensitive: bool) -> SentPeople:
    rolls = _on_the_rolls(reader, period)
    agreed, refused = _consents(reader, rolls)
    chosen = agreed if who is People.AGREED else rolls - refused
    records = {
        name: sent_documents(name, _records(reader, kind, chosen), sensitive=sensitive)
        for name, kind in SENT_KINDS.items()
    }
    return SentPeople(who, sensitive, len(refused), len(rolls - agreed - refused), records)


def _records(reader: Reader, kind: type[Record], chosen: frozenset[str]) -> Iterable[Record]:
    if kind is Member:
        return reader.all(Member, id=chosen)
    if kind.__name__ in ("Unit", "UnitEvent"):
        return reader.all(kind)
    return reader.all(kind, member_id=chosen)


def _on_the_rolls(reader: Reader, period: Period) -> frozenset[str]:
    """Who was a member on some day since the period began; who had left before is nobody's business now."""
    of_member: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent):
        of_member.setdefault(event.member_id, []).append(event)

    def had_left(events: list[StatusEvent]) -> bool:
        then, now = standing_on(events, period.eve), standing_on(events)
        return (
            then is not None
            and now is not None
            and then.status is not Status.ACTIVE
            and now.since.id == then.since.id
        )

    return frozenset(member_id for member_id, events in of_member.items() if not had_left(events))


def _consents(reader: Reader, ids: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Who agreed, and who had agreed and took it back (Luật 91/2025/QH15, Điều 9: silence is neither)."""
    consents = [each for each in reader.all(Consent) if each.member_id in ids]
    agreed = frozenset(each.member_id for each in consents if each.withdrawn is None)
    return agreed, frozenset(each.member_id for each in consents) - agreed
