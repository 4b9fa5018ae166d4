"""What commands of care share: which visit, campaign or fund a word means, and the words of a visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import is_id
from app.domain.care import Campaign, VisitKind
from app.errors import NotFoundError, RuleError, SoHoiError
from app.terminal import Known, Money
from app.vietnamese.dates import parse_partial_date
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.services.bundle import Services
    from app.services.campaigns import CampaignCard
    from app.services.visits import VisitRow

VISIT = click.argument("visit_word", metavar="LẦN")
CAMPAIGN = click.argument("campaign_word", metavar="ĐỢT")

_KINDS = ", ".join(f"{kind.value} ({kind.label})" for kind in VisitKind)


def gift_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What is given by whom out of which fund, as visits and campaigns both say it; ``None`` = not said."""
    for option in reversed(
        (
            click.option("--on", type=Known(), default=None, help="Ngày, hay tháng, năm, như đã biết."),
            click.option(
                "--kind",
                type=click.Choice([k.value for k in VisitKind]),
                default=None,
                help=f"Dịp: {_KINDS}.",
            ),
            click.option("--gift", default=None, help="Quà, vòng hoa."),
            click.option("--amount", type=Money(), default=None, help="Tiền trao tay, như 300000, 300.000."),
            click.option("--gift-cost", type=Money(), default=None, help="Tiền mua quà, vòng hoa."),
            click.option(
                "--fund", default=None, metavar="TÊN", help="Chi từ quỹ này; thường là quỹ của Hội."
            ),
            click.option("--visitors", default=None, help="Người đi thăm, đi trao."),
            click.option("--note", default=None, help="Ghi chú."),
        )
    ):
        command = option(command)
    return command


def gift_words(services: Services, said: dict[str, Any]) -> dict[str, Any]:
    """Of :func:`gift_options` what was said, as fields of a record; raises NotFoundError for a fund."""
    fields = {name: held for name, held in said.items() if held is not None and name != "fund"}
    if "kind" in fields:
        fields["kind"] = VisitKind(fields["kind"])
    if said.get("fund") is not None:
        fields["fund_id"] = fund_id_of(services, said["fund"])
    return fields


def fund_id_of(services: Services, name: str) -> str | None:
    """The fund with this name or id, ``None`` for the branch's own; raises NotFoundError."""
    from app.services.funds import list_funds

    lines = list_funds(services.register, today=services.today())
    for line in lines:
        if fold(line.name) == fold(name) or (line.fund is not None and line.fund.id == name):
            return line.fund.id if line.fund is not None else None
    known = ", ".join(f"“{line.name}”" for line in lines)
    raise NotFoundError(f"Không có quỹ nào tên “{name}”. Các quỹ: {known}.")


def visit_of(services: Services, word: str) -> VisitRow:
    """The visit with this id, else the only one of this day, else the only one of this person.

    Raises NotFoundError, or RuleError that names the visits when there are several.
    """
    from app.services.visits import list_visits

    planned = list_visits(services.register, planned=True)
    # What is still to be handed over in a round of gifts is a line of that round (command campaign).
    rows = list_visits(services.register) + tuple(row for row in planned if not row.visit.campaign_id)
    try:
        day = parse_partial_date(word)
    except SoHoiError:
        day = None
    return _only(
        word,
        (
            [row for row in rows if is_id(word, row.visit.id)],
            [row for row in rows if row.visit.on == day],
            [row for row in rows if fold(row.person) == fold(word)],
        ),
    )


def _only(word: str, attempts: Iterable[list[VisitRow]]) -> VisitRow:
    for found in attempts:
        if len(found) == 1:
            return found[0]
        if found:
            told = "; ".join(f"{row.visit.on} {row.person} (mã {row.visit.id})" for row in found[:8])
            raise RuleError(f"“{word}” có {len(found)} lần thăm: {told}. Hãy ghi mã của một lần.")
    raise NotFoundError(f"Không có lần thăm hỏi nào là “{word}”. Lệnh visits in các lần và mã.")


def campaign_of(services: Services, word: str) -> Campaign:
    """The campaign with this id, else with this name, else the only one of this year.

    Raises NotFoundError, or RuleError that names the campaigns when there are several.
    """
    from app.services.campaigns import list_campaigns

    known = [row.campaign for row in list_campaigns(services.register)]
    for found in (
        [each for each in known if is_id(word, each.id)],
        [each for each in known if fold(each.name) == fold(word)],
        [each for each in known if str(each.on.year) == word.strip()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            told = "; ".join(f"“{each.name}” (mã {each.id})" for each in found)
            raise RuleError(f"“{word}” có {len(found)} đợt: {told}. Hãy ghi tên hoặc mã của một đợt.")
    raise NotFoundError(f"Không có đợt tặng quà “{word}”. Lệnh campaigns cho biết có những đợt nào.")


def lines_of(card: CampaignCard, words: str) -> list[str]:
    """The ids of lines of a campaign as "1,3,Hà An"; raises NotFoundError, RuleError for a double name."""
    found = []
    for word in filter(None, (part.strip() for part in words.split(","))):
        if word.isdecimal():
            if not 1 <= int(word) <= len(card.lines):
                raise NotFoundError(
                    f"Đợt “{card.campaign.name}” có {len(card.lines)} dòng, không có dòng {word}."
                )
            found.append(card.lines[int(word) - 1].visit.id)
            continue
        named = [row.visit.id for row in card.lines if fold(row.person) == fold(word)]
        if len(named) > 1:
            raise RuleError(f"Có {len(named)} dòng tên “{word}”. Hãy ghi số dòng (lệnh campaign show).")
        if not named:
            raise NotFoundError(
                f"Đợt “{card.campaign.name}” không có “{word}”. Lệnh campaign show in danh sách."
            )
        found += named
    return found
