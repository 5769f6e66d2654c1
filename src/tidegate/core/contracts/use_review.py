"""Keep, warn, drop or buy more: what a contract's weeks ask for, and what a decision needs first.

No national threshold is public (spec transfers 2.5), so every number is a setting. A decision needs
so many weeks in a row below, a cause for every unused unit, the provider's reply or the time for it
run out, and its reasons in words. A provider that is idle because the buyer did not book is not
dropped for it: the same evidence then asks the buyer to mend its own ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.rules import Doing
from tidegate.core.contracts.ledger.utilisation import SHARES, added_up
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.ledger import Ledger
    from tidegate.core.contracts.ledger.line_week import LineWeek
    from tidegate.core.contracts.ledger.rules import UseRules
    from tidegate.core.transfers.lifecycle.causes import UnusedCause

LEAST_RATIONALE = 20  # characters; fewer say nothing that a reader could follow


class Ask(StrEnum):
    """What a review proposes, and what is decided."""

    KEEP = "keep"
    WARN = "warn"
    DROP = "drop"
    MORE = "more"


ASK_LABELS: dict[Ask, str] = {
    Ask.KEEP: "Keep as it is",
    Ask.WARN: "Warn the provider",
    Ask.DROP: "Give capacity back",
    Ask.MORE: "Buy more",
}


@dataclass(frozen=True, slots=True)
class WeekShare:
    """How much of one past week was used."""

    week: date
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class UseStanding:
    """What a contract's weeks ask for today.

    Attributes:
        asks: keep, warn, drop or more.
        reasons: why, each with its code.
        weeks: past weeks and their shares, the earliest first.
        below: how many of the newest weeks in a row lie below the line.
        above: how many lie at or above the line for more.
        unused: units of the weeks below (of all weeks where there are none), by doing and cause.
        provider_share: of those, the share that is the provider's doing; undefined without any.
        rule: name and version of the rules.
    """

    asks: Ask
    reasons: tuple[Reason, ...]
    weeks: tuple[WeekShare, ...]
    below: int
    above: int
    unused: Mapping[tuple[Doing, UnusedCause], int] = field(default_factory=dict)
    provider_share: Fraction | None = None
    rule: str = ""


def standing(ledger: Ledger, rules: UseRules, warned_on: date | None = None) -> UseStanding:
    """Say what a contract's past weeks ask for.

    Args:
        ledger: of the contract.
        rules: the line, the weeks, and whose doing each cause is.
        warned_on: the day of the last warning that was decided; None where there was none.
    """
    weeks = week_shares(ledger.past, rules.review.denominator)
    below = _in_a_row(weeks, lambda share: share < rules.review.below)
    above = _in_a_row(weeks, lambda share: share >= rules.review.above)
    looked_at = {each.week for each in _newest(weeks, below)} if below else None
    rows = [row for row in ledger.past if looked_at is None or row.week in looked_at]
    unused = _unused(rows, rules)
    total = sum(unused.values())
    theirs = sum(units for (doing, _), units in unused.items() if doing is Doing.PROVIDER)
    share = Fraction(theirs, total) if total else None
    asks, reasons = _asked(weeks, below, above, share, rules, warned_on)
    return UseStanding(asks, reasons, weeks, below, above, unused, share, rules.label)


def week_shares(rows: Sequence[LineWeek], denominator: str) -> tuple[WeekShare, ...]:
    """Return the share of each past week in which units were contracted or offered."""
    if denominator not in SHARES:
        raise ValueError(f"denominator must be one of {', '.join(SHARES)}")
    by_week: dict[date, list[LineWeek]] = {}
    for row in rows:
        if row.contracted or row.offered.units:
            by_week.setdefault(row.week, []).append(row)
    return tuple(
        WeekShare(week, getattr(added_up(found), denominator))
        for week, found in sorted(by_week.items())
    )


def _in_a_row(weeks: Sequence[WeekShare], test) -> int:  # type: ignore[no-untyped-def]
    """Count the newest weeks that meet a test; weeks that nobody reported are passed over.

    Were they to end the row, a provider would be safe from review by not reporting.
    """
    count = 0
    for each in reversed([week for week in weeks if week.share is not None]):
        if not test(each.share):
            break
        count += 1
    return count


def _newest(weeks: Sequence[WeekShare], count: int) -> Sequence[WeekShare]:
    """Return so many of the newest weeks that were reported."""
    reported = [each for each in weeks if each.share is not None]
    return reported[len(reported) - count :]


def _unused(rows: Sequence[LineWeek], rules: UseRules) -> Mapping[tuple[Doing, UnusedCause], int]:
    counted: Counter[tuple[Doing, UnusedCause]] = Counter()
    for row in rows:
        for each in row.unused:
            counted[rules.doing[each.cause], each.cause] += each.units
    return dict(counted.most_common())


def _asked(
    weeks: Sequence[WeekShare],
    below: int,
    above: int,
    share: Fraction | None,
    rules: UseRules,
    warned_on: date | None,
) -> tuple[Ask, tuple[Reason, ...]]:
    review = rules.review
    if above >= review.weeks_above:
        detail = f"{above} weeks in a row were used to {_percent(review.above)} or more."
        return Ask.MORE, (_reason("WELL_USED", detail, rules, weeks=above),)
    if below < review.weeks:
        detail = f"{below} weeks in a row lie below {_percent(review.below)}; {review.weeks} ask."
        return Ask.KEEP, (_reason("FEWER_WEEKS_BELOW", detail, rules, weeks=below),)
    detail = f"{below} weeks in a row lie below {_percent(review.below)}."
    reasons = [_reason("WEEKS_BELOW", detail, rules, weeks=below)]
    if share is not None and share < review.provider_share:
        detail = f"Of the unused units {_percent(share)} are the provider’s doing; the rest is not."
        return Ask.KEEP, (*reasons, _reason("NOT_THEIR_DOING", detail, rules, share=float(share)))
    since = [each for each in _newest(weeks, below) if warned_on and each.week > warned_on]
    if len(since) >= review.weeks_after_warning:
        detail = f"{len(since)} of them came after the warning."
        return Ask.DROP, (*reasons, _reason("AFTER_WARNING", detail, rules, weeks=len(since)))
    return Ask.WARN, tuple(reasons)


def evidence(ledger: Ledger, found: UseStanding) -> dict[str, object]:
    """Freeze what a review rests on, JSON-ready: nothing of it is worked out again later."""
    units = ledger.units
    return {
        "up_to": ledger.today.isoformat(),
        "rule": found.rule,
        "weeks": [
            {"week": each.week.isoformat(), "share": _decimal(each.share)} for each in found.weeks
        ],
        "weeks_below": found.below,
        "weeks_above": found.above,
        "shares": {name: _decimal(getattr(units, name)) for name in SHARES},
        "units": {
            name: getattr(units, name)
            for name in ("contracted", "offered", "claimed", "observed", "booked", "done")
        },
        "unused": [
            {"doing": doing.value, "cause": cause.value, "units": many}
            for (doing, cause), many in found.unused.items()
        ],
        "unexplained": sum(row.unexplained for row in ledger.past if row.done.units is not None),
        "weeks_not_reported": sum(1 for each in found.weeks if each.share is None),
        "provider_share": _decimal(found.provider_share),
        "paid_pence": ledger.paid,
        "value_pence": ledger.value,
        "idle_pence": ledger.idle,
        "price_ratio": _decimal(ledger.ratio),
        "reasons": [{"code": each.code, "detail": each.detail} for each in found.reasons],
    }


def refusals_to_decide(
    decision: Ask,
    rationale: str,
    frozen: Mapping[str, object],
    *,
    replied: bool,
    reply_by: date,
    today: date,
    rules: UseRules,
) -> tuple[Reason, ...]:
    """Return why a review may not be decided so; empty where it may.

    Args:
        decision: keep, warn, drop or more.
        rationale: why, in words.
        frozen: the evidence of the review.
        replied: whether the provider has replied.
        reply_by: the last day for it.
        today: the day of the decision.
        rules: those in force.
    """
    found = []
    if len(rationale.strip()) < LEAST_RATIONALE:
        found.append(_reason("RATIONALE_MISSING", "Say why, so that others can follow it.", rules))
    if not replied and today <= reply_by:
        detail = f"The provider may reply until {reply_by.isoformat()}."
        found.append(_reason("REPLY_AWAITED", detail, rules, reply_by=reply_by))
    if decision in {Ask.WARN, Ask.DROP}:
        weeks = int(str(frozen.get("weeks_below", 0)))
        if weeks < rules.review.weeks:
            detail = f"{weeks} weeks in a row lie below the line; {rules.review.weeks} are needed."
            found.append(_reason("TOO_FEW_WEEKS", detail, rules, weeks=weeks))
        if frozen.get("unexplained"):
            detail = "Some unused units have no cause yet."
            units = frozen["unexplained"]
            found.append(_reason("CAUSES_MISSING", detail, rules, units=units))
    return tuple(found)


def reply_due(opened_on: date, rules: UseRules) -> date:
    """Return the last day for the provider's reply."""
    return opened_on + timedelta(days=rules.review.reply_days)


def _reason(code: str, detail: str, rules: UseRules, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, rules.label)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.3g}%"


def _decimal(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 4)
