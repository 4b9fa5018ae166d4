"""Writing a paper to disk: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from app.errors import FileProblemError
from app.paths import REGISTER_SUFFIX

#: What registers and their backups are named; no paper is ever written under such a name.
_REGISTER_SUFFIXES = (REGISTER_SUFFIX, f"{REGISTER_SUFFIX}-backup")
_SQLITE_MAGIC = b"SQLite format 3\0"


def write_file(path: Path | str, content: bytes, *, replace: bool = False) -> Path:
    """Write ``content`` beside ``path``, push it to the disk, then give it its name in one step.

    Args:
        path: where the file shall lie; its folder must exist.
        content: the whole file.
        replace: whether an existing file of that name may be replaced; a register or a backup never is.

    Returns:
        The absolute path of what was written.

    Raises:
        FileProblemError: the name is taken or is a register's, the folder is missing or closed to us, the
            disk is full, or another program (Excel, a PDF viewer) holds the file. The old file is untouched.
    """
    target = Path(path).absolute()
    try:
        _check(target, replace=replace)
        beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
        try:
            with beside.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            if replace:
                beside.replace(target)
            else:
                _name_if_free(beside, target)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise FileProblemError(explain(error, target)) from error
    _push_folder(target.parent)
    return target


def explain(error: OSError, path: Path) -> str:
    """One Vietnamese sentence for what the system refused, and what to do next."""
    name = path.name
    if isinstance(error, FileExistsError):
        return f"Đã có tệp {name}. Hãy chọn tên khác, hoặc cho phép ghi đè."
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"Không có thư mục {path.parent}. Hãy tạo thư mục hoặc chọn nơi khác."
    if isinstance(error, PermissionError):
        if path.exists():
            return (
                f"Không ghi được {name}: tệp đang mở trong chương trình khác hoặc bị khóa. "
                "Hãy đóng tệp rồi thử lại."
            )
        return f"Không được phép ghi vào thư mục {path.parent}. Hãy chọn nơi khác."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Ổ đĩa đã đầy, chưa ghi được {name}. Hãy xóa bớt tệp không dùng rồi thử lại."
    if error.errno == errno.EROFS:
        return f"Ổ đĩa chỉ cho đọc, không ghi được {name}. Hãy chọn nơi khác."
    if error.errno == errno.ENAMETOOLONG:
        return "Tên tệp quá dài. Hãy chọn tên ngắn hơn."
    return f"Không ghi được {name} ({error.strerror or 'lỗi ổ đĩa'}). Hãy kiểm tra ổ đĩa hoặc chọn nơi khác."


def _check(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise FileProblemError(f"{target.name} là một thư mục. Hãy chọn tên tệp khác.")
    if _is_register(target):
        raise FileProblemError(
            f"“{target.name}” là tên của một sổ hoặc bản sao lưu nên không ghi đè. Hãy chọn tên tệp khác."
        )
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    if target.exists():
        if not replace:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _is_register(target: Path) -> bool:
    if target.name.lower().endswith(_REGISTER_SUFFIXES):
        return True
    try:
        with target.open("rb") as file:
            return file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
    except OSError:  # missing, or closed to us: the checks below say so
        return False


def _name_if_free(beside: Path, target: Path) -> None:
    """Give the file its name unless somebody took that name meanwhile."""
    if os.name == "nt":
        beside.rename(target)  # Windows refuses to rename onto an existing file
        return
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links (USB stick): the check has just been made
        beside.replace(target)


def _push_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut (not possible, and not needed, on Windows)."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
