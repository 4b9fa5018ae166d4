"""Facts of PDF files as they lie on the disk: what the program reports is measured, not remembered."""

from __future__ import annotations

from pathlib import Path


def count_pages(path: Path) -> int:
    """The pages of a PDF file."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()
