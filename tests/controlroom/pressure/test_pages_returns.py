"""The pages of returns: who sees and submits what, what is asked about, what stays readable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.controlroom.pressure.on_pages import (
    TODAY,
    asked_in,
    boxes,
    morning,
    read,
    session,
)
from tests.controlroom.pressure.reporting import a_fortnight, new_return, submitted

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.services.submit_return import submit_return
from tidegate.core.directory.roles import Role

__all__ = ["morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
FORM = f"{TODAY}submit/"


@pytest.fixture
def submitter(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.PROVIDER_USER, "Z01"))


class TestTheForm:
    def test_a_usual_report_is_taken_in_one_go(self, submitter: Person) -> None:
        a_fortnight(submitter)
        answer = session(submitter).post(FORM, boxes(ed_attendances="1,0"), follow=True)
        assert "must be a number" not in read(answer)
        answer = session(submitter).post(FORM, boxes(), follow=True)
        assert "The report of 25 November 2026 is submitted." in read(answer)
        row = Return.objects.get(day="2026-11-25")
        assert (row.how, row.version, row.submitted_by_name) == ("form", 1, submitter.label)
        assert "beds_staffed_observed" not in row.values

    def test_the_figures_of_the_day_before_stand_beside_and_the_steady_ones_in_the_boxes(
        self, submitter: Person
    ) -> None:
        a_fortnight(submitter)
        page = session(submitter).get(FORM).content.decode()
        assert "Due by 11:00 on 25 November 2026." in page
        assert 'name="staff_headcount" type="text" inputmode="decimal"' in page
        assert page.count('value="7200"') == 1
        assert 'value="620"' not in page
        assert "Before: </span>620" in page

    def test_odd_figures_are_asked_about_once_and_then_taken_and_marked(
        self, submitter: Person
    ) -> None:
        a_fortnight(submitter)
        client = session(submitter)
        first = client.post(FORM, boxes(ga_beds_open="62"))
        assert "Please look at these figures again" in read(first)
        assert "General and acute beds open, 62, is far below the usual 620" in read(first)
        assert not Return.objects.filter(day="2026-11-25").exists()
        again = client.post(FORM, boxes(ga_beds_open="62", asked=asked_in(first)), follow=True)
        assert "is submitted" in read(again)
        assert "Implausible" in read(again)
        assert Return.objects.get(day="2026-11-25").findings

    def test_a_figure_changed_to_another_odd_one_is_asked_about_anew(
        self, submitter: Person
    ) -> None:
        a_fortnight(submitter)
        client = session(submitter)
        first = client.post(FORM, boxes(ga_beds_open="62"))
        second = client.post(FORM, boxes(ga_beds_open="6200", asked=asked_in(first)))
        assert "6,200, is above 3,500" in read(second)
        assert not Return.objects.filter(day="2026-11-25").exists()

    def test_what_is_left_out_is_asked_about_and_a_report_without_it_is_incomplete(
        self, submitter: Person
    ) -> None:
        client = session(submitter)
        first = client.post(FORM, boxes(ed_closures=""))
        assert "Closures is left out." in read(first)
        answer = client.post(FORM, boxes(ed_closures="", asked=asked_in(first)), follow=True)
        assert "Incomplete" in read(answer)
        assert "ed_closures" not in Return.objects.get().values

    @pytest.mark.parametrize("typed", ["ten", "1e9", "12345678", "--1", "1.234"])
    def test_what_is_no_number_is_said_at_its_box(self, submitter: Person, typed: str) -> None:
        answer = session(submitter).post(FORM, boxes(ga_beds_open=typed))
        assert "General and acute beds open must be a number" in read(answer)
        assert not Return.objects.exists()

    def test_an_empty_form_is_no_report(self, submitter: Person) -> None:
        assert "Enter at least one figure" in read(session(submitter).post(FORM, {}))

    def test_a_correction_begins_with_what_was_submitted_and_needs_a_reason(
        self, submitter: Person
    ) -> None:
        submitted(submitter)
        client = session(submitter)
        page = client.get(FORM).content.decode()
        assert 'value="620"' in page
        sent = boxes(ga_beds_occupied="575", corrects="1")
        assert "Say why it is corrected" in read(client.post(FORM, sent))
        answer = client.post(FORM, {**sent, "reason": "A ward was counted twice"}, follow=True)
        said = read(answer)
        assert "The report of 25 November 2026 is corrected." in said
        assert "General and acute beds occupied: 585 beds became 575 beds" in said
        assert "Why: A ward was counted twice" in said
        assert [row.version for row in Return.objects.order_by("version")] == [1, 2]

    def test_two_who_correct_at_once_do_not_overwrite_each_other(self, submitter: Person) -> None:
        submitted(submitter)
        client = session(submitter)
        one = boxes(ga_beds_occupied="575", corrects="1", reason="First")
        two = boxes(ga_beds_occupied="570", corrects="1", reason="Second")
        client.post(FORM, one)
        odd = boxes(ga_beds_open="62", corrects="1", reason="Second")
        for late in (two, odd, boxes(ed_attendances="many", corrects="1"), boxes()):
            assert "Somebody sent this report in the meantime." in read(client.post(FORM, late))
        assert Return.objects.count() == 2


class TestReach:
    def test_a_provider_sees_its_own_and_a_coordinator_the_whole_area(
        self, person_with: Callable[..., Person], submitter: Person
    ) -> None:
        submitted(submitter)
        for role, code, seen in (
            (Role.PROVIDER_USER, "Z01", 200), (Role.COORDINATOR, "ZQ1", 200),
            (Role.PROVIDER_USER, "Z02", 404), (Role.COORDINATOR, "ZQ2", 404),
            (Role.RECALL_LEAD, "ZQ1", 403),
        ):  # fmt: skip
            client = session(person_with((role, code)))
            assert client.get("/pressure/returns/Z01/").status_code == seen, (role, code)
            assert client.get(TODAY).status_code == seen, (role, code)

    def test_only_the_providers_users_may_open_the_form(
        self, person_with: Callable[..., Person]
    ) -> None:
        coordinator = session(person_with((Role.COORDINATOR, "ZQ1")))
        assert coordinator.get(FORM).status_code == 403
        assert coordinator.post(FORM, boxes()).status_code == 403
        neighbour = session(person_with((Role.PROVIDER_USER, "Z02")))
        assert neighbour.post(FORM, boxes()).status_code == 404
        both = session(person_with((Role.PROVIDER_USER, "Z02"), (Role.COORDINATOR, "ZQ1")))
        assert both.post(FORM, boxes()).status_code == 403
        assert not Return.objects.exists()

    @pytest.mark.parametrize("day", ["2026-11-26", "2026-13-01", "20261125", "0001-01-01", "x"])
    def test_a_day_to_come_or_no_day_is_no_page(self, submitter: Person, day: str) -> None:
        client = session(submitter)
        assert client.get(f"/pressure/returns/Z01/{day}/submit/").status_code == 404
        assert client.get(f"/pressure/returns/Z01/{day}/").status_code == 404


def test_the_list_says_what_came_late_what_is_missing_and_what_was_corrected(
    submitter: Person,
) -> None:
    a_fortnight(submitter, days=3)
    said = read(session(submitter).get("/pressure/returns/Z01/"))
    assert "Today’s report is not there yet. Due by 11:00 on 25 November 2026." in said
    assert "Of 3 reports due, 0 came late, 0 are missing, 0 were corrected." in said
    assert "25 November 2026 Not due yet" in said
    page = session(submitter).get("/pressure/returns/Z01/").content.decode()
    assert FORM in page


def test_a_day_that_was_forgotten_is_missing_until_it_comes_late(submitter: Person) -> None:
    a_fortnight(submitter, days=3)
    first = new_return(day=new_return().day.replace(day=20))
    submit_return(new=first, actor=submitter, now=submitted(submitter).submitted_at)
    said = read(session(submitter).get("/pressure/returns/Z01/"))
    assert "21 November 2026 Missing Submit" in said
    assert "20 November 2026 Late" in said
