"""Whatever is sent by a form of transfers, no page answers with a fault of ours."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import pytest
from tests.controlroom.test_odd_input import ODD
from tests.controlroom.transfers.carrying import People, carry, people
from tests.controlroom.transfers.on_pages import session, today

from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.transfers.forms.message import MessageForm
from tidegate.controlroom.transfers.forms.start import StartForm
from tidegate.controlroom.transfers.models import Message, Request
from tidegate.controlroom.transfers.permitted import steps_for
from tidegate.controlroom.transfers.turns import BY_A_YES
from tidegate.core.transfers.message.message import TransferMessage

__all__ = ["people", "today"]
pytestmark = pytest.mark.usefixtures("today")

OF_STEPS = (
    "how", "choices", "told", "cause", "place", "offer", "outside", "miles", "follow_up",
    *(f"{day}_{part}" for day in ("reply_by", "day", "on") for part in ("day", "month", "year")),
)  # fmt: skip
TELLING = (
    "a NUL byte", "half a surrogate", "a number too long to read", "other digits", "a script",
)  # fmt: skip
STATES = ("draft", "cleared", "open", "matched", "accepted", "received", "dated")


def odd(name: str) -> str:
    return unquote_to_bytes(ODD[name]).decode("utf-8", "replace")


@pytest.mark.parametrize("state", STATES)
def test_no_odd_answer_to_a_step_is_our_fault(people: People, state: str) -> None:
    request = carry(people, state)
    carrying = ("clearing", "asking", "arranging", "accepting", "receiving")
    for person in (getattr(people, who) for who in carrying):
        client = session(person)
        for offered in steps_for(viewer_of(person), request):
            verb = offered.transition.verb
            if verb in BY_A_YES:  # would be taken
                continue
            for name in TELLING:
                sent = dict.fromkeys(OF_STEPS, odd(name))
                address = f"/transfers/requests/{request.reference}/steps/{verb}/"
                assert client.post(address, sent).status_code in {200, 400, 404}, (verb, name)
    assert Request.objects.get().state == state


@pytest.mark.parametrize("name", TELLING)
def test_no_odd_request_or_message_is_our_fault(people: People, name: str) -> None:
    value = odd(name)
    asking = session(people.asking)
    fields = {part for field in StartForm.base_fields for part in (field, f"{field}_day")}
    start = "/transfers/requests/start/"
    assert asking.post(start, dict.fromkeys(fields, value)).status_code < 500
    assert asking.post(f"{start}?pathway={ODD[name]}", {}).status_code < 500
    assert not Request.objects.exists()
    request = carry(people, "agreed")
    write = f"/transfers/requests/{request.reference}/message/write/"
    items = MessageForm(None, TransferMessage(), ()).fields
    texts = {name: value for name in items if not name.endswith("_date")}
    assert asking.post(write, texts).status_code < 500
    if Message.objects.exists():
        assert asking.get(write.removesuffix("write/")).status_code == 200
        for kind in ("json", "fhir"):
            assert asking.get(f"{write.removesuffix('write/')}{kind}").status_code == 200


def test_no_odd_ticks_are_our_fault(people: People) -> None:
    clearing = session(people.clearing)
    for name in ODD:
        answer = clearing.post("/transfers/queue/clear/", {"requests": [odd(name)] * 300})
        assert answer.status_code in {200, 302, 400}, name
