"""Files that records name: kept once, never changed, carried by the export, checked with the rest."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from app.domain.attachments import Attachment
from app.domain.members import Member
from app.errors import FileProblemError, RegisterProblemError
from app.store.exchange import dump, load
from app.store.register import Register

PAPER = b"\x00\xffgiay to\n" * 10


def keep(register: Register) -> Attachment:
    with register.change("Thêm giấy tờ") as work:
        member = work.add(Member(full_name="Đỗ Đức Lai"))
        key = work.keep_file(PAPER)
        assert work.keep_file(PAPER) == key
        return work.add(
            Attachment(member_id=member.id, name="Quyết định", file_name="qd.pdf", file=key, size=len(PAPER))
        )


def test_a_file_comes_back_byte_for_byte_also_after_undo_and_redo(register: Register) -> None:
    paper = keep(register)
    register.undo()
    register.redo()
    with register.read() as reader:
        assert reader.file(reader.get(Attachment, paper.id).file) == PAPER
        with pytest.raises(RegisterProblemError, match="thiếu một tệp"):
            reader.file("0" * 64)
    assert register.check() == []


def test_a_file_that_is_damaged_or_missing_is_found(register: Register) -> None:
    paper = keep(register)
    with register.transfer() as work:
        work.connection.exec_driver_sql("UPDATE files SET content = x'00'")
    assert any("nội dung đã bị hỏng" in fault for fault in register.check())
    with register.transfer() as work:
        work.connection.exec_driver_sql("DELETE FROM files")
    assert f"Giấy tờ kèm theo mã {paper.id}: thiếu tệp ở mục “Tệp”" in register.check()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ("nothing", "không đúng dạng"),
        ({"0" * 64: "!"}, "không đọc được"),
        ({"0" * 64: "AAAA"}, "đổi nội dung"),
    ],
)
def test_an_export_with_wrong_files_is_refused_whole(register: Register, files: Any, said: str) -> None:
    with register.read() as reader:
        document = copy.deepcopy(dump(reader))
    document["files"] = files
    with pytest.raises(FileProblemError, match=said):
        load(register, document)
    assert register.history() == ()
