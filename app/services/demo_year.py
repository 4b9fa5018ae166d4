"""What the reference branch's year holds besides people, visits and awards; all of it invented.

Funds of the chi hội, a closed year, dues and budgets; what meetings voted, elected and left to do; the gifts
of the Tết to come.
"""

from __future__ import annotations

import dataclasses
from datetime import date

from app.domain.care import Campaign, VisitKind
from app.domain.funds import BudgetLine, EntryKind, Fund, FundEntry
from app.domain.meetings import MeetingKind
from app.domain.motions import Candidate, Election, Motion
from app.domain.periods import Period
from app.domain.tasks import Task
from app.services import (
    budgets,
    campaigns,
    closings,
    dues,
    funds,
    meetings,
    motions,
    registers,
    saved_reports,
    tasks,
)
from app.services.demo_people import UNITS, people
from app.services.demo_story import DAY, YEAR, Story
from app.services.meetings import MeetingCard
from app.vietnamese.dates import PartialDate

#: What the chi hội keep as chân quỹ, VND; the last has none yet.
_BASES = (3_000_000, 3_000_000, 2_500_000, 2_400_000, 1_800_000, 1_500_000, 1_200_000)


def tell_gifts(story: Story) -> dict[VisitKind, str]:
    """The campaigns of the year, by their occasion: those of Tết and of 27/7, as ids."""
    told = (
        ("Tặng quà Tết Quý Mão 2023", VisitKind.TET, date(2023, 1, 16), "Quà Tết"),
        ("Tặng quà ngày 27/7/2023", VisitKind.WAR_INVALIDS_DAY, date(2023, 7, 27), "Quà 27/7"),
    )
    made = {}
    for name, kind, on, gift in told:
        campaign = Campaign(name=name, kind=kind, on=PartialDate.from_date(on), gift=gift, amount=300_000)
        made[kind] = campaigns.save_campaign(story.register, campaign).id
    return made


def tell_funds(story: Story) -> None:
    """The chân quỹ of the chi hội, a fund of its own purpose, and the year before closed."""
    register = story.register
    branch = registers.branch(register)
    registers.save_branch(
        register,
        dataclasses.replace(
            branch,
            founded=PartialDate(2015, 7, 2),
            treasurer="Trần Thị Hòa",
            accountant="Nông Thị Hiền",
        ),
    )
    for place, (unit, amount) in enumerate(zip(UNITS, _BASES, strict=False), 1):
        fund = Fund(name=f"Chân quỹ {unit}", unit_id=story.units[unit], is_base=True, position=place)
        funds.save_fund(register, fund)
        _income(story, fund, date(2022, 12, 31), amount, "Chân quỹ đến cuối năm 2022", unit)
    friendship = Fund(name="Quỹ Nghĩa tình đồng đội", position=len(_BASES) + 1)
    funds.save_fund(register, friendship)
    _income(
        story, friendship, date(2023, 7, 27), 2_000_000, "Ủng hộ quỹ nhân ngày 27/7", "Hội viên, gia đình"
    )
    closings.close_year(register, YEAR - 1, on=date(YEAR, 1, 10), counted=5_250_000)


def _income(story: Story, fund: Fund, on: date, amount: int, purpose: str, who: str) -> None:
    funds.save_entry(
        story.register,
        FundEntry(
            on=PartialDate.from_date(on),
            amount=amount,
            purpose=purpose,
            counterpart=who,
            category="Chân quỹ" if fund.is_base else "Ủng hộ",
            fund_id=fund.id,
            unit_id=fund.unit_id,
            voucher=funds.next_voucher(story.register, EntryKind.INCOME, on.year, fund.id),
        ),
    )


def tell_plans(story: Story) -> None:
    """Budgets of the year and the next, and the dues of the next: who has paid on its first meeting."""
    register = story.register
    for kind, category, amount in (
        (EntryKind.INCOME, "Hội phí", 2_640_000),
        (EntryKind.INCOME, "Ủng hộ", 1_000_000),
        (EntryKind.EXPENSE, "Thăm hỏi", 3_000_000),
        (EntryKind.EXPENSE, "Hội nghị", 2_200_000),
        (EntryKind.EXPENSE, "Khen thưởng", 500_000),
    ):
        budgets.save_line(register, BudgetLine(year=YEAR, kind=kind, category=category, amount=amount))
    budgets.copy_budget(register, YEAR, YEAR + 1)
    dues.set_rate(register, YEAR + 1, 60_000)
    first = [story.member(person.name).id for person in people() if person.unit == UNITS[0]]
    dues.pay_dues(register, first, YEAR + 1, on=PartialDate.from_date(DAY))
    dues.waive(register, [story.member("Vi Văn Ứng").id], None, "Ốm lâu dài")


def tell_decisions(story: Story) -> None:
    """What the meetings of the year voted, whom they elected, what they left to do."""
    register = story.register
    held = {row.meeting.kind: row.meeting.id for row in meetings.list_meetings(register, year=YEAR)}
    _committee(story, meetings.meeting_card(register, held[MeetingKind.COMMITTEE]))
    _year_end(story, meetings.meeting_card(register, held[MeetingKind.YEAR_END]))


def _committee(story: Story, card: MeetingCard) -> None:
    register, meeting, there = story.register, card.meeting, card.roll.came
    election = Election(
        meeting_id=meeting.id,
        name="Bầu bổ sung Ủy viên Ban Kiểm tra",
        office="Ủy viên Ban Kiểm tra",
        term="2020–2025",
        starts=PartialDate.from_date(meeting.on),
        ballots_issued=there,
        ballots_returned=there,
        ballots_valid=there,
    )
    votes = (("Phạm Đình Đạt", there - 1), ("Trương Văn Khánh", 1))
    standing = [
        Candidate(election_id=election.id, member_id=story.member(name).id, position=place, votes=number)
        for place, (name, number) in enumerate(votes, 1)
    ]
    meetings.save_meeting(
        register,
        dataclasses.replace(
            meeting,
            agenda=f"Chương trình công tác Hội năm {YEAR}\nBầu bổ sung Ủy viên Ban Kiểm tra",
            conclusions=f"Thông qua chương trình công tác Hội năm {YEAR}.",
            minutes_code="01/BB-HTS",
        ),
        motions=[
            Motion(
                meeting_id=meeting.id,
                position=1,
                text=f"Thông qua chương trình công tác Hội năm {YEAR}",
                votes_for=there,
                votes_against=0,
            )
        ],
        elections=[(election, standing)],
    )
    motions.make_offices(register, election.id)


def _year_end(story: Story, card: MeetingCard) -> None:
    register, meeting, there = story.register, card.meeting, card.roll.came
    chairs = "các chi hội trưởng"
    todo = (
        ("Gửi báo cáo tổng kết lên Hội cấp trên", "Nông Thị Hiền", date(2024, 1, 20)),
        ("Lập danh sách tặng quà Tết Giáp Thìn", "Ban Chấp hành", date(2024, 1, 15)),
        ("Thu hội phí năm 2024", chairs, date(2024, 3, 31)),
    )
    meetings.save_meeting(
        register,
        dataclasses.replace(
            meeting,
            discussion=(
                "Đại diện các chi hội phát biểu, thống nhất với báo cáo và đề nghị quan tâm hơn nữa hội viên "
                "ốm đau, hoàn cảnh khó khăn.\n"
                "Đồng chí Chủ tịch Hội cấp trên phát biểu, ghi nhận kết quả của Hội năm 2023."
            ),
            resolution=(
                f"Thông qua Báo cáo kết quả công tác Hội năm {YEAR} và phương hướng năm {YEAR + 1}.\n"
                f"Phấn đấu năm {YEAR + 1}: kết nạp từ 02 hội viên trở lên; mọi hội viên ốm đau được thăm hỏi."
            ),
            invitation_code="04/GM-HTS",
            invitation_on=date(2023, 12, 29),
            invitation_note="Kính mong đồng chí thu xếp thời gian đến dự đúng giờ.",
            minutes_code="01/BB-HTS",
            resolution_code="01/NQ-HTS",
        ),
        motions=[
            Motion(
                meeting_id=meeting.id,
                position=1,
                text=f"Thông qua Báo cáo kết quả công tác Hội năm {YEAR}",
                votes_for=there,
                votes_against=0,
            ),
            Motion(
                meeting_id=meeting.id,
                position=2,
                text=f"Thông qua mức hội phí năm {YEAR + 1}: 60.000 đồng mỗi hội viên",
                votes_for=there - 2,
                votes_against=0,
                votes_other=2,
            ),
        ],
        tasks=[
            Task(
                meeting_id=meeting.id,
                text=text,
                member_id=story.members[who].id if who in story.members else None,
                assignee="" if who in story.members else who,
                due=due,
            )
            for text, who, due in todo
        ],
    )


def tell_tet(story: Story) -> None:
    """The list for the Tết to come: made, not handed over yet."""
    register = story.register
    campaign = campaigns.save_campaign(
        register,
        Campaign(
            name="Tặng quà Tết Giáp Thìn 2024",
            kind=VisitKind.TET,
            on=PartialDate(2024, 1, 30),
            gift="Quà Tết",
            amount=300_000,
            visitors="Ban Chấp hành và chi hội trưởng",
        ),
    )
    poor = [story.member(person.name).id for person in people() if person.hardship]
    campaigns.add_recipients(register, campaign.id, poor)
    done = next(row for row in tasks.list_tasks(register) if "quà Tết" in row.task.text)
    tasks.finish_task(register, done.task.id, DAY)


#: What the secretary writes into the báo cáo besides what is counted: section, words.
_WORDS = {
    "situation": """
Thuận lợi: được sự quan tâm của Hội cấp trên, cấp ủy, chính quyền địa phương; hội viên đoàn kết.
Khó khăn: hội viên phần lớn tuổi cao, sức khỏe yếu; kinh phí hoạt động còn hạn hẹp.""",
    "limits": """
Sinh hoạt ở một số chi hội chưa đều; phát triển hội viên là lực lượng kế thừa còn chậm.""",
    "plan": """
Củng cố các chi hội, duy trì nền nếp sinh hoạt.
Làm tốt công tác nghĩa tình đồng đội, không để hội viên ốm đau mà không được thăm hỏi.
Tiếp tục giáo dục truyền thống cho thế hệ trẻ.""",
    "requests": """
Đề nghị Hội cấp trên hướng dẫn xét tặng Kỷ niệm chương cho hội viên.""",
}


def tell_report(story: Story) -> None:
    """The báo cáo of the year, as far as it is written."""
    draft = saved_reports.draft_for(story.register, Period.year_of(YEAR))
    for section, text in _WORDS.items():
        saved_reports.set_text(story.register, draft.id, section, text.strip())
