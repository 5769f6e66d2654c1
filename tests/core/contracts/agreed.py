"""A contract of round figures, whose weeks can be worked out in the head."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tidegate.core.contracts.ledger.rules import Doing, ReviewRules, UseRules
from tidegate.core.contracts.ledger.sources import OfferUse, UseReturn
from tidegate.core.contracts.terms.contract import Contract, Line, TermsFrom
from tidegate.core.contracts.terms.pay import Basis, Guarantee
from tidegate.core.contracts.terms.terms import Terms
from tidegate.core.transfers.ledger import Balance
from tidegate.core.transfers.lifecycle.causes import UnusedCause

MONDAY = date(2026, 1, 5)
LONDON = ZoneInfo("Europe/London")
WEEKS = 13
PROVIDER = frozenset(
    {
        UnusedCause.CRITERIA_TOO_TIGHT,
        UnusedCause.NOT_STAFFED,
        UnusedCause.WITHDRAWN,
    }
)
PATIENT = frozenset({UnusedCause.PATIENT_DECLINED, UnusedCause.DNA})


def week(number: int) -> date:
    """Return the Monday of a week of the contract, counted from 1."""
    return MONDAY + timedelta(weeks=number - 1)


def line(line_id: str = "L1", **changes: object) -> Line:
    """Return a line of 10 units a week at £10 each."""
    facts = {
        "line_id": line_id,
        "site": "ZN101",
        "modality": "day_case",
        "units_per_week": 10,
        "unit_price_pence": 1_000,
        "first_week": MONDAY,
        "last_week": week(WEEKS),
    }
    return Line(**(facts | changes))  # type: ignore[arg-type]


def contract(*lines: Line, terms: Terms | None = None, **changes: object) -> Contract:
    """Return a contract of 13 weeks under a guarantee of £80 a week and 10% above it."""
    guarantee = Guarantee(weekly_pence=8_000, above=Fraction(1, 10))
    facts = {
        "contract_id": "C1",
        "buyer": "Z00",
        "provider": "ZN1",
        "start": MONDAY,
        "end": week(WEEKS) + timedelta(days=6),
        "lines": lines or (line(),),
        "versions": (TermsFrom(1, MONDAY, terms or Terms(Basis.GUARANTEE, guarantee)),),
    }
    return Contract(**(facts | changes))  # type: ignore[arg-type]


def returned(number: int = 1, line_id: str = "L1", **figures: object) -> UseReturn:
    """Return the provider's statement of a week."""
    return UseReturn(line_id, week(number), submitted_by="person:9", **figures)  # type: ignore[arg-type]


def offer(number: int = 1, line_id: str = "L1", **figures: object) -> OfferUse:
    """Return an offer whose units are all accounted for: 6 offered, 4 done, 2 not booked."""
    facts = {"offered": 6, "free": 0, "agreed": 0, "booked": 0, "done": 4,
             "unused": {UnusedCause.NOT_BOOKED: 2}}  # fmt: skip
    balance = Balance(**(facts | figures))  # type: ignore[arg-type]
    said = dict.fromkeys(balance.unused, "person:3")
    return OfferUse(f"O{number}-{line_id}", line_id, week(number), balance, said_by=said)


def rules(**changes: object) -> UseRules:
    """Return rules by which 3 weeks below a half ask, and 3 more after a warning."""
    doing = {
        cause: Doing.PROVIDER
        if cause in PROVIDER
        else Doing.PATIENT
        if cause in PATIENT
        else Doing.BUYER
        for cause in UnusedCause
    }
    review = ReviewRules(
        denominator="of_contract",
        below=Fraction(1, 2),
        weeks=3,
        weeks_after_warning=3,
        above=Fraction(9, 10),
        weeks_above=4,
        provider_share=Fraction(1, 2),
        reply_days=10,
    )
    facts = {
        "name": "use",
        "version": "test",
        "source": "made up",
        "author": "nobody",
        "in_force": MONDAY,
        "zone": LONDON,
        "due_days": 3,
        "due_at": time(17),
        "amend_days": 28,
        "gap": Fraction(1, 10),
        "staffed_gap": Fraction(1, 2),
        "usual_times": Fraction(2),
        "doing": doing,
        "review": review,
    }
    return UseRules(**(facts | changes))  # type: ignore[arg-type]
