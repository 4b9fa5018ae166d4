"""The user's layouts and blanks: saved under names of their own, carried away, taken away and had back."""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.clock import now
from app.documents.photos import for_paper
from app.domain.commendations import Award, AwardRound
from app.errors import FieldError, FileProblemError, NotFoundError
from app.paths import Paths, user_paths
from app.services import blanks, layouts, own_files, registers
from app.services.layouts import Layout
from app.store.register import Register


@pytest.fixture
def paths(own_profile: Path) -> Paths:
    return user_paths()


@pytest.fixture
def usual(paths: Paths) -> Layout:
    return layouts.find_layout(paths, "truyen-thong")


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Register]:
    shutil.copyfile(demo_file, tmp_path / "so.sohoi")
    with registers.open_register(tmp_path / "so.sohoi", clock=now) as register:
        yield register


def test_a_layout_of_the_program_is_saved_as_ones_own_and_counts_its_versions(
    paths: Paths, usual: Layout
) -> None:
    with pytest.raises(NotFoundError, match="mẫu mới"):
        layouts.save_layout(paths, usual, replace=True)
    with pytest.raises(FieldError, match="Đã có mẫu tên"):
        layouts.save_layout(paths, usual)
    assert not paths.layouts.exists()
    saved = layouts.save_layout(paths, dataclasses.replace(usual, title="Mẫu của Hội Bắc Kạn"))
    assert (saved.name, saved.version) == ("mau-cua-hoi-bac-kan", 1)
    again = layouts.save_layout(paths, dataclasses.replace(saved, art=""), replace=True)
    assert (again.version, layouts.find_layout(paths, saved.name)) == (2, again)
    # Somebody who still has the first version open does not bring its number back.
    assert layouts.save_layout(paths, saved, replace=True).version == 3
    entry = next(each for each in layouts.list_layouts(paths) if each.name == saved.name)
    assert (entry.is_own, entry.version, entry.title) == (True, 3, "Mẫu của Hội Bắc Kạn")
    assert not next(each for each in layouts.list_layouts(paths) if each.name == "truyen-thong").is_own


def test_names_of_files_are_free_plain_and_none_that_windows_keeps() -> None:
    assert own_files.free_name("Giấy khen – Đức Xuân!", ()) == "giay-khen-duc-xuan"
    assert own_files.free_name("Giấy khen", {"giay-khen", "giay-khen-2"}) == "giay-khen-3"
    assert own_files.free_name("CON", ()) == "mau-con"
    assert own_files.free_name("…", ()) == "mau"
    assert own_files.free_title("Mẫu", {"mẫu"}) == "Mẫu 2"


def test_a_layout_taken_away_can_be_had_back_as_it_was(paths: Paths, usual: Layout) -> None:
    saved = layouts.save_layout(paths, dataclasses.replace(usual, title="Của tôi"))
    saved = layouts.save_layout(paths, saved, replace=True)
    gone = layouts.remove_layout(paths, saved.name)
    with pytest.raises(NotFoundError):
        layouts.find_layout(paths, saved.name)
    layouts.put_back_layout(paths, gone)
    assert layouts.find_layout(paths, saved.name) == saved
    with pytest.raises(NotFoundError):
        layouts.remove_layout(paths, "truyen-thong")


def test_one_file_carries_a_layout_with_its_picture_to_another_machine(
    paths: Paths, usual: Layout, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (300, 150), (200, 30, 30, 120)).save(logo)
    data, ratio = layouts.picture_data(logo)
    assert ratio == 2
    with_logo = dataclasses.replace(usual, pictures=(layouts.Picture(10, 10, 20, 10, data),))
    file = layouts.write_layout(with_logo, tmp_path / "mau.json")
    brought = layouts.import_layout(paths, file)
    assert (brought.pictures, brought.boxes) == (with_logo.pictures, usual.boxes)
    assert brought.title == f"{usual.title} 2"  # beside the one that comes with the program
    assert layouts.import_layout(paths, file).name != brought.name
    with pytest.raises(FileProblemError, match="Đã có tệp"):
        layouts.export_layout(paths, brought.name, file)


def test_a_heavy_picture_becomes_light_enough_to_be_kept_with_every_certificate(tmp_path: Path) -> None:
    photograph = tmp_path / "anh.jpg"
    Image.effect_noise((1200, 900), 90).save(photograph, quality=95)
    assert photograph.stat().st_size > 500_000
    data, ratio = layouts.picture_data(photograph)
    assert 50_000 < len(data) < 350_000
    assert ratio == pytest.approx(4 / 3, abs=0.01)


@pytest.mark.parametrize(
    ("change", "told"),
    [({"font": "Arial"}, "Arial"), ({"field": "luong"}, "luong"), ({"colour": "red"}, "màu")],
)
def test_a_layout_that_names_what_there_is_not_is_refused_with_a_sentence(
    paths: Paths, usual: Layout, tmp_path: Path, change: dict[str, str], told: str
) -> None:
    file = layouts.write_layout(usual, tmp_path / "mau.json")
    shutil.copy(file, tmp_path / "tot.json")
    document = json.loads(file.read_text("utf-8"))
    document["boxes"][0] |= change
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(FileProblemError, match=told):
        layouts.import_layout(paths, file)
    with pytest.raises(FileProblemError, match=r"\.json"):
        layouts.import_layout(paths, tmp_path / "mau.docx")
    # One that lies in the folder already is listed with its problem, and the others with it.
    paths.layouts.mkdir(parents=True)
    (paths.layouts / "hong.json").write_text(json.dumps(document), "utf-8")
    listed = {entry.name: entry.problem for entry in layouts.list_layouts(paths)}
    assert told in listed["hong"]
    assert listed["truyen-thong"] == ""
    # For printing one chooses from those that can be used, by the names of their files.
    shutil.copy(file.with_name("tot.json"), paths.layouts / "tot.json")
    offered = {entry.name for entry in layouts.list_layouts(paths) if not entry.problem}
    assert offered == listed.keys() - {"hong"} | {"tot"}


def test_a_text_without_room_is_told_by_box_and_the_rest_is_drawn(usual: Layout) -> None:
    whole = layouts.layout_preview(usual, layouts.sample_texts())
    assert (whole.troubles, whole.shrunk) == ({}, ())
    # A name in one line leaves room, so what follows it rises; without the detail the achievement too.
    assert whole.risen["detail"] < usual.box("detail").y
    bare = layouts.layout_preview(usual, layouts.sample_texts() | {"detail": ""})
    assert bare.risen["achievement"] < whole.risen["achievement"] < usual.box("achievement").y
    narrow = tuple(
        dataclasses.replace(box, width=20.0) if box.key in ("recipient", "signer") else box
        for box in usual.boxes
    )
    found = layouts.layout_preview(dataclasses.replace(usual, boxes=narrow), layouts.sample_texts())
    assert found.troubles.keys() == {"recipient", "signer"}
    assert "Người ký" in found.troubles["signer"]
    assert found.content.startswith(b"%PDF")


def test_only_what_a_blank_lacks_is_drawn_and_only_its_own_boxes(usual: Layout) -> None:
    texts = layouts.sample_texts()
    blank = blanks.Blank("p", "Phôi", 297, 210, ("recipient",))
    on_blank = layouts.layout_preview(usual, texts, overlay=True, blank=blank)
    overlay = layouts.layout_preview(usual, texts, overlay=True)
    whole = layouts.layout_preview(usual, texts)
    assert len(on_blank.content) < len(overlay.content) < len(whole.content)
    assert layouts.layout_preview(usual, texts, mono=True).content != whole.content


def test_what_is_doubtful_about_a_layout_is_said(usual: Layout) -> None:
    assert layouts.layout_shortcomings(usual) == ()
    nameless = dataclasses.replace(usual, boxes=tuple(b for b in usual.boxes if b.field != "recipient"))
    assert "không ghi tên ai" in layouts.layout_shortcomings(nameless)[0].sentence
    off = tuple(dataclasses.replace(b, x=280.0) if b.key == "gives" else b for b in usual.boxes)
    assert "ra ngoài" in layouts.layout_shortcomings(dataclasses.replace(usual, boxes=off))[0].sentence
    over = tuple(
        dataclasses.replace(b, y=usual.box("form").y) if b.key == "gives" else b for b in usual.boxes
    )
    assert any(
        "chồng" in each.sentence
        for each in layouts.layout_shortcomings(dataclasses.replace(usual, boxes=over))
    )


def test_the_longest_words_and_each_recipient_come_from_the_register(demo: Register, paths: Paths) -> None:
    with demo.read() as reader:
        rounds, awards = reader.all(AwardRound), reader.all(Award)
    longest = layouts.longest_texts(demo)
    assert len(longest["recipient"]) >= max(len(award.recipient) for award in awards)
    assert longest["achievement"] == max((award.achievement for award in awards), key=len)
    assert all(longest[field.key] for field in layouts.FIELDS)
    recipients = layouts.recipients_of(demo, rounds[0].id, paths)
    assert {each.name for each in recipients} == {each.texts["recipient"] for each in recipients}
    assert len(recipients) > 1


def test_blanks_are_kept_with_a_scan_that_is_small_and_had_back(paths: Paths, tmp_path: Path) -> None:
    scan = tmp_path / "phoi.png"
    Image.new("RGB", (3000, 2121), "gold").save(scan)
    data = blanks.scan_data(scan)
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (2000, 1414))
    new = blanks.Blank("", "Phôi A4 khung đỏ", 297, 210, ("recipient",), data)
    saved = blanks.save_blank(paths, new)
    assert (saved.name, blanks.find_blank(paths, saved.name)) == ("phoi-a4-khung-do", saved)
    with pytest.raises(FieldError, match="Đã có phôi"):
        blanks.save_blank(paths, new)
    changed = blanks.save_blank(paths, dataclasses.replace(saved, width=300), replace=True)
    assert (changed.name, len(blanks.list_blanks(paths))) == (saved.name, 1)
    file = blanks.export_blank(paths, saved.name, tmp_path / "phoi.json")
    assert blanks.remove_blank(paths, saved.name) == changed
    assert blanks.list_blanks(paths) == ()
    with pytest.raises(NotFoundError):
        blanks.remove_blank(paths, saved.name)
    assert blanks.import_blank(paths, file) == changed
    (paths.blanks / "hong.json").write_text("{", "utf-8")
    assert [bool(entry.problem) for entry in blanks.list_blanks(paths)] == [True, False]
    with pytest.raises(FieldError, match="tên"):
        blanks.save_blank(paths, dataclasses.replace(new, title=" "))


def test_a_picture_that_lets_the_ground_through_still_does(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(out, "PNG")
    kept, size = for_paper(out.getvalue(), keep_clear=True)
    assert size == (40, 30)
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.mode, picture.getpixel((1, 1))) == ("PNG", "RGBA", (255, 0, 0, 0))
    flat, _ = for_paper(out.getvalue())
    with Image.open(io.BytesIO(flat)) as picture:
        assert (picture.format, picture.getpixel((1, 1))) == ("JPEG", (255, 255, 255))
    with pytest.raises(FileProblemError, match="không phải ảnh"):
        for_paper(b"%PDF-1.7")
