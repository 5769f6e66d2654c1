"""What an offer is posted with, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.matching.problem import Modality
from tidegate.core.reasons import Reason
from tidegate.core.transfers.lifecycle.guards import RULES

LIMITS = frozenset({"max_asa", "max_bmi", "min_age", "excludes", "critical_care"})
"""Criteria of a site for one offer, as offers files name them."""
MOST_UNITS = 10_000


@dataclass(frozen=True, slots=True)
class NewOffer:
    """Units of one kind of care at a site in a week, as the provider offers them.

    Attributes:
        provider, site: ODS codes.
        modality: kind of care.
        tfcs: treatment functions that it may be used for.
        week: the Monday of its week.
        units: what may be taken.
        valid_until: until when it stands; None: to the end of its week.
        offer_id: the provider's own identifier; empty: one is made.
        line_id: the contract line that pays for it.
        physical_units: rooms, beds or lists that there are.
        staffed_units_claimed: of these, with staff, as the provider says.
        session_minutes: length of a session.
        cancel_notice_hours: how long before it may be cancelled without being charged.
        limits: the site's criteria, by the names of ``LIMITS``.
    """

    provider: str
    site: str
    modality: str
    tfcs: tuple[str, ...]
    week: date
    units: int
    valid_until: datetime | None = None
    offer_id: str = ""
    line_id: str = ""
    physical_units: int | None = None
    staffed_units_claimed: int | None = None
    session_minutes: int | None = None
    cancel_notice_hours: int | None = None
    limits: Mapping[str, object] = field(default_factory=dict)


def faults_of(new: NewOffer, *, today: date, now: datetime) -> tuple[Reason, ...]:
    """Return what is wrong with an offer by itself; empty when nothing is."""
    return tuple(_faults(new, today, now))


def staffing_faults(
    units: int, physical: int | None, claimed: int | None
) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield where the three kinds of units contradict each other: code, sentence and figures."""
    if physical is not None and claimed is not None and claimed > physical:
        detail = "More units are said to have staff than there are."
        yield "MORE_STAFFED_THAN_PHYSICAL", detail, {"claimed": claimed, "physical": physical}
    has_staff = min((one for one in (physical, claimed) if one is not None), default=None)
    if has_staff is not None and units > has_staff:
        detail = f"{units} units are offered, but only {has_staff} are there with staff."
        yield "UNITS_WITHOUT_STAFF", detail, {"units": units, "with_staff": has_staff}


def _faults(new: NewOffer, today: date, now: datetime) -> Iterator[Reason]:
    if not 1 <= new.units <= MOST_UNITS:
        yield _no("UNITS_OUT_OF_RANGE", f"Offer 1 to {MOST_UNITS:,} units.", units=new.units)
    if new.week.weekday() != 0:
        yield _no("NOT_A_MONDAY", "Name the week by its Monday.", week=new.week.isoformat())
    if new.week + timedelta(weeks=1) <= today:
        yield _no("WEEK_IS_OVER", "That week is over.", week=new.week.isoformat())
    if new.modality not in set(Modality):
        yield _no("UNKNOWN_MODALITY", "Choose a kind of care.", modality=new.modality)
    unknown = sorted(set(new.tfcs) - set(TREATMENT_FUNCTIONS))
    if unknown or not new.tfcs:
        yield _no("UNKNOWN_TFC", "Name at least one treatment function.", unknown=unknown)
    if strange := sorted(set(new.limits) - LIMITS):
        yield _no("UNKNOWN_LIMIT", "These criteria are not known.", unknown=strange)
    if new.valid_until is not None and new.valid_until <= now:
        yield _no("ALREADY_OVER", "An offer must stand for some time.",
                  valid_until=new.valid_until.isoformat())  # fmt: skip
    for code, detail, inputs in staffing_faults(
        new.units, new.physical_units, new.staffed_units_claimed
    ):
        yield Reason(code, detail, inputs, RULES)


def _no(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)
