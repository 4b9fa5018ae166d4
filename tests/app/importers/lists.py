"""Lists as branches keep them, and a register in memory to which a plan is applied."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from app.domain.members import Policy
from app.domain.status import Status
from app.domain.units import Unit, UnitEvent, UnitTree, tree_on
from app.importers.members import plan_members
from app.importers.plan import ExistingMember, ImportPlan, RowKind
from app.importers.tables import Cell, Row, Sheet, Workbook

YEAR = 2024
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Chi hội", "Điện thoại", "Số CCCD")


def table(*rows: Sequence[Cell], name: str = "Danh sách", hidden: bool = False) -> Workbook:
    """A workbook of one sheet with these rows, numbered from 1, as the reader would give it."""
    kept = (Row(number, tuple(cells)) for number, cells in enumerate(rows, start=1) if any(cells))
    return Workbook((Sheet(name, tuple(kept), hidden),))


class Memory:
    """Stands where the services stand: holds members and units, and applies a plan to them."""

    def __init__(self, *units: str) -> None:
        self.members: list[ExistingMember] = []
        self.units: list[Unit] = []
        self.events: list[UnitEvent] = []
        for name in units:
            self.add_unit(name)

    def add_unit(self, name: str) -> str:
        unit = Unit()
        self.units.append(unit)
        self.events.append(UnitEvent(unit_id=unit.id, name=name, level="Chi hội"))
        return unit.id

    @property
    def tree(self) -> UnitTree:
        return tree_on(self.units, self.events)

    def plan(self, workbook: Workbook) -> ImportPlan:
        return plan_members(workbook, self.members, self.tree, latest_year=YEAR, file_name="danh sách.xlsx")

    def apply(self, workbook: Workbook) -> ImportPlan:
        """Plan and carry out, as design §4 asks: new members get a code when the list has none."""
        plan = self.plan(workbook)
        for name in plan.new_units:
            self.add_unit(name)
        at = {each.member.id: place for place, each in enumerate(self.members)}
        for row in plan.rows:
            draft = row.values
            state = self.tree.get(draft.unit_id) or self.tree.find(draft.chapter)
            if row.kind is RowKind.NEW:
                member = row.new_member()
                member = replace(member, code=member.code or f"{len(self.members) + 1:04}")
                self.members.append(
                    ExistingMember(
                        member,
                        unit_id=state.unit_id if state else None,
                        status=draft.leaving_kind.status if draft.leaving_kind else Status.ACTIVE,
                        roles=(draft.role,) if draft.role else (),
                        policies=tuple(
                            Policy(member_id=member.id, kind=p.kind, rate=p.rate, note=p.note)
                            for p in draft.policies
                        ),
                    )
                )
            elif row.kind is RowKind.CHANGED:
                assert row.member_id is not None
                known = self.members[at[row.member_id]]
                beside = row.changes_beside()
                self.members[at[row.member_id]] = ExistingMember(
                    row.changed_member(known.member),
                    unit_id=state.unit_id if state and "chapter" in beside else known.unit_id,
                    status=known.status,
                    roles=(*known.roles, draft.role) if "role" in beside else known.roles,
                    policies=known.policies
                    + tuple(
                        Policy(member_id=known.member.id, kind=p.kind, rate=p.rate, note=p.note)
                        for p in draft.policies
                        if "policies" in beside
                    ),
                )
        return plan


def figures(plan: ImportPlan) -> tuple[int, int, int, int]:
    """Added, updated, duplicates, skipped."""
    sums = plan.summary()
    return sums.added, sums.updated, sums.duplicates, sums.skipped


def write_xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def write_ods(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """The smallest OpenDocument sheet."""

    def cell(held: object) -> str:
        if held is None or held == "":
            return "<table:table-cell/>"
        if isinstance(held, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{held}"/>'
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(str(held))}</text:p></table:table-cell>"
        )

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Danh sách">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path


def write_xls(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """The smallest Excel 97 workbook: BIFF8 records in a compound file, as old machines wrote them."""

    def record(kind: int, body: bytes) -> bytes:
        return kind.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body

    def short(number: int) -> bytes:
        return number.to_bytes(2, "little")

    def bof(kind: int) -> bytes:
        return record(0x0809, short(0x0600) + short(kind) + bytes(12))

    import struct

    cells = b""
    for at, row in enumerate(rows):
        for column, held in enumerate(row):
            where = short(at) + short(column) + short(0)
            if isinstance(held, int | float):
                cells += record(0x0203, where + struct.pack("<d", held))
            elif held:
                text = str(held)
                cells += record(0x0204, where + short(len(text)) + b"\x01" + text.encode("utf-16-le"))
    name = b"\x01" + "Danh sách".encode("utf-16-le")
    size = len(bof(5)) + 4 + 8 + len(name) + 4
    sheet_entry = record(0x0085, size.to_bytes(4, "little") + b"\x00\x00" + bytes([9]) + name)
    stream = bof(5) + sheet_entry + record(0x000A, b"")
    assert len(stream) == len(bof(5)) + len(sheet_entry) + 4
    stream = stream.replace(size.to_bytes(4, "little"), len(stream).to_bytes(4, "little"), 1)
    stream += bof(0x10) + cells + record(0x000A, b"")
    path.write_bytes(_compound(stream))
    return path


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream named Workbook."""
    import struct

    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    assert sectors < 120, "one allocation sector holds 128 entries"
    chain = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    fat = struct.pack("<128I", *(chain + [0xFFFFFFFF] * (128 - len(chain))))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 0, len(stream))
    directory = directory.ljust(512, b"\0")
    header = (
        bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", sectors + 1) + b"\xff" * (108 * 4)
    )  # fmt: skip
    return header + stream + directory + fat
