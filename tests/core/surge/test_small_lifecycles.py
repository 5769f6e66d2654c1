"""Every step of closures, diverts, incidents, risk summits and action cards, legal or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest

from tidegate.core.directory.roles import CHANGING, PERMISSIONS
from tidegate.core.lifecycle import Lifecycle
from tidegate.core.log.kinds import KINDS
from tidegate.core.surge.action_cards.cards import CARD_LABELS, CARDS, CardState, chase_due
from tidegate.core.surge.closures.durations import Spell
from tidegate.core.surge.closures.lifecycles import CLOSURES, DIVERTS
from tidegate.core.surge.closures.states import (
    CLOSURE_LABELS,
    DIVERT_LABELS,
    ClosureState,
    DivertState,
)
from tidegate.core.surge.incidents.incidents import (
    INCIDENT_LABELS,
    INCIDENTS,
    IncidentState,
    at_levels,
)
from tidegate.core.surge.legal import step_refusals
from tidegate.core.surge.summits.summits import SUMMIT_LABELS, SUMMITS, SummitState, count

# where each verb leads, by the state that it starts from; every other pair is refused
LEGAL = {
    "closure": {
        "closed": "divert plan_reopening open_stage>reopening reopen>reopened void>void",
        "reopening": "divert plan_reopening open_stage reopen>reopened void>void",
        "reopened": "", "void": "",
    },
    "divert": {
        "asked": "agree>agreed object>objected count end>ended",
        "agreed": "object>objected count end>ended",
        "objected": "agree>agreed count end>ended",
        "ended": "count",
    },
    "incident": {
        "declared": "raise lower link stand_down>stood_down",
        "stood_down": "resume>declared close>closed", "closed": "",
    },
    "summit": {
        "called": "hold>held cancel>cancelled",
        "held": "add_action finish_action conclude>concluded",
        "concluded": "finish_action", "cancelled": "",
    },
    "card": {
        "sent": "acknowledge>acknowledged finish>done decline>declined chase withdraw>withdrawn",
        "acknowledged": "finish>done decline>declined chase withdraw>withdrawn",
        "done": "", "declined": "", "withdrawn": "",
    },
}  # fmt: skip
TABLES: tuple[tuple[Lifecycle, type[StrEnum], dict], ...] = (
    (CLOSURES, ClosureState, CLOSURE_LABELS), (DIVERTS, DivertState, DIVERT_LABELS),
    (INCIDENTS, IncidentState, INCIDENT_LABELS), (SUMMITS, SummitState, SUMMIT_LABELS),
    (CARDS, CardState, CARD_LABELS),
)  # fmt: skip
NOW = datetime(2026, 1, 14, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(("table", "states", "labels"), TABLES, ids=[t[0].name for t in TABLES])
def test_each_step_is_legal_just_where_the_table_of_this_test_says(
    table: Lifecycle, states: type[StrEnum], labels: dict
) -> None:
    assert set(labels) == set(states)
    for state in states:
        said = dict(
            (*each.split(">"), state.value)[:2] for each in LEGAL[table.name][state.value].split()
        )
        assert [row.verb for row in table.steps_from(state)] == list(said)
        for verb in table.verbs():
            refused = step_refusals(table, state, labels[state], verb, "because")
            if verb in said:
                row = table.step(state, verb)
                assert row is not None
                assert row.next is not None
                assert (row.next.value, refused) == (said[verb], ())
            else:
                assert [one.code for one in refused] == ["NOT_IN_THIS_STATE"]


@pytest.mark.parametrize("table", [each[0] for each in TABLES], ids=lambda table: table.name)
def test_each_step_names_a_permission_and_an_entry_that_there_is(table: Lifecycle) -> None:
    for row in table.rows:
        assert row.kind in KINDS
        assert KINDS[row.kind].room == "surge"
        assert row.permission in PERMISSIONS or not row.permission
        assert row.permission in CHANGING or not row.permission
        needs = [need.value for need in row.needs]
        refused = step_refusals(table, row.state, "x", row.verb, " ")
        assert bool(refused) == ("reason" in needs)


def test_summits_with_several_triggers_count_once_in_all_and_under_each() -> None:
    found = count([["ED", "STAFF"], ["ED"], ["ED", "ED"], []])
    assert found.summits == 4
    assert found.by_trigger == (("ED", 3), ("STAFF", 1))


def test_the_times_of_an_incident_at_each_level_follow_one_another() -> None:
    hours = [NOW + timedelta(hours=n) for n in range(3)]
    found = at_levels([(hours[0], 1), (hours[1], 3)], hours[2])
    assert found == ((1, Spell(hours[0], hours[1])), (3, Spell(hours[1], hours[2])))


@pytest.mark.parametrize(
    ("state", "chased", "due"),
    [
        ("sent", None, 30), ("acknowledged", None, 120), ("sent", 45, 105),
        ("acknowledged", 45, 120), ("acknowledged", 130, 190), ("done", None, None),
        ("declined", 45, None), ("withdrawn", None, None),
    ],
)  # fmt: skip
def test_a_card_is_chased_until_somebody_answers(
    state: str, chased: int | None, due: int | None
) -> None:
    def minute(n: int | None) -> datetime | None:
        return None if n is None else NOW + timedelta(minutes=n)

    found = chase_due(
        CardState(state), NOW + timedelta(minutes=30), NOW + timedelta(minutes=120),
        minute(chased), timedelta(minutes=60),
    )  # fmt: skip
    assert found == minute(due)
