"""Hypothesis strategies for transfer messages that pass their checks."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from tests.core.transfers.message.messages import CLOCK_START, COMPLETE, TODAY

from tidegate.core.transfers.message.items import ITEMS, Entry, Item
from tidegate.core.transfers.message.message import TransferMessage
from tidegate.core.transfers.message.values import Value, value_of, with_values
from tidegate.core.waiting.rtt_status import RTT_STATUSES, clock_runs

_LETTERS = st.text(
    st.characters(categories=["Lu", "Ll", "Nd"], include_characters=" '-&<>\"\\/{}"),
    min_size=1, max_size=30,
).filter(lambda text: bool(text.strip()))  # fmt: skip
_CODES = st.from_regex(r"[A-Z0-9]{3,8}", fullmatch=True)
_RUNNING = sorted(code for code in RTT_STATUSES if clock_runs(code))
_KINDS: dict[Entry, st.SearchStrategy[Value]] = {
    Entry.TEXT: _LETTERS,
    Entry.LINES: st.lists(_LETTERS, min_size=1, max_size=4).map("\n".join),
    Entry.IDENTIFIER: st.from_regex(r"[A-Za-z0-9]{1,12}", fullmatch=True),
    Entry.RTT_STATUS: st.sampled_from(_RUNNING),
    Entry.TREATMENT_FUNCTION: st.sampled_from(["100", "110", "502", "X05", "812"]),
}


def _value(item: Item) -> st.SearchStrategy[Value]:
    given = _KINDS.get(item.entry, st.just(value_of(COMPLETE, item)))
    blank = value_of(TransferMessage(), item)
    return given if item.mandatory else st.one_of(st.just(blank), given)


@st.composite
def sendable(draw: st.DrawFn) -> TransferMessage:
    """Draw a message that may be sent on ``TODAY``, for a request that began at ``CLOCK_START``."""
    values = {item.name: draw(_value(item)) for item in ITEMS}
    whole = (TODAY - CLOCK_START).days
    first, second, third = sorted(draw(st.lists(st.integers(0, whole), min_size=3, max_size=3)))
    sender = draw(_CODES)
    path = draw(st.lists(_CODES, max_size=3))
    values |= {
        "pathway.decision_to_refer": CLOCK_START + timedelta(days=first),
        "dates.requested": CLOCK_START + timedelta(days=second),
        "dates.received": draw(st.sampled_from([None, CLOCK_START + timedelta(days=third)])),
        "referrer.organisation": sender,
        "receiver.organisation": draw(_CODES.filter(lambda code: code != sender)),
        "path.organisations": (*path, sender),
    }
    return with_values(COMPLETE, values)
