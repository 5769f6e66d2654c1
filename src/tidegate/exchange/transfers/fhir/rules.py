"""What no single element can say: the rules of a profile about a resource as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tidegate.exchange.transfers.fhir import addresses
from tidegate.exchange.transfers.fhir.paths import at

Resource = Mapping[str, Any]
# What changes the meaning of a resource for those who know it: who does not must refuse it.
MODIFIERS = ("modifierExtension", "implicitRules", "doNotPerform")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a profile.

    Attributes:
        code: of the finding.
        words: what is expected, in words.
        breaches: yields the location of each breach.
    """

    code: str
    words: str
    breaches: Callable[[Resource], Iterator[str]]


def _everywhere(value: Any, location: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every object within a value, and where it stands."""
    waiting = [(location, value)]
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, Mapping):
            yield place, one
            waiting += [(f"{place}.{key}", inner) for key, inner in one.items()]
        elif isinstance(one, list):
            waiting += [(f"{place}[{number}]", inner) for number, inner in enumerate(one)]


def _objects(resource: Resource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return _everywhere(resource, str(resource.get("resourceType", "Resource")))


def _modifiers(resource: Resource) -> Iterator[str]:
    for place, one in _objects(resource):
        for name in MODIFIERS:
            if one.get(name):
                yield f"{place}.{name}"


def _dangling(resource: Resource) -> Iterator[str]:
    ids = {found.value for found in at(resource, "contained.id") if isinstance(found.value, str)}
    for place, one in _objects(resource):
        reference = one.get("reference")
        if isinstance(reference, str) and reference.removeprefix("#") not in ids:
            yield f"{place}.reference"


def _unreferenced(resource: Resource) -> Iterator[str]:
    used = {one.get("reference") for _, one in _objects(resource) if _is_text(one, "reference")}
    for found in at(resource, "contained.id"):
        if f"#{found.value}" not in used:
            yield found.location


def _two_to_reach(resource: Resource) -> Iterator[str]:
    if at(resource, "subject.resolve().contact"):
        for found in at(resource, "subject.resolve().telecom"):
            yield found.location


def _repeated_ids(resource: Resource) -> Iterator[str]:
    seen = set()
    for found in at(resource, "contained.id"):
        if str(found.value) in seen:
            yield found.location
        seen.add(str(found.value))


def _is_text(one: Mapping[str, Any], key: str) -> bool:
    return isinstance(one.get(key), str)


def _untimed(resource: Resource) -> Iterator[str]:
    start, end = resource.get("start"), resource.get("end")
    if (start is None) != (end is None) or (resource.get("status") == "booked" and start is None):
        yield "Appointment.start"


def _backwards(resource: Resource) -> Iterator[str]:
    start, end = instant(resource.get("start")), instant(resource.get("end"))
    if start is not None and end is not None and end <= start:
        yield "Appointment.end"


def _another_day(resource: Resource) -> Iterator[str]:
    start = instant(resource.get("start"))
    path = f"extension.where(url='{addresses.BOOKED_DAY}').valueDate"
    for found in at(resource, path):
        if start is not None and day(found.value) not in (None, start.date()):
            yield found.location


def day(value: Any) -> date | None:
    """Read a whole day, written YYYY-MM-DD; None for anything else."""
    try:
        read = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return read if read.isoformat() == value else None


def instant(value: Any) -> datetime | None:
    """Read a moment with its time zone; None for anything else."""
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return read if read.tzinfo is not None else None


OF_EVERY_RESOURCE = (
    Rule("FHIR_MODIFIER", "nothing that changes the meaning of what we read", _modifiers),
)
OF_A_SERVICE_REQUEST = (
    *OF_EVERY_RESOURCE,
    Rule("FHIR_REFERENCE", "a reference to a resource that is contained", _dangling),
    Rule("FHIR_UNREFERENCED", "a contained resource that something refers to", _unreferenced),
    Rule("FHIR_ID_REPEATED", "each contained resource under an id of its own", _repeated_ids),
    Rule(
        "FHIR_TWO_TO_REACH",
        "ways to reach the lead contact only, where one is named",
        _two_to_reach,
    ),
)
OF_AN_APPOINTMENT = (
    *OF_EVERY_RESOURCE,
    Rule("FHIR_NO_TIME", "start and end together, and both where it is booked", _untimed),
    Rule("FHIR_BACKWARDS", "an end after the start", _backwards),
    Rule("FHIR_ANOTHER_DAY", "the day on which it starts", _another_day),
)
