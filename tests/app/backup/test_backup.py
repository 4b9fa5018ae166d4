"""A backup is the register of its moment, whole and checked; restoring puts it back and loses nothing."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.backup import archive, files
from app.backup.archive import back_up, list_backups, prune
from app.backup.restore import restore
from app.errors import FileProblemError, RegisterProblemError
from app.store import register as store_register
from app.store import sqlite as store_sqlite

AT = datetime.fromisoformat("2024-01-05 08:30:00")  # local time
NAME = "Sổ Hội.sohoi"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The least that backups know of a register: its mark, its tables of sessions and changes."""
    path = tmp_path_factory.mktemp("backup") / NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id={files.APPLICATION_ID:d}")
        connection.executescript(
            """
            PRAGMA journal_mode=WAL;
            CREATE TABLE alembic_version (version_num TEXT);
            INSERT INTO alembic_version VALUES ('0001');
            CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
            INSERT INTO meta VALUES ('register', 'a1b2c3d4');
            CREATE TABLE changes (id INTEGER PRIMARY KEY, at TEXT, label TEXT);
            """
        )
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(template, tmp_path / NAME))


def save(connection: sqlite3.Connection, label: str) -> None:
    connection.execute("INSERT INTO changes (at, label) VALUES ('2024', ?)", (label,))


def another(path: Path, place: Path, register_id: str | None = "d4e5f6a7") -> Path:
    """A register with an id of its own (or none)."""
    place.parent.mkdir(exist_ok=True)
    shutil.copyfile(path, place)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'register'")
        if register_id is not None:
            connection.execute("INSERT INTO meta VALUES ('register', ?)", (register_id,))
    return place


def labels(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT label FROM changes ORDER BY id")]


def test_the_mark_is_the_stores() -> None:
    assert files.APPLICATION_ID == store_sqlite.APPLICATION_ID
    assert files.REGISTER_ID == store_register.REGISTER_ID


def test_every_register_has_an_id_of_its_own_that_outlives_backup_and_restore(tmp_path: Path) -> None:
    first, second = tmp_path / "a.sohoi", tmp_path / "b.sohoi"
    for path in (first, second):
        store_register.Register.create(path, clock=lambda: AT).close()
    assert files.register_id(first) != files.register_id(second)
    made = back_up(first, tmp_path / "b", at=AT)
    assert files.register_id(made) == files.register_id(first)
    assert made.name == f"a 2024-01-05 083000 ({files.register_id(first)[:6]}).sohoi-backup"
    restore(made, tmp_path / "c.sohoi", at=AT)
    assert files.register_id(tmp_path / "c.sohoi") == files.register_id(first)


def test_a_backup_of_an_open_register_has_all_that_was_saved(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO meta VALUES ('session:1', 'x')")
        for number in range(100):
            save(connection, str(number))
        connection.execute("BEGIN")
        save(connection, "not yet saved")
        made = back_up(path, tmp_path / "USB" / "sao lưu", at=AT)
        connection.execute("ROLLBACK")
    assert made.name == "Sổ Hội 2024-01-05 083000 (a1b2c3).sohoi-backup"
    assert labels(made) == [str(number) for number in range(100)]
    assert [each.name for each in made.parent.iterdir()] == [made.name]
    with closing(sqlite3.connect(made)) as copy:
        assert copy.execute("SELECT key FROM meta").fetchall() == [("register",)]
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_two_backups_of_one_second_are_two_files(path: Path, tmp_path: Path) -> None:
    first, second = (back_up(path, tmp_path / "b", at=AT) for _ in range(2))
    assert second.name == "Sổ Hội 2024-01-05 083000 (a1b2c3) (2).sohoi-backup"
    assert [backup.at for backup in list_backups(tmp_path / "b", path)] == [AT, AT]
    assert first != second


def test_only_this_registers_backups_are_listed_newest_first(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    made = [back_up(path, folder, at=AT + timedelta(days=days)) for days in (0, 2, 1)]
    back_up(another(path, tmp_path / "Sổ khác.sohoi"), folder, at=AT)
    for name in ("thư.txt", "Sổ Hội.sohoi-backup", "Sổ Hội 2024-13-45 000000.sohoi-backup"):
        (folder / name).write_text("x")
    assert [backup.path for backup in list_backups(folder, path)] == [made[1], made[2], made[0]]
    assert list_backups(tmp_path / "không có", path) == ()


def test_registers_called_alike_never_list_or_delete_each_others_backups(path: Path, tmp_path: Path) -> None:
    other = another(path, tmp_path / "y" / NAME)
    folder = tmp_path / "b"
    mine = [back_up(path, folder, at=AT + timedelta(days=days)) for days in (0, 300)]
    theirs = [back_up(other, folder, at=AT + timedelta(days=days)) for days in (1, 2, 3)]
    assert [each.path for each in list_backups(folder, path)] == mine[::-1]
    assert [each.path for each in list_backups(folder, other)] == theirs[::-1]
    assert set(prune(folder, other, now=AT + timedelta(days=400))) == set(theirs[:2])
    assert all(each.exists() for each in (*mine, theirs[2]))


def test_a_renamed_register_still_finds_its_backups_but_deletes_none_of_the_old_name(
    path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    made = [back_up(path, folder, at=AT + timedelta(days=days)) for days in (0, 1)]
    renamed = path.rename(tmp_path / "Tên mới.sohoi")
    assert [each.path for each in list_backups(folder, renamed)] == made[::-1]
    assert prune(folder, renamed, now=AT + timedelta(days=400)) == ()


def test_without_an_id_backups_are_listed_by_name_and_never_deleted(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    marked = back_up(path, folder, at=AT)
    plain = another(path, tmp_path / "y" / NAME, None)
    unmarked = back_up(plain, folder, at=AT)
    assert unmarked.name == "Sổ Hội 2024-01-05 083000.sohoi-backup"
    assert {each.path for each in list_backups(folder, path)} == {marked, unmarked}
    plain.write_bytes(b"torn " * 5000)  # a damaged register must find what it is restored from
    assert {each.path for each in list_backups(folder, plain)} == {marked, unmarked}
    for register in (path, plain):
        assert unmarked not in prune(folder, register, now=AT + timedelta(days=400))


def scribble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 4] = b"\x5a" * 8192
    path.write_bytes(bytes(content))


def test_a_damaged_register_is_not_backed_up(path: Path, tmp_path: Path) -> None:
    scribble(path)
    with pytest.raises(RegisterProblemError, match="hỏng"):
        back_up(path, tmp_path / "b", at=AT)
    assert list((tmp_path / "b").iterdir()) == []


def test_what_is_missing_or_cannot_be_written_is_told_in_words(path: Path, tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="Không tìm thấy"):
        back_up(tmp_path / "x.sohoi", tmp_path, at=AT)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(FileProblemError, match="USB"):
        back_up(path, tmp_path / "file" / "b", at=AT)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (OSError(errno.ENOSPC, "full"), "đã đầy"),
        (OSError(errno.EIO, "pulled"), "USB"),
        (PermissionError(), "USB"),
    ],
)
def test_a_disk_that_fails_half_way_leaves_nothing_half_done(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, sentence: str
) -> None:
    def fail(_: Path) -> None:
        raise fault

    monkeypatch.setattr(archive, "make_lasting", fail)
    with pytest.raises(FileProblemError, match=sentence):
        back_up(path, tmp_path / "b", at=AT)
    assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_sqlites_own_faults_are_told_in_words(tmp_path: Path) -> None:
    for name, sentence in (
        ("SQLITE_FULL", "đã đầy"),
        ("SQLITE_READONLY", "USB"),
        ("SQLITE_BUSY", "đang được"),
    ):
        problem = sqlite3.OperationalError("x")
        problem.sqlite_errorname = name
        with pytest.raises(FileProblemError, match=sentence), files.in_words(tmp_path):
            raise problem
    with pytest.raises(sqlite3.OperationalError), files.in_words(tmp_path):
        raise sqlite3.OperationalError("our fault")


# -- restoring


def test_restoring_puts_back_the_backup_and_keeps_what_it_replaces(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        save(connection, "trước")
        made = back_up(path, tmp_path / "b", at=AT)
        save(connection, "sau")
    kept = restore(made, path, at=AT)
    assert labels(path) == ["trước"]
    assert kept is not None
    assert kept.name == "Sổ Hội (trước khi khôi phục 2024-01-05 083000).sohoi"
    assert labels(kept) == ["trước", "sau"]
    second = restore(made, path, at=AT)
    assert second is not None
    assert second.name == "Sổ Hội (trước khi khôi phục 2024-01-05 083000) 2.sohoi" or second != kept
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([NAME, "b", kept.name, second.name])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_lost_register_is_restored_to_its_place(path: Path, tmp_path: Path) -> None:
    made = back_up(path, tmp_path / "b", at=AT)
    path.unlink()
    assert restore(made, path, at=AT) is None
    assert labels(path) == []


def test_a_damaged_register_is_kept_with_its_journal(path: Path, tmp_path: Path) -> None:
    made = back_up(path, tmp_path / "b", at=AT)
    path.write_bytes(b"torn " * 5000)
    journal = path.with_name(path.name + "-wal")
    journal.write_bytes(b"journal")
    kept = restore(made, path, at=AT)
    assert kept is not None
    assert kept.read_bytes() == b"torn " * 5000
    assert not journal.exists()
    assert labels(path) == []


def test_a_register_given_as_backup_is_restored_with_what_waits_in_its_journal(
    path: Path, tmp_path: Path
) -> None:
    source = tmp_path / "usb" / "sổ cũ.sohoi"
    source.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        save(connection, "đã lưu")
        for ending in ("", "-wal"):  # as a killed program leaves it
            shutil.copyfile(f"{path}{ending}", f"{source}{ending}")
    before = source.read_bytes(), source.with_name(source.name + "-wal").read_bytes()
    assert len(before[1]) > 0
    restore(source, path, at=AT)
    assert labels(path) == ["đã lưu"]
    assert (source.read_bytes(), source.with_name(source.name + "-wal").read_bytes()) == before


def test_what_is_replaced_keeps_its_waiting_changes_and_leaves_no_journal(path: Path, tmp_path: Path) -> None:
    made = back_up(path, tmp_path / "b", at=AT)
    place = tmp_path / "nơi khác"
    place.mkdir()
    killed = place / NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        save(connection, "đã lưu")
        for ending in ("", "-wal"):
            shutil.copyfile(f"{path}{ending}", f"{killed}{ending}")
    kept = restore(made, killed, at=AT)
    assert kept is not None
    assert sorted(each.name for each in place.iterdir()) == sorted([NAME, kept.name])
    assert (labels(kept), labels(killed)) == (["đã lưu"], [])


def test_the_journal_of_a_lost_register_is_not_read_into_the_restored_one(path: Path, tmp_path: Path) -> None:
    made = back_up(path, tmp_path / "b", at=AT)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        save(connection, "của sổ đã mất")
        journal = path.with_name(path.name + "-wal").read_bytes()
    path.unlink()
    path.with_name(path.name + "-wal").write_bytes(journal)
    assert restore(made, path, at=AT) is None
    assert labels(path) == []


def test_a_register_in_use_is_not_replaced(path: Path, tmp_path: Path) -> None:
    made = back_up(path, tmp_path / "b", at=AT)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        save(connection, "mở")
        with pytest.raises(RegisterProblemError, match="đang mở"):
            restore(made, path, at=AT)
        assert labels(path) == ["mở"]
    assert labels(path) == ["mở"]


def test_what_is_no_sound_backup_is_refused_before_anything_is_touched(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    foreign = tmp_path / "khác.sohoi-backup"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    text = tmp_path / "thư.txt"
    text.write_text("thư")
    spoilt = back_up(path, tmp_path / "b", at=AT)
    scribble(spoilt)
    for wrong in (foreign, text, spoilt):
        with pytest.raises(RegisterProblemError):
            restore(wrong, path, at=AT)
    with pytest.raises(FileProblemError, match="Không tìm thấy"):
        restore(tmp_path / "không có", path, at=AT)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([NAME, "b", foreign.name, text.name])


def test_a_stick_without_second_names_is_served_too(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    made = back_up(path, tmp_path / "b", at=AT)
    kept = restore(made, path, at=AT)
    assert kept is not None
    assert kept.exists()
    assert path.exists()


def test_old_backups_are_thinned_out_and_other_files_left(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    made = {
        hours: back_up(path, folder, at=AT - timedelta(hours=hours))
        for hours in (0, 1, 24, 24 * 5, 24 * 5 + 1)
    }
    (folder / "thư.txt").write_text("x")
    assert prune(folder, path, now=AT) == (made[24 * 5 + 1],)
    assert {backup.path for backup in list_backups(folder, path)} == {
        made[hours] for hours in (0, 1, 24, 24 * 5)
    }
    assert (folder / "thư.txt").exists()
