"""Every step of a surge, legally and illegally, and each thing that is asked before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.core.surge.whole import (
    NOW,
    PROPOSER,
    SIGNER,
    TERMS,
    TODAY,
    WHOLE,
    codes,
    facts,
    step,
)

from tidegate.core.directory.roles import PERMISSIONS
from tidegate.core.lifecycle import Side
from tidegate.core.log.kinds import KINDS
from tidegate.core.surge.cost import Range
from tidegate.core.surge.guards import BY_ANOTHER, opens_on, surge_refusals
from tidegate.core.surge.proposal import ValueForMoney
from tidegate.core.surge.states import ENDED, SURGE_LABELS, SurgeState
from tidegate.core.surge.surges import SURGES
from tidegate.core.surge.terms import Level

S = SurgeState
DOUBTED = replace(WHOLE, value_for_money=ValueForMoney.DOUBTED, money_note="Twice the tariff")
# What a legal step needs to be true besides what is true of every surge here.
TRUE_OF = {
    ("signed", "direct"): {"proposal": DOUBTED},
    ("active", "expire"): {"ends_on": TODAY - timedelta(days=1)},
    ("notice", "expire"): {"ends_on": TODAY - timedelta(days=1)},
}
OVER = {"moved_on": TODAY - timedelta(days=15)}
PAIRS = [(state, verb) for state in S for verb in SURGES.verbs()]


@pytest.mark.parametrize(("state", "verb"), PAIRS, ids=str)
def test_a_step_is_legal_where_the_table_says_so_and_nowhere_else(state: S, verb: str) -> None:
    true = TRUE_OF.get((state.value, verb), OVER if verb == "expire" else {})
    when = {"day": TODAY} if verb == "direct" else {}
    found = codes(surge_refusals(facts(state, **true), step(verb, **when), TERMS))
    assert found == ([] if SURGES.step(state, verb) else ["NOT_IN_THIS_STATE"])


def test_every_row_names_a_permission_and_a_kind_that_exist_and_every_state_has_words() -> None:
    for row in SURGES.rows:
        assert (row.permission in PERMISSIONS) is (row.side is not Side.CLOCK)
        assert KINDS[row.kind].room == "surge"
    assert set(SURGE_LABELS) == set(S)
    assert [state for state in ENDED if SURGES.steps_from(state)] == []


def test_time_alone_opens_a_surge_and_only_after_notice() -> None:
    """Requirement 19: nothing opens by hand, and nothing opens unsigned."""
    opening = [row for row in SURGES.rows if row.next is S.ACTIVE and row.state is not S.ACTIVE]
    assert [(row.state, row.side) for row in opening] == [(S.NOTICE, Side.CLOCK)]
    unsigned = facts(S.NOTICE, signed_on=None)
    assert codes(surge_refusals(unsigned, step("activate"), TERMS)) == ["NOT_SIGNED_OFF"]
    running = facts(S.NOTICE, opens_on=TODAY + timedelta(days=1))
    assert codes(surge_refusals(running, step("activate"), TERMS)) == ["NOTICE_RUNNING"]


@pytest.mark.parametrize("verb", sorted(BY_ANOTHER))
def test_nobody_decides_about_what_they_proposed(verb: str) -> None:
    state = next(row.state for row in SURGES.rows if row.verb == verb)
    own = step(verb, actor=PROPOSER, day=TODAY if verb == "direct" else date(2026, 8, 1))
    held = facts(state, **TRUE_OF.get((state.value, verb), {}))
    assert codes(surge_refusals(held, own, TERMS)) == ["SAME_PERSON"]
    through = replace(own, actor="token:9", same_actor=frozenset({PROPOSER}))
    assert codes(surge_refusals(held, through, TERMS)) == ["SAME_PERSON"]


LACKS = [
    ({"trigger": "NONE"}, "TRIGGER_MISSING"),
    ({"trigger": "AS_AGREED"}, "TRIGGER_OPEN"),
    ({"met_by": " "}, "NOT_SAID_HOW_MET"),
    ({"executive": ""}, "NO_ACCOUNTABLE_EXECUTIVE"),
    ({"plan": ""}, "NO_PLAN"),
    ({"ends_on": None}, "NO_LAST_DAY"),
    ({"notice_days": 3}, "NOTICE_TOO_SHORT"),
    ({"value_for_money": None}, "VALUE_NOT_SAID"),
    ({"value_for_money": ValueForMoney.DOUBTED, "money_note": ""}, "DOUBT_NOT_SAID"),
    ({"cost": None}, "NO_COST"),
    ({"beds": replace(WHOLE.beds, claimed=None)}, "NO_BEDS"),
    ({"options": WHOLE.options[1:]}, "NOTHING_NOT_CONSIDERED"),
    ({"options": WHOLE.options[:1]}, "NO_CHOICE"),
]


@pytest.mark.parametrize(("changed", "code"), LACKS, ids=[code for _, code in LACKS])
@pytest.mark.parametrize("at", [("proposed", "submit"), ("review", "sign_off"),
                                ("notice", "activate")], ids=lambda at: at[1])  # fmt: skip
def test_a_gap_stops_a_surge_at_each_gate(
    changed: dict[str, object], code: str, at: tuple[str, str]
) -> None:
    """Requirement 19: trigger, plan and named executive are asked for again when it opens."""
    held = facts(S(at[0]), proposal=replace(WHOLE, **changed))  # type: ignore[arg-type]
    assert code in codes(surge_refusals(held, step(at[1]), TERMS))


def test_nothing_is_decided_without_evidence_or_on_old_evidence() -> None:
    bare = facts(S.REVIEW, proposal=None)
    assert codes(surge_refusals(bare, step("sign_off"), TERMS)) == ["NO_EVIDENCE"]
    old = facts(S.REVIEW, gathered_at=NOW - timedelta(hours=49))
    assert codes(surge_refusals(old, step("sign_off"), TERMS)) == ["EVIDENCE_STALE"]
    fresh = facts(S.REVIEW, gathered_at=NOW - timedelta(hours=48))
    assert surge_refusals(fresh, step("sign_off"), TERMS) == ()


def test_a_level_signs_no_more_than_it_may() -> None:
    held = facts(S.REVIEW, most_pence=59_999_999)
    assert codes(surge_refusals(held, step("sign_off"), TERMS)) == ["ABOVE_AUTHORITY"]
    assert surge_refusals(facts(S.REVIEW, most_pence=60_000_000), step("sign_off"), TERMS) == ()


def test_a_doubt_about_value_for_money_waits_for_a_direction() -> None:
    """Requirement 20: notice, and with it everything else, waits for the minister."""
    held = facts(S.SIGNED, proposal=DOUBTED)
    assert codes(surge_refusals(held, step("give_notice"), TERMS)) == ["DIRECTION_MISSING"]
    directed = facts(S.SIGNED, proposal=DOUBTED, directed_on=TODAY)
    assert surge_refusals(directed, step("give_notice"), TERMS) == ()
    again = step("direct", day=TODAY)
    assert codes(surge_refusals(directed, again, TERMS)) == ["DIRECTED_ALREADY"]
    plain = facts(S.SIGNED)
    assert codes(surge_refusals(plain, again, TERMS)) == ["NO_DIRECTION_NEEDED"]
    to_come = step("direct", day=TODAY + timedelta(days=1))
    assert codes(surge_refusals(held, to_come, TERMS)) == ["DAY_TO_COME"]


NOTICE = [
    # asked for, why shorter, signed, directed, today -> first day
    (None, "", date(2026, 6, 1), None, date(2026, 6, 1), date(2026, 6, 8)),
    (None, "", date(2026, 6, 1), None, date(2026, 6, 5), date(2026, 6, 8)),
    (None, "", date(2026, 6, 1), None, date(2026, 6, 20), date(2026, 6, 20)),
    (10, "", date(2026, 6, 1), None, date(2026, 6, 1), date(2026, 6, 11)),
    (3, "", date(2026, 6, 1), None, date(2026, 6, 1), date(2026, 6, 8)),
    (3, "A ward is lost", date(2026, 6, 1), None, date(2026, 6, 1), date(2026, 6, 4)),
    (None, "", date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 3), date(2026, 6, 10)),
    (None, "", None, None, date(2026, 6, 1), None),
]


@pytest.mark.parametrize(("asked", "why", "signed", "directed", "today", "first"), NOTICE)
def test_notice_counts_from_approval(
    asked: int | None, why: str, signed: date | None, directed: date | None, today: date,
    first: date | None,
) -> None:  # fmt: skip
    proposal = replace(DOUBTED if directed else WHOLE, notice_days=asked, short_notice_why=why)
    held = facts(S.SIGNED, proposal=proposal, signed_on=signed, directed_on=directed)
    assert opens_on(held, TERMS, today) == first


def test_it_is_extended_on_a_day_that_was_looked_at_and_not_for_ever() -> None:
    unseen = facts(S.ACTIVE, reviewed_on=TODAY - timedelta(days=2))
    assert codes(surge_refusals(unseen, step("extend"), TERMS)) == ["NOT_REVIEWED"]
    back = step("extend", day=date(2026, 7, 12))
    assert codes(surge_refusals(facts(S.ACTIVE), back, TERMS)) == ["NOT_LONGER"]
    far = step("extend", day=TODAY + timedelta(days=91))
    assert codes(surge_refusals(facts(S.ACTIVE), far, TERMS)) == ["TOO_LONG"]
    bare = step("extend", day=None, reason="")
    found = codes(surge_refusals(facts(S.ACTIVE), bare, TERMS))
    assert found == ["REASON_NEEDED", "DAY_NEEDED"]


def test_it_is_not_closed_while_something_is_unpublished() -> None:
    owed = facts(S.STANDING_DOWN, to_publish=("Publish the direction",))
    assert codes(surge_refusals(owed, step("close"), TERMS)) == ["NOT_PUBLISHED"]


def test_a_place_has_one_surge_and_a_proposal_that_ends_before_it_opens_is_refused() -> None:
    other = facts(S.WATCH, others=("S-000009",))
    assert codes(surge_refusals(other, step("propose"), TERMS)) == ["ALREADY_LIVE"]
    short = facts(S.SIGNED, ends_on=TODAY - timedelta(days=1))
    found = codes(surge_refusals(short, step("give_notice"), TERMS))
    assert found == ["ENDS_BEFORE_IT_OPENS"]
    late = facts(S.REVIEW, ends_on=TODAY - timedelta(days=1))
    assert codes(surge_refusals(late, step("sign_off"), TERMS)) == ["LAST_DAY_PAST"]


def test_what_nobody_carries_on_expires_and_what_is_due_does_not() -> None:
    early = facts(S.REVIEW, moved_on=TODAY - timedelta(days=14))
    assert codes(surge_refusals(early, step("expire"), TERMS)) == ["NOT_OVER_YET"]
    assert codes(surge_refusals(facts(S.ACTIVE), step("expire"), TERMS)) == ["NOT_OVER_YET"]


def test_each_level_has_its_authority() -> None:
    assert [TERMS.level_of(kind) for kind in ("icb", "region", "nation", "trust")] == [
        Level.LOCAL, Level.REGIONAL, Level.NATIONAL, None,
    ]  # fmt: skip
    assert SIGNER != PROPOSER


def test_a_proposal_is_read_back_as_it_was_kept() -> None:
    from tidegate.core.log.canonical import plain
    from tidegate.core.surge.proposal import Turn, proposal_from

    turned = replace(DOUBTED, turns=(Turn("K-000001", "surge", "active", "OPEL4"),))
    assert proposal_from(plain(turned.content())) == turned  # type: ignore[arg-type]
    assert replace(WHOLE, cost=Range(1, 2)) != WHOLE
