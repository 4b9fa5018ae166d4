"""Where the program keeps its own things, and where what it ships lies."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

#: Ending of a register file.
REGISTER_SUFFIX = ".sohoi"

#: Setting this environment variable moves settings, logs and the default folders under one folder.
HOME_VARIABLE = "SOHOI_HOME"


def resources() -> Path:
    """The folder of fonts, layouts, icons and templates, also inside the built program."""
    bundled = getattr(sys, "_MEIPASS", None)
    root = Path(bundled) if bundled else Path(__file__).resolve().parent.parent
    return root / "resources"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of this user on this machine; none is made before something is written there."""

    config: Path
    logs: Path
    documents: Path
    backups: Path

    @property
    def settings_file(self) -> Path:
        """Where the settings are kept."""
        return self.config / "settings.json"

    @property
    def layouts(self) -> Path:
        """The user's own certificate layouts."""
        return self.documents / "mau-giay-khen"

    @property
    def blanks(self) -> Path:
        """The pre-printed sheets the user has described."""
        return self.documents / "phoi"

    @property
    def templates(self) -> Path:
        """The user's own Word templates."""
        return self.documents / "mau-van-ban"


def user_paths() -> Paths:
    """The folders of the user who runs the program."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        root = Path(home)
        return Paths(root / "config", root / "logs", root / "documents", root / "backups")
    import platformdirs

    documents = Path(platformdirs.user_documents_dir()) / "So Hoi"
    data = Path(platformdirs.user_data_dir("SoHoi", appauthor=False))
    return Paths(
        config=Path(platformdirs.user_config_dir("SoHoi", appauthor=False)),
        logs=Path(platformdirs.user_log_dir("SoHoi", appauthor=False)),
        documents=documents,
        backups=data / "backups",
    )
