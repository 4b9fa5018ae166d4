"""Issuing certificates, which freezes them: correct by a new issue, copy, void, and check by the code.

An issue cannot be undone: paper has left the house. What was printed is kept as data, as layout and as the
PDF itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents.certificates import CertificatePage, RenderedPdf, render_certificates
from app.documents.files import write_file
from app.documents.layouts import Layout, layout_to_json
from app.domain.branch import BRANCH_ID, Branch
from app.domain.certificate_fields import CertificateSource, fill, thaw
from app.domain.certificate_fields import freeze as frozen_text
from app.domain.certificates import COPY_MARK, IssuedCertificate, IssueKind, Printing, check_code, codes_in
from app.domain.commendations import Award, AwardRound, RoundState, parse_nudges
from app.errors import FieldError, NotFoundError, RegisterProblemError, RuleError
from app.progress import Progress, Silent
from app.services.sheets import (
    FrozenLayouts,
    PrintChoice,
    Sheet,
    author_of,
    issued_sheet,
    read_sheets,
    render,
)
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import short_date

#: What a correction may change; everything else stays as it was decided.
CORRECTABLE = ("salutation", "recipient", "detail", "achievement")


def issue(register: Register, round_id: str, *, today: date, choice: PrintChoice | None = None) -> int:
    """Freeze every certificate of a decided round as it is printed now; returns how many were new.

    Everything is rendered first: a text that does not fit refuses the issue, and so does a round of which
    nothing is printed here. An issue cannot be undone.
    """
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        require_decided(round_)
        sheets = read_sheets(reader, [round_], choice or PrintChoice())
        if not sheets:
            raise RuleError(nothing_to_print(round_))
        author = author_of(reader, round_)
    fresh = [sheet for sheet in sheets if sheet.issue is None]
    if not fresh:
        return 0
    return freeze(register, fresh, issue_run(fresh, author, Silent()).content, today)


def require_decided(round_: AwardRound) -> None:
    """Refuse to print a list that no decision stands behind."""
    if round_.state is RoundState.DRAFT:
        raise RuleError(f"Đợt “{round_.name}” chưa có quyết định. Hãy quyết định trước khi in giấy khen.")


def nothing_to_print(round_: AwardRound) -> str:
    """Why a round has no certificates, and what to do."""
    if round_.is_upper:
        return f"Đợt “{round_.name}” do {round_.decider} khen, giấy do cấp trên làm nên ở đây không in."
    return (
        f"Đợt “{round_.name}” không có giấy nào để in: danh sách trống, giấy đã hủy, hoặc hình thức khen "
        "không in bằng chương trình này. Hãy xem lại danh sách và các hình thức khen thưởng."
    )


def issue_run(fresh: Sequence[Sheet], author: str, progress: Progress) -> RenderedPdf:
    """The PDF that is kept of sheets being issued: whole pages in colour."""
    pages = [sheet.page for sheet in fresh]
    title = f"{fresh[0].award.form} – {fresh[0].round.name}"
    return render_certificates(pages, title=title, author=author, progress=progress)


def freeze(register: Register, fresh: Sequence[Sheet], run: bytes, today: date) -> int:
    """Issue sheets, of one or several rounds, in one change; ``run`` is the PDF of just these, in order."""
    if not fresh:
        return 0
    rounds = {sheet.round.id: sheet.round for sheet in fresh}
    names = ", ".join(round_.name for round_ in rounds.values())
    with register.change(f"Phát hành {len(fresh)} giấy khen: {names}", undoable=False) as work:
        key = work.keep_file(run)
        for page, sheet in enumerate(fresh):
            made = _record(work, sheet.round, sheet.award, sheet.page, today)
            work.add(dataclasses.replace(made, file=key, page=page))
        for round_ in rounds.values():
            # Saved as it was read: a round that somebody changed meanwhile is refused, not issued as it was.
            work.replace(dataclasses.replace(round_, state=RoundState.ISSUED))
    return len(fresh)


def _record(
    work: Work, round_: AwardRound, award: Award, page: CertificatePage, today: date
) -> IssuedCertificate:
    if round_.decided_on is None or award.register_number is None:
        raise RuleError(f"“{award.recipient}” chưa có số vào sổ. Hãy rút và ghi lại quyết định.")
    codes = codes_in(page.texts.get("code", ""))
    return IssuedCertificate(
        award_id=award.id,
        year=round_.decided_on.year,
        number=award.register_number,
        issued_on=today,
        fields=frozen_text(page.texts),
        layout_file=work.keep_file(layout_to_json(page.layout).encode()),
        form=award.form,
        code=codes[0] if codes else "",
    )


# ---------------------------------------------------------------- afterwards


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One sheet that was issued for an award; ``is_current`` is the one that is valid now."""

    issue: IssuedCertificate
    recipient: str
    is_current: bool
    replaced: bool
    printings: tuple[Printing, ...]

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.issue.voided_on is not None:
            return f"Đã hủy ngày {short_date(self.issue.voided_on)}: {self.issue.void_reason}"
        if self.replaced:
            return "Đã được thay"
        return "Đang có giá trị" if self.is_current else self.issue.kind.label


def issues_of(register: Register, award_id: str) -> tuple[IssueRow, ...]:
    """All sheets that were issued for an award, the oldest first."""
    with register.read() as reader:
        reader.get(Award, award_id)
        issues = reader.all(IssuedCertificate, award_id=award_id)
        printings = reader.all(Printing, issue_id=frozenset(each.id for each in issues))
    replaced = {each.replaces_id for each in issues}
    return tuple(
        IssueRow(
            each,
            thaw(each.fields).get("recipient", ""),
            each.id not in replaced and each.copy_of_id is None and each.voided_on is None,
            each.id in replaced,
            tuple(printing for printing in printings if printing.issue_id == each.id),
        )
        for each in issues
    )


def reissue(
    register: Register,
    award_id: str,
    corrections: Mapping[str, str],
    *,
    reason: str,
    today: date,
    choice: PrintChoice | None = None,
) -> IssuedCertificate:
    """Issue a corrected certificate in place of the last one, under the same number.

    ``corrections`` gives new words for some of :data:`CORRECTABLE`; the award's row is corrected with them,
    all else stays as it was printed. What is replaced is kept. Cannot be undone.
    """
    with register.read() as reader:
        newest, round_, award, page = _corrected(reader, award_id, corrections, choice)
        author = author_of(reader, round_)
    last, _sheet = newest
    run = _run_of_one(page, round_, author)
    with register.change(f"Cấp đổi {award.form}: {award.recipient}", undoable=False) as work:
        _require_newest(work, newest)
        if award != work.get(Award, award_id):
            work.replace(award)
        return work.add(
            dataclasses.replace(
                _record(work, round_, award, page, today),
                number=last.number,
                kind=IssueKind.REISSUE,
                replaces_id=last.id,
                reason=reason,
                file=work.keep_file(run),
            )
        )


def reissue_preview(
    register: Register,
    award_id: str,
    corrections: Mapping[str, str],
    *,
    choice: PrintChoice | None = None,
) -> bytes:
    """The PDF that :func:`reissue` would issue; nothing is issued."""
    with register.read() as reader:
        _newest, round_, _award, page = _corrected(reader, award_id, corrections, choice)
        author = author_of(reader, round_)
    return _run_of_one(page, round_, author)


def _corrected(
    reader: Reader, award_id: str, corrections: Mapping[str, str], choice: PrintChoice | None
) -> tuple[_Newest, AwardRound, Award, CertificatePage]:
    """The sheet to be replaced, and the award and page with other words."""
    wrong = set(corrections) - set(CORRECTABLE)
    if wrong:
        raise FieldError(wrong.pop(), f"Giấy cấp đổi chỉ sửa được: {', '.join(CORRECTABLE)}.")
    last, sheet = _last(reader, award_id)
    held = reader.get(Award, award_id)
    round_ = reader.get(AwardRound, held.round_id)
    award = dataclasses.replace(held, **corrections)  # type: ignore[arg-type]
    texts = {**thaw(last.fields), **{key: str(getattr(award, key)) for key in corrections}}
    texts = _with_code(texts, reader.get(Branch, BRANCH_ID), round_, award, sheet)
    page = CertificatePage(texts, _layout(reader, last, choice), award.recipient, parse_nudges(award.nudges))
    return (last, sheet), round_, award, page


def duplicate(
    register: Register, award_id: str, *, reason: str, today: date, choice: PrintChoice | None = None
) -> IssuedCertificate:
    """Issue a copy, marked as one, of the valid certificate of an award; cannot be undone."""
    with register.read() as reader:
        last, sheet = _last(reader, award_id)
        if last.voided_on is not None:
            raise RuleError("Giấy này đã hủy nên không cấp bản sao được. Hãy cấp đổi giấy mới.")
        award = reader.get(Award, award_id)
        round_ = reader.get(AwardRound, award.round_id)
        texts = _with_code(thaw(last.fields), reader.get(Branch, BRANCH_ID), round_, award, sheet)
        author = author_of(reader, round_)
        layout = _layout(reader, last, choice)
    page = CertificatePage(texts, layout, texts["recipient"], parse_nudges(award.nudges), COPY_MARK)
    run = _run_of_one(page, round_, author)
    with register.change(f"Cấp bản sao {award.form}: {award.recipient}", undoable=False) as work:
        _require_newest(work, (last, sheet))
        return work.add(
            dataclasses.replace(
                _record(work, round_, award, page, today),
                number=last.number,
                kind=IssueKind.DUPLICATE,
                copy_of_id=last.id,
                reason=reason,
                file=work.keep_file(run),
            )
        )


def void(register: Register, issue_id: str, *, reason: str, today: date) -> IssuedCertificate:
    """Declare an issued certificate void, with the reason; its number is never given again."""
    if not reason.strip():
        raise FieldError("void_reason", "Hãy ghi lý do hủy giấy.")
    with register.read() as reader:
        recipient = reader.get(Award, reader.get(IssuedCertificate, issue_id).award_id).recipient
    with register.change(f"Hủy giấy khen: {recipient}") as work:
        held = work.get(IssuedCertificate, issue_id)
        if held.voided_on is not None:
            raise RuleError(f"Giấy này đã hủy từ ngày {short_date(held.voided_on)}.")
        return work.replace(dataclasses.replace(held, voided_on=today, void_reason=reason))


def issue_pdf(register: Register, issue_id: str) -> bytes:
    """One issued sheet as it was issued, also one that was replaced or made void."""
    with register.read() as reader:
        sheet = issued_sheet(reader, reader.get(IssuedCertificate, issue_id), PrintChoice())
        title = f"{sheet.award.form} – {sheet.page.name}"
        return render(reader, [sheet], PrintChoice(), title, author_of(reader, sheet.round), Silent()).content


def write_issue(register: Register, issue_id: str, path: Path, *, replace: bool = False) -> Path:
    """As :func:`issue_pdf`, to a file."""
    return write_file(path, issue_pdf(register, issue_id), replace=replace)


def nudge(register: Register, award_id: str, nudges: str) -> Award:
    """Move single texts on one recipient's sheet ("recipient 0 -1.5", mm right and down).

    Words and what is kept stay as they are; it counts for printing on blanks and for what is issued later.
    """
    with register.read() as reader:
        recipient = reader.get(Award, award_id).recipient
    with register.change(f"Dịch chữ trên giấy: {recipient}") as work:
        return work.replace(dataclasses.replace(work.get(Award, award_id), nudges=nudges))


#: The newest sheet of an award that is no copy, and how many sheets the award has had.
_Newest = tuple[IssuedCertificate, int]


def _require_newest(reader: Reader, newest: _Newest) -> None:
    """Refuse to go on from a sheet that another window followed or made void meanwhile."""
    if _last(reader, newest[0].award_id) != newest:
        raise RuleError(
            "Giấy này vừa được cấp đổi, cấp bản sao hoặc hủy ở cửa sổ hay máy khác. Hãy xem lại rồi làm tiếp."
        )


def _last(reader: Reader, award_id: str) -> _Newest:
    """The newest sheet of an award that is no copy, and how many sheets it has had."""
    issues = reader.all(IssuedCertificate, award_id=award_id)
    replaced = {each.replaces_id for each in issues}
    newest = [each for each in issues if each.id not in replaced and each.copy_of_id is None]
    if not newest:
        raise RuleError("Giấy này chưa phát hành. Sửa ngay trong danh sách, hoặc rút quyết định rồi sửa.")
    return newest[-1], len(issues)


def _layout(reader: Reader, last: IssuedCertificate, choice: PrintChoice | None) -> Layout:
    if choice is not None and choice.layout_name:
        return choice.layout(choice.layout_name)
    return FrozenLayouts(reader).of(last)


def _with_code(
    texts: dict[str, str], branch: Branch, round_: AwardRound, award: Award, sheet: int
) -> dict[str, str]:
    """The texts of a further sheet, with its own code."""
    code = check_code(award.id, sheet, texts)
    made = fill(CertificateSource(branch, round_, award, code))
    return {**texts, "code": made["code"], "qr": made["qr"]}


def _run_of_one(page: CertificatePage, round_: AwardRound, author: str) -> bytes:
    return render_certificates([page], title=f"{round_.name} – {page.name}", author=author).content


# ---------------------------------------------------------------- checking a paper


@dataclass(frozen=True, slots=True)
class Verification:
    """What the register knows of a paper with a code: the sheet as it was issued, and what is wrong."""

    row: IssueRow
    texts: Mapping[str, str]
    problems: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether the paper is valid and says what was issued."""
        return not self.problems


def verify(register: Register, text: str) -> Verification:
    """Check a certificate by its code, typed or read from its QR code; no network is asked.

    Raises NotFoundError when no certificate of this register has the code.
    """
    codes = codes_in(text)
    with register.read() as reader:
        found = [each for code in codes for each in reader.all(IssuedCertificate, code=code)]
    if not codes:
        raise NotFoundError("Chưa thấy mã kiểm tra. Hãy gõ tám chữ và số in trên giấy, như K7QM-4D2X.")
    if not found:
        raise NotFoundError(f"Không có giấy nào mang mã {codes[0]} trong sổ này. Hãy gõ lại cho đúng.")
    issue_ = found[0]
    row = next(row for row in issues_of(register, issue_.award_id) if row.issue.id == issue_.id)
    texts = thaw(issue_.fields)
    with register.read() as reader:
        problems = tuple(_problems(reader, row, texts, text))
    return Verification(row, texts, problems)


def _problems(reader: Reader, row: IssueRow, texts: Mapping[str, str], read: str) -> list[str]:
    found = []
    issue_ = row.issue
    if issue_.voided_on is not None:
        found.append(f"{row.state.rstrip('.')}.")
    found.extend(
        f"Giấy này đã được thay bằng giấy cấp đổi mã {newer.code or newer.id}."
        for newer in reader.all(IssuedCertificate, replaces_id=issue_.id)
    )
    if issue_.copy_of_id is not None:
        copied = reader.get(IssuedCertificate, issue_.copy_of_id)
        if copied.voided_on is not None:
            found.append(f"Bản chính của bản sao này đã hủy ngày {short_date(copied.voided_on)}.")
        if reader.count(IssuedCertificate, replaces_id=copied.id):
            found.append("Bản chính của bản sao này đã được thay bằng giấy cấp đổi.")
    sheets = range(reader.count(IssuedCertificate, award_id=issue_.award_id))
    if not any(check_code(issue_.award_id, sheet, texts) == issue_.code for sheet in sheets):
        found.append("Nội dung giữ trong sổ đã bị sửa ngoài chương trình.")
    for key in filter(None, (issue_.file, issue_.layout_file)):
        try:
            reader.file(key)
        except RegisterProblemError as problem:
            found.append(problem.message)
    lines = [line for line in read.splitlines() if line.strip()]
    if len(lines) > 1 and lines != texts.get("qr", "").splitlines():
        found.append(f"Mã QR ghi khác với giấy đã phát hành: {' · '.join(lines)}.")
    return found
