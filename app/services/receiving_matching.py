"""Which Hội below a file comes from: known by its register, else for the user to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.reports import ReceivedReport, Subordinate
from app.services.submissions_format import Sender
from app.services.submissions_reading import from_bytes
from app.store.reader import Reader
from app.vietnamese.text import fold

#: Fewer words than this in common say nothing: every Hội is called "Hội".
_FEWEST_WORDS = 3
#: Words that stand in the name of nearly every Hội.
_USUAL = frozenset("hoi chi truyen thong truong son duong ho minh".split())


class Match(StrEnum):
    """What the register knows of a sender."""

    KNOWN = "known"
    NEW = "new"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Matched:
    """The Hội that a file comes from, or, to be asked, those that it may come from; ``why`` says so."""

    match: Match
    subordinate: Subordinate | None = None
    candidates: tuple[Subordinate, ...] = ()
    why: str = ""


def match(reader: Reader, sender: Sender) -> Matched:
    """The Hội with the sender's register, if it is still called so; else those with a like name or its code.

    One register under another name is a Hội that was renamed, or a register that was copied for another
    Hội: only the user can know.
    """
    known = reader.all(Subordinate)
    same = next((each for each in known if each.register_id == sender.register_id), None)
    if same is not None:
        if _alike(same.name, sender.name) or _last_name(reader, same) == fold(sender.name):
            return Matched(Match.KNOWN, same)
        return Matched(
            Match.ASK,
            candidates=(same, *(each for each in _like(known, sender) if each.id != same.id)),
            why=f"Sổ này trước đây nộp với tên “{same.name}”: Hội đã đổi tên, hay sổ chép sang Hội khác?",
        )
    candidates = tuple(_like(known, sender))
    if not candidates:
        return Matched(Match.NEW)
    return Matched(
        Match.ASK,
        candidates=candidates,
        why=f"Tên hoặc mã giống “{candidates[0].name}” trong danh sách: có phải một Hội không?",
    )


def _like(known: Iterable[Subordinate], sender: Sender) -> list[Subordinate]:
    found = [
        each
        for each in known
        if _alike(each.name, sender.name) or (sender.code and fold(each.code) == fold(sender.code))
    ]
    return sorted(found, key=lambda each: (fold(each.name) != fold(sender.name), each.position))


def _alike(one: str, other: str) -> bool:
    """Whether two names read alike: equal, or all words of the shorter one stand in the longer."""
    one, other = fold(one), fold(other)
    if one == other:
        return True
    words = sorted((frozenset(one.split()), frozenset(other.split())), key=len)
    telling = words[0] - _USUAL
    return (
        len(words[0]) >= _FEWEST_WORDS and words[0] <= words[1] and telling == words[1] - _USUAL - {"–", "-"}
    )


def _last_name(reader: Reader, subordinate: Subordinate) -> str:
    """What the Hội called itself in its last file, folded: a name once confirmed is not asked about again."""
    sent = reader.all(ReceivedReport, subordinate_id=subordinate.id)
    last = max((each for each in sent if each.file), key=lambda each: each.made_at, default=None)
    return fold(from_bytes(reader.file(last.file), subordinate.name).sender.name) if last else ""
