"""What a member agreed to about his personal data, line by line (domain notes §7)."""

from __future__ import annotations

from app.domain.members import Consent
from ui.theme import Theme
from ui.widgets.record_lines import RecordLines


def consent_words(consent: Consent) -> str:
    """One consent in one line: how and when it was given, where the paper lies, whether it was taken back."""
    parts = [
        f"{consent.way}, {consent.on}" if consent.on else consent.way,
        f"giấy ở {consent.kept_at}" if consent.kept_at else "",
        f"đã rút lại {consent.withdrawn}" if consent.withdrawn else "",
    ]
    return " · ".join(part for part in parts if part)


def consent_lines(theme: Theme) -> RecordLines[Consent]:
    """The consents of one member."""
    nothing = "Chưa ghi. Im lặng không phải là đồng ý."
    return RecordLines(consent_words, "Ghi sự đồng ý…", nothing, theme)
