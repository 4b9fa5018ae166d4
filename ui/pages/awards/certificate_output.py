"""What is done with a round's certificates: writing and printing, which issue them first, after asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.commendations import RoundState
from app.progress import Progress
from app.vietnamese.numbers import group
from ui.messages import PDF_FILES, openers
from ui.page import Context

if TYPE_CHECKING:
    from app.services.certificates import PrintChoice, WrittenCertificates
    from app.services.commendations import RoundCard

_FOLDER = "certificates.folder"
CHANGED = frozenset({"award_rounds", "issued_certificates"})


class CertificateOutput:
    """Writes and prints for a panel; ``again`` prints what was just written."""

    def __init__(self, context: Context, panel: QWidget, again: Callable[[], object]) -> None:
        self._context = context
        self._panel = panel
        self._again = again

    def write(
        self, card: RoundCard, choice: PrintChoice, only: frozenset[str] | None, *, separate: bool
    ) -> None:
        """Write certificates as PDF, ``only`` those of some awards; issues them first, after asking."""
        context = self._context
        if not self._may_issue(card, only):
            return
        path = self._choose_place(card, separate=separate, is_overlay=choice.overlay)
        if path is None:
            return

        def work(progress: Progress) -> WrittenCertificates:
            from app.services import certificates

            writing = certificates.Writing(path, choice, separate=separate, replace=True, only=only)
            services = context.services
            return certificates.write_round(
                services.register, card.round.id, writing, progress=progress, today=services.today()
            )

        context.long(work, self._say_written, label="Đang ghi giấy khen…")

    def print_out(self, card: RoundCard, choice: PrintChoice, only: frozenset[str] | None) -> None:
        """Issue what is not issued yet, after asking, and open the printing."""
        context = self._context
        if not self._may_issue(card, None):
            return

        def work(_progress: Progress) -> int:
            from app.services import issuing

            services = context.services
            return issuing.issue(services.register, card.round.id, today=services.today(), choice=choice)

        def after(_fresh: int) -> None:
            from ui.dialogs.print_certificates import open_print_certificates

            context.changes.happened.emit(CHANGED)
            open_print_certificates(
                context, card.round.id, self._panel.window(), award_ids=only or (), overlay=choice.overlay
            )

        context.long(work, after, label="Đang phát hành giấy khen…")

    # ---------------------------------------------------------------- parts

    def _may_issue(self, card: RoundCard, only: frozenset[str] | None) -> bool:
        if card.round.state is RoundState.DRAFT:
            return False
        wanted = [a for a in card.printable if only is None or a.id in only]
        waiting = [a for a in wanted if a.id not in card.issued]
        if not waiting:
            return True
        return self._context.messages.confirm(
            f"Phát hành sẽ khóa nội dung {group(len(waiting))} giấy khen: sau này in lại lúc nào cũng đúng "
            "từng chữ như hôm nay, và không sửa được danh sách nữa. Sai thì cấp đổi giấy khác.\n\n"
            "Bác đã xem kỹ tên, chức vụ và thành tích?",
            "Phát hành",
            "Xem lại đã",
        )

    def _choose_place(self, card: RoundCard, *, separate: bool, is_overlay: bool) -> Path | None:
        messages, year = self._context.messages, card.round.year
        if not separate:
            name = f"giay-khen-{year}" + ("-in-len-phoi" if is_overlay else "")
            path = messages.choose_save_file("Ghi giấy khen", self._folder() / f"{name}.pdf", PDF_FILES)
            if path is not None:
                self._context.memory.put(_FOLDER, str(path.parent))
            return path
        folder = messages.choose_folder("Chọn thư mục để ghi, mỗi người một tệp", self._folder())
        if folder is None:
            return None
        self._context.memory.put(_FOLDER, str(folder))
        path = folder / f"giay-khen-{year}"
        question = f"Thư mục {path.name} đã có ở đó. Ghi đè các tệp cùng tên trong thư mục ấy?"
        if path.exists() and not messages.confirm(question, "Ghi đè"):
            return None
        return path

    def _folder(self) -> Path:
        return Path(self._context.memory.get(_FOLDER) or self._context.services.paths.documents)

    def _say_written(self, written: WrittenCertificates) -> None:
        context = self._context
        context.changes.happened.emit(CHANGED)
        size = group(max(1, round(written.size / 1024)))
        pages = f"{group(written.pages)} trang"
        facts = pages if written.files == 1 else f"{group(written.files)} tệp"
        other = "; theo mẫu khác với lúc phát hành" if written.redesigned else ""
        text = f"{group(written.pages)} giấy khen, {facts}, {size} KB{other}"
        actions = (*openers(context.messages, written.path), ("In…", self._again))
        # After what everybody reads again because of the change, so that this line is the one that stays.
        context.ask(lambda: None, lambda _nothing: context.messages.done(text, actions))
