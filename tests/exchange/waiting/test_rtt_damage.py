"""However a file is damaged, it is either read with sound sums or refused: nothing else."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.exchange.waiting.rtt_files import rtt_lines, some_rows, spell, write_zip

from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.waiting.rtt import read_rtt

CONTENT = spell(rtt_lines(some_rows(1, providers=["Z01", "Z02"])))
WHOLE = sum(row.total for row in some_rows(1, providers=["Z01", "Z02"]))
PIECES = st.sampled_from(
    [b"", b",", b'"', b"\n", b"\r\n", b"0", b"-", b"x", b"\x00", b"\xff", b"9"]
)
CUTS = st.tuples(st.integers(0, len(CONTENT)), st.integers(0, 40), PIECES)


@settings(max_examples=150, deadline=None)
@given(st.lists(CUTS, min_size=1, max_size=3))
@example([(len(CONTENT) - 1, 40, b"")])
@example([(0, 1, b"")])
@example([(5000, 0, b'"')])
def test_damaged_text_is_read_or_refused_with_reasons(cuts: list[tuple[int, int, bytes]]) -> None:
    content = CONTENT
    for place, length, piece in cuts:
        content = content[:place] + piece + content[place + length :]
    assert_read_or_refused(content, "month.csv")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 12))
def test_a_damaged_zip_is_read_or_refused_with_reasons(seed: int, bytes_hit: int) -> None:
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        path = write_zip(Path(folder) / "month.zip", rtt_lines(some_rows(1, providers=["Z01"])))
        content = bytearray(path.read_bytes())
    for _ in range(bytes_hit):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert_read_or_refused(bytes(content), "month.zip")


def assert_read_or_refused(content: bytes, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        checked = check_file(path)
        if not checked.usable:
            with pytest.raises(UnusableInput):
                read_rtt(path)
            return
        frame = read_rtt(path).frame
    bands = [column for column in frame.columns if column[0] == "w"]
    assert (frame.select(*bands, "unknown_start", "total") >= 0).to_numpy().all()
    counted = frame.filter(part="2")
    assert counted.select(bands).sum().sum_horizontal().sum() == counted["total"].sum()
    assert 0 < frame["total"].sum() <= WHOLE


def test_bytes_put_nowhere_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "month.csv"
    path.write_bytes(CONTENT)
    assert read_rtt(path).frame["total"].sum() == WHOLE
