"""Who sees which request, what of it, and what waits for whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.controlroom.transfers.carrying import (
    AREA,
    HOLDER,
    NOW,
    OTHER,
    RECEIVER,
    REPLY_BY,
    People,
    carry,
    content_of,
    new_offer,
    onward,
    people,
    place_at,
    written,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.viewer import NOBODY, viewer_of
from tidegate.controlroom.log.models import Reading
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.models import Place, Request
from tidegate.controlroom.transfers.services.accept_place import accept_place
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.controlroom.transfers.services.decline_place import decline_place
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.query_message import query_message
from tidegate.controlroom.transfers.services.return_request import return_request
from tidegate.controlroom.transfers.services.write_message import write_message
from tidegate.core.directory.roles import Role
from tidegate.core.lifecycle import Side
from tidegate.core.transfers.lifecycle.requests import REQUESTS

__all__ = ["people"]


def sees(person: Person, request: Request) -> bool:
    return queries.request_in_sight(viewer_of(person), request.reference) is not None


# Role, where held, and from which state on they see a request from Z01 to ZN101.
SIGHT = [
    (Role.CLINICIAN, HOLDER, "draft"),
    (Role.PROVIDER_USER, HOLDER, "draft"),
    (Role.COORDINATOR, AREA, "draft"),
    (Role.AUDITOR, AREA, "draft"),
    (Role.AUTHORISER, AREA, "draft"),
    (Role.CLINICIAN, RECEIVER, "matched"),
    (Role.PROVIDER_USER, RECEIVER, "matched"),
    (Role.CLINICIAN, OTHER, "never"),
    (Role.COORDINATOR, "ZQ2", "never"),
    (Role.RECALL_LEAD, AREA, "never"),
    (Role.LOGGIST, HOLDER, "never"),
    (Role.ADMINISTRATOR, HOLDER, "never"),
]


@pytest.mark.parametrize(("role", "at", "since"), SIGHT)
def test_a_request_is_seen_by_its_sides_and_by_a_receiver_once_a_place_of_theirs_is_put(
    people: People, person_with: Callable[..., Person], role: Role, at: str, since: str
) -> None:
    person = person_with((role, at))
    request = carry(people, "draft")
    assert sees(person, request) == (since == "draft")
    request = carry(people, "open", request=request)
    assert sees(person, request) == (since == "draft")
    request = carry(people, "matched", request=request)
    assert sees(person, request) == (since in {"draft", "matched"})


def test_the_public_sees_nothing(people: People) -> None:
    request = carry(people, "matched")
    assert not queries.requests(NOBODY).exists()
    assert queries.places_of(NOBODY, request) == ()
    assert queries.history(NOBODY, request) == ()
    assert queries.newest_message(NOBODY, request) is None
    assert queries.to_do(NOBODY) == ()


def test_a_place_that_is_only_planned_shows_its_receiver_nothing(people: People) -> None:
    request = carry(people, "consented")
    Place.objects.create(
        request=request, offer=new_offer(), destination=RECEIVER, state="planned",
        reply_by=REPLY_BY, proposed_by="person:1", proposed_at=NOW,
    )  # fmt: skip
    assert not sees(people.accepting, request)


def test_a_receiver_sees_its_own_places_and_nothing_of_another_receiver(people: People) -> None:
    request = carry(people, "matched")
    request = propose_place(
        request=request, offer=new_offer("O2", OTHER), reply_by=REPLY_BY, actor=people.arranging,
        now=NOW,
    )  # fmt: skip
    request = decline_place(
        request=request, place=place_at(request), cause="CRITERIA", actor=people.accepting, now=NOW
    )
    seen = {
        person: {place.destination for place in queries.places_of(viewer_of(person), request)}
        for person in (people.arranging, people.asking, people.accepting,
                       people.accepting_elsewhere)
    }  # fmt: skip
    assert seen[people.arranging] == seen[people.asking] == {RECEIVER, OTHER}
    assert seen[people.accepting] == {RECEIVER}
    assert seen[people.accepting_elsewhere] == {OTHER}
    told = queries.history(viewer_of(people.accepting_elsewhere), request)
    assert [entry.kind for entry in told] == ["place_proposed", "request_opened"]
    assert RECEIVER not in str([entry.facts_text + entry.headline for entry in told])


def test_the_holder_reads_all_of_the_history_newest_first(people: People) -> None:
    request = carry(people, "open")
    told = queries.history(viewer_of(people.asking), request)
    assert [entry.kind for entry in told] == [
        "request_opened", "consent_recorded", "request_cleared", "request_started",
    ]  # fmt: skip


# State, and whose turn it is: by whom and by which step the request is found waiting.
TURNS = [
    ("draft", "clearing", "clear"),
    ("cleared", "asking", "consent"),
    ("consented", "arranging", "open"),
    ("open", "arranging", "propose"),
    ("matched", "accepting", "accept"),
    ("accepted", "asking", "choose"),
    ("agreed", "asking", "send"),
    ("sent", "receiving", "receive"),
    ("received", "receiving", "date"),
    ("dated", "receiving", "treat"),
    ("treated", "receiving", "close"),
]


def waiting(person: Person) -> dict[str, list[str]]:
    return {
        queue.transition.verb: [request.reference for request in queue.requests]
        for queue in queries.to_do(viewer_of(person))
        if queue.requests
    }


@pytest.mark.parametrize(("state", "whose", "verb"), TURNS)
def test_each_request_waits_for_just_those_who_take_its_next_step(
    people: People, state: str, whose: str, verb: str
) -> None:
    request = carry(people, state)
    for name in People.__slots__:
        expected = {verb: [request.reference]} if name == whose else {}
        assert waiting(getattr(people, name)) == expected, name


def test_the_queues_follow_the_table(people: People) -> None:
    for person in (people.clearing, people.asking, people.arranging, people.receiving):
        viewer = viewer_of(person)
        for queue in queries.to_do(viewer):
            assert queue.transition in REQUESTS.rows
            outside = queue.transition.side is Side.RECEIVER and viewer.may("transfers.arrange")
            assert viewer.may(queue.transition.permission) or outside


def test_nobody_is_asked_to_do_what_they_may_not_because_they_did_the_step_before(
    people: People, person_with: Callable[..., Person]
) -> None:
    both = person_with(
        (Role.CLINICIAN, HOLDER), (Role.PROVIDER_USER, HOLDER), (Role.CLINICIAN, RECEIVER)
    )
    request = clear_request(request=carry(people, "draft"), actor=both, now=NOW)
    assert waiting(both) == {}
    request = carry(people, "matched", request=request)
    assert waiting(both) == {}
    assert waiting(people.accepting) == {"accept": [request.reference]}
    carry(people, "accepted", request=request)
    assert waiting(both) == {}


def test_a_receiver_is_asked_while_the_patient_wants_more_than_one_acceptance(
    people: People,
) -> None:
    request = carry(people, "open", choices=2)
    for name, provider in (("O1", RECEIVER), ("O2", OTHER)):
        request = propose_place(
            request=request, offer=new_offer(name, provider), reply_by=REPLY_BY,
            actor=people.arranging, now=NOW,
        )  # fmt: skip
    request = accept_place(
        request=request, place=place_at(request), actor=people.accepting, now=NOW
    )
    assert waiting(people.accepting_elsewhere) == {"accept": [request.reference]}
    accept_place(
        request=request, place=place_at(request, OTHER), actor=people.accepting_elsewhere, now=NOW
    )
    assert waiting(people.accepting_elsewhere) == {}
    assert waiting(people.asking) == {"choose": [request.reference]}


def test_a_receiver_is_no_longer_asked_once_enough_have_accepted(people: People) -> None:
    request = carry(people, "open")
    for name, provider in (("O1", RECEIVER), ("O2", OTHER)):
        request = propose_place(
            request=request, offer=new_offer(name, provider), reply_by=REPLY_BY,
            actor=people.arranging, now=NOW,
        )  # fmt: skip
    accept_place(request=request, place=place_at(request), actor=people.accepting, now=NOW)
    assert waiting(people.accepting_elsewhere) == {}


def shown(person: Person, request: Request) -> str:
    """What a person sees of the patient: the family name, or nothing."""
    found = queries.message_shown(viewer_of(person), request, reason="to book", now=NOW)
    return "" if found is None else found.content["patient"]["family_name"]


def test_who_the_patient_is_is_seen_by_the_holder_and_from_sending_on_by_the_receiver(
    people: People, person_with: Callable[..., Person]
) -> None:
    auditor = person_with((Role.AUDITOR, AREA))
    request = written(people, carry(people, "agreed"))
    strangers = (people.arranging, people.accepting_elsewhere, auditor)
    assert [shown(person, request) for person in strangers] == [""] * 3
    assert shown(people.asking, request) == "Test-Patient"
    assert shown(people.receiving, request) == "", "not before it is sent"
    request = onward(people, request)
    assert shown(people.receiving, request) == "Test-Patient"
    assert shown(people.accepting, request) == "Test-Patient"
    assert [shown(person, request) for person in strangers] == [""] * 3
    request = return_request(request=request, cause="NOT_STAFFED", actor=people.receiving, now=NOW)
    assert shown(people.receiving, request) == "", "the patient is no longer theirs"
    assert shown(people.clearing, request) == "Test-Patient"


def test_each_look_is_noted_before_anything_is_shown_and_no_look_without_one(
    people: People,
) -> None:
    request = carry(people, "sent")
    assert not Reading.objects.exists()
    shown(people.arranging, request)
    assert not Reading.objects.exists(), "nothing was shown"
    shown(people.receiving, request)
    note = Reading.objects.get()
    assert (note.actor, note.subject) == (
        f"person:{people.receiving.pk}", f"request:{request.reference}",
    )  # fmt: skip
    assert (note.reason, note.on_behalf_of, note.read_at) == ("to book", RECEIVER, NOW)


def test_a_receiver_sees_the_newest_version_that_was_sent_and_not_the_one_being_written(
    people: People,
) -> None:
    request = carry(people, "sent")
    request = query_message(
        request=request, cause="RECORDS_INCOMPLETE", actor=people.receiving, now=NOW
    )
    content = content_of(request, **{"patient.family_name": "Newly-Written"})
    write_message(request=request, content=content, actor=people.asking, now=NOW)
    assert shown(people.receiving, request) == ""
    assert shown(people.asking, request) == "Newly-Written"
    request = onward(people, request)
    assert queries.newest_message(viewer_of(people.receiving), request).version == 3  # type: ignore[union-attr]


def test_standing_counts_places_that_the_viewer_does_not_see(people: People) -> None:
    request = carry(people, "matched")
    found = queries.standing(viewer_of(people.accepting_elsewhere), request, NOW)
    assert list(found.places.values()) == ["proposed"]
