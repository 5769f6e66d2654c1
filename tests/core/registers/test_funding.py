"""Nothing is released before the board agreed; what was paid is set against what was planned."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.core.registers.funding import (
    FundingEvent,
    FundingPlan,
    FundingPower,
    FundingVerb,
    event_faults,
    plan_faults,
    position,
    year_words,
)

AGREE, RELEASE, PAY, REPORT = FundingVerb
POUNDS_859M = 859_000_000_00
S256 = FundingPower("s256", "Section 256", date(2013, 5, 20))
PLAN = FundingPlan(
    direction_ref="Directions of 20 May 2013",
    power=S256,
    payer="NHS England",
    payee="Councils of England",
    year=2013,
    amount_pence=POUNDS_859M,
    purpose="Social care that helps people stay out of hospital",
    health_benefit="Fewer delayed discharges",
    better_use="A place at home costs less than a bed",
)
AGREED = FundingEvent(AGREE, date(2013, 6, 3), text="Northmere health and wellbeing board")
RELEASED = FundingEvent(RELEASE, date(2013, 6, 10))


def codes(events, new, plan=PLAN) -> list[str]:
    return [reason.code for reason in event_faults(plan, events, new)]


def test_859_million_paid_in_quarters_leaves_a_variance_of_plan_less_paid() -> None:
    quarter = POUNDS_859M // 4
    events = [AGREED, RELEASED]
    for number in range(1, 5):
        paid = FundingEvent(PAY, date(2013, 6 + number, 1), quarter)
        assert not codes(events, paid)
        events.append(paid)
        assert position(POUNDS_859M, events).variance_pence == POUNDS_859M - number * quarter
    assert position(POUNDS_859M, events).words == "Paid"
    more = FundingEvent(PAY, date(2014, 1, 1), 1)
    assert position(POUNDS_859M, [*events, more]).variance_pence == -1
    assert position(POUNDS_859M, [*events, more]).words == "Paid beyond plan"


@pytest.mark.parametrize(
    ("before", "new", "why"),
    [
        ([], RELEASED, ["NO_BOARD_DATE"]),
        ([AGREED], FundingEvent(RELEASE, date(2013, 6, 2)), ["RELEASED_BEFORE_AGREED"]),
        ([AGREED], RELEASED, []),
        ([AGREED, RELEASED], RELEASED, ["ALREADY_RELEASED"]),
        ([AGREED], AGREED, ["ALREADY_AGREED"]),
        ([AGREED], FundingEvent(PAY, date(2013, 7, 1), 1), ["NOT_RELEASED"]),
        ([AGREED, RELEASED], FundingEvent(PAY, date(2013, 6, 9), 1), ["PAID_BEFORE_RELEASED"]),
        ([AGREED, RELEASED], FundingEvent(PAY, date(2013, 7, 1), 0), ["AMOUNT_NOT_POSITIVE"]),
        ([AGREED, RELEASED], FundingEvent(PAY, date(2013, 7, 1), -1), ["MORE_BACK_THAN_PAID"]),
        ([], FundingEvent(REPORT, date(2013, 7, 1)), ["NOT_SAID"]),
    ],
)
def test_each_thing_happens_in_its_order(before, new: FundingEvent, why: list[str]) -> None:
    assert codes(before, new) == why


def test_no_release_before_the_directions_are_in_force() -> None:
    early = FundingEvent(AGREE, date(2013, 5, 1), text="Board")
    assert codes([early], FundingEvent(RELEASE, date(2013, 5, 19))) == ["DIRECTIONS_NOT_IN_FORCE"]
    assert not codes([early], FundingEvent(RELEASE, date(2013, 5, 20)))


def test_a_plan_says_why_the_money_is_better_used_and_pays_someone_else() -> None:
    from dataclasses import replace

    odd = replace(PLAN, amount_pence=0, better_use=" ", payee=PLAN.payer)
    assert [reason.code for reason in plan_faults(odd)] == [
        "AMOUNT_NOT_POSITIVE",
        "BETTER_USE_NOT_SAID",
        "PAYER_IS_PAYEE",
    ]
    assert not plan_faults(PLAN)


@pytest.mark.parametrize(("year", "words"), [(2013, "2013/14"), (1999, "1999/00")])
def test_a_financial_year_is_named_by_both_its_years(year: int, words: str) -> None:
    assert year_words(year) == words
