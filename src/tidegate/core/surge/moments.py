"""When something happened, beside when it was written down: coded refusals that all share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tidegate.core.log.entry import is_late
from tidegate.core.reasons import Reason

RULES = "moments 2026-11"


def moment_refusals(
    occurred_at: datetime, now: datetime, not_before: datetime | None, late_why: str
) -> tuple[Reason, ...]:
    """Return why something cannot have happened when it is said to have; empty when it can.

    Args:
        occurred_at: when it happened.
        now: when it is written down.
        not_before: what came before it.
        late_why: why it is written down late, where it is.
    """
    return tuple(_refusals(occurred_at, now, not_before, late_why))


def _refusals(
    occurred_at: datetime, now: datetime, not_before: datetime | None, late_why: str
) -> Iterator[Reason]:
    if occurred_at > now:
        yield Reason("NOT_YET", "That is still to come: say it when it happened.",
                     {"occurred_at": occurred_at}, RULES)  # fmt: skip
    if not_before is not None and occurred_at < not_before:
        yield Reason("BEFORE_THE_LAST", "That was before what came before it.",
                     {"occurred_at": occurred_at, "not_before": not_before}, RULES)  # fmt: skip
    if is_late(occurred_at, now) and not late_why.strip():
        yield Reason("LATE_WHY_NEEDED", "It is written down late: say why.",
                     {"occurred_at": occurred_at, "now": now}, RULES)  # fmt: skip
