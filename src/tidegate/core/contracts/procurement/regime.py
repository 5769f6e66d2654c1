"""Which law governs an award: the first question, answered for every date and kind of service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.contracts.procurement.regimes import Regime
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.procurement.table import RegimeTerms

_CPV = re.compile(r"\d{8}(-\d)?")


class ServiceKind(StrEnum):
    """What a contract buys, as far as the law asks."""

    HEALTH_CARE = "health_care"
    MIXED = "mixed"
    OTHER_SERVICES = "other_services"
    GOODS = "goods"
    WORKS = "works"
    NOT_KNOWN = "not_known"


SERVICE_LABELS: dict[ServiceKind, str] = {
    ServiceKind.HEALTH_CARE: "Health care for patients",
    ServiceKind.MIXED: "Health care with something else",
    ServiceKind.OTHER_SERVICES: "Other services, such as cleaning or software",
    ServiceKind.GOODS: "Goods",
    ServiceKind.WORKS: "Works",
    ServiceKind.NOT_KNOWN: "Not known yet",
}
"""A kind of service as people say it."""


@dataclass(frozen=True, slots=True)
class RegimeFound:
    """Which law governs, and why; for ``Regime.UNKNOWN`` the reasons say what to ask."""

    regime: Regime
    reasons: tuple[Reason, ...]


def regime(service: str, cpv: str, started: date | None, terms: RegimeTerms) -> RegimeFound:
    """Say which law governs the selection for a contract; never raises and never guesses.

    Args:
        service: of ``ServiceKind``; anything else is not known.
        cpv: code of the common procurement vocabulary, with or without its check digit; may be
            empty.
        started: the day on which the process started; None is not known.
        terms: from which day each law governs.

    Source: SI 2023/1348 for health care, the Procurement Act 2023 for the rest; what was started
    before either keeps the rules before for all its notices (Find a Tender).
    """
    if started is None:
        detail = "Say on which day the process started: which law governs depends on it."
        return _ask("START_NEEDED", detail, terms)
    if started < terms.psr_from:
        detail = f"Started on {started}, before either of the new laws."
        return _found(Regime.PREVIOUS, "RULES_BEFORE", detail, terms, started=started.isoformat())
    kind = ServiceKind(service) if service in set(ServiceKind) else ServiceKind.NOT_KNOWN
    if kind is ServiceKind.NOT_KNOWN:
        return _ask("SERVICE_NEEDED", "Say what is bought: health care, or what else.", terms)
    if kind is ServiceKind.MIXED:
        detail = "Health care with something else: ask which is the main part, and whether the two "
        return _ask("MIXED_SERVICE", detail + "could reasonably be bought apart.", terms)
    if cpv and not _CPV.fullmatch(cpv):
        return _ask("CPV_UNREADABLE", "A CPV code has eight digits.", terms, cpv=cpv)
    health_by_code = cpv.startswith(terms.health_cpv) if cpv else None
    if kind is ServiceKind.HEALTH_CARE:
        return _of_health_care(health_by_code, cpv, terms)
    if health_by_code:
        detail = "The CPV code is one of health care, but something else is said to be bought."
        return _ask("CPV_CONTRADICTS", detail, terms, cpv=cpv, service=service)
    if started < terms.pa23_from:
        detail = f"No health care, and started on {started}, before the Procurement Act governs."
        return _found(Regime.PREVIOUS, "RULES_BEFORE", detail, terms, started=started.isoformat())
    detail = "No health care, and started when the Procurement Act 2023 governs."
    return _found(Regime.PA23, "PROCUREMENT_ACT", detail, terms, started=started.isoformat())


def _of_health_care(health_by_code: bool | None, cpv: str, terms: RegimeTerms) -> RegimeFound:
    if health_by_code is None:
        detail = "Give the CPV code: whether health care is in scope is told by its code."
        return _ask("CPV_NEEDED", detail, terms)
    if not health_by_code:
        detail = "Health care is said to be bought, but the CPV code is none of health care."
        return _ask("CPV_CONTRADICTS", detail, terms, cpv=cpv)
    detail = "Health care services, started when the Provider Selection Regime governs."
    return _found(Regime.PSR, "HEALTH_CARE", detail, terms, cpv=cpv)


def _found(
    which: Regime, code: str, detail: str, terms: RegimeTerms, **inputs: object
) -> RegimeFound:
    return RegimeFound(which, (Reason(code, detail, inputs, terms.version),))


def _ask(code: str, detail: str, terms: RegimeTerms, **inputs: object) -> RegimeFound:
    return _found(Regime.UNKNOWN, code, detail, terms, **inputs)
