"""The words of a round of commendations as its papers say them: counts, reasons, bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.commendations import Award, AwardCount, AwardRound, count_awards
from app.vietnamese.dates import date_phrase
from app.vietnamese.numbers import count
from app.vietnamese.text import clean, fold

#: A basis that begins so needs no "Căn cứ" before it.
_BASIS_OPENERS = ("can cu", "theo", "xet", "thuc hien", "thi hanh")
_MINUTES = "bien ban"
_BY_ITSELF = "bieu duong"


def counted(number: AwardCount) -> str:
    """A count in a sentence, “03 tập thể và 06 cá nhân”; "" for none."""
    parts = [f"{count(number.collectives)} tập thể"] if number.collectives else []
    parts += [f"{count(number.persons)} cá nhân"] if number.persons else []
    return " và ".join(parts)


def whom(number: AwardCount) -> str:
    """Who is honoured, “tập thể, cá nhân”, or the one of the two that there is."""
    return ", ".join(
        word for word, there in (("tập thể", number.collectives), ("cá nhân", number.persons)) if there
    )


def forms_of(awards: Iterable[Award]) -> tuple[str, ...]:
    """The forms of the awards, each once, as they come."""
    return tuple(dict.fromkeys(award.form for award in awards))


def gives(form: str) -> str:
    """What a decision does, “Tặng Giấy khen cho”; who is commended by word is given nothing."""
    return form if fold(form).startswith(_BY_ITSELF) else f"Tặng {form} cho"


def asks(forms: Sequence[str]) -> str:
    """The same inside a sentence, “tặng Giấy khen cho”; several forms are simply “khen thưởng”."""
    if len(forms) != 1:
        return "khen thưởng"
    said = gives(forms[0])
    return said[0].lower() + said[1:]


def deserving(occasion: str, *, past: bool) -> str:
    """Why, as the end of a sentence: "đã có thành tích xuất sắc …"; in a title without "đã"."""
    text = clean(occasion).rstrip(".;, ")
    if not text:
        return ""
    low = text if text[1:2].isupper() else text[0].lower() + text[1:]
    if low.startswith("đã có "):
        return low if past else low.removeprefix("đã ")
    if low.startswith("có "):
        return f"đã {low}" if past else low
    if low.startswith(("đã ", "vì ", "về ", "nhân ", "trong ")):
        return low
    return f"vì {low}"


def basis_lines(round_: AwardRound, last: str = "") -> tuple[str, ...]:
    """The lines "Căn cứ …;" of a round, ``last`` behind them, a point at the end of all.

    The minutes get their day where the line does not name one.
    """
    lines = []
    for line in round_.basis.split("\n"):
        text = clean(line).rstrip(".;, ")
        if not text:
            continue
        folded = fold(text)
        if round_.minutes_on and _MINUTES in folded and not any(char.isdigit() for char in text):
            text = f"{text} {date_phrase(round_.minutes_on)}"
        lines.append(text if folded.startswith(_BASIS_OPENERS) else f"Căn cứ {text}")
    lines += [last] if last else []
    return tuple(f"{line}{'.' if number == len(lines) else ';'}" for number, line in enumerate(lines, 1))


def count_of(awards: Iterable[Award]) -> str:
    """The count of awards in words."""
    return counted(count_awards(awards))
