"""A contract as its page shows it: where it stands, what was agreed, and its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.core.contracts.lifecycle.states import CONTRACT_LABELS, ContractState
from tidegate.core.contracts.procurement.regime import SERVICE_LABELS, ServiceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tidegate.controlroom.contracts.models import Contract, Line, Signature
    from tidegate.controlroom.contracts.offered import Offered
    from tidegate.controlroom.log.models import Entry

S = ContractState
COLOURS = {
    S.DRAFT: "grey",
    S.PROPOSED: "blue",
    S.SIGNED: "aqua-green",
    S.RUNNING: "green",
    S.SUSPENDED: "red",
    S.EXITING: "orange",
    S.ENDED: "grey",
    S.WITHDRAWN: "grey",
}
_SHORT = {
    S.DRAFT: "Drafted",
    S.PROPOSED: "To be signed",
    S.SIGNED: "Signed",
    S.RUNNING: "Running",
    S.EXITING: "Ending",
    S.ENDED: "Ended",
}
WAY = tuple(_SHORT)
"""The states on the way, in order; a suspended contract is one that runs."""

ONWARD = frozenset({"propose", "sign_for_buyer", "sign_for_provider", "start", "resume", "close"})
"""Steps that lead a contract on."""


@dataclass(frozen=True, slots=True)
class Action:
    """One button; the ``first`` of a page leads the contract on."""

    text: str
    href: str
    ends: bool
    first: bool = False


@dataclass(frozen=True, slots=True)
class NotNow:
    """A step that is the viewer's to take, but not now, and why."""

    text: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: what, by whom, when."""

    what: str
    by: str
    when: str


def address_of(contract: Contract) -> str:
    """Return where the page of a contract is."""
    return reverse("contracts:contract", args=[contract.reference])


def deed_address(contract: Contract, name: str, number: int | None = None) -> str:
    """Return where a deed on a contract is done."""
    if number is None:
        return reverse("contracts:deed", args=[contract.reference, name])
    return reverse("contracts:deed_on", args=[contract.reference, name, number])


def standing(contract: Contract, today: date) -> dict[str, object]:
    """Say where a contract stands, since when and why, and what lies before and behind it."""
    state = S(contract.state)
    at = WAY.index(S.RUNNING if state is S.SUSPENDED else state) if state is not S.WITHDRAWN else -1
    days = max(0, (today - words.local_day(contract.moved_at)).days)
    return {
        "text": CONTRACT_LABELS[state],
        "since": "Since today" if days == 0 else f"For {words.counted(days, 'day')}",
        "reason": contract.reason,
        "ended": state in {S.ENDED, S.WITHDRAWN},
        "steps": [
            {"text": _SHORT[one], "when": "done" if n < at else "now" if n == at else "later"}
            for n, one in enumerate(WAY)
        ]
        if at >= 0
        else [],
    }


def steps(contract: Contract, offered: Iterable[Offered]) -> tuple[list[Action], list[NotNow]]:
    """Part the steps that may be taken now from those that may not yet, with why."""
    now, later = [], []
    for one in offered:
        if one.reasons:
            later.append(NotNow(one.deed.label, [reason.detail for reason in one.reasons]))
        else:
            href = deed_address(contract, one.deed.name)
            first = one.deed.name in ONWARD
            now.append(Action(one.deed.label, href, one.deed.ends, first))
    return sorted(now, key=lambda action: (not action.first, action.ends)), later


def facts(contract: Contract, named: Callable[[str], str]) -> list[tuple[str, str]]:
    """List what was agreed in general."""
    kinds = set(ServiceKind)
    kind = ServiceKind(contract.service) if contract.service in kinds else ServiceKind.NOT_KNOWN
    rows = [
        ("Buyer", f"{named(contract.buyer)} ({contract.buyer})"),
        ("Provider", f"{named(contract.provider)} ({contract.provider})"),
        ("What is bought", SERVICE_LABELS[kind]),
        ("CPV code", contract.cpv),
        ("Legal basis", contract.legal_basis),
        ("Term", f"{words.day(contract.start)} to {words.day(contract.end)}"),
        ("Last day of service", words.day(contract.ends_on) if contract.ends_on else ""),
        ("Notice", words.counted(contract.notice_days, "day")),
        ("Lifetime value as signed", words.pounds(contract.value_pence)),
        ("Holder of residual risk", contract.holder_of_risk or "Nobody is named"),
        ("Identifier in files", contract.contract_id),
    ]
    return [(name, value) for name, value in rows if value]


def line_rows(lines: Iterable[Line], named: Callable[[str], str]) -> list[list[str]]:
    """Write the lines of a contract as rows of a table."""
    return [
        [
            line.line_id,
            named(line.site),
            line.modality.replace("_", " ").capitalize(),
            f"{line.units_per_week:,}",
            f"£{line.unit_price_pence / 100:,.2f}",
            words.day(line.first_week),
            f"{words.day(line.last_week)}"
            + (f", given back from {words.day(line.released_from)}" if line.released_from else ""),
        ]
        for line in lines
    ]


def signature_rows(signatures: Iterable[Signature]) -> list[list[str]]:
    """Write the signatures under a contract as rows of a table."""
    return [
        [
            f"Version {one.version}",
            f"For the {one.side}",
            one.signed_by_name,
            words.day_and_time(one.signed_at),
        ]
        for one in signatures
    ]


def timeline(contract: Contract, entries: Iterable[Entry]) -> list[Event]:
    """Tell what happened, newest first, as the record has it; the page names the contract once."""
    told = []
    for one in entries:
        what = one.headline.removeprefix(f"{contract.reference}: ")
        reason = one.facts.get("reason", "")
        reason = "" if str(reason) in what else reason
        said = f"{what[:1].upper()}{what[1:]}{f'. {reason}' if reason else ''}"
        told.append(Event(said, one.actor_name, words.day_and_time(one.occurred_at)))
    return told
