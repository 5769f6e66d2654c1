"""What the database itself refuses to change of a return, whoever asks."""

from __future__ import annotations

from tidegate.controlroom.log.append_only import Refusal

RETURN = "a return is not rewritten: correct it by a new version"
REFUSALS = tuple(
    Refusal(verb, "pressure_return", RETURN) for verb in ("UPDATE", "DELETE", "TRUNCATE")
)
