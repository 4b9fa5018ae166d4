"""The user's certificate layouts: list, save, bring in and out, and look at them with different words.

What comes with the program is never changed: it is saved as a layout of the user's own. The pre-printed
sheets (phôi) are in :mod:`app.services.blanks`.
"""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from app.documents.art_names import ART_NAMES
from app.documents.blanks import Blank
from app.documents.certificates import CertificatePage, Shrunk, render_certificates
from app.documents.certificates.composing import rise
from app.documents.certificates.fitting import PT_PER_MM, set_text, text_of
from app.documents.files import write_file
from app.documents.fonts import FONT_NAMES
from app.documents.layouts import (
    LONGEVITY_LAYOUTS,
    QR_FIELD,
    Box,
    Layout,
    Line,
    Picture,
    Rule,
    Style,
    layout_from_json,
    layout_names,
    layout_to_json,
    load_layout,
)
from app.domain.branch import BRANCH_ID, Branch
from app.domain.certificate_fields import FIELDS, FIELDS_BY_KEY, CertificateSource, fill, samples
from app.domain.commendations import Award, AwardRound
from app.domain.members import Member
from app.errors import FieldError, FileProblemError, NotFoundError, SoHoiError
from app.paths import Paths
from app.services.own_files import free_name, free_title, remove_own, write_own
from app.services.photos import read_picture
from app.services.sheets import PrintChoice, read_sheets
from app.store.register import Register
from app.vietnamese.text import clean

__all__ = [
    "ART_NAMES", "FIELDS", "FIELDS_BY_KEY", "FONT_NAMES", "Blank", "Box", "Layout", "Line", "Picture", "Rule",
    "Shrunk", "Style",
]  # fmt: skip

#: Boxes nearer than this to a neighbour are not told to overlap (mm): texts rarely fill their boxes.
_OVERLAP = 1.0
#: A picture of a layout has the longest of these sides (pixels) with which it weighs no more (bytes).
_LONGEST_SIDES, _HEAVIEST = (2000, 1400, 1000, 700, 500), 250_000


@dataclass(frozen=True, slots=True)
class LayoutEntry:
    """One layout of the list; size in mm. ``problem`` is why a file of the user's cannot be used.

    ``is_longevity``: it is a giấy mừng thọ, not a giấy khen.
    """

    name: str
    title: str
    width: float
    height: float
    version: int
    is_own: bool
    problem: str = ""
    is_longevity: bool = False


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What is doubtful about a layout, in one sentence; ``box`` is the key of the box it concerns, or ""."""

    box: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LayoutPreview:
    """One page as PDF; ``troubles`` says, by box, which texts could not be set and so are missing.

    ``risen`` are the boxes that rose under the one they follow: where they now begin, mm from the top.
    """

    content: bytes
    shrunk: tuple[Shrunk, ...]
    troubles: Mapping[str, str] = field(default_factory=dict)
    risen: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One certificate of a round: whose, and every field's text."""

    name: str
    texts: Mapping[str, str]


# ---------------------------------------------------------------- the folder


def list_layouts(paths: Paths, *, longevity: bool | None = False) -> tuple[LayoutEntry, ...]:
    """The layouts that come with the program and the user's own; a broken file is listed with its problem.

    Those of giấy khen, with ``longevity`` those of giấy mừng thọ, with ``None`` both.
    """
    entries = []
    for name in _all_names(paths):
        is_own = (paths.layouts / f"{name}.json").is_file()
        try:
            found = load_layout(name, paths.layouts) if is_own else _bundled(name)
        except FileProblemError as problem:
            entries.append(LayoutEntry(name, name, 0, 0, 0, is_own, problem.message))
            continue
        if longevity is not None and found.is_longevity is not longevity:
            continue
        entries.append(
            LayoutEntry(
                name, found.title, found.width, found.height, found.version, is_own,
                is_longevity=found.is_longevity,
            )
        )  # fmt: skip
    return tuple(entries)


def _all_names(paths: Paths) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*layout_names(), *LONGEVITY_LAYOUTS, *layout_names(paths.layouts))))


@lru_cache(maxsize=64)
def _bundled(name: str) -> Layout:
    """A layout that comes with the program, read once: it never changes."""
    return load_layout(name)


def find_layout(paths: Paths, name: str) -> Layout:
    """One layout, the user's own first; its name is that of its file.

    Raises NotFoundError, or FileProblemError for a layout that cannot be used.
    """
    return dataclasses.replace(load_layout(name, paths.layouts), name=name)


def save_layout(paths: Paths, layout: Layout, *, replace: bool = False) -> Layout:
    """Write a layout into the user's folder; gives it as it was written.

    Args:
        paths: the user's folders.
        layout: what to save; it is checked as a file would be.
        replace: put it in the place of the user's layout of the same name, as its next version. Otherwise
            it becomes a new one, with a name made from its title.

    Raises:
        FieldError: no title, or another layout has it ("title").
        NotFoundError: ``replace`` for a name that is not one of the user's layouts.
        FileProblemError: the layout is not usable, or the folder cannot be written to.
    """
    title = clean(layout.title)
    if not title:
        raise FieldError("title", "Mẫu cần có tên. Hãy đặt tên cho mẫu.")
    others = [e for e in list_layouts(paths, longevity=None) if not (replace and e.name == layout.name)]
    if any(clean(entry.title).casefold() == title.casefold() for entry in others):
        raise FieldError("title", f"Đã có mẫu tên “{title}”. Hãy đặt tên khác.")
    if replace:
        held = _own_layout(paths, layout.name)
        version = max(held.version, layout.version) + 1
        saved = dataclasses.replace(layout, title=title, version=version)
    else:
        name = free_name(title, _all_names(paths))
        saved = dataclasses.replace(layout, name=name, title=title, version=1)
    put_back_layout(paths, saved)
    return saved


def put_back_layout(paths: Paths, layout: Layout) -> None:
    """Write a layout as it is, version and all: what undoes :func:`remove_layout`."""
    text = layout_to_json(layout)
    layout_from_json(text, layout.title)  # whatever a file would be refused for is refused here
    write_own(paths.layouts, layout.name, text)


def remove_layout(paths: Paths, name: str) -> Layout:
    """Take one of the user's layouts away and give it, so that it can be put back.

    Raises NotFoundError for what is not the user's own. Issued certificates keep the layout they carry.
    """
    held = _own_layout(paths, name)
    remove_own(paths.layouts, name)
    return held


def import_layout(paths: Paths, file: Path) -> Layout:
    """Bring in a layout from one file; gives it as it was saved, under a free name.

    Raises FileProblemError, in one sentence, for a file that is no layout or names a font, a field or a
    border that this program does not have.
    """
    found = load_layout(file.with_name(file.name) if file.suffix.lower() == ".json" else _as_json(file))
    taken = {entry.title for entry in list_layouts(paths, longevity=None)}
    title = free_title(clean(found.title) or file.stem, taken)
    name = free_name(title, _all_names(paths))
    saved = dataclasses.replace(found, name=name, title=title)
    put_back_layout(paths, saved)
    return saved


def _as_json(file: Path) -> Path:
    raise FileProblemError(f"{file.name} không phải tệp mẫu giấy khen (.json). Hãy chọn tệp khác.")


def export_layout(paths: Paths, name: str, file: Path, *, replace: bool = False) -> Path:
    """Write one layout, with its pictures, to one file; gives where it lies."""
    return write_layout(find_layout(paths, name), file, replace=replace)


def write_layout(layout: Layout, file: Path, *, replace: bool = False) -> Path:
    """Write a layout as it is now to one file, saved or not."""
    return write_file(file, layout_to_json(layout).encode(), replace=replace)


def _own_layout(paths: Paths, name: str) -> Layout:
    if not (paths.layouts / f"{name}.json").is_file():
        raise NotFoundError(
            f"“{name}” không phải mẫu của Hội (mẫu đi kèm chương trình thì giữ nguyên). "
            "Hãy lưu thành mẫu mới."
        )
    return find_layout(paths, name)


# ---------------------------------------------------------------- pictures


def picture_data(file: Path) -> tuple[str, float]:
    """A picture file as a layout carries it (base64), and its width divided by its height.

    A heavy one is made smaller, for every issued certificate keeps its layout with the pictures.

    Raises FileProblemError for what is no picture.
    """
    from app.documents.photos import for_paper

    read = read_picture(file)
    content, (width, height) = for_paper(read, _LONGEST_SIDES[0], keep_clear=True)
    for longest in _LONGEST_SIDES[1:]:
        if len(content) > _HEAVIEST:
            content, (width, height) = for_paper(read, longest, keep_clear=True)
    return base64.b64encode(content).decode("ascii"), width / height


# ---------------------------------------------------------------- words to look at it with


def sample_texts() -> dict[str, str]:
    """Every field's sample."""
    return samples()


def longest_texts(register: Register) -> dict[str, str]:
    """For every field the longest text that the register gives it; a name may be any member's.

    Fields that no award fills yet have their sample.
    """
    with register.read() as reader:
        branch = reader.get(Branch, BRANCH_ID)
        rounds = {each.id: each for each in reader.all(AwardRound)}
        awards = reader.all(Award)
        names = [member.full_name for member in reader.all(Member)]
    longest = samples()
    found: dict[str, list[str]] = {key: [] for key in longest}
    for award in awards:
        for key, text in fill(CertificateSource(branch, rounds[award.round_id], award)).items():
            found[key].append(text)
    found["recipient"] += names
    found["issuer"].append(branch.name.upper())
    for key, texts in found.items():
        longest[key] = max(texts, key=len, default="") or longest[key]
    return longest


def recipients_of(register: Register, round_id: str, paths: Paths) -> tuple[Recipient, ...]:
    """The certificates of a round with their texts, in the order of the decision; issued ones as issued."""
    with register.read() as reader:
        sheets = read_sheets(reader, [reader.get(AwardRound, round_id)], PrintChoice(layouts=paths.layouts))
    return tuple(Recipient(sheet.page.name, dict(sheet.page.texts)) for sheet in sheets)


# ---------------------------------------------------------------- looking at it


def layout_preview(
    layout: Layout,
    texts: Mapping[str, str],
    *,
    overlay: bool = False,
    mono: bool = False,
    blank: Blank | None = None,
) -> LayoutPreview:
    """One page of a layout as PDF, with what had to shrink.

    A text that cannot be set is left out and told in ``troubles``; the rest of the page is drawn. With
    ``overlay`` only what a blank lacks is drawn, on ``blank`` its own boxes. Raises RuleError when the
    blank takes none of the boxes.
    """

    def drawn(shown: Layout) -> LayoutPreview:
        page = CertificatePage(texts=texts, layout=shown, name=texts.get("recipient", ""))
        rendered = render_certificates(
            [page], overlay=overlay, mono=mono, blank=blank, title=layout.title, author=""
        )
        return LayoutPreview(rendered.content, rendered.shrunk, risen=_risen(shown, texts))

    try:
        return drawn(layout)
    except SoHoiError:
        troubles = _troubles(layout, texts)
        if not troubles:
            raise
    made = drawn(_without(layout, frozenset(troubles)))
    return dataclasses.replace(made, troubles=troubles)


def _risen(layout: Layout, texts: Mapping[str, str]) -> dict[str, float]:
    """Where the boxes begin that follow others; their texts are known to fit."""
    leaders = {box.follows for box in layout.boxes if box.follows}
    ends: dict[str, tuple[float, float]] = {}
    tops: dict[str, float] = {}
    for box in layout.boxes:
        if box.key not in leaders and not box.follows:
            continue
        end = ends.get(box.follows)
        top = rise(box, end) if end is not None else None
        text = text_of(box, texts.get(box.field, "") if box.field else box.text)
        found = set_text(box, text, top) if text and box.field != QR_FIELD else None
        if found is not None:
            ends[box.key] = found.lines[-1].baseline, found.bottom
            if top is not None and top < box.y * PT_PER_MM - 1:
                tops[box.key] = top / PT_PER_MM
        elif end is not None:
            ends[box.key] = end  # an empty box lets the next one rise in its stead
    return tops


def _troubles(layout: Layout, texts: Mapping[str, str]) -> dict[str, str]:
    """By box, why its text cannot be set: each is tried with those it stands under, and no others."""
    found: dict[str, str] = {}
    for box in layout.boxes:
        chain = _chain(layout, box, frozenset(found))
        alone = dataclasses.replace(layout, boxes=chain, art="", lines=(), pictures=())
        page = CertificatePage(texts=texts, layout=alone, name=texts.get("recipient", ""))
        try:
            render_certificates([page])
        except SoHoiError as problem:
            found[box.key] = problem.message
    return found


def _chain(layout: Layout, box: Box, lost: frozenset[str]) -> tuple[Box, ...]:
    kept = _without(layout, lost)
    wanted, boxes = box.key, []
    for each in reversed(kept.boxes):
        if each.key == wanted:
            boxes.append(each)
            wanted = each.follows
    return tuple(reversed(boxes))


def _without(layout: Layout, keys: frozenset[str]) -> Layout:
    """The layout without some boxes; what followed one of them follows what that one did."""
    before = {box.key: box.follows for box in layout.boxes}

    def leader(box: Box) -> str:
        key = box.follows
        while key in keys:
            key = before[key]
        return key

    boxes = tuple(
        dataclasses.replace(box, follows=leader(box)) if box.follows in keys else box
        for box in layout.boxes
        if box.key not in keys
    )
    return dataclasses.replace(layout, boxes=boxes)


def layout_shortcomings(layout: Layout) -> tuple[Shortcoming, ...]:
    """What is doubtful about a layout: no name on it, boxes off the page or over one another."""
    found = []
    if not any(box.field == "recipient" for box in layout.boxes):
        found.append(Shortcoming("", "Mẫu chưa có ô “Họ tên, tập thể”: giấy sẽ không ghi tên ai."))
    for box in layout.boxes:
        is_off = box.x < 0 or box.y < 0
        is_off |= box.x + box.width > layout.width + 0.01 or box.y + box.height > layout.height + 0.01
        if is_off:
            found.append(Shortcoming(box.key, f"Ô “{box.label}” nằm ra ngoài trang giấy."))
    found += _overlaps(layout)
    return tuple(found)


def _overlaps(layout: Layout) -> Iterable[Shortcoming]:
    boxes = sorted(layout.boxes, key=lambda box: box.y)
    linked = {frozenset(pair) for pair in ((b.key, b.follows) for b in boxes if b.follows)}
    for place, box in enumerate(boxes):
        for other in boxes[place + 1 :]:
            across = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
            down = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
            if across > _OVERLAP and down > _OVERLAP and frozenset((box.key, other.key)) not in linked:
                yield Shortcoming(other.key, f"Ô “{other.label}” chồng lên ô “{box.label}”.")
