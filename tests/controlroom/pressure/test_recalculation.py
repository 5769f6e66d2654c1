"""Limits of a chart begin anew only where a person says so, with a reason, and can be restored."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from tests.controlroom.pressure.on_pages import morning, read, session
from tests.controlroom.pressure.reporting import DAY, IN_TIME, VALUES

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.models import Rebase, Return
from tidegate.controlroom.pressure.refused import RebaseRefused
from tidegate.controlroom.pressure.services.make_rebase import make_rebase
from tidegate.controlroom.pressure.services.withdraw_rebase import withdraw_rebase
from tidegate.core.directory.roles import Role

__all__ = ["morning"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

SHIFTED = DAY - timedelta(days=14)
CHART = "/pressure/charts/Z01/ga_beds_occupied/"
WHY = "A ward of 40 beds opened, board paper of 9 November"


def kept(day: date, organisation: str = "Z01", **changed: float) -> Return:
    """The report of a day as it is kept, not written yet."""
    moment = IN_TIME + (day - DAY)
    return Return(
        organisation=organisation, day=day, version=1, values={**VALUES, **changed}, as_of=moment,
        submitted_by="test", submitted_by_name="Test", submitted_at=moment, how="form", terms="-",
    )  # fmt: skip


@pytest.fixture
def shifted(organisations: dict[str, Organisation]) -> None:
    """Reports of seven weeks; two weeks ago occupied beds went up, and diverts are rare."""
    rows = []
    for ago in range(49, -1, -1):
        day = DAY - timedelta(days=ago)
        beds = 560 + (ago * 7) % 11 + (40 if day >= SHIFTED else 0)
        rows.append(kept(day, ga_beds_occupied=beds, ed_diverts=1 if ago % 9 == 4 else 0))
    Return.objects.bulk_create(rows)


@pytest.fixture
def analyst(person_with: Callable[..., Person]) -> Person:
    """Somebody of the area who may have limits recalculated."""
    return person_with((Role.COORDINATOR, "ZQ1"))


def made(analyst: Person, day: date = SHIFTED, **changed: str) -> Rebase:
    """Limits begin anew, unless changed on the day that the shift began."""
    return make_rebase(
        **{
            "organisation": "Z01", "measure": "ga_beds_occupied", "from_day": day, "reason": WHY,
            "actor": analyst, "now": IN_TIME, **changed,
        }
    )  # fmt: skip


def limits(client: Client) -> set[tuple[float, float]]:
    """The limits of each part of the chart, as its file says them."""
    facts = json.loads(client.get(f"{CHART}chart.json").content)
    return {(part["lower_limit"], part["upper_limit"]) for part in facts["parts"]}


@pytest.mark.usefixtures("shifted")
class TestServices:
    def test_a_recalculation_is_kept_with_who_when_and_why_and_stands_in_the_record(
        self, analyst: Person
    ) -> None:
        row = made(analyst)
        assert (row.reason, row.made_at, row.made_by_name) == (WHY, IN_TIME, str(analyst))
        entry = Entry.objects.latest("seq")
        assert (entry.kind, entry.subject) == ("limits_recalculated", "chart:Z01-ga_beds_occupied")
        assert entry.facts["reason"] == WHY

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"reason": " "}, "REASON_NEEDED"),
            ({"reason": "x" * 301}, "REASON_NEEDED"),
            ({"measure": "teapots"}, "NO_SUCH_CHART"),
            ({"day": DAY + timedelta(days=1)}, "NO_VALUE_THEN"),
            ({"day": DAY - timedelta(days=49)}, "NOTHING_BEFORE"),
        ],
    )
    def test_what_makes_no_sense_is_refused_by_a_code(
        self, analyst: Person, changed: dict, code: str
    ) -> None:
        with pytest.raises(RebaseRefused) as refused:
            made(analyst, **changed)
        assert refused.value.codes == (code,)
        assert not Rebase.objects.exists()

    def test_the_same_day_twice_is_refused_until_the_first_is_withdrawn(
        self, analyst: Person
    ) -> None:
        first = made(analyst)
        with pytest.raises(RebaseRefused) as refused:
            made(analyst)
        assert refused.value.codes == ("RECALCULATED_ALREADY",)
        for reason, code in ((" ", "REASON_NEEDED"), ("The ward closed again", "")):
            asked = {"rebase": first, "reason": reason, "actor": analyst, "now": IN_TIME}
            if code:
                with pytest.raises(RebaseRefused) as refused:
                    withdraw_rebase(**asked)
                assert refused.value.codes == (code,)
            else:
                assert withdraw_rebase(**asked).withdrawn_reason == reason
        with pytest.raises(RebaseRefused) as refused:
            withdraw_rebase(rebase=first, reason="Again", actor=analyst, now=IN_TIME)
        assert refused.value.codes == ("WITHDRAWN_ALREADY",)
        assert Entry.objects.latest("seq").kind == "recalculation_withdrawn"
        made(analyst)

    def test_a_provider_does_not_recalculate_its_own_chart_nor_another_area(
        self, person_with: Callable[..., Person]
    ) -> None:
        for role, code in (
            (Role.PROVIDER_USER, "Z01"), (Role.COORDINATOR, "ZQ2"), (Role.AUDITOR, "ZQ1"),
        ):  # fmt: skip
            with pytest.raises(PermissionMissing):
                made(person_with((role, code)))

    def test_the_database_refuses_to_rewrite_or_remove_it(self, analyst: Person) -> None:
        row = made(analyst)
        rows = Rebase.objects.filter(pk=row.pk)
        for change in (
            {"reason": "Another"}, {"from_day": DAY}, {"made_by": "somebody"},
            {"withdrawn_at": IN_TIME}, {"withdrawn_at": IN_TIME, "reason": "Another",
             "withdrawn_by": "x", "withdrawn_reason": "y"},
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


@pytest.mark.usefixtures("shifted")
class TestPages:
    def test_the_chart_says_where_to_look_and_changes_nothing_by_itself(
        self, analyst: Person
    ) -> None:
        client = session(analyst)
        said = read(client.get(CHART))
        assert "Since 10 November 2026, 16 of 16 values stand above the mean." in said
        assert "They are never recalculated by themselves." in said
        assert "See it with limits from that day" in said
        assert len(limits(client)) == 1
        listed = read(client.get("/pressure/areas/ZQ1/?signal=lasting_shift"))
        assert "Shifts that last, the longest first" in listed
        assert "General and acute beds occupied, Northmere Royal Hospitals" in listed

    def test_somebody_sees_it_before_and_after_says_why_and_the_chart_names_it(
        self, analyst: Person
    ) -> None:
        client = session(analyst)
        before = limits(client)
        page = client.get(f"{CHART}recalculate/?day={SHIFTED}")
        assert page.content.decode().count("<svg xmlns") == 2
        assert "Before" in read(page)
        assert "After" in read(page)
        unsaid = client.post(f"{CHART}recalculate/", {"day": SHIFTED, "reason": ""})
        assert "Say what changed, and how it is known" in read(unsaid)
        assert not Rebase.objects.exists()
        sent = client.post(f"{CHART}recalculate/", {"day": SHIFTED, "reason": WHY})
        assert (sent.status_code, sent.url) == (302, CHART)
        said = read(client.get(CHART))
        assert f"Limits are reckoned anew from 11 November 2026: {WHY}" in said
        assert "From 11 Nov: A ward of 40 beds opened" in said
        assert "values stand above" not in said
        assert before < limits(client), "the earlier part keeps its limits"

    def test_it_can_be_withdrawn_and_stays_listed(self, analyst: Person) -> None:
        client, row = session(analyst), made(analyst)
        address = f"{CHART}recalculate/{row.pk}/withdraw/"
        assert "Without it" in read(client.get(address))
        assert "Say why it is withdrawn" in read(client.post(address, {"reason": ""}))
        assert client.post(address, {"reason": "The ward closed again"}).url == CHART
        said = read(client.get(CHART))
        assert "Withdrawn by" in said
        assert "The ward closed again" in said
        assert "reckoned anew" not in said
        assert client.get(address).status_code == 404

    def test_who_withdraws_it_a_moment_later_is_told_who_was_first(
        self, analyst: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        row = made(analyst)
        monkeypatch.setattr(queries, "recalculation_in_sight", lambda *_asked: row)
        withdraw_rebase(rebase=row, reason="It closed", actor=analyst, now=IN_TIME)
        address = f"{CHART}recalculate/{row.pk}/withdraw/"
        sent = session(analyst).post(address, {"reason": "It closed again"})
        assert f"{analyst} withdrew it already." in read(sent)
        assert str(row) == "Z01, ga_beds_occupied, from 2026-11-11"
        assert session(analyst).get("/pressure/charts/Z01/teapots/recalculate/").status_code == 404

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            ("", "First day of the new limits"),
            ("teapot", "Enter a day"),
            ("1999-01-01", "Nothing was reported so long ago"),
            ("2026-12-24", "nothing on this chart would change"),
            ("2026-10-07", "nothing on this chart would change"),
        ],
    )
    def test_a_day_that_changes_nothing_is_said_to(
        self, analyst: Person, day: str, said: str
    ) -> None:
        assert said in read(session(analyst).get(f"{CHART}recalculate/", {"day": day}))

    def test_a_refusal_of_the_service_is_told_at_the_day(self, analyst: Person) -> None:
        made(analyst)
        sent = session(analyst).post(f"{CHART}recalculate/", {"day": SHIFTED, "reason": WHY})
        assert "Limits begin anew on that day already." in read(sent)

    def test_who_may_not_recalculate_sees_the_chart_and_no_button(
        self, person_with: Callable[..., Person]
    ) -> None:
        own = session(person_with((Role.PROVIDER_USER, "Z01")))
        assert "Recalculate the limits" not in read(own.get(CHART))
        assert own.get(f"{CHART}recalculate/").status_code == 403
        elsewhere = session(person_with((Role.COORDINATOR, "ZQ2")))
        assert elsewhere.get(f"{CHART}recalculate/").status_code == 404

    def test_limits_of_a_part_that_is_older_than_the_chart_do_not_move_with_the_days(
        self, analyst: Person
    ) -> None:
        client = session(analyst)
        held = limits(client)
        ahead = [DAY + timedelta(days=number) for number in range(1, 40)]
        Return.objects.bulk_create(kept(day, ga_beds_occupied=606) for day in ahead)
        with time_machine.travel(IN_TIME + timedelta(days=39), tick=False):
            facts = json.loads(session(analyst).get(f"{CHART}chart.json").content)
        assert facts["points"][0]["date"] > (DAY - timedelta(days=49)).isoformat()
        assert {(part["lower_limit"], part["upper_limit"]) for part in facts["parts"]} == held


@pytest.mark.usefixtures("shifted")
class TestOneResult:
    def test_chart_table_csv_and_json_say_the_same(self, analyst: Person) -> None:
        made(analyst)
        client = session(analyst)
        page = client.get(CHART)
        rows = list(csv.DictReader(io.StringIO(client.get(f"{CHART}points.csv").content.decode())))
        facts = json.loads(client.get(f"{CHART}chart.json").content)
        assert len(rows) == len(facts["points"]) == page.content.decode().count("<tr") - 1
        for row, point in zip(rows, facts["points"], strict=True):
            part = facts["parts"][int(row["part"]) - 1]
            assert row["date"] == point["date"]
            assert float(row["value"]) == point["value"]
            assert float(row["upper_limit"]) == part["upper_limit"]
            assert row["label"] == point["label"]
        assert facts["sentence"] in read(page)
        assert all(said in read(page) for said in facts["decisions"])
        marks = page.content.decode().split("</svg>")[0]
        assert marks.count("<title>") - 2 >= len(rows), "each point of the drawing is named"
        assert client.get(f"{CHART}points.xml").status_code == 404
        assert client.get("/pressure/charts/Z02/ga_beds_open/points.csv").status_code == 404

    def test_what_is_rare_is_charted_by_the_days_between(self, analyst: Person) -> None:
        client = session(analyst)
        facts = json.loads(client.get("/pressure/charts/Z01/ed_diverts/chart.json").content)
        assert (facts["method"], facts["improvement"]) == ("t", "increase")
        assert [point["value"] for point in facts["points"]] == [9.0] * 5
        said = read(client.get("/pressure/charts/Z01/ed_diverts/"))
        assert "It happens rarely here" in said
        assert "The last time was on" in said
        summary = read(client.get("/pressure/charts/Z01/"))
        assert "9 days between" in summary
        assert "too rare to chart" in summary, "closures never happened"
        never = read(client.get("/pressure/charts/Z01/ed_closures/"))
        assert "It was not reported to have happened yet." in never
        assert client.get("/pressure/charts/Z01/ed_closures/points.csv").status_code == 404

    def test_what_happened_on_two_days_only_is_told_by_those_days(self, analyst: Person) -> None:
        days = [DAY - timedelta(days=ago) for ago in range(4)]
        Return.objects.bulk_create(kept(day, "Z02", ed_closures=day.day % 2) for day in days)
        said = read(session(analyst).get("/pressure/charts/Z02/ed_closures/"))
        assert "It happened on 22 November 2026 and 24 November 2026" in said

    def test_icons_are_counted_and_each_shows_its_charts_alone(self, analyst: Person) -> None:
        client = session(analyst)
        said = read(client.get("/pressure/charts/Z01/"))
        assert "Concern, high" in said
        assert "Fails target" in said
        alone = read(client.get("/pressure/charts/Z01/?signal=consistent_fail"))
        assert "4-hour performance" in alone
        assert "Diverts" not in alone
        assert read(client.get("/pressure/charts/Z01/?signal=teapot")) == said
