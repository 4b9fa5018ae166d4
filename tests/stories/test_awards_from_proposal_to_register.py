"""Nine awards from proposal to register book; a misspelt name is found after issue and put right."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from app.bootstrap import start_machine
from app.domain.meetings import Meeting, MeetingKind
from app.services import meetings
from app.store.register import Register
from tests.app.test_cli import Shell

NOW = datetime(2025, 1, 10, 9, 0, tzinfo=timezone(timedelta(hours=7)))
UNITS = ("Chi hội phường Đức Xuân", "Chi hội phường Sông Cầu", "Chi hội phường Phùng Chí Kiên")
OWN, UPPER = "Khen thưởng công tác Hội năm 2024", "Bằng khen 2024"
WRONG, RIGHT = "Nguyễn Thị Hiên", "Nguyễn Thị Hiền"


def words_of(path: Path) -> str:
    """All words of a PDF or DOCX with single spaces."""
    if path.suffix == ".pdf":
        with PdfDocument(path) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        return " ".join(" ".join(page.split()) for page in pages)
    text = zipfile.ZipFile(path).read("word/document.xml").decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture
def branch(demo_file: Path, tmp_path: Path) -> Path:
    """The reference branch a year later, with the meeting that reviews."""
    path = Path(shutil.copy(demo_file, tmp_path / "so.sohoi"))
    with Register.open(path, clock=lambda: NOW) as register:
        held = Meeting(
            kind=MeetingKind.COMMITTEE, name="Họp xét khen thưởng", on=date(2024, 12, 28), work_year=2024
        )
        meetings.save_meeting(register, held, attendances=(), guests=())
    return path


class Terminal:
    """The secretary at the command line, with one register."""

    def __init__(self, shell: Shell, path: Path, folder: Path) -> None:
        self.shell = shell
        self.at = ("--register", path)
        self.folder = folder

    def __call__(self, *words: object, code: int = 0) -> str:
        return "".join(self.shell(*words, *self.at, code=code))

    def json(self, *words: object) -> Any:
        return self.shell.json(*words, *self.at)

    def good(self, code: str) -> bool:
        return bool(self.json("certificate", "verify", code)["good"])

    def propose(self) -> list[dict[str, Any]]:
        """Three collectives, six members and one who will be declined; gives the members."""
        self("round", "add", "--year", 2024)
        members: list[dict[str, Any]] = self.json("eligible", "--min-years", 5, "--never")[:7]
        for unit in UNITS:
            self("award", "add", 2024, "--unit", unit, "--money", 500_000)
        for row in members:
            self(
                "award", "add", OWN, "--member", row["code"], "--proposer", row["chapter"], "--money", 200_000
            )
        self("award", "edit", 2024, 4, "--recipient", WRONG)
        return members

    def review_and_decide(self, for_upper: str) -> None:
        said = self(
            "round", "review", 2024, "--approve", "all", "--decline", "10", "--votes", "1=7/0",
            "--votes", "10=2/5", "--reason", "10=Để năm sau xét", "--meeting", "28/12/2024", "--ballot",
        )  # fmt: skip
        assert said == "Đã ghi kết quả họp xét ngày 28/12/2024: 9 nhất trí, 1 không nhất trí.\n"

        # What the upper body decides goes there with a tờ trình, and its decision is only recorded.
        self("round", "add", "--year", 2024, "--decider", "Ban Chấp hành Hội tỉnh", "--name", UPPER)
        assert "“2024” có 2 đợt" in self("round", "show", 2024, code=1)
        self("award", "add", UPPER.lower(), "--member", for_upper, "--form", "Bằng khen")
        self("round", "submit", UPPER, "--on", "30/12/2024")
        self("round", "decide", UPPER, "--on", "03/01/2025", code=1)
        decided = ("round", "decide", UPPER, "--on", "03/01/2025", "--code", "15/QĐ-HT")
        assert self(*decided, "--dry-run") == "Sẽ ghi quyết định 15/QĐ-HT của Ban Chấp hành Hội tỉnh.\n"
        self(*decided)
        assert self("round", "withdraw-decision", UPPER) == f"Đã rút quyết định của đợt “{UPPER}”.\n"
        assert self(*decided) == (
            "Quyết định 15/QĐ-HT ngày 03/01/2025 của Ban Chấp hành Hội tỉnh: 01 cá nhân.\n"
        )
        assert self("round", "decide", OWN, "--on", "2025-01-05") == (
            "Quyết định 01/QĐ-HTS ngày 05/01/2025: 03 tập thể, 06 cá nhân.\n"
        )

    def paper(self, kind: str, round_: str, *more: object) -> tuple[str, str]:
        """One paper as DOCX and as PDF: the words of both."""
        files = [self.folder / f"{kind}.docx", self.folder / f"{kind}.pdf"]
        for file in files:
            self("award-paper", kind, "--round", round_, *more, "--out", file)
        return words_of(files[0]), words_of(files[1])

    def pdf(self, code: str) -> bytes:
        """One issued certificate again."""
        out = self.folder / "mot-to.pdf"
        self("certificate", "pdf", code, "--out", out)
        return out.read_bytes()

    def issue(self) -> list[dict[str, Any]]:
        """Nine certificates, and the same file when they are asked for again."""
        run, again = self.folder / "giay-khen.pdf", self.folder / "lai.pdf"
        assert self.json("certificates", "--round", OWN, "--out", run)["pages"] == 9
        self("certificates", "--round", OWN, "--out", again)
        assert again.read_bytes() == run.read_bytes()
        issued: list[dict[str, Any]] = self.json("certificate", "list", OWN)
        assert [row["number"] for row in issued] == list(range(1, 10))
        return issued


def test_by_the_command_line(
    own_profile: Path, branch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secretary = Terminal(Shell(start_machine(clock=lambda: NOW), capsys), branch, tmp_path)
    members = secretary.propose()
    declined = members[-1]["full_name"]
    secretary.review_and_decide(members[0]["code"])
    for kind, round_, said, more in (
        ("proposal", OWN, WRONG, ("--unit", members[0]["chapter"])),
        ("minutes", OWN, "Để năm sau xét", ()),
        ("decision", OWN, "01/QĐ-HTS", ()),
        ("submission", UPPER, "01/TTr-HTS", ()),
    ):
        for text in secretary.paper(kind, round_, *more):
            assert said in text
            assert (declined in text) is (kind == "minutes")

    issued = secretary.issue()
    bad, lost, returned = issued[3]["code"], issued[4]["code"], issued[8]["code"]
    before = secretary.pdf(bad)
    said = secretary("certificate", "reissue", bad, "--recipient", RIGHT, "--reason", "In sai họ tên")
    assert said.startswith(f"Cấp đổi, số 04/2025, {RIGHT}, mã ")
    good = said.splitlines()[0].rsplit(" ", 1)[1].strip(".")
    assert f"Giấy mã {bad} hết giá trị" in said
    assert good in secretary("certificate", "reissue", bad, "--reason", "Lần nữa", code=1)
    assert "đã được thay bằng giấy cấp đổi" in secretary("certificate", "verify", bad, code=1)
    said = secretary("certificate", "copy", lost, "--reason", "Mất giấy")
    copy = said.splitlines()[0].rsplit(" ", 1)[1].strip(".")
    secretary("certificate", "void", returned, "--reason", "Trả lại")
    assert "Trả lại" in secretary("certificate", "verify", returned, code=1)
    for code in (good, copy, *(row["code"] for row in issued if row["code"] not in {bad, returned})):
        assert secretary.good(code)
    assert secretary.pdf(bad) == before
    assert secretary.pdf(good) == secretary.pdf(good)
    assert RIGHT in words_of(tmp_path / "mot-to.pdf")
    secretary.pdf(copy)
    assert "BẢN SAO" in words_of(tmp_path / "mot-to.pdf")

    secretary("round", "hand-over", OWN, "--on", "10/01/2025", "--only", "1,2", "--to", "Bế Văn Đàm")
    said = secretary("round", "hand-over", OWN, "--on", "12/01/2025")
    assert said == "Đã ghi trao 7 khen thưởng, 12/01/2025.\n"
    due = secretary.json("round", "pay-rewards", OWN, "--dry-run")
    assert (due["total"], len(due["awards"])) == (3 * 500_000 + 6 * 200_000, 9)
    assert "Đã chi từ quỹ 2.700.000 đồng." in secretary("round", "pay-rewards", OWN, "--on", "12/01/2025")
    secretary("round", "pay-rewards", OWN, "--on", "13/01/2025", code=1)

    secretary("register-book", "--year", 2025, "--out", tmp_path / "so.pdf")
    book = words_of(tmp_path / "so.pdf").casefold()
    assert declined.casefold() not in book
    for word in (RIGHT, "15/QĐ-HT", "01/QĐ-HTS", "Bế Văn Đàm", "hủy", "Cấp đổi", *UNITS):
        assert word.casefold() in book
    figures = secretary.json("report", "--year", 2024, "--out", tmp_path / "bao-cao.xlsx")["figures"]
    assert (figures["awards_collectives"], figures["awards_persons"]) == (3, 7)
    assert secretary("check") == "Sổ nguyên vẹn.\n"
