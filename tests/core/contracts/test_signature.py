"""No signature before the end of a standstill, nor while a representation is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.core.contracts.english_days import (
    FOUR_ROWS,
    ONE_DAY,
    eighth_after_the_next,
    eighth_with_the_first,
    fifth_after,
)

from tidegate.core.contracts.procurement.regimes import (
    ROUTES_OF,
    WITH_STANDSTILL,
    Decision,
    Regime,
    Route,
    SelectionState,
)
from tidegate.core.contracts.procurement.signature import (
    Objection,
    SelectionFacts,
    award_refusals,
    clear_at,
    signature_refusals,
)
from tidegate.core.contracts.procurement.standstill import StandstillTerms
from tidegate.exchange.contracts.working_days import england_working_days

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
FACTS = SelectionFacts(
    regime=Regime.PSR,
    route=Route.DIRECT_C,
    state=SelectionState.AWARDED,
    intention_published=date(2026, 6, 1),
    objections=(),
    calendar=england_working_days(),
    terms=StandstillTerms(8, 5, 8, 10, "procurement 2026"),
)


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def codes(facts: SelectionFacts, now: datetime) -> list[str]:
    return [reason.code for reason in signature_refusals(facts, now)]


@pytest.mark.parametrize(("published", "psr", "pa23"), FOUR_ROWS, ids=str)
def test_a_minute_before_midnight_is_too_soon_and_midnight_is_not(
    published: date, psr: date, pa23: date
) -> None:
    for regime, route, last in (
        (Regime.PSR, Route.COMPETITIVE, psr),
        (Regime.PA23, Route.TENDER, pa23),
    ):
        facts = replace(FACTS, regime=regime, route=route, intention_published=published)
        midnight = datetime.combine(last + ONE_DAY, datetime.min.time(), LONDON)
        assert codes(facts, midnight - MINUTE) == ["STANDSTILL_RUNS"]
        assert codes(facts, midnight) == []
        assert clear_at(facts) == midnight


def test_an_open_representation_blocks_however_long_the_standstill_is_over() -> None:
    facts = replace(FACTS, objections=(Objection("Tarn View Hospital", at(2026, 6, 12, 23, 59)),))
    assert codes(facts, at(2026, 6, 12)) == ["STANDSTILL_RUNS", "REPRESENTATION_OPEN"]
    assert codes(facts, at(2027, 6, 12)) == ["REPRESENTATION_OPEN"]
    assert clear_at(facts) is None


def test_one_that_comes_at_midnight_is_too_late_to_block() -> None:
    facts = replace(FACTS, objections=(Objection("Tarn View Hospital", at(2026, 6, 13, 0, 0)),))
    assert codes(facts, at(2026, 6, 13, 0, 1)) == []


def test_five_working_days_pass_after_the_outcome_was_told_to_the_minute() -> None:
    """Told on Thursday 25 June 2026: Friday is the first day, Thursday 2 July the fifth."""
    answered = Objection(
        "Tarn View Hospital", at(2026, 6, 10), Decision.AWARD, at(2026, 6, 25, 9, 30)
    )
    facts = replace(FACTS, objections=(answered,))
    assert codes(facts, at(2026, 7, 2, 23, 59)) == ["FURTHER_WAIT_RUNS"]
    assert codes(facts, at(2026, 7, 3, 0, 0)) == []
    assert clear_at(facts) == at(2026, 7, 3, 0, 0)


def test_an_answer_within_the_standstill_never_shortens_it() -> None:
    told = Objection("Tarn View Hospital", at(2026, 6, 2), Decision.AWARD, at(2026, 6, 3))
    facts = replace(FACTS, objections=(told,))
    assert clear_at(facts) == at(2026, 6, 13, 0, 0)
    assert codes(facts, at(2026, 6, 11)) == ["STANDSTILL_RUNS"]


@pytest.mark.parametrize("decision", [Decision.GO_BACK, Decision.ABANDON])
def test_an_intention_that_fell_is_never_signed(decision: Decision) -> None:
    fallen = Objection("Tarn View Hospital", at(2026, 6, 2), decision, at(2026, 6, 3))
    facts = replace(FACTS, objections=(fallen,))
    assert codes(facts, at(2027, 1, 1)) == ["INTENTION_FELL"]
    assert clear_at(facts) is None


def test_the_further_wait_is_the_selection_regimes_alone() -> None:
    told = Objection("Tarn View Hospital", at(2026, 6, 2), Decision.AWARD, at(2026, 6, 20))
    facts = replace(FACTS, regime=Regime.PA23, route=Route.TENDER, objections=(told,))
    assert codes(facts, at(2026, 6, 20, 13)) == []


def test_the_rules_before_have_their_own_standstill_and_no_further_wait() -> None:
    """The estates contract of 2014: chosen on 27 March, signed from 8 April on."""
    told = Objection("Another bidder", at(2014, 3, 28), Decision.AWARD, at(2014, 4, 4))
    facts = replace(
        FACTS,
        regime=Regime.PREVIOUS,
        route=Route.TENDER,
        intention_published=date(2014, 3, 27),
        objections=(told,),
    )
    assert codes(facts, at(2014, 4, 7, 23, 59)) == ["STANDSTILL_RUNS"]
    assert codes(facts, at(2014, 4, 8, 0, 0)) == []


WITHOUT = sorted(
    (regime, route)
    for regime, routes in ROUTES_OF.items()
    for route in routes
    if (regime, route) not in WITH_STANDSTILL
)


@pytest.mark.parametrize(("regime", "route"), WITHOUT)
def test_mandatory_and_urgent_awards_wait_for_no_standstill(regime: Regime, route: Route) -> None:
    assert (regime, route) in {
        (Regime.PSR, Route.DIRECT_A),
        (Regime.PSR, Route.DIRECT_B),
        (Regime.PSR, Route.URGENT),
    }
    facts = replace(FACTS, regime=regime, route=route, intention_published=None)
    assert codes(facts, at(2026, 6, 1)) == []
    assert clear_at(facts) is None


REFUSED = [
    ({"state": SelectionState.ABANDONED}, ["SELECTION_ABANDONED"]),
    ({"state": SelectionState.STANDSTILL}, ["NOT_AWARDED"]),
    ({"regime": Regime.UNKNOWN, "route": None}, ["REGIME_UNKNOWN", "ROUTE_NOT_CHOSEN"]),
    ({"route": None, "state": SelectionState.OPEN}, ["ROUTE_NOT_CHOSEN", "NOT_AWARDED"]),
    ({"intention_published": None}, ["INTENTION_NOT_PUBLISHED"]),
]


@pytest.mark.parametrize(("changed", "expected"), REFUSED)
def test_each_thing_that_is_missing_is_named(
    changed: dict[str, object], expected: list[str]
) -> None:
    facts = replace(FACTS, **changed)
    assert codes(facts, at(2026, 7, 1)) == expected
    assert [code for code in expected if code != "NOT_AWARDED"] == [
        reason.code for reason in award_refusals(facts, at(2026, 7, 1))
    ]


@pytest.mark.parametrize(
    ("decision", "told"), [(Decision.AWARD, None), (None, at(2026, 6, 3)),
                           (Decision.AWARD, at(2026, 6, 1))]
)  # fmt: skip
def test_an_answer_is_a_decision_that_was_told_afterwards(
    decision: Decision | None, told: datetime | None
) -> None:
    with pytest.raises(ValueError, match="told"):
        Objection("Tarn View Hospital", at(2026, 6, 2), decision, told)


class Signing(RuleBasedStateMachine):
    """Publish, object, answer and wait in any order, beside a model that only knows dates."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.published: date | None = None
        self.objections: list[Objection] = []
        self.regime = Regime.PSR

    @rule(hours=st.integers(1, 24 * 12), minutes=st.integers(0, 59))
    def wait(self, hours: int, minutes: int) -> None:
        self.now += timedelta(hours=hours, minutes=minutes)

    @rule(regime=st.sampled_from([Regime.PSR, Regime.PA23]))
    def publish_an_intention(self, regime: Regime) -> None:
        self.published = self.now.astimezone(LONDON).date()
        self.objections, self.regime = [], regime

    @precondition(lambda self: self.published and len(self.objections) < 3)
    @rule()
    def object(self) -> None:
        self.objections.append(Objection(f"ZN{len(self.objections)}", self.now))

    @precondition(lambda self: any(one.is_open for one in self.objections))
    @rule(decision=st.sampled_from([Decision.AWARD, Decision.AWARD, Decision.GO_BACK]))
    def answer(self, decision: Decision) -> None:
        number = next(n for n, one in enumerate(self.objections) if one.is_open)
        old = self.objections[number]
        self.objections[number] = Objection(old.by, old.received_at, decision, self.now)

    def may_sign(self) -> bool:
        if self.published is None:
            return False
        psr = self.regime is Regime.PSR
        last = (eighth_after_the_next if psr else eighth_with_the_first)(self.published)
        today = self.now.astimezone(LONDON).date()
        if today <= last:
            return False
        for one in self.objections:
            if one.received_at.astimezone(LONDON).date() > last:
                continue
            if one.decision is not Decision.AWARD or one.told_at is None:
                return False
            if psr and today <= fifth_after(one.told_at.astimezone(LONDON).date()):
                return False
        return True

    @invariant()
    def a_signature_is_possible_exactly_when_the_model_says_so(self) -> None:
        route = Route.MOST_SUITABLE if self.regime is Regime.PSR else Route.TENDER
        facts = replace(
            FACTS,
            regime=self.regime,
            route=route,
            intention_published=self.published,
            objections=tuple(self.objections),
        )
        assert (signature_refusals(facts, self.now) == ()) == self.may_sign()
        clear = clear_at(facts)
        assert (clear is not None and clear <= self.now) == self.may_sign()


TestSigning = Signing.TestCase
TestSigning.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
