"""Pictures of every page and every dialog, drawn without a screen, for the guide and for those who change it.

The register is copied first, so nothing drawn here can reach the one that was named.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.clock import now
from app.errors import FileProblemError, SoHoiError, UsageError
from app.paths import REGISTER_SUFFIX, Paths
from app.settings import TYPE_SCALES, Settings
from ui.stage import DIALOGS
from ui.stage_sample import has_enough
from ui.stage_window import Stage, settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from app.bootstrap import Machine
    from app.services.bundle import Services
    from ui.main_window import MainWindow

_WIDTH, _HEIGHT = 1280, 800
_SCREEN = (3840, 2400)
# Of PNG: how little it may take to press; a twentieth larger, and written in half the time.
_QUALITY = 80


# ---------------------------------------------------------------- the command


@click.command(help="Vẽ mọi trang và mọi hộp thoại của cửa sổ ra ảnh PNG, không cần màn hình.")
@click.option(
    "--register", "register", required=True, type=click.Path(path_type=Path), help="Tệp sổ (.sohoi)."
)
@click.option("--out", "out", required=True, type=click.Path(path_type=Path), help="Thư mục đặt ảnh.")
@click.option(
    "--scale",
    type=click.Choice([str(each) for each in TYPE_SCALES]),
    default="100",
    help="Cỡ chữ, phần trăm.",
)
@click.option("--dark", is_flag=True, help="Nền tối.")
@click.option(
    "--small", is_flag=True, help="Giữ cửa sổ 1280 × 800 dù chữ to, để xem có chỗ nào bị che không."
)
def _command(register: Path, out: Path, scale: str, *, dark: bool, small: bool) -> None:
    for path in draw(register, out, scale=int(scale), dark=dark, small=small):
        click.echo(str(path))


def main(arguments: Sequence[str]) -> int:
    """Draw the pictures and print their paths; gives the exit code (0, 1, 2 or 64)."""
    try:
        _command.main(list(arguments), prog_name="sohoi screens", standalone_mode=False)
    except SoHoiError as problem:
        click.echo(problem.message, err=True)
        return problem.exit_code
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as problem:
        click.echo(_usage(problem), err=True)
        return UsageError.exit_code
    return 0


def _usage(problem: click.ClickException) -> str:
    if isinstance(problem, click.MissingParameter) and problem.param is not None:
        what = f"thiếu {problem.param.opts[0]}"
    elif isinstance(problem, click.NoSuchOption):
        what = f"không có tùy chọn {problem.option_name}"
    elif isinstance(problem, click.BadParameter) and problem.param is not None:
        what = f"giá trị của {problem.param.opts[0]} không hợp lệ"
    else:
        what = problem.format_message()
    return f"Lệnh chưa đúng: {what}. Cần --register SỔ và --out THƯ_MỤC; cỡ chữ 100, 125, 150 hoặc 200."


# ---------------------------------------------------------------- drawing


def draw(
    register: Path, out: Path, *, scale: int = 100, dark: bool = False, small: bool = False
) -> tuple[Path, ...]:
    """Draw every page and dialog of a copy of ``register`` into ``out``; gives the pictures in order.

    The window is 1280 × 800 pixels times ``scale`` (percent), or always 1280 × 800 when ``small``. Where the
    register holds too little for the dialogs to speak of, they are drawn on the reference branch's. Raises
    FileProblemError or RegisterProblemError.
    """
    with tempfile.TemporaryDirectory(prefix="so-hoi-", ignore_cleanup_errors=True) as folder:
        copy = _copy(register, Path(folder))
        try:
            out.mkdir(parents=True, exist_ok=True)
            out = out.resolve()
        except OSError as problem:
            raise FileProblemError(f"Không ghi được vào thư mục {out}. Hãy chọn thư mục khác.") from problem
        # The pictures say “Documents/So Hoi” and not where they were drawn; what is saved there goes with it.
        with contextlib.chdir(folder):
            return _draw_copy(copy, out, scale=scale, dark=dark, small=small)


def _copy(register: Path, folder: Path) -> Path:
    from app.services import backups

    made = backups.back_up(register, folder / "sao-luu", clock=now)
    copy = folder / (register.stem + REGISTER_SUFFIX)
    copy.write_bytes(made.read_bytes())
    return copy


def _draw_copy(copy: Path, out: Path, *, scale: int, dark: bool, small: bool) -> tuple[Path, ...]:
    from app.bootstrap import Machine

    folder = copy.parent
    _prepare_platform(folder)
    from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from ui.application import make_application
    from ui.jobs import ImmediateJobs
    from ui.main_window import MainWindow
    from ui.memory import Memory
    from ui.theme import Theme
    from ui.widgets.pdf_view import PdfView

    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        app = existing
    else:
        qInstallMessageHandler(_say_what_matters)
        app = make_application(["sohoi"])
    theme = Theme(app, scale=scale, dark=dark)
    paths = Paths(folder / "config", folder / "logs", Path("Documents") / "So Hoi", folder / "sao-luu")
    settings = Settings(paths.settings_file)
    machine = Machine(paths, settings)
    services = machine.open(copy)
    messages = _Quiet()
    window = MainWindow(
        theme, ImmediateJobs(), messages, Memory(), settings, close_register=lambda _services: None
    )
    factor = 1.0 if small else scale / 100
    window.resize(round(_WIDTH * factor), round(_HEIGHT * factor))
    window.attach(services, f"{copy.stem}{REGISTER_SUFFIX}")
    window.show()
    try:
        made = _page_pictures(_stage(window, folder), out)
        if not has_enough(services):
            services = _sample(machine, services, folder)
            window.attach(services, f"{copy.stem}{REGISTER_SUFFIX}")
        return (*made, *_dialog_pictures(_stage(window, folder), out, len(made)))
    finally:
        for view in window.findChildren(PdfView):
            view.clear()
        window.detach()
        window.hide()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        services.register.close()


def _prepare_platform(folder: Path) -> None:
    if "QT_QPA_PLATFORM" in os.environ:
        return
    # Without a description the absent screen has 800 × 800 pixels, and dialogs would be cut to it.
    description = folder / "screen.json"
    width, height = _SCREEN
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    description.write_text(json.dumps({"screens": [screen]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={description}"


def _say_what_matters(_kind: object, _where: object, text: str) -> None:
    if "This plugin does not support" not in text:  # what no absent screen can do
        click.echo(text, err=True)


def _stage(window: MainWindow, folder: Path) -> Stage:
    context = window.context
    if context is None:
        raise RuntimeError("the window lost the register it was given")
    return Stage(window, context, folder)


def _sample(machine: Machine, services: Services, folder: Path) -> Services:
    """The reference branch's register, opened in the place of the one that holds too little."""
    from app.services.demo import build_demo

    path = folder / f"mau{REGISTER_SUFFIX}"
    build_demo(path, clock=services.clock).close()
    opened = machine.open(path)
    services.register.close()
    return opened


def _keep(widget: QWidget, path: Path) -> Path:
    settle()
    if not widget.grab().save(str(path), "PNG", _QUALITY):
        raise FileProblemError(f"Không ghi được ảnh {path}. Hãy kiểm tra ổ đĩa còn chỗ và quyền ghi.")
    return path


def _page_pictures(stage: Stage, out: Path) -> tuple[Path, ...]:
    from ui.page_list import PAGES

    made: list[Path] = []
    for entry in PAGES:
        page = stage.page(entry.key)
        tabs = getattr(page, "tabs", None)
        for number in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                if not tabs.isTabVisible(number):
                    continue
                tabs.setCurrentIndex(number)
            name = entry.key if not number else f"{entry.key}-{number + 1}"
            made.append(_keep(stage.window, out / f"{len(made) + 1:02d}-{name}.png"))
        if tabs is not None:
            tabs.setCurrentIndex(0)
    return tuple(made)


def _dialog_pictures(stage: Stage, out: Path, before: int) -> tuple[Path, ...]:
    """The pictures of the dialogs, numbered after the ``before`` pictures there are."""
    made: list[Path] = []
    for module, openers in DIALOGS.items():
        for number, opener in enumerate(openers):
            dialog = _opened(stage, opener)
            name = module if not number else f"{module}-{number + 1}"
            made.append(_keep(dialog, out / f"{before + len(made) + 1:02d}-{name}.png"))
            dialog.done(0)
            dialog.hide()
            settle()
    return tuple(made)


def _opened(stage: Stage, opener: Callable[[Stage], object]) -> QDialog:
    from PySide6.QtWidgets import QApplication, QDialog

    before = {id(each) for each in QApplication.topLevelWidgets() if each.isVisible()}
    held = opener(stage)
    if isinstance(held, QDialog):
        held.show()
        return held
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible() and id(widget) not in before:
            return widget
    raise RuntimeError(f"{opener} opened no dialog")


class _Quiet:
    """Messages for pictures: every question is answered with yes, nothing is shown, no file is chosen."""

    def error(self, problem: SoHoiError) -> None:
        raise problem

    def tell(self, text: str) -> None:
        """Nobody is there."""

    def confirm(self, text: str, yes_label: str, no_label: str = "Hủy") -> bool:
        return True

    def done(self, text: str, actions: Sequence[object] = ()) -> None:
        """Nobody is there."""

    def choose_open_file(self, title: str, files: str, folder: Path | None = None) -> Path | None:
        return None

    def choose_open_files(self, title: str, files: str, folder: Path | None = None) -> list[Path]:
        return []

    def choose_save_file(self, title: str, suggested: Path, files: str) -> Path | None:
        return None

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        return None

    def ask_text(self, title: str, label: str, initial: str = "") -> str | None:
        return None

    def open_path(self, path: Path) -> None:
        """Nothing is opened."""

    def open_folder(self, path: Path) -> None:
        """Nothing is opened."""
