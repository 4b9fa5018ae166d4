"""The list on paper is the list on the screen: the same people, columns and order; views keep all three."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from app.domain.extras import ExtraField, ExtraKind
from app.domain.member_lists import MemberQuery, Sort
from app.domain.members import Gender, Honour, Member, PolicyKind
from app.domain.status import Status
from app.domain.views import SavedView
from app.errors import NotFoundError, RuleError
from app.services import extra_fields, saved_views
from app.services.member_columns import USUAL, member_columns
from app.services.member_list import shown_table
from app.services.member_queries import list_members, member_position, members_on
from app.services.query_words import cleared, conditions, unknown_choices, without
from app.services.units import tree
from app.store.register import Register
from app.vietnamese.dates import PartialDate

TODAY = date(2024, 1, 10)
EVERYTHING = MemberQuery(
    search="lan",
    unit_ids=frozenset({"u1"}),
    status=frozenset({Status.LEFT, Status.MOVED}),
    on=date(2023, 6, 30),
    gender=Gender.FEMALE,
    age_from=70,
    age_to=80,
    policies=frozenset({PolicyKind.WOUNDED}),
    categories=frozenset({"Bộ đội"}),
    hardship=True,
    joined_from=date(2010, 1, 1),
    joined_to=date(2012, 12, 31),
    roles=frozenset({"Chủ tịch"}),
    unknown=frozenset({"birth", "phone"}),
    extra=(("x", "lớn"),),
    sort=(Sort("birth", True), Sort("name")),
)


@pytest.mark.parametrize(
    "query",
    [
        MemberQuery(status=Status.ACTIVE),
        MemberQuery(status=Status.DECEASED),
        MemberQuery(search="nguyen van"),
        MemberQuery(sort=(Sort("birth", descending=True),)),
        MemberQuery(on=date(2023, 6, 30), sort=(Sort("unit"), Sort("age"))),
    ],
    ids=("active", "deceased", "search", "by birth", "a past day"),
)
def test_the_table_for_paper_is_what_the_screen_shows(demo: Register, query: MemberQuery) -> None:
    keys = [column.key for column in member_columns(demo)]
    screen = list_members(demo, query, today=TODAY, columns=keys, limit=100)
    paper = shown_table(demo, query, keys, today=TODAY, full_numbers=True)
    assert paper.count == screen.total > 0
    rows = list(paper.rows)
    assert [row[0] for row in rows] == [row.full_name for row in screen.rows]
    assert list(paper.rows) == rows  # they can be gone through twice
    birth, unit = keys.index("birth"), keys.index("unit_name")
    assert [(r[birth], r[unit]) for r in rows] == [(r.birth, r.unit_name) for r in screen.rows]
    assert [len(list(shown_table(demo, query, today=TODAY, most=3).rows))] == [min(3, paper.count)]


def test_numbers_are_masked_and_private_columns_left_out_unless_asked(demo: Register) -> None:
    with demo.read() as reader:
        phone = next(m.phone for m in reader.all(Member) if m.phone)
    table = shown_table(demo, MemberQuery(search=phone), ("Họ và tên", "phone"), today=TODAY)
    assert [row[1] for row in table.rows] == [f"{phone[:4]}•••{phone[-3:]}"]
    assert "tính đến ngày 10 tháng 01 năm 2024" in table.subtitle
    private = {column.key for column in member_columns(demo) if column.private}
    assert {"ethnicity", "religion", "party_joined", "health"} <= private
    assert not private & set(USUAL)
    with pytest.raises(NotFoundError, match="cỡ giày"):
        shown_table(demo, MemberQuery(), ("cỡ giày",), today=TODAY)


def test_every_column_shows_the_fact_it_is_named_after(demo: Register) -> None:
    size, day = extra_fields.save_fields(
        demo,
        [ExtraField(name="Cỡ áo", kind=ExtraKind.NUMBER), ExtraField(name="Cấp thẻ", kind=ExtraKind.DATE)],
    )
    with demo.change("Thêm") as work:
        member = work.all(Member)[0]
        extra_fields.put_values(work, member.id, {size.id: "42", day.id: "5/2020"})
        work.replace(dataclasses.replace(member, religion="Phật giáo", note="x", hardship=True))
        work.add(Honour(member_id=member.id, name="Huân chương"))
    keys = [column.key for column in member_columns(demo)]
    rows = shown_table(demo, MemberQuery(search=member.code), keys, today=TODAY, full_numbers=True).rows
    shown = next(dict(zip(keys, row, strict=True)) for row in rows if row[keys.index("code")] == member.code)
    age = TODAY.year - member.birth.year if member.birth else None
    assert (shown["religion"], shown["note"], shown["hardship"], shown["age"]) == ("Phật giáo", "x", "x", age)
    assert "Huân chương" in str(shown["honour_names"])
    assert (shown[f"extra:{size.id}"], shown[f"extra:{day.id}"]) == (42, PartialDate(2020, 5))
    for key in ("code", "hometown", "category", "enlisted", "service_unit"):
        assert (shown[key] or "") == (getattr(member, key) or ""), key


def test_a_unit_stands_for_all_below_it_and_the_place_in_the_list_agrees(demo: Register) -> None:
    units = tree(demo)
    one = units.alive()[1].unit_id
    query = MemberQuery(unit_ids=frozenset({one}), status=Status.ACTIVE, age_from=1)
    rows = list_members(demo, query, today=TODAY, limit=100).rows
    expected = [r.member.id for r in members_on(demo, TODAY, unit=units.name(one), status=Status.ACTIVE)]
    assert [row.id for row in rows] == expected
    assert member_position(demo, query, rows[-1].id, today=TODAY) == len(rows) - 1


def test_each_condition_is_said_in_words_and_can_be_taken_away(demo: Register) -> None:
    fields = (ExtraField(id="x", name="Cỡ áo"),)
    query = EVERYTHING
    said = [str(each) for each in conditions(query, tree(demo), fields)]
    assert "Tuổi: 70–80" in said
    assert "Chưa rõ: Ngày sinh" in said
    assert "Cỡ áo: lớn" in said
    assert "Tình trạng: Chuyển đi, Thôi" in said
    for left, condition in enumerate(conditions(query, tree(demo), fields), 1):
        query = without(query, condition.key)
        assert len(conditions(query, tree(demo), fields)) == len(said) - left
    assert query == cleared(EVERYTHING)
    assert len(unknown_choices(fields)) == len({words for _, words in unknown_choices(fields)})


def test_a_view_comes_back_as_it_was_saved_and_is_replaced_by_its_name(demo: Register) -> None:
    saved = saved_views.save_view(demo, " Mừng thọ 2026 ", EVERYTHING, ("full_name", "age"))
    assert saved_views.list_views(demo) == (saved,)
    assert saved.query == dataclasses.replace(EVERYTHING, search="")
    again = saved_views.save_view(demo, "MỪNG THỌ 2026", MemberQuery(age_from=90), ("full_name",))
    assert again.id == saved.id
    assert saved_views.list_views(demo) == (again,)
    saved_views.rename_view(demo, saved.id, "Đại thọ")
    other = saved_views.save_view(demo, "Khác", MemberQuery(), USUAL)
    with pytest.raises(RuleError, match="Đã có"):
        saved_views.rename_view(demo, saved.id, "khac")
    saved_views.remove_view(demo, other.id)
    assert [view.name for view in saved_views.list_views(demo)] == ["Đại thọ"]


def test_views_of_the_program_stay_and_views_of_the_future_are_passed_over(demo: Register) -> None:
    with pytest.raises(RuleError, match="có sẵn"):
        saved_views.save_view(demo, "dang sinh hoat", MemberQuery(), USUAL)
    with demo.change("Từ bản mới") as work:
        for document in ("", "[]", '{"query": {"shoe": 1}, "columns": []}', '{"query": {"status": "x"}}'):
            work.add(SavedView(name="Lạ", page="members", document=document))
    assert saved_views.list_views(demo) == ()
    for view in saved_views.BUILT_IN:
        table = shown_table(demo, view.query, view.columns, today=TODAY)
        assert len(list(table.rows)) == table.count
