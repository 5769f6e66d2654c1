"""The key criteria by which providers are weighed, and that each of them was."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from tidegate.core.contracts.procurement.regimes import WITH_STANDSTILL, Regime, Route
from tidegate.core.reasons import Reason

RULES = "provider selection regime, reg. 5"


class Criterion(StrEnum):
    """One key criterion (SI 2023/1348 reg. 5; Mills & Reeve)."""

    QUALITY = "quality_and_innovation"
    VALUE = "value"
    INTEGRATION = "integration"
    ACCESS = "access"
    SOCIAL = "social_value"


CRITERIA: dict[Criterion, str] = {
    Criterion.QUALITY: "Quality and innovation",
    Criterion.VALUE: "Value",
    Criterion.INTEGRATION: "Integration, collaboration and sustainability of services",
    Criterion.ACCESS: "Access, health inequalities and choice",
    Criterion.SOCIAL: "Social value",
}
"""A key criterion in words."""


def criteria_refusals(
    regime: Regime, route: Route | None, weighed: Mapping[Criterion, str]
) -> tuple[Reason, ...]:
    """Return the key criteria of which nothing is written; only some routes ask for them.

    Args:
        regime: the law.
        route: the route that was chosen.
        weighed: what was found, by criterion.
    """
    if regime is not Regime.PSR or (regime, route) not in WITH_STANDSTILL:
        return ()
    return tuple(
        Reason(
            "CRITERION_MISSING", f"Say what was found: {words}.", {"criterion": each.value}, RULES
        )
        for each, words in CRITERIA.items()
        if not weighed.get(each, "").strip()
    )
