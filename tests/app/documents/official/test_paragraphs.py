"""Justified paragraphs: every word in its order, every line as wide as the text but the last."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.official.paragraphs import Line, Run, set_paragraph
from app.documents.papers.typesetting import BOLD, REGULAR, width
from tests.app.documents.official.samples import REASON

ROOM, INDENT, SIZE = 467.7, 36.0, 14.0
WORDS = st.lists(
    st.sampled_from(
        ["Hội", "viên", "Nguyễn", "2023", "trong", "phường", "xuất", "sắc,", "Trường", "Sơn", "–"]
    ),
    max_size=120,
)


def reach(line: Line) -> float:
    """How wide a line is, from the left of the text."""
    spaces = sum(run.text.count(" ") for run in line.runs)
    return line.indent + sum(width(run.text, run.font, SIZE) for run in line.runs) + spaces * line.word_space


def said(lines: tuple[Line, ...]) -> list[str]:
    """The words of all lines."""
    return " ".join("".join(run.text for run in line.runs) for line in lines).split()


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_every_word_stands_in_its_order_and_inside_the_text(lead: list[str], words: list[str]) -> None:
    lines = set_paragraph((Run(" ".join(lead), BOLD), Run(" ".join(words), REGULAR)), SIZE, ROOM, INDENT)
    assert said(lines) == lead + words
    for number, line in enumerate(lines, 1):
        assert reach(line) <= ROOM + 0.01
        assert line.indent == (INDENT if number == 1 else 0.0)


def test_all_lines_but_the_last_are_as_wide_as_the_text_and_none_has_holes() -> None:
    text = " ".join([REASON, "góp phần xây dựng nông thôn mới, đô thị văn minh ở địa phương"] * 6)
    lines = set_paragraph((Run("Điều 1.", BOLD), Run(text, REGULAR)), SIZE, ROOM, INDENT)
    assert len(lines) > 5
    space = width(" ", REGULAR, SIZE)
    for line in lines[:-1]:
        assert reach(line) == pytest.approx(ROOM, abs=0.01)
        assert -0.13 * space <= line.word_space <= 0.8 * space
    assert lines[-1].word_space <= 0
    assert [run.font for run in lines[0].runs] == [BOLD, REGULAR]


def test_a_number_stays_with_its_noun() -> None:
    for filler in range(1, 24):
        text = f"{'là ' * filler}{REASON} và {REASON.lower()} vừa qua"
        for line in set_paragraph((Run(text, REGULAR),), SIZE, ROOM):
            assert not line.runs[-1].text.endswith("năm")


def test_a_word_wider_than_the_text_is_broken_and_none_of_it_lost() -> None:
    lines = set_paragraph((Run(f"Số {'x' * 200} hết", REGULAR),), SIZE, ROOM, INDENT)
    assert "".join(said(lines)) == f"Số{'x' * 200}hết"
    assert all(reach(line) <= ROOM + 0.01 for line in lines)
    assert set_paragraph((Run("", REGULAR),), SIZE, ROOM) == ()
