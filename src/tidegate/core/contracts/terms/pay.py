"""How a contract is paid: the four bases, and what each of them needs to be said.

Money is integer pence, shares are exact fractions. Sources: spec, transfers 2.1-2.5 and
step-down 9. Every number of a real deal is data of one contract; none is built in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

MONDAY = 0
_HELD_HOURS = 48  # a bed held for a named person, spec step-down 9


class Basis(StrEnum):
    """What an amount is worked out from."""

    TARIFF = "tariff"
    GUARANTEE = "guarantee"
    COST_RECOVERY = "cost_recovery"
    BLOCK_BEDS = "block_beds"


BASIS_LABELS: dict[Basis, str] = {
    Basis.TARIFF: "Price for each unit done",
    Basis.GUARANTEE: "Guarantee, with a premium above it",
    Basis.COST_RECOVERY: "Audited cost, private revenue shared",
    Basis.BLOCK_BEDS: "Block of beds",
}


@dataclass(frozen=True, slots=True)
class BaselineWeek:
    """The value of NHS work in one week of the time that a guarantee is measured on."""

    week: date
    pence: int

    def __post_init__(self) -> None:
        if self.week.weekday() != MONDAY:
            raise ValueError(f"week must be a Monday, not {self.week.isoformat()}")
        if self.pence < 0:
            raise ValueError("pence must be 0 or more")


@dataclass(frozen=True, slots=True)
class Guarantee:
    """An amount that is paid whatever is used, and what work above it earns.

    Attributes:
        share: share of the best weeks that is guaranteed (0.9 in 2022).
        best_weeks: how many weeks of the baseline count.
        consecutive: whether they must follow each other.
        baseline: the weeks to choose from; empty where ``weekly_pence`` says the amount.
        weekly_pence: the guaranteed amount of a week, where it was agreed as such.
        above: what is added to tariff for work above the guarantee (0.1 in 2022).
    """

    share: Fraction = Fraction(1)
    best_weeks: int = 4
    consecutive: bool = False
    baseline: tuple[BaselineWeek, ...] = ()
    weekly_pence: int | None = None
    above: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if bool(self.baseline) == (self.weekly_pence is not None):
            raise ValueError("guarantee: give either weekly_pence or baseline weeks")
        if self.baseline and not 1 <= self.best_weeks <= len(self.baseline):
            raise ValueError(f"best_weeks must be from 1 to the {len(self.baseline)} weeks given")
        weeks = [each.week for each in self.baseline]
        if len(set(weeks)) < len(weeks):
            raise ValueError("baseline: give each week once")
        if self.consecutive and self.baseline and not _runs(self.baseline, self.best_weeks):
            raise ValueError(f"baseline: no {self.best_weeks} weeks follow each other")
        if (self.weekly_pence or 0) < 0 or self.above < 0 or self.share < 0:
            raise ValueError("guarantee: amounts and shares must be 0 or more")

    @property
    def daily_pence(self) -> Fraction:
        """The guaranteed amount of one day, exact; a period has it times its days."""
        if self.weekly_pence is not None:
            return Fraction(self.weekly_pence, 7)
        best = sum(each.pence for each in self.best)
        return self.share * best / (7 * self.best_weeks)

    @property
    def best(self) -> tuple[BaselineWeek, ...]:
        """The weeks of the baseline that count, by date; of equals the earliest."""
        if self.consecutive:
            runs = _runs(self.baseline, self.best_weeks)
            return max(runs, key=lambda run: sum(each.pence for each in run), default=())
        ranked = sorted(self.baseline, key=lambda each: (-each.pence, each.week))
        return tuple(sorted(ranked[: self.best_weeks], key=lambda each: each.week))


def _runs(baseline: tuple[BaselineWeek, ...], length: int) -> list[tuple[BaselineWeek, ...]]:
    ordered = sorted(baseline, key=lambda each: each.week)
    runs = [tuple(ordered[at : at + length]) for at in range(len(ordered) - length + 1)]
    span = timedelta(weeks=length - 1)
    return [run for run in runs if run[-1].week - run[0].week == span]


@dataclass(frozen=True, slots=True)
class Premium:
    """What some work earns on top of tariff, such as complex work.

    Attributes:
        name: as it is called on an invoice.
        share: of the tariff value of that work.
        lines, modalities: which work; both empty is all of it.
    """

    name: str
    share: Fraction
    lines: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or self.share <= 0:
            raise ValueError("premium: give a name and a share above 0")

    def covers(self, line_id: str, modality: str) -> bool:
        """Say whether the work of a line earns it."""
        if not self.lines and not self.modalities:
            return True
        return line_id in self.lines or modality in self.modalities


@dataclass(frozen=True, slots=True)
class CostRecovery:
    """Audited cost is paid, less the buyer's share of net private revenue.

    Attributes:
        keeps: share of net private revenue that the provider keeps (``k``).
        keeps_when_met: that share once a week's private revenue reaches ``private_target_pence``.
        private_target_pence: net private revenue of a week; None where no target was agreed.
        plus: what is added to audited cost, as a share of it.
    """

    keeps: Fraction
    keeps_when_met: Fraction | None = None
    private_target_pence: int | None = None
    plus: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        shares = (self.keeps, self.keeps if self.keeps_when_met is None else self.keeps_when_met)
        if any(not 0 <= share <= 1 for share in shares):
            raise ValueError("keeps must be from 0 to 100 percent")
        if (self.keeps_when_met is None) != (self.private_target_pence is None):
            raise ValueError("cost_recovery: a higher share goes with a private target")
        if self.plus < 0 or (self.private_target_pence or 0) < 0:
            raise ValueError("cost_recovery: plus and private target must be 0 or more")


@dataclass(frozen=True, slots=True)
class BlockBeds:
    """Nights of contracted beds are paid by the state that each bed was in.

    Attributes:
        night_pence: what one payable night costs.
        pays_void: whether an empty, available bed is paid for.
        pays_suspended: whether a bed that the buyer suspended is paid for.
        held_hours: how long a bed held for a named person is paid for.
    """

    night_pence: int
    pays_void: bool
    pays_suspended: bool
    held_hours: int = _HELD_HOURS

    def __post_init__(self) -> None:
        if self.night_pence < 0 or self.held_hours < 0:
            raise ValueError("block_beds: night_pence and held_hours must be 0 or more")


@dataclass(frozen=True, slots=True)
class PrivateWork:
    """How much private-funded work the same means may do, as declared.

    Attributes:
        most_share: of all work done with them; None where no share was agreed.
        most_units: in a week; None where no number was agreed.
    """

    most_share: Fraction | None = None
    most_units: int | None = None

    def __post_init__(self) -> None:
        if self.most_share is None and self.most_units is None:
            raise ValueError("private_work: give most_percent or most_units_per_week")
        if self.most_share is not None and not 0 <= self.most_share <= 1:
            raise ValueError("private_work: most_percent must be from 0 to 100")
        if self.most_units is not None and self.most_units < 0:
            raise ValueError("private_work: most_units_per_week must be 0 or more")
