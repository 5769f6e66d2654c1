"""Totals, levels and figures in words: the same on the command line and on pages."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from tidegate.core.pressure.measure import Measure, Unit, WorseWhen
from tidegate.core.pressure.score_table import Rounding, Side

if TYPE_CHECKING:
    from tidegate.core.pressure.score import Judged, Score
    from tidegate.core.pressure.score_table import Edge, Parameter

_MISSING = {
    "FIGURE_MISSING": "missing:",
    "FIGURE_TOO_OLD": "too old:",
    "SCORE_MISSING": "no score:",
    "SCORE_INCOMPLETE": "incomplete:",
}
_SIGNS = {Unit.PERCENT: "%", Unit.MINUTES: " min"}


def total_words(score: Score) -> str:
    """Say a total; of an incomplete score, between which totals it lies."""
    if score.complete:
        return _number(score.lowest, score)
    return f"{_number(score.lowest, score)} to {_number(score.highest, score)}"


def level_words(score: Score) -> str:
    """Say a level, both ways where rounding decides it, and a range where it is not known."""
    if not score.complete:
        least, most = score.level_range
        return f"{least} to {most}" if least < most else f"{least}, incomplete"
    if score.level_otherwise is None:
        return str(score.level)
    other = "unrounded" if score.rounding is Rounding.HALF_UP else "rounded half up"
    return f"{score.level} ({score.level_otherwise} {other})"


def figure_words(score: Score, measures: Mapping[str, Measure]) -> str:
    """Say each figure that is known, with its age in days on the day of the score."""
    known = [_one(each, score, measures) for each in score.judged if each.figure]
    return ", ".join(known)


def missing_words(score: Score, measures: Mapping[str, Measure]) -> str:
    """Say in a few words what is missing; the reasons of the score say it in full."""
    said: dict[str, list[str]] = {}
    for reason in score.missing:
        measure = measures.get(str(reason.inputs.get("measure", "")))
        what = str(reason.inputs.get("measure") or reason.inputs.get("of") or reason.detail)
        words = measure.label if measure else what
        if reason.code == "FIGURE_TOO_OLD":
            words += f" of {reason.inputs['age_days']} days ago"
        said.setdefault(_MISSING.get(reason.code, ""), []).append(words)
    return "; ".join(f"{what} {', '.join(words)}".strip() for what, words in said.items())


def _one(judged: Judged, score: Score, measures: Mapping[str, Measure]) -> str:
    assert judged.figure is not None  # noqa: S101 - only those that are known are said
    measure = measures.get(judged.measure)
    label = measure.label if measure else judged.measure
    sign = _SIGNS.get(measure.unit, "") if measure else ""
    value = f"{judged.figure.value:.1f}".removesuffix(".0")
    return f"{label} {value}{sign} ({(score.day - judged.figure.end).days})"


def _number(total: Fraction, score: Score) -> str:
    """Show one decimal more than the levels have where rounding would hide something."""
    decimals = score.levels.decimals
    decimals += bool(total * 10**decimals % 1)
    shown = Fraction(floor(total * 10**decimals + Fraction(1, 2)), 10**decimals)
    return f"{float(shown):.{decimals}f}"


def band_words(parameter: Parameter) -> tuple[str, ...]:
    """Say which values make each band, the best first: to which side an edge belongs shows."""
    edges = parameter.edges
    if not edges:
        return ()
    higher = parameter.worse is WorseWhen.HIGHER
    first, last = edges[0], edges[-1]
    if higher:
        best = f"up to {first.at:g}" if _better(first) else f"under {first.at:g}"
        worst = f"over {last.at:g}" if _better(last) else f"{last.at:g} or more"
    else:
        best = f"{first.at:g} or more" if _better(first) else f"over {first.at:g}"
        worst = f"under {last.at:g}" if _better(last) else f"{last.at:g} or less"
    between = [_between(one, other, higher=higher) for one, other in pairwise(edges)]
    return (best, *between, worst)


def _between(better: Edge, worse: Edge, *, higher: bool) -> str:
    beyond, to, short = ("over", "to", "to under") if higher else ("under", "to", "to over")
    begins = f"{beyond} {better.at:g}" if _better(better) else f"{better.at:g}"
    return f"{begins} {to if _better(worse) else short} {worse.at:g}"


def _better(edge: Edge) -> bool:
    """Tell whether a value on the edge belongs to the better band."""
    return edge.equal is Side.BETTER
