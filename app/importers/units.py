"""Which unit of the register a list means, and which spellings of a new one are one unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from app.domain.units import UnitState, UnitTree, place_less, unit_key
from app.importers.plan import MemberDraft, PlannedRow, Problem, RowKind
from app.vietnamese.text import fold

#: Of 100: from here two names are told as perhaps one, when their own words are near as well.
_ALIKE = 90
_ALIKE_OWN = 75


class Units:
    """Finds units by the texts of a list, each text once, and gives every unit a key to compare by.

    ``texts`` are all names of units that the list has. What may mean two units of the list or of the
    register, as "Sông Cầu" beside "Phường Sông Cầu" and "Xã Sông Cầu", means neither.
    """

    def __init__(self, tree: UnitTree, texts: Iterable[str] = ()) -> None:
        self._tree = tree
        self._found: dict[str, str] = {}
        self._new: dict[str, str] = {}
        self._doubtful: dict[str, tuple[str, ...]] = {}
        self._learn(Counter(text for text in texts if text))

    def _learn(self, texts: Counter[str]) -> None:
        places: dict[str, dict[str, str]] = {}
        for text in texts:
            key = unit_key(text)
            if place_less(key) != key:
                places.setdefault(place_less(key), {}).setdefault(key, text)
        spellings: dict[str, list[str]] = {}
        for text in texts:
            key = unit_key(text)
            here = places.get(place_less(key), {})
            states = self._tree.candidates(text)
            named = {**here, **{unit_key(state.name): state.name for state in states}}
            named.pop(place_less(key), None)
            sure = [state for state in states if _surely(text, state)]
            if len(sure) == 1 or (len(states) == 1 and len(named) <= 1):
                found = (sure or states)[0].unit_id
                self._found[text] = self._tree.resolve(found) or found
            elif len(sure) > 1:
                self._doubtful[text] = tuple(state.name for state in sure)
            elif key != place_less(key):
                spellings.setdefault(key, []).append(text)
            elif len(named) > 1 or states:
                self._doubtful[text] = tuple(dict.fromkeys([*named.values(), *(s.name for s in states)]))
            else:
                spellings.setdefault(next(iter(here), key), []).append(text)
        for same in spellings.values():
            self._new |= dict.fromkeys(same, _best_spelling({text: texts[text] for text in same}))

    def placed(self, draft: MemberDraft) -> MemberDraft:
        """The draft with its unit's id, or with the fullest spelling that the list has of a new unit.

        A text that may mean several units gives none; :meth:`doubt` says so.
        """
        if draft.chapter in self._doubtful:
            return replace(draft, chapter="")
        unit_id = self._found.get(draft.chapter)
        if unit_id is not None:
            return replace(draft, unit_id=unit_id)
        return replace(draft, chapter=self._new.get(draft.chapter, draft.chapter))

    def doubt(self, text: str) -> str:
        """The sentence for a text that may mean several units, "" for any other."""
        names = self._doubtful.get(text, ())
        if not names:
            return ""
        several = " hoặc ".join(f"“{name}”" for name in names[:3])
        return f"Chi hội “{text}”: có thể là {several}, đã để trống. Hãy ghi đủ tên trong tệp."

    def resolve(self, unit_id: str | None) -> str | None:
        """The unit itself or the one it was merged into."""
        return self._tree.resolve(unit_id) or unit_id

    def name(self, unit_id: str | None) -> str:
        """A unit's name, "" when there is none."""
        return self._tree.name(unit_id)

    def key(self, unit_id: str | None, text: str = "") -> str:
        """What is equal for one unit however it is given."""
        name = self.name(self.resolve(unit_id)) if unit_id else text
        return f"={unit_key(name)}=" if name else ""

    def doubts(self, new: Sequence[str]) -> dict[str, str]:
        """For each new unit that is perhaps one that exists, or a new one before it, a sentence on both."""
        told: dict[str, str] = {}
        near = _Names()
        for state in self._tree.alive():
            near.add(state.name, "đã có trong sổ")
        for name in new:
            other = near.like(name)
            if other:
                told[name] = (
                    f"Chi hội “{name}” sẽ lập mới, gần giống {other}. "
                    "Nếu là một, hãy sửa tên trong tệp rồi nhập lại."
                )
            near.add(name, "cũng mới trong tệp này")
        return told


class _Names:
    """Names of units by the numbers in them, to find one that is nearly the same."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, str, str]]] = {}

    def add(self, name: str, where: str) -> None:
        self._known.setdefault(_digits(name), []).append((fold(name), _own(name), f"“{name}” {where}"))

    def like(self, name: str) -> str:
        """The nearest name and where it is, "" when none is near."""
        known = self._known.get(_digits(name), [])
        best = process.extractOne(
            _own(name), [own for _, own, _ in known], scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        if best is not None:
            return known[best[2]][2]
        whole = process.extract(
            fold(name), [full for full, _, _ in known], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=5
        )
        return next(
            (known[at][2] for _, _, at in whole if fuzz.ratio(_own(name), known[at][1]) >= _ALIKE_OWN), ""
        )


def new_units(rows: Sequence[PlannedRow]) -> tuple[str, ...]:
    """The units that rows to be added or changed need and the register lacks."""
    names = [
        row.values.chapter
        for row in rows
        if (row.kind is RowKind.NEW or "chapter" in row.changes_beside())
        and row.values.chapter
        and row.values.unit_id is None
    ]
    return tuple(dict.fromkeys(names))


def with_doubts(
    rows: Sequence[PlannedRow], doubts: dict[str, str], letters: dict[str, str]
) -> tuple[PlannedRow, ...]:
    """The rows, the first that names a doubtful new unit with the sentence on it.

    ``letters`` is the column of the units by sheet.
    """
    waiting = dict(doubts)
    told = []
    for row in rows:
        problems = row.problems
        message = None
        if row.values.unit_id is None and (row.kind is RowKind.NEW or "chapter" in row.changes_beside()):
            message = waiting.pop(row.values.chapter, None)
        if message is not None:
            problems = (*problems, Problem(row.row, letters.get(row.sheet, "A"), message))
        told.append(replace(row, problems=problems) if message else row)
    return tuple(told)


def _surely(text: str, state: UnitState) -> bool:
    """Whether a text and a unit agree in phường, xã or thị trấn too, or in name or code as a whole."""
    return (
        fold(text) in (fold(state.name), fold(state.code))
        or unit_key(text) == unit_key(state.name)
        or unit_key(text) == unit_key(state.name, state.level)
    )


def _best_spelling(times: Mapping[str, int]) -> str:
    """Of the spellings of one unit the fullest, then the one most often written, its words capitalised.

    A small letter gives way where another spelling has the capital: "chi hội sông cầu" beside "Sông Cầu" is
    "chi hội Sông Cầu".
    """
    best = max(times, key=lambda text: (_fullness(text), times[text]))
    capitals = {word.casefold(): word for text in times for word in text.split() if word[:1].isupper()}
    return " ".join(capitals.get(word, word) if word.islower() else word for word in best.split(" "))


def _fullness(text: str) -> tuple[int, int]:
    words = fold(text).replace(".", " ").split()
    return len(words), sum(map(len, words))


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())


def _own(name: str) -> str:
    return place_less(unit_key(name))
