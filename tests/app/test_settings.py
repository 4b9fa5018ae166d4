"""Settings, folders, log and start: the machine's own things survive damage and never stop the program."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import clock, paths
from app.bootstrap import start_machine
from app.domain.branch import new_branch
from app.errors import FieldError, FileProblemError, RegisterProblemError
from app.logs import log_to
from app.progress import Silent
from app.services import backups, registers
from app.settings import Calibration, Preferences, Settings

NOW = datetime(2024, 1, 10, 9, 0, tzinfo=UTC)


def test_settings_are_kept_with_everything_in_them(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "a" / "settings.json")
    assert settings.current == Preferences()
    settings.change(type_scale=150, dark=True)
    settings.calibrate(Calibration(1.5, -0.5, 99.5, 100.2), "truyen-thong")
    settings.remember_register(Path("b.sohoi"))
    settings.remember_register(Path("c.sohoi"))
    settings.remember_register(Path("b.sohoi"))
    again = Settings(settings.path).current
    assert again == settings.current
    assert again.recent_registers == ("b.sohoi", "c.sohoi")
    assert again.calibration("truyen-thong").dx == 1.5
    assert again.calibration("khác") == Calibration()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"type_scale": 137}',
        '{"calibrations": {"a": ["x"]}}',
        '{"calibrations": 7, "dark": "yes"}',
    ],
)
def test_a_damaged_settings_file_falls_back_to_the_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, "utf-8")
    assert Settings(path).current == Preferences()


def test_settings_that_cannot_be_written_say_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileProblemError, match="thiết lập"):
        Settings(tmp_path / "file" / "settings.json").change(dark=True)


def test_a_calibration_counts_for_tray_and_printer_then_printer_then_the_blank_alone(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    alone, printers, trays = Calibration(1), Calibration(2), Calibration(3)
    for found, *where in ((alone, "a3"), (printers, "a3", "Máy|A"), (trays, "a3", "Máy|A", "Khay 2")):
        settings.calibrate(found, *where)
    held = Settings(settings.path).current
    assert held.calibration("a3", "Máy|A", "Khay 2") == trays
    assert held.calibration("a3", "Máy|A", "Khay 1") == held.calibration("a3", "Máy|A") == printers
    assert held.calibration("a3", "Máy B", "Khay 2") == held.calibration("a3") == alone
    assert held.calibration("a4", "Máy|A", "Khay 2") == Calibration()
    assert held.is_calibrated("a3", "Máy B")
    assert not held.is_calibrated("a4", "Máy|A", "Khay 2")


def test_calibrations_of_the_first_form_are_still_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"calibrations": {"truyen-thong": [1.5, -0.5, 99.5]}}', "utf-8")
    held = Settings(path).current
    assert held.calibration("truyen-thong") == Calibration(1.5, -0.5, 99.5, 99.5)
    assert held.calibration("truyen-thong", "Máy A", "Khay 1").dx == 1.5


@pytest.mark.parametrize(
    "values", [(51, 0, 100, 100), (0, -51, 100, 100), (0, 0, 80, 100), (0, 0, 100, 120), (0, 0, 100, 89)]
)
def test_a_calibration_stays_where_paper_can_be(values: tuple[float, float, float, float]) -> None:
    with pytest.raises(FieldError):
        Calibration(*values)


def test_all_folders_lie_under_the_home_that_is_asked_for(own_profile: Path) -> None:
    found = paths.user_paths()
    for folder in (
        found.config,
        found.logs,
        found.documents,
        found.backups,
        found.settings_file,
    ):
        assert folder.is_relative_to(own_profile)


def test_without_it_the_folders_are_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert "SoHoi" in str(paths.user_paths().config)


def test_the_built_program_finds_its_resources_in_the_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (paths.resources() / "fonts").is_dir()
    monkeypatch.setattr("sys._MEIPASS", "bundle", raising=False)
    assert paths.resources() == Path("bundle") / "resources"


def test_the_log_tells_what_went_wrong_and_where_but_no_words_that_may_be_personal(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    log = logging.getLogger("app.somewhere")
    with log_to(tmp_path / "logs"):
        logging.getLogger("foreign").info("chatter")
        log.info("xin chào")
        try:
            try:
                raise KeyError("Nguyễn Văn An, 0912345678")
            except KeyError as problem:
                raise ValueError("Bế Thị Ánh") from problem
        except ValueError:
            log.exception("Bug")
    said = (tmp_path / "logs" / "sohoi.log").read_text("utf-8")
    assert "xin chào" in said
    assert "test_settings.py" in said
    assert said.index("KeyError") < said.index("ValueError")
    for personal in ("Nguyễn Văn An", "0912345678", "chatter"):
        assert not any(personal in line for line in said.splitlines() if "raise " not in line)
    assert "Bế Thị Ánh" in caplog.text  # another handler still has it whole
    assert (root.level, list(root.handlers)) == before


def test_a_log_that_has_nothing_to_say_or_cannot_be_written_leaves_no_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with log_to(tmp_path / "logs"):
        pass
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("x")
    with log_to(tmp_path / "file" / "logs"):
        logging.getLogger("app").info("xin chào")
    assert capsys.readouterr().err == ""


def test_the_clock_knows_its_offset() -> None:
    assert clock.now().tzinfo is not None


def test_a_register_is_made_once_and_its_name_gets_the_ending(tmp_path: Path) -> None:
    machine = start_machine(clock=lambda: NOW)
    services = machine.create(tmp_path / "so", new_branch("Hội A"))
    assert services.register.path.name == "so.sohoi"
    assert services.today() == NOW.date()
    assert registers.branch(services.register).name == "Hội A"
    assert registers.check(services.register) == []
    services.register.close()
    with pytest.raises(FileProblemError):
        machine.create(tmp_path / "so", new_branch("Hội B"))
    with pytest.raises(RegisterProblemError, match="Không thấy sổ"):
        machine.open(tmp_path / "khac.sohoi")


def test_closing_backs_up_only_what_changed_and_to_both_places(tmp_path: Path) -> None:
    machine = start_machine(clock=lambda: NOW)
    services = machine.create(tmp_path / "so.sohoi", new_branch("Hội A"))
    machine.settings.change(backup_folder=str(tmp_path / "mot"), second_backup_folder=str(tmp_path / "hai"))
    assert backups.close_with_backup(services) is not None
    assert len(list((tmp_path / "mot").iterdir())) == len(list((tmp_path / "hai").iterdir())) == 1
    again = machine.open(tmp_path / "so.sohoi")
    assert backups.close_with_backup(again) is None
    again = machine.open(tmp_path / "so.sohoi")
    (row,) = backups.list_backups(again)
    assert row.size > 1000
    again.register.close()


def test_silent_progress_takes_every_step() -> None:
    Silent().step(1, 2, "nửa chừng")


def test_the_program_proves_itself() -> None:
    from app.selfcheck import run_self_check

    assert run_self_check() == 0


def test_the_self_check_fails_when_the_shipped_migrations_do_not_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    from app.selfcheck import run_self_check
    from app.store.migrations import runner

    # As in a build that forgot to bundle the scripts.
    monkeypatch.setattr(runner, "__file__", str(Path("bundle") / "runner.py"))
    assert run_self_check() == 1
    assert "Traceback" in capsys.readouterr().err
    assert caplog.records


def test_a_self_check_that_fails_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    from app import selfcheck

    def fails(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("app.services.reports.write_workbook", fails)
    assert selfcheck.run_self_check() == 1
    assert "Traceback" in capsys.readouterr().err
    assert caplog.records


def test_a_user_without_a_name_can_work_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert start_machine().actor == ""
    monkeypatch.setattr("getpass.getuser", lambda: "lan")
    assert start_machine().actor == "lan"
