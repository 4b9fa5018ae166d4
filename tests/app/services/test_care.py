"""Care: a plan counts nowhere, gifts cost when handed over, a death is one change, cards are kept."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.domain.attachments import Attachment
from app.domain.branch import BRANCH_ID, Branch
from app.domain.care import Campaign, Visit, VisitKind
from app.domain.funds import EntryKind, Fund, FundEntry
from app.domain.members import Gender, Member, Policy, PolicyKind
from app.domain.offices import Office
from app.domain.status import Status, StatusEvent, StatusKind, standing_on
from app.domain.units import Unit, UnitEvent, UnitEventKind
from app.errors import FieldError, NotFoundError, RuleError
from app.paths import Paths
from app.services import campaigns, care_papers, deaths, layouts, longevity, members, visits
from app.services.closings import close_year
from app.services.history import change_details, changes, plan_take_back, undo
from app.services.longevity import CardChoice
from app.services.sheets import PrintChoice
from app.services.years import report_year
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)


def day(text: str) -> PartialDate:
    return PartialDate.from_iso(text)


def add(
    register: Register, name: str, birth: int | None = None, *, unit: str | None = None, **said: object
) -> Member:
    born = PartialDate(birth) if birth else None
    member = Member(full_name=name, birth=born, joined=PartialDate(2010), **said)  # type: ignore[arg-type]
    return members.add_member(register, member, unit_id=unit, today=TODAY)


def chapter(register: Register, name: str) -> str:
    with register.change("Thêm") as work:
        unit = work.add(Unit())
        work.add(UnitEvent(unit_id=unit.id, kind=UnitEventKind.ESTABLISHED, on=PartialDate(2000), name=name))
    return unit.id


def put(register: Register, record: object) -> None:
    with register.change("Thêm") as work:
        work.add(record)  # type: ignore[type-var]


def expenses(register: Register) -> list[tuple[int, str | None, str]]:
    with register.read() as reader:
        return [(e.amount, e.fund_id, e.counterpart) for e in reader.all(FundEntry)]


def stored(reader: Reader, kind: type, **said: object) -> int:
    return reader.count(kind, **said)


# ---------------------------------------------------------------- visits


def test_gift_and_money_together_leave_the_fund_that_the_visit_names(register: Register) -> None:
    fund = Fund(name="Quỹ Nghĩa tình đồng đội")
    put(register, fund)
    member = add(register, "Nông Văn Bình")
    visit = visits.save_visit(
        register,
        Visit(on=day("2023-05-09"), member_id=member.id, household=True, amount=200_000, gift_cost=150_000,
              gift="Giỏ quà", fund_id=fund.id),
    )  # fmt: skip
    assert expenses(register) == [(350_000, fund.id, "Gia đình Nông Văn Bình")]
    (row,) = visits.list_visits(register)
    assert (row.person, row.from_fund) == ("Gia đình Nông Văn Bình", True)
    visits.save_visit(register, dataclasses.replace(visit, fund_id=None, gift_cost=0))
    assert expenses(register) == [(200_000, None, "Gia đình Nông Văn Bình")]


def test_what_is_only_planned_counts_nowhere(register: Register) -> None:
    member = add(register, "Nông Văn Bình", hardship=True)
    visits.save_visit(register, Visit(on=day("2019-05-09"), member_id=member.id, amount=1, planned=True))
    assert visits.list_visits(register) == ()
    assert [row.visit.planned for row in visits.list_visits(register, planned=True)] == [True]
    assert expenses(register) == []
    assert report_year(register, today=TODAY) == 2023  # 2019 has seen nothing
    assert members.member_card(register, member.id, today=TODAY).visits == ()
    assert [row.name for row in visits.unvisited(register, since=date(2019, 1, 1))] == ["Nông Văn Bình"]


def test_who_was_not_visited_for_longest_comes_first_of_a_unit_or_in_hardship(register: Register) -> None:
    one, two = chapter(register, "Chi hội A"), chapter(register, "Chi hội B")
    an = add(register, "Hà An", unit=one, hardship=True, hardship_note="Neo đơn")
    binh = add(register, "Hà Bình", unit=one)
    chi = add(register, "Hà Chi", unit=two, hardship=True)
    dead = add(register, "Hà Dũng", unit=two)
    put(register, StatusEvent(member_id=dead.id, kind=StatusKind.DIED, on=PartialDate(2022)))
    for member, on in ((an, "2020-01-02"), (an, "2021-03"), (binh, "2023"), (chi, "2022-12-31")):
        visits.save_visit(register, Visit(on=day(on), member_id=member.id))
    since = date(2023, 1, 1)
    found = visits.unvisited(register, since=since)
    # "2023" may have been on the last day of the year.
    assert [(row.name, str(row.last)) for row in found] == [("Hà An", "03/2021"), ("Hà Chi", "31/12/2022")]
    assert [row.name for row in visits.unvisited(register, since=since, unit_id=two)] == ["Hà Chi"]
    later = visits.unvisited(register, since=date(2024, 1, 1))
    assert [row.name for row in later] == ["Hà An", "Hà Chi", "Hà Bình"]
    tet = Campaign(name="Quà Tết", kind=VisitKind.TET, on=day("2024-02-01"))
    put(register, tet)
    visits.save_visit(register, Visit(on=day("2024-02-01"), member_id=chi.id, campaign_id=tet.id))
    assert [row.name for row in visits.unvisited(register, since=date(2024, 1, 1))] == ["Hà An", "Hà Bình"]
    alone = visits.unvisited(register, since=date(2024, 1, 1), without_campaigns=True)
    assert [(row.name, str(row.last)) for row in alone][1] == ("Hà Chi", "31/12/2022")
    poor = visits.unvisited(register, since=date(2024, 1, 1), hardship=True, without_campaigns=True)
    assert [(row.name, row.unit_name, row.hardship_note) for row in poor] == [
        ("Hà An", "Chi hội A", "Neo đơn"),
        ("Hà Chi", "Chi hội B", ""),
    ]


# ---------------------------------------------------------------- campaigns


@pytest.fixture
def tet(register: Register) -> Campaign:
    return campaigns.save_campaign(
        register,
        Campaign(
            name="Quà Tết Giáp Thìn", on=day("2024-01-20"), gift="Bánh kẹo", amount=300_000, gift_cost=50_000
        ),
    )


def test_a_gift_costs_nothing_until_it_is_handed_over_and_nothing_again_when_taken_back(
    register: Register, tet: Campaign
) -> None:
    a, b = add(register, "Hà An"), add(register, "Hà Bình")
    assert campaigns.add_recipients(register, tet.id, [a.id, b.id, a.id], persons=["Trường Đức Xuân"]) == 3
    assert campaigns.add_recipients(register, tet.id, [a.id], persons=["Trường Đức Xuân"]) == 0
    assert expenses(register) == []
    card = campaigns.campaign_card(register, tet.id)
    assert [row.person for row in card.lines] == ["Hà An", "Hà Bình", "Trường Đức Xuân"]
    assert card.total == 1_050_000
    first = card.lines[0].visit
    visits.save_visit(register, dataclasses.replace(first, amount=500_000))
    done = campaigns.hand_over_gifts(register, tet.id, on=day("2024-01-19"), visit_ids=[first.id])
    assert (done.gifts, done.total) == (1, 550_000)
    assert expenses(register) == [(550_000, None, "Hà An")]
    (row,) = campaigns.list_campaigns(register, year=2024)
    assert (row.recipients, row.given, row.total, row.spent) == (3, 1, 1_250_000, 550_000)
    campaigns.hand_over_gifts(register, tet.id, on=day("2024-01-20"))
    assert len(expenses(register)) == 3
    with pytest.raises(RuleError, match="Không còn suất quà nào"):
        campaigns.hand_over_gifts(register, tet.id, on=day("2024-01-20"))
    undo(register)
    assert len(expenses(register)) == 1
    assert campaigns.take_back_gifts(register, tet.id).gifts == 1
    assert expenses(register) == []
    assert visits.list_visits(register) == ()
    with pytest.raises(NotFoundError, match="không thuộc đợt"):
        campaigns.hand_over_gifts(register, tet.id, on=day("2024-01-20"), visit_ids=["không có"])


def test_planned_lines_follow_their_round_where_they_were_not_changed_themselves(
    register: Register, tet: Campaign
) -> None:
    a, b, c = (add(register, name) for name in ("Hà An", "Hà Bình", "Hà Chi"))
    campaigns.add_recipients(register, tet.id, [a.id, b.id, c.id])
    own, given, _ = (row.visit for row in campaigns.campaign_card(register, tet.id).lines)
    visits.save_visit(register, dataclasses.replace(own, amount=700_000))
    campaigns.hand_over_gifts(register, tet.id, on=day("2024-01-19"), visit_ids=[given.id])
    campaigns.save_campaign(register, dataclasses.replace(tet, amount=400_000, on=day("2024-02-01")))
    lines = [row.visit for row in campaigns.campaign_card(register, tet.id).lines]
    assert [(line.amount, str(line.on)) for line in lines] == [
        (700_000, "01/02/2024"),
        (300_000, "19/01/2024"),
        (400_000, "01/02/2024"),
    ]


def test_removing_a_round_takes_what_was_planned_along_and_leaves_what_was_given(
    register: Register, tet: Campaign
) -> None:
    a, b = add(register, "Hà An"), add(register, "Hà Bình")
    campaigns.add_recipients(register, tet.id, [a.id, b.id])
    first = campaigns.campaign_card(register, tet.id).lines[0].visit
    campaigns.hand_over_gifts(register, tet.id, on=day("2024-01-19"), visit_ids=[first.id])
    assert campaigns.remove_campaign(register, tet.id) == "Quà Tết Giáp Thìn"
    assert [(row.person, row.campaign) for row in visits.list_visits(register)] == [("Hà An", "")]
    assert expenses(register) == [(350_000, None, "Hà An")]
    assert visits.list_visits(register, planned=True) == ()
    removal = changes(register)[0].id
    fields = [field for each in change_details(register, removal) for field in each.fields]
    fields += [f for each in plan_take_back(register, removal, today=TODAY).items for f in each.fields]
    told = [field for field in fields if field.label == Campaign.title]
    assert "Quà Tết Giáp Thìn" in {words for field in told for words in (field.old, field.new)}
    assert not any("đã xóa" in field.old + field.new for field in told), "it goes and comes in the same step"
    undo(register)
    card = campaigns.campaign_card(register, tet.id)
    assert ([r.person for r in card.given], [r.person for r in card.waiting]) == (["Hà An"], ["Hà Bình"])


def test_each_occasion_has_those_who_usually_get_something(register: Register) -> None:
    poor = add(register, "Hà An", 1960, hardship=True, hardship_note="Neo đơn")
    wounded = add(register, "Hà Bình", 1961)
    add(register, "Hà Chi", 1944)
    add(register, "Hà Dung", 1962)
    put(register, Policy(member_id=wounded.id, kind=PolicyKind.WOUNDED))
    put(register, Policy(member_id=poor.id, kind=PolicyKind.OTHER))

    def usual(kind: VisitKind) -> list[str]:
        found = campaigns.candidates(register, kind, today=TODAY)
        assert len(found) == 4
        return [f"{each.name}: {each.reason}" for each in found if each.is_usual]

    assert usual(VisitKind.WAR_INVALIDS_DAY) == ["Hà Bình: Thương binh"]
    assert usual(VisitKind.HARDSHIP) == ["Hà An: Khó khăn: Neo đơn"]
    assert usual(VisitKind.LONGEVITY) == ["Hà Chi: Mừng thượng thọ, 80 tuổi"]
    assert usual(VisitKind.TET) == [
        "Hà An: Khó khăn: Neo đơn",
        "Hà Bình: Thương binh",
        "Hà Chi: Mừng thượng thọ, 80 tuổi",
    ]
    assert len(usual(VisitKind.TRADITION_DAY)) == 4


def test_the_sheet_to_sign_tells_the_sum_in_words_and_is_a_workbook_too(
    register: Register, tet: Campaign, tmp_path: Path
) -> None:
    with pytest.raises(NotFoundError, match="chưa có ai"):
        care_papers.sign_off_sheet(register, tet.id, today=TODAY)
    a, b = add(register, "Hà An"), add(register, "Hà Bình")
    campaigns.add_recipients(register, tet.id, [a.id, b.id])
    paper = care_papers.sign_off_sheet(register, tet.id, today=TODAY)
    assert paper.total == "Tổng cộng 02 suất: 600.000 đồng (Bằng chữ: Sáu trăm nghìn đồng chẵn)."
    assert next(iter(paper.table.rows)) == ("Hà An", "", "Bánh kẹo", 300_000, "")
    written = care_papers.write_sign_off_sheet(register, tet.id, tmp_path / "ky.pdf", today=TODAY)
    assert (written.pages, written.rows) == (1, 2)
    assert care_papers.write_sign_off_sheet(register, tet.id, tmp_path / "ky.xlsx", today=TODAY).rows == 2
    campaigns.hand_over_gifts(register, tet.id, on=day("2024-01-09"))
    listed = care_papers.visit_list(register, 2024, today=TODAY)
    assert listed.total == "Tổng cộng 02 lượt: 700.000 đồng (Bằng chữ: Bảy trăm nghìn đồng chẵn)."


# ---------------------------------------------------------------- deaths


def test_a_death_is_one_change_that_one_undo_takes_back(register: Register) -> None:
    member = add(register, "Nông Văn Bình")
    put(
        register,
        Office(member_id=member.id, name="Phó Chủ tịch", starts=PartialDate(2021), ends=PartialDate(2026)),
    )
    put(
        register,
        Office(member_id=member.id, name="Chi hội phó", starts=PartialDate(2011), ends=PartialDate(2016)),
    )
    condolence = Visit(
        on=day("2023-11-03"), member_id=member.id, gift="Vòng hoa", amount=500_000, gift_cost=400_000
    )
    told = deaths.record_death(
        register, member.id, deaths.Death(day("2023-11-02"), reason="Tuổi cao", visit=condolence), today=TODAY
    )
    assert [(o.name, str(o.ends)) for o in told.offices] == [("Phó Chủ tịch", "02/11/2023")]
    assert expenses(register) == [(900_000, None, "Nông Văn Bình")]
    known = deaths.known_death(register, member.id, today=TODAY)
    assert known.event is not None
    assert known.event.reason == "Tuổi cao"
    assert known.visit is not None
    assert known.offices == ()
    undo(register)
    with register.read() as reader:
        standing = standing_on(reader.all(StatusEvent, member_id=member.id))
        assert standing is not None
        assert standing.status is Status.ACTIVE
        assert reader.count(Visit) == reader.count(FundEntry) == 0
        assert {str(o.ends) for o in reader.all(Office)} == {"2026", "2016"}


def test_what_was_recorded_of_a_death_before_is_completed_not_written_twice(register: Register) -> None:
    member = add(register, "Nông Văn Bình")
    members.record_event(
        register, StatusEvent(member_id=member.id, kind=StatusKind.DIED, on=PartialDate(2023)), today=TODAY
    )
    condolence = Visit(on=day("2023-11-03"), member_id=member.id, amount=500_000)
    deaths.record_death(register, member.id, deaths.Death(day("2023-11-02"), visit=condolence), today=TODAY)
    known = deaths.known_death(register, member.id, today=TODAY)
    assert known.visit is not None
    assert known.visit.kind is VisitKind.DEATH
    dearer = dataclasses.replace(known.visit, amount=600_000)
    deaths.record_death(register, member.id, deaths.Death(day("2023-11-02"), visit=dearer), today=TODAY)
    with register.read() as reader:
        assert [str(e.on) for e in reader.all(StatusEvent, kind=StatusKind.DIED)] == ["02/11/2023"]
    assert expenses(register) == [(600_000, None, "Nông Văn Bình")]


def test_a_death_to_come_and_a_condolence_before_it_are_refused_and_nothing_is_half_done(
    register: Register,
) -> None:
    member = add(register, "Nông Văn Bình")
    with pytest.raises(FieldError, match="chưa đến"):
        deaths.record_death(register, member.id, deaths.Death(day("2024-02-01")), today=TODAY)
    early = Visit(on=day("2023-11-01"), member_id=member.id)
    with pytest.raises(FieldError, match="trước ngày mất"):
        deaths.record_death(register, member.id, deaths.Death(day("2023-11-02"), visit=early), today=TODAY)
    close_year(register, 2023, on=TODAY)
    paid = Visit(on=day("2023-11-03"), member_id=member.id, amount=1)
    with pytest.raises(RuleError, match="đã khóa"):
        deaths.record_death(register, member.id, deaths.Death(day("2023-11-02"), visit=paid), today=TODAY)
    with register.read() as reader:
        assert reader.count(StatusEvent, kind=StatusKind.DIED) == 0


# ---------------------------------------------------------------- mừng thọ


def test_the_list_goes_by_year_of_birth_and_tuoi_mu_adds_one(register: Register) -> None:
    add(register, "Hà An", 1944, gender=Gender.MALE)
    add(register, "Hà Bình", 1954, gender=Gender.FEMALE)
    add(register, "Hà Chi", 1920)
    add(register, "Hà Dung", 1945)
    add(register, "Hà Em")
    rows = longevity.longevity_of_year(register, 2024, today=TODAY)
    assert [(r.name, r.age, r.ceremony) for r in rows] == [
        ("Hà Chi", 104, "Mừng đại thọ"),
        ("Hà An", 80, "Mừng thượng thọ"),
        ("Hà Bình", 70, "Mừng thọ"),
    ]
    paper = longevity.longevity_list(register, 2024, today=TODAY)
    assert [group.label for group in paper.groups] == ["Mừng đại thọ", "Mừng thượng thọ", "Mừng thọ"]
    assert paper.total == "Danh sách có 03 người: mừng thọ 01, mừng thượng thọ 01, mừng đại thọ 01."
    with register.change("Sửa") as work:
        work.replace(dataclasses.replace(work.get(Branch, BRANCH_ID), traditional_age=True))
    rows = longevity.longevity_of_year(register, 2024, today=TODAY)
    assert [(r.name, r.age) for r in rows] == [("Hà Chi", 105), ("Hà Dung", 80)]


def words_of(pdf: Path) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.split()) for text in found]


def test_a_card_is_kept_and_given_again_byte_for_byte_unless_wanted_anew(
    register: Register, tmp_path: Path
) -> None:
    an = add(register, "Hà Văn An", 1944, gender=Gender.MALE)
    binh = add(register, "Hà Thị Bình", 1954, gender=Gender.FEMALE)
    put(register, Office(member_id=binh.id, name="Chủ tịch", starts=PartialDate(2020)))
    out = tmp_path / "the.pdf"
    made = longevity.write_longevity_cards(register, 2024, [an.id, binh.id], out, today=TODAY)
    assert (made.pages, made.new) == (2, 2)
    first, second = words_of(out)
    assert all(
        text in first for text in ("MỪNG THƯỢNG THỌ", "Kính mừng Cụ", "Hà Văn An", "TRÒN 80 TUỔI", "sống thọ")
    )
    assert all(
        text in second for text in ("GIẤY MỪNG THỌ", "Kính mừng Bà", "CHỦ TỊCH", "Hà Thị Bình", "10 tháng 01")
    )
    with register.read() as reader:
        names = {a.name: a.member_id for a in reader.all(Attachment)}
    assert names == {"Giấy mừng thọ 80 tuổi, năm 2024": an.id, "Giấy mừng thọ 70 tuổi, năm 2024": binh.id}
    assert all(row.written for row in longevity.longevity_of_year(register, 2024, today=TODAY))

    longevity.write_longevity_cards(register, 2024, [an.id, binh.id], tmp_path / "2.pdf", today=TODAY)
    assert (tmp_path / "2.pdf").read_bytes() == out.read_bytes()
    kept = longevity.preview_longevity_card(register, 2024, an.id, today=TODAY)
    with register.change("Sửa tên") as work:
        work.replace(dataclasses.replace(work.get(Member, an.id), full_name="Hà Minh An"))
    again = longevity.write_longevity_cards(
        register, 2024, [an.id], tmp_path / "1.pdf", today=date(2024, 5, 1)
    )
    assert again.new == 0
    assert (tmp_path / "1.pdf").read_bytes() == kept

    anew = CardChoice(
        anew=True, wishes="Chúc mừng đồng chí cựu chiến binh", sheet=PrintChoice("mung-tho-doc")
    )
    renewed = longevity.write_longevity_cards(
        register, 2024, [an.id], tmp_path / "3.pdf", choice=anew, today=TODAY
    )
    assert renewed.new == 1
    assert "Hà Minh An" in words_of(tmp_path / "3.pdf")[0]
    with register.read() as reader:
        assert reader.count(Attachment) == 2


def test_on_a_blank_only_what_it_lacks_is_printed_and_the_whole_page_is_kept(
    register: Register, tmp_path: Path
) -> None:
    an = add(register, "Hà Văn An", 1944)
    choice = CardChoice(PrintChoice(overlay=True, mono=True))
    longevity.write_longevity_cards(register, 2024, [an.id], tmp_path / "a.pdf", choice=choice, today=TODAY)
    (printed,) = words_of(tmp_path / "a.pdf")
    assert "Hà Văn An" in printed
    assert "MỪNG THƯỢNG THỌ" not in printed
    longevity.write_longevity_cards(register, 2024, [an.id], tmp_path / "b.pdf", today=TODAY)
    assert "MỪNG THƯỢNG THỌ" in words_of(tmp_path / "b.pdf")[0]


def test_nobody_gets_a_card_that_is_not_his_or_does_not_hold_his_words(
    register: Register, tmp_path: Path
) -> None:
    young, an = add(register, "Hà Trẻ", 1990), add(register, "Hà Văn An", 1944)
    out = tmp_path / "the.pdf"

    def refused(ids: list[str], choice: CardChoice | None = None) -> str:
        with pytest.raises((NotFoundError, RuleError)) as told:
            longevity.write_longevity_cards(register, 2024, ids, out, choice=choice, today=TODAY)
        return told.value.message

    assert "không thuộc danh sách mừng thọ năm 2024" in refused([young.id])
    assert "Chưa chọn ai" in refused([])
    assert "không phải mẫu giấy mừng thọ" in refused([an.id], CardChoice(PrintChoice("truyen-thong")))
    assert "Hà Văn An" in refused([an.id], CardChoice(wishes="Kính chúc " * 200))
    assert not out.exists()
    with register.read() as reader:
        assert reader.count(Attachment) == 0


def test_a_giay_khen_and_a_giay_mung_tho_are_not_offered_each_others_layouts(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path, tmp_path, tmp_path)
    of_awards = {entry.name for entry in layouts.list_layouts(paths)}
    of_age = {entry.name for entry in layouts.list_layouts(paths, longevity=True)}
    assert of_age == {"mung-tho", "mung-tho-a5", "mung-tho-doc"}
    assert "truyen-thong" in of_awards - of_age
    own = layouts.save_layout(
        paths, dataclasses.replace(layouts.find_layout(paths, "mung-tho"), title="Của Hội")
    )
    assert own.name in {entry.name for entry in layouts.list_layouts(paths, longevity=True)}
    assert of_awards == {entry.name for entry in layouts.list_layouts(paths)}


def test_an_expense_is_an_expense_of_care(register: Register) -> None:
    visits.save_visit(register, Visit(on=day("2023-05-09"), person="Bà Mùi", gift_cost=120_000))
    with register.read() as reader:
        (entry,) = reader.all(FundEntry)
    assert (entry.kind, entry.category, entry.amount) == (EntryKind.EXPENSE, "Thăm hỏi", 120_000)
