"""A list's future in a sentence, a table and fan charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import (
    Cell,
    Chart,
    ChartKind,
    Table,
    label,
    number,
    number_columns,
    text_columns,
)
from tidegate.core.waiting.simulation.outcome import Measure, Simulated, quantiles
from tidegate.core.waiting.simulation.scenario import AS_NOW
from tidegate.exchange.waiting import outlook

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from tidegate.core.waiting.simulation.outcome import Spread

DRAWN = (
    (Measure.OVER_52, "Waiting over 52 weeks"),
    (Measure.WAITING, "Everyone waiting"),
    (Measure.OVER_18, "Waiting over 18 weeks"),
    (Measure.OVER_65, "Waiting over 65 weeks"),
)
ROWS = {
    "waiting": "Waiting",
    "over_18_weeks": "Over 18 weeks",
    "over_52_weeks": "Over 52 weeks",
    "over_65_weeks": "Over 65 weeks",
    "over_78_weeks": "Over 78 weeks",
    "over_104_weeks": "Over 104 weeks",
    "past_deadline": "Past the deadline of their priority",
    "mean_wait_weeks": "Mean wait so far, weeks",
    "treated": "Treated until then",
    "utilisation": "Slots that somebody came to",
}
_ENDS = ("low", "middle", "high")


def answer(found: Simulated) -> str:
    """Answer in one sentence: waits over 52 weeks on the last day, beside the list as it goes."""
    last = len(found.scenarios) - 1
    lead = f"With {found.scenarios[last]}" if last else AS_NOW
    return outlook.sentence(found, last, lead)


def at_the_end(found: Simulated) -> Table:
    """Set the scenarios side by side on the last day, and say how far they lie apart."""
    ends = [outlook.at_end(found, place) for place in range(len(found.scenarios))]
    columns = (*found.scenarios, *(["Difference"] if len(ends) > 1 else []))
    rows = []
    for name, said in ROWS.items():
        cells = [Cell(_figure(name, one[name])) for one in ends]
        if len(ends) > 1:
            cells.append(Cell(_apart(found, name)))
        rows.append((label(said), *cells))
    return Table(
        f"On {outlook.day(found.days[-1])}",
        (*text_columns("Figure"), *number_columns(columns)),
        tuple(rows),
        more="Each figure is the middle of many runs; nine in ten runs lie between those in "
        "brackets.",
    )


def fan(found: Simulated, measure: Measure, heading: str) -> Chart:
    """Draw how a figure may go, week by week, under each scenario."""
    by_scenario = {
        name: quantiles(found.figures(measure, place)) for place, name in enumerate(found.scenarios)
    }
    return _fans(found, measure.value, heading, _told(found, measure), by_scenario)


def difference(found: Simulated, measure: Measure, heading: str) -> Chart:
    """Draw how many more or fewer there are with the slots, run by run with the same chances."""
    apart = found.figures(measure, 1) - found.figures(measure, 0)
    on = outlook.day(found.days[-1])
    sentence = (
        f"With {found.scenarios[1]}, {_moved(found.difference(measure, 1))} people on {on}. What "
        "chance does to both falls out, so that this is surer than either."
    )
    by_scenario = {"Difference": quantiles(apart)}
    return _fans(found, f"{measure.value}_apart", heading, sentence, by_scenario)


def _fans(
    found: Simulated,
    name: str,
    heading: str,
    sentence: str,
    fans: Mapping[str, NDArray[np.float64]],
) -> Chart:
    """Make the chart; each fan has low, middle and high by week."""
    names = [f"{one}, {end}" for one in fans for end in _ENDS]
    return Chart(
        name=f"ahead-{name.replace('_', '-')}",
        kind=ChartKind.FANS,
        heading=heading,
        sentence=sentence,
        table=Table(
            heading,
            (*text_columns("Week that ends on"), *number_columns(names, drawn=names)),
            tuple(
                (
                    Cell(words.day(day), place=day.isoformat()),
                    *(number(float(end[week])) for ends in fans.values() for end in ends),
                )
                for week, day in enumerate(found.days)
            ),
        ),
        unit="people",
        options={"fans": [[one, *(f"{one}, {end}" for end in _ENDS)] for one in fans]},
    )


def charts(found: Simulated) -> list[Chart]:
    """Return every chart of the page, the answer's own first."""
    drawn = [fan(found, measure, heading) for measure, heading in DRAWN]
    if len(found.scenarios) > 1:
        heading = "How many more or fewer wait over 52 weeks"
        drawn.insert(1, difference(found, Measure.OVER_52, heading))
    return drawn


def _told(found: Simulated, measure: Measure) -> str:
    """Say in one sentence what a fan shows."""
    on = outlook.day(found.days[-1])
    ends = [outlook.interval(found.at(measure, place)) for place in range(len(found.scenarios))]
    if len(ends) == 1:
        return f"{ends[0]} on {on} as it goes now."
    apart = found.difference(measure, 1)
    return (
        f"{ends[1]} on {on} with {found.scenarios[1]}, {ends[0]} as it goes now: {_moved(apart)}."
    )


def _moved(apart: Spread) -> str:
    if apart.low <= 0 <= apart.high:
        return f"perhaps no difference ({_signed(apart)})"
    return f"{outlook.signed(apart.middle)} ({_signed(apart)})"


def _signed(apart: Spread) -> str:
    return f"{outlook.signed(apart.low)} to {outlook.signed(apart.high)}"


def _figure(name: str, found: dict[str, float]) -> str:
    if name == "utilisation":
        return f"{found['middle']:.1%} ({found['low']:.1%} to {found['high']:.1%})"
    places = 1 if name == "mean_wait_weeks" else 0
    low, middle, high = (f"{found[end]:,.{places}f}" for end in _ENDS)
    return f"{middle} ({low} to {high})"


def _apart(found: Simulated, name: str) -> str:
    """Write the difference of a row, where it is a count of people on the last day."""
    if name not in {measure.value for measure in outlook.STOCKS}:
        return ""
    apart = found.difference(Measure(name), 1)
    return f"{outlook.signed(apart.middle)} ({_signed(apart)})"
