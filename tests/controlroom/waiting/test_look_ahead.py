"""The page that looks ahead: what more slots a week would do, said, drawn and in tables."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from tests.controlroom.waiting.conftest import load, rtt_month

from tidegate.core.directory.roles import Role

LISTS = pytest.mark.usefixtures("waiting_lists")
MONTHS = pytest.mark.usefixtures("months_of_both")
PAGE = "/waiting/look-ahead/"


@pytest.fixture(autouse=True)
def early_march():
    with time_machine.travel("2026-03-04T09:00:00Z", tick=True):
        yield


@pytest.fixture
def months_of_both(home, organisations) -> None:
    """Two months in which some join and some are seen, at both trusts of the area."""
    import polars as pl

    for period, waiting in ((date(2025, 12, 31), 150), (date(2026, 1, 31), 155)):
        rows = rtt_month(waiting, starts=40, stops=30)
        both = [
            rows.with_columns(provider=pl.lit(provider), tfc=pl.lit(tfc))
            for provider, tfc in (("Z01", "110"), ("Z01", "130"), ("Z02", "130"))
        ]
        load("rtt-full-csv", period, pl.concat(both))


def page(client, query: str = "") -> str:
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@LISTS
@MONTHS
def test_more_slots_are_answered_in_a_sentence_with_its_interval(client_of) -> None:
    said = words(page(client_of(Role.COORDINATOR), "?slots=3&until=2026-06-08"))
    assert re.search(
        r"With 3 more slots a week, [\d,]+ \([\d,]+ to [\d,]+\) people would have waited over 52 "
        r"weeks on 8 June 2026, against [\d,]+ \([\d,]+ to [\d,]+\): [\d,]+ \([\d,]+ to [\d,]+\) "
        r"fewer\.",
        said,
    )
    assert "Providers’ own lists, 2 March 2026" in said
    assert "2 months to January 2026" in said


@LISTS
@MONTHS
def test_without_slots_the_list_goes_on_as_it_does_now(client_of) -> None:
    text = page(client_of(Role.COORDINATOR))
    assert "As now, " in words(text)
    assert "fewer" not in words(text)
    assert text.count("<figure") == 4


@LISTS
@MONTHS
def test_every_chart_has_its_table_and_its_sentence(client_of) -> None:
    text = page(client_of(Role.COORDINATOR), "?slots=3")
    assert text.count("<figure") == 5
    assert text.count("<table") == 6  # and that of the last day
    assert "&#34;fans&#34;" in text or "&quot;fans&quot;" in text
    assert "As now, low" in text
    assert "3 more slots a week, high" in text


@LISTS
@MONTHS
def test_the_same_question_has_the_same_answer(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    answers = {words(page(client, "?slots=2&tfc=110")) for _ in range(2)}
    assert len(answers) == 1


@LISTS
@MONTHS
def test_a_provider_looks_ahead_on_their_own_list_only(client_of) -> None:
    said = words(page(client_of(Role.PROVIDER_USER, "Z02"), "?slots=1"))
    assert "The provider’s own list" in said
    assert "Trauma" not in said  # which only the other trust has


@LISTS
@MONTHS
def test_the_list_narrows_to_a_specialty_and_a_provider(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    one = words(page(client, "?tfc=110"))
    both = words(page(client, "?holder=Z01&tfc=130"))
    assert "Each of" not in one
    assert one != both


@LISTS
@MONTHS
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?slots=many", "Enter a whole number of slots, such as 20"),
        ("?until=2026-03-05", "Enter a day from 2026-03-09 to 2027-08-30"),
        ("?until=2040-01-01", "Enter a day from 2026-03-09 to 2027-08-30"),
        ("?until=soon", "Enter the day until which to look ahead"),
        ("?begins=whenever", "Enter the day from which the slots are there"),
        ("?begins=2026-08-01&until=2026-07-01", "Enter a day before the last day"),
        ("?tfc=999", "Choose one from the list"),
        ("?holder=Z09", "Choose one from the list"),
        ("?use=luck", "Choose one from the list"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(client_of, query: str, said: str) -> None:
    text = page(client_of(Role.COORDINATOR), query)
    assert "There is a problem" in text
    assert said in text
    assert "<title>Error: Look ahead" in text
    assert "<figure" not in text


@LISTS
def test_without_published_months_it_says_what_is_needed(client_of) -> None:
    assert "No published month has been loaded yet" in page(client_of(Role.COORDINATOR))


def test_without_a_list_it_says_what_is_needed(client_of, home, organisations) -> None:
    said = page(client_of(Role.COORDINATOR))
    assert "No waiting list of your organisations has been loaded yet" in said


@LISTS
@pytest.mark.usefixtures("published_months")
def test_months_of_other_providers_are_a_problem_that_is_named(client_of) -> None:
    said = page(client_of(Role.COORDINATOR))
    assert "There is a problem" in said
    assert "or published months" in said


@LISTS
@MONTHS
def test_slots_may_be_taken_away_and_go_as_slots_go_now(client_of) -> None:
    said = words(page(client_of(Role.COORDINATOR), "?slots=-4&use=now"))
    assert "With 4 fewer slots a week, " in said
    assert " more." in said


@LISTS
@MONTHS
def test_the_other_pages_of_the_room_lead_here(client_of) -> None:
    assert f'href="{PAGE}"' in client_of(Role.COORDINATOR).get("/waiting/").content.decode()
