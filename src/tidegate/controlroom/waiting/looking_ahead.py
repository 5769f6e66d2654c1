"""A waiting list in sight, taken forward with and without more slots; answers are kept a while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.waiting import published
from tidegate.core.waiting.simulation.scenario import AS_NOW, Change, Scenario
from tidegate.exchange.waiting.look_ahead import COLUMNS, Files, Narrowed, begin
from tidegate.exchange.waiting.outlook import assumptions, more_slots, whole_weeks
from tidegate.exchange.waiting.service_rules import load_flow_rule, load_service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.controlroom.waiting.lists import WaitingList
    from tidegate.controlroom.waiting.models import Snapshot
    from tidegate.core.waiting.simulation.outcome import Simulated

RUNS, SEED = 200, 2026
MOST_MONTHS = 6
"""The newest months that say what flows; older ones tell of another time."""
ANSWERS_KEPT = 64

# Two at once would each take twice as long.
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        holder, tfc: whose list; empty is all in sight.
        more: slots a week added; 0 asks for the list as it goes now.
        longest_first: whether they go to the longest waits, else as slots go now.
        begins, until: the first day of the slots, and the last day of all.
    """

    holder: str
    tfc: str
    more: int
    longest_first: bool
    begins: date
    until: date

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The list as it goes now and, where slots are added, with them."""
        if not self.more:
            return (Scenario(AS_NOW),)
        change = Change(self.begins, more=self.more, longest_first=self.longest_first)
        return Scenario(AS_NOW), Scenario(more_slots(self.more), (change,))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was found.

    Attributes:
        found: figures of every run.
        assumptions: what was taken for granted, in sentences.
        left_out: people whose treatment function no month tells of.
    """

    found: Simulated
    assumptions: tuple[str, ...]
    left_out: int


def ask(waiting: WaitingList, months: Sequence[Snapshot], question: Question) -> Outlook:
    """Look ahead on a list that the viewer may see.

    Args:
        waiting: the list, as far as it is in the viewer's sight.
        months: published months, the oldest first.
        question: what is asked.

    Raises:
        UnusableInput: nobody waits of those asked for, or no month tells of them.
    """
    counted = (
        waiting.frame.select(
            "holder", "tfc", "priority", pl.col("weeks_waited").cast(pl.Int64),
            pl.col("count").cast(pl.Int64),
        )
        .group_by("holder", "tfc", "priority", "weeks_waited")
        .agg(pl.col("count").sum())
        .select(COLUMNS)
        .sort(COLUMNS[:-1])
    )  # fmt: skip
    with _one_at_a_time:
        return _answer(_Known(counted, waiting.as_of, tuple(months[-MOST_MONTHS:])), question)


class _Known:
    """A list and months, which are the same where their rows and hashes are."""

    def __init__(self, counted: pl.DataFrame, as_of: date, months: tuple[Snapshot, ...]) -> None:
        self.counted, self.as_of, self.months = counted, as_of, months
        rows = int(counted.hash_rows().sum()) if counted.height else 0
        self._key = (as_of, counted.height, rows, tuple(month.sha256 for month in months))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Known)
            and self._key == other._key
            and self.counted.equals(other.counted)
        )

    def files(self, providers: Collection[str]) -> Files:
        """Return the list and the months of its providers as they would be read from files."""
        months = {month.as_of: published.rows_of(month, providers) for month in self.months}
        return Files(self.as_of, self.counted, months, (), ())


@lru_cache(maxsize=ANSWERS_KEPT)
def _answer(known: _Known, question: Question) -> Outlook:
    # Loading compiled loops takes a second, which only those who ask should wait for.
    from tidegate.core.waiting.simulation.engine import simulate  # noqa: PLC0415

    part = Narrowed(
        frozenset([question.holder] if question.holder else ()),
        frozenset([question.tfc] if question.tfc else ()),
    )
    providers = part.providers or frozenset(known.counted["holder"].unique())
    begun = begin(known.files(providers), load_flow_rule(), part=part)
    discipline = load_service()
    found = simulate(
        begun.queues,
        question.scenarios,
        discipline,
        start=known.as_of,
        weeks=whole_weeks(known.as_of, question.until),
        runs=RUNS,
        seed=SEED,
    )
    said = assumptions(begun.queues, discipline, RUNS)
    return Outlook(found, tuple(said), begun.left_out)
