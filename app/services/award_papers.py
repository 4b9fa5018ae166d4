"""The papers of a round of commendations: đề nghị, biên bản xét, tờ trình, quyết định with its annex.

Each says what the register says, to be printed (PDF) or changed in Word (DOCX); what is not decided yet is
left to be written by hand. The skeletons are those of real papers (domain notes §2.4, §2.5).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.documents.official.values import Annex, OfficialPaper, Paragraph, Signer
from app.domain.commendations import Award, AwardRound, Verdict, count_awards
from app.errors import RuleError
from app.paths import Paths
from app.services.award_minutes import minutes
from app.services.award_sources import AwardSource, read_award_source
from app.services.award_tables import award_table, facts
from app.services.award_words import (
    asks,
    basis_lines,
    count_of,
    deserving,
    forms_of,
    gives,
    whom,
)
from app.services.meeting_people import Head
from app.services.official_papers import (
    LONG_BLANK,
    Written,
    numbered,
    placed,
    write_official,
)
from app.services.paper_words import body_name, listed
from app.store.register import Register
from app.vietnamese.dates import date_phrase
from app.vietnamese.numbers import money, money_in_words
from app.vietnamese.text import clean, fold

#: So many proposing units are named in the decision.
_NAMED = 3


class AwardPaperKind(StrEnum):
    """The papers of a round, in the order in which they are made; the value names the template."""

    PROPOSAL = "de-nghi-khen-thuong"
    MINUTES = "bien-ban-xet"
    SUBMISSION = "to-trinh"
    DECISION = "quyet-dinh-khen-thuong"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            AwardPaperKind.PROPOSAL: "Giấy đề nghị khen thưởng",
            AwardPaperKind.MINUTES: "Biên bản họp xét khen thưởng",
            AwardPaperKind.SUBMISSION: "Tờ trình đề nghị khen thưởng",
            AwardPaperKind.DECISION: "Quyết định khen thưởng",
        }[self]


def papers_of(round_: AwardRound) -> tuple[AwardPaperKind, ...]:
    """The papers that the branch makes for a round: where the upper body decides, no decision of its own."""
    last = AwardPaperKind.SUBMISSION if round_.is_upper else AwardPaperKind.DECISION
    return (AwardPaperKind.PROPOSAL, AwardPaperKind.MINUTES, last)


def award_paper(
    register: Register, round_id: str, kind: AwardPaperKind, *, today: date, unit_id: str | None = None
) -> OfficialPaper:
    """One paper of a round; ``unit_id`` says whose proposal where several units proposed.

    Raises RuleError for an empty list and for a paper that this round does not have.
    """
    source = read_award_source(register, round_id, today)
    if not source.awards:
        raise RuleError("Danh sách khen thưởng còn trống. Hãy thêm người hoặc chi hội trước.")
    if kind not in papers_of(source.round):
        raise RuleError(_not_ours(source.round))
    if kind is AwardPaperKind.PROPOSAL:
        return _proposal(source, unit_id)
    if kind is AwardPaperKind.MINUTES:
        return minutes(source)
    if not source.granted:
        raise RuleError("Cuộc họp xét không nhất trí trường hợp nào nên không có gì để khen.")
    return _submission(source) if kind is AwardPaperKind.SUBMISSION else _decision(source)


def write_award_paper(
    register: Register,
    round_id: str,
    kind: AwardPaperKind,
    path: Path,
    *,
    paths: Paths,
    today: date,
    unit_id: str | None = None,
    replace: bool = False,
) -> Written:
    """Write one paper of a round as .pdf or, from the branch's template, as .docx.

    Raises what :func:`award_paper` and :func:`app.services.official_papers.write_official` raise.
    """
    paper = award_paper(register, round_id, kind, today=today, unit_id=unit_id)
    return write_official(paper, path, paths=paths, replace=replace)


def paper_file_name(round_: AwardRound, kind: AwardPaperKind, unit_name: str = "") -> str:
    """A name for the file, without its ending: "Quyết định khen thưởng 01-QĐ-HTS"."""
    code = {
        AwardPaperKind.DECISION: round_.decision_code,
        AwardPaperKind.SUBMISSION: round_.submission_code,
        AwardPaperKind.PROPOSAL: unit_name,
    }.get(kind, "")
    name = f"{kind.label} {code or round_.year}"
    return clean("".join("-" if char in '<>:"/\\|?*' else char for char in name)).strip(" .")[:120]


def _not_ours(round_: AwardRound) -> str:
    if round_.is_upper:
        return (
            f"Đợt “{round_.name}” do {round_.decider} quyết định, Hội không ra quyết định. Hãy in tờ trình."
        )
    return f"Đợt “{round_.name}” do Hội tự quyết định, không cần tờ trình. Hãy in quyết định."


# ---------------------------------------------------------------- giấy đề nghị


def _proposal(source: AwardSource, unit_id: str | None) -> OfficialPaper:
    """What a unit asks for; without a proposing unit its name is left to be written."""
    if unit_id is None and len(source.units) > 1:
        raise RuleError(
            f"Đợt này có {len(source.units)} đơn vị đề nghị: {listed(list(source.units.values()))}. "
            "Hãy chọn một đơn vị."
        )
    if unit_id is None:
        unit_id = next(iter(source.units), None)
    elif unit_id not in source.units:
        raise RuleError("Đơn vị này không đề nghị ai trong đợt. Hãy chọn đơn vị khác.")
    awards = [award for award in source.awards if award.proposer_id == unit_id]
    level = source.branch.unit_level or "Chi hội"
    unit = source.units[unit_id] if unit_id else f"{level} {LONG_BLANK}"
    head = source.heads[unit_id] if unit_id else Head(f"{level} trưởng", "")
    reason = deserving(source.round.occasion, past=True)
    return OfficialPaper(
        kind=AwardPaperKind.PROPOSAL,
        heading=(source.own_name.upper(), unit.upper()),
        number="",
        place_date=placed(
            source.round.place or source.branch.place, None, source.round.minutes_on or source.today
        ),
        title="Giấy đề nghị",
        subject=_about("Về việc khen thưởng", awards, source),
        addressed=(f"Ban Chấp hành {source.own_name}",),
        body=(
            Paragraph(
                f"Căn cứ kết quả công tác Hội năm {source.round.year}, {unit} đã họp, bình xét và đề nghị "
                f"Ban Chấp hành Hội xét, {asks(forms_of(awards))} {count_of(_asked(awards))} {reason}, "
                "cụ thể như sau:"
            ),
            award_table(source, _asked(awards), form=True, achievement=True),
            Paragraph("Kính đề nghị Ban Chấp hành Hội xem xét, quyết định./."),
        ),
        signers=(Signer(head.office, head.name, f"TM. {level}"),),
        recipients=("Như trên;", f"Lưu: {level}."),
        facts=facts(source, awards),
    )


def _asked(awards: Sequence[Award]) -> list[Award]:
    """The awards as they were asked for: what the review said later is not known here."""
    return [dataclasses.replace(award, verdict=Verdict.OPEN) for award in awards]


def _about(verb: str, awards: Sequence[Award], source: AwardSource) -> str:
    return f"{verb} {whom(count_awards(awards))} {deserving(source.round.occasion, past=False)}".strip()


# ---------------------------------------------------------------- tờ trình


def _submission(source: AwardSource) -> OfficialPaper:
    round_, awards = source.round, source.granted
    held = f"Tại cuộc họp {date_phrase(round_.minutes_on)}, " if round_.minutes_on else ""
    committee = body_name(source.branch.authority, "Hội")
    reason = deserving(round_.occasion, past=True)
    return OfficialPaper(
        kind=AwardPaperKind.SUBMISSION,
        heading=source.heading,
        number=numbered(source.branch, round_.submission_code, "TTr"),
        place_date=placed(round_.place or source.branch.place, round_.submitted_on, source.today),
        title="Tờ trình",
        subject=_about(f"Về việc đề nghị {asks(forms_of(awards))}", awards, source),
        addressed=(round_.decider,),
        basis=basis_lines(round_),
        body=(
            Paragraph(
                f"{held}{committee} đã xét và nhất trí đề nghị khen thưởng {count_of(awards)} có thành tích."
            ),
            Paragraph(
                f"{source.own_name} kính trình {round_.decider} xem xét, {asks(forms_of(awards))} "
                f"{count_of(awards)} {reason} (có Danh sách kèm theo)."
            ),
            Paragraph(f"Kính đề nghị {round_.decider} xem xét, quyết định./."),
        ),
        signers=(_own_signer(source),),
        recipients=("Như trên;", "Lưu: VT."),
        annexes=(_annex(source, "đề nghị", "Tờ trình", round_.submission_code, round_.submitted_on),),
        facts=facts(source, awards),
    )


def _own_signer(source: AwardSource) -> Signer:
    authority = source.branch.authority if source.round.is_upper else source.round.authority
    return Signer(source.signer_office, source.signer, authority)


# ---------------------------------------------------------------- quyết định


def _decision(source: AwardSource) -> OfficialPaper:
    round_, awards = source.round, source.granted
    forms = forms_of(awards)
    body = _articles(source, awards)
    return OfficialPaper(
        kind=AwardPaperKind.DECISION,
        heading=source.heading,
        number=numbered(source.branch, round_.decision_code, "QĐ"),
        place_date=placed(round_.place or source.branch.place, round_.decided_on, source.today),
        title="Quyết định",
        subject=_about(f"Về việc {asks(forms)}", awards, source),
        authority=body_name(round_.authority, source.own_name),
        basis=basis_lines(round_, _proposed_by(source)),
        order="QUYẾT ĐỊNH:",
        body=body,
        signers=(_own_signer(source),),
        recipients=(f"Như {body[-1].lead.rstrip('.')};", "Lưu: VT."),
        annexes=(_annex(source, "được", "Quyết định", round_.decision_code, round_.decided_on),),
        facts=facts(source, awards),
    )


def _proposed_by(source: AwardSource) -> str:
    names = list(source.units.values())
    if not names:
        return ""
    return f"Theo đề nghị của {listed(names) if len(names) <= _NAMED else 'các đơn vị trực thuộc'}"


def _articles(source: AwardSource, awards: Sequence[Award]) -> tuple[Paragraph, ...]:
    reason = deserving(source.round.occasion, past=True)
    forms = forms_of(awards)
    if len(forms) == 1:
        said = [f"{gives(forms[0])} {count_of(awards)} {reason} (có Danh sách kèm theo)."]
    else:
        said = [f"Khen thưởng {count_of(awards)} {reason} (có Danh sách kèm theo), gồm:"]
        said += [
            f"{number}. {gives(form)} {count_of([a for a in awards if a.form == form])}"
            f"{'.' if number == len(forms) else ';'}"
            for number, form in enumerate(forms, 1)
        ]
    articles = [said]
    committee = body_name(source.round.authority, "Hội")
    if any(award.money for award in awards):
        articles.append([_reward(awards)])
    articles.append(
        [
            (
                f"Quyết định này có hiệu lực kể từ ngày ký. {committee}, các đơn vị trực thuộc và các tập "
                "thể, cá nhân có tên tại Điều 1 căn cứ Quyết định thi hành./."
            )
        ]
    )
    return tuple(
        Paragraph(text, f"Điều {number}." if place == 0 else "")
        for number, article in enumerate(articles, 1)
        for place, text in enumerate(article)
    )


def _reward(awards: Sequence[Award]) -> str:
    """What is given in money: an amount for each kind where all of it get the same, and the sum."""
    each = []
    for is_collective, kind in ((True, "tập thể"), (False, "cá nhân")):
        amounts = {award.money for award in awards if award.kind.is_collective is is_collective}
        if len(amounts) == 1 and (amount := amounts.pop()):
            each.append(f"mỗi {kind} {money(amount)}")
    total = sum(award.money for award in awards)
    how = f" ({', '.join(each)})" if each else ""
    return (
        f"Kèm theo khen thưởng là tiền thưởng{how}, tổng số {money(total)} ({money_in_words(total)}), "
        "chi từ quỹ của Hội."
    )


def _annex(source: AwardSource, verb: str, paper: str, code: str, day: date | None) -> Annex:
    """The list that goes with a tờ trình or a decision."""
    awards = source.granted
    forms = forms_of(awards)
    is_request = paper == "Tờ trình"
    what = listed([form if not fold(form).startswith("bieu duong") else "biểu dương" for form in forms])
    title = f"Danh sách {whom(count_awards(awards))} {verb} khen thưởng"
    if len(forms) == 1:
        title = (
            f"Danh sách {whom(count_awards(awards))} {verb} {'' if what == 'biểu dương' else 'tặng '}{what}"
        )
    number = numbered(source.branch, code, "TTr" if is_request else "QĐ").removeprefix("Số: ")
    dated = placed("", day, source.today).removeprefix("……, ")
    dated = dated[0].lower() + dated[1:]
    of = source.own_name if is_request else body_name(source.round.authority, source.own_name)
    return Annex(
        title,
        (f"(Kèm theo {paper} số {number} {dated} của {of})",),
        award_table(source, awards, form=is_request, achievement=is_request, number=not is_request),
        total=f"Danh sách có {count_of(awards)}.",
    )
