"""Layouts, blanks, templates and how they lie in the printer, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_a_layout_is_carried_out_changed_checked_and_brought_in(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mau.json"
    shell("layout", "export", "truyen-thong", "--out", file)
    assert "dùng được" in shell("layout", "check", "truyen-thong", "--register", register)[0]
    before = shell.json("layouts")
    said = shell("layout", "import", file)[0]
    name = said.rsplit(" ", 1)[1].strip(".\n")
    own = [row for row in shell.json("layouts") if row["is_own"]]
    assert [row["name"] for row in own] == [name]
    assert "của Hội, bản" in shell("layouts")[0]
    document = json.loads(file.read_text("utf-8"))
    document["boxes"][0]["field"] = "khong_co"
    file.write_text(json.dumps(document), "utf-8")
    assert "khong_co" in shell("layout", "import", file, code=2)[1]
    shell("layout", "remove", name)
    assert shell.json("layouts") == before
    assert "mẫu đi kèm" in shell("layout", "remove", "truyen-thong", code=1)[1]
    shell("layout", "check", "khong-co", code=1)
    assert ".json" in shell("layout", "export", "truyen-thong", "--out", tmp_path / "a.txt", code=64)[1]


def test_a_blank_is_described_measured_and_printed_on(shell: Shell, tmp_path: Path) -> None:
    scan = tmp_path / "quet.png"
    Image.new("RGB", (60, 40), "white").save(scan)
    said = shell(
        "blank", "add", "Phôi A4 đỏ", "--width", 297, "--height", 210, "--prints", "recipient, detail",
        "--scan", scan,
    )[0]  # fmt: skip
    name = said.rsplit(" ", 1)[1].strip(".\n")
    shell("blank", "edit", name, "--title", "Phôi A4 đỏ đậm", "--prints", "recipient,detail,achievement")
    assert "không mẫu nào có ô “ten”" in shell("blank", "edit", name, "--prints", "ten", code=64)[1]
    assert shell("blanks")[0].startswith(
        f"{name}: Phôi A4 đỏ đậm, 297 × 210 mm, in recipient, detail, achievement, có ảnh quét\n"
    )
    shell("blank", "export", name, "--out", tmp_path / "phoi.json")
    shell("blank", "import", tmp_path / "phoi.json")
    assert [row["has_scan"] for row in shell.json("blanks")] == [True, True]

    shell(
        "calibrate",
        "phôi a4 đỏ đậm",
        "--printer",
        "HP",
        "--left",
        "21,5",
        "--top",
        20,
        "--across",
        257,
        "--down",
        170,
    )
    shell("calibrate", name, "--printer", "HP", "--tray", "Khay 2", "--dx", 1, "--scale-x", "99,5")
    held = {row["tray"]: (row["dx"], row["dy"], row["scale_x"]) for row in shell.json("calibrations")}
    assert held == {"": (-1.5, 0.0, 100.0), "Khay 2": (1.0, 0.0, 99.5)}
    assert f"{name} ở HP, Khay 2: phải 1 mm" in shell("calibrations")[0]
    assert f"{name} ở HP: trái 1,5 mm, xuống 0 mm" in shell("calibrations")[0]
    for wrong in ("--dx 1 --left 20", "--left 20", "", "--dx 1 --remove"):
        shell("calibrate", name, *wrong.split(), code=64)
    shell("calibrate", "khong-co", "--dx", 1, code=1)
    shell("calibrate", name, "--left", 200, "--top", 20, code=1)
    pages = []
    for out, printer in (("a.pdf", ""), ("b.pdf", "HP"), ("c.pdf", "Canon")):
        words = ("--printer", printer) if printer else ()
        shell("testpage", "--blank", "Phôi A4 đỏ đậm", *words, "--out", tmp_path / out)
        pages.append(PdfReader(tmp_path / out).pages[0].get_contents().get_data())  # type: ignore[union-attr]
    assert pages[0] == pages[2] != pages[1]
    shell("testpage", "--blank", name, "--layout", "truyen-thong", "--out", tmp_path / "d.pdf", code=64)
    shell("calibrate", name, "--printer", "HP", "--remove")
    shell("calibrate", name, "--printer", "HP", "--remove", code=1)
    for each in shell.json("blanks"):
        shell("blank", "remove", each["name"])
    assert shell("blanks")[0] == "0 phôi.\n"


def test_an_overlay_moves_by_what_was_measured(shell: Shell, example: Path, tmp_path: Path) -> None:
    shell("calibrate", "truyen-thong", "--printer", "HP", "--dx", 1)
    found = []
    for words in ("", "--printer HP", "--dx 1"):
        shell(
            "certificates", "--register", example, "--round", 2023, "--only", 4, "--overlay", *words.split(),
            "--out", tmp_path / "a.pdf",
        )  # fmt: skip
        found.append((tmp_path / "a.pdf").read_bytes())
    assert found[0] != found[1] == found[2]


def test_what_was_measured_for_every_printer_counts_on_blanks_unasked(
    shell: Shell, example: Path, tmp_path: Path
) -> None:
    found = []
    for measured in (False, True):
        if measured:
            shell("calibrate", "phoi-a4", "--dx", 1)
        said = shell(
            "certificates", "--register", example, "--round", 2023, "--only", 4, "--layout", "phoi-a4",
            "--overlay", "--out", tmp_path / "a.pdf",
        )[0]  # fmt: skip
        assert ("Căn: phải 1 mm" in said) == measured
        found.append((tmp_path / "a.pdf").read_bytes())
    assert found[0] != found[1]


def test_the_branch_makes_a_template_its_own_and_goes_back(
    shell: Shell, example: Path, tmp_path: Path
) -> None:
    assert shell("paper-template", "decision")[0].startswith("Mẫu đi kèm: ")
    own = Path(shell("paper-template", "decision", "--edit")[0].removeprefix("Mẫu của Hội: ").strip())
    assert own.read_bytes()[:2] == b"PK"
    assert shell("paper-template", "decision")[0] == f"Mẫu của Hội: {own}\n"
    paper = ("award-paper", "decision", "--register", example, "--round", 2023, "--out")
    assert "theo mẫu đi kèm" in shell(*paper, tmp_path / "a.pdf")[0]
    assert "theo mẫu đi kèm" not in shell(*paper, tmp_path / "a.docx")[0]
    assert "Đã trở về" in shell("paper-template", "decision", "--reset")[0]
    assert not own.exists()
    assert "vẫn dùng" in shell("paper-template", "decision", "--reset")[0]
    assert "so: Dòng số văn bản" in shell("paper-template", "decision", "--words")[0]
    shell("paper-template", "decision", "--edit", "--reset", code=64)
