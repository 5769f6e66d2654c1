"""What is believed of invitations before any outcome is known, and how boldly to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.transfers.belief import Belief


ATTRIBUTES = ("moved", "travel", "modality", "waited", "priority")
"""What sets one group apart from another, where an outcome tells it."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Where a figure is cut into bands, each from one edge up to, but not at, the next."""

    unit: str
    edges: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.edges or self.edges[0] <= 0 or list(self.edges) != sorted(set(self.edges)):
            raise ValueError(f"bands of {self.unit} are cut at rising edges above 0: {self.edges}")

    @property
    def labels(self) -> tuple[str, ...]:
        """Name the bands, lowest first: one more than there are edges."""
        inner = [
            f"{low} to {high - 1} {self.unit}"
            for low, high in zip(self.edges, self.edges[1:], strict=False)
        ]
        return (
            f"under {self.edges[0]} {self.unit}",
            *inner,
            f"{self.edges[-1]} {self.unit} or more",
        )


@dataclass(frozen=True, slots=True)
class Pull:
    """How strongly groups are expected to be alike, before their outcomes say so themselves.

    Attributes:
        answers: how many answers of its own a group must have to count as much as its parent.
        spread: how far that number may be off: the standard deviation of its logarithm.
    """

    answers: float
    spread: float

    def __post_init__(self) -> None:
        _above_zero("pull answers", self.answers)
        _above_zero("pull spread", self.spread)


@dataclass(frozen=True, slots=True)
class ReplyTime:
    """How long answers are taken to need, and how much of them to wait for.

    Attributes:
        mean_days: days from invitation to answer on average, before any are known.
        weight: how many answers that is worth.
        share: the share of answers that must be in by the last day.
        rounds: rounds of asking that must fit before the last day: the first and those after it.
        notice_days: days from the last answer to the Monday of the slot, to book and prepare.
    """

    mean_days: float
    weight: float
    share: float
    rounds: int
    notice_days: int

    def __post_init__(self) -> None:
        _above_zero("reply mean_days", self.mean_days)
        _above_zero("reply weight", self.weight)
        _share("reply share", self.share)
        _whole("reply rounds", self.rounds, 1)
        _whole("reply notice_days", self.notice_days, 0)


@dataclass(frozen=True, slots=True)
class YieldPrior:
    """Everything that a yield is made from besides outcomes.

    Attributes:
        name, version, author, source, in_force: whose judgement it is, and since when.
        over_subscription_risk: the most that the chance of more yeses than slots may be.
        most_per_slot: the most people that are asked for one slot, whatever the figures say.
        accept: share of those asked who say yes; a high one asks fewer, and so is the careful one.
        attend: share of those who said yes who then attend.
        pull: how alike groups are.
        levels: attributes in the order in which groups are told apart, the plainest first.
        travel: bands of minutes one way.
        waited: bands of weeks.
        reply: time to an answer.
    """

    name: str
    version: str
    author: str
    source: str
    in_force: date
    over_subscription_risk: float
    most_per_slot: int
    accept: Belief
    attend: Belief
    pull: Pull
    levels: tuple[str, ...]
    travel: Bands
    waited: Bands
    reply: ReplyTime

    def __post_init__(self) -> None:
        for field in ("name", "version", "author", "source"):
            said = getattr(self, field)
            if not isinstance(said, str) or not said.strip():
                raise ValueError(f"{field} must be stated")
        if type(self.in_force) is not date:
            raise ValueError(f"in_force must be a day such as 2026-01-01, not {self.in_force}")
        _share("over_subscription_risk", self.over_subscription_risk)
        _whole("most_per_slot", self.most_per_slot, 1)
        _check_levels(self.levels)

    @property
    def label(self) -> str:
        """Name and version in one word pair, as answers cite it."""
        return f"yield prior {self.name}-{self.version}"


def _check_levels(levels: Sequence[str]) -> None:
    if not levels or len(set(levels)) != len(levels) or not set(levels) <= set(ATTRIBUTES):
        raise ValueError(f"levels must be some of {', '.join(ATTRIBUTES)}, each once")


def _share(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise ValueError(f"{name} must lie between 0 and 1, not {value}")


def _above_zero(name: str, value: float) -> None:
    if not 0 < value < float("inf"):
        raise ValueError(f"{name} must be a number above 0, not {value}")


def _whole(name: str, value: int, least: int) -> None:
    if type(value) is not int or value < least:
        raise ValueError(f"{name} must be a whole number from {least} on, not {value}")
