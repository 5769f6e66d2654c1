"""Who may do what to a request, from where, and where it leads: the whole table, both ways."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tidegate.core.directory.roles import PERMISSIONS
from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.log.kinds import KINDS
from tidegate.core.transfers.lifecycle.causes import causes_of
from tidegate.core.transfers.lifecycle.guards import Consent, Facts, Step, refusals
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import (
    ENDED,
    LIVE,
    REQUEST_LABELS,
    PlaceState,
    RequestState,
)

# Verb, from where, where to, whose step. “its places” is where the other places leave the request.
TABLE = """
clear                draft                                  -> cleared      by the holder
consent              cleared                                -> consented    by the holder
open                 consented                              -> open         by the area
propose              open                                   -> matched      by the area
propose              matched                                -> matched      by the area
propose              accepted                               -> accepted     by the area
widen                open                                   -> open         by the area
close_without_place  open                                   -> no_capacity  by the area
accept               matched, accepted                      -> accepted     by the receiver
decline              matched, accepted                      -> its places   by the receiver
choose               accepted                               -> agreed       by the holder
refuse               matched, accepted, agreed              -> its places   by the holder
lapse                matched, accepted, agreed              -> its places   by the clock
send                 agreed                                 -> sent         by the holder
receive              sent                                   -> received     by the receiver
query                sent                                   -> agreed       by the receiver
date                 received, dated                        -> dated        by the receiver
miss                 dated                                  -> received     by the receiver
treat                dated                                  -> treated      by the receiver
give_back            sent, received, dated                  -> open         by the receiver
close                treated                                -> closed       by the receiver
find_unsuitable      draft, cleared, consented, open, matched, accepted -> unsuitable by the holder
withdraw             draft, cleared, consented, open, matched, accepted, agreed, sent, received, dated -> withdrawn by the holder
expire               draft, cleared, consented, open, matched, accepted -> expired by the clock
"""  # noqa: E501 - one line is one step
CLINICIANS_STEPS = {"clear", "find_unsuitable", "accept", "decline"}
REASONED = {
    "widen", "close_without_place", "decline", "refuse", "lapse", "query", "miss", "give_back",
    "find_unsuitable", "withdraw",
}  # fmt: skip


def legal() -> dict[tuple[str, str], tuple[str, str]]:
    """The table as (state, verb) -> (where to, whose)."""
    steps = {}
    for line in TABLE.strip().splitlines():
        left, right = line.split("->")
        verb, *states = left.replace(",", " ").split()
        target, side = right.split(" by the ")
        for state in states:
            steps[state, verb] = (target.strip(), side.strip())
    return steps


LEGAL = legal()


def test_the_table_has_just_these_steps() -> None:
    shown = {
        (row.state.value, row.verb): (row.next.value if row.next else "its places", row.side.value)
        for row in REQUESTS.rows
    }
    assert shown == LEGAL


@pytest.mark.parametrize("verb", REQUESTS.verbs())
@pytest.mark.parametrize("state", RequestState)
def test_what_the_table_does_not_name_is_refused_in_every_state(
    state: RequestState, verb: str
) -> None:
    found = refusals(Facts(state), Step(verb, "person:1"))
    if (state.value, verb) in LEGAL:
        assert "NOT_IN_THIS_STATE" not in [reason.code for reason in found]
    else:
        assert [reason.code for reason in found] == ["NOT_IN_THIS_STATE"]
        assert REQUEST_LABELS[state].lower() in found[0].detail


@pytest.mark.parametrize(("state", "verb"), LEGAL)
def test_a_legal_step_is_allowed_when_everything_it_needs_is_there(state: str, verb: str) -> None:
    stands = {"decline": PlaceState.PROPOSED, "accept": PlaceState.PROPOSED,
              "choose": PlaceState.ACCEPTED}  # fmt: skip
    facts = Facts(
        RequestState(state),
        consent=Consent.YES,
        consented_at=datetime(2026, 3, 2, tzinfo=UTC),
        cleared_by="person:1",
        consent_by="person:2",
        accepted_by={1: "person:3"},
        places={1: stands.get(verb, PlaceState.PROPOSED)},
    )
    cause = next((cause.code for cause in causes_of(verb)), "")
    assert refusals(facts, Step(verb, "person:9", place=1, cause=cause)) == ()


def reached(lifecycle: Lifecycle[RequestState], start: RequestState) -> set[RequestState]:
    """Every state that can be come to; a step that depends on the places leads to any of theirs."""
    by_places = {RequestState.OPEN, RequestState.MATCHED, RequestState.ACCEPTED}
    found, frontier = {start}, {start}
    while frontier:
        steps = [row for state in frontier for row in lifecycle.steps_from(state)]
        frontier = {target for row in steps for target in ({row.next} if row.next else by_places)}
        frontier -= found
        found |= frontier
    return found


def test_every_state_can_be_come_to_from_a_draft() -> None:
    assert reached(REQUESTS, RequestState.DRAFT) == set(RequestState)


@pytest.mark.parametrize("state", sorted(LIVE))
def test_from_every_live_state_treatment_can_still_be_reached_and_so_can_an_end(
    state: RequestState,
) -> None:
    found = reached(REQUESTS, state)
    assert RequestState.CLOSED in found
    assert state is RequestState.TREATED or RequestState.TREATED in found


@pytest.mark.parametrize("state", sorted(ENDED))
def test_nothing_leads_out_of_an_end(state: RequestState) -> None:
    assert REQUESTS.steps_from(state) == ()


def test_a_request_ends_by_treatment_or_for_one_of_four_reasons_only() -> None:
    ends = {row.next.value: row.verb for row in REQUESTS.rows if row.next in ENDED}
    assert ends == {
        "closed": "close",
        "unsuitable": "find_unsuitable",
        "no_capacity": "close_without_place",
        "withdrawn": "withdraw",
        "expired": "expire",
    }


def test_a_decline_a_refusal_a_lapse_and_a_return_never_end_a_request() -> None:
    verbs = {"decline", "refuse", "lapse", "give_back", "query", "miss"}
    back = [row for row in REQUESTS.rows if row.verb in verbs]
    assert back
    assert not [row for row in back if row.next in ENDED]


def test_clinical_steps_ask_for_a_clinicians_permission_and_no_other_step_does() -> None:
    clinical = {row.verb for row in REQUESTS.rows
                if row.permission in {"transfers.clear", "transfers.accept"}}  # fmt: skip
    assert clinical == CLINICIANS_STEPS


def test_what_takes_something_away_says_why() -> None:
    reasoned = {row.verb for row in REQUESTS.rows if Needs.REASON in row.needs}
    assert reasoned == REASONED | {"date"}
    assert Needs.REASON not in REQUESTS.step(RequestState.RECEIVED, "date").needs  # type: ignore[union-attr]


@pytest.mark.parametrize("row", REQUESTS.rows, ids=lambda row: f"{row.state}-{row.verb}")
def test_every_step_names_a_permission_that_exists_an_entry_that_exists_and_its_words(
    row: Transition[RequestState],
) -> None:
    assert KINDS[row.kind].room == "transfers"
    assert row.label
    assert (row.permission == "") == (row.side is Side.CLOCK)
    assert row.permission in {*PERMISSIONS, ""}


def test_no_step_touches_a_clock() -> None:
    """Clocks are stopped by whoever reports them: no verb, entry or need of the table is about one.

    (Spec transfers 6, row 7; the database refuses a change of the clock start besides.)
    """
    said = {row.verb for row in REQUESTS.rows} | {row.kind for row in REQUESTS.rows}
    assert not [word for word in said if "clock" in word]


def test_nobody_is_given_a_date_without_a_person_who_accepted_chose_and_dated() -> None:
    """From matched to dated every step is a person's (spec transfers 6, row 29)."""
    steps = {row for row in REQUESTS.rows if row.side is Side.CLOCK}
    assert {row.verb for row in steps} == {"lapse", "expire"}
    onward = {RequestState.ACCEPTED, RequestState.AGREED, RequestState.SENT, RequestState.RECEIVED,
              RequestState.DATED, RequestState.TREATED}  # fmt: skip
    assert not [row for row in steps if row.next in onward]


def test_a_verb_asks_for_the_same_permission_of_the_same_side_from_every_state() -> None:
    for verb in REQUESTS.verbs():
        rows = [row for row in REQUESTS.rows if row.verb == verb]
        assert len({(row.permission, row.side, row.kind) for row in rows}) == 1
