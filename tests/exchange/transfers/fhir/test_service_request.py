"""A transfer message as a FHIR ServiceRequest: nothing is lost, and the profile holds what it must.

The models of ``fhir.resources`` (R4B, the same as R4 for these resources) are the oracle for what
FHIR itself allows; our profile is judged by our own table.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from fhir.resources.R4B.servicerequest import ServiceRequest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.transfers.message.messages import CLOCK_START, COMPLETE, TODAY
from tests.exchange.transfers.test_message_json import ANYTHING
from tests.exchange.transfers.transfer_messages import sendable

from tidegate.core.transfers.message.check import check_message
from tidegate.core.transfers.message.items import ITEM, ITEMS
from tidegate.core.transfers.message.message import Contact, TransferMessage
from tidegate.core.transfers.message.values import value_of, with_values
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.transfers.fhir import addresses
from tidegate.exchange.transfers.fhir.paths import at
from tidegate.exchange.transfers.fhir.profile import ITEM_PATHS, SERVICE_REQUEST
from tidegate.exchange.transfers.fhir.profile_check import service_request_findings
from tidegate.exchange.transfers.fhir.read_service_request import read_service_request
from tidegate.exchange.transfers.fhir.service_request import service_request

REFERENCE = "T-000123"
MANDATORY = [item for item in ITEMS if item.mandatory]


def written(message: TransferMessage = COMPLETE) -> Any:
    """Return a message as it arrives: written, sent as JSON, parsed."""
    return json.loads(json.dumps(service_request(message, reference=REFERENCE)))


def codes(resource: Any) -> list[str]:
    """Return the codes of what does not keep to the profile."""
    return [finding.code for finding in service_request_findings(resource)]


@given(sendable())
@settings(deadline=None)
def test_a_message_that_may_be_sent_keeps_to_the_profile_and_is_read_back(
    message: TransferMessage,
) -> None:
    checked = check_message(message, today=TODAY, clock_start=CLOCK_START, demo=True)
    assert checked == ()
    assert service_request_findings(written(message)) == []
    assert read_service_request(written(message)) == (message, REFERENCE)


@given(sendable())
@settings(deadline=None, max_examples=25)
def test_fhir_itself_takes_what_we_write_without_loss(message: TransferMessage) -> None:
    resource = written(message)
    parsed = ServiceRequest.model_validate(resource)
    assert json.loads(parsed.model_dump_json()) == resource


def test_an_nhs_number_is_sent_without_its_spaces_and_an_address_without_blank_lines() -> None:
    message = with_values(
        COMPLETE, {"patient.nhs_number": "943 476 5919", "patient.address": "1 Row\n\nMere\n"}
    )
    read, _ = read_service_request(written(message))
    assert read.patient.nhs_number == "9434765919"
    assert read.patient.address == "1 Row\nMere"


def test_the_nhs_identifiers_are_those_of_the_nhs() -> None:
    found = at(
        written(),
        "subject.resolve().identifier.where(system='https://fhir.nhs.uk/Id/nhs-number').value",
    )
    assert [one.value for one in found] == ["9434765919"]
    ods = "https://fhir.nhs.uk/Id/ods-organization-code"
    codes_found = at(written(), f"contained.identifier.where(system='{ods}').value")
    assert [one.value for one in codes_found] == ["Z81001", "Z01", "ZN101"]


def test_ways_to_reach_a_lead_contact_are_never_given_as_the_patients() -> None:
    (patient,) = at(written(), "subject.resolve()")
    assert "telecom" not in patient.value
    assert len(patient.value["contact"][0]["telecom"]) == 4
    own = with_values(COMPLETE, {"contact.lead_name": ""})
    (patient,) = at(written(own), "subject.resolve()")
    assert "contact" not in patient.value
    assert len(patient.value["telecom"]) == 4


def test_where_nobody_can_be_reached_neither_contact_nor_telecom_is_written() -> None:
    nobody = with_values(COMPLETE, {item.name: "" for item in ITEMS if item.group == "contact"})
    assert read_service_request(written(nobody))[0].contact == Contact()


@pytest.mark.parametrize("item", MANDATORY, ids=lambda item: item.name)
def test_each_mandatory_item_is_an_element_that_must_be_there(item: Any) -> None:
    blank = value_of(TransferMessage(), item)
    findings = service_request_findings(written(with_values(COMPLETE, {item.name: blank})))
    missing = [finding for finding in findings if finding.code == "FHIR_MISSING"]
    assert ITEM_PATHS[item.name] in {finding.column for finding in missing}


def test_the_profile_has_a_row_for_each_item_and_mandatory_rows_for_the_27() -> None:
    rows = [row for row in SERVICE_REQUEST if row.item]
    assert [row.item for row in rows] == [item.name for item in ITEMS]
    assert sum(row.least for row in rows) == 27
    assert {row.cardinality for row in rows} == {"1..1", "0..1", "1..*"}
    assert set(ITEM_PATHS) == set(ITEM)


def _set(path: str, value: Any) -> Any:
    def change(resource: Any) -> None:
        *way, last = path.split("/")
        for step in way:
            resource = resource[int(step) if step.isdigit() else step]
        if value is ...:
            del resource[last]
        else:
            resource[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "code", "location"),
    [
        (_set("resourceType", "Task"), "FHIR_BINDING", "Task.resourceType"),
        (_set("status", "entered-in-error"), "FHIR_BINDING", "ServiceRequest.status"),
        (_set("status", ...), "FHIR_MISSING", "status"),
        (_set("intent", "plan"), "FHIR_BINDING", "ServiceRequest.intent"),
        (_set("meta/profile", ["x"]), "FHIR_BINDING", "ServiceRequest.meta.profile[0]"),
        (_set("authoredOn", "2026-10"), "FHIR_KIND", "ServiceRequest.authoredOn"),
        (_set("authoredOn", 5), "FHIR_KIND", "ServiceRequest.authoredOn"),
        (_set("doNotPerform", value=True), "FHIR_MODIFIER", "ServiceRequest.doNotPerform"),
        (_set("modifierExtension", [{"url": "x"}]), "FHIR_MODIFIER",
         "ServiceRequest.modifierExtension"),
        (_set("contained/0/modifierExtension", [{"url": "x"}]), "FHIR_MODIFIER",
         "ServiceRequest.contained[0].modifierExtension"),
        (_set("contained/0/birthDate", "soon"), "FHIR_KIND",
         "ServiceRequest.contained[0].birthDate"),
        (_set("contained/0/telecom", [{"system": "phone", "value": "1"}]), "FHIR_TWO_TO_REACH",
         "ServiceRequest.contained[0].telecom[0]"),
        (_set("reasonCode", [{"text": "a"}, {"text": "b"}]), "FHIR_TOO_MANY",
         "ServiceRequest.reasonCode[1].text"),
        (_set("reasonCode", [{"text": " "}]), "FHIR_KIND", "ServiceRequest.reasonCode[0].text"),
        (_set("extension/0/valueCoding/code", "22"), "FHIR_BINDING",
         "ServiceRequest.extension[0].valueCoding.code"),
        (_set("encounter", {"reference": "Encounter/1"}), "FHIR_REFERENCE",
         "ServiceRequest.encounter.reference"),
    ],
)  # fmt: skip
def test_what_does_not_keep_to_the_profile_is_refused_and_located(
    change: Any, code: str, location: str
) -> None:
    resource = written()
    change(resource)
    with pytest.raises(UnusableInput) as refused:
        read_service_request(resource)
    assert (code, location) in [
        (finding.code, finding.column) for finding in refused.value.findings
    ]


def test_contained_resources_are_told_apart_and_all_of_use() -> None:
    resource = written()
    resource["contained"].append({"resourceType": "Organization", "id": "stranger"})
    resource["contained"].append({"resourceType": "Organization", "id": "gp"})
    assert set(codes(resource)) == {"FHIR_UNREFERENCED", "FHIR_ID_REPEATED"}


def test_other_names_for_the_contained_resources_are_read_as_well() -> None:
    text = json.dumps(written())
    for name in ("patient", "gp", "sender", "referrer", "receiver"):
        text = text.replace(f'"id": "{name}"', f'"id": "x-{name}"').replace(
            f'"#{name}"', f'"#x-{name}"'
        )
    assert read_service_request(json.loads(text))[0] == COMPLETE


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = [(*path, key) for key, _ in inner]
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        if isinstance(value[key], dict | list):
            found += _places(value[key], (*path, key))
    return found


@given(st.sampled_from(_places(written())), ANYTHING)
@settings(deadline=None)
def test_whatever_is_put_anywhere_the_reader_answers_and_repeats_nothing(
    place: tuple[Any, ...], anything: Any
) -> None:
    resource = copy.deepcopy(written())
    target = resource
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = anything
    said = ""
    try:
        read_service_request(resource)
    except UnusableInput as refused:
        said = str(refused)
    for name in ("patient.family_name", "patient.nhs_number", "contact.email"):
        assert str(value_of(COMPLETE, ITEM[name])) not in said


@given(ANYTHING)
def test_what_is_no_resource_is_refused(anything: Any) -> None:
    with pytest.raises(UnusableInput):
        read_service_request(anything)


def test_our_own_addresses_are_under_one_base() -> None:
    ours = [
        value for name, value in vars(addresses).items() if name.isupper() and "nhs.uk" not in value
    ]
    assert all(value.startswith(addresses.BASE) for value in ours)
    assert len(set(ours)) == len(ours)
