"""An exit plan stands before a contract begins, and what stays behind stays on the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tidegate.core.contracts.exit_plan import (
    PARTS,
    ExitPlan,
    Readiness,
    StaffTransfer,
    Stays,
    closing_gaps,
    exit_plan_content,
    exit_plan_due,
    exit_plan_from,
    exit_plan_gaps,
)
from tidegate.core.reasons import Reason
from tidegate.exchange.contracts.ending_terms import exit_terms_from, load_exit_terms
from tidegate.exchange.contracts.shipped_table import read_shipped
from tidegate.exchange.findings import UnusableInput

TERMS = load_exit_terms()

# The exit of the estates contract of a Nottingham trust, as announced and reported: decided in
# autumn 2016, announced on 1 February 2017, services back by 1 April 2017; about 1,500 staff
# transferred, 70 posts for cleaners were empty, and parking stayed with the contractor, which went
# into liquidation in January 2018.
PARKING = Stays("Car parking", "Estates, of the trust", date(2018, 4, 1))
NOTTINGHAM = ExitPlan(
    scope=("Cleaning", "Catering", "Portering", "Laundry", "Car parking"),
    residual=(PARKING,),
    staff=StaffTransfer(1500, date(2017, 3, 1), vacancies=70),
    parts=dict.fromkeys(PARTS, "As agreed in the exit board"),
    cost_pence=0,
    dates={"announced": date(2017, 2, 1), "services back": date(2017, 4, 1)},
    owner="Estates, of the trust",
    readiness=Readiness.AMBER,
    written_on=date(2016, 11, 1),
)


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def test_the_plan_of_the_estates_contract_is_complete_and_keeps_its_figures() -> None:
    assert exit_plan_gaps(NOTTINGHAM, TERMS) == ()
    kept = exit_plan_from(
        exit_plan_content(NOTTINGHAM),
        readiness="amber",
        written_on=date(2016, 11, 1),
        dry_run_on=None,
    )
    assert kept == NOTTINGHAM
    assert (kept.staff.count, kept.staff.vacancies) == (1500, 70)
    assert (kept.dates["services back"] - kept.dates["announced"]).days == 59


def test_closing_it_asks_for_parking_and_parking_stays_with_an_owner() -> None:
    back = ["Cleaning", "Catering", "Portering", "Laundry"]
    forgotten = closing_gaps(NOTTINGHAM, back, [], TERMS)
    assert codes(forgotten) == ["SCOPE_LEFT_OPEN"]
    assert "Car parking" in forgotten[0].detail
    assert closing_gaps(NOTTINGHAM, back, [PARKING], TERMS) == ()
    both = closing_gaps(NOTTINGHAM, [*back, "Car parking"], [PARKING], TERMS)
    assert codes(both) == ["SCOPE_TWICE"]
    unowned = closing_gaps(NOTTINGHAM, back, [replace(PARKING, owner=" ")], TERMS)
    assert codes(unowned) == ["RESIDUAL_UNOWNED"]
    assert codes(closing_gaps(None, back, [], TERMS)) == ["EXIT_PLAN_MISSING"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"scope": ()}, ["EXIT_SCOPE_EMPTY", "RESIDUAL_UNKNOWN"]),
        ({"owner": " "}, ["EXIT_OWNER_MISSING"]),
        ({"parts": {}}, ["EXIT_PART_MISSING"] * len(PARTS)),
        ({"staff": StaffTransfer(1500)}, ["TUPE_LIST_MISSING"]),
        ({"staff": StaffTransfer(0)}, []),
        ({"residual": (replace(PARKING, review_on=None),)}, ["RESIDUAL_UNOWNED"]),
        ({"residual": (replace(PARKING, scope="Signage"),)}, ["RESIDUAL_UNKNOWN"]),
    ],
)
def test_what_a_plan_lacks_is_named(changed: dict[str, object], expected: list[str]) -> None:
    plan = replace(NOTTINGHAM, **changed)  # type: ignore[arg-type]
    assert codes(exit_plan_gaps(plan, TERMS)) == expected


def test_no_plan_lacks_everything() -> None:
    assert codes(exit_plan_gaps(None, TERMS)) == ["EXIT_PLAN_MISSING"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2017, 6, 1), []),
        (date(2017, 6, 2), ["DRY_RUN_DUE"]),
        (date(2017, 11, 1), ["DRY_RUN_DUE"]),
        (date(2017, 11, 2), ["EXIT_PLAN_STALE", "DRY_RUN_DUE"]),
    ],
)
def test_a_plan_is_refreshed_and_tried_out_each_year(today: date, expected: list[str]) -> None:
    found = exit_plan_due(NOTTINGHAM, started=date(2016, 6, 1), today=today, terms=TERMS)
    assert codes(found) == expected


def test_a_dry_run_moves_the_next_one() -> None:
    plan = replace(NOTTINGHAM, dry_run_on=date(2017, 5, 1))
    due = exit_plan_due(plan, started=date(2014, 6, 1), today=date(2017, 10, 1), terms=TERMS)
    assert due == ()
    none = exit_plan_due(None, started=date(2014, 6, 1), today=date(2017, 10, 1), terms=TERMS)
    assert codes(none) == ["EXIT_PLAN_MISSING"]


def test_fewer_than_nobody_is_no_transfer() -> None:
    with pytest.raises(ValueError, match="fewer than none"):
        StaffTransfer(-1)


def test_a_table_without_its_months_is_named() -> None:
    text = read_shipped("ending-2026.toml").replace("refresh_months = 12", "")
    with pytest.raises(UnusableInput, match=r"own.toml.*refresh_months"):
        exit_terms_from(text, "own.toml")
