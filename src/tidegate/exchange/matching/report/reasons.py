"""Codes of unmatched people and unused units, in words that a board member understands."""

from __future__ import annotations

from collections.abc import Mapping

from tidegate.core.matching.leftovers import Unmatched, Unused

Words = tuple[str, str]

UNMATCHED: Mapping[str, Words] = {
    Unmatched.NO_OFFER_FOR_SPECIALTY: (
        "Nothing on offer in their specialty",
        "No units of this specialty and kind of care are on offer anywhere.",
    ),
    Unmatched.NO_OFFER_IN_REACH: (
        "Too far from any site on offer",
        "Sites have units for them, but none lies within the travel that they would accept.",
    ),
    Unmatched.CRITERIA_REFUSE: (
        "Refused by the criteria of every site in reach",
        "Each site in reach sets a limit, such as BMI or ASA class, that they do not meet.",
    ),
    Unmatched.PREASSESSMENT_NEEDED: (
        "Pre-assessment needed first",
        "A site in reach sets a limit, and the list does not say whether they meet it.",
    ),
    Unmatched.CONSENT_NOT_GIVEN: (
        "Not yet asked, or did not agree to move",
        "A site in reach would take them, but no yes to moving is recorded.",
    ),
    Unmatched.TOO_LATE: (
        "Not available in time",
        "The first week in which they can come lies after the last unit.",
    ),
    Unmatched.UNAVAILABLE: (
        "Cannot come in any week with a unit",
        "Every unit in reach lies in a week that they have named as one in which they cannot come.",
    ),
    Unmatched.TRAVEL_OUTWEIGHS: (
        "Not worth the journey",
        "Under the policy, what they would gain is less than what the travel costs them.",
    ),
    Unmatched.CONTRACT_LIMIT: (
        "A contract or budget has run out",
        "Units are there, but the contract’s cap or the payer’s budget does not stretch to them.",
    ),
    Unmatched.OUTBID: (
        "Every unit in reach went to somebody in greater need",
        "There are fewer units than people; those who got them gain more under the policy.",
    ),
    Unmatched.EQUITY_FLOOR: (
        "The floor for deprived homes went first",
        "A unit would have gone to them, were it not for the area’s floor on who is treated.",
    ),
}

UNUSED: Mapping[str, Words] = {
    Unused.NO_ELIGIBLE_PATIENT: (
        "Nobody left who could use them",
        "Everybody in reach who waits for this care is placed already, or cannot come then.",
    ),
    Unused.CRITERIA_TOO_TIGHT: (
        "The site’s limits keep people out",
        "People in reach wait for this care, but the site’s criteria refuse or do not know them.",
    ),
    Unused.PATIENT_DECLINED: (
        "People in reach have not agreed to move",
        "They are eligible, but no yes to moving is recorded.",
    ),
    Unused.NOT_BOOKED: (
        "Held back by a contract or budget",
        "Eligible people are in reach, but the next unit would cost more than it is worth.",
    ),
}


def in_words(code: str | None, table: Mapping[str, Words], detail: str | None) -> Words:
    """Return a short name for a code and what it means; an unlisted code names itself."""
    if code is None:
        return "Not stated", detail or ""
    name, meaning = table.get(code, (code.replace("_", " ").capitalize(), detail or ""))
    return name, meaning
