"""Situation reports over the interface: handed in, handed in again, corrected, refused and read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from tests.controlroom.api.calling import (
    HOLDER,
    OTHER,
    Caller,
    CallerOf,
    answered,
    caller_of,
    return_body,
)
from tests.controlroom.pressure.reporting import VALUES

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.new_return import NewReturn
from tidegate.controlroom.pressure.services.submit_return import submit_return
from tidegate.core.directory.roles import Role

__all__ = ["caller_of"]
pytestmark = pytest.mark.django_db

CORRECTION = {"values": {**VALUES, "ga_beds_occupied": 575}, "reason": "A ward counted twice"}


@pytest.fixture
def system(caller_of: CallerOf) -> Caller:
    """The system of a trust."""
    return caller_of(Role.PROVIDER_USER, HOLDER)


def codes_of(answer: dict) -> list[str]:
    return [reason["code"] for reason in answer["reasons"]]


class TestHandingIn:
    def test_a_report_is_kept_as_of_the_interface_with_who_decided_it(self, system: Caller) -> None:
        made = answered(system.post("/returns", return_body()), 201)
        assert (made["version"], made["newest"], made["how"]) == (1, True, "interface")
        assert made["values"] == VALUES
        assert (made["findings"], made["left_out"]) == ([], [])
        row = Return.objects.get()
        assert (row.organisation, row.values, row.how) == (HOLDER, VALUES, "interface")
        entry = Entry.objects.latest("seq")
        assert entry.kind == "return_submitted"
        assert "GMC 7654321" in f"{entry.actor} {entry.actor_name}"

    def test_what_is_odd_left_out_or_late_is_taken_and_said_with_codes(
        self, system: Caller
    ) -> None:
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        values = {"ga_beds_open": 20, "ga_beds_occupied": 585, "handover_mean": None}
        made = answered(system.post("/returns", return_body(day=yesterday, values=values)), 201)
        assert [found["code"] for found in made["findings"]] == ["PART_ABOVE_WHOLE"]
        assert made["findings"][0]["inputs"]["measure"] == "ga_beds_occupied"
        assert made["findings"][0]["rule_version"] == "reporting 2026"
        assert "handover_mean" in made["left_out"]
        assert "beds_staffed_observed" not in made["left_out"], "it may be left out"
        assert made["late"] is True
        assert made["values"] == {"ga_beds_open": 20, "ga_beds_occupied": 585}

    def test_the_same_body_twice_is_the_same_report_even_after_it_was_corrected(
        self, system: Caller
    ) -> None:
        body = return_body()
        first = answered(system.post("/returns", body), 201)
        assert answered(system.post("/returns", body), 201) == first
        corrected = return_body(**CORRECTION, corrects=1)
        second = answered(system.post("/returns", corrected), 201)
        assert (second["version"], second["reason"]) == (2, "A ward counted twice")
        assert answered(system.post("/returns", corrected), 201) == second
        assert answered(system.post("/returns", body), 201) == {**first, "newest": False}
        assert Return.objects.count() == 2
        assert Entry.objects.filter(subject__startswith="return:").count() == 2

    def test_a_key_answers_to_the_byte(self, system: Caller) -> None:
        first = system.post("/returns", return_body(), key="report-2026-11-25")
        again = system.post("/returns", return_body(), key="report-2026-11-25")
        assert again.content == first.content
        assert again.headers["Idempotency-Repeated"] == "true"

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"values": {"ga_beds_open": 1}}, "ALREADY_SUBMITTED"),
            ({**CORRECTION}, "VERSION_NEEDED"),
            ({**CORRECTION, "corrects": 7}, "CORRECTED_MEANWHILE"),
            ({**CORRECTION, "corrects": 1, "reason": ""}, "REASON_NEEDED"),
            ({"reason": "For the record", "corrects": 1}, "NOTHING_CHANGED"),
            ({**CORRECTION, "corrects": 1, "day": "2020-02-03"}, "NOTHING_TO_CORRECT"),
            ({"day": "2999-01-01"}, "DAY_TO_COME"),
            ({"day": "0001-01-01"}, "DAY_TOO_EARLY"),
            ({"values": {}}, "NO_FIGURES"),
            ({"values": {"ga_beds_open": None}}, "NO_FIGURES"),
        ],
    )
    def test_what_cannot_be_taken_is_refused_by_the_codes_of_the_pages(
        self, system: Caller, changed: dict, code: str
    ) -> None:
        answered(system.post("/returns", return_body()), 201)
        refused = answered(system.post("/returns", return_body(**changed)), 409)
        assert codes_of(refused) == [code]
        assert Return.objects.count() == 1

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"teapots": 1}, "body.values.teapots"),
            ({"ga_beds_open": "620"}, "body.values.ga_beds_open"),
            ({"ga_beds_open": True}, "body.values.ga_beds_open"),
            ({"ga_beds_open": 1e9}, "body.values.ga_beds_open"),
        ],
    )
    def test_a_figure_that_is_none_is_named_where_it_stands(
        self, system: Caller, values: dict, field: str
    ) -> None:
        told = answered(system.post("/returns", return_body(values=values)), 422)
        assert field in [fault["field"] for fault in told["faults"]]

    def test_nobody_hands_in_the_report_of_another_or_without_the_permission(
        self, caller_of: CallerOf, system: Caller
    ) -> None:
        assert system.post("/returns", return_body(OTHER)).status_code == 403
        clinic = caller_of(Role.CLINICIAN, HOLDER)
        assert clinic.post("/returns", return_body()).status_code == 403
        hospital = caller_of(Role.PROVIDER_USER, "ZN101")
        refused = answered(hospital.post("/returns", return_body("ZN101")), 409)
        assert codes_of(refused) == ["DOES_NOT_REPORT"]


class TestReading:
    @pytest.fixture(autouse=True)
    def reported(self, caller_of: CallerOf, system: Caller) -> None:
        """Two trusts reported; one corrected."""
        other = caller_of(Role.PROVIDER_USER, OTHER)
        answered(other.post("/returns", return_body(OTHER)), 201)
        answered(system.post("/returns", return_body(day="2026-02-03")), 201)
        answered(system.post("/returns", return_body()), 201)
        answered(system.post("/returns", return_body(**CORRECTION, corrects=1)), 201)

    def test_a_trust_reads_its_own_and_an_area_all_of_its_trusts(
        self, caller_of: CallerOf, system: Caller
    ) -> None:
        own = answered(system.get("/returns"))
        assert [(row["provider"], row["version"]) for row in own["items"]] == [
            (HOLDER, 2), (HOLDER, 1),
        ]  # fmt: skip
        area = answered(caller_of(Role.COORDINATOR, "ZQ1").get("/returns"))
        assert {row["provider"] for row in area["items"]} == {HOLDER, OTHER}
        elsewhere = answered(caller_of(Role.COORDINATOR, "ZQ2").get("/returns"))
        assert elsewhere["total"] == 0

    def test_it_is_narrowed_by_provider_days_and_versions(
        self, caller_of: CallerOf, system: Caller
    ) -> None:
        for query, total in (
            ({"until": "2026-02-03"}, 1), ({"since": "2026-02-04"}, 1), ({"versions": "every"}, 3),
            ({"provider": OTHER}, 0), ({"limit": 1}, 2),
        ):  # fmt: skip
            assert answered(system.get("/returns", **query))["total"] == total, query
        every = answered(system.get("/returns", versions="every", since="2026-02-04"))
        assert [(row["version"], row["newest"]) for row in every["items"]] == [
            (2, True), (1, False),
        ]  # fmt: skip
        assert system.get("/returns", versions="some").status_code == 422
        assert caller_of(Role.RECALL_LEAD, "ZQ1").get("/returns").status_code == 403


def test_a_report_typed_on_the_page_reads_as_such(system: Caller, person_with) -> None:
    moment = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
    desk = person_with((Role.PROVIDER_USER, HOLDER))
    submit_return(new=NewReturn(HOLDER, date(2026, 2, 3), VALUES), actor=desk, now=moment)
    row = answered(system.get("/returns"))["items"][0]
    assert (row["how"], row["late"], row["submitted_by"]) == ("form", False, str(desk))
