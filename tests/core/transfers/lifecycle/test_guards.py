"""When a legal step is still refused: people, consent, choices, places, causes, the message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.reasons import Reason
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.guards import RULES, Consent, Facts, Step, refusals
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import LIVE_PLACES, PlaceState, RequestState

S, P = RequestState, PlaceState
CLEARER, ASKER, ACCEPTER, STRANGER = "person:1", "person:2", "person:3", "person:4"
YES = Facts(
    S.ACCEPTED,
    consent=Consent.YES,
    consented_at=datetime(2026, 3, 2, tzinfo=UTC),
    cleared_by=CLEARER,
    consent_by=ASKER,
    accepted_by={1: ACCEPTER},
    places={1: P.ACCEPTED, 2: P.PROPOSED},
    choices=2,
)


def codes(facts: Facts, step: Step) -> list[str]:
    return [reason.code for reason in refusals(facts, step)]


# Who does what, and whether they may: the clearer, the one who asked, the one who accepted place 1.
PEOPLE = [
    ("consent", S.CLEARED, CLEARER, False),
    ("consent", S.CLEARED, ASKER, True),
    ("accept", S.ACCEPTED, CLEARER, False),
    ("accept", S.ACCEPTED, ASKER, False),
    ("accept", S.ACCEPTED, STRANGER, True),
    ("choose", S.ACCEPTED, ACCEPTER, False),
    ("choose", S.ACCEPTED, CLEARER, False),
    ("choose", S.ACCEPTED, ASKER, True),
    ("decline", S.ACCEPTED, CLEARER, True),
]


@pytest.mark.parametrize(("verb", "state", "actor", "allowed"), PEOPLE)
def test_clearing_asking_and_accepting_are_three_people(
    verb: str, state: RequestState, actor: str, allowed: bool
) -> None:
    place = 1 if verb == "choose" else 2
    found = codes(replace(YES, state=state), Step(verb, actor, place=place, cause="CRITERIA"))
    assert ("SAME_PERSON" in found) is not allowed


def test_a_system_is_one_person_however_many_tokens_it_holds() -> None:
    facts = replace(YES, cleared_by="token:1")
    step = Step("accept", "token:2", place=2)
    assert codes(facts, step) == []
    assert codes(facts, replace(step, same_actor=frozenset({"token:1"}))) == ["SAME_PERSON"]


# Consent as recorded, with or without when: only a yes with its moment lets the request go forward.
NOT_YES = [
    (Consent.NOT_ASKED, False), (Consent.NOT_ASKED, True), (Consent.NO, True),
    (Consent.WITHDRAWN, True), (Consent.YES, False),
]  # fmt: skip
FORWARD = [
    ("open", S.CONSENTED), ("propose", S.OPEN), ("accept", S.MATCHED), ("choose", S.ACCEPTED),
    ("send", S.AGREED), ("receive", S.SENT), ("date", S.RECEIVED), ("treat", S.DATED),
]  # fmt: skip


@pytest.mark.parametrize(("consent", "stamped"), NOT_YES)
@pytest.mark.parametrize(("verb", "state"), FORWARD)
def test_nobody_moves_on_without_a_yes_that_says_when(
    verb: str, state: RequestState, consent: Consent, stamped: bool
) -> None:
    """Spec transfers 6, row 2."""
    moment = YES.consented_at if stamped else None
    facts = replace(YES, state=state, consent=consent, consented_at=moment)
    assert "NO_CONSENT" in codes(facts, Step(verb, STRANGER, place=1))


@pytest.mark.parametrize("verb", ["refuse", "withdraw", "decline", "widen", "give_back", "miss"])
def test_a_step_back_needs_no_yes(verb: str) -> None:
    state = next(row.state for row in REQUESTS.rows if row.verb == verb)
    facts = replace(YES, state=state, consent=Consent.WITHDRAWN)
    assert "NO_CONSENT" not in codes(facts, Step(verb, STRANGER, place=1))


@pytest.mark.parametrize(
    ("choices", "accepted", "allowed"),
    [(1, 0, True), (1, 1, False), (2, 1, True), (2, 2, False), (3, 2, True), (3, 3, False)],
)
def test_no_more_places_are_accepted_than_the_patient_wants_to_choose_among(
    choices: int, accepted: int, allowed: bool
) -> None:
    places = dict.fromkeys(range(1, accepted + 1), P.ACCEPTED) | {9: P.PROPOSED}
    facts = replace(YES, choices=choices, places=places)
    found = refusals(facts, Step("accept", STRANGER, place=9))
    assert [reason.code for reason in found] == ([] if allowed else ["ACCEPTED_ELSEWHERE"])
    if not allowed and choices == 1:
        assert found[0].detail == "Another provider accepted this patient first."
        at = datetime(2026, 3, 2, 10, 41, tzinfo=UTC)
        (told,) = refusals(replace(facts, accepted_at={1: at}), Step("accept", STRANGER, place=9))
        assert told.detail == (
            "Another provider accepted this patient first, at 10:41 on 2 March 2026."
        )
        assert told.inputs["accepted_at"] == at.isoformat()


@given(st.lists(st.sampled_from(PlaceState), max_size=8))
def test_at_most_three_places_are_with_a_patient(states: list[PlaceState]) -> None:
    facts = replace(YES, state=S.MATCHED, places=dict(enumerate(states)))
    live = sum(state in LIVE_PLACES for state in states)
    expected = ["TOO_MANY_PLACES"] if live >= 3 else []
    assert codes(facts, Step("propose", STRANGER)) == expected


@given(st.sampled_from(sorted(CAUSES)), st.sampled_from(REQUESTS.rows))
def test_a_cause_is_taken_at_its_own_steps_only(code: str, row) -> None:  # type: ignore[no-untyped-def]
    facts = replace(YES, state=row.state)
    found = codes(facts, Step(row.verb, STRANGER, place=1, cause=code))
    if "reason" in row.needs:
        assert ("REASON_NEEDED" in found) is (row.verb not in CAUSES[code].verbs)
    else:
        assert "REASON_NEEDED" not in found


@pytest.mark.parametrize("cause", ["", "BECAUSE", "criteria"])
def test_a_step_that_owes_a_reason_takes_none_but_those_of_the_list(cause: str) -> None:
    assert codes(YES, Step("decline", STRANGER, place=2, cause=cause)) == ["REASON_NEEDED"]


@pytest.mark.parametrize(
    ("verb", "place", "expected"),
    [
        ("accept", None, "NO_SUCH_PLACE"),
        ("accept", 7, "NO_SUCH_PLACE"),
        ("accept", 1, "PLACE_NOT_IN_THIS_STATE"),
        ("choose", 2, "PLACE_NOT_IN_THIS_STATE"),
    ],
)
def test_a_step_about_a_place_names_one_that_is_open_to_it(
    verb: str, place: int | None, expected: str
) -> None:
    assert expected in codes(YES, Step(verb, STRANGER, place=place))


def test_a_message_is_not_sent_while_a_check_fails() -> None:
    fault = Reason("NO_CLOCK_START", "The clock start is missing.")
    facts = replace(YES, state=S.AGREED, message_faults=(fault,))
    assert refusals(facts, Step("send", STRANGER)) == (fault,)
    assert refusals(replace(facts, message_faults=()), Step("send", STRANGER)) == ()


def test_every_reason_against_a_step_is_said_at_once() -> None:
    facts = replace(YES, consent=Consent.NO, choices=1)
    found = refusals(facts, Step("accept", CLEARER, place=9))
    assert [reason.code for reason in found] == [
        "NO_SUCH_PLACE", "SAME_PERSON", "NO_CONSENT", "ACCEPTED_ELSEWHERE",
    ]  # fmt: skip
    assert {reason.rule_version for reason in found} == {RULES}
    assert all(reason.detail and reason.inputs for reason in found)
