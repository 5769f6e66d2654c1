"""The ledger ties to its sources in every week; broken anywhere, it says what does not tie."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.contracts.agreed import WEEKS, contract, line, offer, returned, week

from tidegate.core.contracts.ledger.ledger import Ledger, make_ledger
from tidegate.core.contracts.ledger.line_week import Figure
from tidegate.core.contracts.ledger.sources import OfferUse, Origin, Sources, UseReturn
from tidegate.core.contracts.ledger.untied import untied
from tidegate.core.contracts.terms.pay import Basis, CostRecovery, Guarantee
from tidegate.core.contracts.terms.switch import Position, Switch, Turned
from tidegate.core.contracts.terms.terms import Terms
from tidegate.core.transfers.lifecycle.causes import UnusedCause

LINES = ("L1", "L2")
units = st.none() | st.integers(0, 15)
causes = st.dictionaries(st.sampled_from(UnusedCause), st.integers(1, 5), max_size=3)
weeks = st.integers(1, WEEKS)


def _offer(number: int, line_id: str, done: int, unused: dict[UnusedCause, int]) -> OfferUse:
    offered = done + sum(unused.values())
    return offer(number, line_id, offered=offered, done=done, unused=unused)


returns = st.builds(
    lambda number, line_id, version, figures: replace(
        returned(number, line_id, **figures), version=version
    ),
    weeks,
    st.sampled_from(LINES),
    st.integers(1, 3),
    st.fixed_dictionaries(
        {
            "offered": units,
            "staffed": units,
            "observed": units,
            "booked": units,
            "done": units,
            "private_done": units,
            "cost_pence": st.none() | st.integers(0, 10**7),
            "private_net_pence": st.none() | st.integers(0, 10**6),
            "unused": causes,
        }
    ),
)
offers = st.builds(_offer, weeks, st.sampled_from(LINES), st.integers(0, 9), causes)
SURGE = Switch("surge", (Position("off"), Position("on", 0, Basis.COST_RECOVERY)), ("Z00",))
agreed = st.builds(
    lambda basis, pence, every, cap, at: contract(
        line(cap=cap, minimum_take=(cap and cap // 2) or 0),
        line("L2", unit_price_pence=1_337, modality="inpatient", released_from=week(at)),
        terms=Terms(
            basis,
            Guarantee(weekly_pence=pence, above=Fraction(1, 10)),
            CostRecovery(Fraction(15, 100)),
            settled_weeks=every,
            cap_pence=pence * 9,
            switches=(SURGE,),
        ),
        turned=(Turned("surge", "on", week(at)),),
    ),
    st.sampled_from([Basis.TARIFF, Basis.GUARANTEE, Basis.COST_RECOVERY]),
    st.integers(0, 20_000),
    st.integers(0, 5),
    st.none() | st.integers(0, 60),
    weeks,
)


def once(found: list[UseReturn]) -> tuple[UseReturn, ...]:
    """Keep each version of each line's week once, as the rows do."""
    return tuple({(each.line_id, each.week, each.version): each for each in found}.values())


sources = st.builds(
    lambda given_offers, given_returns: Sources(tuple(given_offers), once(given_returns)),
    st.lists(offers, max_size=6),
    st.lists(returns, max_size=8),
)
days = st.integers(0, 7 * WEEKS + 9).map(lambda day: week(1) + timedelta(days=day))


@settings(max_examples=50)
@given(agreed=agreed, sources=sources, today=days)
def test_every_ledger_ties_to_what_it_was_made_of(
    agreed: object, sources: Sources, today: object
) -> None:
    ledger = make_ledger(agreed, sources, today)  # type: ignore[arg-type]
    assert untied(ledger, sources) == ()


@settings(max_examples=50)
@given(
    sources=sources,
    at=st.integers(0, 2 * WEEKS - 1),
    figure=st.sampled_from(["contracted", "offered", "booked", "done", "claimed", "observed"]),
    by=st.integers(1, 5),
)
def test_one_broken_figure_is_named_by_line_week_and_figure(
    sources: Sources, at: int, figure: str, by: int
) -> None:
    both = contract(line(), line("L2", modality="inpatient"))
    ledger = make_ledger(both, sources, both.end)
    row = ledger.rows[at]
    before = getattr(row, figure)
    after = before + by if isinstance(before, int) else Figure((before.units or 0) + by,
                                                               Origin.RETURN)  # fmt: skip
    broken = (*ledger.rows[:at], replace(row, **{figure: after}), *ledger.rows[at + 1 :])
    found = untied(replace(ledger, rows=broken), sources)
    told = [(each.inputs.get("line_id"), each.inputs["week"], each.inputs["figure"])
            for each in found]  # fmt: skip
    assert (row.line.line_id, row.week, figure) in told
    assert {each[1] for each in told} == {row.week}


def _whole() -> tuple[Ledger, Sources]:
    made_of = Sources(
        (offer(1), offer(2)),
        (returned(3, offered=9, booked=6, done=5, unused={UnusedCause.DNA: 1}),),
    )
    return make_ledger(contract(), made_of, week(4)), made_of


@pytest.mark.parametrize("figure", ["value", "days", "due"])
def test_a_broken_week_of_money_is_named(figure: str) -> None:
    ledger, made_of = _whole()
    second = ledger.money[1]
    broken = replace(second, **{figure: getattr(second, figure) + 1})
    money = (ledger.money[0], broken, *ledger.money[2:])
    (reason,) = untied(replace(ledger, money=money), made_of)
    assert (reason.code, reason.inputs["figure"], reason.inputs["week"]) == (
        "UNTIED",
        figure,
        week(2),
    )


def test_a_cause_that_was_dropped_is_named() -> None:
    ledger, made_of = _whole()
    rows = (replace(ledger.rows[0], unused=ledger.rows[0].unused[1:]), *ledger.rows[1:])
    found = [each.inputs["figure"] for each in untied(replace(ledger, rows=rows), made_of)]
    assert found == ["unused by offers", "every unit ends once"]


def test_an_offer_or_return_that_no_row_has_is_named() -> None:
    ledger, made_of = _whole()
    found = untied(replace(ledger, rows=ledger.rows[1:]), made_of)
    assert ("LEFT_OUT", week(1)) in [(each.code, each.inputs["week"]) for each in found]
    stray = replace(made_of, offers=(*made_of.offers, offer(1, "L9")))
    (reason,) = untied(ledger, stray)
    assert (reason.code, reason.inputs["line_id"]) == ("LEFT_OUT", "L9")
