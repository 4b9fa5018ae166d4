"""The windowed program: Qt's application, the look, the net for our own bugs, and which register is open.

The window is painted before the core is imported; the register opens on the worker while it is looked at.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.errors import RegisterProblemError, SoHoiError
from app.paths import REGISTER_SUFFIX, resources
from app.progress import Progress
from ui.jobs import WorkerJobs
from ui.main_window import MainWindow
from ui.memory import Memory, keep
from ui.messages import REGISTER_FILES, WindowMessages
from ui.theme import Theme
from ui.words import VietnameseWords

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from ui.dialogs.first_start import FirstAnswers

_log = logging.getLogger(__name__)

#: How long to wait for the first paint before the register is opened anyway (milliseconds).
_PAINT_PATIENCE = 400


def run(argv: Sequence[str], machine: Machine) -> int:
    """Run the window until it is closed; ``argv[1]``, if given, is the register to open.

    Gives the exit code.
    """
    _leave_sources_unread()
    app = make_application(argv)
    preferences = machine.settings.current
    theme = Theme(app, scale=preferences.type_scale, dark=preferences.dark)
    net = BugNet(app)
    net.install()
    program = Program(app, theme, machine)
    program.begin(Path(argv[1]) if len(argv) > 1 else None)
    code = app.exec()
    net.remove()
    return code


def _leave_sources_unread() -> None:
    """Keep PySide6 from reading the source of every module imported after it.

    It looks there for its optional spelling of names, which nothing here uses; over SQLAlchemy this costs a
    twentieth of the start. A PySide6 without this function is left as it is.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda _module: False


def make_application(argv: Sequence[str]) -> QApplication:
    """Qt's application with our name, our icon, Fusion and Vietnamese words."""
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    # Asked for by setStyle, the style would cost a tenth of the start: its Python face has 500 constants.
    app = QApplication([*argv[:1], "-style", "Fusion", *argv[1:]])
    app.setApplicationName("SoHoi")
    app.setApplicationDisplayName("Sổ Hội")
    app.installTranslator(VietnameseWords(app))
    app.setWindowIcon(QIcon(str(resources() / "icons" / "sohoi.png")))
    return app


class BugNet(QObject):
    """Catches what nobody expected: logs it and shows the report once, on the window's thread only.

    Signal ``caught(str trace)`` carries a trace from any thread to the window's thread.
    """

    caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_showing = False
        self._before = sys.excepthook
        self.caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the interpreter's hook."""
        self._before = sys.excepthook
        sys.excepthook = self.catch

    def remove(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._before

    def catch(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """Log one bug; the report is shown when the event loop comes round."""
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, problem, trace)
            return
        text = "".join(traceback.format_exception(kind, problem, trace))
        # Not the text: an error's own words may hold a name or a number, and the log leaves those out.
        _log.error("Bug", exc_info=(kind, problem, trace))
        self.caught.emit(text)

    def _on_caught(self, text: str) -> None:
        if self._is_showing:  # never two reports at once; the log has them all
            return
        from ui.dialogs.problem_report import ProblemReport

        self._is_showing = True
        try:
            ProblemReport(text, QApplication.activeWindow()).exec()
        finally:
            self._is_showing = False


class Program(QObject):
    """Which register is open, and how one gets from one to the next."""

    def __init__(self, app: QApplication, theme: Theme, machine: Machine) -> None:
        """Make the window with its jobs and messages; nothing is opened yet."""
        super().__init__(app)
        self._machine = machine
        self.messages = WindowMessages()
        self.jobs = WorkerJobs(self.messages.error, self)
        self.memory = Memory(machine.settings)
        self.window = MainWindow(
            theme, self.jobs, self.messages, self.memory, machine.settings, close_register=_close_register
        )
        self.messages.stand_before(self.window)
        self.window.new_asked.connect(self.begin_new)
        self.window.open_asked.connect(self._on_open_asked)
        self.window.example_asked.connect(self.open_example)
        self.window.register_picked.connect(self.open_register)
        self.window.restore_asked.connect(self.restore)
        self.window.rescue_asked.connect(self.rescue)
        self._first: Path | None = None
        self._failed: Path | None = None
        self._has_begun = False

    def begin(self, path: Path | None = None) -> None:
        """Show the window, then open ``path``, or the last register, or ask the first questions."""
        last = self._machine.settings.current.last_register
        self._first = path or (Path(last) if last else None)
        if self._first is None:
            self.window.say_nothing_is_open()
        else:
            self.window.say_opening(f"Đang mở sổ {self._first.stem}…")
        self.window.first_painted.connect(self._on_first_painted)
        self.window.show()
        QTimer.singleShot(_PAINT_PATIENCE, self, self._on_first_painted)

    def _on_first_painted(self) -> None:
        if self._has_begun:
            return
        self._has_begun = True
        if self._first is None:
            self.begin_new()
        else:
            self.open_register(self._first)

    # ---------------------------------------------------------------- from one register to the next

    def open_register(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Close the open register and open another; ``then`` is called when it stands in the window."""
        if not self.window.may_leave():
            return
        self._leave_open()
        self.window.say_opening(f"Đang mở sổ {path.stem}…")

        def after(services: Services) -> None:
            settings = self._machine.settings
            self.window.attach(services, str(path))
            keep(lambda: settings.remember_register(path), self.messages)
            self.window.show_recent()
            if then is not None:
                then()

        def failed(problem: SoHoiError) -> None:
            self._failed = path
            self.window.say_nothing_is_open()
            self.messages.error(problem)

        self.jobs.run(
            lambda _progress: self._machine.open(path), after, failed, label=f"Đang mở sổ {path.stem}…"
        )

    def _leave_open(self) -> None:
        services = self.window.services
        if services is not None:
            self.window.detach()
            self.jobs.run(lambda _progress: _close_register(services), label="Đang đóng sổ và sao lưu…")

    def _on_open_asked(self) -> None:
        path = self.messages.choose_open_file("Mở sổ", REGISTER_FILES, self._machine.paths.documents)
        if path is not None:
            self.open_register(path)

    def begin_new(self) -> None:
        """Ask the first questions, then make the register they describe."""
        from ui.dialogs.first_start import FirstStartDialog

        dialog = FirstStartDialog(self._machine.paths.documents, self.messages, self.window)
        dialog.answered.connect(self.create)
        dialog.example_asked.connect(self.open_example)
        dialog.open()

    def create(self, answers: FirstAnswers) -> None:
        """Make a register from the first answers and open it; then begin the import if that was chosen."""
        if not self.window.may_leave():
            return
        self._leave_open()
        self.window.say_opening("Đang lập sổ…")

        def work() -> Path:
            from app.domain.branch import new_branch

            branch = new_branch(answers.name, place=answers.place, code=answers.code)
            try:
                answers.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as problem:
                raise RegisterProblemError(
                    f"Không tạo được thư mục {answers.path.parent}. Hãy chọn chỗ khác để đặt sổ."
                ) from problem
            made = self._machine.create(answers.path, branch).register
            made.close()
            return made.path

        def failed(problem: SoHoiError) -> None:
            self.window.say_nothing_is_open()
            self.messages.error(problem)

        then = self.window.open_import if answers.wants_import else None
        self.jobs.run(
            lambda _progress: work(),
            lambda path: self.open_register(path, then),
            failed,
            label="Đang lập sổ…",
        )

    def open_example(self) -> None:
        """Build the example register beside the user's registers and open it."""
        folder = self._machine.paths.documents / "Vi du"

        def after(path: Path) -> None:
            self.open_register(path)

        existing = sorted(folder.glob(f"*{REGISTER_SUFFIX}")) if folder.is_dir() else []
        if existing:
            after(existing[0])
            return
        if not self.window.may_leave():
            return
        self._leave_open()
        self.window.say_opening("Đang làm sổ ví dụ…")

        def failed(problem: SoHoiError) -> None:
            self.window.say_nothing_is_open()
            self.messages.error(problem)

        def work(progress: Progress) -> Path:
            from app.services import demo

            folder.mkdir(parents=True, exist_ok=True)
            register = demo.build_demo(
                folder / f"vi-du{REGISTER_SUFFIX}", clock=self._machine.clock, progress=progress
            )
            register.close()
            return register.path

        self.jobs.run(work, after, failed, label="Đang làm sổ ví dụ…")

    def restore(self, backup: Path) -> None:
        """Put a backup in the open register's place and open it again; what is replaced is kept beside it."""
        services = self.window.services
        if services is not None and self.window.may_leave():
            path = services.register.path
            self._leave_open()
            self._put_back(backup, path)

    def rescue(self) -> None:
        """Make a register out of a backup while none is open: the one that does not open any more."""
        from ui.messages import BACKUP_FILES

        settings, paths = self._machine.settings, self._machine.paths
        folder = Path(settings.current.backup_folder or paths.backups)
        backup = self.messages.choose_open_file("Chọn bản sao lưu", BACKUP_FILES, folder)
        if backup is None:
            return
        place = self._failed or paths.documents / f"so-hoi{REGISTER_SUFFIX}"
        path = self.messages.choose_save_file("Đặt sổ được khôi phục ở đâu?", place, REGISTER_FILES)
        if path is not None:
            self._put_back(backup, path)

    def _put_back(self, backup: Path, path: Path) -> None:
        self.window.say_opening("Đang khôi phục…")

        def work() -> Path | None:
            from app.services import backups

            return backups.restore(backup, path, clock=self._machine.clock)

        def after(kept: Path | None) -> None:
            note = f"Đã khôi phục từ {backup.name}."
            if kept is not None:
                note += f" Sổ trước khi khôi phục còn giữ ở {kept.name}."
            self.open_register(path, lambda: self.messages.done(note))

        def failed(problem: SoHoiError) -> None:
            if path.exists():
                self.open_register(path, lambda: self.messages.error(problem))
            else:
                self.window.say_nothing_is_open()
                self.messages.error(problem)

        self.jobs.run(lambda _progress: work(), after, failed, label="Đang khôi phục…")


def _close_register(services: Services) -> Path | None:
    from app.services import backups

    return backups.close_with_backup(services)


__all__ = ["BugNet", "Program", "make_application", "run"]
