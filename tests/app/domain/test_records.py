"""A wrong record cannot exist, and every record has a plain form without loss."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.branch import Branch, new_branch
from app.domain.care import Visit
from app.domain.commendations import (
    Award,
    AwardRound,
    RecipientKind,
    RoundState,
    count_awards,
    default_salutation,
    in_order,
    require_draft,
)
from app.domain.funds import EntryKind, FundEntry, summarise
from app.domain.longevity import ceremony, ceremony_in_year
from app.domain.meetings import Attendance, Guest, Meeting, Presence, count_roll
from app.domain.members import Gender, Member, Policy, PolicyKind
from app.domain.offices import Office, highest
from app.domain.record import Record, fields_of, from_document, to_document
from app.domain.registry import KINDS
from app.errors import FieldError, RuleError
from app.vietnamese.dates import PartialDate


def test_text_is_normalised_when_the_record_is_made() -> None:
    member = Member(full_name="  Nguye\u0302\u0303n \u200bVăn\tAn ")
    assert member.full_name == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("full_name", {"full_name": "   "}),
        ("full_name", {"full_name": "A" * 2000}),
        ("phone", {"phone": "gọi buổi tối"}),
        ("national_id", {"national_id": "06012345678"}),
        ("given_words", {"given_words": 4}),
        ("discharged", {"enlisted": PartialDate(1970), "discharged": PartialDate(1969)}),
        ("joined", {"birth": PartialDate(1950), "joined": PartialDate(1949)}),
        ("birth", {"birth": "1950"}),
        ("gender", {"gender": True}),
    ],
)
def test_a_member_that_cannot_be_names_the_field(field: str, values: dict[str, object]) -> None:
    with pytest.raises(FieldError) as refused:
        Member(**{"full_name": "Nguyễn Văn An", **values})  # type: ignore[arg-type]
    assert refused.value.field == field
    assert refused.value.message


@pytest.mark.parametrize(
    "phone", ["0912345678", "0912 345 678", "+84 912 345 678", "0209.3870.123 / 0912345678"]
)
def test_telephones_are_taken_as_people_write_them(phone: str) -> None:
    assert Member(full_name="An", phone=phone).phone == phone


def test_a_period_known_to_the_year_alone_is_never_refused_for_a_day() -> None:
    Member(full_name="An", enlisted=PartialDate(1970, 5, 2), discharged=PartialDate(1970))


@pytest.mark.parametrize("kind", list(KINDS.values()))
def test_every_kind_of_record_has_vietnamese_words(kind: type[Record]) -> None:
    assert kind.title
    assert all(info.label and info.label != info.name for info in fields_of(kind))


def test_every_link_names_a_kind_of_record() -> None:
    names = {kind.__name__ for kind in KINDS.values()}
    links = [info.links_to for kind in KINDS.values() for info in fields_of(kind) if info.links_to]
    assert set(links) <= names


SAMPLES: tuple[Record, ...] = (
    new_branch("Hội A", place="Bắc Kạn", code="HTS"),
    Member(
        full_name="Ma Văn Đức", gender=Gender.MALE, birth=PartialDate(1950, 8), hardship=True, party_badge=50
    ),
    Policy(member_id="m", kind=PolicyKind.WOUNDED, rate="2/4"),
    Meeting(name="Họp", on=date(2024, 1, 5), agenda="Một\nHai", work_year=2023),
    Visit(on=PartialDate(2023), person="Gia đình bà Mùi", amount=300_000),
)


@pytest.mark.parametrize("record", SAMPLES, ids=lambda r: type(r).__name__)
def test_a_record_survives_its_plain_form(record: Record) -> None:
    plain = json.loads(json.dumps(to_document(record)))
    assert from_document(type(record), plain) == record


def test_an_unknown_key_in_a_plain_form_is_refused() -> None:
    with pytest.raises(FieldError, match="colour"):
        from_document(Member, {"full_name": "An", "colour": "red"})


def test_a_plain_form_without_what_is_required_is_refused() -> None:
    with pytest.raises(FieldError, match="bắt buộc"):
        from_document(Policy, {"kind": "wounded"})


@given(st.text(max_size=40))
def test_any_text_makes_a_member_or_a_sentence(text: str) -> None:
    try:
        member = Member(full_name=text)
    except FieldError as refused:
        assert refused.message  # noqa: PT017 - either outcome is right, silence is not
    else:
        assert dataclasses.replace(member) == member


def test_a_branch_has_one_id_and_a_number_template_that_works() -> None:
    with pytest.raises(FieldError):
        Branch(id="other", name="Hội A")
    with pytest.raises(FieldError):
        dataclasses.replace(new_branch("Hội A"), number_template="{la}")


def award(kind: RecipientKind, position: int, **more: object) -> Award:
    values: dict[str, object] = {"round_id": "r", "form": "Giấy khen", "recipient": f"{kind} {position}"}
    if kind is RecipientKind.MEMBER:
        values["member_id"] = "m"
    if kind is RecipientKind.UNIT:
        values["unit_id"] = "u"
    return Award(kind=kind, position=position, **{**values, **more})  # type: ignore[arg-type]


def test_collectives_come_first_and_counts_have_two_digits() -> None:
    awards = [award(RecipientKind.MEMBER, 1), award(RecipientKind.UNIT, 2), award(RecipientKind.OUTSIDER, 3)]
    assert next(a.kind for a in in_order(awards)) is RecipientKind.UNIT
    assert count_awards(awards).phrase() == "01 tập thể, 02 cá nhân"
    assert count_awards([]).phrase() == "chưa có ai"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("recipient", {"recipient": ""}),
        ("form", {"form": ""}),
        ("member_id", {"member_id": None}),
        ("money", {"money": -1}),
    ],
)
def test_an_award_that_cannot_be_names_the_field(field: str, values: dict[str, object]) -> None:
    with pytest.raises(FieldError) as refused:
        award(RecipientKind.MEMBER, 1, **values)
    assert refused.value.field == field


def test_a_unit_award_needs_its_unit() -> None:
    with pytest.raises(FieldError, match="chi hội"):
        award(RecipientKind.UNIT, 1, unit_id=None)


def test_a_decided_round_has_number_date_and_signer_and_is_closed() -> None:
    with pytest.raises(FieldError, match="số và ngày"):
        AwardRound(name="Đợt", year=2023, state=RoundState.DECIDED)
    decided = AwardRound(
        name="Đợt",
        year=2023,
        state=RoundState.DECIDED,
        decided_on=date(2024, 1, 5),
        decision_number=1,
        decision_code="01/QĐ-HTS",
        signer="A",
    )
    with pytest.raises(RuleError, match="01/QĐ-HTS"):
        require_draft(decided)


@pytest.mark.parametrize("kind", list(RecipientKind))
def test_every_recipient_has_words_and_a_salutation(kind: RecipientKind) -> None:
    assert kind.label
    assert default_salutation(kind)


@pytest.mark.parametrize("name", ["Gia đình ông Ma Văn An", "Hộ bà Mùi", "Tập thể lớp 5A", "Bà Lan"])
def test_a_name_that_brings_its_salutation_gets_no_other(name: str) -> None:
    assert default_salutation(RecipientKind.HOUSEHOLD, name) == ""
    assert default_salutation(RecipientKind.MEMBER, name) == "Đồng chí"
    assert default_salutation(RecipientKind.GROUP, "Hội Phụ nữ") == "Tập thể"


@pytest.mark.parametrize(
    ("age", "name"),
    [
        (69, ""),
        (70, "Mừng thọ"),
        (75, "Mừng thọ"),
        (80, "Mừng thượng thọ"),
        (85, "Mừng thượng thọ"),
        (90, "Mừng đại thọ"),
        (99, ""),
        (100, "Mừng đại thọ"),
        (103, "Mừng đại thọ"),
    ],
)
def test_the_ceremony_follows_the_age(age: int, name: str) -> None:
    assert ceremony(age) == name


def test_a_year_of_birth_is_enough_for_the_ceremony() -> None:
    assert ceremony_in_year(PartialDate(1950), 2025) == (75, "Mừng thọ")
    assert ceremony_in_year(None, 2025) is None
    assert ceremony_in_year(PartialDate(1950), 2024) is None


def test_the_cash_book_carries_what_was_before_and_ignores_what_comes_after() -> None:
    entries = [
        FundEntry(on=PartialDate(2022, 12, 31), kind=EntryKind.INCOME, amount=1000, purpose="a"),
        FundEntry(on=PartialDate(2023, 1, 1), kind=EntryKind.INCOME, amount=500, purpose="b"),
        FundEntry(on=PartialDate(2023, 12, 31), kind=EntryKind.EXPENSE, amount=200, purpose="c"),
        FundEntry(on=PartialDate(2024, 1, 1), kind=EntryKind.EXPENSE, amount=900, purpose="d"),
    ]
    summary = summarise(entries, date(2023, 1, 1), date(2023, 12, 31))
    assert (summary.opening, summary.income, summary.expense, summary.closing) == (1000, 500, 200, 1300)


def test_a_roll_counts_late_and_early_as_present() -> None:
    roll = count_roll(
        [Attendance(meeting_id="x", member_id=str(n), presence=p) for n, p in enumerate(Presence)], guests=1
    )
    assert (roll.called, roll.came, roll.absent, roll.excused, roll.guests) == (5, 3, 2, 1, 1)


def test_times_of_day_are_checked() -> None:
    with pytest.raises(FieldError, match="08:00"):
        Meeting(name="Họp", on=date(2024, 1, 5), starts="8 giờ")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Guest, {"meeting_id": "m", "name": ""}),
        (Visit, {"on": PartialDate(2023)}),
        (Visit, {"on": PartialDate(2023), "person": "A", "amount": -5}),
        (FundEntry, {"on": PartialDate(2023), "amount": 0, "purpose": "x"}),
        (Meeting, {"name": "Họp"}),
        (Office, {"member_id": "m", "name": ""}),
    ],
)
def test_what_is_required_is_asked_for(kind: type[Record], values: dict[str, Any]) -> None:
    with pytest.raises(FieldError):
        kind(**values)


def test_the_highest_office_of_a_day_is_the_branchs_before_the_units() -> None:
    offices = [
        Office(member_id="m", unit_id="u", name="Chi hội trưởng", starts=PartialDate(2020)),
        Office(
            member_id="m", name="Ủy viên Ban Chấp hành", starts=PartialDate(2020, 10), ends=PartialDate(2022)
        ),
    ]
    assert getattr(highest(offices, date(2021, 1, 1)), "name", None) == "Ủy viên Ban Chấp hành"
    assert getattr(highest(offices, date(2023, 1, 1)), "name", None) == "Chi hội trưởng"
    assert highest(offices, date(2019, 1, 1)) is None
