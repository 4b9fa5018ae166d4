"""Certificates per second, size and memory, beside Typst and LibreOffice in the same run.

Run it by hand: ``python tests/benchmarks/bench_certificates.py [--peers PYTHON] [--rounds N]``. ``PYTHON`` is
an interpreter that has the package ``typst``; without it, and without LibreOffice, those lines are left out.
Each measurement is a process of its own, so that its peak memory is its own too. LibreOffice gets what a mail
merge gives: one document of merged pages, the border in the header that all pages share (its best case; a
copy on each page, as merging leaves it, takes ten times as long): our own border as a vector drawing, which
poppler's pdftocairo makes, and once more as a picture of 300 dpi. Being slow, it is measured once only.
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
import sys, time, json, pathlib, resource, typst
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
seconds, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "seconds": seconds, "size": size, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024
}))
"""

MERGED = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink">
<office:styles><style:style style:name="behind" style:family="graphic"><style:graphic-properties
 style:wrap="run-through" style:run-through="background" style:horizontal-pos="from-left"
 style:horizontal-rel="page" style:vertical-pos="from-top" style:vertical-rel="page"/></style:style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="landscape"><style:page-layout-properties fo:page-width="297mm"
 fo:page-height="210mm" style:print-orientation="landscape" fo:margin="20mm"/></style:page-layout>
<style:style style:name="top" style:family="paragraph"><style:paragraph-properties fo:break-before="page"
 fo:margin-top="55mm"/></style:style>
STYLES
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="landscape">
<style:header><text:p><draw:frame draw:style-name="behind" draw:name="border" text:anchor-type="paragraph"
 svg:x="0mm" svg:y="0mm" svg:width="297mm" svg:height="210mm"><draw:image xlink:href="BORDER"
 xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p></style:header>
</style:master-page></office:master-styles>
<office:body><office:text>PAGES</office:text></office:body></office:document>
"""

MERGED_FIELDS = {
    "salutation": ("Tinos", 14), "recipient": ("Charm", 32), "detail": ("Tinos", 14),
    "achievement": ("Tinos", 17), "register": ("Tinos", 12),
}  # fmt: skip
"""What is different on each page, and how LibreOffice sets it."""


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
    """Seconds and bytes of our own engine in this process; "again" cuts every second page of a kept file."""
    from app.documents.certificates import CertificatePage, cut_pages, render_certificates, render_separate
    from app.documents.layouts import load_layout

    layout = load_layout("truyen-thong")
    pages = [CertificatePage(row, layout, row["recipient"]) for row in people(count)]
    import reportlab.pdfbase.ttfonts
    import reportlab.pdfgen.canvas  # noqa: F401 - the peers, too, are imported before the clock starts

    kept = render_certificates(pages).content if mode == "again" else b""
    start = time.perf_counter()
    if mode == "again":
        parts = [(kept, number, page.name) for number, page in enumerate(pages) if number % 2]
        size = len(cut_pages(parts, title="", author=""))
    elif mode == "one":
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


def libre_office(folder: Path, count: int, border: str) -> dict[str, float] | None:
    """LibreOffice turning ``count`` merged pages with a border ("svg" or "png") into a PDF.

    None when this LibreOffice has no Writer, or the border cannot be made.
    """
    if border == "svg":
        if shutil.which("pdftocairo") is None:
            return None
        subprocess.run(["pdftocairo", "-svg", "background.pdf", "border.svg"], cwd=folder, check=True)
    else:
        import pypdfium2

        page = pypdfium2.PdfDocument(folder / "background.pdf")[0]
        page.render(scale=300 / 72).to_pil().save(folder / "border.png")
    styles = "".join(
        f'<style:style style:name="{field}" style:family="paragraph"><style:paragraph-properties'
        f' fo:text-align="center"/><style:text-properties fo:font-family="{font}" fo:font-size="{size}pt"/>'
        "</style:style>"
        for field, (font, size) in MERGED_FIELDS.items()
    )
    pages = "".join(
        '<text:p text:style-name="top"/>'
        + "".join(f'<text:p text:style-name="{key}">{escape(row[key])}</text:p>' for key in MERGED_FIELDS)
        for row in people(count)
    )
    document = MERGED.replace("STYLES", styles).replace("BORDER", f"border.{border}").replace("PAGES", pages)
    (folder / "merged.fodt").write_text(document, "utf-8")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    start = time.perf_counter()
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "merged.fodt"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
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


def tell(what: str, count: int, result: dict[str, float], ours: float | None = None) -> None:
    """One line of the table; ``ours`` is our own speed in pages a second, the peers are compared with it."""
    memory = f"{result['memory']:6.0f} MB" if "memory" in result else "        –"
    cpu = f"{result['cpu']:7.2f} s cpu" if "cpu" in result else "          –"
    speed = count / result["seconds"]
    ratio = "" if ours is None else f"   ours = {ours / speed:.2f} ×"
    size = f"{result['size'] / 1e6:>8.1f} MB"
    print(f"{what:<44}{count:>6}{speed:>10,.0f}/s{cpu}{size}{memory}{ratio}", flush=True)


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
        used = resource.getrusage(resource.RUSAGE_SELF)
        result |= {"memory": used.ru_maxrss / 1024, "cpu": used.ru_utime + used.ru_stime}
        print(json.dumps(result))
        return
    probe = subprocess.run([asked.peers, "-c", "import typst"], capture_output=True, check=False)
    has_typst = probe.returncode == 0
    for mode, count in (
        ("one", 1000),
        ("one", 10_000),
        ("overlay", 10_000),
        ("files", 1000),
        ("again", 1000),
    ):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            prepare(folder, count)
            runs = {"Sổ Hội": [sys.executable, __file__, "--one", mode, str(count)]}
            if has_typst and mode in {"one", "files"}:
                runs["Typst, PDF background"] = [asked.peers, "-c", TYPST_RUN, mode, place, str(FONTS)]
            results = side_by_side(runs, asked.rounds)
            ours = count / results["Sổ Hội"]["seconds"]
            for name, result in results.items():
                tell(f"{name}, {mode}", count, result, None if name == "Sổ Hội" else ours)
            if mode == "one" and count == 1000 and shutil.which("soffice"):
                for border, fewer in (("svg", 200), ("png", 1000)):
                    merged = libre_office(folder, fewer, border)
                    if merged is not None:
                        tell(f"LibreOffice, merged, {border} border", fewer, merged, ours)


if __name__ == "__main__":
    main()
