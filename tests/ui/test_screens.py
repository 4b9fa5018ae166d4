"""Pictures of the window: none can be forgotten, and the register is left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.services.bundle import Services
from ui.page_list import PAGES
from ui.screens import draw, main
from ui.stage import DIALOGS
from ui.stage_sample import has_enough
from ui.theme import Theme

_ROOT = Path(__file__).resolve().parents[2]


def test_every_dialog_of_the_window_has_its_picture() -> None:
    modules = {path.stem for path in (_ROOT / "ui" / "dialogs").glob("*.py")} - {"__init__"}
    assert modules | {"designer"} == set(DIALOGS)  # which is large enough for a room of its own


@pytest.mark.long
def test_pages_and_dialogs_are_drawn_and_the_register_is_left_alone(
    demo_file: Path, tmp_path: Path, theme: Theme, capsys: pytest.CaptureFixture[str]
) -> None:
    before = demo_file.read_bytes()
    assert main(["--register", str(demo_file), "--out", str(tmp_path / "anh")]) == 0
    assert demo_file.read_bytes() == before
    drawn = sorted((tmp_path / "anh").glob("*.png"), key=lambda path: int(path.stem.split("-")[0]))
    assert capsys.readouterr().out.split() == [str(path) for path in drawn]
    names = {path.stem.split("-")[1] for path in drawn}
    assert names == {entry.key for entry in PAGES} | set(DIALOGS)
    pictures = [QImage(str(path)) for path in drawn]
    assert all(picture.width() > 300 and picture.height() > 150 for picture in pictures)
    assert all(picture.size().toTuple() == (1280, 800) for picture in pictures[: len(PAGES)])


def test_dialogs_of_a_register_that_holds_only_a_branch_are_drawn_on_a_sample(
    services: Services, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = {name: DIALOGS[name] for name in ("award_verify", "print_certificates", "task_edit")}
    monkeypatch.setattr("ui.screens.DIALOGS", shown)
    monkeypatch.setattr("ui.screens._page_pictures", lambda _stage, _out: ())
    assert not has_enough(services)
    before = services.register.path.read_bytes()
    drawn = draw(services.register.path, tmp_path / "anh")
    assert [path.stem for path in drawn] == ["01-award_verify", "02-print_certificates", "03-task_edit"]
    assert services.register.path.read_bytes() == before


def test_a_register_that_has_its_year_written_down_is_drawn_itself(demo_services: Services) -> None:
    assert has_enough(demo_services)


def test_wrong_usage_is_told_in_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", "anh"]) == 64
    assert "thiếu --register" in capsys.readouterr().err
    assert main(["--register", "a.sohoi", "--out", "anh", "--scale", "90"]) == 64
    assert "--scale" in capsys.readouterr().err


def test_a_register_that_is_not_there_is_told_without_a_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--register", str(tmp_path / "khong-co.sohoi"), "--out", str(tmp_path / "anh")]) == 2
    assert "khong-co.sohoi" in capsys.readouterr().err
    assert not (tmp_path / "anh").exists()


def test_a_foreign_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "la.sohoi"
    path.write_text("không phải sổ", "utf-8")
    assert main(["--register", str(path), "--out", str(tmp_path / "anh")]) == 2
    assert capsys.readouterr().err
    assert path.read_text("utf-8") == "không phải sổ"
