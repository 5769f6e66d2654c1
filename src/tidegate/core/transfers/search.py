"""How far a patient's search for a place may go: 50 miles, then 100, then anywhere.

The patient says how far they would travel. Nearer places are searched first, and the search widens
one step at a time: widening is closing it, on record, as far as it went. Anywhere in the country is
thus searched only once the local search was closed (spec: transfers 1.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tidegate.core.reasons import Reason

RULES = "search order 2023"


class Scope(StrEnum):
    """How far the search reaches now, in the order in which it widens."""

    LOCAL = "local"
    HUNDRED = "100"
    NATIONAL = "national"


MILES: Mapping[Scope, float | None] = {Scope.LOCAL: 50, Scope.HUNDRED: 100, Scope.NATIONAL: None}
"""How far each scope reaches; None is any distance."""


@dataclass(frozen=True, slots=True)
class Search:
    """One patient's search.

    Attributes:
        most_miles: how far the patient would travel; None is anywhere.
        scope: how far the search reaches now.
    """

    most_miles: float | None
    scope: Scope = Scope.LOCAL


def widest(most_miles: float | None) -> Scope:
    """Return the widest scope that the patient's choice leaves room for.

    Someone who would travel 80 miles is searched for within 100, but never offered more than 80.
    """
    if most_miles is None:
        return Scope.NATIONAL
    reaching = (scope for scope, miles in MILES.items() if miles is None or most_miles <= miles)
    return next(reaching)


def wider(search: Search) -> Scope | None:
    """Return the scope that comes next; None where there is none, or the patient allows none."""
    scopes = list(Scope)
    place = scopes.index(search.scope)
    return None if place >= scopes.index(widest(search.most_miles)) else scopes[place + 1]


def why_not_wider(search: Search) -> tuple[Reason, ...]:
    """Return why the search may not be widened by a step; empty when it may."""
    if wider(search) is not None:
        return ()
    if search.scope is Scope.NATIONAL:
        return (_reason("SEARCH_AT_ITS_WIDEST", "All England is searched already.", search),)
    detail = "The patient would not travel farther than is searched already."
    return (_reason("PATIENT_STAYS_NEARER", detail, search),)


def why_not_within(search: Search, miles: float | None) -> tuple[Reason, ...]:
    """Return why a place may not be proposed at a distance; empty when it may.

    Args:
        search: as it stands.
        miles: to the place; None where it is not known, which is enough only where neither search
            nor patient sets a limit.
    """
    reach = MILES[search.scope]
    if miles is None:
        if reach is None and search.most_miles is None:
            return ()
        detail = "How far the place is from the patient is not known."
        return (_reason("DISTANCE_UNKNOWN", detail, search, miles=None),)
    found = []
    if search.most_miles is not None and miles > search.most_miles:
        detail = "The place is farther than the patient would travel."
        found.append(_reason("TOO_FAR_FOR_PATIENT", detail, search, miles=miles))
    if reach is not None and miles > reach:
        detail = f"The search reaches {reach:g} miles so far."
        found.append(_reason("BEYOND_SEARCH", detail, search, miles=miles))
    return tuple(found)


def _reason(code: str, detail: str, search: Search, **inputs: object) -> Reason:
    stands = {"most_miles": search.most_miles, "search": search.scope.value}
    return Reason(code, detail, {**stands, **inputs}, RULES)
