"""What the database itself refuses to change of counts and of an incident's levels."""

from __future__ import annotations

from tidegate.controlroom.log.append_only import Refusal

COUNT = "a count is not rewritten: count the same time again"
MOVE = "a level that an incident had is not rewritten"

DIVERT_REFUSALS = tuple(
    Refusal(action, table, why)
    for table, why in (("surge_divertcount", COUNT), ("surge_incidentmove", MOVE))
    for action in ("UPDATE", "DELETE", "TRUNCATE")
)
