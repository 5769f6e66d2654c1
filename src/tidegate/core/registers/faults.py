"""How the registers say what is wrong: one coded reason, with the version of their rules."""

from __future__ import annotations

from tidegate.core.reasons import Reason

RULES = "registers 2026"


def fault(code: str, detail: str, **inputs: object) -> Reason:
    """Return one reason why something cannot stand in a register."""
    return Reason(code, detail, inputs, RULES)
