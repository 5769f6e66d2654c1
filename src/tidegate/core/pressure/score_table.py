"""Score tables: which figures make a score of pressure, how many points each gives, which level.

A table is data with an edition, a source, somebody who verified it and days in force. What is open
in it stays open: a table that is not filled can be read and shown, but nothing is scored by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from tidegate.core.pressure.measure import WorseWhen

if TYPE_CHECKING:
    from tidegate.core.pressure.observations import Level
    from tidegate.core.pressure.status import Status


class Side(StrEnum):
    """To which of the two bands that meet at an edge a value on the edge belongs."""

    BETTER = "better"
    WORSE = "worse"


class Rounding(StrEnum):
    """Whether a fractional score is rounded before it is compared with the levels."""

    UNROUNDED = "unrounded"
    HALF_UP = "half_up"


class Combine(StrEnum):
    """How the points of parameters make a total."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Edge:
    """Where one band ends and the next worse one begins."""

    at: float
    equal: Side


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure that counts towards a score.

    Attributes:
        measure: id of the ``Measure``.
        worse: which way it gets worse.
        edges: from the best band to the worst; empty where the thresholds are open.
        points: one for each band, the best first, never falling; empty where open.
        status: whether edges and points were verified, by whom and when.
        weight: how much its points count.
        oldest_days: a figure whose period ended longer ago than this counts as missing.
        why: where the edges come from.
    """

    measure: str
    worse: WorseWhen
    edges: tuple[Edge, ...]
    points: tuple[float, ...]
    status: Status
    oldest_days: int
    weight: float = 1.0
    why: str = ""

    def __post_init__(self) -> None:
        if self.worse is WorseWhen.NEITHER:
            raise ValueError(f"{self.measure}: it must get worse when higher or when lower")
        _positive(f"{self.measure}: weight", self.weight)
        if self.oldest_days < 0:
            raise ValueError(f"{self.measure}: oldest_days must be 0 or more")
        if bool(self.edges) != bool(self.points):
            raise ValueError(f"{self.measure}: give both edges and points, or neither")
        if not self.edges:
            return
        if len(self.points) != len(self.edges) + 1:
            bands = len(self.edges) + 1
            raise ValueError(f"{self.measure}: {bands} bands need {bands} points")
        if any(later < earlier for earlier, later in pairwise(self.points)):
            raise ValueError(f"{self.measure}: points must not fall as the band gets worse")
        rising = self.worse is WorseWhen.HIGHER
        for better, worse in pairwise(edge.at for edge in self.edges):
            if not (better < worse if rising else better > worse):
                way = "rise" if rising else "fall"
                raise ValueError(f"{self.measure}: edges must {way} from the best band on")

    @property
    def open(self) -> bool:
        """Tell whether the thresholds are not filled in."""
        return not self.edges

    def band(self, value: float) -> int:
        """Return the band of a value: 0 is the best.

        Shares are quotients, correctly rounded, so a share that equals an edge is on it exactly.
        """
        return sum(self._past(edge, value) for edge in self.edges)

    def _past(self, edge: Edge, value: float) -> bool:
        if value == edge.at:
            return edge.equal is Side.WORSE
        return value > edge.at if self.worse is WorseWhen.HIGHER else value < edge.at


@dataclass(frozen=True, slots=True)
class LevelBand:
    """The totals, both ends included, that make a level."""

    level: int
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Levels:
    """From total to level.

    Attributes:
        bands: from the least pressure on, without holes but for one unit of the last decimal.
        decimals: to how many decimals the bands are stated, and totals rounded.
        status: whether the bands were verified.
    """

    bands: tuple[LevelBand, ...]
    decimals: int
    status: Status

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= _MOST_DECIMALS:
            raise ValueError(f"decimals must lie from 0 to {_MOST_DECIMALS}")
        for place, band in enumerate(self.bands, 1):
            if band.level != place:
                raise ValueError(f"levels must be 1, 2, 3, … in this order, not {band.level}")
            if band.most < band.least:
                raise ValueError(f"level {band.level}: it must end where it begins or later")
            if any(exact(end) * 10**self.decimals % 1 for end in (band.least, band.most)):
                raise ValueError(f"level {band.level}: state it to {self.decimals} decimals")
        for lower, upper in pairwise(self.bands):
            begins = exact(lower.most) + Fraction(1, 10**self.decimals)
            if exact(upper.least) != begins:
                raise ValueError(f"level {upper.level}: it must begin at {float(begins):g}")

    def of(self, total: Fraction, rounding: Rounding) -> int:
        """Return the level of a total; between two bands only a rounded total has a choice.

        Unrounded, what lies above the end of a level belongs to the next, however little.
        """
        if rounding is Rounding.HALF_UP:
            total = self.rounded(total)
        return next(
            (band.level for band in self.bands if total <= exact(band.most)), self.bands[-1].level
        )

    def rounded(self, total: Fraction) -> Fraction:
        """Round a total to the decimals of the levels, halves up."""
        unit = 10**self.decimals
        return Fraction(floor(total * unit + Fraction(1, 2)), unit)


@dataclass(frozen=True, slots=True)
class Pillar:
    """One part of a table, such as acute: its parameters, and its levels.

    Attributes:
        name: acute, community, mental health or NHS 111.
        combine: whether points are added or averaged.
        parameters: the figures that count; empty where not even these are known.
        levels: from total to level.
        weight: its share of the overall score; None where open.
    """

    name: str
    combine: Combine
    parameters: tuple[Parameter, ...]
    levels: Levels
    weight: float | None

    def __post_init__(self) -> None:
        ids = [parameter.measure for parameter in self.parameters]
        if len(set(ids)) < len(ids):
            raise ValueError(f"{self.name}: each measure once")
        if self.open:
            return
        bands = self.levels.bands
        best, worst = self.range()
        if exact(bands[0].least) > best or exact(bands[-1].most) < worst:
            expected = f"levels must reach from {float(best):g} to {float(worst):g}"
            raise ValueError(f"{self.name}: {expected}, as the points do")

    @property
    def open(self) -> bool:
        """Tell whether something is missing without which nothing can be scored."""
        unfilled = any(parameter.open for parameter in self.parameters)
        return not self.parameters or unfilled or not self.levels.bands

    def range(self) -> tuple[Fraction, Fraction]:
        """Return the least and the greatest total that can be."""
        best = self.total([parameter.points[0] for parameter in self.parameters])
        return best, self.total([parameter.points[-1] for parameter in self.parameters])

    def total(self, points: list[float]) -> Fraction:
        """Combine the points of all parameters, in their order, exactly."""
        weights = [exact(parameter.weight) for parameter in self.parameters]
        added = sum(
            (weight * exact(each) for weight, each in zip(weights, points, strict=True)),
            Fraction(0),
        )
        return added if self.combine is Combine.SUM else added / sum(weights)


@dataclass(frozen=True, slots=True)
class ActionList:
    """What is begun when a place comes to a level."""

    kind: Level
    level: int
    actions: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How scores of places make the score of the place above them.

    Attributes:
        weigh_by: measure by whose size places count; "" counts each alike.
        weights: by place above and pillar, the share of each place beneath; shares that are stated
            come before sizes.
        rounding: what is done with a fractional score before it is compared with the levels.
        status: whether all this was verified.
    """

    weigh_by: str
    rounding: Rounding
    status: Status
    weights: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (place, pillar), shares in self.weights.items():
            if any(not 0 <= share <= 1 for share in shares.values()):
                raise ValueError(f"weights of {place}, {pillar}: each must lie from 0 to 1")
            _refuse_unless_whole(f"weights of {place}, {pillar}", shares.values())


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """One edition of a score.

    Attributes:
        name, edition: such as “Tidegate pressure index” and “2026”. What a score is called is
            decided by ``score_name``, not by this alone.
        source: where it comes from.
        verifier: who vouches that the file says what its source says; "" where nobody does.
        in_force_from, in_force_until: days on which it holds, both included; None is no end.
        pillars: its parts.
        aggregation: how places are put together.
        overall: levels of the overall score, where there are several pillars; None where open.
        action_lists: what a level sets going.
    """

    name: str
    edition: str
    source: str
    verifier: str
    in_force_from: date
    in_force_until: date | None
    pillars: tuple[Pillar, ...]
    aggregation: Aggregation
    overall: Levels | None = None
    action_lists: tuple[ActionList, ...] = ()

    def __post_init__(self) -> None:
        for stated in ("name", "edition", "source"):
            if not getattr(self, stated).strip():
                raise ValueError(f"{stated} must be stated")
        if self.in_force_until is not None and self.in_force_until < self.in_force_from:
            raise ValueError("in_force_until must not lie before in_force_from")
        names = [pillar.name for pillar in self.pillars]
        if not names or len(set(names)) < len(names):
            raise ValueError("pillars: at least one, each once")
        weights = [pillar.weight for pillar in self.pillars if pillar.weight is not None]
        if len(weights) == len(names):
            _refuse_unless_whole("weights of pillars", weights)
        elif weights:
            raise ValueError("weights of pillars: give all of them, or none")
        unknown = {pillar for _, pillar in self.aggregation.weights} - set(names)
        if unknown:
            raise ValueError(f"weights: {min(unknown)} is none of the pillars")

    @property
    def measures(self) -> tuple[str, ...]:
        """Return the ids of every measure that the table asks for, each once."""
        asked = [each.measure for pillar in self.pillars for each in pillar.parameters]
        weigh_by = [self.aggregation.weigh_by] if self.aggregation.weigh_by else []
        return tuple(dict.fromkeys([*asked, *weigh_by]))

    def in_force(self, day: date) -> bool:
        """Tell whether the table holds on a day."""
        until = self.in_force_until or date.max
        return self.in_force_from <= day <= until


_MOST_DECIMALS = 4


@lru_cache(maxsize=10_000)
def exact(number: float) -> Fraction:
    """Return a number as it is written: 0.1 is a tenth, so that shares add up as on paper."""
    return Fraction(str(number))


def _positive(what: str, number: float) -> None:
    if not 0 < number < float("inf"):
        raise ValueError(f"{what} must be above 0")


def _refuse_unless_whole(what: str, shares: Iterable[float]) -> None:
    added = sum((exact(share) for share in shares), Fraction(0))
    if added != 1:
        raise ValueError(f"{what} must add to 1, not {float(added):g}")
