"""What the demo's surge says: its proposal, what two hospitals pledge, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tidegate.controlroom.surge.new_pledge import NewPledge
from tidegate.core.demo.contracted import IDLE
from tidegate.core.surge.cost import Beds, Range
from tidegate.core.surge.pledged import Amounts
from tidegate.core.surge.proposal import Option, Proposal, Turn, ValueForMoney
from tidegate.core.surge.reviewing import Judgement

TITLE = "Norovirus at Saltreach, and a winter that tightens"
TRIGGER = "BEDS_AT_RISK"
SWITCH, ACTIVE = "surge", "active"
NOTICE, LASTS = timedelta(days=7), timedelta(days=20)
WENDHAM = "ZN101"
_POUNDS = 100_00  # to which costs are rounded
STOOD_DOWN = (
    "Saltreach has its beds back; what is left is the usual of a winter, and the plan carries it"
)
OUTCOME = (
    "Wards had room while beds were closed. Wendham Park gave its beds, but the clinics of its "
    "first week stood empty; Marram gave two thirds of its beds, for want of nurses. To be "
    "learned: book before a surge opens, and ask for rosters with each pledge."
)
REVIEWS = (
    (Judgement.AS_BEFORE, "Both hospitals report; every trust has its escalation beds open"),
    (Judgement.RECEDED, "No beds closed by norovirus beyond the usual, for two weeks"),
)
# On the working days of the surge, counted from 0; Marram has too few nurses for what it pledged.
CAME: Mapping[str, tuple[tuple[int, Amounts, str], ...]] = {
    IDLE.site: (
        (0, Amounts(2, 7, 11), "Five nurses are off sick"),
        (1, Amounts(2, 8, 12), ""),
        (3, Amounts(2, 8, 12), "Agency nurses from tomorrow"),
        (5, Amounts(2, 9, 13), ""),
    ),
    WENDHAM: (
        (0, Amounts(1, 8, 10), "Nobody could be booked before it opened"),
        (1, Amounts(1, 8, 10), ""),
        (3, Amounts(1, 8, 10), ""),
        (5, Amounts(1, 8, 11, 1), "The first clinic"),
    ),
}


def proposal_on(day: date, contract: str, weekly_pence: int) -> Proposal:
    """Return what is proposed on a day.

    Args:
        day: of the proposal.
        contract: reference of the one whose switch is turned when it opens.
        weekly_pence: what all that this contract covers comes to in a week at tariff.
    """
    whole = weekly_pence * LASTS.days // 7
    return Proposal(
        trigger=TRIGGER,
        met_by="Norovirus keeps beds closed at Saltreach while escalation beds are open in "
        "every trust, and winter has only begun",
        executive="Chief executive, Northmere Integrated Care Board",
        plan="Patients who are nearly well move to beds at Marram, and clinics to Wendham Park, "
        "so that wards of the trusts take urgent patients",
        ends_on=day + NOTICE + LASTS,
        value_for_money=ValueForMoney.NO_DOUBT,
        money_note="Marram has its audited costs instead of its guarantee, Wendham Park the tariff",
        cost=Range(whole * 6 // 10 // _POUNDS * _POUNDS, whole * 9 // 10 // _POUNDS * _POUNDS),
        beds=Beds(Range(24, 24), Range(20, 20)),
        options=(
            Option("Do nothing", "Operations are cancelled from day to day", "No cost",
                   nothing=True, why="Whoever waits longest for surgery would be cancelled first"),
            Option("Open a ward at the infirmary", "It has no staff of its own",
                   "Nobody travels", why="Nurses would leave the wards that are full"),
            Option("Buy beds and clinics from two hospitals", "Private patients there wait",
                   "Beds open within days", chosen=True,
                   why="The least harm, and it can be stopped"),
        ),
        turns=(Turn(contract, SWITCH, ACTIVE, TRIGGER),),
    )  # fmt: skip


def pledges_from(day: date) -> tuple[NewPledge, NewPledge]:
    """Return what is pledged on the day of the proposal, private work suspended meanwhile."""
    first = day + NOTICE
    return (
        NewPledge(
            IDLE.site, IDLE.site, Amounts(2, 12, 18), physical_beds=16,
            suspended_from=first, suspended_to=first + LASTS, note="Both of its wards",
        ),
        NewPledge(
            WENDHAM, WENDHAM, Amounts(1, 8, 10, 8), physical_beds=8, physical_units=10,
            modality="outpatient", tfcs=("110",), suspended_from=first, suspended_to=first + LASTS,
            note="Clinics on weekdays, and one ward",
        ),
    )  # fmt: skip
