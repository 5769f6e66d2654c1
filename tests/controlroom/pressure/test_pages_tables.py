"""The pages of score tables: what is at hand, in use and unverified, and who may choose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.controlroom.pressure.on_pages import morning, read, session
from tests.controlroom.pressure.own_tables import OFFICIAL, OURS, REASON, UNVERIFIED, chosen, put
from tests.controlroom.pressure.reporting import DAY, IN_TIME, a_fortnight, submitted

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.pressure.models import TableChoice
from tidegate.core.directory.roles import Role
from tidegate.exchange.pressure.score_tables import score_table_text

__all__ = ["morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

TABLES = "/pressure/score-tables/"


@pytest.fixture
def authoriser(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.AUTHORISER, "ZQ1"), (Role.AUTHORISER, "ZQ2"))


@pytest.fixture
def client(authoriser: Person) -> Client:
    return session(authoriser)


def test_every_table_is_listed_with_what_was_found_and_which_is_in_use(client: Client) -> None:
    put("ours.toml", OURS.replace("points = [0, 1", "points = [9, 1", 1))
    said = read(client.get(TABLES))
    assert "comes with Tidegate, and nobody has chosen another table" in said
    assert "Tidegate pressure index 2026 in use" in said
    assert "9, 9 not verified" in said
    assert "ours.toml your file ours.toml" in said
    assert "cannot be used ; 1 error" in said


def test_a_table_says_what_counts_how_much_and_who_checked_it(client: Client) -> None:
    said = read(client.get(f"{TABLES}index-2026/"))
    assert "up to 15: 0 points over 15 to 30: 1 point over 30 to 45: 2 points over 45" in said
    assert "95 or more: 0 points" in said
    assert "verified the Tidegate developers, 25 November 2026" in said
    assert "level 1 from 0 to 0.75" in said
    assert "Nothing wrong was found" in said
    assert "Put it in use" not in said


def test_what_is_open_in_a_template_is_said_row_by_row_and_it_cannot_be_used(
    client: Client,
) -> None:
    said = read(client.get(f"{TABLES}opel-2024-26/"))
    assert "Error , row 38, handover_mean: found “open”" in said
    assert "no situation report" not in said
    assert "Put it in use" not in said
    assert client.get(f"{TABLES}none/").status_code == 404


def test_an_official_name_that_is_not_earned_is_withheld_and_the_reason_given(
    client: Client,
) -> None:
    put("theirs.toml", UNVERIFIED)
    said = read(client.get(f"{TABLES}theirs.toml/"))
    assert "Score table Proxy pressure index 2026" in said
    assert "nobody has verified mean handover" in said
    put("theirs.toml", OFFICIAL)
    assert "Score table OPEL 2026" in read(client.get(f"{TABLES}theirs.toml/"))


def test_an_unverified_table_is_called_opel_on_no_page_of_pressure(
    client: Client, authoriser: Person, person_with: Callable[..., Person]
) -> None:
    desk = person_with((Role.PROVIDER_USER, "Z01"))
    a_fortnight(desk)
    submitted(desk)
    chosen("theirs.toml", UNVERIFIED, DAY, authoriser, IN_TIME)
    pages = ("/", "/?view=wall", "/pressure/", "/pressure/areas/ZQ1/", "/pressure/returns/Z01/")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "opel" not in answer.content.decode().lower(), page
    assert "Proxy pressure index" in read(client.get("/pressure/areas/ZQ1/"))
    assert "not comparable: scored by another table then" in read(session(desk).get("/"))


def test_a_table_is_put_in_use_with_a_day_and_a_reason(client: Client) -> None:
    sha256 = put("ours.toml", OURS)
    form = client.get(f"{TABLES}ours.toml/use/")
    assert 'value="2026-11-25"' in form.content.decode()
    assert sha256 in form.content.decode()
    asked = {"from_day": "2026-11-20", "reason": REASON, "sha256": sha256}
    said = read(client.post(f"{TABLES}ours.toml/use/", asked, follow=True))
    assert "Pressure is scored by Northmere index 2026 from 20 November 2026 on." in said
    assert f"chose it on 25 November 2026: “{REASON}”" in said
    assert TableChoice.objects.get().from_day.isoformat() == "2026-11-20"
    detail = read(client.get(f"{TABLES}ours.toml/"))
    assert "in use Northmere index 2026 is in use since 20 November 2026" in detail


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"from_day": ""}, "Enter a day"),
        ({"from_day": "2009-01-01"}, "It is in force from 1 November 2010 on only"),
        ({"reason": ""}, "Say why it is put in use"),
        ({"sha256": "0" * 64}, "The file has changed meanwhile"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(
    client: Client, changed: dict[str, str], said: str
) -> None:
    asked = {"from_day": "2026-11-25", "reason": REASON, "sha256": put("ours.toml", OURS)}
    answer = read(client.post(f"{TABLES}ours.toml/use/", {**asked, **changed}))
    assert "There is a problem" in answer
    assert said in answer
    assert not TableChoice.objects.exists()


def test_a_file_that_changed_since_is_pointed_out_and_may_be_chosen_again(
    client: Client, authoriser: Person
) -> None:
    chosen("ours.toml", OURS, DAY, authoriser, IN_TIME)
    put("ours.toml", OURS.replace("at = 15", "at = 10", 1))
    said = read(client.get(f"{TABLES}ours.toml/"))
    assert "The file has changed since it was put in use" in said
    assert "Put it in use" in said


def test_after_its_last_day_the_page_says_what_stands_in(
    client: Client, authoriser: Person
) -> None:
    dated = OURS.replace("[aggregation]", "in_force_until = 2026-11-24\n[aggregation]", 1)
    chosen("ours.toml", dated, DAY.replace(day=20), authoriser, IN_TIME)
    said = read(client.get(TABLES))
    assert "Tidegate pressure index 2026 is in use, which comes with Tidegate" in said
    assert "is not in force today" in said


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.PROVIDER_USER])
def test_others_read_and_do_not_choose(person_with: Callable[..., Person], role: Role) -> None:
    put("ours.toml", OURS)
    client = session(person_with((role, "ZQ1")))
    assert "Put it in use" not in read(client.get(f"{TABLES}ours.toml/"))
    assert client.get(f"{TABLES}ours.toml/use/").status_code == 403


def test_whoever_may_for_one_area_only_is_told_so(person_with: Callable[..., Person]) -> None:
    put("ours.toml", OURS)
    client = session(person_with((Role.AUTHORISER, "ZQ1")))
    assert "Put it in use" not in read(client.get(f"{TABLES}ours.toml/"))
    assert client.post(f"{TABLES}ours.toml/use/", {}).status_code == 403


def test_the_shipped_template_is_listed_under_a_name_that_it_may_bear(client: Client) -> None:
    assert score_table_text("opel-2024-26")[0].count('name = "OPEL"') == 1
    assert "Proxy pressure index 2024-26" in read(client.get(TABLES))
