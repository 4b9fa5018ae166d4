"""The names of the drawn borders, for whoever reads a layout without drawing it."""

ART_NAMES = ("truyen-thong", "trang-nha", "hoa-sen", "truong-son", "le-hoi", "co-dien")
"""The borders that :mod:`app.documents.certificates.ornaments` draws."""
