"""A transfer message out of a FHIR ServiceRequest that keeps to our profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tidegate.core.transfers.message.items import ITEMS, Entry, Item
from tidegate.core.transfers.message.message import TransferMessage
from tidegate.core.transfers.message.values import Value, with_values
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.transfers.fhir.addresses import REQUEST_REFERENCE
from tidegate.exchange.transfers.fhir.paths import at
from tidegate.exchange.transfers.fhir.profile import ITEM_PATHS
from tidegate.exchange.transfers.fhir.profile_check import service_request_findings
from tidegate.exchange.transfers.fhir.rules import day


def read_service_request(
    resource: Any, *, name: str = "ServiceRequest"
) -> tuple[TransferMessage, str]:
    """Read a message, and the reference of the request that it belongs to.

    What the message says is judged by ``check_message``, not here.

    Args:
        resource: what ``json.loads`` returned.
        name: what the input is called in findings.

    Raises:
        UnusableInput: it does not keep to the profile; every finding says where.
    """
    if findings := service_request_findings(resource, name=name):
        raise UnusableInput(findings)
    values = {item.name: _value(resource, item) for item in ITEMS}
    reference = at(resource, f"identifier.where(system='{REQUEST_REFERENCE}').value")[0].value
    return with_values(TransferMessage(), values), reference


def _value(resource: Mapping[str, Any], item: Item) -> Value:
    found = [one.value for one in at(resource, ITEM_PATHS[item.name])]
    if item.entry is Entry.ODS_CODES:
        return tuple(found)
    if item.entry is Entry.DATE:
        return day(found[0]) if found else None
    return "\n".join(found)
