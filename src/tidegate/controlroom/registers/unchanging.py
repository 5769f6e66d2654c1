"""What the database itself refuses to change of a register, whoever asks: every row of it."""

from __future__ import annotations

from tidegate.controlroom.log.append_only import Refusal

ROW = "a row of a register is not rewritten: supersede it by a new one"
ADDED = "what was added to a register is not rewritten: add to it"

ROWS = (
    "commitment", "fundingtransfer", "spendcase", "oversightrun", "segment", "ratingopinion",
    "enforcementact", "datarelease", "speakupcase",
)  # fmt: skip
ADDITIONS = (
    "commitmentmark", "fundingevent", "spendstep", "actoutcome", "releasedfile", "releaseend",
    "speakupmove",
)  # fmt: skip
REFUSALS = tuple(
    Refusal(verb, f"registers_{table}", why)
    for tables, why in ((ROWS, ROW), (ADDITIONS, ADDED))
    for table in tables
    for verb in ("UPDATE", "DELETE", "TRUNCATE")
)
