"""A changed plan beside the one that it came from: the same figures of both, and one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tidegate.core.matching.changes.effect import LIMIT
from tidegate.exchange.matching.report.words import money, percent_of_gap, plural

if TYPE_CHECKING:
    from tidegate.core.matching.changes.effect import Effect

MOST_DEPRIVED = 1
TOO_FEW = "Too few to show"
_MINUS, _PERCENT = "\N{MINUS SIGN}", 100
Summary = Mapping[str, Any]


class Measure(StrEnum):
    """What a figure counts."""

    WHOLE = "whole"
    PENCE = "pence"
    SHARE = "share"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure of both plans; None is not known, or too small to show.

    Attributes:
        key: name for machines.
        name: name for people.
        measure: what it counts.
        before, after: of the plan as it is, and of the changed one.
    """

    key: str
    name: str
    measure: Measure
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """Return by how much the figure grows."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    def said(self, value: float | None) -> str:
        """Write a value of this figure."""
        if value is None:
            return TOO_FEW
        if self.measure is Measure.PENCE:
            return money(int(value))
        if self.measure is Measure.GAP:
            return percent_of_gap(value)
        return f"{value:.1%}" if self.measure is Measure.SHARE else f"{value:,.0f}"

    @property
    def grown(self) -> str:
        """Write by how much the figure grows, with its sign; of a gap nothing is said."""
        change = self.change
        if change is None or self.measure is Measure.GAP:
            return ""
        if self.measure is Measure.SHARE:
            points = round(change * _PERCENT, 1)
            return signed(points, f"{abs(points):.1f} points")
        return signed(change, self.said(abs(change)))


def signed(change: float, amount: str) -> str:
    """Write an amount with the sign of a change, or say that there is none."""
    if not change:
        return "No change"
    return f"{'+' if change > 0 else _MINUS}{amount}"


def beside(before: Summary, after: Summary, *, with_money: bool = True) -> list[Beside]:
    """Put the figures of two plans' summaries side by side; money where the reader may see it."""
    return [
        *_people(before, after),
        *_head(before, after, _UNITS),
        *(_head(before, after, _MONEY) if with_money else ()),
        Beside("deprived", "Share treated from the most deprived fifth", Measure.SHARE,
               _most_deprived(before), _most_deprived(after)),
        Beside("gap", "Best possible is better by at most", Measure.GAP,
               before["gap"], after["gap"]),
    ]  # fmt: skip


_TREATED = (("treated", "People treated", Measure.WHOLE),)
_WAITS = (
    ("breaches_52_avoided", "Waits kept under 52 weeks", Measure.WHOLE),
    ("over_52_treated", "Waits over 52 weeks ended", Measure.WHOLE),
    ("weeks_saved", "Weeks of waiting saved", Measure.WHOLE),
)
_UNITS = (
    ("units", "Units offered", Measure.WHOLE),
    ("units_unused", "Units unused", Measure.WHOLE),
)
_MONEY = (
    ("spend_pence", "Spent above what is prepaid", Measure.PENCE),
    ("idle_pence", "Prepaid and idle", Measure.PENCE),
)


def _people(before: Summary, after: Summary) -> Iterator[Beside]:
    yield from _head(before, after, _TREATED)
    was = {row["priority"]: row["treated"] for row in before["by_priority"]}
    now = {row["priority"]: row["treated"] for row in after["by_priority"]}
    for priority in sorted({*was, *now}):
        name, key = f"of priority {priority}", f"treated_{priority.lower()}"
        yield Beside(key, name, Measure.WHOLE, was.get(priority, 0), now.get(priority, 0))
    yield from _head(before, after, _WAITS)


def _head(
    before: Summary, after: Summary, rows: Sequence[tuple[str, str, Measure]]
) -> Iterator[Beside]:
    was, now = before["headline"], after["headline"]
    for key, name, measure in rows:
        yield Beside(key, name, measure, was[key], now[key])


def _most_deprived(summary: Summary) -> float | None:
    rates = {row["imd_quintile"]: row["selection_rate"] for row in summary["equity"]}
    return rates.get(MOST_DEPRIVED)


def sentence(said: Sequence[str], found: Effect, spend_pence: int | None) -> str:
    """Say what changes bring about: ``12 more units at … would see 12 more people, …``.

    Args:
        said: the changes in words.
        found: who is affected.
        spend_pence: how much more is spent; None where the reader may not see money.
    """
    subject = f"{said[0][:1].upper()}{said[0][1:]}"
    if len(said) > 1:
        subject = f"Together, these {len(said)} changes"
    only_gains = found.gained > 0 and not found.lost
    return f"{subject} would {_people_affected(found)}{_money(spend_pence, only_gains)}."


def _people_affected(found: Effect) -> str:
    if found.gained and found.lost:
        return f"{_net(found)}: {_gaining(found)} and {_losing(found)}"
    if found.gained:
        return f"see {_more_people(found.gained)}{_at_risk(found)}"
    if found.lost:
        return f"take their place from {plural(found.lost, 'person', 'people')}{_passing(found)}"
    if found.moved:
        moved = plural(found.moved, "person", "people")
        return f"see nobody more and nobody fewer, but {moved} elsewhere or in another week"
    return "change nothing for anybody"


def _net(found: Effect) -> str:
    net = found.gained - found.lost
    if not net:
        return "see as many people, but not the same ones"
    return (
        f"see {_more_people(net)}" if net > 0 else f"see {plural(-net, 'person', 'people')} fewer"
    )


def _gaining(found: Effect) -> str:
    risk = _at_risk(found)
    return f"{found.gained:,} would gain a place{risk}{',' if risk else ''}"


def _losing(found: Effect) -> str:
    return f"{found.lost:,} would lose theirs{_passing(found)}"


def _at_risk(found: Effect) -> str:
    in_time = found.gained_in_time
    return f", {in_time:,} of whom would otherwise pass {LIMIT} weeks" if in_time else ""


def _more_people(people: int) -> str:
    return "1 more person" if people == 1 else f"{people:,} more people"


def _passing(found: Effect) -> str:
    passing = found.lost_in_time
    return f" ({passing:,} of them would then pass {LIMIT} weeks)" if passing else ""


def _money(pence: int | None, only_gains: bool) -> str:
    """Say what is spent: ``for`` it more people are seen, beside losses it is told by itself."""
    if not pence:
        return ""
    if only_gains:
        return f", for {money(pence)}" if pence > 0 else f", and save {money(-pence)}"
    return f"; {money(abs(pence))} {'more would be spent' if pence > 0 else 'would be saved'}"
