"""One row of a list in words: what becomes of it, field by field, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.models.toned_model import Tone
from ui.theme import Colours

if TYPE_CHECKING:
    from app.services.imports import Candidate, PlannedRow

#: How each kind of row looks, by the value of its kind.
TONES = {
    "new": Tone(ink="good"),
    "changed": Tone(ink="gold", ground="gold_ground"),
    "same": Tone(ink="soft_ink"),
    "doubtful": Tone(bold=True, ink="warn", ground="gold_ground"),
    "refused": Tone(ink="warn", ground="warn_ground"),
    "skipped": Tone(ink="soft_ink"),
}
_NOBODY = "không phải dòng của một người (dòng cộng, chữ ký, ghi chú)"


def row_id(row: PlannedRow) -> str:
    """What names a row over several plans of one list."""
    return f"{row.sheet}/{row.row}"


def name_of(row: PlannedRow) -> str:
    """Whom the row names."""
    return row.values.full_name


def what_of(row: PlannedRow) -> str:
    """What becomes of a row, in one line."""
    parts = [row.decision.label] if row.decision is not None else []
    parts += [f"{change.label}: {change.old or '(trống)'} → {change.new}" for change in row.changes]
    parts += [f"Ô {problem.column}{problem.row}: {problem.message}" for problem in row.problems]
    if row.kind.value == "new":
        parts += facts_of(row)[:3]
    if row.remark and row.decision is None:
        parts.append(row.remark)
    if row.kind.value == "skipped" and not parts:
        parts.append(_NOBODY)
    return "; ".join(parts)


def facts_of(row: PlannedRow) -> list[str]:
    """The first things that a list says of a person."""
    born, phone = row.values.get("birth"), row.values.get("phone")
    facts = (
        f"sinh {born}" if born else "",
        row.values.chapter,
        row.values.role,
        f"điện thoại {phone}" if phone else "",
    )
    return [fact for fact in facts if fact]


def row_html(row: PlannedRow, candidates: Sequence[Candidate], colours: Colours) -> str:
    """Everything about a row, for the pane beside the list."""
    tone = TONES[row.kind.value]
    ink = getattr(colours, tone.ink) if tone.ink else colours.ink
    where = f"Dòng {row.row}" + (f", trang {row.sheet}" if row.sheet else "")
    parts = [
        f"<p style='font-size:large'><b>{escape(name_of(row)) or '(không có tên)'}</b></p>",
        f"<p>{escape(where)} · <b style='color:{ink}'>{escape(row.kind.label)}</b></p>",
    ]
    if row.decision is not None:
        parts.append(f"<p><b>Bạn chọn: {escape(row.decision.label)}.</b></p>")
    elif row.remark:
        parts.append(f"<p>{escape(row.remark)}</p>")
    elif row.kind.value == "skipped":
        parts.append(f"<p>Đây {_NOBODY}.</p>")
    if row.kind.value == "new":
        parts.append(_list("Sẽ ghi vào sổ", (escape(fact) for fact in facts_of(row)), colours))
    changes = (
        f"{escape(each.label)}: {escape(each.old) or '(trống)'} → <b>{escape(each.new)}</b>"
        for each in row.changes
    )
    parts.append(_list("Sẽ đổi", changes, colours))
    problems = (f"Ô {each.column}{each.row}: {escape(each.message)}" for each in row.problems)
    parts.append(_list("Xin xem lại", problems, colours))
    told = (
        f"<b>{escape(each.name)}</b>{_known(each)}<br><span style='color:{colours.soft_ink}'>"
        f"{escape(each.why)}</span>"
        for each in candidates
    )
    parts.append(_list("Trong sổ có", told, colours))
    repairs = (
        f"Ô {each.column}{each.row}: “{escape(each.before)}” → “<b>{escape(each.after)}</b>” "
        f"<span style='color:{colours.soft_ink}'>({escape(each.reason)})</span>"
        for each in row.repairs
    )
    parts.append(_list("Đã sửa khi đọc", repairs, colours))
    return "".join(parts)


def candidate_words(candidate: Candidate) -> str:
    """A member whom a row may mean, in one line."""
    born = f"sinh {candidate.birth}" if candidate.birth else ""
    return ", ".join(part for part in (candidate.name, born, candidate.unit) if part)


def _known(candidate: Candidate) -> str:
    born = f"sinh {candidate.birth}" if candidate.birth else "chưa rõ năm sinh"
    parts = (born, candidate.unit, f"mã {candidate.code}" if candidate.code else "", candidate.status)
    return escape("".join(f", {part}" for part in parts if part))


def _list(title: str, lines: Iterable[str], colours: Colours) -> str:
    items = "".join(f"<p style='margin-left:10px;margin-top:3px'>{line}</p>" for line in lines)
    return f"<p style='color:{colours.soft_ink};margin-top:10px'>{title}</p>{items}" if items else ""
