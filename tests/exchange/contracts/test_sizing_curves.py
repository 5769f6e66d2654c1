"""Curves of sizing: drawn from the figures that stand beside them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.sizing.size import Sized, size
from tidegate.exchange.contracts.curve_drawing import BEST, Curved, draw_curve
from tidegate.exchange.contracts.sizing_curves import CurveShown, curves
from tidegate.exchange.contracts.sizing_file import Asked, questions_of

SVG = "{http://www.w3.org/2000/svg}"


def asked(unit: str = "bed", mean: float = 26, **prices: Any) -> tuple[Asked, Sized]:
    table = {
        "title": "Beds",
        "unit": unit,
        "prices": {"block_pence": 68200, "spot_pence": 76900} | prices,
        "demand": {"mean": mean},
    }
    (one,) = questions_of({"size": [table]}, Path(), "a test")
    return one, size(one.question)


def shown(**prices: Any) -> tuple[CurveShown, CurveShown]:
    chances, costs = curves(*asked(**prices))
    return chances, costs


def test_each_curve_says_in_a_sentence_what_it_shows() -> None:
    chances, costs = shown()
    assert chances.sentence == (
        "The more are committed, the more rarely the last bed is wanted. It pays while that is "
        "more often than in 88.7% of weeks: up to number 20."
    )
    assert costs.sentence == (
        "A week costs £19,994 on average without a commitment, and £18,451 at its cheapest, with "
        "20 beds."
    )


def test_the_table_has_the_marked_numbers_and_some_between() -> None:
    chances, costs = shown()
    for one in (chances, costs):
        assert {"0", "20", "27"} <= {row[0] for row in one.rows}
        assert all(len(row) == len(one.columns) for row in one.rows)
        assert len(one.rows) <= 25
    assert ("20", "90.3%", "19.7", "98.7%") in chances.rows


def test_the_drawing_is_described_and_names_what_it_marks() -> None:
    for one in shown():
        drawn = ET.fromstring(str(one.drawing))
        assert drawn.attrib["role"] == "img"
        title, described = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
        assert title is not None
        assert described is not None
        assert (title.text, described.text) == (one.heading, one.sentence)
        texts = [text.text or "" for text in drawn.iter(f"{SVG}text")]
        assert any(text.startswith("Best, 20: ") for text in texts)
        assert any(text.startswith("Average rule, 27: ") for text in texts)
        assert "style" not in str(one.drawing)
        assert "script" not in str(one.drawing)


def test_what_people_call_a_unit_cannot_break_out_of_the_drawing() -> None:
    for one in curves(*asked("<script>alert(1)</script>")):
        assert "<script" not in str(one.drawing)


def test_no_commitment_is_drawn_too() -> None:
    chances, costs = shown(block_pence=80000)
    assert chances.sentence.endswith("is wanted.")
    assert costs.sentence.endswith("any costs more.")
    none, _ = shown(block_pence=76900, mean=0)
    assert none.sentence.endswith("which none is.")


def test_a_guarantee_has_no_one_ratio_to_draw() -> None:
    chances, _ = shown(guaranteed=0)
    assert "Price ratio" not in str(chances.drawing)


@given(
    st.lists(st.floats(0, 1e12), min_size=1, max_size=40),
    st.none() | st.floats(0, 1e12),
    st.data(),
)
@settings(max_examples=40)
def test_everything_stays_inside_the_picture(
    values: list[float], line: float | None, data: st.DataObject
) -> None:
    n = data.draw(st.integers(0, len(values) - 1))
    across = None if line is None else (line, "None")
    drawn = draw_curve(Curved("", "", "", values, [(n, BEST, "Best")], across, "{:g}".format))
    assert all(20 <= mark.y <= 244 and 84 <= mark.x <= 570 for mark in drawn.marks)
    assert all(16 <= word.y <= 250 for word in (*drawn.values, *drawn.names))


@pytest.mark.parametrize("top", [0.003, 1, 7, 43, 99_999])
def test_figures_on_an_axis_are_round_and_few(top: float) -> None:
    drawn = draw_curve(Curved("", "", "", [0, top], [], None, "{:g}".format))
    assert 4 <= len(drawn.values) <= 7
    assert float(drawn.values[-1].text) >= top
