"""A slice of ``python dev.py fuzz``: spoilt lists end in good rows or in one sentence."""

from __future__ import annotations

from pathlib import Path

from tests.app.importers.files import write_ods, write_xls, write_xlsb, write_xlsx, write_xml_2003
from tests.fuzz.run import fuzz
from tests.fuzz.samples import rows


def test_spoilt_lists_end_in_rows_or_in_one_sentence(tmp_path: Path) -> None:
    texts = [[str(cell) for cell in row] for row in rows(8)]
    samples = [
        write(tmp_path / f"a.{suffix}", texts)
        for suffix, write in (
            ("xlsx", write_xlsx),
            ("ods", write_ods),
            ("xls", write_xls),
            ("xlsb", write_xlsb),
            ("xml", write_xml_2003),
        )
    ]
    figures = fuzz(samples, "tests", seconds=3)
    assert figures.files
    assert figures.files == figures.good + figures.refused
    assert not figures.failures
