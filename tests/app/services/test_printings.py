"""The log of what was printed, and what is sent to the printer: kept pages whole, words alone on blanks."""

from __future__ import annotations

import dataclasses
import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from app.domain.certificates import IssuedCertificate
from app.domain.commendations import AwardRound
from app.errors import NotFoundError, RuleError
from app.services import commendations, history, issuing, printings, sheets
from app.services.registers import open_register
from app.services.sheets import PrintChoice
from app.settings import Calibration
from app.store.register import Register
from tests.conftest import morning

AT = datetime(2024, 1, 5, 8, 30, 12, tzinfo=UTC)
HOW = {"printer": "HP LaserJet", "tray": "", "blank": "truyen-thong", "overlay": True, "at": AT}


@pytest.fixture
def register(demo_file: Path, tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "so.sohoi"
    shutil.copyfile(demo_file, path)
    with open_register(path, clock=morning) as opened:
        yield opened


@pytest.fixture
def round_id(register: Register) -> str:
    """The round of the reference branch's nine awards, issued."""
    with register.read() as reader:
        (found,) = (each.id for each in reader.all(AwardRound, year=2023))
    issuing.issue(register, found, today=AT.date())
    return found


def words(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def uncalibrated(_blank: str) -> Calibration:
    return Calibration()


def test_what_was_printed_is_logged_told_apart_and_taken_off_again(register: Register, round_id: str) -> None:
    given = printings.sheets_of(register, round_id)
    assert [sheet.number for sheet in given] == list(range(1, 10))
    assert (given[0].layout, given[0].width, given[0].height) == ("truyen-thong", 297, 210)
    assert commendations.round_card(register, round_id).not_sent == {sheet.award_id for sheet in given}
    first = [sheet.issue_id for sheet in given[:2]]
    printings.log_printed(register, first, **HOW)  # type: ignore[arg-type]
    again = printings.log_printed(register, first[:1], **{**HOW, "at": AT.replace(hour=9), "copies": 2})  # type: ignore[arg-type]
    assert commendations.round_card(register, round_id).not_sent == {sheet.award_id for sheet in given[2:]}
    assert [each.at for each in printings.sheets_of(register, round_id)[0].printings] == [
        "2024-01-05T08:30",
        "2024-01-05T09:30",
    ]
    rows = printings.printed_rows(register, round_id=round_id)
    assert (rows[0].number, rows[0].printing.at[11:], rows[0].printing.copies) == (1, "09:30", 2)
    assert {row.recipient for row in rows} == {sheet.recipient for sheet in given[:2]}
    assert printings.printed_rows(register, year=AT.year) == printings.printed_rows(register) == rows
    assert printings.printed_rows(register, year=1999) == ()

    assert printings.forget_printed(register, [each.id for each in again]) == 1
    with pytest.raises(NotFoundError, match="bỏ ghi nhận rồi"):
        printings.forget_printed(register, [each.id for each in again])
    history.undo(register)  # the forgetting
    assert len(printings.printed_rows(register, round_id=round_id)) == 3


def test_a_sheet_that_was_reissued_counts_as_not_printed_and_its_log_stays(
    register: Register, round_id: str
) -> None:
    given = printings.sheets_of(register, round_id)
    printings.log_printed(register, [given[4].issue_id], **HOW)  # type: ignore[arg-type]
    issuing.reissue(
        register, given[4].award_id, {"recipient": "Nguyễn Văn Ân"}, reason="Sai tên", today=AT.date()
    )
    assert given[4].award_id in commendations.round_card(register, round_id).not_sent
    assert len(printings.printed_rows(register, round_id=round_id)) == 1


def test_whole_sheets_are_the_kept_pages_and_blanks_get_the_words_alone(
    register: Register, round_id: str
) -> None:
    given = printings.sheets_of(register, round_id)
    chosen = [given[0].award_id, given[3].award_id]
    whole = words(printings.print_content(register, round_id, chosen, PrintChoice(), uncalibrated))
    assert len(whole) == 2
    assert "CỘNG HÒA" in whole[0]
    blank = words(
        printings.print_content(register, round_id, chosen, PrintChoice(overlay=True), uncalibrated)
    )
    assert len(blank) == 2
    assert "CỘNG HÒA" not in blank[0]
    with register.read() as reader:
        kept = {issue.file for issue in reader.all(IssuedCertificate)}
        (run,) = (reader.file(key) for key in kept)
    everybody = [sheet.award_id for sheet in given]
    assert printings.print_content(register, round_id, everybody, PrintChoice(), uncalibrated) == run
    with pytest.raises(RuleError, match="Chưa chọn tờ nào"):
        printings.print_content(register, round_id, [], PrintChoice(), uncalibrated)


def test_each_layout_is_printed_on_its_blank_with_its_own_calibration(
    register: Register, round_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = sheets.read_sheets

    def of_two_layouts(*asked: object) -> list[object]:
        found = read(*asked)  # type: ignore[arg-type]
        other = dataclasses.replace(found[0].page.layout, name="khac")
        last = dataclasses.replace(found[-1], page=dataclasses.replace(found[-1].page, layout=other))
        return [*found[:-1], last]

    monkeypatch.setattr(printings, "read_sheets", of_two_layouts)
    given = printings.sheets_of(register, round_id)[:2]
    asked: list[str] = []

    def calibration(blank: str) -> Calibration:
        asked.append(blank)
        return Calibration(dx=10.0 if blank == "khac" else 0.0)

    ids = [sheet.award_id for sheet in given]
    content = printings.print_content(register, round_id, ids, PrintChoice(overlay=True), calibration)
    assert asked == ["truyen-thong", "khac"]
    one = printings.print_content(register, round_id, ids, PrintChoice(overlay=True), uncalibrated)
    assert left(content, 0) == pytest.approx(left(one, 0), abs=0.01)
    assert left(content, 1) == pytest.approx(left(one, 1) + 10 * 72 / 25.4, abs=0.2)


def left(content: bytes, number: int) -> float:
    """Where the ink of a page begins, in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    boxes: list[float] = [
        each.get_bounds()[0] for each in document[number].get_objects(max_depth=3) if each.type == 1
    ]
    document.close()
    return min(boxes)
