"""How long answers take, and so by when people must be asked."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.transfers.outcomes import Reply

if TYPE_CHECKING:
    from tidegate.core.transfers.prior import ReplyTime


@dataclass(frozen=True, slots=True)
class Replies:
    """The time from invitation to answer, as seen and as expected before anything was.

    Attributes:
        days: days of the answers seen, rising; one entry for each answer.
        expected: what was believed before.
    """

    days: tuple[int, ...]
    expected: ReplyTime

    def share_by(self, day: int) -> float:
        """Return the share of answers that have come by the end of a day; day 0 is the first.

        The answers seen, together with ``weight`` more whose days are geometric: on each day the
        same share of those still missing comes.
        """
        if day < 0:
            return 0.0
        daily = 1 / (1 + self.expected.mean_days)
        before = 1 - (1 - daily) ** (day + 1)
        weight, seen = self.expected.weight, bisect_right(self.days, day)
        return (weight * before + seen) / (weight + len(self.days))

    def days_for(self, share: float) -> int:
        """Return the first day by which this share of answers has come."""
        last = self.days[-1] if self.days else 0
        # Beyond the last answer seen only the expected ones are missing, and they come in time.
        daily = 1 / (1 + self.expected.mean_days)
        missing = (1 - share) * (self.expected.weight + len(self.days)) / self.expected.weight
        tail = math.ceil(math.log(min(missing, 1.0)) / math.log1p(-daily)) + 1 if missing < 1 else 0
        return next(d for d in range(max(last, tail) + 2) if self.share_by(d) >= share)

    def ask_by(self, monday: date) -> date:
        """Return the day by which the first round must be asked for slots in a week."""
        return self.ask_last_by(monday) - timedelta(days=self._round() * (self.expected.rounds - 1))

    def ask_last_by(self, monday: date) -> date:
        """Return the last day on which asking still leaves time to answer and to book."""
        return monday - timedelta(days=self.expected.notice_days + self._round())

    def _round(self) -> int:
        return self.days_for(self.expected.share)


def learn_replies(outcomes: pl.DataFrame, expected: ReplyTime) -> Replies:
    """Take the days of every answer, yes or no, whose day is known; columns ``OUTCOMES``."""
    told = outcomes.filter(
        pl.col("reply").is_in([Reply.YES.value, Reply.NO.value])
        & pl.col("reply_days").is_not_null()
    )
    days = told.select(pl.col("reply_days").repeat_by("count").explode()).to_series()
    return Replies(tuple(days.drop_nulls().sort().to_list()), expected)
