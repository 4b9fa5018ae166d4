"""Where a Vietnamese line may end, and how good each place is.

Vietnamese writes every syllable apart, so a space is not yet a good place to break: "thành tích" is one
word, "năm 2023" one thought, "Nguyễn Văn An" one person. Each gap between two syllables gets a price; the
lines are chosen so that the sum of prices and raggedness is least.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app.vietnamese.text import fold

FORBIDDEN = 100.0
_NUMBER_WITH_NOUN = 6.0
_INSIDE_NAME = 0.9
_INSIDE_WORD = 0.7
_INSIDE_QUOTES = 0.85
_AFTER_DASH = 0.2
_PLAIN = 0.12
_GOOD = 0.03
_ONE_MORE_LINE = 0.7
_AFTER_POINT = 0.0
_BEFORE_PLACE = -0.05
_BEFORE_PLACE_IN_A_NAME = -1.2  # "HỘI … / THÀNH PHỐ BẮC KẠN"
_LONELY_WORD = 0.8
_RAGGED = 4.0  # × (difference from the even length ÷ the widest allowed)²

_WORDS = (
    "thành tích, xuất sắc, công tác, xây dựng, hội viên, chi hội, truyền thống, phong trào, khen thưởng, "
    "biểu dương, hoạt động, thi đua, nhiệm vụ, hoàn thành, đóng góp, tích cực, tiêu biểu, cựu chiến binh, "
    "chiến sĩ, đồng đội, tình nghĩa, thăm hỏi, giúp đỡ, kinh tế, gia đình, văn hóa, xã hội, phát triển, "
    "giữ gìn, phát huy, tổ chức, vận động, ủng hộ, chân quỹ, gương mẫu, lãnh đạo, chỉ đạo, đại hội, "
    "nhiệm kỳ, kỷ niệm, thành lập, cán bộ, lâu năm, đoàn kết, nông thôn, sản xuất, kinh doanh, trung ương, "
    "chủ tịch, phó chủ tịch, ban chấp hành, ủy viên, chi hội trưởng, chi hội phó, tập thể, cá nhân, "
    "thường vụ, ban kiểm tra, trưởng ban, thư ký, thủ quỹ, nguyên chủ tịch, ban liên lạc, đơn vị, "
    "thực hiện, chương trình, cuộc vận động, toàn dân, đời sống, khu dân cư, học tập, làm theo, tấm gương, "
    "đạo đức, phong cách, tư tưởng, góp phần, phối hợp, tuyên truyền, giáo dục, thế hệ trẻ, cách mạng, "
    "đường hồ chí minh, trường sơn, hồ chí minh, bắc kạn, thái nguyên, việt nam, giấy khen, bằng khen"
)
_INSIDE: frozenset[tuple[str, str]] = frozenset(
    pair for word in _WORDS.split(", ") for pair in zip(word.split(), word.split()[1:], strict=False)
)
_OPENERS = frozenset(
    "và, trong, của, cho, tại, về, với, để, vì, do, từ, theo, nhân, góp, thuộc, tặng, năm, nhiệm, là, trên, "
    "các, những, giai, khóa, ngày, đã, được, trở".split(", ")
)
_PLACES = frozenset("tỉnh, huyện, quận, phường, xã".split(", "))
_PLACES_OF_TWO = frozenset({("thành", "phố"), ("thị", "xã"), ("thị", "trấn"), ("chi", "hội")})
_COUNTED = frozenset(
    "năm, tháng, ngày, số, khóa, quý, tuổi, đồng, tập, cá, hội, lần, thứ, điều, khoản, mục, nhiệm, giai, "
    "tổ, thôn, khu, phố, đội, nhóm, quyển, trang, kỳ".split(", ")
)


_ROMAN = frozenset("IVXLC")
_DASHES = frozenset("–-—")
_OPENING, _CLOSING = ("“", "‘", "«", "("), ("”", "’", "»", ")")


def gap_prices(words: Sequence[str]) -> list[float]:
    """The price of ending a line after each word but the last."""
    prices = []
    quoted = False
    for i, word in enumerate(words[:-1]):
        before, after = words[i - 1] if i else "", words[i + 2] if i + 2 < len(words) else ""
        if word.startswith(_OPENING):
            quoted = True
        if word.rstrip(",.;:").endswith(_CLOSING):
            quoted = False
        price = _price(word, words[i + 1], before, after)
        prices.append(max(price, _INSIDE_QUOTES) if quoted else price)
    return prices


@lru_cache(maxsize=20_000)
def _price(left: str, right: str, before: str, after: str) -> float:
    low_left, low_right = left.lower().strip("“”\"'()"), right.lower().strip("“”\"'()")
    price = _price_by_marks(left, right, before, low_right)
    if price is None:
        price = _price_by_numbers(right, low_left, low_right)
    if price is None:
        price = _price_by_meaning(left, right, (before.lower(), low_left, low_right, after.lower()))
    return price


def _price_by_marks(left: str, right: str, before: str, low_right: str) -> float | None:
    """Dashes, points and commas."""
    if right in _DASHES or low_right.startswith((",", ".", ";", ":", ")", "!", "?")):
        return FORBIDDEN
    if left in _DASHES:  # "2023 – 2024" stays whole; a dash between names ends its line
        return _NUMBER_WITH_NOUN if before[-1:].isdigit() and right[:1].isdigit() else _AFTER_DASH
    if left.endswith((",", ";", ":", ".")) and (len(left) > 3 or left[:-1].isdigit()):
        return _AFTER_POINT
    return _INSIDE_NAME if left.endswith(".") else None  # TM. BAN CHẤP HÀNH


def _price_by_numbers(right: str, low_left: str, low_right: str) -> float | None:
    """A number stays with its noun: "năm 2023", "03 tập thể", "lần thứ V"."""
    if right.isupper() and set(right) <= _ROMAN and low_left in _COUNTED:
        return _NUMBER_WITH_NOUN
    if _is_number(low_right) and (low_left in _COUNTED or not _is_number(low_left)):
        return _NUMBER_WITH_NOUN
    if _is_number(low_left):
        return _PLAIN if low_left.isdigit() and len(low_left) == 4 else _NUMBER_WITH_NOUN
    return None


def _price_by_meaning(left: str, right: str, low: tuple[str, str, str, str]) -> float:
    """Words of several syllables, place names, names of people, and what begins a new thought."""
    before, low_left, low_right, after = (
        low[0],
        low[1].rstrip(","),
        low[2].rstrip(",.;:"),
        low[3].rstrip(",.;:"),
    )
    if (low_left, low_right) in _INSIDE | _PLACES_OF_TWO:
        return _INSIDE_WORD
    if low_right in _PLACES or (low_right, after) in _PLACES_OF_TWO:
        return _BEFORE_PLACE_IN_A_NAME if right.isupper() and left.isupper() else _BEFORE_PLACE
    if low_left in _PLACES | _OPENERS or (before, low_left) in _PLACES_OF_TWO:
        return _INSIDE_WORD
    if low_right in _OPENERS:
        return _GOOD
    return _INSIDE_NAME if _is_capitalised(left) and _is_capitalised(right) else _PLAIN


def _is_number(word: str) -> bool:
    plain = word.rstrip(",.;:%)")
    return bool(plain) and plain[0].isdigit()


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and not word.isupper() and bool(fold(word))


def break_lines(
    widths: Sequence[float], prices: Sequence[float], space: float, limit: float, max_lines: int
) -> tuple[tuple[int, ...], float] | None:
    """Choose the lines of a paragraph.

    Args:
        widths: of each word, in any unit.
        prices: of :func:`gap_prices`, one fewer.
        space: width of a word space, in the same unit.
        limit: the widest a line may be.
        max_lines: how many lines there may be.

    Returns:
        (index after the last word of each line, price), with the even-est lines; None when it cannot be.
    """
    count = len(widths)
    ends = [0.0]
    for width in widths:
        ends.append(ends[-1] + width + space)
    fewest = _fewest_lines(ends, space, limit)
    if fewest is None or fewest > max_lines:
        return None
    best: tuple[tuple[int, ...], float] | None = None
    for lines in range(fewest, min(max_lines, fewest + 1, count) + 1):
        chosen = _even_lines(ends, prices, space, limit, lines)
        if chosen is not None:
            price = chosen[1] + (lines - fewest) * _ONE_MORE_LINE
            if best is None or price < best[1] - 1e-9:
                best = (chosen[0], price)
    return best


def _fewest_lines(ends: Sequence[float], space: float, limit: float) -> int | None:
    lines, start = 0, 0
    while start < len(ends) - 1:
        stop = start
        while stop < len(ends) - 1 and ends[stop + 1] - ends[start] - space <= limit:
            stop += 1
        if stop == start:
            return None  # one word alone is wider than the box
        lines, start = lines + 1, stop
    return lines


def _even_lines(
    ends: Sequence[float], prices: Sequence[float], space: float, limit: float, lines: int
) -> tuple[tuple[int, ...], float] | None:
    count = len(ends) - 1
    target = (ends[-1] - space) / lines
    # best[i]: (price, breaks) of the first i words on the lines begun so far
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for line in range(lines):
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        left = lines - line - 1
        for start, (price, breaks) in best.items():
            for stop in range(start + 1, count - left + 1):
                width = ends[stop] - ends[start] - space
                if width > limit:
                    break
                if left == 0 and stop < count:
                    continue
                cost = price + ((width - target) / limit) ** 2 * _RAGGED
                if stop < count:
                    cost += prices[stop - 1]
                if lines > 1 and stop - start == 1:
                    cost += _LONELY_WORD
                if stop not in longer or cost < longer[stop][0]:
                    longer[stop] = (cost, (*breaks, stop))
        best = longer
    return (best[count][1], best[count][0]) if count in best else None
