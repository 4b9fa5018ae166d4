"""Papers of the members' list: the list itself, trích ngang, phiếu hội viên, a sheet to sign, labels.

One order says what is wanted; from it come the picture on the screen, the PDF and the workbook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.documents.files import write_file
from app.documents.papers.values import SENSITIVE_NOTE, ListPaper, PageShape, RowGroup
from app.domain.member_lists import ListTable, MemberQuery
from app.domain.members import Member
from app.domain.status import StatusEvent, standing_on
from app.domain.units import UnitTree
from app.domain.year_report import Column
from app.errors import FileProblemError, NotFoundError, RuleError, UsageError
from app.progress import Progress
from app.services.label_papers import Addressee, LabelChoice, member_labels
from app.services.member_columns import USUAL, chosen, member_columns
from app.services.member_list import shown_table
from app.services.member_queries import in_units
from app.services.member_sheets import TITLE as SHEET_TITLE
from app.services.member_sheets import member_sheet
from app.services.paper_frame import paper_frame
from app.services.summary_list import summary_columns, summary_rows
from app.services.units import Trees, read_tree
from app.store.queries import member_page
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.numbers import group, roman

__all__ = ["PageShape"]


class PaperKind(StrEnum):
    """What can be made of a list of members."""

    LIST = "list"
    SUMMARY = "summary"
    SHEETS = "sheets"
    LABELS = "labels"
    SIGNING = "signing"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return _KIND_LABELS[self]

    @property
    def is_table(self) -> bool:
        """Whether it can be a workbook too."""
        return self in (PaperKind.LIST, PaperKind.SUMMARY, PaperKind.SIGNING)


_KIND_LABELS = {
    PaperKind.LIST: "Danh sách hội viên",
    PaperKind.SUMMARY: "Danh sách trích ngang",
    PaperKind.SHEETS: SHEET_TITLE,
    PaperKind.LABELS: "Nhãn, phong bì",
    PaperKind.SIGNING: "Danh sách ký tên",
}


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """What is to be printed of whom.

    ``columns`` are keys of the list's columns in their order, empty for the usual ones; ``ids`` names single
    members instead of ``query``; ``title`` replaces the usual one.
    """

    kind: PaperKind = PaperKind.LIST
    query: MemberQuery = field(default_factory=MemberQuery)
    ids: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    title: str = ""
    full_numbers: bool = False
    sensitive: bool = False
    by_unit: bool = False
    shape: PageShape = PageShape.AUTO
    labels: LabelChoice = field(default_factory=LabelChoice)


_TITLES = {
    PaperKind.SUMMARY: "Danh sách trích ngang hội viên",
    PaperKind.SIGNING: "Danh sách ký tên",
}
_SIGNED_COLUMNS = (
    Column("full_name", "Họ và tên", width=60),
    Column("unit", "Chi hội", width=50),
    Column("signature", "Ký tên", width=42),
)
#: Everybody: no register is larger.
_ALL = 10_000_000
#: A heading is no text: letters of a title, and of what stands under it.
_LONGEST_TITLE, _LONGEST_SUBTITLE = 200, 500
#: So many people are named, the others counted.
_NAMED = 5
#: A row that is signed by hand is so high (mm).
_SIGNED_ROW = 9.5


@dataclass(frozen=True, slots=True)
class WrittenPaper:
    """What was written, measured by opening it: ``pages`` of a PDF, ``rows`` of a workbook, bytes.

    ``cut`` names the people of whom not everything found room, ``left_out`` those without an address.
    """

    path: Path
    people: int
    pages: int
    size: int
    cut: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What was measured, as it is told: "43 người, 3 trang, 45 KB"."""
        pages = f", {group(self.pages)} trang" if self.pages else ""
        return f"{group(self.people)} người{pages}, {group(max(1, round(self.size / 1024)))} KB"


@dataclass(frozen=True, slots=True)
class MadePdf:
    """The bytes of a PDF, and how many people were asked for.

    ``cut`` names those of whom not everything found room, ``left_out`` those who could get no label.
    """

    content: bytes
    people: int
    cut: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def shortcomings(cut: Sequence[str], left_out: Sequence[str]) -> str:
    """What a paper does not hold, in words; "" when it holds everything."""
    said = []
    if left_out:
        said.append(f"{group(len(left_out))} người chưa ghi nơi ở nên không có nhãn: {_names(left_out)}.")
    if cut:
        said.append(f"Chưa in hết vì thiếu chỗ: {_names(cut)}.")
    return " ".join(said)


def _names(names: Sequence[str]) -> str:
    more = f" và {group(len(names) - _NAMED)} người nữa" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def make_pdf(
    register: Register,
    order: PaperOrder,
    *,
    today: date,
    most: int | None = None,
    progress: Progress | None = None,
) -> MadePdf:
    """The PDF that ``order`` asks for; with ``most`` only of the first so many people, to look at.

    Raises NotFoundError when there is nobody to print, RuleError for labels that cannot be.
    """
    from app.documents.papers.lists import render_list_pdf
    from app.documents.papers.member_sheet import render_member_sheets

    if order.kind in (PaperKind.LIST, PaperKind.SUMMARY, PaperKind.SIGNING):
        paper = list_paper(register, order, today=today, most=most)
        return MadePdf(render_list_pdf(paper, progress=progress), paper.table.count)
    with register.read() as reader:
        frame, trees = paper_frame(reader, today), Trees(reader)
        people, count = _people(reader, order, today, most)
    if order.kind is PaperKind.LABELS:
        labels = member_labels(people, frame.branch, order.labels, progress=progress)
        return MadePdf(labels.content, count, labels.cut, labels.left_out)
    sheets = (
        member_sheet(
            register,
            each.member.id,
            frame,
            trees,
            today=today,
            full_numbers=order.full_numbers,
            sensitive=order.sensitive,
        )
        for each in people
    )
    made = render_member_sheets(sheets, len(people), progress=progress)
    return MadePdf(made.content, count, made.cut)


def write_paper(
    register: Register,
    order: PaperOrder,
    path: Path,
    *,
    today: date,
    replace: bool = False,
    progress: Progress | None = None,
) -> WrittenPaper:
    """Write a PDF, or a workbook where the file is called .xlsx, and measure what lies on the disk.

    Raises what :func:`make_pdf` raises, FileProblemError when it cannot be written, UsageError for a file of
    another kind, or a workbook of what is no table.
    """
    kind = path.suffix.lower()
    if kind == ".xlsx" and order.kind.is_table:
        return _write_workbook(register, order, path, today=today, replace=replace)
    if kind != ".pdf":
        kinds = ".pdf hoặc .xlsx" if order.kind.is_table else ".pdf"
        raise UsageError(f"{order.kind.label} chỉ ghi được ra tệp {kinds}. Hãy đổi tên tệp.")
    from app.documents.readback import count_pages

    made = make_pdf(register, order, today=today, progress=progress)
    write_file(path, made.content, replace=replace)
    printed = made.people - len(made.left_out)
    return WrittenPaper(path, printed, count_pages(path), path.stat().st_size, made.cut, made.left_out)


def _write_workbook(
    register: Register, order: PaperOrder, path: Path, *, today: date, replace: bool
) -> WrittenPaper:
    # openpyxl is slow to import, and lists are looked at more often than they are written.
    from app.documents.workbooks.lists import render_list_workbook
    from app.documents.workbooks.readback import read_workbook

    paper = list_paper(register, order, today=today)
    write_file(path, render_list_workbook(paper), replace=replace)
    rows = read_workbook(path).sheets[0].rows
    if rows != paper.table.count:
        raise FileProblemError(f"Tệp {path.name} ghi ra không đủ dòng. Hãy ghi lại.")
    return WrittenPaper(path, rows, 0, path.stat().st_size)


def list_paper(register: Register, order: PaperOrder, *, today: date, most: int | None = None) -> ListPaper:
    """The paper of a list, of trích ngang or of a sheet to sign; raises NotFoundError for an empty one."""
    groups: tuple[RowGroup, ...] = ()
    least = 0.0
    with register.read() as reader:
        frame = paper_frame(reader, today)
    if order.kind is PaperKind.LIST:
        table, is_private = _shown(register, order, today, most)
    else:
        # What was asked for stands under the title in the words of the list itself.
        subtitle = shown_table(register, order.query, today=today, most=0).subtitle
        with register.read() as reader:
            people, count = _people(reader, order, today, most)
            if order.by_unit:
                people, groups = _by_unit(people, read_tree(reader, order.query.on))
            if order.kind is PaperKind.SUMMARY:
                columns, is_private = summary_columns(sensitive=order.sensitive), order.sensitive
                members = [each.member for each in people]
                rows = summary_rows(reader, members, day=order.query.on or today, sensitive=order.sensitive)
            else:
                columns, is_private, least = _SIGNED_COLUMNS, False, _SIGNED_ROW
                rows = tuple((each.member.full_name, each.unit_name, "") for each in people)
        table = ListTable(_TITLES[order.kind], subtitle, columns, rows, count)
    if len(order.title) > _LONGEST_TITLE:
        raise RuleError(f"Tên trên giấy dài quá {_LONGEST_TITLE} chữ. Hãy đặt tên ngắn hơn.")
    if len(table.subtitle) > _LONGEST_SUBTITLE:
        table = replace(table, subtitle=f"{table.subtitle[:_LONGEST_SUBTITLE].rstrip()}…")
    if order.title:
        table = replace(table, title=order.title)
    return ListPaper(
        heading=frame.heading,
        table=table,
        total=f"Danh sách có {group(table.count)} người.",
        signature=frame.signature,
        groups=groups,
        foot=SENSITIVE_NOTE if is_private else "",
        least_row=least,
        shape=order.shape,
    )


def _people(reader: Reader, order: PaperOrder, today: date, most: int | None) -> tuple[list[Addressee], int]:
    """The first people of the order with their units, and how many there are in all.

    Raises NotFoundError when there are none.
    """
    tree = read_tree(reader, order.query.on)
    if order.ids:
        ids, count = order.ids[:most], len(order.ids)
        units = _units_of(reader, ids, order.query.on)
    else:
        page = member_page(
            reader, in_units(order.query, tree), today=today, limit=_ALL if most is None else most
        )
        ids, count = tuple(row.id for row in page.rows), page.total
        units = {row.id: row.unit_id for row in page.rows}
    members = {member.id: member for member in reader.all(Member, id=ids)}
    if any(each not in members for each in ids):
        raise NotFoundError("Có hội viên không còn trong sổ nên chưa in được. Hãy chọn lại.")
    if not ids:
        raise _nobody()
    return [Addressee(members[each], tree.name(tree.resolve(units[each]))) for each in ids], count


def _units_of(reader: Reader, ids: Sequence[str], day: date | None) -> dict[str, str | None]:
    events: dict[str, list[StatusEvent]] = {each: [] for each in ids}
    for event in reader.all(StatusEvent, member_id=tuple(ids)):
        events[event.member_id].append(event)
    standings = {each: standing_on(own, day) for each, own in events.items()}
    return {each: standing.unit_id if standing else None for each, standing in standings.items()}


def _by_unit(people: Sequence[Addressee], tree: UnitTree) -> tuple[list[Addressee], tuple[RowGroup, ...]]:
    """The people unit by unit in the order of the tree, and the headings that part them."""
    places = {tree.name(state.unit_id): place for place, (state, _) in enumerate(tree.lines())}
    ordered = sorted(people, key=lambda each: places.get(each.unit_name, len(places)))
    counts = Counter(each.unit_name for each in ordered)
    groups, first = [], 0
    for number, (name, count) in enumerate(counts.items(), 1):
        groups.append(RowGroup(first, f"{roman(number)}. {name or 'Chưa rõ chi hội'} ({group(count)} người)"))
        first += count
    return ordered, tuple(groups)


def _shown(register: Register, order: PaperOrder, today: date, most: int | None) -> tuple[ListTable, bool]:
    """The list as it is shown, and whether it shows private columns: those only when they were asked for."""
    offered = member_columns(register)
    wanted = chosen(offered, order.columns or USUAL)
    kept = [column for column in wanted if order.sensitive or not column.private]
    if not kept:
        raise RuleError("Các cột đang hiện đều là dữ liệu nhạy cảm. Hãy cho in cả dữ liệu nhạy cảm.")
    keys = [column.key for column in kept]
    table = shown_table(register, order.query, keys, today=today, full_numbers=order.full_numbers, most=most)
    if not table.count:
        raise _nobody()
    return table, any(column.private for column in kept)


def _nobody() -> NotFoundError:
    return NotFoundError("Danh sách đang trống, không có ai để in. Hãy đổi điều kiện tìm.")
