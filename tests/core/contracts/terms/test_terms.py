"""Terms are data that checks itself, names what is wrong, and comes back as it was written."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.contracts.agreed import MONDAY, contract, line, week

from tidegate.core.contracts.terms.content import content_of, terms_from
from tidegate.core.contracts.terms.contract import TermsFrom
from tidegate.core.contracts.terms.pay import (
    BaselineWeek,
    Basis,
    BlockBeds,
    CostRecovery,
    Guarantee,
    Premium,
    PrivateWork,
)
from tidegate.core.contracts.terms.reading import WrongTerms
from tidegate.core.contracts.terms.switch import Position, Switch, Turned, refusals_to_turn
from tidegate.core.contracts.terms.terms import Terms

# the deal of January 2022 as far as it is public, in figures of a small provider
SURGE: dict[str, object] = {
    "basis": "guarantee",
    "guarantee": {
        "percent": 90,
        "best_weeks": 4,
        "above_percent": 10,
        "baseline": [
            {"week": (date(2021, 10, 4) + timedelta(weeks=at)).isoformat(), "pence": pence}
            for at, pence in enumerate((1_000, 1_200, 1_100, 900, 1_300))
        ],
    },
    "cost_recovery": {"provider_keeps_percent": 15},
    "premia": [{"name": "cancer", "percent": 5, "lines": ["L2"]}],
    "market_forces": {"ZN101": 1.0483},
    "private_work": {"most_percent": 40},
    "notice_days": 30,
    "review_dates": ["2022-02-01"],
    "switches": [
        {
            "name": "surge",
            "may_turn": ["Z00"],
            "triggers": ["BEDS", "ABSENCE"],
            "positions": [
                {"name": "standby", "weekly_pence": 500},
                {"name": "active", "basis": "cost_recovery", "notice_days": 7},
            ],
        }
    ],
}


def test_the_deal_of_2022_reads_as_terms() -> None:
    terms = terms_from(SURGE)
    assert terms.guarantee is not None
    assert terms.guarantee.daily_pence * 28 == Fraction(9, 10) * 4_600
    assert terms.guarantee.above == Fraction(1, 10)
    assert terms.price(line()) == Fraction("1048.3")
    assert terms.bases == {Basis.GUARANTEE, Basis.COST_RECOVERY}


def test_terms_come_back_from_a_row_as_they_were_written() -> None:
    terms = terms_from(SURGE)
    assert terms_from(json.loads(json.dumps(content_of(terms)))) == terms


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"basis": "barter"}, ("basis",)),
        ({"notice_days": -1}, ("notice_days",)),
        ({"notice_days": True}, ("notice_days",)),
        ({"notice_dayz": 3}, ("notice_dayz",)),
        ({"market_forces": {"ZN101": "dear"}}, ("market_forces", "ZN101")),
        ({"market_forces": {"ZN101": "1e-4000"}}, ("market_forces", "ZN101")),
        ({"review_dates": ["2022-02-30"]}, ("review_dates", "0")),
        ({"premia": [{"name": "cancer"}]}, ("premia", 0, "percent")),
        ({"guarantee": {"percent": 90}}, ("guarantee",)),
        ({"guarantee": {"weekly_pence": 5, "percent": float("nan")}}, ("guarantee", "percent")),
        ({"guarantee": None}, ()),
        ({"switches": [{"name": "surge", "positions": []}]}, ("switches", 0)),
        ({"switches": "surge"}, ("switches",)),
    ],
)
def test_whatever_is_wrong_is_named_by_its_place(
    change: dict[str, object], place: tuple[object, ...]
) -> None:
    with pytest.raises(WrongTerms) as refused:
        terms_from(SURGE | change)
    assert refused.value.place == place


def test_a_basis_without_its_own_table_is_refused() -> None:
    with pytest.raises(ValueError, match="block_beds"):
        Terms(Basis.BLOCK_BEDS)


def test_a_switch_changes_the_basis_from_the_first_monday_that_it_stands_so() -> None:
    terms = terms_from(SURGE)
    turned = (Turned("surge", "active", week(3) + timedelta(days=2)),)
    under = contract(versions=(TermsFrom(1, MONDAY, terms),), turned=turned)
    assert [under.basis_in(week(number)) for number in (2, 3, 4)] == [
        Basis.GUARANTEE,
        Basis.GUARANTEE,
        Basis.COST_RECOVERY,
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"by": "ZN1"}, "MAY_NOT_TURN"),
        ({"trigger": "WEATHER"}, "TRIGGER_MISSING"),
        ({"from_day": MONDAY + timedelta(days=6)}, "NOTICE_TOO_SHORT"),
        ({"position": "standby"}, "STANDS_SO"),
        ({"position": "open"}, "POSITION_UNKNOWN"),
        ({"name": "tide"}, "SWITCH_UNKNOWN"),
    ],
)
def test_a_switch_is_turned_by_who_may_for_a_named_reason_and_in_time(
    change: dict[str, object], code: str | None
) -> None:
    asked = {
        "name": "surge",
        "position": "active",
        "from_day": MONDAY + timedelta(days=7),
        "decided_on": MONDAY,
        "by": "Z00",
        "trigger": "BEDS",
    }
    found = refusals_to_turn(terms_from(SURGE), **(asked | change))  # type: ignore[arg-type]
    assert [each.code for each in found] == ([code] if code else [])


def test_a_version_of_the_terms_holds_from_the_first_monday_after_its_day() -> None:
    later = Terms(Basis.TARIFF)
    first = contract().versions[0]
    both = contract(versions=(TermsFrom(2, week(2) + timedelta(days=1), later), first))
    assert [both.terms_in(week(number)).version for number in (1, 2, 3)] == [1, 1, 2]


percents = st.integers(0, 10_000).map(lambda hundredths: Fraction(hundredths, 10_000))
guarantees = st.builds(
    Guarantee, share=percents, above=percents, weekly_pence=st.integers(0, 10**9)
) | st.builds(
    Guarantee,
    share=percents,
    best_weeks=st.just(1),
    baseline=st.lists(st.integers(0, 10**9), min_size=1, max_size=4).map(
        lambda many: tuple(BaselineWeek(week(at + 1), pence) for at, pence in enumerate(many))
    ),
)
any_terms = st.builds(
    Terms,
    basis=st.sampled_from(Basis),
    guarantee=guarantees,
    cost_recovery=st.builds(CostRecovery, keeps=percents, plus=percents),
    block_beds=st.builds(
        BlockBeds,
        night_pence=st.integers(0, 10**6),
        pays_void=st.booleans(),
        pays_suspended=st.booleans(),
    ),
    premia=st.just(()) | st.just((Premium("complex", Fraction(5, 100), modalities=("day_case",)),)),
    market_forces=st.dictionaries(st.sampled_from(["ZN101", "ZN102"]), st.just(Fraction("1.0483"))),
    settled_weeks=st.integers(0, 13),
    cap_pence=st.none() | st.integers(0, 10**12),
    private_work=st.none() | st.builds(PrivateWork, most_share=percents, most_units=st.just(3)),
    review_dates=st.just(()) | st.just((MONDAY,)),
    switches=st.just(())
    | st.just((Switch("surge", (Position("off"), Position("on", 7, Basis.TARIFF)), ("Z00",)),)),
)


@settings(max_examples=40)
@given(terms=any_terms)
def test_any_terms_come_back_as_they_were_written(terms: Terms) -> None:
    assert terms_from(json.loads(json.dumps(content_of(terms)))) == terms
