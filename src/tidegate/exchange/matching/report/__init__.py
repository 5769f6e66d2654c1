"""The report of a plan: one self-contained page that a board can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from tidegate.exchange.matching.report.present import present

if TYPE_CHECKING:
    from tidegate.exchange.matching.plan_context import Ground

__all__ = ["render_report"]


def render_report(summary: Mapping[str, Any], ground: Ground) -> str:
    """Write a plan's report as one HTML page that asks nothing of the network and runs no script.

    Args:
        summary: the figures of ``summary.json``.
        ground: what the map is drawn on; without it the page has its tables only.
    """
    pages = Environment(
        loader=PackageLoader("tidegate.exchange.matching.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("report.jinja").render(present(summary, ground))
