"""Papers kept with a member, a meeting or an award round: taken in, opened, renamed, taken out."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

from app.documents.files import write_file
from app.domain.attachments import MOST_BYTES, Attachment
from app.errors import FileProblemError
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import clean

_UNSAFE = '<>:"/\\|?*'
#: Programs and scripts: opened by mistake they would run. No paper of an association is one.
_PROGRAMS = frozenset(
    """.app .bat .cmd .com .cpl .exe .hta .inf .jar .js .jse .lnk .msc .msi .msp .pif .ps1 .psm1 .py .pyw .reg
    .scr .sh .url .vb .vbe .vbs .wsc .wsf .wsh""".split()
)


def attach(
    register: Register,
    path: Path,
    *,
    name: str = "",
    on: PartialDate | None = None,
    note: str = "",
    member_id: str | None = None,
    meeting_id: str | None = None,
    round_id: str | None = None,
) -> Attachment:
    """Take a file into the register, with exactly one record; ``name`` defaults to the file's own.

    Raises FileProblemError when it cannot be read, is empty or larger than 10 MB.
    """
    content = _content(path)
    name = clean(name) or clean(path.stem)
    with register.change(f"Thêm giấy tờ {name}") as work:
        return work.add(
            Attachment(
                member_id=member_id,
                meeting_id=meeting_id,
                round_id=round_id,
                name=name,
                on=on,
                note=note,
                file_name=path.name,
                file=work.keep_file(content),
                size=len(content),
            )
        )


def _content(path: Path) -> bytes:
    _refuse_program(path.name)
    if path.is_dir():
        raise FileProblemError(f"{path.resolve()} là một thư mục. Hãy chọn một tệp trong đó.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileProblemError(
                f"Tệp {path.name} lớn hơn {MOST_BYTES // 1_000_000} MB. "
                "Hãy quét lại ở độ phân giải thấp hơn (200 dpi) rồi thêm."
            )
        content = path.read_bytes()
    except OSError as problem:
        raise FileProblemError(f"Không đọc được tệp {path.name}. Hãy kiểm tra lại đường dẫn.") from problem
    if not content:
        raise FileProblemError(f"Tệp {path.name} trống rỗng (0 byte). Hãy chọn tệp khác.")
    return content


def _refuse_program(file_name: str) -> None:
    if Path(file_name.rstrip(" .")).suffix.lower() in _PROGRAMS:
        raise FileProblemError(
            f"Tệp {file_name} là chương trình, không phải giấy tờ. Hãy chọn tệp ảnh, PDF, Word hoặc Excel."
        )


def kept_with_meeting(register: Register, meeting_id: str) -> tuple[Attachment, ...]:
    """The papers that are kept with a meeting."""
    with register.read() as reader:
        return tuple(reader.all(Attachment, meeting_id=meeting_id))


def edit(register: Register, attachment: Attachment) -> Attachment:
    """Save a changed name, day or note."""
    with register.change(f"Sửa giấy tờ {attachment.name}") as work:
        return work.replace(attachment)


def remove(register: Register, attachment_id: str) -> str:
    """Take a paper out; returns its name. Undoing brings it back whole."""
    with register.change("Bỏ giấy tờ kèm theo") as work:
        attachment = work.get(Attachment, attachment_id)
        work.remove(attachment)
        return attachment.name


def write_out(register: Register, attachment_id: str, path: Path, *, replace: bool = False) -> Path:
    """Write a kept paper to disk as it was taken in."""
    with register.read() as reader:
        content = reader.file(reader.get(Attachment, attachment_id).file)
    return write_file(path, content, replace=replace)


def open_copy(register: Register, attachment_id: str, folder: Path) -> Path:
    """A copy in ``folder``, to be opened with the system's own program."""
    with register.read() as reader:
        attachment = reader.get(Attachment, attachment_id)
    _refuse_program(attachment.file_name)  # it may have come in with a register from elsewhere
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise FileProblemError(
            f"Không tạo được thư mục {folder}. Hãy chọn một thư mục khác cho phép ghi."
        ) from problem
    safe = "".join("_" if each in _UNSAFE or ord(each) < 32 else each for each in attachment.file_name)
    name = Path(safe[-120:].lstrip(". ") or "giay-to")
    # Two papers may have one file name; a copy of the very same content is written over.
    numbered = (f"{name.stem} ({number}){name.suffix}" for number in itertools.count(2))
    names = itertools.chain((name.name,), numbered)
    places = (folder / each for each in names)
    target = next(each for each in places if not each.exists() or _holds(each, attachment))
    return write_out(register, attachment_id, target, replace=True)


def _holds(path: Path, attachment: Attachment) -> bool:
    try:
        return (
            path.stat().st_size == attachment.size
            and hashlib.sha256(path.read_bytes()).hexdigest() == attachment.file
        )
    except OSError:
        return False
