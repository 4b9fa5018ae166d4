"""What the commands about Hội below share: which one a word means, and how a file or a Hội is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.errors import NotFoundError, RuleError
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.domain.periods import Period
    from app.domain.reports import Subordinate
    from app.services.bundle import Services
    from app.services.receiving import OpenedReport, Received
    from app.services.subordinates import Deadline, SubordinateRow


def subordinate_named(services: Services, word: str) -> Subordinate:
    """The Hội with this name or code, or whose name alone holds the word; raises NotFoundError, RuleError."""
    from app.services.subordinates import all_subordinates

    known = all_subordinates(services.register)
    wanted = fold(word)
    for found in (
        [each for each in known if wanted in (fold(each.name), fold(each.code)) or word == each.id],
        [each for each in known if wanted and wanted in fold(each.name)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{each.name} (mã {each.code})" for each in found[:3])
            raise RuleError(f"“{word}” có thể là {len(found)} Hội ({names}). Hãy ghi mã của Hội.")
    raise NotFoundError(f"Không có Hội trực thuộc “{word}”. Lệnh subordinates liệt kê các Hội.")


def period_document(period: Period) -> dict[str, str]:
    """A period under open names."""
    return {"starts": period.starts.isoformat(), "ends": period.ends.isoformat(), "label": period.label}


def deadline_document(due: Deadline) -> dict[str, object]:
    """Until when reports are wanted, under open names."""
    return {"on": due.on.isoformat(), "passed": due.passed, "words": due.words}


def received_document(each: Received) -> dict[str, object]:
    """What became of a file, under open names."""
    return {
        "file": str(each.path),
        "outcome": each.outcome.value,
        "subordinate": each.name or None,
        "period": period_document(each.period) if each.period else None,
        "estimate": each.estimate,
        "members": each.members,
        "added": each.added,
        "changed": each.changed,
        "told": list(each.told),
        "candidates": [{"id": c.id, "code": c.code, "name": c.name} for c in each.candidates],
    }


def received_lines(each: Received, *, foreseen: bool = False) -> Iterator[str]:
    """What became of a file, or would, for reading."""
    what = f"{each.name}, {each.period.label}" if each.period else each.path.name
    deed = each.outcome.label.replace("Đã nhận", "Sẽ nhận") if foreseen else each.outcome.label
    parts = [f"{deed}: {what}"]
    if each.estimate:
        parts.append("số ước")
    if each.added or each.changed:
        parts.append(f"thêm {group(each.added)} hội viên, cập nhật {group(each.changed)}")
    yield f"{', '.join(parts)} ({each.path.name})" if each.period else parts[0]
    for sentence in each.told:
        yield f"    {sentence}"
    for number, candidate in enumerate(each.candidates, 1):
        yield f"    {number}. {candidate.name}, mã {candidate.code}"


def row_document(row: SubordinateRow) -> dict[str, object]:
    """A Hội with what it sent, under open names."""
    from app.domain.periods import Period

    report, last = row.report, row.last
    return {
        "id": row.subordinate.id,
        "code": row.subordinate.code,
        "name": row.subordinate.name,
        "contact": row.subordinate.contact,
        "ended": row.subordinate.ended,
        "state": row.state.value,
        "made_at": report.made_at if report else None,
        "received_on": report.received_on.isoformat() if report is not None else None,
        "members": report.members if report else None,
        "last": period_document(Period(last.starts, last.ends)) if last else None,
    }


def row_line(row: SubordinateRow) -> str:
    """A Hội with what it sent, for reading."""
    from app.domain.periods import Period
    from app.vietnamese.dates import short_date

    parts = [row.state.label.lower()]
    if row.report is not None:
        parts.append(f"nhận {short_date(row.report.received_on)}")
    elif row.last is not None:
        parts.append(f"kỳ gần nhất: {Period(row.last.starts, row.last.ends).label}")
    if row.report is None and row.subordinate.contact:
        parts.append(row.subordinate.contact)
    if row.subordinate.ended:
        parts.append("không còn trực thuộc")
    return f"{row.subordinate.code:>5}  {row.subordinate.name}: {', '.join(parts)}"


def report_lines(sent: OpenedReport, period: Period) -> Iterator[str]:
    """The figures of a received report, for reading."""
    yield f"{sent.subordinate.name}, {period.label}{' (số ước)' if sent.report.estimate else ''}"
    for figure in sent.figures:
        if figure.amount is None:
            yield figure.label
            continue
        before = "" if figure.previous is None else f" ({group(figure.previous)})"
        indent = "  " * (1 + figure.level)
        yield f"{indent}{figure.label}: {group(figure.amount)} {figure.measure}{before}"
