"""The old encodings: both ways, by font, and recognised from a column."""

import random
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vietnamese.encodings import (
    TABLE,
    Encoding,
    decode,
    detect_column,
    encode,
    encoding_of_font,
    is_capitals_font,
)
from app.vietnamese.syllables import is_vietnamese_word
from app.vietnamese.text import VIETNAMESE_LETTERS, nfc

OLD = [Encoding.TCVN3, Encoding.VNI]
TITLE = "Hội Truyền thống Trường Sơn"
TITLE_IN = {
    Encoding.TCVN3: "Héi TruyÒn thèng Tr\u00adêng S¬n",
    Encoding.VNI: "Hoäi Truyeàn thoáng Tröôøng Sôn",
}

# Names as a list of Bắc Kạn has them, drawn at random for the columns below.
SURNAMES_TEXT = """
Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Bế Nông Ma Triệu Bàn Lường Đàm Hà Lã Chu
Lục Mã Vi Quan Đồng Hứa La Lâm Tô Đinh Mạc Cao Lưu Trịnh Đào Đoàn Vương Thào Lò Sùng Giàng
"""
MIDDLES_TEXT = """
Văn Thị Đức Hữu Công Xuân Minh Quang Ngọc Thanh Đình Bá Trọng Thế Duy Kim Hồng Thu Mạnh Quốc
"""
GIVENS_TEXT = """
An Anh Ánh Ân Bình Bảo Cường Chiến Chính Dạt Dũng Dương Đàn Đạt Đông Đức Giang Hà Hải Hạnh Hiền Hiếu Hoa
Hoà Hùng Hưng Hương Huệ Khánh Khoa Kiên Lan Lâm Liên Linh Loan Long Lợi Lý Mai Minh Nam Nga Nghĩa Ngọc
Nhung Oanh Phong Phúc Phượng Quân Quế Quý Sơn Tâm Tân Thái Thắng Thành Thảo Thìn Thọ Thu Thủy Thuý Tiến
Tình Toàn Trang Trung Tú Tuấn Tùng Tuyết Út Vân Viên Việt Vinh Xuân Ỷ Yến Ngần Páo Chỉnh Diễn Đỉnh Lại
"""
SURNAMES, MIDDLES, GIVENS = SURNAMES_TEXT.split(), MIDDLES_TEXT.split(), GIVENS_TEXT.split()
NAMES = st.builds(
    lambda surname, middle, given: " ".join(filter(None, (surname, middle, given))),
    st.sampled_from(SURNAMES),
    st.sampled_from([*MIDDLES, ""]),
    st.sampled_from(GIVENS),
)


def column(seed: int, size: int = 20) -> list[str]:
    draw = random.Random(seed)
    middles = [*MIDDLES * 6, *[""] * len(MIDDLES)]  # one name in seven has none
    drawn = ((draw.choice(SURNAMES), draw.choice(middles), draw.choice(GIVENS)) for _ in range(size))
    return [" ".join(filter(None, words)) for words in drawn]


def test_the_table_has_each_of_the_134_letters_once_in_each_encoding() -> None:
    assert {letter for letter, _, _ in TABLE} == set(VIETNAMESE_LETTERS)
    for place in range(3):
        assert len({row[place] for row in TABLE}) == len(TABLE) == 134
    assert all(ord(char) <= 0xFF for _, tcvn3, vni in TABLE for char in tcvn3 + vni)


@pytest.mark.parametrize("encoding", list(Encoding))
def test_every_letter_survives_the_round_trip(encoding: Encoding) -> None:
    for letter in VIETNAMESE_LETTERS + "abcxyzABCXYZ":
        assert decode(encode(letter, encoding), encoding) == letter


@pytest.mark.parametrize("encoding", OLD)
def test_the_title_of_the_association_reads_both_ways(encoding: Encoding) -> None:
    assert decode(TITLE_IN[encoding], encoding) == TITLE
    assert encode(TITLE, encoding) == TITLE_IN[encoding]
    assert encode(unicodedata.normalize("NFD", TITLE), encoding) == TITLE_IN[encoding]


@given(st.lists(NAMES, max_size=4).map(", ".join), st.sampled_from(list(Encoding)), st.booleans())
def test_names_survive_the_round_trip(names: str, encoding: Encoding, shouted: bool) -> None:
    text = names.upper() if shouted else names
    assert decode(encode(text, encoding), encoding) == text


@pytest.mark.skipif(shutil.which("iconv") is None, reason="no iconv here to compare with")
def test_tcvn3_small_letters_and_plain_capitals_are_those_of_iconv() -> None:
    single = [(letter, tcvn3) for letter, tcvn3, _ in TABLE if len(tcvn3) == 1]
    assert len(single) == 67 + 6 + 1
    made = subprocess.run(
        ["iconv", "-f", "TCVN", "-t", "UTF-8"],
        input="\n".join(tcvn3 for _, tcvn3 in single).encode("latin-1"),
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert made.split("\n") == [letter for letter, _ in single]


@pytest.mark.skipif(shutil.which("iconv") is None, reason="no iconv here to make the file")
def test_what_iconv_writes_as_tcvn_is_read() -> None:
    # Above U+00BF the character set uses the codes of small letters in the font for some capitals: left out.
    capitals = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴĂÂĐÊÔƠƯ"
    stored = subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", "TCVN"], input=capitals.encode(), capture_output=True, check=True
    ).stdout.decode("latin-1")
    assert decode(stored, Encoding.TCVN3) == capitals


@pytest.mark.parametrize(
    ("stored", "encoding", "text"),
    [
        ("A\u00b3nh", Encoding.TCVN3, "Ánh"),
        ("\u00a2\u00b3n", Encoding.TCVN3, "Ấn"),
        ("¸nh", Encoding.TCVN3, "ánh"),
        ("Aùnh AÙNH", Encoding.VNI, "Ánh ÁNH"),
        ("Ñoã Ñöùc Laïi", Encoding.VNI, "Đỗ Đức Lại"),
        ("Thuûy kyû nieäm myõ", Encoding.VNI, "Thủy kỷ niệm mỹ"),
        ("Nguye\u0302\u0303n", Encoding.UNICODE, "Nguyễn"),
        ("2023 – 43 (m²)", Encoding.TCVN3, "2023 – 43 (m²)"),
    ],
)
def test_other_ways_of_storing_a_letter_are_read_too(stored: str, encoding: Encoding, text: str) -> None:
    assert decode(stored, encoding) == text


def test_a_capitals_font_shows_capitals() -> None:
    assert decode("®ç ®øc l¹i", Encoding.TCVN3, capitals=True) == "ĐỖ ĐỨC LẠI"


@pytest.mark.parametrize(
    ("font", "told"),
    [
        (".VnTime", (Encoding.TCVN3, False)),
        (".VnTimeH", (Encoding.TCVN3, True)),
        (".VnTimeH Bold Italic", (Encoding.TCVN3, True)),
        (".vntimeh", (Encoding.TCVN3, True)),
        (".VnArial Narrow", (Encoding.TCVN3, False)),
        (".VnOld English", (Encoding.TCVN3, False)),
        ("VNI-Times", (Encoding.VNI, False)),
        (" vni-helve ", (Encoding.VNI, False)),
        ("Times New Roman", (Encoding.UNICODE, False)),
        ("Arial Narrow", (Encoding.UNICODE, False)),
        ("Broadway H", (None, False)),
        ("", (None, False)),
    ],
)
def test_the_font_name_tells_the_encoding(font: str, told: tuple[Encoding | None, bool]) -> None:
    assert (encoding_of_font(font), is_capitals_font(font)) == told


@pytest.mark.parametrize("encoding", list(Encoding))
@pytest.mark.parametrize("shouted", [False, True])
def test_a_column_of_twenty_names_is_never_mistaken(encoding: Encoding, shouted: bool) -> None:
    for seed in range(150):
        names = [name.upper() if shouted else name for name in column(seed)]
        found = detect_column([encode(name, encoding) for name in names])
        assert (found.encoding, found.confident) == (encoding, True), names


@given(st.lists(NAMES, min_size=1, max_size=3))
def test_text_in_unicode_is_never_converted(names: list[str]) -> None:
    if not any("\u1ea0" <= char <= "\u1ef9" or char in "ĂăĐđĨĩŨũƠơƯư" for char in "".join(names)):
        names = [*names, "Đỗ Đức Lại"]
    assert detect_column(names).encoding is Encoding.UNICODE
    assert detect_column([unicodedata.normalize("NFD", name) for name in names]).encoding is Encoding.UNICODE


@given(st.lists(st.text(alphabet=st.characters(max_codepoint=0x7F)), max_size=5))
def test_text_without_accents_is_never_converted(values: list[str]) -> None:
    found = detect_column(values, [".VnTime"])
    assert (found.encoding, found.confident, found.samples) == (Encoding.UNICODE, True, ())


def test_a_converted_column_shows_what_will_change_and_why() -> None:
    found = detect_column(["Héi TruyÒn thèng", "Tr\u00adêng S¬n"])
    assert found.encoding is Encoding.TCVN3
    assert found.samples == (("Héi", "Hội"), ("TruyÒn", "Truyền"), ("thèng", "thống"))
    assert dict(found.valid_words)[Encoding.TCVN3] == found.examined == 5
    assert "TCVN3" in found.reason
    assert "5/5" in found.reason


def test_the_fonts_settle_what_the_words_leave_open() -> None:
    assert detect_column(["BÕ Lan"]).confident is False
    told = detect_column(["BÕ Lan"], [".VnTime", ".VnTime", "Arial"])
    assert (told.encoding, told.confident, told.samples) == (Encoding.TCVN3, True, (("BÕ", "Bế"),))
    assert detect_column(["BÕ Lan"], [".VnTime", "VNI-Times"]).encoding is Encoding.UNICODE


def test_the_capitals_of_the_font_are_told_and_shown() -> None:
    found = detect_column(["®ç ®øc l¹i"], [".VnTimeH", ".VnTimeH", ".VnTime"])
    assert (found.encoding, found.capitals, found.samples[0]) == (Encoding.TCVN3, True, ("®ç", "ĐỖ"))
    assert detect_column(["Đỗ Đức Lại"], [".VnTimeH"]).capitals is False


def test_a_column_of_both_kinds_is_left_alone_and_the_user_is_asked() -> None:
    mixed = detect_column(["Đỗ Đức Lại", *(encode(name, Encoding.TCVN3) for name in column(1, 5))])
    assert (mixed.encoding, mixed.confident) == (Encoding.UNICODE, False)
    assert "xem" in mixed.reason


def test_foreign_words_are_left_alone_without_being_sure() -> None:
    found = detect_column(["Genève", "façade", "Ærø", "(123)", "Łódź", "№ 5"])
    assert (found.encoding, found.confident) == (Encoding.UNICODE, False)


def test_a_very_long_column_is_judged_by_its_beginning() -> None:
    found = detect_column([encode(name, Encoding.VNI) for name in column(2, 40)] * 200)
    assert found.encoding is Encoding.VNI
    assert found.examined < 6_000


@pytest.mark.parametrize(
    "word", [*SURNAMES, *MIDDLES, *GIVENS, "xoong", "giếng", "quýnh", "nghiêng", "ƯỚC", "gì", "hoá"]
)
def test_vietnamese_words_are_known(word: str) -> None:
    assert is_vietnamese_word(nfc(word))


@pytest.mark.parametrize(
    "word", ["", "Tr\u00adêng", "Tröôøng", "TrÇn", "thac", "thàc", "áá", "Sáng2", "brown", "hỆ"]
)
def test_other_words_are_not(word: str) -> None:
    assert not is_vietnamese_word(word)
