"""The names of the drawn borders, for whoever reads a layout without drawing it."""

ART_NAMES = ("truyen-thong", "trang-nha", "hoa-sen", "truong-son", "co-dien", "le-hoi")
"""The borders that :mod:`app.documents.certificates.ornaments` draws;
the usual one, then from restrained to festive."""
