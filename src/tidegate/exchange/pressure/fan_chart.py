"""Forecasts and their calibration as SVG: safe text that stands in a page or in a file."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tidegate.exchange.pressure.fan_drawing import (
    HEIGHT,
    SIDE,
    WIDTH,
    Fan,
    draw_calibration,
    draw_fan,
)
from tidegate.exchange.pressure.spc_chart import templates


def render_fan(fan: Fan, name: str) -> Markup:
    """Draw a forecast: titled and described, without style or script.

    Args:
        fan: what it shows.
        name: unique in the page; the ids of title and description begin with it.
    """
    page = templates().get_template("fan-chart.jinja")
    drawn = page.render(
        name=name, title=fan.title, words=fan.words, d=draw_fan(fan), width=WIDTH, height=HEIGHT
    )
    return Markup(drawn)  # noqa: S704 - the template escapes all that it is given


def render_calibration(
    rows: Sequence[tuple[float, float, int]], title: str, words: str, name: str
) -> Markup:
    """Draw how probabilities fared: what was said against how often it happened.

    Args:
        rows: probability said, share that happened, and how many.
        title: what it is of.
        words: the sentence that says what it shows.
        name: unique in the page.
    """
    page = templates().get_template("calibration-plot.jinja")
    drawn = page.render(name=name, title=title, words=words, d=draw_calibration(rows), side=SIDE)
    return Markup(drawn)  # noqa: S704 - as above
