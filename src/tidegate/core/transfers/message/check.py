"""Whether a transfer message may be sent (spec: transfers 3.2, row 6 of its table 6).

Each reason names the items that it is about in its inputs (``items``), so that a form can show it
beside them. What was written under an item is never repeated in a reason, which is shown, kept in
the record and sent out: a name may have been written where a code belongs. Days are, and codes of
the lists that the house keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from tidegate.core.directory.nhs_number import nhs_number_faults
from tidegate.core.reasons import Reason
from tidegate.core.transfers.message.forms import FORMS
from tidegate.core.transfers.message.items import ITEM, ITEMS, Entry, Item
from tidegate.core.transfers.message.values import is_blank, value_of
from tidegate.core.waiting.rtt_status import RTT_STATUSES, clock_runs

if TYPE_CHECKING:
    from tidegate.core.transfers.message.message import TransferMessage

RULES = "transfer message 2026"
# Each day may be the same as the one before it or later.
IN_ORDER = (
    "pathway.clock_start",
    "pathway.decision_to_refer",
    "dates.requested",
    "dates.received",
)
CHECKS: Mapping[str, str] = {
    "TOO_LONG": "{item} has {characters} characters; at most {longest} may be.",
    "DATE_IN_FUTURE": "{item} lies after today.",
    "DATES_NOT_IN_ORDER": "{later} lies before {earlier}.",
    "CLOCK_START_CHANGED": "A transfer never changes the clock start: the request has another.",
    "CLOCK_NOT_RUNNING": "Status {given} does not go with a clock that runs on: it must be 21.",
    "SENT_TO_ITSELF": "Sender and receiver are the same provider.",
    "SENDER_NOT_ON_PATH": "The path so far leaves out the sender.",
    "SENDER_NOT_HOLDER": "The sender is not the provider that holds the request.",
    "RECEIVER_NOT_CHOSEN": "The receiver is not the provider that the patient chose.",
}
"""What is said of each code, besides those of single items: missing, form and NHS number."""


def check_message(
    message: TransferMessage,
    *,
    today: date,
    clock_start: date,
    holder: str = "",
    destination: str = "",
    demo: bool = False,
) -> tuple[Reason, ...]:
    """Return every reason why a message may not be sent; empty when it may.

    Args:
        message: what was filled in.
        today: the day of sending; no date of the message lies after it.
        clock_start: of the request, which the message must carry unchanged.
        holder: ODS code of the request's holder; the sender must be it. Empty: not asked.
        destination: ODS code of the place that the patient chose; the receiver must be it. Empty:
            not asked.
        demo: whether invented patients are handled (``core.directory.nhs_number``).
    """
    return (
        *_missing(message),
        *_badly_written(message),
        *_nhs_number(message, demo=demo),
        *_days(message, today, clock_start),
        *_status(message),
        *_organisations(message, holder, destination),
    )


def _reason(code: str, detail: str, *items: Item, **inputs: object) -> Reason:
    return Reason(code, detail, {"items": tuple(item.name for item in items), **inputs}, RULES)


def _broken(code: str, *items: Item, **inputs: object) -> Reason:
    """Make a reason of ``CHECKS``, whose words may speak of its items and inputs."""
    called = [_called(item) for item in items]
    words = {"item": called[0], "earlier": called[0], "later": called[-1], **inputs}
    return _reason(code, CHECKS[code].format(**words), *items, **inputs)


def _called(item: Item) -> str:
    """Return what an item is called in a sentence, with its group beside it."""
    return f"{item.label} ({item.group.label})"


def _missing(message: TransferMessage) -> Iterator[Reason]:
    for item in ITEMS:
        if item.mandatory and is_blank(value_of(message, item)):
            yield _reason(item.missing, f"{_called(item)} is missing.", item)


def _badly_written(message: TransferMessage) -> Iterator[Reason]:
    for item in ITEMS:
        value = value_of(message, item)
        if is_blank(value) or isinstance(value, date) or item.entry not in FORMS:
            continue
        fits, must = FORMS[item.entry]
        texts = value if isinstance(value, tuple) else (value or "",)
        longest = max(len(text) for text in texts)
        if longest > item.longest:
            yield _broken("TOO_LONG", item, characters=longest, longest=item.longest)
        if not all(fits(text) for text in texts):
            yield _reason(item.misspelt, f"{_called(item)} {must}.", item)


def _nhs_number(message: TransferMessage, *, demo: bool) -> Iterator[Reason]:
    number = message.patient.nhs_number
    if number.strip():
        for fault in nhs_number_faults(number, demo=demo):
            item = ITEM["patient.nhs_number"]
            yield Reason(fault.code, fault.detail, {"items": (item.name,)}, fault.rule_version)


def _days(message: TransferMessage, today: date, clock_start: date) -> Iterator[Reason]:
    for item in ITEMS:
        day = value_of(message, item)
        if item.entry is Entry.DATE and isinstance(day, date) and day > today:
            yield _broken("DATE_IN_FUTURE", item)
    days = [(ITEM[name], value_of(message, ITEM[name])) for name in IN_ORDER]
    known = [(item, day) for item, day in days if isinstance(day, date)]
    for (earlier, first), (later, second) in pairwise(known):
        if first > second:
            yield _broken("DATES_NOT_IN_ORDER", earlier, later)
    start = message.pathway.clock_start
    if start is not None and start != clock_start:
        item = ITEM["pathway.clock_start"]
        yield _broken("CLOCK_START_CHANGED", item, given=start, request=clock_start)


def _status(message: TransferMessage) -> Iterator[Reason]:
    code = message.pathway.rtt_status
    if code in RTT_STATUSES and not clock_runs(code):
        yield _broken("CLOCK_NOT_RUNNING", ITEM["pathway.rtt_status"], given=code)


def _organisations(message: TransferMessage, holder: str, destination: str) -> Iterator[Reason]:
    sender, receiver = ITEM["referrer.organisation"], ITEM["receiver.organisation"]
    sent, received = message.referrer.organisation, message.receiver.organisation
    path = message.path.organisations
    if sent and sent == received:
        yield _broken("SENT_TO_ITSELF", sender, receiver)
    if sent and path and sent not in path:
        yield _broken("SENDER_NOT_ON_PATH", ITEM["path.organisations"])
    if holder and sent and sent != holder:
        yield _broken("SENDER_NOT_HOLDER", sender, holder=holder)
    if destination and received and received != destination:
        yield _broken("RECEIVER_NOT_CHOSEN", receiver, chosen=destination)
