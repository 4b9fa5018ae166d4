"""How the designer speaks of lengths, fonts and borders."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.layouts import FONT_NAMES, Shrunk

_FACES = {
    "Regular": "thường", "Bold": "đậm", "Italic": "nghiêng", "BoldItalic": "đậm nghiêng", "Black": "rất đậm",
    "Medium": "vừa", "SemiBold": "đậm vừa",
}  # fmt: skip
_FAMILIES = {
    "Tinos": "Tinos (như Times New Roman)", "PlayfairDisplay": "Playfair Display (chữ đề)",
    "GreatVibes": "Great Vibes (chữ bay bướm)", "Charm": "Charm (chữ viết tay)",
    "BeVietnamPro": "Be Vietnam Pro (không chân)",
}  # fmt: skip
ART_WORDS = {
    "": "Không có khung", "truyen-thong": "Truyền thống", "trang-nha": "Trang nhã", "hoa-sen": "Hoa sen",
    "truong-son": "Trường Sơn", "le-hoi": "Lễ hội",
}  # fmt: skip


def mm(value: float) -> str:
    """A length as read here: "13,5"."""
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")


def font_words() -> list[tuple[str, str]]:
    """Every font with its words, as a choice."""
    return [(name, _font_words(name)) for name in FONT_NAMES]


def _font_words(name: str) -> str:
    family, _, face = name.partition("-")
    return f"{_FAMILIES.get(family, family)}, {_FACES.get(face, face)}"


def shrunk_words(shrunk: Sequence[Shrunk]) -> str:
    """What had to be set smaller, in one sentence; empty when nothing had to."""
    if not shrunk:
        return ""
    told = ", ".join(f"{each.box.lower()} từ {mm(each.from_size)} còn {mm(each.to_size)}" for each in shrunk)
    return f"Phải thu nhỏ cho vừa (cỡ chữ): {told}."
