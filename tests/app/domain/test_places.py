"""Old communes in addresses: what is sure becomes a new address, what is not waits for the user."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.members import Member
from app.domain.places import PlaceChange, PlaceTable, address_on
from app.errors import RuleError

DAY = date(2025, 7, 1)
OLD = ("Thành phố Bắc Kạn", "Tỉnh Bắc Kạn")


def change(
    old: str, code: str, new: str, new_code: str, *, whole: bool = True, district: str = OLD[0]
) -> PlaceChange:
    return PlaceChange(old, code, district, OLD[1], new, new_code, "Tỉnh Thái Nguyên", DAY, whole)


TABLE = PlaceTable(
    "Bắc Kạn",
    "thử",
    (
        change("Phường Đức Xuân", "01840", "Phường Đức Xuân", "01840"),
        change("Phường Sông Cầu", "01837", "Phường Bắc Kạn", "01843"),
        change("Phường Phùng Chí Kiên", "01843", "Phường Bắc Kạn", "01843"),
        change("Phường Xuất Hóa", "01855", "Phường Bắc Kạn", "01843"),
        change("Xã Chia Đôi", "09001", "Phường Bắc Kạn", "01843", whole=False),
        change("Xã Chia Đôi", "09001", "Xã Phong Quang", "01849", whole=False),
        change("Xã Tân", "09002", "Xã Mới", "09003", district="Huyện Na Rì"),
    ),
)
INDEX = TABLE.on(DAY)
SONG_CAU = next(place for place in INDEX.places if place.name == "Phường Sông Cầu")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tổ 4, phường Sông Cầu, TP Bắc Kạn, tỉnh Bắc Kạn", "Tổ 4, phường Bắc Kạn, tỉnh Thái Nguyên"),
        ("Tổ 4 P.Sông Cầu TP. Bắc Kạn", "Tổ 4, phường Bắc Kạn, tỉnh Thái Nguyên"),
        ("to 4, song cau, bac kan", "to 4, phường Bắc Kạn, tỉnh Thái Nguyên"),
        ("PHƯỜNG SÔNG CẦU - TX BẮC KẠN, VIỆT NAM", "Phường Bắc Kạn, tỉnh Thái Nguyên"),
        ("Phường Phùng Chí Kiên, tỉnh Bắc Kạn", "Phường Bắc Kạn, tỉnh Thái Nguyên"),
        ("Phố Phùng Chí Kiên, phường Sông Cầu, tp Bắc Kạn, tỉnh Bắc Kạn, Việt Nam",
         "Phố Phùng Chí Kiên, phường Bắc Kạn, tỉnh Thái Nguyên"),
        ("Thôn 1, xã Tân, huyện Na Rì, tỉnh Bắc Kạn", "Thôn 1, xã Mới, tỉnh Thái Nguyên"),
    ],
)  # fmt: skip
def test_a_commune_that_went_over_whole_and_is_surely_meant_gives_the_new_address(old: str, new: str) -> None:
    found = INDEX.propose(old)
    assert found is not None
    assert (found.old, found.options, found.sure, found.reason) == (old, (new,), True, "")


@pytest.mark.parametrize(
    ("address", "options", "reason"),
    [
        ("Tổ 2, phường Sông Cầu", 1, "chỉ ghi phường Sông Cầu"),
        ("Xóm 1, xã Chia Đôi, TP Bắc Kạn", 2, "chia về nhiều nơi"),
        ("phường Đức Xuân, phường Sông Cầu, TP Bắc Kạn", 1, "hơn một phường"),
        ("phường Xuất Hóa, huyện Lạc Sơn, Hòa Bình", 0, "khác với bảng"),
        ("Tổ 1, phường Sông Cầu, tỉnh Thái Nguyên", 1, "ghi tỉnh mới"),
    ],
)
def test_what_is_not_sure_is_told_with_the_reason(address: str, options: int, reason: str) -> None:
    found = INDEX.propose(address)
    assert found is not None
    assert not found.sure
    assert len(found.options) == options
    assert reason in found.reason


@pytest.mark.parametrize(
    "address",
    [
        "Xã Xuất Hóa, tỉnh Phú Thọ",
        "đường Đức Xuân, Hà Nội",
        "Xã Tân Lập, huyện Na Rì, tỉnh Bắc Kạn",
        "Phường Đức Xuân, tỉnh Thái Nguyên",
        "Tổ 3, phường Bắc Kạn, tỉnh Thái Nguyên",
        "Ba Bể, Bắc Kạn",
        "",
    ],
)
def test_an_address_elsewhere_or_in_the_new_words_is_left_alone(address: str) -> None:
    assert INDEX.propose(address) is None


def test_two_communes_of_one_name_are_told_apart_by_their_district_or_left_to_the_user() -> None:
    far = change("Phường Sông Cầu", "02002", "Xã Xa", "02003", district="Thành phố Hòa Bình")
    both = PlaceTable("x", "y", (*TABLE.changes, far)).on(DAY)
    found = both.propose("phường Sông Cầu, TP Hòa Bình")
    assert found is not None
    assert (found.options, found.sure) == (("Xã Xa, tỉnh Thái Nguyên",), True)
    found = both.propose("phường Sông Cầu, tỉnh Bắc Kạn")
    assert found is not None
    assert (len(found.options), found.sure) == (2, False)
    assert "có hơn một phường Sông Cầu" in found.reason


def test_the_unit_of_a_member_tells_a_commune_that_is_named_alone() -> None:
    found = INDEX.propose("Tổ 2, Sông Cầu", [SONG_CAU])
    assert found is not None
    assert found.sure
    assert found.options == ("Tổ 2, phường Bắc Kạn, tỉnh Thái Nguyên",)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["Tổ 4", "phường", "xã", "p.", "Sông Cầu", "Đức Xuân", "Chia Đôi", "Tân", ",", "-", "TP Bắc Kạn",
             "tỉnh Bắc Kạn", "Thái Nguyên", "huyện Na Rì", "Việt Nam"]
        ),
        max_size=8,
    )
)  # fmt: skip
def test_what_was_changed_for_sure_is_never_proposed_again(parts: list[str]) -> None:
    found = INDEX.propose(" ".join(parts))
    if found is not None and found.sure:
        (new,) = found.options
        again = INDEX.propose(new)
        assert again is None or not again.sure, new
        assert new.endswith("tỉnh Thái Nguyên")


def test_a_code_means_a_place_only_with_its_name_and_day() -> None:
    found = INDEX.propose("phường Phùng Chí Kiên, TP Bắc Kạn")
    assert found is not None
    assert found.options == ("Phường Bắc Kạn, tỉnh Thái Nguyên",), "01843 is Bắc Kạn since that day"
    assert TABLE.on(date(2025, 6, 30)).propose("phường Sông Cầu, TP Bắc Kạn") is None
    with pytest.raises(RuleError, match="nhập toàn bộ"):
        PlaceTable("x", "y", (*TABLE.changes, change("Phường Sông Cầu", "01837", "Xã Mới", "09003")))


def test_a_paper_of_before_the_reform_writes_the_old_address_if_it_is_kept() -> None:
    member = Member(full_name="Ma Văn An", address="Phường Bắc Kạn", old_address="Phường Sông Cầu")
    assert address_on(member, date(2025, 6, 30)) == "Phường Sông Cầu"
    assert address_on(member, DAY) == "Phường Bắc Kạn"
    assert address_on(Member(full_name="Ma Văn An", address="Hà Nội"), date(2020, 1, 1)) == "Hà Nội"
