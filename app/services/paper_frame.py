"""What every paper of the register carries besides its own: the issuer's lines, the day, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.branch import BRANCH_ID, Branch
from app.domain.year_report import Signature
from app.services.offices import chairman
from app.store.reader import Reader
from app.vietnamese.dates import dated_place


@dataclass(frozen=True, slots=True)
class PaperFrame:
    """The issuer's lines (upper body first), the signature block, and the branch."""

    branch: Branch
    heading: tuple[str, ...]
    signature: Signature


def paper_frame(reader: Reader, today: date) -> PaperFrame:
    """The frame of a paper that is made today."""
    branch = reader.get(Branch, BRANCH_ID)
    signer, office = chairman(reader, today)
    signature = Signature(
        dated_place(branch.place, today), branch.authority, (office or "Chủ tịch").upper(), signer
    )
    heading = tuple(line.upper() for line in (branch.parent_name, branch.name) if line)
    return PaperFrame(branch, heading, signature)
