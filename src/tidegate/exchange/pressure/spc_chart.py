"""A chart as SVG: safe text that stands in a page, in a report or in a file of its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.loaders import ChoiceLoader
from markupsafe import Markup

from tidegate.exchange.pressure.spc_drawing import HEIGHT, WIDTH, Icon, draw, icons_of
from tidegate.exchange.pressure.spc_words import VARIATIONS, assurance_words, sentence

if TYPE_CHECKING:
    from tidegate.exchange.pressure.spc_charted import Charted


@cache
def templates() -> Environment:
    """Return the templates of charts, and under ``report/`` those of reports."""
    return Environment(
        loader=ChoiceLoader([
            PackageLoader("tidegate.exchange.pressure"),
            PrefixLoader({"report": PackageLoader("tidegate.exchange.matching.report")}),
        ]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def icons_in_words(charted: Charted) -> str:
    """Name both icons of a chart."""
    variation = VARIATIONS[charted.result.variation]
    return f"Variation: {variation}. Assurance: {assurance_words(charted)}."


def render_chart(charted: Charted, name: str = "spc") -> Markup:
    """Draw a chart: titled, described, each mark with its label, without style or script.

    Args:
        charted: the result and its words.
        name: unique in the page; the ids of title and description begin with it.
    """
    page = templates().get_template("spc-chart.jinja")
    return Markup(  # noqa: S704 - the template escapes all that it is given
        page.render(
            name=name,
            title=charted.title,
            words=sentence(charted),
            icon_words=icons_in_words(charted),
            drawing=draw(charted),
            width=WIDTH,
            height=HEIGHT,
        )
    )


def render_icons(charted: Charted) -> Markup:
    """Draw the icons alone, named in words, for a table of many measures."""
    return _icons(icons_of(charted), icons_in_words(charted))


def render_icon(icon: Icon) -> Markup:
    """Draw one icon alone, named in its words, for a count of the charts that have it."""
    return _icons((icon,), icon.words)


@cache
def _icons(drawn: tuple[Icon, ...], words: str) -> Markup:
    page = templates().get_template("spc-icons.jinja")
    return Markup(page.render(drawn=drawn, icon_words=words))  # noqa: S704 - as above
