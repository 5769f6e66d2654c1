"""What the database itself refuses to change of the rows of pressure, whoever asks."""

from __future__ import annotations

from tidegate.controlroom.log.append_only import Refusal

RETURN = "a return is not rewritten: correct it by a new version"
REFUSALS = tuple(
    Refusal(verb, "pressure_return", RETURN) for verb in ("UPDATE", "DELETE", "TRUNCATE")
)
REBASE = "a recalculation is not rewritten: withdraw it, once, and make another"
_KEPT = ("organisation", "measure", "from_day", "reason", "made_by", "made_by_name", "made_at")
_REWRITTEN = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _KEPT)
REBASE_REFUSALS = (
    Refusal(
        "UPDATE",
        "pressure_rebase",
        REBASE,
        f"OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR {_REWRITTEN}",
    ),
    Refusal("DELETE", "pressure_rebase", REBASE),
    Refusal("TRUNCATE", "pressure_rebase", REBASE),
)
CHOICE = "a choice of a score table is not rewritten: choose again"
CHOICE_REFUSALS = tuple(
    Refusal(verb, "pressure_tablechoice", CHOICE) for verb in ("UPDATE", "DELETE", "TRUNCATE")
)
