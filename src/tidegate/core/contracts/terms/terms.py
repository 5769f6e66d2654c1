"""One version of a contract's terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.core.contracts.terms.pay import (
    Basis,
    BlockBeds,
    CostRecovery,
    Guarantee,
    Premium,
    PrivateWork,
)
from tidegate.core.contracts.terms.switch import Position, Switch, Turned, position_on

if TYPE_CHECKING:
    from tidegate.core.contracts.terms.contract import Line


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says about money and duties.

    Attributes:
        basis: how it is paid where no switch says otherwise.
        guarantee, cost_recovery, block_beds: what each basis needs; those of a switch's positions
            must be there too.
        premia: what some work earns on top of tariff, under tariff and guarantee.
        market_forces: factor on unit prices by site; a site that is not named has 1.
        settled_weeks: so many weeks are settled together; 0 is the whole term.
        cap_pence: the most that is paid over the whole term; None is no cap.
        prepayment_pence: what is paid at the start and set against what falls due.
        private_work: limit of private-funded work with the same means.
        notice_days: notice by which either side may end it.
        exit_rule: what was agreed about its end, in words.
        review_dates: when it is looked at.
        switches: what a surge turns.
        legal_basis: under which power it was made.
    """

    basis: Basis
    guarantee: Guarantee | None = None
    cost_recovery: CostRecovery | None = None
    block_beds: BlockBeds | None = None
    premia: tuple[Premium, ...] = ()
    market_forces: Mapping[str, Fraction] = field(default_factory=dict)
    settled_weeks: int = 1
    cap_pence: int | None = None
    prepayment_pence: int = 0
    private_work: PrivateWork | None = None
    notice_days: int = 0
    exit_rule: str = ""
    review_dates: tuple[date, ...] = ()
    switches: tuple[Switch, ...] = ()
    legal_basis: str = ""

    def __post_init__(self) -> None:
        for basis in sorted(self.bases):
            if basis is not Basis.TARIFF and getattr(self, basis.value) is None:
                raise ValueError(f"{basis.value}: the basis needs its own table")
        if min(self.settled_weeks, self.prepayment_pence, self.notice_days) < 0:
            raise ValueError("settled_weeks, prepayment_pence, notice_days must be 0 or more")
        if self.cap_pence is not None and self.cap_pence < 0:
            raise ValueError("cap_pence must be 0 or more")
        if any(factor <= 0 for factor in self.market_forces.values()):
            raise ValueError("market_forces: each factor must be above 0")
        for what, names in (
            ("premia", [each.name for each in self.premia]),
            ("switches", [each.name for each in self.switches]),
        ):
            if len(set(names)) < len(names):
                raise ValueError(f"{what}: give each name once")

    @property
    def bases(self) -> frozenset[Basis]:
        """Every basis on which it may ever be paid."""
        positions = [each.basis for switch in self.switches for each in switch.positions]
        return frozenset({self.basis, *(basis for basis in positions if basis is not None)})

    def switch(self, name: str) -> Switch | None:
        """Return one of its switches; None where it has none of that name."""
        return next((each for each in self.switches if each.name == name), None)

    def positions_on(self, day: date, turned: Iterable[Turned]) -> tuple[Position, ...]:
        """Return where each switch stands on a day, in their order."""
        so_far = tuple(turned)
        return tuple(position_on(switch, so_far, day) for switch in self.switches)

    def basis_on(self, day: date, turned: Iterable[Turned]) -> Basis:
        """Return how it is paid on a day: the last switch that says so, else its own basis."""
        said = [each.basis for each in self.positions_on(day, turned) if each.basis is not None]
        return said[-1] if said else self.basis

    def price(self, line: Line) -> Fraction:
        """Return what a unit of a line is worth, market forces included, in exact pence."""
        return line.unit_price_pence * self.market_forces.get(line.site, Fraction(1))
