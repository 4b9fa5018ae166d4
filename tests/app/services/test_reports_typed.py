"""What is made from a typed figure follows it; parts that were not typed are what is known so far."""

from __future__ import annotations

from datetime import date

from app.domain.care import VisitKind
from app.domain.periods import Period
from app.domain.reports import Report, ReportFigure
from app.domain.year_report import YearReport
from app.services.narrative_words import ReportWords
from app.services.reports import build_report
from app.store.register import Register

YEAR, NOVEMBER = Period.year_of(2023), date(2023, 11, 20)


def typed(register: Register, today: date = NOVEMBER, **amounts: int) -> YearReport:
    with register.change("Ghi thử") as work:
        saved = work.add(Report(name="Thử", starts=YEAR.starts, ends=YEAR.ends, sent_on=today))
        estimate = today < YEAR.ends
        for key, amount in amounts.items():
            work.add(ReportFigure(report_id=saved.id, key=key, amount=amount, estimate=estimate))
    return build_report(register, YEAR, today=today, saved_id=saved.id)


def said(report: YearReport, section: str) -> str:
    return "\n".join(ReportWords(report).sections()[section])


def test_what_is_made_from_a_typed_figure_follows_it_unless_it_was_typed_itself(demo: Register) -> None:
    counted = build_report(demo, YEAR, today=NOVEMBER).amounts()
    report = typed(demo, dues_due=2_820_000, dues_paid=2_500_000, admitted=counted["admitted"] + 4)
    now = report.amounts()
    assert now["dues_owed"] == 320_000
    assert "còn nợ 320.000 đồng" in said(report, "finance")
    assert (now["gains"], now["members_end"]) == (counted["gains"] + 4, counted["members_end"] + 4)
    gains = report.figure("gains")
    assert gains.counted is not None
    assert report.evaluate(gains.counted) == counted["gains"]
    assert typed(demo, dues_due=2_820_000, dues_owed=20_000).amounts()["dues_paid"] == 2_800_000
    assert typed(demo, dues_due=100, dues_paid=300).amounts()["dues_owed"] == 0
    own = typed(demo, dues_due=2_820_000, dues_paid=2_500_000, dues_owed=7).amounts()
    assert (own["dues_paid"], own["dues_owed"]) == (2_500_000, 7)
    gifts = typed(demo, gifts=counted["gifts"] + 10, gifts_amount=counted["gifts_amount"] + 50).amounts()
    assert gifts["visits"] == counted["visits"] + 10
    assert gifts["visits_amount"] == counted["visits_amount"] + 50
    assert gifts["gifts_average"] == round(gifts["gifts_amount"] / gifts["gifts"])
    money = typed(demo, fund_income=9_000_000).amounts()
    assert money["fund_closing"] == money["fund_opening"] + 9_000_000 - money["fund_expense"]


def test_parts_beside_a_typed_whole_are_told_as_what_is_known_so_far(demo: Register) -> None:
    report = typed(demo, visits=46, members_end=60, awards=20, fund_closing=1)
    kinds = sum(report.amounts()[f"visits_{kind.value}"] for kind in VisitKind)
    assert kinds < 46
    assert "ước 46 lượt (trong đó đến nay " in said(report, "care")
    assert "Trong đó đến nay quà lễ, Tết: " in said(report, "care")
    marks = [report.figure(key).mark for key in ("visits", "visits_illness", "visits_amount", "died")]
    assert marks == ["ước", "đến nay", "ước", "ước"]
    assert "ước 60, " in said(report, "organisation")
    assert "; trong đó đến nay nữ " in said(report, "organisation")
    assert "trong năm đến nay tăng " in said(report, "organisation")
    assert "Khen thưởng ước 20 lượt (trong đó đến nay 03 tập thể và 06 cá nhân)" in said(report, "emulation")
    assert "chi trong năm đến nay " in said(report, "finance")
    over = typed(demo, today=date(2024, 1, 10), visits=46, fund_closing=1)
    assert "Thăm hỏi, viếng, tặng quà 46 lượt, với" in said(over, "care")
    assert "đến nay" not in said(over, "care") + said(over, "finance")
