"""What looking ahead found, as facts for machines and as sentences for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tidegate.core.waiting.simulation.outcome import (
    INTERVAL,
    Measure,
    Simulated,
    Spread,
    quantiles,
    spread,
)
from tidegate.core.waiting.simulation.queue import PRIORITIES, Queue

if TYPE_CHECKING:
    from tidegate.core.waiting.simulation.discipline import Discipline

STOCKS = (
    Measure.WAITING,
    Measure.OVER_18,
    Measure.OVER_52,
    Measure.OVER_65,
    Measure.OVER_78,
    Measure.OVER_104,
    Measure.PAST_DEADLINE,
)
MOST_WEEKS = 260
WEEKS_AHEAD = 26
_DAYS = 7


def whole_weeks(as_of: date, until: date) -> int:
    """Return the whole weeks from a list's day to another; what is over is left out."""
    return (until - as_of).days // _DAYS


def day_ahead(as_of: date, weeks: int) -> date:
    """Return the day so many weeks after a list's day."""
    return as_of + timedelta(days=weeks * _DAYS)


def day_after(as_of: date) -> date:
    """Return the first day on which anything can change."""
    return as_of + timedelta(days=1)


def more_slots(slots: float) -> str:
    """Say in words what a scenario adds each week."""
    many = f"{abs(slots):,.0f}" if float(slots).is_integer() else f"{abs(slots):,.1f}"
    return f"{many} {'more' if slots >= 0 else 'fewer'} slot{'' if many == '1' else 's'} a week"


def sentence(found: Simulated, scenario: int, lead: str, measure: Measure = Measure.OVER_52) -> str:
    """Say what a scenario would do to long waits by the last day, beside the first scenario.

    Args:
        found: what was found.
        scenario: which; 0 is set beside nothing.
        lead: how the sentence begins, such as "With 20 more slots a week".
        measure: one of the thresholds.
    """
    weeks, there = _threshold(measure), found.at(measure, scenario)
    said = (
        f"{lead}, {interval(there)} people would have waited over {weeks} weeks on "
        f"{day(found.days[-1])}"
    )
    if not scenario:
        return f"{said}."
    apart = found.difference(measure, scenario)
    against = f"{said}, against {interval(found.at(measure, 0))}"
    if apart.low <= 0 <= apart.high:
        return (
            f"{against}; the difference may be none ({signed(apart.low)} to {signed(apart.high)})."
        )
    if apart.middle < 0:
        fewer = Spread(-apart.high, -apart.middle, -apart.low)
        return f"{against}: {interval(fewer)} fewer."
    return f"{against}: {interval(apart)} more."


def interval(found: Spread) -> str:
    """Write a figure with its interval: 412 (310 to 520)."""
    return f"{found.middle:,.0f} ({found.low:,.0f} to {found.high:,.0f})"


def signed(value: float) -> str:
    """Write a difference with its sign: -12, 0, +8."""
    rounded = round(value)
    return f"{'+' if rounded > 0 else '-' if rounded < 0 else ''}{abs(rounded):,}"


def day(value: date) -> str:
    """Write a day out: 31 March 2027."""
    return f"{value.day} {value:%B %Y}"


def assumptions(queues: Sequence[Queue], discipline: Discipline, runs: int) -> list[str]:
    """Say what is taken for granted, in sentences."""
    slots, joining = sum(queue.slots for queue in queues), sum(sum(q.arrivals) for q in queues)
    leaving = sum(
        float(queue.waiting.sum(axis=0) @ _by_week(queue)) for queue in queues if queue.people
    )
    said = [
        f"In a usual week {joining:,.0f} people join and {slots:,.0f} can be seen.",
        f"Of those who wait now, {leaving:,.0f} a week leave untreated.",
        f"Who is seen first: {discipline.name} version {discipline.version}.",
        f"Intervals hold {INTERVAL:.0%} of {runs:,} runs: chance, and how sure the usual week is.",
        "They do not hold what nobody expects, such as a wave or a strike.",
    ]
    if len(queues) > 1:
        said.append(f"Each of {len(queues)} treatment functions has its own slots.")
    if not any(queue.pattern for queue in queues) and discipline.by_pattern:
        said.append("How slots have gone of late is not known: all go by the order of the rule.")
    return said


def _by_week(queue: Queue) -> list[float]:
    width = queue.waiting.shape[1]
    return [queue.removal[min(week, len(queue.removal) - 1)] for week in range(width)]


def facts(found: Simulated) -> list[dict[str, Any]]:
    """Return, for each scenario, the figures of the last day, of each week, and the difference."""
    return [
        {
            "name": name,
            "at_end": at_end(found, place),
            "difference": None
            if not place
            else {m.value: _rounded(found.difference(m, place)) for m in STOCKS},
            "weeks": _weekly(found, place),
        }
        for place, name in enumerate(found.scenarios)
    ]


def at_end(found: Simulated, scenario: int) -> dict[str, dict[str, float]]:
    """Return the figures of the last day, with utilisation over all weeks."""
    treated = found.figures(Measure.TREATED, scenario).sum(axis=1)
    slots = found.figures(Measure.SLOTS, scenario).sum(axis=1)
    return {
        **{measure.value: _rounded(found.at(measure, scenario)) for measure in STOCKS},
        "mean_wait_weeks": _rounded(spread(found.mean_wait(scenario)[:, -1])),
        "treated": _rounded(spread(treated)),
        "utilisation": _rounded(spread(treated / slots.clip(min=1))),
    }


def queue_facts(queues: Sequence[Queue]) -> list[Mapping[str, Any]]:
    """Return what each list begins with."""
    return [
        {
            "name": queue.name,
            "waiting": queue.people,
            "arrivals_per_week": {
                priority: round(many, 2)
                for priority, many in zip(PRIORITIES, queue.arrivals, strict=True)
            },
            "slots_per_week": round(queue.slots, 2),
            "pattern_known": queue.pattern is not None,
        }
        for queue in queues
    ]


def _weekly(found: Simulated, scenario: int) -> list[dict[str, Any]]:
    by_measure = {m.value: quantiles(found.figures(m, scenario)) for m in STOCKS}
    by_measure["mean_wait_weeks"] = quantiles(found.mean_wait(scenario))
    by_measure["utilisation"] = quantiles(found.utilisation(scenario))
    return [
        {
            "day": ends,
            **{
                name: dict(
                    zip(("low", "middle", "high"), q[:, week].round(4).tolist(), strict=True)
                )
                for name, q in by_measure.items()
            },
        }
        for week, ends in enumerate(found.days)
    ]


def _rounded(found: Spread) -> dict[str, float]:
    """Return a figure for machines; rounded again for people it must not come out otherwise."""
    return {name: round(getattr(found, name), 6) for name in ("low", "middle", "high")}


def _threshold(measure: Measure) -> int:
    return int(measure.value.split("_")[1])
