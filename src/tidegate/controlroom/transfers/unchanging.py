"""What the database itself refuses to change of a transfer, whoever asks.

A clock start stays what it was when the request was made; a line of the ledger of use stays what
it was when it was written; so does what a transfer message says.
"""

from __future__ import annotations

from tidegate.controlroom.log.append_only import Refusal

CLOCK = "the clock start of a request never changes"
LEDGER = "the ledger of use is append-only"
MESSAGE = "a transfer message is not rewritten: write a new version"

REFUSALS = (
    Refusal("UPDATE", "transfers_request", CLOCK, "NEW.clock_start <> OLD.clock_start"),
    Refusal("UPDATE", "transfers_use", LEDGER),
    Refusal("DELETE", "transfers_use", LEDGER),
    Refusal("TRUNCATE", "transfers_use", LEDGER),
    Refusal(
        "UPDATE",
        "transfers_message",
        MESSAGE,
        "NEW.content <> OLD.content OR NEW.request_id <> OLD.request_id"
        " OR NEW.version <> OLD.version",
    ),
)
