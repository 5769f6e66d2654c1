"""The page of the reference on the transfer message: its items, checks, JSON and FHIR."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from file_reference import NOTE, table

from tidegate.core.directory.nhs_number import FAULTS
from tidegate.core.transfers.message.check import CHECKS
from tidegate.core.transfers.message.forms import FORMS
from tidegate.core.transfers.message.items import ITEMS
from tidegate.core.transfers.message.message import TransferMessage
from tidegate.core.transfers.message.values import with_values
from tidegate.core.waiting.rtt_status import RTT_STATUSES
from tidegate.exchange.transfers.fhir import addresses
from tidegate.exchange.transfers.fhir.profile import APPOINTMENT, SERVICE_REQUEST, Element
from tidegate.exchange.transfers.fhir.rules import OF_A_SERVICE_REQUEST, OF_AN_APPOINTMENT, Rule
from tidegate.exchange.transfers.message_json import message_content

ABOUT = """What travels with a patient from one provider to another: the inter-provider transfer
administrative minimum data set of the NHS data dictionary, 36 items in 8 groups, 27 of them needed.
It is the only place in Tidegate with a patient’s name and address. The form, the printed document,
JSON, FHIR and the checks all follow the one table below. Longest lengths are Tidegate’s own."""
CHECKED = """A message is sent only when nothing of this is found. The clock start must be that of
the request; a missing one is refused, never filled in. What was written is never repeated in a
reason, because reasons are shown, kept in the record and sent out."""
AS_JSON = """One object per group and one key per item, named as above. Dates are `YYYY-MM-DD` or
`null`, the organisations on the pathway a list, all else text; a key that is left out is not
known. Nothing else may stand in it."""
AS_FHIR = """One ServiceRequest contains everybody whom it names: patient, practitioners, their
roles and organisations. R4 (4.0.1) and R4B (4.3.0) have the same form of every resource used. Paths
are FHIRPath as far as a profile needs it; contained resources may have any `id`. Elements beyond
the profile are allowed and not read, but for those that change the meaning of what is read, which
are refused. What does not keep to the profile is refused with its location."""
BOOKED = """The date that the receiver gives names no patient: the actor is an NHS number, or only
the request’s reference. FHIR calls nothing booked that has no time of day: where only the day is
known the appointment is `proposed` for that day, and the extension `booked-day` says that it is
settled."""
SYSTEMS = """The first two are those of the NHS. The others are names of Tidegate’s own and lead to
no page."""


def transfer_message() -> str:
    """Describe the message, what is checked of it and how it is written for systems."""
    parts = [
        "# Transfer message", NOTE, ABOUT, "## Items", _items(),
        "## Checks", CHECKED, table(["code", "when"], _checks()),
        "## Status", table(["code", "effect on the clock", "meaning"], _statuses()),
        "## As JSON", AS_JSON, f"```json\n{_example()}\n```",
        "## As FHIR: ServiceRequest", AS_FHIR, _profile(SERVICE_REQUEST),
        _rules(OF_A_SERVICE_REQUEST),
        "## As FHIR: Appointment", BOOKED, _profile(APPOINTMENT), _rules(OF_AN_APPOINTMENT),
        "## Systems, extensions and profiles", SYSTEMS,
        table(["name", "address"], _addresses()),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _items() -> str:
    rows = (
        [
            f"`{item.name}`", item.label + (f". {item.hint}" if item.hint else ""),
            "yes" if item.mandatory else "", item.entry.value.replace("_", " "), item.longest,
            item.national,
        ]
        for item in ITEMS
    )  # fmt: skip
    columns = ["item", "what it is", "needed", "entered as", "longest", "in the data dictionary"]
    return table(columns, rows)


def _checks() -> Iterable[Sequence[object]]:
    for item in ITEMS:
        if item.mandatory:
            yield f"`{item.missing}`", f"`{item.name}` is missing"
    for entry, (_, must) in FORMS.items():
        code = next(item.misspelt for item in ITEMS if item.entry is entry)
        yield f"`{code}`", f"an item entered as {entry.value.replace('_', ' ')}: {must}"
    for code, words in {**FAULTS, **CHECKS}.items():
        yield f"`{code}`", words.replace("{", "").replace("}", "")


def _statuses() -> Iterable[Sequence[object]]:
    for code, (effect, meaning) in RTT_STATUSES.items():
        yield f"`{code}`", effect.value, meaning


def _example() -> str:
    """Write a message that is only begun: no invented patient is needed to show the form."""
    begun = with_values(
        TransferMessage(),
        {
            "referrer.organisation": "Z01", "referrer.tfc": "110", "pathway.rtt_status": "21",
            "pathway.clock_start": date(2025, 11, 3), "path.organisations": ("Z03", "Z01"),
            "receiver.organisation": "ZN101",
        },
    )  # fmt: skip
    return json.dumps(message_content(begun), indent=1)


def _profile(elements: Iterable[Element]) -> str:
    rows = (
        [
            f"`{element.path}`", element.cardinality, element.kind.value, _binding(element),
            f"`{element.item}`" if element.item else element.meaning,
        ]
        for element in elements
    )  # fmt: skip
    return table(["path", "how often", "kind", "only", "what it is"], rows)


def _binding(element: Element) -> str:
    if element.item == "pathway.rtt_status":
        return "the status codes above"
    return ", ".join(f"`{value}`" for value in element.binding)


def _rules(rules: Iterable[Rule]) -> str:
    return table(["code", "expected of the whole"], ([f"`{r.code}`", r.words] for r in rules))


def _addresses() -> Iterable[Sequence[object]]:
    for name, address in vars(addresses).items():
        if name.isupper() and name not in {"BASE", "STRUCTURE"}:
            yield name.lower().replace("_", " "), f"`{address}`"
