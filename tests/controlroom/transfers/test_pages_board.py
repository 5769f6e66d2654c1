"""The board and the queues: who sees what, narrowed by what, and what may be done at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.controlroom.transfers.carrying import NOW, People, carry, new_request, people
from tests.controlroom.transfers.on_pages import read, session, today

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.transfers.models import Request
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.controlroom.transfers.services.withdraw_request import withdraw_request
from tidegate.core.directory.roles import Role

__all__ = ["people", "today"]
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def three(people: People) -> list[Request]:
    """An urgent one that was just asked for, one that waits for its yes, one that is proposed."""
    urgent = start_request(
        new=new_request(1, priority="P2", tfc="130"), actor=people.asking, now=NOW
    )
    cleared = carry(people, "cleared", number=2)
    matched = carry(people, "matched", number=3)
    return [urgent, cleared, matched]


def references(client: Client, query: str = "") -> list[str]:
    """References on the board, in their order."""
    page = client.get(f"/transfers/{query}").content.decode()
    return re.findall(r"data-card-link>(T-\d+)<", page)


def test_the_board_groups_requests_by_where_they_stand(people: People, three) -> None:
    page = read(session(people.arranging).get("/transfers/"))
    assert "3 requests, urgent first, then the longest waits." in page
    heading = "To be cleared by a clinician 1 The holder: clear for transfer"
    assert heading in page
    assert "Place proposed 1 The receiver: accept the patient" in page
    assert page.index("To be cleared by a clinician") < page.index("Cleared, patient to be asked")


def test_a_card_says_what_one_must_know_before_opening_it(people: People, three) -> None:
    page = read(session(people.arranging).get("/transfers/?state=matched"))
    assert "Trauma and Orthopaedics" in page
    assert "Priority P4" in page
    assert "42 weeks waited" in page
    assert "0 days here" in page
    assert "Northmere Royal Hospitals → to Tarn View Hospital" in page
    assert "Answer wanted by 9 March 2026" in page


def test_urgent_requests_come_first_then_the_longest_waits(people: People) -> None:
    made = [
        start_request(new=new_request(number, **terms), actor=people.asking, now=NOW).reference
        for number, terms in enumerate(
            [
                {"clock_start": date(2025, 9, 1)},
                {"clock_start": date(2024, 9, 1)},
                {"clock_start": date(2026, 2, 1), "priority": "P2"},
            ]
        )
    ]
    assert references(session(people.arranging)) == [made[2], made[1], made[0]]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", [0, 1, 2]),
        ("?state=draft", [0]),
        ("?tfc=130", [0]),
        ("?tfc=130&state=matched", []),
        ("?receiver=ZN101", [2]),
        ("?holder=Z01", [0, 1, 2]),
        ("?turn=holder", [0, 1]),
        ("?turn=receiver", [2]),
        ("?turn=area", []),
        ("?state=no-such-state", [0, 1, 2]),
        ("?turn=nobody&tfc=999&page=x", [0, 1, 2]),
    ],
)
def test_the_board_is_narrowed_by_its_address(
    people: People, three: list[Request], query: str, shown: list[int]
) -> None:
    expected = {three[number].reference for number in shown}
    assert set(references(session(people.arranging), query)) == expected


def test_a_reference_is_found_whatever_its_state(people: People, three: list[Request]) -> None:
    withdraw_request(
        request=three[0], cause="TREATED_AT_HOME", actor=people.asking, now=NOW, on_behalf_of=""
    )
    board = session(people.arranging)
    assert three[0].reference not in references(board)
    found = board.get(f"/transfers/?search={three[0].reference[-3:]}")
    assert references(board, f"?search={three[0].reference}") == [three[0].reference]
    assert "Last time: Treated or dated by the holder" in read(found)


def test_mine_is_what_waits_for_me(people: People, three: list[Request]) -> None:
    assert references(session(people.clearing), "?turn=mine") == [three[0].reference]
    assert references(session(people.asking), "?turn=mine") == [three[1].reference]
    assert references(session(people.accepting), "?turn=mine") == [three[2].reference]


def test_the_counts_are_of_what_the_filter_leaves(people: People, three: list[Request]) -> None:
    everything = read(session(people.arranging).get("/transfers/"))
    assert "Ask 2 1 To clear 1 To ask" in everything
    narrowed = read(session(people.arranging).get("/transfers/?tfc=130"))
    assert "Ask 1 1 To clear 0 To ask" in narrowed


def test_a_long_board_is_turned_page_by_page_with_its_filter(people: People) -> None:
    for number in range(53):
        start_request(new=new_request(number), actor=people.asking, now=NOW)
    board = session(people.arranging)
    first, second = references(board, "?tfc=110"), references(board, "?tfc=110&page=2")
    assert (len(first), len(second)) == (50, 3)
    assert not set(first) & set(second)
    page = board.get("/transfers/?tfc=110").content.decode()
    assert "/transfers/?tfc=110&amp;page=2" in page
    assert "51 to 53 of 53 requests" in read(board.get("/transfers/?tfc=110&page=99"))


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        (Role.PROVIDER_USER, "Z01", 3),
        (Role.COORDINATOR, "ZQ1", 3),
        (Role.AUDITOR, "ZQ1", 3),
        (Role.CLINICIAN, "ZN101", 1),  # from the moment that a place at theirs is proposed
        (Role.PROVIDER_USER, "Z02", 0),
        (Role.COORDINATOR, "ZQ2", 0),
        (Role.PROVIDER_USER, "Z09", 0),
    ],
)
def test_each_sees_what_lies_in_reach(
    client_of: Callable[..., Client], three: list[Request], role: Role, code: str, sees: int
) -> None:
    assert len(references(client_of(role, code))) == sees


def test_whoever_may_not_see_transfers_is_told_what_is_missing(
    client_of: Callable[..., Client],
) -> None:
    for address in ("/transfers/", "/transfers/queue/", "/transfers/requests/start/"):
        assert client_of(Role.RECALL_LEAD).get(address).status_code == 403
    client = client_of(Role.RECALL_LEAD)
    assert client.post("/transfers/queue/clear/", {"requests": "T-000001"}).status_code == 403


def test_an_empty_board_says_how_a_request_begins(client_of: Callable[..., Client]) -> None:
    page = read(client_of(Role.PROVIDER_USER, "Z01").get("/transfers/"))
    assert "Nobody is on the way to another hospital" in page
    assert "asking for a transfer" in page


def test_the_queue_holds_what_waits_by_step(people: People, three: list[Request]) -> None:
    queue = read(session(people.clearing).get("/transfers/queue/"))
    assert "1 request waits for you" in queue
    assert "To clear 1" in queue
    assert "To accept 1" in read(session(people.accepting).get("/transfers/queue/"))
    assert "Nothing waits for you." in read(session(people.arranging).get("/transfers/queue/"))


def test_whoever_only_reads_has_no_queue(client_of: Callable[..., Client], three) -> None:
    queue = read(client_of(Role.AUDITOR).get("/transfers/queue/"))
    assert "none of them waits for you" in queue


def test_several_are_cleared_at_once_each_with_its_own_entry(people: People) -> None:
    made = [start_request(new=new_request(n), actor=people.asking, now=NOW) for n in range(3)]
    ticked = [made[0].reference, made[2].reference]
    page = session(people.clearing).post(
        "/transfers/queue/clear/", {"requests": ticked}, follow=True
    )
    assert "2 requests cleared" in read(page)
    states = dict(Request.objects.values_list("reference", "state"))
    assert [states[one.reference] for one in made] == ["cleared", "draft", "cleared"]
    assert Entry.objects.filter(kind="request_cleared").count() == 2


def test_what_cannot_be_done_at_once_is_said_one_by_one(
    people: People, three: list[Request]
) -> None:
    opened = carry(people, "consented", number=7)
    sent = {"requests": [opened.reference, three[0].reference, "T-999999"]}
    page = read(session(people.arranging).post("/transfers/queue/open/", sent))
    assert "1 request opened" in page
    assert f"{three[0].reference}: it has moved on, or it is not yours to decide" in page
    assert "T-999999: no such request in sight" in page


def test_ticking_nothing_is_said(people: People) -> None:
    page = session(people.clearing).post("/transfers/queue/clear/", follow=True)
    assert "Tick at least one request" in read(page)


@pytest.mark.parametrize("verb", ["consent", "withdraw", "receive", "no-such-verb"])
def test_only_what_needs_a_yes_alone_is_done_at_once(people: People, three, verb: str) -> None:
    sent = {"requests": [one.reference for one in three]}
    assert session(people.asking).post(f"/transfers/queue/{verb}/", sent).status_code == 404
