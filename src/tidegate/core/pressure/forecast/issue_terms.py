"""Terms of issue: what is forecast every day, how far ahead, and how its record is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

_FURTHEST = 56  # days; the recipe for days is not made for more


@dataclass(frozen=True, slots=True)
class IssueTerms:
    """One edition of the terms by which forecasts are issued and judged.

    Attributes:
        name, version: such as “forecasts” and “2026”.
        author: who chose them.
        in_force: from which day on.
        at: from which hour of the day its forecasts may be issued, when its reports are there.
        measures: ids of the measures that are forecast, besides the score.
        days: how many days ahead.
        history_days: how far back figures are looked at.
        score_history_days: how far back scores are worked out.
        within: for how many days it is said how likely a level is to be reached.
        judged_days: forecasts issued so long ago at most make the record.
        fewest_dates: with fewer reference dates a record is too short to judge.
        held_90: between which shares the central 90 % is taken to be as wide as it should be.
        bands: leads that the record takes together, first and last day of each.
        board_level, board_within: which of these probabilities the board is sorted by.
    """

    name: str
    version: str
    author: str
    in_force: date
    at: time
    measures: tuple[str, ...]
    days: int
    history_days: int
    score_history_days: int
    within: tuple[int, ...]
    judged_days: int
    fewest_dates: int
    held_90: tuple[float, float]
    bands: tuple[tuple[int, int], ...]
    board_level: int
    board_within: int

    def __post_init__(self) -> None:
        if not self.measures or len(set(self.measures)) < len(self.measures):
            raise ValueError("measures: name at least one, and each once")
        if not 1 <= self.days <= _FURTHEST:
            raise ValueError(f"days must lie from 1 to {_FURTHEST}")
        if self.history_days < self.days or self.score_history_days < self.days:
            raise ValueError("history_days and score_history_days must be no fewer than days")
        if min(self.judged_days, self.fewest_dates) < 1:
            raise ValueError("judged_days and fewest_dates must be 1 or more")
        if list(self.within) != sorted(set(self.within)) or not self._ahead(self.within):
            raise ValueError("within: days from 1 to days, each once, ascending")
        if self.board_within not in self.within:
            raise ValueError("board_within must be one of within")
        if not 0 < self.held_90[0] <= 0.9 <= self.held_90[1] < 1:  # noqa: PLR2004 - what it is of
            raise ValueError("held_90 must lie around 0.9")
        edges = [(1, 0), *self.bands]
        if any(later[0] != earlier[1] + 1 for earlier, later in pairwise(edges)):
            raise ValueError("bands: begin at 1, and each where the one before ended")
        if not self.bands or self.bands[-1][1] != self.days:
            raise ValueError("bands: the last one must end with days")

    def _ahead(self, days: tuple[int, ...]) -> bool:
        return bool(days) and days[0] >= 1 and days[-1] <= self.days

    @property
    def label(self) -> str:
        """Name and version, as rules are named in reasons."""
        return f"{self.name} {self.version}"

    @property
    def horizons(self) -> tuple[int, ...]:
        """Return the days ahead, from tomorrow on."""
        return tuple(range(1, self.days + 1))
