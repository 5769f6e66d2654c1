"""Which notices are owed and when: by law, route and event, to the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tidegate.core.contracts.procurement.duties import (
    SelectionOfYear,
    annual_summary,
    belongs_in_pipeline,
    duties,
    half_years,
    indicators_owed,
    payment_notice_due,
    pipeline_window,
    quarter_end,
    tender_days,
)
from tidegate.core.contracts.procurement.notice_rules import Event, NoticeRule, Step
from tidegate.core.contracts.procurement.notices import (
    Life,
    Published,
    Standing,
    anniversaries,
    missing_before,
    owed,
    standing,
)
from tidegate.core.contracts.procurement.regimes import (
    ROUTES_OF,
    WITH_STANDSTILL,
    Regime,
    Route,
    SelectionState,
)
from tidegate.exchange.contracts.procurement_table import shipped_procurement_table

TABLE = shipped_procurement_table()
RULES, PLANNING = TABLE.notices, TABLE.planning
POUNDS = 100
LATER = date(2035, 1, 1)
HEALTH = Life(Regime.PSR, Route.DIRECT_A, 3_000_000 * POUNDS)
OTHER = Life(Regime.PA23, Route.TENDER, 6_000_000 * POUNDS)


def rule_of(kind: str) -> NoticeRule:
    return next(rule for rule in RULES if rule.kind == kind)


def due(life: Life, kind: str, until: date = LATER) -> list[date | None]:
    return [each.due_on for each in owed(life, RULES, until) if each.rule.kind == kind]


def kinds(life: Life) -> list[str]:
    return [each.rule.kind for each in owed(life, RULES, LATER)]


BY_ROUTE = [
    (Route.DIRECT_A, ["psr_award"]),
    (Route.DIRECT_B, ["psr_award"]),
    (Route.DIRECT_C, ["psr_intention", "psr_award"]),
    (Route.MOST_SUITABLE, ["psr_clear_intention", "psr_intention", "psr_award"]),
    (Route.COMPETITIVE, ["psr_contract_notice", "psr_intention", "psr_award"]),
    (Route.URGENT, ["psr_urgent_award"]),
]


@pytest.mark.parametrize(("route", "expected"), BY_ROUTE)
def test_each_route_of_the_selection_regime_owes_its_notices(
    route: Route, expected: list[str]
) -> None:
    assert kinds(replace(HEALTH, route=route, awarded_on=date(2026, 3, 2))) == expected


@pytest.mark.parametrize("route", [route for route, _ in BY_ROUTE])
def test_the_award_notice_is_due_thirty_days_after_the_award(route: Route) -> None:
    life = replace(HEALTH, route=route, awarded_on=date(2026, 3, 2))
    kind = "psr_urgent_award" if route is Route.URGENT else "psr_award"
    assert due(life, kind) == [date(2026, 4, 1)]
    assert standing(date(2026, 4, 1), None, date(2026, 4, 1)) is Standing.DUE
    assert standing(date(2026, 4, 1), None, date(2026, 4, 2)) is Standing.OVERDUE


def test_a_direct_award_of_the_act_leaves_at_least_four_notices() -> None:
    life = replace(OTHER, route=Route.DIRECT, signed_on=date(2026, 3, 2), ended_on=date(2028, 3, 1))
    assert {"UK5", "UK6", "UK7", "UK11"} <= set(kinds(life))


def test_contract_details_are_due_in_thirty_days_of_signing_or_a_hundred_and_twenty() -> None:
    """The day of signing is the first of the thirty."""
    signed = replace(OTHER, signed_on=date(2026, 3, 2))
    assert due(signed, "UK7") == [date(2026, 3, 31)]
    assert due(replace(signed, light_touch=True), "UK7") == [date(2026, 6, 29)]
    assert (date(2026, 3, 31) - date(2026, 3, 2)).days + 1 == 30
    assert (date(2026, 6, 29) - date(2026, 3, 2)).days + 1 == 120


def test_performance_is_published_each_anniversary_and_at_the_end() -> None:
    running = replace(OTHER, starts_on=date(2026, 6, 1))
    assert due(running, "UK9", date(2028, 7, 1)) == [date(2027, 6, 1), date(2028, 6, 1)]
    ended = replace(running, ended_on=date(2028, 9, 30))
    assert due(ended, "UK9") == [date(2027, 6, 1), date(2028, 6, 1), date(2028, 9, 30)]


def test_only_contracts_above_five_million_publish_performance() -> None:
    life = replace(OTHER, starts_on=date(2026, 6, 1), value_pence=5_000_000 * POUNDS)
    assert due(life, "UK9") == []
    assert len(due(replace(life, value_pence=life.value_pence + 1), "UK9")) == 8
    assert indicators_owed(5_000_000 * POUNDS, PLANNING) == 0
    assert indicators_owed(5_000_000 * POUNDS + 1, PLANNING) == 3


def test_the_end_of_a_contract_is_published_within_thirty_days_whatever_ended_it() -> None:
    assert due(replace(OTHER, ended_on=date(2026, 9, 30)), "UK11") == [date(2026, 10, 29)]
    assert due(replace(HEALTH, ended_on=date(2026, 9, 30)), "UK11") == []


def test_an_abandoned_selection_owes_a_notice_of_its_own() -> None:
    assert due(replace(OTHER, abandoned_on=date(2026, 5, 5)), "UK12") == [date(2026, 5, 5)]
    abandoned = replace(HEALTH, abandoned_on=date(2026, 5, 5))
    assert due(abandoned, "psr_abandonment") == [date(2026, 6, 4)]


def test_each_change_that_owes_a_notice_owes_its_own() -> None:
    life = replace(
        HEALTH,
        modified_on=(date(2026, 5, 5), date(2026, 6, 5)),
        urgently_modified_on=(date(2026, 7, 1),),
    )
    assert due(life, "psr_modification") == [date(2026, 6, 4), date(2026, 7, 5)]
    assert due(life, "psr_urgent_modification") == [date(2026, 7, 31)]


def test_a_service_begun_on_the_leap_day_has_its_anniversary_on_the_twenty_eighth() -> None:
    found = anniversaries(date(2024, 2, 29), date(2028, 3, 1))
    assert found == (
        date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29),
    )  # fmt: skip
    assert anniversaries(None, LATER) == ()


STANDS = [
    (date(2026, 4, 1), date(2026, 4, 1), Standing.PUBLISHED),
    (date(2026, 4, 1), date(2026, 4, 2), Standing.LATE),
    (None, date(2026, 4, 2), Standing.PUBLISHED),
    (None, None, Standing.AWAITED),
]


@pytest.mark.parametrize(("due_on", "published", "expected"), STANDS)
def test_a_notice_is_late_when_it_came_after_its_day(
    due_on: date | None, published: date, expected: Standing
) -> None:
    assert standing(due_on, published, date(2026, 6, 1)) is expected


def test_the_intention_waits_fourteen_days_after_the_clear_intention() -> None:
    life = replace(HEALTH, route=Route.MOST_SUITABLE)
    clear = Published("psr_clear_intention", date(2026, 3, 2))

    def missing(today: date, *stands: Published) -> list[str]:
        found = missing_before(Step.INTENTION, life, stands, RULES, today)
        return [reason.code for reason in found]

    assert missing(date(2026, 3, 16)) == ["NOTICE_MISSING"]
    assert missing(date(2026, 3, 15), clear) == ["NOTICE_TOO_FRESH"]
    assert missing(date(2026, 3, 16), clear) == []


AWAITED = [
    (replace(HEALTH, route=Route.COMPETITIVE), Step.INTENTION, "psr_contract_notice"),
    (replace(HEALTH, route=Route.DIRECT_C), Step.AWARD, "psr_intention"),
    (OTHER, Step.INTENTION, "UK4"),
    (OTHER, Step.AWARD, "UK6"),
    (replace(OTHER, route=Route.DIRECT), Step.INTENTION, "UK5"),
    (OTHER, Step.MODIFICATION, "UK10"),
]


@pytest.mark.parametrize(("life", "step", "kind"), AWAITED)
def test_a_step_waits_for_its_notice(life: Life, step: Step, kind: str) -> None:
    today = date(2026, 3, 2)
    refused = missing_before(step, life, (), RULES, today)
    assert [reason.inputs["kind"] for reason in refused] == [kind]
    assert missing_before(step, life, (Published(kind, today),), RULES, today) == ()


@pytest.mark.parametrize("route", [Route.DIRECT_A, Route.DIRECT_B, Route.URGENT])
def test_mandatory_and_urgent_awards_wait_for_no_notice(route: Route) -> None:
    life = replace(HEALTH, route=route)
    assert missing_before(Step.AWARD, life, (), RULES, date(2026, 3, 2)) == ()


def test_a_standstill_runs_from_exactly_one_notice_wherever_the_law_asks_for_one() -> None:
    for regime, routes in ROUTES_OF.items():
        for route in routes:
            starting = [
                rule.kind
                for rule in RULES
                if rule.starts_standstill and rule.applies_to(regime, route, 1)
            ]
            assert len(starting) == ((regime, route) in WITH_STANDSTILL), (regime, route)


def test_all_seventeen_notices_of_the_act_are_in_the_table() -> None:
    numbered = sorted({int(rule.kind[2:]) for rule in RULES if rule.regime is Regime.PA23})
    assert numbered == list(range(1, 18))


WINDOW = [
    (date(2026, 3, 31), False),
    (date(2026, 4, 1), True),
    (date(2026, 5, 26), True),
    (date(2026, 5, 27), False),
]


@pytest.mark.parametrize(("day", "inside"), WINDOW)
def test_the_pipeline_is_published_from_the_first_of_april_to_the_26th_of_may(
    day: date, inside: bool
) -> None:
    first, last = pipeline_window(2026, PLANNING)
    assert (first <= day <= last) == inside


PIPELINE = [
    # value in pounds, notice planned, spend in pounds, in the pipeline
    (2_000_001, date(2026, 4, 1), 100_000_000, True),
    (2_000_000, date(2026, 4, 1), 100_000_000, False),
    (2_000_001, date(2026, 3, 31), 100_000_000, False),
    (2_000_001, date(2027, 9, 30), 100_000_000, True),
    (2_000_001, date(2027, 10, 1), 100_000_000, False),
    (2_000_001, date(2026, 4, 1), 99_999_999, False),
]


@pytest.mark.parametrize(("pounds", "notice_on", "spend", "expected"), PIPELINE)
def test_contracts_over_two_million_of_the_next_eighteen_months_belong_in_the_pipeline(
    pounds: int, notice_on: date, spend: int, expected: bool
) -> None:
    found = belongs_in_pipeline(pounds * POUNDS, notice_on, 2026, spend * POUNDS, PLANNING)
    assert found is expected


def test_payments_compliance_is_reported_twice_a_year() -> None:
    """Thirty days that begin with the last day of March or September."""
    ends = half_years(date(2026, 1, 1), date(2027, 3, 31))
    assert ends == (date(2026, 3, 31), date(2026, 9, 30), date(2027, 3, 31))
    assert [rule_of("UK17").due_on(end) for end in ends] == [
        date(2026, 4, 29), date(2026, 10, 29), date(2027, 4, 29),
    ]  # fmt: skip


def test_payments_above_thirty_thousand_pounds_are_published_after_their_quarter() -> None:
    rule = rule_of("UK8")
    paid = date(2026, 5, 20)
    assert quarter_end(paid) == date(2026, 6, 30)
    assert payment_notice_due(paid, 30_000 * POUNDS, rule, PLANNING) is None
    assert payment_notice_due(paid, 30_000 * POUNDS + 1, rule, PLANNING) == date(2026, 7, 29)
    before_in_force = payment_notice_due(date(2026, 3, 1), 40_000 * POUNDS, rule, PLANNING)
    assert before_in_force is None
    assert quarter_end(date(2026, 12, 31)) == date(2026, 12, 31)


def test_a_year_of_duties_in_the_order_in_which_they_are_due() -> None:
    assert [(duty.rule.kind, duty.due_on) for duty in duties(RULES, PLANNING, 2026)] == [
        ("UK1", date(2026, 5, 26)),
        ("UK8", date(2026, 7, 29)),
        ("UK17", date(2026, 10, 29)),
        ("UK8", date(2026, 10, 29)),
        ("UK8", date(2027, 1, 29)),
        ("UK17", date(2027, 4, 29)),
        ("UK8", date(2027, 4, 29)),
        ("psr_annual_summary", date(2027, 9, 30)),
    ]


TENDERS = [
    # planned procurement notice so many days before the tender notice; None: there was none
    (None, 25),
    (39, 25),
    (40, 10),
    (365, 10),
    (366, 25),
]


@pytest.mark.parametrize(("days_ahead", "expected"), TENDERS)
def test_a_planned_procurement_notice_shortens_the_tender_period(
    days_ahead: int | None, expected: int
) -> None:
    tendered = date(2027, 3, 1)
    planned = None if days_ahead is None else tendered - timedelta(days=days_ahead)
    assert tender_days(planned, tendered, PLANNING) == expected


def test_the_annual_summary_counts_what_the_financial_year_saw() -> None:
    awarded = SelectionState.AWARDED
    selections = [
        SelectionOfYear(Route.DIRECT_C, awarded, date(2026, 4, 1), new_provider=False),
        SelectionOfYear(
            Route.DIRECT_C, awarded, date(2027, 3, 31), new_provider=False,
            representations=(date(2027, 3, 1), date(2027, 4, 2)),
        ),
        SelectionOfYear(Route.COMPETITIVE, awarded, date(2026, 9, 9), new_provider=True),
        SelectionOfYear(Route.URGENT, awarded, date(2026, 3, 31), new_provider=True),
        SelectionOfYear(None, SelectionState.ABANDONED, None, new_provider=False),
    ]  # fmt: skip
    found = annual_summary(selections, [date(2026, 5, 1), date(2027, 5, 1)], 2026)
    assert found.awarded == {Route.DIRECT_C: 2, Route.COMPETITIVE: 1}
    assert (found.new_providers, found.representations, found.urgent_modifications) == (1, 1, 1)


ODD_RULES = [
    ({"event": None, "before": None}, "either a step"),
    ({"before": Step.AWARD}, "either a step"),
    ({"routes": (Route.TENDER,)}, "does not know"),
    ({"days": -1}, "0 or more"),
]


@pytest.mark.parametrize(("changed", "message"), ODD_RULES)
def test_a_line_of_the_table_that_cannot_be_is_refused(
    changed: dict[str, object], message: str
) -> None:
    rule = rule_of("psr_award")
    assert rule.event is Event.AWARD
    with pytest.raises(ValueError, match=message):
        replace(rule, **changed)
