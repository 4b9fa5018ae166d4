"""Văn bản: the papers of a round as Word or PDF, the book of commendations, and the templates behind them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from app.domain.commendations import RoundState
from app.progress import Progress
from ui.page import Context
from ui.widgets.paper_writing import PaperWriting
from ui.widgets.template_menu import add_template_menu, empty

if TYPE_CHECKING:
    from app.services.award_papers import AwardPaperKind
    from app.services.commendations import RoundCard
    from app.services.official_papers import Written


class PapersMenu(QMenu):
    """Filled anew whenever it opens: which papers there are depends on the round."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._writing = PaperWriting(context, "award_papers")
        self.card: RoundCard | None = None
        #: The names of the units by their ids.
        self.units: Mapping[str, str] = {}
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what can be written for the round that is shown."""
        from app.services.award_papers import AwardPaperKind, papers_of

        empty(self)
        card = self.card
        if card is None:
            return
        for kind in papers_of(card.round):
            units = self._proposers() if kind is AwardPaperKind.PROPOSAL else {}
            for unit_id, name in units.items() or [(None, "")]:
                choice = self.addMenu(f"{kind.label}: {name}" if name else kind.label)
                choice.addAction("Word (.docx), để sửa…", partial(self.write, kind, ".docx", unit_id))
                choice.addAction("PDF, để in…", partial(self.write, kind, ".pdf", unit_id))
        if card.round.state is not RoundState.DRAFT and card.round.decided_on is not None:
            year = card.round.decided_on.year
            book = self.addMenu(f"Sổ khen thưởng năm {year}")
            book.addAction("PDF, để in…", partial(self.write_book, year, ".pdf"))
            book.addAction("Excel (.xlsx)…", partial(self.write_book, year, ".xlsx"))
        self.addSeparator()
        add_template_menu(self, self._context, [(kind.value, kind.label) for kind in AwardPaperKind])

    def write(self, kind: AwardPaperKind, suffix: str, unit_id: str | None = None) -> None:
        """Ask where to, and write one paper of the round."""
        from app.services.award_papers import paper_file_name

        card, services = self.card, self._context.services
        if card is None:
            return
        round_ = card.round

        def work(path: Path, _progress: Progress) -> Written:
            from app.services import award_papers

            return award_papers.write_award_paper(
                services.register,
                round_.id,
                kind,
                path,
                paths=services.paths,
                today=services.today(),
                unit_id=unit_id,
                replace=True,
            )

        name = paper_file_name(round_, kind, self.units.get(unit_id or "", ""))
        self._writing.write(kind.label, name + suffix, work)

    def write_book(self, year: int, suffix: str) -> None:
        """Write the book of commendations of a year."""
        services = self._context.services

        def work(path: Path, _progress: Progress) -> Written:
            from app.services import register_book

            return register_book.write_register_book(
                services.register, year, year, path, today=services.today(), replace=True
            )

        self._writing.write("Ghi sổ khen thưởng", f"Sổ khen thưởng {year}{suffix}", work)

    # ---------------------------------------------------------------- parts

    def _proposers(self) -> dict[str, str]:
        """The units that proposed awards of the round, in the order of the list."""
        ids = (award.proposer_id for award in self.card.awards) if self.card is not None else ()
        return {found: self.units[found] for found in ids if found and found in self.units}
