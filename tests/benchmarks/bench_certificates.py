"""Certificates per second, size and memory, beside Typst and LibreOffice in the same run.

Run it by hand: ``python tests/benchmarks/bench_certificates.py [--peers PYTHON] [--rounds N]``. ``PYTHON`` is
an interpreter that has the package ``typst``; without it, and without LibreOffice, those lines are left out.
Each measurement is a process of its own, so that its peak memory is its own too.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"

TYPST = """
#set page(width: 297mm, height: 210mm, margin: 0mm, background: image("background.pdf", width: 297mm))
#set text(font: "Tinos", fill: rgb("#1a1a1a"), hyphenate: false, lang: "vi")
#set document(title: "Giấy khen")
#let rows = json("rows.json")
#let at(y, body) = place(top + center, dy: y, body)
#for row in rows {
  at(80mm, text(size: 14.5pt, style: "italic", row.salutation))
  at(88mm, text(size: 32pt, weight: "bold", font: "Charm", fill: rgb("#a3151a"), row.recipient))
  at(103mm, block(width: 210mm, align(center, text(size: 14.5pt, style: "italic", row.detail))))
  at(116mm, block(width: 210mm, align(center, text(size: 17pt, weight: "bold", row.achievement))))
  place(top + left, dx: 32mm, dy: 186mm, text(size: 12.5pt, style: "italic", row.register))
  pagebreak(weak: true)
}
"""

TYPST_RUN = """
import sys, time, json, pathlib, typst
mode, folder = sys.argv[1], pathlib.Path(sys.argv[2])
fonts = [sys.argv[3]]
start = time.perf_counter()
if mode == "one":
    content = typst.compile(str(folder / "main.typ"), font_paths=fonts, ignore_system_fonts=True)
    size = len(content)
else:
    size = 0
    rows = json.loads((folder / "rows.json").read_text("utf-8"))
    compiler = typst.Compiler(str(folder / "one.typ"), font_paths=fonts, ignore_system_fonts=True)
    for row in rows:
        size += len(compiler.compile(sys_inputs={"row": json.dumps(row)}))
print(json.dumps({"seconds": time.perf_counter() - start, "size": size}))
"""


def people(count: int) -> list[dict[str, str]]:
    """Texts of invented certificates; the same for every engine."""
    from app.domain.certificate_fields import samples

    chance = random.Random(2024)
    family = "Nguyễn Trần Lê Hoàng Nông Bế Lương Triệu Đàm Hà Vi Ma Dương Đặng Phạm Vũ Đỗ".split()
    middle = "Văn Thị Đức Xuân Quang Thanh Hữu Minh Ngọc Kim Bích Đình".split()
    given = "An Bình Cường Dũng Đạt Hà Hạnh Khánh Lan Mai Nga Phượng Quý Sơn Thủy Ước Xuyến Yến".split()
    units = "Đức Xuân, Sông Cầu, Phùng Chí Kiên, Nguyễn Thị Minh Khai, Huyền Tụng, Xuất Hóa".split(", ")
    rows = []
    for number in range(1, count + 1):
        name = (
            f"{chance.choice(family)} {chance.choice(middle)} {chance.choice(middle)} {chance.choice(given)}"
        )
        rows.append(
            samples()
            | {
                "recipient": name,
                "salutation": chance.choice(("Ông", "Bà", "Đồng chí")),
                "detail": f"Hội viên Chi hội phường {chance.choice(units)}",
                "register": f"Vào sổ khen thưởng số: {number:02d}",
            }
        )
    return rows


def measure_ours(mode: str, count: int) -> dict[str, float]:
    """Seconds and bytes of our own engine in this process."""
    from app.documents.certificates import CertificatePage, render_certificates, render_separate
    from app.documents.layouts import load_layout

    layout = load_layout("truyen-thong")
    pages = [CertificatePage(row, layout, row["recipient"]) for row in people(count)]
    import reportlab.pdfbase.ttfonts
    import reportlab.pdfgen.canvas  # noqa: F401 - the peers, too, are imported before the clock starts

    start = time.perf_counter()
    if mode == "one":
        size = len(render_certificates(pages).content)
    elif mode == "overlay":
        size = len(render_certificates(pages, overlay=True).content)
    else:
        size = sum(len(content) for _, content in render_separate(pages))
    return {"seconds": time.perf_counter() - start, "size": size}


def prepare(folder: Path, count: int) -> None:
    """Lay out the peers' input: the same words, and our own fixed part as a PDF background."""
    from app.documents.certificates import CertificatePage, render_certificates
    from app.documents.layouts import load_layout

    layout = load_layout("truyen-thong")
    own = {"salutation": "", "detail": "", "register": ""}
    boxes = tuple(box for box in layout.boxes if box.key not in {"recipient", "achievement"})
    background = dataclasses.replace(layout, boxes=boxes)
    texts = people(1)[0] | own
    (folder / "background.pdf").write_bytes(
        render_certificates([CertificatePage(texts, background, "nền")]).content
    )
    (folder / "rows.json").write_text(json.dumps(people(count), ensure_ascii=False), "utf-8")
    (folder / "main.typ").write_text(TYPST, "utf-8")
    one = TYPST.replace('json("rows.json")', "(json(bytes(sys.inputs.row)),)")
    (folder / "one.typ").write_text(one, "utf-8")


def libre_office(folder: Path, count: int) -> dict[str, float] | None:
    """LibreOffice turning already merged pages of bare text (no border at all) into a PDF: its best case.

    None when this LibreOffice has no Writer.
    """
    pages = []
    for row in people(count):
        keys = ("motto_1", "motto_2", "issuer", "form", "salutation", "recipient", "detail", "achievement")
        lines = [escape(row[key]) for key in (*keys, "decision", "register", "place_date", "signer")]
        pages.append(f'<p style="page-break-before: always">{"</p><p>".join(lines)}</p>')
    page = f'<html><head><meta charset="utf-8"></head><body>{"".join(pages)}</body></html>'
    (folder / "merged.html").write_text(page, "utf-8")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "merged.html"]
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    seconds, made = time.perf_counter() - start, folder / "merged.pdf"
    return {"seconds": seconds, "size": made.stat().st_size} if made.exists() else None


def child(arguments: list[str]) -> dict[str, float]:
    """One measurement in its own process; its peak memory in MB is added."""
    out = subprocess.run(arguments, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    result: dict[str, float] = json.loads(out.strip().splitlines()[-1])
    return result


def side_by_side(runs: dict[str, list[str]], rounds: int) -> dict[str, dict[str, float]]:
    """The median of several runs of each engine, taken in turn so that a busy moment meets all of them."""
    results: dict[str, list[dict[str, float]]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, command in runs.items():
            results[name].append(child(command))
    return {
        name: {key: statistics.median(one[key] for one in found) for key in found[0]}
        for name, found in results.items()
    }


def tell(what: str, count: int, result: dict[str, float], ours: dict[str, float]) -> None:
    """One line of the table."""
    memory = f"{result['memory']:6.0f} MB" if "memory" in result else "        –"
    speed = f"{count / result['seconds']:>10,.0f}/s"
    ratio = "" if result is ours else f"   ours = {result['seconds'] / ours['seconds']:.2f} ×"
    print(f"{what:<46}{count:>6}{speed}{result['size'] / 1e6:>9.1f} MB{memory}{ratio}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", default=sys.executable, help="a Python that has typst")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=2, metavar=("MODE", "COUNT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if asked.one:
        result = measure_ours(asked.one[0], int(asked.one[1]))
        result["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    probe = subprocess.run([asked.peers, "-c", "import typst"], capture_output=True, check=False)
    has_typst = probe.returncode == 0
    for mode, count in (("one", 1000), ("one", 10_000), ("overlay", 10_000), ("files", 1000)):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            prepare(folder, count)
            runs = {"Sổ Hội": [sys.executable, __file__, "--one", mode, str(count)]}
            if has_typst and mode != "overlay":
                runs["Typst, PDF background"] = [asked.peers, "-c", TYPST_RUN, mode, place, str(FONTS)]
            results = side_by_side(runs, asked.rounds)
            for name, result in results.items():
                tell(f"{name}, {mode}", count, result, results["Sổ Hội"])
            if mode == "one" and count == 1000 and shutil.which("soffice"):
                plain = libre_office(folder, count)
                if plain is not None:
                    tell("LibreOffice, merged text without a border", count, plain, results["Sổ Hội"])


if __name__ == "__main__":
    main()
