"""Whether a FHIR resource keeps to a profile of ours; each finding says where, as FHIRPath does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tidegate.exchange.findings import Finding, error
from tidegate.exchange.transfers.fhir.paths import Found, at
from tidegate.exchange.transfers.fhir.profile import APPOINTMENT, SERVICE_REQUEST, Element, Kind
from tidegate.exchange.transfers.fhir.rules import (
    OF_A_SERVICE_REQUEST,
    OF_AN_APPOINTMENT,
    Rule,
    day,
    instant,
)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_IS: Mapping[Kind, tuple[Callable[[Any], bool], str]] = {
    Kind.TEXT: (_is_text, "text that is not empty"),
    Kind.CODE: (lambda value: _is_text(value) and value == value.strip(), "a code"),
    Kind.URL: (lambda value: _is_text(value) and " " not in value, "an address"),
    Kind.DATE: (lambda value: day(value) is not None, "a date written YYYY-MM-DD"),
    Kind.INSTANT: (lambda value: instant(value) is not None, "a moment with its time zone"),
}


def service_request_findings(resource: object, *, name: str = "ServiceRequest") -> list[Finding]:
    """Say where a resource does not keep to the profile of a transfer's ServiceRequest.

    Values are never repeated: they may tell who the patient is. ``column`` is the location.
    """
    return list(_findings(resource, SERVICE_REQUEST, OF_A_SERVICE_REQUEST, name))


def appointment_findings(resource: object, *, name: str = "Appointment") -> list[Finding]:
    """Say where a resource does not keep to the profile of a transfer's Appointment."""
    return list(_findings(resource, APPOINTMENT, OF_AN_APPOINTMENT, name))


def _findings(
    resource: object, elements: Sequence[Element], rules: Sequence[Rule], name: str
) -> Iterator[Finding]:
    if not isinstance(resource, Mapping):
        yield error("NOT_AN_OBJECT", name, "a FHIR resource")
        return
    for element in elements:
        yield from _of_element(element, at(resource, element.path), name)
    for rule in rules:
        for location in rule.breaches(resource):
            yield error(rule.code, name, rule.words, column=location)


def _of_element(element: Element, found: Sequence[Found], name: str) -> Iterator[Finding]:
    called = element.meaning or element.path
    if len(found) < element.least:
        expected = f"{called} ({element.cardinality})"
        yield error("FHIR_MISSING", name, expected, column=element.path)
    if element.most is not None and len(found) > element.most:
        expected = f"{called} ({element.cardinality})"
        yield error("FHIR_TOO_MANY", name, expected, column=found[element.most].location)
    is_kind, words = _IS[element.kind]
    for one in found:
        if not is_kind(one.value):
            yield error("FHIR_KIND", name, f"{called}: {words}", column=one.location)
        elif element.binding and one.value not in element.binding:
            expected = f"{called}: {' or '.join(element.binding)}"
            yield error("FHIR_BINDING", name, expected, column=one.location)
