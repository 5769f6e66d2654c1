"""Let the demo's providers return each week's use: most in time, some late, one with a slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tidegate.controlroom.contracts.models import Line
from tidegate.controlroom.contracts.new_use import NewUse
from tidegate.controlroom.contracts.services.contract_ledger import offers_used
from tidegate.controlroom.contracts.services.correct_use_return import correct_use_return
from tidegate.controlroom.contracts.services.observe_staff import observe_staff
from tidegate.controlroom.contracts.services.submit_use_return import submit_use_return
from tidegate.controlroom.contracts.services.turn_switch import terms_on, turned
from tidegate.controlroom.transfers.models import Offer
from tidegate.core.contracts.terms.pay import Basis
from tidegate.core.demo.contracted import CONTRACTS, FAILING, IDLE, draw_use
from tidegate.core.demo.offers import line_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.demo.cast import Cast
    from tidegate.controlroom.demo.contract_weeks import Due, Weeks
    from tidegate.core.contracts.ledger.sources import OfferUse
    from tidegate.core.demo.contracted import DemoContract, UseDrawn
    from tidegate.core.transfers.lifecycle.causes import UnusedCause

_STREAM = 7  # of the seed, so that returns leave the other draws as they are
_NEXT_TUESDAY = 8
_OPERATIONS = line_id(FAILING.site, "inpatient")
_DAY_CASES = line_id(FAILING.site, "day_case")
_CLINICS = line_id(IDLE.site, "outpatient")
# Line and week → days after its Monday on which the return came; None never came.
_NOT_IN_TIME = {
    (_CLINICS, 3): 14, (_OPERATIONS, 6): 13, (_OPERATIONS, 8): 14, (_DAY_CASES, 8): 14,
    (_OPERATIONS, 10): 12, (_DAY_CASES, 11): None,
}  # fmt: skip
_A_NOUGHT_TOO_MANY = (_CLINICS, 7)
_COST_SHARE = 0.7  # of the price of all that is contracted
# Line and week → the share of what was said to be staffed that the buyer saw.
_SEEN = {(_OPERATIONS, 5): 0.6, (_OPERATIONS, 9): 0.5, (_CLINICS, 2): 0.8}


def return_use(cast: Cast, weeks: Weeks) -> Iterator[Due]:
    """Yield every return of use, each with its moment, and what the buyer went to see."""
    for number, contract in enumerate(CONTRACTS):
        rng = np.random.default_rng([weeks.seed, _STREAM, number])
        for drawn in draw_use(rng, contract, weeks.people, weeks.first):
            yield from _of_week(contract, drawn, cast, weeks, 10 * number)


def _of_week(
    contract: DemoContract, drawn: UseDrawn, cast: Cast, weeks: Weeks, minute: int
) -> Iterator[Due]:
    key = (drawn.line_id, drawn.number)
    days = _NOT_IN_TIME.get(key, _NEXT_TUESDAY)
    desk = cast.desk(contract.site)
    if days is not None:
        slip = key == _A_NOUGHT_TOO_MANY
        moment = weeks.in_week(drawn.number, days, 10, minute)
        yield moment, partial(_submit, drawn, desk, slip)
        if slip:
            yield weeks.in_week(drawn.number, days + 2, 9, minute), partial(_correct, drawn, desk)
    if key in _SEEN:
        seen = round(drawn.figures["staffed"] * _SEEN[key])
        yield (
            weeks.in_week(drawn.number, 3, 13, minute),
            partial(_observe, drawn, cast.contract_manager, seen),
        )


def _submit(drawn: UseDrawn, desk: Person, slip: bool, now: datetime) -> None:
    line = _line(drawn)
    new = _slipped(drawn) if slip else _said(line, drawn)
    submit_use_return(line=line, week=drawn.week, new=new, actor=desk, now=now)


def _correct(drawn: UseDrawn, desk: Person, now: datetime) -> None:
    line = _line(drawn)
    correct_use_return(
        line=line, week=drawn.week, new=_said(line, drawn), corrects=1,
        reason="A nought too many was typed", actor=desk, now=now,
    )  # fmt: skip


def _observe(drawn: UseDrawn, manager: Person, seen: int, now: datetime) -> None:
    observe_staff(line=_line(drawn), week=drawn.week, observed=seen, actor=manager, now=now)


def _line(drawn: UseDrawn) -> Line:
    return Line.objects.select_related("contract").get(line_id=drawn.line_id)


def _slipped(drawn: UseDrawn) -> NewUse:
    return NewUse({**drawn.figures, "done": 10 * drawn.figures["done"]})


def _said(line: Line, drawn: UseDrawn) -> NewUse:
    """Return what is said: as drawn, and no less than the offers' own ledger knows of the week."""
    offers = Offer.objects.filter(
        line_id=line.line_id, provider=line.contract.provider, week=drawn.week
    ).order_by("offer_id")
    used = offers_used(offers)
    figures = dict(drawn.figures)
    for name, known in (("offered", _total(used, "offered")), ("done", _total(used, "done"))):
        figures[name] = max(figures[name], known)
    figures["booked"] = max(figures["booked"], figures["done"])
    if _at_cost(line, drawn.week):
        cost = round(line.units_per_week * line.unit_price_pence * _COST_SHARE)
        figures |= {"cost_pence": cost, "private_net_pence": 0}
    lost: Counter[UnusedCause] = Counter()
    for each in used:
        lost.update(each.balance.unused)
    units = max(line.units_per_week, figures["offered"])
    figures["done"] = min(figures["done"], units - lost.total())
    return NewUse(figures, _parted(units - figures["done"], lost, drawn.why), how="file")


def _at_cost(line: Line, week: date) -> bool:
    """Say whether a surge has put a contract on its costs, which the provider then has to say."""
    contract = line.contract
    if contract.provider != IDLE.site:
        return False
    return terms_on(contract, week).basis_on(week, turned(contract)) is Basis.COST_RECOVERY


def _total(used: tuple[OfferUse, ...], name: str) -> int:
    return sum(getattr(each.balance, name) for each in used)


def _parted(
    unused: int, lost: Counter[UnusedCause], why: Mapping[UnusedCause, float]
) -> dict[UnusedCause, int]:
    """Part units that went unused over causes, those included that offers have said already."""
    left, weight = unused - lost.total(), sum(why.values())
    found = Counter(lost)
    parts = sorted(why.items(), key=lambda each: -each[1])
    for cause, share in parts[1:]:
        found[cause] += round(left * share / weight)
    found[parts[0][0]] += unused - found.total()
    return {cause: units for cause, units in found.items() if units > 0}
