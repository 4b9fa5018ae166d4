"""Certificates (giấy khen): a layout and texts in, PDF bytes out."""

from app.documents.certificates.alignment import render_test_page
from app.documents.certificates.composing import CertificatePage, Shrunk
from app.documents.certificates.placement import Placement, calibration_from
from app.documents.certificates.rendering import RenderedPdf, render_certificates, render_separate
from app.documents.certificates.reprint import cut_each, cut_pages

__all__ = [
    "CertificatePage",
    "Placement",
    "RenderedPdf",
    "Shrunk",
    "calibration_from",
    "cut_each",
    "cut_pages",
    "render_certificates",
    "render_separate",
    "render_test_page",
]
