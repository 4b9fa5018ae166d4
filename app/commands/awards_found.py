"""Which round, award, meeting or certificate the words of a command mean: one clear rule for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from app.commands.opening import is_id
from app.domain.certificates import IssuedCertificate, codes_in
from app.domain.commendations import Award, AwardRound
from app.errors import NotFoundError, RuleError, SoHoiError
from app.vietnamese.dates import parse_partial_date, short_date
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.domain.meetings import Meeting
    from app.services.bundle import Services
    from app.services.commendations import RoundCard

#: What stands for every award of a list.
ALL = "all"

ROUND = click.argument("round_word", metavar="ĐỢT")
AWARD = click.argument("award_word", metavar="DÒNG")
CODE = click.argument("code", metavar="MÃ")


def round_of(services: Services, word: str) -> AwardRound:
    """The round with this id, else with this name, else the only one of this year of work.

    Raises NotFoundError, or RuleError that names the rounds when there are several.
    """
    from app.services.commendations import list_rounds

    rounds = [row.round for row in list_rounds(services.register)]
    for found in (
        [each for each in rounds if each.id == word],
        [each for each in rounds if fold(each.name) == fold(word)],
        [each for each in rounds if str(each.year) == word.strip()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            told = "; ".join(f"“{each.name}” (mã {each.id})" for each in found)
            raise RuleError(f"“{word}” có {len(found)} đợt: {told}. Hãy ghi tên hoặc mã của một đợt.")
    raise NotFoundError(f"Không có đợt khen thưởng “{word}”. Lệnh rounds cho biết có những đợt nào.")


def card_of(services: Services, word: str) -> RoundCard:
    """The round that a word means, whole; raises as :func:`round_of`."""
    from app.services.commendations import round_card

    return round_card(services.register, round_of(services, word).id)


def award_of(card: RoundCard, word: str) -> Award:
    """The award on this line of the round's list, as ``round show`` counts them, or with this name.

    Raises NotFoundError, or RuleError when several have the name.
    """
    text = word.strip()
    if text.isdecimal():
        number = int(text)
        if not 1 <= number <= len(card.awards):
            raise NotFoundError(
                f"Đợt “{card.round.name}” không có dòng {number}: danh sách có {len(card.awards)} dòng."
            )
        return card.awards[number - 1]
    found = [award for award in card.awards if fold(award.recipient) == fold(text)]
    if len(found) > 1:
        raise RuleError(f"Có {len(found)} dòng tên “{text}”. Hãy ghi số dòng (lệnh round show).")
    if not found:
        raise NotFoundError(f"Đợt “{card.round.name}” không có “{text}”. Lệnh round show in danh sách.")
    return found[0]


def awards_of(card: RoundCard, words: str) -> tuple[Award, ...]:
    """The awards of a list as "1,2,5", or all of them; raises as :func:`award_of`."""
    if fold(words) == ALL:
        return card.awards
    return tuple(award_of(card, word) for word in words.split(",") if word.strip())


def line_of(card: RoundCard, award: Award) -> int:
    """On which line of the round's list an award stands."""
    return 1 + [each.id for each in card.awards].index(award.id)


def meeting_of(services: Services, word: str) -> Meeting | None:
    """The meeting with this id, else of this day, else with this name or part of it; ``None`` for no word.

    Raises NotFoundError, or RuleError that names the meetings when there are several.
    """
    from app.services.meetings import list_meetings

    if not word:
        return None
    meetings = [row.meeting for row in list_meetings(services.register)]
    try:
        day = parse_partial_date(word).to_date()
    except SoHoiError:
        day = None
    for found in (
        [each for each in meetings if is_id(word, each.id)],
        [each for each in meetings if each.on == day],
        [each for each in meetings if fold(each.name) == fold(word)],
        [each for each in meetings if fold(word) in fold(each.name)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            told = "; ".join(f"“{each.name}” ngày {short_date(each.on)} (mã {each.id})" for each in found)
            raise RuleError(f"“{word}” có {len(found)} cuộc họp: {told}. Hãy ghi mã của một cuộc.")
    raise NotFoundError(f"Không có cuộc họp nào là “{word}”. Hãy ghi ngày họp, như 28/12/2023, hoặc tên.")


def issue_of(services: Services, code: str) -> IssuedCertificate:
    """The certificate with this check code, or with this id; raises NotFoundError."""
    with services.register.read() as reader:
        held = reader.find(IssuedCertificate, code)
        found: Sequence[IssuedCertificate] = [held] if held is not None else []
        for each in () if found else codes_in(code):
            found = found or reader.all(IssuedCertificate, code=each)
    if not found:
        raise NotFoundError(
            f"Không có giấy nào mang mã “{code}” trong sổ này. Lệnh certificate list in các mã."
        )
    return found[0]


def only_ids(services: Services, cards: Iterable[RoundCard], words: str) -> frozenset[str]:
    """The ids of the awards that are wanted of some rounds, each by check code, name, or line of one round.

    Raises NotFoundError for a word that means nobody, RuleError for a line while there are several rounds.
    """
    known = tuple(cards)
    listed = {award.id for card in known for award in card.awards}
    wanted = set()
    for word in filter(None, (word.strip() for word in words.split(","))):
        if codes_in(word) and not any(fold(a.recipient) == fold(word) for c in known for a in c.awards):
            award_id = issue_of(services, word).award_id
            if award_id not in listed:
                raise NotFoundError(f"Giấy mang mã {word} không thuộc các đợt này.")
            wanted.add(award_id)
        elif len(known) == 1:
            wanted.add(award_of(known[0], word).id)
        elif word.isdecimal():
            raise RuleError(f"Có {len(known)} đợt, không rõ dòng {word} của đợt nào. Hãy thêm --round ĐỢT.")
        else:
            wanted |= _named(known, word)
    return frozenset(wanted)


def _named(cards: Iterable[RoundCard], name: str) -> set[str]:
    found = {a.id for card in cards for a in card.awards if fold(a.recipient) == fold(name)}
    if not found:
        raise NotFoundError(f"Không ai tên “{name}” trong các đợt này.")
    return found
