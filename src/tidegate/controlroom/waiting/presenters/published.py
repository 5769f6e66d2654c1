"""NHS England's published months: the trend, and the roll-forward from one month to the next."""

from __future__ import annotations

from dataclasses import dataclass
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
    share,
    text_columns,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tidegate.controlroom.waiting.figures import Counts


@dataclass(frozen=True, slots=True)
class Month:
    """One published month: its last day, its counts, and what began and ended in it.

    Attributes:
        completed: pathways completed in the month, with and without admission.
        started: new pathways that began in it.
    """

    period: date
    counts: Counts
    completed: int | None = None
    started: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """From one month to the next: what the figures explain, and what they do not."""

    first: Month
    last: Month

    @property
    def expected(self) -> int | None:
        """What the later list should be: the earlier, plus those who began, less the completed."""
        if self.last.started is None or self.last.completed is None:
            return None
        return self.first.counts.waiting + self.last.started - self.last.completed

    @property
    def unexplained(self) -> int | None:
        """How many left the list (or joined it, when negative) without a recorded reason."""
        return None if self.expected is None else self.expected - self.last.counts.waiting

    @property
    def consecutive(self) -> bool:
        """Whether the one month follows the other, as a roll-forward needs."""
        first, last = self.first.period, self.last.period
        return (last.year - first.year) * 12 + last.month - first.month == 1


def waiting_trend(months: Sequence[Month]) -> Chart:
    """Show how many waited at the end of each month."""
    first, last = months[0], months[-1]
    moved = words.change(last.counts.waiting, first.counts.waiting, words.month(first.period))
    return _trend(
        "waiting-trend",
        "People waiting, month by month",
        f"{words.whole(last.counts.waiting)} in {words.month(last.period)}, {moved}."
        if len(months) > 1
        else f"{words.whole(last.counts.waiting)} in {words.month(last.period)}.",
        [(month.period, number(month.counts.waiting)) for month in months],
        "people",
    )


def within_18_trend(months: Sequence[Month]) -> Chart:
    """Show the share within 18 weeks at the end of each month."""
    first, last = months[0].counts.share_within_18, months[-1].counts.share_within_18
    moved = words.change_in_points(last, first, words.month(months[0].period))
    said = f"{words.percent(last)} in {words.month(months[-1].period)}"
    return _trend(
        "within-18-trend",
        "Within 18 weeks, month by month",
        (f"{said}, {moved}." if len(months) > 1 else f"{said}.") + " The standard is 92%.",
        [(month.period, share(month.counts.share_within_18)) for month in months],
        "%",
    )


def roll_forward(steps: Sequence[Step]) -> Table:
    """Say how each month's list follows from the one before, and what remains unexplained."""
    return Table(
        "How the list rolls forward from month to month",
        (
            *text_columns("To the end of"),
            *number_columns(
                ("Waiting before", "Began", "Completed", "Waiting after", "Left without a reason")
            ),
        ),
        tuple(
            (
                label(words.month(step.last.period)),
                number(step.first.counts.waiting),
                number(step.last.started),
                number(step.last.completed),
                number(step.last.counts.waiting),
                number(step.unexplained),
            )
            for step in steps
            if step.consecutive
        ),
    )


def roll_forward_sentence(steps: Sequence[Step]) -> str:
    """Say how many left the list in the newest step without a recorded reason."""
    newest = next((step for step in reversed(steps) if step.consecutive), None)
    if newest is None or newest.unexplained is None:
        return "Two consecutive months are needed to see how the list rolls forward."
    gone = newest.unexplained
    of_all = abs(gone) / newest.first.counts.waiting if newest.first.counts.waiting else 0
    verb = "left the list" if gone >= 0 else "joined the list"
    return (
        f"In {words.month(newest.last.period)} {words.whole(abs(gone))} people "
        f"({words.percent(of_all)} of the list) {verb} without a recorded reason: mostly "
        "corrections of the list. A plan that trusts an uncorrected list wastes appointments."
    )


def _trend(
    name: str, heading: str, sentence: str, points: Sequence[tuple[date, Cell]], unit: str
) -> Chart:
    column = heading.partition(",")[0]
    return Chart(
        name=name,
        kind=ChartKind.LINES,
        heading=heading,
        sentence=sentence,
        table=Table(
            heading,
            (*text_columns("Month"), *number_columns((column,), drawn=(column,))),
            tuple(
                (Cell(words.month(period), place=period.isoformat()), cell)
                for period, cell in points
            ),
        ),
        unit=unit,
        starts_at_zero=False,
    )
