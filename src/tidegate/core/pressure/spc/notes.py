"""What must be said beside a chart: limits on trial, gaps, what was screened, rare events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tidegate.core.pressure.spc.asked import Asked, Method
from tidegate.core.pressure.spc.rare import is_rare
from tidegate.core.pressure.spc.result import Note, NoteCode, Part

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.rules import RuleSet
    from tidegate.core.pressure.spc.series import Series


def notes(series: Series, parts: Sequence[Part], asked: Asked, rules: RuleSet) -> tuple[Note, ...]:
    """Return the cautions of a chart, the weightiest first."""
    found = [note for part in parts for note in _of_part(part, rules, whole=len(parts) == 1)]
    found += _of_values(series, asked)
    return tuple(found)


def _of_part(part: Part, rules: RuleSet, *, whole: bool) -> Iterator[Note]:
    limits = part.limits
    where = "" if whole else f" from {part.first.day} {part.first:%B %Y}"
    if limits.points == 1:
        yield Note(NoteCode.ONE_POINT, f"One point only{where}: there are no limits yet.")
    elif part.trial:
        yield Note(
            NoteCode.TRIAL_LIMITS,
            f"Trial limits{where}: they come from {limits.points} points, fewer than "
            f"{rules.settled_points}, and will move as points are added.",
        )
    if limits.average_range == 0:
        yield Note(
            NoteCode.NO_VARIATION,
            f"The values that the limits come from do not vary{where}"
            + (": any other value is outside." if limits.upper is not None else "."),
        )
    if limits.screened:
        moving = "moving range was" if limits.screened == 1 else "moving ranges were"
        yield Note(
            NoteCode.SCREENED,
            f"{limits.screened} far larger {moving} left out before the limits{where} were set.",
        )


def _of_values(series: Series, asked: Asked) -> Iterator[Note]:
    known = [value for value in series.values if value is not None]
    missing = len(series.values) - len(known)
    if missing:
        days = "day has" if missing == 1 else "days have"
        yield Note(
            NoteCode.MISSING_VALUES, f"{missing} {days} no value: no rule counts what is missing."
        )
    if asked.method is Method.T and 0 in known:
        yield Note(
            NoteCode.ZERO_INTERVALS,
            "Some times between events are 0, which widens the lower limit: tell times more "
            "exactly, or take such events as one.",
        )
    if asked.method is Method.G:
        yield Note(
            NoteCode.NO_LOWER_SIGNAL,
            "A G chart has no lower limit: events that come closer together show as runs below "
            "the median only.",
        )
    if asked.method is Method.XMR and is_rare(known):
        yield Note(
            NoteCode.RARE_EVENTS,
            "Most values are 0, or there is less than one event a period: chart the time (T) or "
            "the cases (G) between events instead.",
        )
