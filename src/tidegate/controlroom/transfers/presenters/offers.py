"""Offers as a list, and one offer with its ledger and the places on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    number,
    number_columns,
    text_columns,
)
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import CAUSES, UnusedCause
from tidegate.core.transfers.lifecycle.states import REQUEST_LABELS, OfferState, RequestState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tidegate.controlroom.transfers.models import Offer, Place, Use
    from tidegate.core.transfers.ledger import Balance

    Named = Callable[[str], str]

STATES = {
    OfferState.POSTED: "Posted",
    OfferState.CONFIRMED: "Confirmed",
    OfferState.PART_USED: "Partly used",
    OfferState.USED: "Used up",
    OfferState.LAPSED: "Lapsed",
    OfferState.WITHDRAWN: "Withdrawn",
}
CAUSE_WORDS = {
    UnusedCause.NOT_BOOKED: "not booked",
    UnusedCause.LATE_NOTICE: "too little notice",
    UnusedCause.NO_ELIGIBLE_PATIENT: "no eligible patient",
    UnusedCause.CRITERIA_TOO_TIGHT: "criteria too tight",
    UnusedCause.PATIENT_DECLINED: "patient declined",
    UnusedCause.RECORDS_LATE: "records late",
    UnusedCause.NOT_STAFFED: "not staffed",
    UnusedCause.HELD_FOR_SURGE: "held for a surge",
    UnusedCause.WITHDRAWN: "withdrawn",
    UnusedCause.DNA: "did not attend",
    UnusedCause.CANCEL_CLINICAL: "cancelled clinically",
}
_MOVED = {
    Movement.OFFERED: "Offered",
    Movement.CUT: "Cut",
    Movement.TAKEN: "Chosen by a patient",
    Movement.RELEASED: "Given back",
    Movement.BOOKED: "Dated",
    Movement.UNBOOKED: "Date given up",
    Movement.MISSED: "Date did not go ahead",
    Movement.DONE: "Treated",
    Movement.UNUSED: "Gone unused",
}
_PLACES = {
    "planned": "Planned", "proposed": "Proposed", "accepted": "Accepted", "chosen": "Chosen",
    "used": "Treated", "declined": "Declined", "refused": "Refused by the patient",
    "passed": "Passed over", "lapsed": "Lapsed", "returned": "Returned",
}  # fmt: skip


def modality(code: str) -> str:
    """Write a kind of care as people say it: ``Day case``."""
    return code.replace("_", " ").capitalize()


def specialties(tfcs: Iterable[str]) -> str:
    """Name the treatment functions of an offer."""
    return words.listed([treatment_function_name(code) for code in tfcs])


def unused(causes: Mapping[UnusedCause, int]) -> str:
    """Say how many units went unused and why, the most first: ``3 (2 not booked, 1 withdrawn)``."""
    if not causes:
        return "0"
    ordered = sorted(causes.items(), key=lambda pair: (-pair[1], pair[0]))
    said = ", ".join(f"{units} {CAUSE_WORDS[cause]}" for cause, units in ordered)
    return f"{sum(causes.values()):,} ({said})"


def listing(
    offers: Sequence[Offer],
    balances: Mapping[str, Balance],
    named: Named,
    address: Callable[[Offer], str],
) -> Table:
    """List offers with three kinds of units and where each unit stands."""
    return Table(
        "Offers",
        (
            *text_columns("Site and week", "Care", "State"),
            *number_columns(("Units there are", "Said to have staff", "Seen with staff")),
            *number_columns(("Offered", "Free", "Agreed", "Booked", "Done")),
            *text_columns("Unused, and why"),
        ),
        tuple(_row(offer, balances[offer.offer_id], named, address(offer)) for offer in offers),
    )


def _row(offer: Offer, balance: Balance, named: Named, href: str) -> tuple[Cell, ...]:
    return (
        label(f"{named(offer.site)}, {words.day(offer.week)}", href),
        label(f"{modality(offer.modality)}, {specialties(offer.tfcs)}"),
        label(STATES[OfferState(offer.state)]),
        _known(offer.physical_units),
        _known(offer.staffed_units_claimed),
        _known(offer.staffed_units_observed),
        number(balance.offered),
        number(balance.free),
        number(balance.agreed),
        number(balance.booked),
        number(balance.done),
        label(unused(balance.unused)),
    )


def _known(units: int | None) -> Cell:
    return label("–") if units is None else number(units)


def figures(offer: Offer, balance: Balance) -> list[Figure]:
    """Show where each unit of one offer stands."""
    return [
        Figure("Offered", words.whole(balance.offered), "units in all"),
        Figure("Free", words.whole(balance.free), f"until {words.day_and_time(offer.valid_until)}"),
        Figure("Agreed", words.whole(balance.agreed), "chosen by a patient, no date yet"),
        Figure("Booked", words.whole(balance.booked), "with a date"),
        Figure("Done", words.whole(balance.done), "patients treated"),
        Figure("Unused", words.whole(sum(balance.unused.values())), _because(balance.unused)),
    ]


def _because(causes: Mapping[UnusedCause, int]) -> str:
    return unused(causes).partition(" (")[2].rstrip(")") if causes else ""


def about(offer: Offer, named: Named) -> list[tuple[str, str]]:
    """Return what stands on one offer, as rows of a summary list."""
    rows = [
        ("Provider", named(offer.provider)),
        ("Site", named(offer.site)),
        ("Week of", words.day(offer.week)),
        ("Care", f"{modality(offer.modality)}, {specialties(offer.tfcs)}"),
        ("State", STATES[OfferState(offer.state)]),
        ("Units that there are", _said(offer.physical_units)),
        ("Said to have staff", _said(offer.staffed_units_claimed)),
        ("Seen with staff", _said(offer.staffed_units_observed)),
        ("Stands until", words.day_and_time(offer.valid_until)),
        ("Last confirmed", "Not yet" if offer.last_confirmed_at is None
         else words.day_and_time(offer.last_confirmed_at)),
        ("Identifier", offer.offer_id),
    ]  # fmt: skip
    if offer.line_id:
        rows.append(("Contract line", offer.line_id))
    if offer.limits:
        rows.append(("Criteria", _limits(offer.limits)))
    if offer.cancel_notice_hours is not None:
        rows.append(("Notice to cancel", words.counted(offer.cancel_notice_hours, "hour")))
    return rows


def _said(units: int | None) -> str:
    return "Not said" if units is None else f"{units:,}"


def _limits(limits: Mapping[str, object]) -> str:
    said = {
        "max_asa": "ASA up to {}",
        "max_bmi": "BMI up to {}",
        "min_age": "age from {}",
        "excludes": "without {}",
        "critical_care": "critical care: {}",
    }
    found = []
    for name, text in said.items():
        value = limits.get(name)
        if value is None:
            continue
        listed = words.listed([str(one) for one in value]) if isinstance(value, list) else value
        if isinstance(value, bool):
            listed = "on site" if value else "not on site"
        found.append(text.format(listed))
    return "; ".join(found)


def staff_gap(offer: Offer) -> str:
    """Say that fewer units were seen with staff than are claimed; empty where that is not so."""
    claimed, seen = offer.staffed_units_claimed, offer.staffed_units_observed
    if claimed is None or seen is None or seen >= claimed:
        return ""
    return f"Only {seen:,} of the {claimed:,} units that are said to have staff were seen with it."


def ledger(uses: Sequence[Use], said_by: Callable[[str], str]) -> Table:
    """List the lines of an offer's ledger, in the order in which they were written."""
    return Table(
        "Ledger of use",
        (*text_columns("What"), *number_columns(("Units",)),
         *text_columns("Why", "For", "Who said so", "When")),
        tuple(
            (
                label(_MOVED[Movement(use.movement)]),
                number(use.units),
                label(CAUSE_WORDS[UnusedCause(use.cause)].capitalize() if use.cause else ""),
                label(use.place.request.reference if use.place else ""),
                label(said_by(use.said_by)),
                label(words.day_and_time(use.at)),
            )
            for use in uses
        ),
    )  # fmt: skip


def places(rows: Sequence[Place], address: Callable[[Place], str]) -> Table:
    """List the patients that units were put to, by reference."""
    return Table(
        "Patients that units were put to",
        text_columns("Request", "Place", "Why", "The request stands", "Answer by"),
        tuple(
            (
                label(place.request.reference, address(place)),
                label(_PLACES[place.state]),
                label(CAUSES[place.reason].label if place.reason in CAUSES else ""),
                label(REQUEST_LABELS[RequestState(place.request.state)]),
                label(words.day_and_time(place.reply_by)),
            )
            for place in rows
        ),
    )


def place_words(state: str) -> str:
    """Write where a place stands as people say it."""
    return _PLACES[state]
