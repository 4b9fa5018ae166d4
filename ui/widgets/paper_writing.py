"""Where a paper is written to is asked, it is written, and what lies there is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.errors import SoHoiError
from app.progress import Progress
from ui.messages import PDF_FILES, WORD_FILES, WORKBOOK_FILES, Action, openers
from ui.page import Context


class WrittenPaper(Protocol):
    """What was written: where it lies, and what was measured, in words."""

    @property
    def path(self) -> Path: ...
    @property
    def words(self) -> str: ...


_FILES = {".pdf": PDF_FILES, ".docx": WORD_FILES, ".xlsx": WORKBOOK_FILES}


class PaperWriting:
    """Papers of one subject; the folder that was chosen last is offered again."""

    def __init__(
        self, context: Context, name: str, tell: Callable[[str, tuple[Action, ...]], object] | None = None
    ) -> None:
        """``name`` is under what the folder is remembered ("award_papers").

        ``tell`` says what lies there, with what can follow; otherwise the window does.
        """
        self._context = context
        self._tell = tell or context.messages.done
        self._folder = f"{name}.folder"

    def write(
        self,
        title: str,
        file_name: str,
        work: Callable[[Path, Progress], WrittenPaper],
        on_failed: Callable[[SoHoiError], None] | None = None,
        *,
        on_done: Callable[[], object] | None = None,
    ) -> bool:
        """Ask where to, under ``title``; ``work`` then writes there, whatever lies there already.

        ``file_name`` is offered; its ending (.pdf, .docx, .xlsx) says what kind of file it is.
        Gives whether a file was chosen; ``on_done`` is called when it is written.
        """
        context = self._context
        folder = Path(context.memory.get(self._folder) or context.services.paths.documents)
        suggested = folder / file_name
        path = context.messages.choose_save_file(title, suggested, _FILES[suggested.suffix])
        if path is None:
            return False

        def after(written: WrittenPaper) -> None:
            self._say_written(written)
            if on_done is not None:
                on_done()

        context.memory.put(self._folder, str(path.parent))
        context.long(
            lambda progress: work(path, progress),
            after,
            label=f"Đang ghi {path.name}…",
            on_failed=on_failed,
        )
        return True

    def _say_written(self, written: WrittenPaper) -> None:
        text = f"Đã ghi {written.path.name}: {written.words}"
        self._tell(text, openers(self._context.messages, written.path))
