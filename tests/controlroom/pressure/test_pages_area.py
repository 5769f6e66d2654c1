"""The pages of areas: levels by name, what is missing, what is unusual, who may see which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.controlroom.pressure.on_pages import morning, read, session
from tests.controlroom.pressure.reporting import DAY, IN_TIME, VALUES, a_fortnight, submitted

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.pressure.new_return import NewReturn
from tidegate.controlroom.pressure.services.submit_return import submit_return
from tidegate.core.directory.roles import Role

__all__ = ["morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def both_report(person_with: Callable[..., Person]) -> dict[str, Person]:
    """Two trusts of Northmere that reported for a fortnight; today only the first has."""
    people = {code: person_with((Role.PROVIDER_USER, code)) for code in ("Z01", "Z02")}
    for code, person in people.items():
        a_fortnight(person, code)
    submitted(people["Z01"])
    return people


class TestOneArea:
    def test_it_says_level_score_reports_and_shares_from_numbers_together(
        self, person_with: Callable[..., Person], both_report: dict[str, Person]
    ) -> None:
        said = read(session(person_with((Role.COORDINATOR, "ZQ1"))).get("/pressure/areas/ZQ1/"))
        assert "Tidegate pressure index Level" in said
        assert "OPEL" not in said
        assert "Reports of today 1 of 2" in said
        # Handover 26 min: 1, within 4 h 70.7 %: 2, over 12 h 7.6 %: 1, occupancy 94.4 %: 1,
        # no criteria to reside 12.6 %: 1, absent 5.7 %: 1; 7 points of 6 figures.
        assert "Fellside Hospitals Not due yet newest: 1 day old Level 2 1.167" in said
        assert "as a week ago" in said

    def test_a_figure_that_is_missing_is_named_and_the_level_becomes_a_range(
        self, person_with: Callable[..., Person]
    ) -> None:
        values = {key: value for key, value in VALUES.items() if key != "handover_mean"}
        submit_return(
            new=NewReturn("Z01", DAY, values),
            actor=person_with((Role.PROVIDER_USER, "Z01")), now=IN_TIME,
        )  # fmt: skip
        said = read(session(person_with((Role.COORDINATOR, "ZQ1"))).get("/pressure/areas/ZQ1/"))
        assert "Mean handover: not reported" in said
        assert "Level 2 1.00 to 1.50" in said or "incomplete" in said
        assert "The score is incomplete" in said
        assert "never reported" in said

    def test_each_figure_has_icons_in_words_and_leads_to_its_chart(
        self, person_with: Callable[..., Person], both_report: dict[str, Person]
    ) -> None:
        client = session(person_with((Role.COORDINATOR, "ZQ1")))
        page = client.get("/pressure/areas/ZQ1/").content.decode()
        assert 'aria-label="Variation: ' in page
        assert "/pressure/charts/Z01/ga_occupancy_pct/" in page
        chart = client.get("/pressure/charts/Z01/ga_occupancy_pct/")
        said = read(chart)
        assert "The last value, 94.4% on 25 November 2026, is" in said
        assert "Every point: General and acute occupancy, Northmere Royal Hospitals" in said, said[
            300:2500
        ]
        assert "style=" not in chart.content.decode().split("<svg xmlns", 1)[1].split("</svg>")[0]

    def test_it_is_for_those_who_oversee_the_area(
        self, person_with: Callable[..., Person], both_report: dict[str, Person]
    ) -> None:
        for role, code, status in (
            (Role.COORDINATOR, "ZQ2", 404), (Role.PROVIDER_USER, "Z01", 404),
            (Role.AUDITOR, "ZQ1", 200), (Role.RECALL_LEAD, "ZQ1", 403),
        ):  # fmt: skip
            client = session(person_with((role, code)))
            assert client.get("/pressure/areas/ZQ1/").status_code == status, role
        neighbour = session(person_with((Role.PROVIDER_USER, "Z02")))
        assert neighbour.get("/pressure/charts/Z01/ga_beds_open/").status_code == 404
        own = session(both_report["Z01"])
        assert own.get("/pressure/charts/Z01/ga_beds_open/").status_code == 200
        assert own.get("/pressure/charts/Z01/teapots/").status_code == 404

    def test_an_area_in_which_nobody_reported_says_so(
        self, person_with: Callable[..., Person]
    ) -> None:
        said = read(session(person_with((Role.COORDINATOR, "ZQ2"))).get("/pressure/areas/ZQ2/"))
        assert "Too little has been reported yet" in said
        assert "Level 1 to 4" in said


class TestWhereOneBegins:
    def test_a_coordinator_comes_to_the_area_and_a_provider_to_its_reports(
        self, person_with: Callable[..., Person]
    ) -> None:
        coordinator = session(person_with((Role.COORDINATOR, "ZQ1")))
        assert coordinator.get("/pressure/").url == "/pressure/areas/ZQ1/"
        provider = session(person_with((Role.PROVIDER_USER, "Z02")))
        assert provider.get("/pressure/").url == "/pressure/returns/Z02/"
        hospital = session(person_with((Role.PROVIDER_USER, "ZN101")))
        assert "None of the organisations that you act for" in read(hospital.get("/pressure/"))

    def test_whoever_oversees_two_areas_sees_both_and_sorts_them(
        self, person_with: Callable[..., Person], both_report: dict[str, Person]
    ) -> None:
        a_fortnight(person_with((Role.PROVIDER_USER, "Z09")), "Z09", days=2)
        client = session(person_with((Role.COORDINATOR, "ZQ1"), (Role.AUDITOR, "ZQ2")))
        said = read(client.get("/pressure/?sort=area"))
        assert said.index("Northmere Level") < said.index("Southmere Level")
        assert "1 of 2" in said
        by_age = read(client.get("/pressure/?sort=came"))
        assert by_age.index("Southmere Level") < by_age.index("Northmere Level")
        assert client.get("/pressure/?sort=%00x").status_code in (200, 400)


def test_a_region_sees_the_newest_version_only_and_no_figure_of_tomorrow(
    person_with: Callable[..., Person], organisations: dict
) -> None:
    person = person_with((Role.PROVIDER_USER, "Z01"))
    a_fortnight(person)
    from tidegate.controlroom.directory.viewer import viewer_of
    from tidegate.controlroom.pressure import queries
    from tidegate.controlroom.pressure.situation import situation

    viewer = viewer_of(person)
    known = situation(viewer, queries.providers(viewer), IN_TIME)
    assert known.frame["end"].max() == DAY - timedelta(days=1)
    then = known.scored(DAY - timedelta(days=30))
    assert then is not None
    assert not then.providers["Z01"].complete
    assert {reason.code for reason in then.providers["Z01"].missing} == {"FIGURE_MISSING"}
