"""What somebody should look at in a contract's ledger, while it happens.

Nothing here refuses anything: a figure that looks wrong may be right, so it is said and kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.ledger import Ledger
    from tidegate.core.contracts.ledger.line_week import LineWeek
    from tidegate.core.contracts.ledger.rules import UseRules
    from tidegate.core.contracts.terms.pay import PrivateWork

_FEWEST = 3  # weeks of a line's own, before anything is called unusual


def alarms(ledger: Ledger, rules: UseRules, now: datetime) -> tuple[Reason, ...]:
    """Return everything in a ledger that somebody should look at, the newest week first."""
    found: list[Reason] = []
    for row in reversed(ledger.rows):
        found += _of_row(row, ledger, rules, now)
    for money in reversed(ledger.money):
        where: dict[str, object] = {"week": money.week}
        if money.cap_held:
            detail = "The cap of the contract is reached; work beyond it is not paid for."
            found.append(Reason("CAP_REACHED", detail, where | {"pence": money.cap_held}))
        if money.missing and money.week < ledger.today:
            said = " and ".join(money.missing)
            detail = f"What is due is not known for good before the {said} is returned."
            found.append(Reason("MONEY_OPEN", detail, where | {"missing": money.missing}))
    return tuple(
        Reason(each.code, each.detail, each.inputs, rules.label) for each in found
    )  # every one by the same rules


def _of_row(row: LineWeek, ledger: Ledger, rules: UseRules, now: datetime) -> Iterator[Reason]:
    yield from _arrival(row, rules, now)
    yield from gaps(row, rules)
    yield from contradictions(row)
    terms = ledger.contract.terms_in(row.week).terms
    if terms.private_work is not None:
        yield from private_work(row, terms.private_work)
    if row.line.cap is not None and row.done.units:
        before = sum(
            each.done.units or 0
            for each in ledger.rows
            if each.line == row.line and each.week <= row.week
        )
        if before > row.line.cap:
            detail = f"{before:,} units were done of {row.line.cap:,} that may be paid for."
            yield _said("LINE_CAP_PASSED", detail, row, done=before, cap=row.line.cap)


def _arrival(row: LineWeek, rules: UseRules, now: datetime) -> Iterator[Reason]:
    if row.returned is None and row.contracted and row.over and now > rules.due(row.week):
        due = rules.due(row.week).date().isoformat()
        yield _said("RETURN_MISSING", f"No return of the week; it was due on {due}.", row, due=due)
    at = row.returned.submitted_at if row.returned else None
    if row.returned is not None and at is not None:
        first = row.returned.first_at or (at if row.returned.version == 1 else None)
        if first is not None and first > rules.due(row.week):
            yield _said("RETURN_LATE", "The return came late.", row, at=first)
        if row.returned.version > 1 and rules.late_to_amend(row.week, at):
            detail = "The return was corrected after the usual time."
            yield _said("CORRECTED_LATE", detail, row, at=at)
    if row.unexplained and (row.returned is not None or row.offered.units is not None):
        detail = f"{row.unexplained:,} units went unused without a cause."
        yield _said("CAUSE_MISSING", detail, row, units=row.unexplained)
    if row.over_explained:
        detail = f"Causes name {row.over_explained:,} more unused units than there were."
        yield _said("CAUSES_EXCEED", detail, row, units=row.over_explained)


def gaps(row: LineWeek, rules: UseRules) -> Iterator[Reason]:
    """Yield where fewer units are staffed than claimed, or than physically there are."""
    claimed, observed, physical = row.claimed.units, row.observed.units, row.physical.units
    if claimed and observed is not None and observed < claimed * (1 - rules.gap):
        detail = f"{observed:,} units were seen staffed of {claimed:,} claimed."
        yield _said("CLAIM_NOT_SEEN", detail, row, claimed=claimed, observed=observed)
    staffed = claimed if observed is None else observed
    if physical and staffed is not None and staffed < physical * (1 - rules.staffed_gap):
        detail = f"{staffed:,} of {physical:,} physical units are staffed."
        yield _said("NOT_STAFFED", detail, row, physical=physical, staffed=staffed)


def contradictions(row: LineWeek) -> Iterator[Reason]:
    """Yield where a return and the offers' own ledger say different things."""
    for name in ("offered", "booked", "done", "claimed", "observed", "physical"):
        figure = getattr(row, name)
        if figure.differs:
            detail = (
                f"{name.capitalize()}: {figure.units:,} by the return, "
                f"{figure.beside:,} by the offers’ ledger of use."
            )
            yield _said("DIFFERS_FROM_OFFERS", detail, row, figure=name, returned=figure.units,
                        offers=figure.beside)  # fmt: skip


def private_work(row: LineWeek, limit: PrivateWork) -> Iterator[Reason]:
    """Yield where more private-funded work was done than was agreed."""
    private = row.private_done.units
    if private is None:
        return
    everything = private + (row.done.units or 0)
    if limit.most_units is not None and private > limit.most_units:
        detail = f"{private:,} private units were done; {limit.most_units:,} a week were agreed."
        yield _said("PRIVATE_ABOVE_LIMIT", detail, row, private=private, most=limit.most_units)
    if limit.most_share is not None and private > limit.most_share * everything:
        percent = float(limit.most_share * 100)
        detail = f"{private:,} of {everything:,} units were private; {percent:g}% was agreed."
        yield _said("PRIVATE_ABOVE_LIMIT", detail, row, private=private, of=everything)


def implausible(row: LineWeek, before: tuple[LineWeek, ...], rules: UseRules) -> Iterator[Reason]:
    """Yield what of a return should be asked about, against the line's own earlier weeks.

    Args:
        row: the week with the return.
        before: earlier weeks of the same line.
        rules: how many times the usual is too much.
    """
    for name, label in (("offered", "Offered"), ("done", "Done"), ("booked", "Booked")):
        value = getattr(row, name).units
        usual = [each for one in before if (each := getattr(one, name).units) is not None]
        if value is None or len(usual) < _FEWEST:
            continue
        middle = Fraction(median(usual))
        if value > max(middle * rules.usual_times, middle + _FEWEST):
            detail = f"{label}, {value:,}, is far above the usual {float(middle):,g}."
            yield _said("UNUSUAL", detail, row, figure=name, value=value)
    yield from _parts(row)


def _parts(row: LineWeek) -> Iterator[Reason]:
    pairs = (
        ("done", "booked", "Done", "booked"),
        ("offered", "physical", "Offered", "physical"),
        ("claimed", "physical", "Staffed", "physical"),
    )
    for part, whole, said, of in pairs:
        less, more = getattr(row, part).units, getattr(row, whole).units
        if less is not None and more is not None and less > more:
            detail = f"{said}, {less:,}, is more than {of}, {more:,}, of which it is part."
            yield _said("PART_ABOVE_WHOLE", detail, row, figure=part, value=less, of=more)
    touch, session = row.touch_minutes, row.session_minutes
    if touch is not None and session is not None and touch > session:
        detail = f"{touch:,} minutes operated are more than {session:,} minutes of sessions."
        yield _said("PART_ABOVE_WHOLE", detail, row, figure="touch_minutes", value=touch)


def _said(code: str, detail: str, row: LineWeek, **inputs: object) -> Reason:
    return Reason(code, detail, {"line_id": row.line.line_id, "week": row.week, **inputs})
