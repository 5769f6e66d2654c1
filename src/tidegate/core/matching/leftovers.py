"""Why pathways stayed unmatched and units unused: coded reasons, in the order of what binds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.program.pricing import Prices, cell_prices, class_values, place_values
from tidegate.core.matching.program.standing import Standing, standings
from tidegate.core.matching.result import UNMATCHED

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.program.market import Block, Market

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]


class Unmatched(StrEnum):
    """What binds for a pathway that the plan leaves out."""

    NO_OFFER_FOR_SPECIALTY = "NO_OFFER_FOR_SPECIALTY"
    NO_OFFER_IN_REACH = "NO_OFFER_IN_REACH"
    CRITERIA_REFUSE = "CRITERIA_REFUSE"
    PREASSESSMENT_NEEDED = "PREASSESSMENT_NEEDED"
    CONSENT_NOT_GIVEN = "CONSENT_NOT_GIVEN"
    TOO_LATE = "TOO_LATE"
    UNAVAILABLE = "UNAVAILABLE"
    TRAVEL_OUTWEIGHS = "TRAVEL_OUTWEIGHS"
    CONTRACT_LIMIT = "CONTRACT_LIMIT"
    OUTBID = "OUTBID"
    EQUITY_FLOOR = "EQUITY_FLOOR"


class Unused(StrEnum):
    """Why a unit stays unused, where the input tells (spec: transfers 2.5)."""

    NO_ELIGIBLE_PATIENT = "NO_ELIGIBLE_PATIENT"
    CRITERIA_TOO_TIGHT = "CRITERIA_TOO_TIGHT"
    PATIENT_DECLINED = "PATIENT_DECLINED"
    NOT_BOOKED = "NOT_BOOKED"


DETAILS = {
    Unmatched.NO_OFFER_FOR_SPECIALTY: "no units are on offer for this specialty and kind of care",
    Unmatched.NO_OFFER_IN_REACH: "no site on offer lies within reach of home",
    Unmatched.CRITERIA_REFUSE: "every site within reach refuses under its criteria",
    Unmatched.PREASSESSMENT_NEEDED: "a site within reach would need a pre-assessment first: "
    "an attribute that it limits is not recorded",
    Unmatched.CONSENT_NOT_GIVEN: "a site within reach would take this patient, "
    "but no yes to moving is recorded and the holder itself offers nothing suitable",
    Unmatched.TOO_LATE: "the first week in which the patient can come lies after the last slot",
    Unmatched.UNAVAILABLE: "every slot within reach lies in a week in which the patient "
    "cannot come",
    Unmatched.TRAVEL_OUTWEIGHS: "no slot is worth its travel under the policy",
}
_STOPPED = {
    Standing.OUT_OF_REACH: Unmatched.NO_OFFER_IN_REACH,
    Standing.REFUSED: Unmatched.CRITERIA_REFUSE,
    Standing.REFERRED: Unmatched.PREASSESSMENT_NEEDED,
    Standing.NO_CONSENT: Unmatched.CONSENT_NOT_GIVEN,
}


@dataclass(frozen=True, slots=True)
class Nearest:
    """The slot that each class came nearest to, at the final prices.

    Attributes:
        pool, week: of the slot, as the block counts; -1 where there is none at all.
        value: what it would be worth; -inf where there is none.
        price: what it costs in all.
        own_price: the part of the price that other people's claims on the units make.
        most: the most that any slot would be worth were all free.
    """

    pool: Integers
    week: Integers
    value: Floats
    price: Floats
    own_price: Floats
    most: Floats


def nearest(market: Market, block: Block, prices: Prices, classes: Integers) -> Nearest:
    """Find the slot with the best value less price for each of the given classes."""
    at_cells = prices.at_cells(market)
    none = np.full(len(classes), -1, np.int64)
    if not block.cells.size:
        empty = np.full(len(classes), -np.inf)
        return Nearest(none, none, empty, empty, empty, empty)
    values = class_values(block, place_values(block, at_cells))[classes]
    free = class_values(block, place_values(block, np.zeros_like(at_cells)))[classes]
    week = values.argmax(axis=1)
    price = cell_prices(block, at_cells)
    cost = block.travel_points[block.place[classes]] + price[:, week].T
    pool = cost.argmin(axis=1)
    best = values.max(axis=1)
    there = np.isfinite(best)
    own = cell_prices(block, prices.cell)[pool, week]
    # Where there is no slot the price is infinite, and nothing is added to minus infinity.
    paid = np.where(there, price[pool, week], 0.0)
    # Where there is no slot both are infinite, and their sum would be no number.
    value = np.add(best, paid, out=np.full(len(classes), -np.inf), where=there)
    return Nearest(np.where(there, pool, none), week, value, paid, own, free.max(axis=1))


class Leftovers:
    """Pathways and units left over, gathered block by block."""

    def __init__(
        self, problem: Problem, market: Market, policy: Policy, prices: Prices, left: Integers
    ) -> None:
        self.problem, self.market, self.policy, self.prices = problem, market, policy, prices
        self.left = left
        self._frames: list[pl.DataFrame] = []
        # People left, by pool and by how they stand to it.
        self._near = np.zeros((len(market.pools), len(Standing)), np.int64)

    def add(self, block: Block) -> None:
        """Judge the people of one block whom the plan leaves out."""
        here = np.flatnonzero(self.left[block.rows] > 0)
        rows = block.rows[here]
        if not len(rows):
            return
        codes, details = self._slots(block, block.row_class[here])
        open_pools = block.pools[(block.cells >= 0).any(axis=1)]
        if not len(open_pools):
            codes[:], details[:] = _coded(Unmatched.NO_OFFER_FOR_SPECIALTY)
        else:
            pools = [self.market.pools[index] for index in open_pools]
            standing = standings(
                self.problem.pathways[rows], pools, self.market.reach,
                require_consent=self.policy.require_consent,
            )  # fmt: skip
            best = standing.max(axis=1)
            for stop, code in _STOPPED.items():
                codes[best == stop], details[best == stop] = _coded(code)
            for stop in Standing:
                people = self.left[rows] @ (standing == stop)
                self._near[open_pools, int(stop)] += people
        frame = {
            "pathway_id": self.problem.pathways["pathway_id"].gather(rows),
            "count": self.left[rows],
            "code": pl.Series(codes.tolist(), dtype=pl.String),
            "detail": pl.Series(details.tolist(), dtype=pl.String),
        }
        self._frames.append(pl.DataFrame(frame, schema_overrides=dict(UNMATCHED)))

    def _slots(self, block: Block, row_class: Integers) -> tuple[Texts, Texts]:
        """Say of each row what kept its class from the slot that it came nearest to."""
        classes, member = np.unique(row_class, return_inverse=True)
        slot = nearest(self.market, block, self.prices, classes)
        said = [self._slot(block, slot, index) for index in range(len(classes))]
        codes = np.array([code for code, _ in said], np.object_)
        details = np.array([detail for _, detail in said], np.object_)
        return codes[member], details[member]

    def _slot(self, block: Block, slot: Nearest, index: int) -> tuple[str, str]:
        if slot.pool[index] < 0:
            return _coded(Unmatched.TOO_LATE)
        if slot.most[index] <= 0:
            return _coded(Unmatched.TRAVEL_OUTWEIGHS)
        pool = self.market.pools[block.pools[slot.pool[index]]]
        week = block.weeks[slot.week[index]] + 1
        value, price = slot.value[index], slot.price[index]
        where = f"nearest slot: {pool.site} in week {week}, worth {value:,.0f} points here"
        if slot.own_price[index] <= 0 < price:
            why = f"{where}; its contract or budget would ask {price:,.0f}"
            return Unmatched.CONTRACT_LIMIT.value, why
        short = max(0.0, price - value)
        why = f"{where}, taken at {price:,.0f}; {short:,.0f} short" if short >= 1 else (
            f"{where}, taken at the same; equals go by longest wait"
        )  # fmt: skip
        return Unmatched.OUTBID.value, why

    def unmatched(self) -> pl.DataFrame:
        """Return one row per pathway with people left over; columns ``UNMATCHED``."""
        frames = [pl.DataFrame(schema=dict(UNMATCHED)), *self._frames]
        return pl.concat(frames).sort("pathway_id")

    def cause(self, pool: int, line_price: float) -> Unused:
        """Say why a pool's unit stays unused, judged on the people who are left over.

        Where nobody left would be welcome at once, the larger group names the cause: those whom
        the criteria stop, or those who have not said yes.
        """
        near = self._near[pool]
        if near[Standing.WELCOME]:
            return Unused.NOT_BOOKED if line_price > 0 else Unused.NO_ELIGIBLE_PATIENT
        criteria = near[Standing.REFUSED] + near[Standing.REFERRED]
        unasked = near[Standing.NO_CONSENT]
        if not criteria and not unasked:
            return Unused.NO_ELIGIBLE_PATIENT
        return Unused.CRITERIA_TOO_TIGHT if criteria >= unasked else Unused.PATIENT_DECLINED


def _coded(code: Unmatched) -> tuple[str, str]:
    return code.value, DETAILS[code]
