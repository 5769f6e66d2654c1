"""When a solve may end: good enough, enough rounds, or, as an outer guard only, enough time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """Limits of one solve; the first one reached ends it.

    Time makes a plan depend on the machine's mood, so it guards against runaways only: with
    ``seconds`` unset (or never reached) a solve gives the same plan everywhere.

    Attributes:
        gap: proven gap at which the plan is good enough; 0.0005 is 0.05 %. From 0 to below 1.
        rounds: rounds of pricing for each independent part; at least 1.
        seconds: guard in seconds by ``clock``; None for none.
        clock: returns seconds that only grow, such as ``time.monotonic``; needed with ``seconds``.
    """

    gap: float = 0.0005
    rounds: int = 60
    seconds: float | None = None
    clock: Callable[[], float] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.gap < 1:
            raise ValueError(f"gap must lie from 0 to below 1, not {self.gap}")
        if self.rounds < 1:
            raise ValueError(f"rounds must be at least 1, not {self.rounds}")
        if self.seconds is not None and (self.seconds <= 0 or self.clock is None):
            raise ValueError("seconds must be above 0 and come with a clock")
