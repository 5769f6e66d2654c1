"""What the database itself refuses to change of a contract, whoever asks.

What was agreed, signed, switched and reported stays as it was written; a change is a new row.
"""

from __future__ import annotations

from tidegate.controlroom.log.append_only import Refusal

TERMS = "terms are not rewritten: write a new version"
SIGNATURE = "a signature is not changed"
SWITCH = "a turn of a switch is not changed: turn it again"
RETURN = "a return is not rewritten: submit a correction"

REFUSALS = tuple(
    Refusal(action, table, why)
    for table, why in (
        ("contracts_terms", TERMS),
        ("contracts_signature", SIGNATURE),
        ("contracts_switch", SWITCH),
        ("contracts_usereturn", RETURN),
    )
    for action in ("UPDATE", "DELETE", "TRUNCATE")
)
