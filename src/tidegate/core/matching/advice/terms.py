"""What advice assumes: how patients answer, and by how much a rule is loosened at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Choice:
    """How patients are expected to answer, as shares of those who are offered a slot.

    Attributes:
        decline: do not take the slot that the plan gives them; their unit is free again.
        first_alternative: of those who are offered one, the share who take it.
        second_alternative: the same of a second.
    """

    decline: float
    first_alternative: float
    second_alternative: float

    def __post_init__(self) -> None:
        for name in ("decline", "first_alternative", "second_alternative"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be a share from 0 to 1")
        # Shares count in thousandths; 0.2 and 0.1 are no more than 0.3, whatever binary says.
        if round((self.first_alternative + self.second_alternative - self.decline) * 1000) > 0:
            raise ValueError("no more can take an alternative than decline their slot")


@dataclass(frozen=True, slots=True)
class Steps:
    """By how much each limit is loosened.

    Attributes:
        minutes: added to a limit on minutes of travel.
        miles: bands of distance, ascending; a limit moves to the next, above the last to none.
        max_asa: classes added to a site's limit.
        max_bmi: added to a site's limit.
        min_age: years taken off a site's minimum.
    """

    minutes: int
    miles: tuple[float, ...]
    max_asa: int
    max_bmi: float
    min_age: int

    def __post_init__(self) -> None:
        if min(self.minutes, self.max_asa, self.max_bmi, self.min_age) <= 0:
            raise ValueError("a step must lie above 0")
        if list(self.miles) != sorted(set(self.miles)) or not all(band > 0 for band in self.miles):
            raise ValueError("bands of miles must lie above 0 and ascend")


@dataclass(frozen=True, slots=True)
class Terms:
    """What advice is given on, and who answers for it.

    Attributes:
        choice, steps: the assumptions.
        version, author, source: of what edition, by whom, from what.
        in_force: first day on which plans may use them.
    """

    choice: Choice
    steps: Steps
    version: str
    author: str
    source: str
    in_force: date

    def __post_init__(self) -> None:
        for name in ("version", "author", "source"):
            if not getattr(self, name).strip():
                raise ValueError(f"{name} must be stated")
