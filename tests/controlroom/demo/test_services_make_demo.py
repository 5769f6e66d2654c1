"""The demo is made by the same services that people use, and each change is in the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.demo_site import MADE_AT, PASSWORD, PEOPLE, SEED, TODAY, DemoSite

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.demo.services.make_demo import Sent, demo_made, make_demo
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.services.add_organisation import add_organisation
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.transfers.models import Request
from tidegate.controlroom.waiting import lists
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.core.demo.organisations import organisations
from tidegate.core.demo.people import PEOPLE as ACCOUNTS
from tidegate.core.log.entry import System
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.incoming import Incoming, read_incoming


def person(email: str) -> Person:
    return Person.objects.get(email=email)


def own_list(holder: str) -> Snapshot:
    return Snapshot.objects.get(kind="pathways", as_of=TODAY, organisation=holder)


def again(arrivals: Sequence[Incoming] = ()) -> Plan:
    return make_demo(
        Sent((), (), lambda _treated: arrivals),
        seed=SEED,
        as_of=TODAY,
        password=PASSWORD,
        clock=lambda: MADE_AT,
        step=lambda _: nullcontext(),
    )


def test_every_organisation_and_account_is_there(demo_site: DemoSite) -> None:
    assert Organisation.objects.count() == len(organisations())
    assert Person.objects.count() == len(ACCOUNTS)


def test_everyone_can_sign_in_with_the_one_password(demo_site: DemoSite) -> None:
    for account in Person.objects.all():
        assert account.check_password(PASSWORD)


def test_every_change_is_in_the_record(demo_site: DemoSite) -> None:
    kinds = Counter(Entry.objects.values_list("kind", flat=True))
    once = {
        "organisation_added": len(organisations()),
        "person_added": len(ACCOUNTS),
        "membership_granted": len(ACCOUNTS),
        "snapshot_loaded": Snapshot.objects.count(),
        "token_issued": 1,
        "plan_made": 1,
        "wave_sent": 2,
        "alert_set": 2,
        "demo_made": 1,
    }
    assert {kind: kinds[kind] for kind in once} == once
    assert kinds["request_started"] == Request.objects.count()
    assert verify_record().ok


def test_the_record_goes_through_the_days_in_order_and_ends_now(demo_site: DemoSite) -> None:
    written = list(Entry.objects.order_by("seq").values_list("recorded_at", flat=True))
    assert all(earlier <= later for earlier, later in pairwise(written))
    assert written[-1] == MADE_AT
    assert Entry.objects.order_by("seq").last().kind == "demo_made"


def test_providers_load_their_own_lists_and_the_coordinator_plans(demo_site: DemoSite) -> None:
    assert own_list("Z03").loaded_by == ("Provider user, Fellgarth")
    assert demo_site.plan.made_by == "Coordinator, Northmere"


def test_the_coordinator_sees_everybody_who_waits_and_a_provider_its_own(
    demo_site: DemoSite,
) -> None:
    def waiting(email: str) -> int:
        found = lists.newest(viewer_of(person(email)))
        return found.frame.height if found else 0

    treated = Request.objects.filter(state__in=["treated", "closed"]).count()
    assert PEOPLE - treated <= waiting("coordinator@northmere.example") < PEOPLE
    own = own_list("Z02").rows
    assert waiting("waitinglist@saltreach.example") == own < PEOPLE
    assert waiting("home@alderhouse.example") == 0


def test_the_board_can_say_what_changed_in_four_weeks(demo_site: DemoSite) -> None:
    viewer = viewer_of(person("coordinator@northmere.example"))
    now = lists.newest(viewer)
    assert now is not None
    before = lists.month_before(viewer, now)
    assert before is not None
    assert before.as_of == TODAY - timedelta(weeks=4)
    assert before.frame.height > now.frame.height


def test_lists_are_not_newer_than_today(demo_site: DemoSite) -> None:
    assert all(as_of <= TODAY for as_of in Snapshot.objects.values_list("as_of", flat=True))


def test_making_it_again_adds_nothing(demo_site: DemoSite) -> None:
    before = demo_made(TODAY)
    assert again() == demo_site.plan
    assert demo_made(TODAY) == before


def test_what_was_loaded_before_an_interruption_is_not_loaded_again(demo_site: DemoSite) -> None:
    before = demo_made(TODAY)
    months = sorted((demo_site.home / "demo" / "rtt").iterdir())
    assert again([read_incoming(month) for month in months]) == demo_site.plan
    assert demo_made(TODAY) == before


def test_nothing_is_said_of_a_demo_of_another_week(demo_site: DemoSite) -> None:
    assert demo_made(TODAY.replace(month=1)) is None


def test_the_demo_never_moves_in_with_other_organisations(demo_site: DemoSite) -> None:
    add_organisation(
        code="ZX9", name="Someone else", kind="trust", actor=System("test"), now=MADE_AT
    )
    with pytest.raises(UnusableInput, match="NOT_A_DEMO"):
        again()


def test_the_plan_is_seen_in_its_area_and_its_files_are_there(demo_site: DemoSite) -> None:
    viewer = viewer_of(person("coordinator@northmere.example"))
    assert queries.latest_plan(viewer) == demo_site.plan
    assert (queries.folder_of(viewer, demo_site.plan) / "report.html").is_file()
