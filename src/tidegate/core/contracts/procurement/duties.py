"""What a buyer owes each year, half-year and quarter, whatever the contract; and tender periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.core.contracts.months import months_after
from tidegate.core.contracts.procurement.notice_rules import Event, NoticeRule
from tidegate.core.contracts.procurement.regimes import Route, SelectionState

if TYPE_CHECKING:
    from tidegate.core.contracts.procurement.table import PlanningTerms

_APRIL = 4
_ONE_DAY = timedelta(days=1)


def financial_year_of(day: date) -> int:
    """Return the year in which the financial year of a day began, on 1 April."""
    return day.year if day.month >= _APRIL else day.year - 1


def pipeline_window(year: int, terms: PlanningTerms) -> tuple[date, date]:
    """Return the first and last day on which the pipeline notice of a financial year is published.

    From 1 April for 56 days, of which that is the first: to 26 May (Procurement Act s. 93).
    """
    first = date(year, _APRIL, 1)
    return first, first + timedelta(days=terms.pipeline_days - 1)


def belongs_in_pipeline(
    value_pence: int, notice_on: date, year: int, spend_pence: int, terms: PlanningTerms
) -> bool:
    """Say whether a planned contract belongs in the pipeline notice of a financial year.

    Args:
        value_pence: estimated value of the contract.
        notice_on: the day on which its tender or transparency notice is planned.
        year: the financial year, by the year in which it begins.
        spend_pence: what the buyer expects to spend in it on contracts of the Act.
        terms: the numbers of section 93.
    """
    first = date(year, _APRIL, 1)
    last = months_after(first, terms.pipeline_months) - _ONE_DAY
    large = value_pence > terms.pipeline_contract_pence
    return large and first <= notice_on <= last and spend_pence >= terms.pipeline_spend_pence


def half_years(first: date, last: date) -> tuple[date, ...]:
    """Return the last days of the reporting half-years between two days: 31 March, 30 September."""
    ends = (
        end
        for year in range(first.year, last.year + 1)
        for end in (date(year, 3, 31), date(year, 9, 30))
    )
    return tuple(end for end in ends if first <= end <= last)


def quarter_end(day: date) -> date:
    """Return the last day of the quarter that a day lies in."""
    month = 3 * ((day.month - 1) // 3) + 3
    return months_after(date(day.year, month, 1), 1) - _ONE_DAY


def payment_notice_due(
    paid_on: date, pence: int, rule: NoticeRule, terms: PlanningTerms
) -> date | None:
    """Return by when a payment has to be published; None where it is not above the threshold."""
    end = quarter_end(paid_on)
    owed = pence > terms.payment_pence and end >= rule.in_force
    return rule.due_on(end) if owed else None


def indicators_owed(value_pence: int, terms: PlanningTerms) -> int:
    """Return how many key performance indicators a contract of the Act needs at least."""
    return terms.kpi_least if value_pence > terms.kpi_contract_pence else 0


def tender_days(planned_on: date | None, tendered_on: date, terms: PlanningTerms) -> int:
    """Return the least number of days for tenders, shorter after a planned procurement notice.

    Args:
        planned_on: when the planned procurement notice was published; None: there was none.
        tendered_on: when the tender notice is published.
        terms: the numbers of the Act.
    """
    if planned_on is None:
        return terms.tender_days
    ahead = (tendered_on - planned_on).days
    latest = months_after(planned_on, terms.planned_most_months)
    qualifies = ahead >= terms.planned_least_days and tendered_on <= latest
    return terms.tender_days_planned if qualifies else terms.tender_days


@dataclass(frozen=True, slots=True)
class Duty:
    """What a buyer owes for a period, whatever the contract.

    Attributes:
        rule: the line of the table of notices.
        of: the last day of the period that it is about; of a pipeline notice, the first.
        opens_on: before which it cannot be published; None where it can be at any time.
        due_on: the last day on which it is in time.
    """

    rule: NoticeRule
    of: date
    opens_on: date | None
    due_on: date


def duties(rules: Sequence[NoticeRule], terms: PlanningTerms, year: int) -> tuple[Duty, ...]:
    """Return what a buyer owes for a financial year, in the order in which it is due."""
    first, last = date(year, _APRIL, 1), date(year + 1, 3, 31)
    found: list[Duty] = []
    for rule in rules:
        if rule.event is Event.HALF_YEAR:
            ends = [end for end in half_years(first, last) if end >= rule.in_force]
            found += [Duty(rule, end, end, rule.due_on(end)) for end in ends]
        elif rule.event is Event.QUARTER:
            quarters = [quarter_end(months_after(first, months)) for months in (0, 3, 6, 9)]
            found += [
                Duty(rule, end, end, rule.due_on(end)) for end in quarters if end >= rule.in_force
            ]
        elif rule.event is Event.FINANCIAL_YEAR and rule.kind == "UK1":
            opens, closes = pipeline_window(year, terms)
            found.append(Duty(rule, first, opens, closes))
        elif rule.event is Event.FINANCIAL_YEAR:
            due = months_after(last + _ONE_DAY, terms.annual_summary_months) - _ONE_DAY
            found.append(Duty(rule, last, last, due))
    return tuple(sorted(found, key=lambda duty: (duty.due_on, duty.rule.kind)))


@dataclass(frozen=True, slots=True)
class SelectionOfYear:
    """What the annual summary counts of one selection under the Provider Selection Regime."""

    route: Route | None
    state: SelectionState
    awarded_on: date | None
    new_provider: bool
    representations: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnualSummary:
    """The counts of a financial year (SI 2023/1348 reg. 25).

    Attributes:
        year: the year in which it began.
        awarded: contracts awarded, by route.
        urgent_modifications: contracts changed urgently.
        new_providers: awards to a provider that did not provide before.
        representations: representations received.
    """

    year: int
    awarded: dict[Route, int]
    urgent_modifications: int
    new_providers: int
    representations: int


def annual_summary(
    selections: Sequence[SelectionOfYear], urgent_modifications: Sequence[date], year: int
) -> AnnualSummary:
    """Count a financial year's selections for its annual summary."""
    awarded = [
        one
        for one in selections
        if one.state is SelectionState.AWARDED
        and one.awarded_on is not None
        and financial_year_of(one.awarded_on) == year
    ]
    routes = Counter(one.route for one in awarded if one.route is not None)
    received = [day for one in selections for day in one.representations]
    return AnnualSummary(
        year=year,
        awarded={route: routes[route] for route in Route if routes[route]},
        urgent_modifications=sum(financial_year_of(day) == year for day in urgent_modifications),
        new_providers=sum(one.new_provider for one in awarded),
        representations=sum(financial_year_of(day) == year for day in received),
    )
