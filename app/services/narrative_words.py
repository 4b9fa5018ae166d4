"""The sentences of a report, composed from its figures; what is zero or not known is left out.

Counts below ten are written with two digits, sums are grouped (domain notes §2.4, §4.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.counters import ReportPart
from app.domain.year_report import Figure, YearReport, percent, share_of
from app.services.reports_figures import PART_HEADINGS
from app.services.reports_typed import below, counted_amounts
from app.vietnamese.numbers import count, money
from app.vietnamese.text import fold

#: The section of rows that stand under a heading of the user's own.
OTHER = "other"
_HEADINGS = {heading: part.value for part, heading in PART_HEADINGS.items()} | {
    "h_meetings": ReportPart.ORGANISATION.value
}


class ReportWords:
    """The sentences of each section of a report, by the section's key (a part's value, or ``OTHER``)."""

    def __init__(self, report: YearReport, *, committee: int = 0) -> None:
        """Read a report; ``committee`` is how many people sit on the Ban Chấp hành, 0 when not known."""
        self._report = report
        self._amounts = report.amounts()
        typed = any(each.counted is not None for each in report.figures)
        self._counted = counted_amounts(report) if typed else self._amounts
        self._figures = {each.key: each for each in report.figures}
        self._committee = committee
        self._said: set[str] = set()
        self._word = "năm" if report.period.startswith("năm") or not report.period else "kỳ"

    def sections(self) -> dict[str, tuple[str, ...]]:
        """The composed paragraphs of each section; a section of which nothing is known has none."""
        made = {
            ReportPart.ORGANISATION.value: [*self._members(), *self._committee_line(), *self._meetings()],
            ReportPart.CARE.value: [*self._visits(), *self._longevity()],
            ReportPart.EMULATION.value: [*self._awards()],
            ReportPart.FINANCE.value: [*self._fund(), *self._dues(), *self._other_funds()],
        }
        for key, figures in self._blocks().items():
            made.setdefault(key, []).extend(self._rest(figures))
        return {key: tuple(lines) for key, lines in made.items() if lines}

    # ------------------------------------------------------------ figures

    def _amount(self, key: str) -> int:
        """A figure's amount; 0 where there is none. What is asked for here is said by its own sentence."""
        self._said.add(key)
        figure = self._figures.get(key)
        return 0 if figure is None or figure.missing else self._amounts.get(key, 0)

    def _shown(self, key: str) -> str:
        """A main figure with its "ước"."""
        figure, amount = self._figures[key], self._amount(key)
        said = money(amount) if figure.money else count(amount)
        return f"ước {said}" if figure.estimate else said

    def _share(self, key: str) -> str:
        """The percentage alone, "95,3%"; "" for none and for the whole of one."""
        figure = self._figures.get(key)
        found = share_of(self._report, figure, self._amounts) if figure is not None else None
        return percent(found.per_mille) if found is not None else ""

    def _details(self, keys: Iterable[str], labels: dict[str, str] | None = None, *, each: str = "") -> str:
        """Figures that belong to one, "kết nạp 01, chuyển đến 02"; those of 0 are left out.

        With ``each``, what is counted, the count comes first: "03 lượt ốm đau".
        """
        found = []
        for key in keys:
            amount = self._amount(key)
            if amount:
                label = (labels or {}).get(key) or _low(self._figures[key].label)
                said = f"{count(amount)} {each} {label}" if each else f"{label} {count(amount)}"
                found.append(" ".join(said.split()))
        return ", ".join(found)

    def _below(self, key: str) -> tuple[str, ...]:
        """The keys of the figures that stand under one, set in."""
        return below(self._report, key)

    def _is_typed(self, *keys: str) -> bool:
        """Whether one of them is told otherwise than the records give it."""
        return any(self._amounts.get(key) != self._counted.get(key) for key in keys)

    def _among(self, whole: str, parts: Iterable[str], said: str, *, adds_up: bool = True) -> str:
        """What is said of the parts of a whole, where it can be said beside it.

        Beside a typed whole that they do not make up they are what is known so far; "" when that cannot be,
        of a time that is over or of parts that are more.
        """
        known = tuple(parts)
        figure = self._figures.get(whole)
        if not said or figure is None or not self._is_typed(whole):
            return said
        total = sum(self._amounts.get(key, 0) for key in known)
        if self._amounts[whole] == total if adds_up else self._is_typed(*known):
            return said
        if not figure.estimate or (adds_up and total > self._amounts[whole]):
            return ""
        return f"đến nay {said}" if not adds_up else f"trong đó đến nay {said}"

    # ------------------------------------------------------------ organisation

    def _members(self) -> Iterable[str]:
        total, units = self._amount("members_end"), self._amount("units")
        listed, start = self._below("members_listed"), self._amount("members_start")
        self._said.add("members_listed")
        if total:
            where = f", sinh hoạt tại {count(units)} {_low(self._report_unit())}" if units else ""
            among = self._among("members_end", listed, self._details(listed), adds_up=False)
            yield f"Tổng số hội viên: {self._shown('members_end')}{where}{among and f'; trong đó {among}'}."
        gains, losses = self._amount("gains"), self._amount("losses")
        below_gains, below_losses = self._below("gains"), self._below("losses")
        more = self._among("gains", below_gains, self._details(below_gains))
        fewer = self._among("losses", below_losses, self._details(below_losses))
        # A typed total that the changes do not lead to: they are what is known so far.
        led = not self._is_typed("members_end") or total == start + gains - losses
        so_far = "" if led else " đến nay"
        if (gains or losses) and (led or self._figures["members_end"].estimate):
            moved = [f"tăng {count(gains)}{more and f' ({more})'}"] if gains else []
            moved += [f"giảm {count(losses)}{fewer and f' ({fewer})'}"] if losses else []
            began = f"Đầu {self._word} có {count(start)} hội viên; trong" if start else "Trong"
            yield f"{began} {self._word}{so_far} {', '.join(moved)}."

    def _report_unit(self) -> str:
        return self._figures["units"].measure

    def _committee_line(self) -> Iterable[str]:
        if self._committee:
            yield f"Ban Chấp hành Hội có {count(self._committee)} đồng chí."

    def _meetings(self) -> Iterable[str]:
        held, called = self._amount("meetings"), self._amount("meetings_called")
        came, guests = self._amount("meetings_came"), self._amount("meetings_guests")
        missed = self._amount("meetings_no_quorum")
        below_ = [key for key in self._below("meetings") if key != "meetings_no_quorum"]
        kinds = self._among("meetings", below_, self._details(below_, each=" "))
        if not held:
            return
        parts = [f"Hội tổ chức {self._shown('meetings')} cuộc họp{kinds and f' ({kinds})'}"]
        if came:
            rate = self._share("meetings_came") if called else ""
            parts.append(f"{count(came)} lượt hội viên dự{rate and f' (đạt {rate} số được triệu tập)'}")
        parts += [f"{count(guests)} lượt khách mời"] if guests else []
        parts += [f"{count(missed)} cuộc không đủ số người dự"] if missed else []
        yield f"{', '.join(parts)}."

    # ------------------------------------------------------------ care

    def _visits(self) -> Iterable[str]:
        visits, spent = self._amount("visits"), self._amount("visits_amount")
        self._said.update(self._below("visits_amount"))
        parts = self._below("visits")
        kinds = self._among("visits", parts, self._details(parts, _VISITED, each="lượt"))
        if visits:
            sum_ = f", với tổng số tiền {self._shown('visits_amount')}" if spent else ""
            yield f"Thăm hỏi, viếng, tặng quà {self._shown('visits')} lượt{kinds and f' ({kinds})'}{sum_}."
        gifts, worth, each = (self._amount(key) for key in ("gifts", "gifts_amount", "gifts_average"))
        if gifts:
            cost = f", trị giá {money(worth)}" if worth else ""
            average = f", bình quân mỗi suất {money(each)}" if each else ""
            among = "Trong đó quà lễ, Tết"
            known = self._is_typed("gifts") or visits == sum(self._amount(key) for key in parts)
            if self._is_typed("visits") and not known:
                guessed = self._figures["visits"].estimate
                among = "Trong đó đến nay quà lễ, Tết" if guessed else "Quà lễ, Tết"
            yield f"{among}: {count(gifts)} suất{cost}{average}."

    def _longevity(self) -> Iterable[str]:
        reached = self._amount("longevity")
        parts = self._below("longevity")
        kinds = self._among("longevity", parts, self._details(parts))
        if reached:
            more = f" ({kinds})" if "," in kinds else ""
            yield f"Hội viên được mừng thọ: {self._shown('longevity')} người{more}."

    # ------------------------------------------------------------ awards

    def _awards(self) -> Iterable[str]:
        parts = self._below("awards")
        groups = {"awards_collectives": "tập thể", "awards_persons": "cá nhân"}
        named = [f"{count(n)} {word}" for key, word in groups.items() if (n := self._amount(key))]
        form_keys = [key for key in parts if key.startswith("awards_form_")]
        level_keys = [key for key in parts if key.startswith("awards_level_")]
        forms = self._among("awards", form_keys, self._details(form_keys, each=" "))
        labels = {key: self._figures[key].label.removeprefix("Cấp khen: ") for key in parts}
        levels = self._among("awards", level_keys, self._details(level_keys, labels))
        total, given = self._amount("awards"), self._amount("awards_money")
        if not total:
            return
        guess = "ước " if self._figures["awards"].estimate else ""
        whom = " và ".join(named)
        among = self._among("awards", groups, whom)
        if among != whom or not whom:
            whom = f"{count(total)} lượt{among and f' ({among})'}"
        said = [f"Khen thưởng {guess}{whom}{forms and f' ({forms})'}"]
        said += [f"cấp khen: {levels}"] if levels.count(",") else []
        said += [f"tổng số tiền thưởng {self._shown('awards_money')}"] if given else []
        yield f"{'; '.join(said)}."

    # ------------------------------------------------------------ money

    def _fund(self) -> Iterable[str]:
        keys = ("fund_opening", "fund_income", "fund_expense", "fund_closing")
        opening, income, expense, closing = (self._amount(key) for key in keys)
        # A typed balance that the book does not lead to: its sums are what is known so far.
        led = not self._is_typed("fund_closing") or opening + income - expense == closing
        said = []
        for key in keys:
            if self._amount(key):
                so_far = not led and key in ("fund_income", "fund_expense")
                if so_far and not self._figures[key].estimate:
                    continue
                shown = f"đến nay {money(self._amount(key))}" if so_far else self._shown(key)
                said.append(f"{_low(self._figures[key].label)} {shown}")
        if said:
            text = "; ".join(said)
            yield f"{text[0].upper()}{text[1:]}."

    def _dues(self) -> Iterable[str]:
        due, paid, owed = (self._amount(key) for key in ("dues_due", "dues_paid", "dues_owed"))
        if due and paid:
            rate = self._share("dues_paid")
            rest = f"; còn nợ {money(owed)}" if owed else ""
            yield f"Hội phí: đã nộp {self._shown('dues_paid')}{rate and f', đạt {rate}'}{rest}."

    def _other_funds(self) -> Iterable[str]:
        base, each = self._amount("base_fund"), self._amount("base_fund_average")
        units, other = self._amount("base_fund_units"), self._amount("other_funds")
        if base:
            average = f", bình quân mỗi hội viên {money(each)}" if each else ""
            having = f"; {count(units)} chi hội có chân quỹ" if units else ""
            yield f"Chân quỹ của các chi hội: {self._shown('base_fund')}{average}{having}."
        if other:
            yield f"Các quỹ khác: {self._shown('other_funds')}."

    # ------------------------------------------------------------ everything else

    def _blocks(self) -> dict[str, list[Figure]]:
        """The figures under each heading, by the section where they are told."""
        found: dict[str, list[Figure]] = {}
        key = OTHER
        for figure in self._report.figures:
            if figure.rule is None:
                key = _HEADINGS.get(figure.key, OTHER)
            else:
                found.setdefault(key, []).append(figure)
        return found

    def _rest(self, figures: Sequence[Figure]) -> Iterable[str]:
        """A line for each figure that no sentence told: counters, and rows of the user's own."""
        place = 0
        while place < len(figures):
            main = figures[place]
            place += 1
            below = []
            while place < len(figures) and figures[place].level > main.level:
                below.append(figures[place])
                place += 1
            if main.key not in self._said and (line := self._line(main, below)):
                yield line

    def _line(self, main: Figure, below: Sequence[Figure]) -> str:
        if not self._amount(main.key):
            return ""
        shown = self._shown(main.key)
        said = f"- {main.label}: {shown if main.money else f'{shown} {main.measure}'.strip()}"
        found = share_of(self._report, main, self._amounts)
        if found is not None:
            said += f" ({found.words})"
        for each in below:
            if self._amount(each.key):
                said += f", {_told_below(each, self._shown(each.key))}"
        return f"{said}."


#: What a kind of visit is called inside a sentence, where its own label is too short for one.
_VISITED = {
    "visits_illness": "ốm đau",
    "visits_death": "viếng hội viên qua đời",
    "visits_bereavement": "tang gia",
    "visits_hardship": "hoàn cảnh khó khăn",
    "visits_tet": "Tết Nguyên đán",
    "visits_war_invalids_day": "ngày 27/7",
    "visits_tradition_day": "ngày truyền thống 19/5",
}


def _told_below(figure: Figure, shown: str) -> str:
    if figure.key.endswith("_people"):
        return f"{shown} lượt người tham gia"
    return f"{_low(figure.label)} {shown}" + ("" if figure.money else f" {figure.measure}")


def _low(text: str) -> str:
    """A label inside a sentence; a word of capitals, and a name, keep theirs."""
    first = text.partition(" ")[0]
    if text[1:2].isupper() or fold(first) == "tet":
        return text
    return text[:1].lower() + text[1:]
