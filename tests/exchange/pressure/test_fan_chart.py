"""A fan is drawn from its figures: the past in dots, bands that hold their middle, all named."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from tidegate.exchange.pressure.fan_chart import render_calibration, render_fan
from tidegate.exchange.pressure.fan_drawing import Ahead, Fan, draw_calibration, draw_fan

MADE_ON = date(2026, 11, 25)


def a_fan(past: int = 10, size: float = 100.0, **changed: object) -> Fan:
    before = [(MADE_ON - timedelta(days=n), size + n) for n in range(past, 0, -1) if n != 4]
    ahead = [
        Ahead(MADE_ON + timedelta(days=n), size - n, size - n / 2, size, size + n / 2, size + n)
        for n in range(1, 29)
    ]
    given = {
        "title": "Beds <b>",
        "words": "A & B",
        "past": before,
        "ahead": ahead,
        "made_on": MADE_ON,
    }
    return Fan(**(given | changed))  # type: ignore[arg-type]


def heights(path: str) -> list[float]:
    return [float(y) for _, y in re.findall(r"([\d.]+) (-?[\d.]+)", path)]


def test_bands_lie_around_the_middle_and_the_wide_one_around_the_narrow_one() -> None:
    drawn = draw_fan(a_fan())
    wide, narrow, middle = (heights(path) for path in (drawn.wide, drawn.narrow, drawn.middle))
    for n in range(28):
        upper, lower = wide[n], wide[-1 - n]
        assert upper <= narrow[n] <= middle[n] <= narrow[-1 - n] <= lower


def test_a_day_that_is_missing_breaks_the_line_and_has_no_dot() -> None:
    drawn = draw_fan(a_fan())
    assert len(drawn.past) == 2
    assert len(drawn.dots) == 9
    assert "21 November 2026" not in {dot.words.split(":")[0] for dot in drawn.dots}


@pytest.mark.parametrize("past", [0, 1, 28])
@pytest.mark.parametrize("size", [0.0, 1.7, 100_000.0])
def test_anything_can_be_drawn_within_its_frame(past: int, size: float) -> None:
    drawn = draw_fan(a_fan(past, size, marks=((size, "level 3 begins"), (1e9, "far away"))))
    assert len(drawn.marks) == 1
    assert all(0 <= y <= 300 for y in heights(drawn.wide + drawn.middle))
    words = [word.y for word in drawn.names]
    assert all(later - before >= 14 for before, later in pairwise(words))


def test_a_fan_is_one_drawing_without_style_or_script_that_says_what_it_is() -> None:
    text = str(render_fan(a_fan(), "fan-beds"))
    root = ET.fromstring(text)
    assert root.get("aria-labelledby") == "fan-beds-title"
    assert root.get("aria-describedby") == "fan-beds-words"
    assert "Beds &lt;b&gt;" in text
    assert "A &amp; B" in text
    assert "style" not in text
    assert "<script" not in text


def test_what_was_said_too_high_lies_below_the_line() -> None:
    high, right = draw_calibration([(0.75, 0.5, 4), (0.5, 0.5, 16)]).dots
    assert 320 - high.x < high.y, "below the diagonal, which falls to the left"
    assert right.size > high.size
    text = str(render_calibration([(0.75, 0.5, 4)], "Levels", "One was decided.", "calibration"))
    assert "said 75%, happened 50%, 4 times" in text
    assert ET.fromstring(text).get("role") == "img"
