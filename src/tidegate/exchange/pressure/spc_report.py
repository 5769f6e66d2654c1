"""Charts of many measures as one page that stands alone, each above its table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.pressure.spc_chart import icons_in_words, render_chart, templates
from tidegate.exchange.pressure.spc_export import icon_table, points_table
from tidegate.exchange.pressure.spc_words import decisions, method_words, sentence

if TYPE_CHECKING:
    from tidegate.exchange.pressure.spc_charted import Charted
    from tidegate.exchange.sources import Source

MOST_CHARTS = 500  # more than a person looks at, and as much as a browser opens at ease


def render_spc_report(charted: Sequence[Charted], source: Source) -> str:
    """Write a page with the icons of every measure, and each chart above its table."""
    page = templates().get_template("spc-report.jinja")
    return page.render(
        title=charted[0].title if len(charted) == 1 else source.name,
        lead=lead(charted),
        icons=icon_table(charted),
        charts=[shown(one, f"chart-{number}") for number, one in enumerate(charted, 1)],
        source=f"From {source.name}, {source.bytes:,} bytes, SHA-256 {source.sha256}.",
    )


def lead(charted: Sequence[Charted]) -> str:
    """Say in one sentence how many measures show what."""
    if len(charted) == 1:
        return sentence(charted[0])
    words = [
        f"{many} {what}"
        for start, what in (
            ("improvement", "improving"),
            ("concern", "of concern"),
            ("neutral", "changed"),
            ("common_cause", "in common cause"),
        )
        if (many := sum(one.result.variation.value.startswith(start) for one in charted))
    ]
    return f"Of {len(charted)} measures, by their last values: {', '.join(words)}."


def shown(charted: Charted, name: str) -> dict[str, object]:
    """Return all that stands with one chart, for a report or a page: words, drawing, table.

    Args:
        charted: the result and its words.
        name: unique in the page.
    """
    return {
        "name": name,
        "title": charted.title,
        "sentence": sentence(charted),
        "icons": icons_in_words(charted),
        "svg": render_chart(charted, name),
        "notes": [*(note.detail for note in charted.result.notes), *decisions(charted)],
        "method": method_words(charted),
        "table": points_table(charted, name),
    }


def write_chart(charted: Sequence[Charted], source: Source, path: Path) -> None:
    """Write a chart as SVG, or the report as HTML, by the name's ending; all of it or nothing.

    Raises:
        UnusableInput: another ending, a folder that is not there, several charts for one SVG, or
            more than ``MOST_CHARTS`` for one page.
    """
    if path.suffix not in {".svg", ".html"}:
        raise UnusableInput([error("UNKNOWN_ENDING", path.name, "a name in .svg or .html")])
    if not path.parent.is_dir():
        raise UnusableInput([error("MISSING_FOLDER", str(path.parent), "a folder that exists")])
    if path.suffix == ".svg" and len(charted) > 1:
        expected = "one series for an SVG: name it with --measure, or write .html"
        raise UnusableInput([error("SEVERAL_SERIES", path.name, expected, count=len(charted))])
    if len(charted) > MOST_CHARTS:
        expected = f"at most {MOST_CHARTS} charts: pick with --measure and --organisation"
        raise UnusableInput([error("TOO_MANY_CHARTS", path.name, expected, count=len(charted))])
    page = render_chart(charted[0]) if path.suffix == ".svg" else render_spc_report(charted, source)
    beside = path.with_name(f".{path.name}.partial")
    beside.write_text(page + "\n", "utf-8")
    beside.replace(path)
