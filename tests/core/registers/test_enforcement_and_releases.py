"""A legal act has its own dates and addressees; data are released within an agreement only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tidegate.core.registers.enforcement import (
    Act,
    act_faults,
    representations_until,
    works_from,
)
from tidegate.core.registers.releases import (
    Agreement,
    Level,
    agreement_faults,
    file_faults,
    month_of,
)
from tidegate.exchange.registers.dated_tables import enforcement_actions

ACTIONS = {action.name: action for action in enforcement_actions()}
SERVED = date(2026, 3, 2)
LATER = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("action", "trust", "dates", "why"),
    [
        ("warning_notice", False, {"comply_by": LATER}, []),
        ("warning_notice", True, {"comply_by": LATER}, ["NOT_AGAINST_TRUSTS"]),
        ("warning_notice_trust", True, {"comply_by": LATER}, []),
        ("warning_notice_trust", False, {"comply_by": LATER}, ["TRUSTS_ONLY"]),
        ("warning_notice", False, {}, ["NO_DAY_TO_COMPLY"]),
        ("warning_notice", False, {"comply_by": date(2026, 3, 1)}, ["COMPLY_BEFORE_SERVED"]),
        ("urgent_variation", True, {"effective_on": LATER}, ["WORKS_AT_ONCE"]),
        ("notice_of_proposal", True, {"effective_on": date(2026, 3, 1)}, ["EFFECT_BEFORE_SERVED"]),
    ],
)
def test_an_act_fits_its_section(action: str, trust: bool, dates, why: list[str]) -> None:
    act = Act(ACTIONS[action], trust, SERVED, **dates)
    assert [reason.code for reason in act_faults(act)] == why


def test_a_proposal_leaves_28_days_and_an_urgent_act_works_at_once() -> None:
    proposal = Act(ACTIONS["notice_of_proposal"], against_trust=False, served_on=SERVED)
    assert representations_until(proposal) == date(2026, 3, 30)
    assert works_from(proposal) is None
    urgent = Act(ACTIONS["urgent_variation"], against_trust=False, served_on=SERVED)
    assert representations_until(urgent) is None
    assert works_from(urgent) == SERVED


AGREEMENT = Agreement(
    dsa_ref="DSA-1",
    controllers=("Northmere University",),
    datasets=("Admitted care",),
    level=Level.PSEUDONYMISED,
    legal_basis="Section 261",
    start=date(2026, 1, 1),
    end=date(2026, 12, 31),
    optouts_applied=True,
)


def test_an_agreement_names_who_decides_what_and_whether_opt_outs_were_applied() -> None:
    assert not agreement_faults(AGREEMENT)
    bare = replace(
        AGREEMENT, controllers=(), datasets=(), end=date(2025, 1, 1), optouts_applied=None
    )
    assert [reason.code for reason in agreement_faults(bare)] == [
        "NO_CONTROLLER",
        "NO_DATASET",
        "END_BEFORE_START",
        "OPT_OUTS_NOT_SAID",
    ]
    assert not agreement_faults(replace(AGREEMENT, level=Level.ANONYMOUS, optouts_applied=None))


def test_two_who_decide_do_so_jointly() -> None:
    assert not AGREEMENT.joint
    assert replace(AGREEMENT, controllers=("A", "B")).joint


@pytest.mark.parametrize(
    ("on", "ended_on", "may"),
    [
        (date(2025, 12, 31), None, False),
        (date(2026, 1, 1), None, True),
        (date(2026, 12, 31), None, True),
        (date(2027, 1, 1), None, False),
        (date(2026, 6, 30), date(2026, 6, 30), True),
        (date(2026, 7, 1), date(2026, 6, 30), False),
    ],
)
def test_a_file_is_released_within_its_agreement_only(on: date, ended_on, may: bool) -> None:
    assert (not file_faults(AGREEMENT, ended_on, on)) == may


def test_a_release_is_published_under_its_month() -> None:
    assert month_of(date(2026, 3, 31)) == "2026-03"
