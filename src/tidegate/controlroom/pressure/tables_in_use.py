"""Which score table is in use on a day: the one that was chosen last for it, else our own index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tidegate.controlroom.pressure.models import TableChoice
from tidegate.controlroom.pressure.observed import SHOWN
from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.core.pressure.score import why_not_ready
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.score_table_folder import FOLDER, AtHand, tables_at_hand
from tidegate.exchange.pressure.score_tables import load_score_table, parse_score_table

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.pressure.score_table import ScoreTable


@dataclass(frozen=True, slots=True)
class InUse:
    """What pressure is scored by on a day.

    Attributes:
        table: the table; None where none is in force.
        choice: the choice that holds on the day; None where nobody chose.
    """

    table: ScoreTable | None
    choice: TableChoice | None = None

    @property
    def by_choice(self) -> bool:
        """Tell whether it is the table that was chosen: after its last day our index stands in."""
        return self.choice is not None and self.table == chosen_table(self.choice)


def in_use_on(days: Iterable[date]) -> dict[date, InUse]:
    """Return what pressure is scored by on each day; of several choices the latest counts."""
    choices = list(TableChoice.objects.defer("text"))
    return {day: _on(day, choices) for day in days}


def _on(day: date, choices: Sequence[TableChoice]) -> InUse:
    choice = next((each for each in choices if each.from_day <= day), None)
    chosen = chosen_table(choice) if choice else None
    for table in (chosen, index()):
        if table is not None and table.in_force(day):
            return InUse(table, choice)
    return InUse(None, choice)


@cache
def index() -> ScoreTable:
    """Return our own index, which scores where nobody chose anything else."""
    return load_score_table(measures=MEASURES)


def chosen_table(choice: TableChoice) -> ScoreTable | None:
    """Return a table as it was chosen; None where this release cannot score by it."""
    return _as_chosen(choice.sha256)


@lru_cache(maxsize=32)
def _as_chosen(sha256: str) -> ScoreTable | None:
    kept = TableChoice.objects.filter(sha256=sha256)[0]
    try:
        read = parse_score_table(kept.text, kept.name, MEASURES)
    except UnusableInput:
        return None
    return read.table if not why_not_ready(read.table) else None


def at_hand() -> tuple[AtHand, ...]:
    """Read every table that could be chosen, as its file stands now."""
    return tables_at_hand(Path(settings.TIDEGATE_HOME) / FOLDER, MEASURES, SHOWN)
