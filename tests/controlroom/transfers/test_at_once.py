"""Two people at the same instant: one wins, the other is told, and nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from tests.controlroom.transfers.carrying import (
    NOW,
    OTHER,
    REPLY_BY,
    People,
    carry,
    new_offer,
    new_request,
    people,
    place_at,
)

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.transfers.models import Offer, Place, Request
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.accept_place import accept_place
from tidegate.controlroom.transfers.services.choose_place import choose_place
from tidegate.controlroom.transfers.services.move_units import balance_now
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.start_request import start_request

__all__ = ["people"]

ROUNDS = 6


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each on a connection of its own; say how each ended."""
    together = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> str:
        try:
            together.wait()
            deed()
        except StepRefused as refused:
            return " ".join(refused.codes)
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(one, deeds))


@pytest.mark.django_db(transaction=True)
def test_of_two_receivers_who_accept_the_same_patient_one_wins_and_the_other_is_told(
    people: People,
) -> None:
    offers = [new_offer("O1", units=ROUNDS), new_offer("O2", OTHER, units=ROUNDS)]
    for number in range(ROUNDS):
        request = carry(people, "open", number=number)
        for offer in offers:
            request = propose_place(
                request=request, offer=offer, reply_by=REPLY_BY, actor=people.arranging, now=NOW
            )
        here, there = place_at(request), place_at(request, OTHER)
        ended = at_once(
            lambda r=request, p=here: accept_place(  # type: ignore[misc]
                request=r, place=p, actor=people.accepting, now=NOW
            ),
            lambda r=request, p=there: accept_place(  # type: ignore[misc]
                request=r, place=p, actor=people.accepting_elsewhere, now=NOW
            ),
        )
        assert ended == ["ACCEPTED_ELSEWHERE", "done"]
        states = sorted(Place.objects.filter(request=request).values_list("state", flat=True))
        assert states == ["accepted", "proposed"]
        told = Entry.objects.filter(kind="place_accepted", subject=f"request:{request.reference}")
        assert told.count() == 1
    assert verify_record().ok
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_two_patients_who_choose_the_last_unit_one_has_it_and_the_other_looks_on(
    people: People,
) -> None:
    for number in range(ROUNDS):
        Offer.objects.filter(offer_id="O1").update(offer_id=f"O-{number}")
        offer = new_offer("O1", units=1)
        pair = [carry(people, "accepted", number=2 * number + which) for which in (0, 1)]
        ended = at_once(
            *(
                lambda r=request: choose_place(  # type: ignore[misc]
                    request=r, place=place_at(r), actor=people.asking, now=NOW
                )
                for request in pair
            )
        )
        assert ended == ["OFFER_FULL", "done"]
        found = balance_now(offer)
        assert (found.free, found.agreed) == (0, 1)
        states = sorted(
            Request.objects.filter(pk__in=[r.pk for r in pair]).values_list("state", flat=True)
        )
        assert states == ["agreed", "open"]
    assert verify_record().ok
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_patient_who_is_asked_for_many_times_at_once_has_one_request(people: People) -> None:
    for number in range(ROUNDS):
        new = new_request(number, nhs_number="9000000009" if number == 0 else None)
        ended = at_once(
            *[lambda n=new: start_request(new=n, actor=people.asking, now=NOW)] * 4  # type: ignore[misc]
        )
        assert ended == ["ALREADY_LIVE"] * 3 + ["done"]
        assert Request.objects.filter(pathway_id=f"P{number}").count() == 1
    references = list(Request.objects.order_by("pk").values_list("reference", flat=True))
    assert len(set(references)) == ROUNDS
    assert all(reference.startswith("T-") for reference in references)
    assert verify_record().ok
    connection.close()
