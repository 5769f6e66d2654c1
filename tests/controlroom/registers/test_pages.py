"""The pages and files of the registers: who sees what, what is put on, what leaves the room."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.controlroom.registers import on_registers as rows
from tests.controlroom.registers.on_registers import NOW, session

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Reading
from tidegate.controlroom.registers import models, queries
from tidegate.controlroom.registers.catalogue import REGISTERS
from tidegate.controlroom.registers.presenters.tables import said
from tidegate.controlroom.registers.services.release_file import release_file
from tidegate.core.directory.roles import Role
from tidegate.core.registers.speak_up import Concern

pytestmark = pytest.mark.django_db
EVERYONE_S = sorted(set(REGISTERS) - {"speak-up-cases"})
ADDRESS = "/registers/commitments/"
SENT = {
    "keeper": "ZQ1",
    "who_promised": "Health ministry",
    "summary": "1,000 more places a year",
    "made_on_day": "21", "made_on_month": "3", "made_on_year": "2017",
    "source": "Speech",
    "deliverable": "Places",
    "quantity_value": "1000",
    "quantity_unit": "places a year",
    "quantity_direction": "up_by",
    "quantity_base": "200",
    "owner": "",
    "due_day": "31", "due_month": "12", "due_year": "2020",
    "milestones": "2019-12-31 | Half of them | 500\n2020-12-31 | All",
}  # fmt: skip


@pytest.fixture
def keeper(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.CONTRACT_MANAGER, "ZQ1"))


@pytest.fixture
def guardian(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.GUARDIAN, "ZQ1"))


@pytest.fixture
def filled(keeper: Person, guardian: Person) -> None:
    """One row on every register."""
    for add in (rows.commitment, rows.funding, rows.spend, rows.run, rows.rating, rows.act):
        add(keeper)
    rows.release(keeper)
    rows.case(guardian)


def read(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text.replace("&#39;", "’"))


def table_in(answer) -> list[dict[str, str]]:
    text = answer.content.decode()
    return list(csv.DictReader(io.StringIO(text.split("\n", 1)[1])))


@pytest.mark.usefixtures("filled")
class TestEachRegister:
    def test_has_a_list_a_row_a_print_and_files_of_the_same_rows(self, keeper: Person) -> None:
        client, sight = session(keeper), viewer_of(keeper)
        names = queries.names(sight)
        for slug in EVERYONE_S:
            register = REGISTERS[slug]
            listed = client.get(f"/registers/{slug}/").content.decode()
            addresses = sorted(set(re.findall(rf"/registers/{slug}/\d+/", listed)))
            page = read(client.get(addresses[0]))
            for part in ("History", "Entry", "Put another in its place"):
                assert part in page, slug
            told = json.loads(client.get(f"/registers/{slug}/files/json/").content)
            as_csv = client.get(f"/registers/{slug}/files/csv/")
            assert as_csv.content.decode().startswith(
                f"# register {slug}, profile HES_SUBNATIONAL: no "
            )
            assert len(table_in(as_csv)) == len(told["rows"]) == len(addresses)
            assert {each.name for each in register.columns} | {"number"} == set(told["rows"][0])
            printed = read(client.get(f"/registers/{slug}/print/"))
            assert said(register.heading, register.rows(sight)[0], names) in printed

    def test_asks_for_a_new_row_and_shows_what_is_missing(self, keeper: Person) -> None:
        client = session(keeper)
        for slug in EVERYONE_S:
            answer = read(client.post(f"/registers/{slug}/add/", {}))
            for field in REGISTERS[slug].form.base_fields.values():
                assert not field.required or field.error_messages["required"] in answer

    def test_is_out_of_sight_in_another_area(self, person_with: Callable[..., Person]) -> None:
        client = session(person_with((Role.CONTRACT_MANAGER, "ZQ2")))
        for slug in EVERYONE_S:
            assert "0 " in read(client.get(f"/registers/{slug}/"))
            assert json.loads(client.get(f"/registers/{slug}/files/json/").content)["rows"] == []
        number = models.Commitment.objects.get().pk
        assert client.get(f"{ADDRESS}{number}/").status_code == 404

    def test_shows_a_provider_what_is_said_of_it_and_lets_it_change_nothing(
        self, person_with: Callable[..., Person]
    ) -> None:
        client = session(person_with((Role.PROVIDER_USER, "Z01")))
        for slug, seen in (("ratings", 1), ("enforcement", 1), ("segments", 1), ("funding", 1),
                           ("spending", 0), ("commitments", 0)):  # fmt: skip
            told = json.loads(client.get(f"/registers/{slug}/files/json/").content)["rows"]
            assert len(told) == seen, slug
        number = models.RatingOpinion.objects.get().pk
        assert "Put another" not in read(client.get(f"/registers/ratings/{number}/"))
        assert client.get(f"/registers/ratings/{number}/supersede/").status_code == 403
        assert client.get("/registers/ratings/add/").status_code == 403


class TestCommitments:
    def test_a_promise_is_put_on_the_register_followed_and_superseded(self, keeper: Person) -> None:
        client = session(keeper)
        answer = client.post(f"{ADDRESS}add/", SENT, follow=True)
        said = read(answer)
        assert "It is on the register." in said
        assert "up by 1000 places a year, from 200" in said
        assert "31 December 2019: Half of them (500)" in said
        made = models.Commitment.objects.get()
        on = {"on_day": "1", "on_month": "2", "on_year": "2021"}
        client.post(f"{ADDRESS}{made.pk}/official/", {"status": "done", **on})
        refused = client.post(f"{ADDRESS}{made.pk}/evidence/", {"status": "partly", **on})
        assert "Say where the evidence is written." in read(refused)
        shown = read(client.get(f"{ADDRESS}{made.pk}/"))
        assert "Said to be done" in shown
        assert "Not looked at yet" in shown
        page = client.get(f"{ADDRESS}{made.pk}/supersede/").content.decode()
        assert "2019-12-31 | Half of them | 500" in page
        newer = client.post(
            f"{ADDRESS}{made.pk}/supersede/",
            {**SENT, "owner": "Academy", "reason": "An owner was named"},
            follow=True,
        )
        assert "took the place of" in read(newer)
        assert "Superseded" in read(client.get(f"{ADDRESS}{made.pk}/"))
        listed = client.get(ADDRESS)
        assert "1 promise" in read(listed)
        assert "2 promises" in read(client.get(f"{ADDRESS}?earlier=yes"))

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"deliverable": "", "due_day": "", "due_month": "", "due_year": "", "milestones": ""},
             "A promise needs 3 of"),
            ({"quantity_unit": ""}, "Enter what the number counts"),
            ({"quantity_direction": ""}, "Choose how the number is meant"),
            ({"quantity_value": ""}, "Enter how much, or leave the unit empty"),
            ({"milestones": "soon | all"}, "Write each milestone as 2018-12-31"),
            ({"milestones": "2019-12-31 | x | NaN"}, "Write each milestone as 2018-12-31"),
            ({"keeper": "ZQ2"}, "Select a valid choice"),
        ],
    )  # fmt: skip
    def test_what_cannot_stand_is_said_in_words(self, keeper: Person, change, said: str) -> None:
        assert said in read(session(keeper).post(f"{ADDRESS}add/", {**SENT, **change}))
        assert not models.Commitment.objects.exists()

    def test_a_list_is_narrowed_and_searched_and_its_files_with_it(self, keeper: Person) -> None:
        rows.commitment(keeper)
        client = session(keeper)
        client.post(f"{ADDRESS}add/", SENT)
        for query, found in (
            ("?search=graduates", 1),
            ("?search=graduates+council", 0),
            ("?owner=Leadership+academy", 1),
            ("?owner=nobody", 2),
            ("?official=Not+looked+at+yet&page=9", 2),
        ):
            assert f"{found} promise" in read(client.get(ADDRESS + query)), query
            told = json.loads(client.get(f"{ADDRESS}files/json/{query}").content)
            assert len(told["rows"]) == found


class TestFromAFile:
    HEADER = "organisation,body,question,rating,on,report_ref,keeper\n"

    def send(self, keeper: Person, text: str) -> str:
        file = SimpleUploadedFile("ratings.csv", text.encode())
        client = session(keeper)
        return read(client.post("/registers/ratings/import/", {"file": file}, follow=True))

    def test_every_row_is_put_on_the_register(self, keeper: Person) -> None:
        said = self.send(
            keeper,
            self.HEADER
            + "Z01,Inspectorate,overall,good,2026-03-02,Report 1,ZQ1\n"
            + "Z02,Inspectorate,safe,inadequate,2026-03-03,Report 2,ZQ1\n",
        )
        assert "2 rows put on the register." in said
        assert models.RatingOpinion.objects.get(organisation="Z02").on == date(2026, 3, 3)

    def test_or_none_with_each_fault_named(self, keeper: Person) -> None:
        said = self.send(
            keeper,
            self.HEADER
            + "Z01,Inspectorate,overall,good,2026-03-02,Report 1,ZQ1\n"
            + "Z02,Inspectorate,safe,awful,2026-13-03,Report 2,ZQ2\n",
        )
        assert "Nothing was put on the register" in said
        assert "ratings.csv, row 3, column “rating”: found “awful”" in said
        assert "column “on”" in said
        assert "column “keeper”" in said
        assert not models.RatingOpinion.objects.exists()

    def test_scores_are_read_from_what_is_pasted(self, keeper: Person) -> None:
        sent = {
            "keeper": "ZQ1",
            "framework": "NHS Oversight Framework 2025/26",
            "period": "Q1",
            "source": "Scores",
            "scores": "organisation,metric,score,deficit\nZ01,waits,1.5,\nZ02,waits,5,yes\n",
        }
        client = session(keeper)
        said = read(client.post("/registers/segments/add/", sent))
        assert "Z02: waits must be scored from 1 to 4." in said
        good = sent | {"scores": sent["scores"].replace(",5,", ",3,")}
        assert "Fellside" in read(client.post("/registers/segments/add/", good, follow=True))
        assert models.Segment.objects.count() == 2


class TestDataReleases:
    def test_everyone_reads_what_was_released_month_by_month(self, keeper: Person) -> None:
        release = rows.release(keeper)
        public = Client()
        assert "Nothing has been released." in read(
            public.get("/registers/published/data-releases/")
        )
        for name, on in (("Q1", date(2026, 4, 1)), ("Q2", date(2026, 7, 1))):
            release_file(release=release, name=name, on=on, actor=keeper, now=NOW)
        assert "April 2026" in read(public.get("/registers/published/data-releases/"))
        page = read(public.get("/registers/published/data-releases/2026-04/"))
        assert "Northmere University" in page
        assert "HES_SUBNATIONAL" in page
        told = table_in(public.get("/registers/published/data-releases/2026-04/csv/"))
        assert [(each["file"], each["optouts_applied"]) for each in told] == [("Q1", "yes")]
        assert "keeper" not in told[0]

    @pytest.mark.parametrize("month", ["2026-13", "1999-01", "x", "2026-1"])
    def test_a_month_that_is_none_is_not_found(self, month: str) -> None:
        client = Client()
        assert client.get(f"/registers/published/data-releases/{month}/").status_code == 404


class TestSpeakUp:
    SUMMER = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)

    @pytest.fixture
    def calls_53(self, guardian: Person) -> None:
        """53 calls of one quarter, 19 of them from outside Scotland; one more of the next."""
        for region, number in (("scotland", 34), ("london", 12), ("north_west", 7)):
            for _ in range(number):
                rows.case(guardian, Concern.BULLYING, region=region, now=self.SUMMER)
        rows.case(guardian, region="wales")

    @pytest.mark.usefixtures("calls_53")
    def test_counts_are_for_everyone_of_quarters_that_are_over(self, keeper: Person) -> None:
        client = session(keeper)
        page = read(client.get("/registers/speak-up/", follow=True))
        assert "July to September 2026" in page
        assert "Scotland 34" in page
        assert "All regions 53" in page
        assert "Wales 0" in page
        assert client.get("/registers/speak-up/2026-10-01/").status_code == 404
        assert f"{19 / 53:.0%}" == "36%"

    @pytest.mark.usefixtures("calls_53")
    def test_what_leaves_the_room_is_rounded_as_its_profile_says(self, keeper: Person) -> None:
        client = session(keeper)
        answer = client.get("/registers/speak-up/2026-07-01/csv/")
        assert "HES_SUBNATIONAL" in answer.content.decode().split("\n")[0]
        told = {each["name"]: each["cases"] for each in table_in(answer)}
        assert (told["all"], told["scotland"], told["london"], told["north_west"]) == (
            "55", "35", "*", "*",
        )  # fmt: skip
        as_json = json.loads(client.get("/registers/speak-up/2026-07-01/json/").content)
        assert {"by": "region", "name": "london", "cases": None} in as_json["rows"]

    def test_counts_are_the_same_whoever_looks(
        self, guardian: Person, person_with: Callable[..., Person]
    ) -> None:
        for number in range(6):
            keeper = "Z01" if number else "ZQ1"
            rows.case(guardian, keeper=keeper, now=self.SUMMER)
        seen = {
            read(session(person_with((Role.PROVIDER_USER, code))).get(
                "/registers/speak-up/2026-07-01/"))
            .split("Who spoke up")[-1]
            for code in ("Z01", "Z02")
        }  # fmt: skip
        assert len(seen) == 1

    def test_a_case_is_seen_by_who_hears_it_alone_and_that_is_noted(
        self, guardian: Person, person_with: Callable[..., Person]
    ) -> None:
        made = rows.case(guardian, keeper="Z01")
        address = f"/registers/speak-up-cases/{made.pk}/"
        shown = read(session(guardian).get(address))
        assert "You were noted as having opened this case." in shown
        assert "A case came onto the register" in shown
        assert Reading.objects.get().subject == f"speak_up:{made.pk}"
        for role, code, status in (
            (Role.AUDITOR, "ZQ1", 403), (Role.CONTRACT_MANAGER, "ZQ1", 403),
            (Role.LOGGIST, "Z01", 403), (Role.GUARDIAN, "ZQ2", 404),
        ):  # fmt: skip
            client = session(person_with((role, code)))
            assert client.get(address).status_code == status
            assert "Speak-up cases" not in read(client.get("/registers/")) or status == 404
        record = read(session(person_with((Role.AUDITOR, "ZQ1"))).get("/record/"))
        assert "A case came onto the register" not in record

    def test_a_guardian_puts_a_case_on_the_register_and_moves_it(self, guardian: Person) -> None:
        client = session(guardian)
        sent = {
            "keeper": "Z01",
            "received_on_day": "1", "received_on_month": "3", "received_on_year": "2026",
            "channel": "line", "region": "london", "anonymous": "no",
            "concerns": ["bullying", "patient_safety"],
        }  # fmt: skip
        said = read(client.post("/registers/speak-up-cases/add/", sent, follow=True))
        assert "Patient safety or quality; Bullying or harassment" in said
        made = models.SpeakUpCase.objects.get()
        moved = {"status": "in_hand", "detriment": "not_known", "learning": ""}
        answer = client.post(f"/registers/speak-up-cases/{made.pk}/move/", moved, follow=True)
        assert "In hand" in read(answer)
