"""A chart as SVG: safe text that stands in a page, in a report or in a file of its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.loaders import ChoiceLoader
from markupsafe import Markup

from tidegate.exchange.pressure.spc_drawing import HEIGHT, WIDTH, draw, icons_of
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
    page = templates().get_template("spc-icons.jinja")
    words = icons_in_words(charted)
    return Markup(page.render(drawn=icons_of(charted), icon_words=words))  # noqa: S704 - as above
