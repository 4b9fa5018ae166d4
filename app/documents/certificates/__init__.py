"""Certificates (giấy khen): a layout and texts in, PDF bytes out."""

from app.documents.certificates.alignment import render_test_page
from app.documents.certificates.rendering import (
    CertificatePage,
    RenderedPdf,
    Shrunk,
    render_certificates,
    render_separate,
)

__all__ = [
    "CertificatePage",
    "RenderedPdf",
    "Shrunk",
    "render_certificates",
    "render_separate",
    "render_test_page",
]
