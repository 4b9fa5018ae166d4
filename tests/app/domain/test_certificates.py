"""The code on a certificate: read however it is typed, another for every other word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.certificates import check_code, codes_in

TEXTS = st.dictionaries(
    st.sampled_from(("recipient", "detail", "achievement")), st.text(max_size=20), min_size=1
)


@settings(max_examples=60)
@given(award_id=st.text(min_size=1, max_size=32), sheet=st.integers(0, 9), texts=TEXTS, data=st.data())
def test_a_code_is_found_in_what_is_typed_and_stands_for_these_words_alone(
    award_id: str, sheet: int, texts: dict[str, str], data: st.DataObject
) -> None:
    code = check_code(award_id, sheet, texts)
    misread = "".join(data.draw(st.sampled_from({"0": "0Oo", "1": "1IiLl"}.get(c, c))) for c in code)
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("-", "–"),
        misread,
        f"Mã kiểm tra: {misread}.",
    ):
        assert codes_in(typed) == [code]
    assert check_code(award_id, sheet, {**texts, "code": code, "qr": "khác"}) == code
    key = data.draw(st.sampled_from(sorted(texts)))
    for other in (
        check_code(award_id, sheet, {**texts, key: texts[key] + "x"}),
        check_code(award_id, sheet + 1, texts),
        check_code(award_id + "x", sheet, texts),
    ):
        assert other != code
