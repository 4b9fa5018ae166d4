"""Pages cut out of kept files are the pages that were printed, with everything a file of its own needs."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from app.documents.certificates import CertificatePage, cut_each, cut_pages, render_certificates
from app.documents.layouts import load_layout
from app.domain.certificate_fields import samples
from app.errors import FileProblemError, RuleError

NAMES = ("Nguyễn Thị Phượng", "Đỗ Đức Lại", "Bế Văn Ước", "Chi hội phường Đức Xuân")


def kept(layout: str, *names: str) -> bytes:
    certificate = load_layout(layout)
    pages = [CertificatePage(samples() | {"recipient": name}, certificate, name) for name in names]
    return render_certificates(pages).content


@pytest.fixture(scope="module")
def issues() -> tuple[bytes, bytes]:
    """Two issue runs, each kept as one PDF."""
    return kept("truyen-thong", *NAMES), kept("truyen-thong-doc", "An", "Bình")


def opened(content: bytes) -> Any:
    return PdfReader(io.BytesIO(content), strict=True)


def drawn(page: Any) -> tuple[bytes, bytes]:
    """A page's own operators, and those of the border it shows."""
    forms = page["/Resources"]["/XObject"]
    return page.get_contents().get_data(), next(iter(forms.values())).get_object().get_data()


def test_cut_pages_are_the_pages_that_were_kept(issues: tuple[bytes, bytes]) -> None:
    first, second = issues
    parts = [(first, 2, NAMES[2]), (second, 1, "Bình"), (first, 0, NAMES[0])]
    content = cut_pages(parts, title="In lại", author="Hội Trường Sơn")
    reader = opened(content)
    assert len(reader.pages) == 3
    for page, (whole, number, name) in zip(reader.pages, parts, strict=True):
        old = opened(whole).pages[number]
        assert drawn(page) == drawn(old)
        assert page.mediabox == old.mediabox
        assert name in " ".join(page.extract_text().split())
    assert [entry.title for entry in reader.outline] == [name for _, _, name in parts]
    assert [reader.get_destination_page_number(entry) for entry in reader.outline] == [0, 1, 2]
    assert (reader.metadata.title, reader.metadata.author) == ("In lại", "Hội Trường Sơn")
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_the_same_parts_give_the_same_bytes_and_share_what_they_share(issues: tuple[bytes, bytes]) -> None:
    parts = [(issues[0], number, name) for number, name in enumerate(NAMES)]
    content = cut_pages(parts, title="In lại", author="Hội")
    assert cut_pages(list(parts), title="In lại", author="Hội") == content
    assert cut_pages(parts[:2], title="In lại", author="Hội") != content
    assert len(content) < len(issues[0]) * 1.1  # fonts and border once, not four times
    equal = [(bytes(bytearray(issues[0])), number, name) for number, name in enumerate(NAMES)]
    assert cut_pages(equal, title="In lại", author="Hội") == content


def test_each_page_cut_alone_is_a_whole_file(issues: tuple[bytes, bytes]) -> None:
    parts = [(issues[0], number, name) for number, name in enumerate(NAMES)]
    files = dict(cut_each(parts, title="Giấy khen", author="Hội"))
    assert list(files) == [f"{number:02d} {name}.pdf" for number, name in enumerate(NAMES, 1)]
    for name, content in zip(NAMES, files.values(), strict=True):
        reader = opened(content)
        assert len(reader.pages) == 1
        assert reader.metadata.title == f"Giấy khen – {name}"
        assert [entry.title for entry in reader.outline] == [name]
        fonts = reader.pages[0]["/Resources"]["/Font"]
        assert all("/FontFile2" in fonts[key]["/FontDescriptor"] for key in fonts)


def test_a_damaged_kept_file_or_a_missing_page_is_refused_by_name(issues: tuple[bytes, bytes]) -> None:
    for part in ((issues[0], 4, "An"), (issues[0], -1, "An"), (b"", 0, "An"), (b"%PDF-1.4 x", 0, "An")):
        with pytest.raises(FileProblemError, match="Bản PDF đã lưu của giấy khen “An” bị hỏng"):
            cut_pages([part], title="", author="")
        with pytest.raises(FileProblemError, match="“An”"):
            next(cut_each([(issues[0], 0, "Bình"), part], title="", author=""))
    with pytest.raises(RuleError):
        cut_pages([], title="", author="")
    with pytest.raises(RuleError):
        next(cut_each([], title="", author=""))
