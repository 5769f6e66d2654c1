"""What the database itself refuses to change of a surge, whoever asks.

What was known, weighed, pledged, reported and judged stays as it was written.
"""

from __future__ import annotations

from tidegate.controlroom.log.append_only import Refusal

EVIDENCE = "evidence is frozen: propose again on what is known now"
PLEDGE = "a pledge is not rewritten: pledge a new version"
ACTUAL = "what was reported is not rewritten: report again"
REVIEW = "how a day was judged is not rewritten"

REFUSALS = tuple(
    Refusal(action, table, why)
    for table, why in (
        ("surge_evidence", EVIDENCE),
        ("surge_option", EVIDENCE),
        ("surge_pledge", PLEDGE),
        ("surge_actual", ACTUAL),
        ("surge_dailyreview", REVIEW),
    )
    for action in ("UPDATE", "DELETE", "TRUNCATE")
)
