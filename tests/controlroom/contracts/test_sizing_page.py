"""The page on sizing: what it answers, from which demand, to whom, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.controlroom.pressure.on_pages import read, session

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.contracts import sizing_asked
from tidegate.controlroom.contracts.models import Contract, Line, UseReturn
from tidegate.controlroom.contracts.queries.sizing import WeekUsed, weeks_used
from tidegate.controlroom.contracts.sizing_forms import SizingForm
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.pressure.models import Forecast, ForecastRun
from tidegate.controlroom.transfers.models import Offer, Use
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.ledger import Movement

pytestmark = pytest.mark.django_db

PAGE = "/contracts/sizing/"
PRICES = {"unit": "bed", "weeks": "13", "block": "682", "spot": "769"}
BEDS = PRICES | {"source": "average", "mean": "26"}
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MONDAY = date(2026, 1, 5)


@pytest.fixture
def manager(person_with: Callable[..., Person]) -> Client:
    return session(person_with((Role.CONTRACT_MANAGER, "ZQ1")))


@pytest.fixture
def line(organisations: object) -> Line:
    """A line of beds at Tarn View, bought by Northmere; four a week from January 2026."""
    contract = Contract.objects.create(
        reference="K-000001", contract_id="K-000001", title="Winter beds", buyer="ZQ1",
        provider="ZN101", area="ZQ1", service="health_care", value_pence=1, start=MONDAY,
        end=MONDAY + timedelta(days=180), notice_days=30, state=ContractState.RUNNING.value,
        drafted_by="person:1", drafted_at=NOW, moved_at=NOW,
    )  # fmt: skip
    return Line.objects.create(
        contract=contract, line_id="K-000001-1", site="ZN101", modality="inpatient",
        units_per_week=4, unit_price_pence=68200, first_week=MONDAY,
        last_week=MONDAY + timedelta(weeks=25),
    )  # fmt: skip


def used(week: date, line_id: str = "K-000001-1", **moved: int) -> None:
    """An offer of a week, and what became of its units."""
    offer = Offer.objects.create(
        offer_id=f"{line_id}-{week}", provider="ZN101", site="ZN101", area="ZQ1", line_id=line_id,
        modality="inpatient", week=week, units=4, valid_until=NOW, posted_by="x", posted_at=NOW,
    )  # fmt: skip
    for movement, units in ({"offered": 4} | moved).items():
        cause = "NOT_BOOKED" if movement in {"unused", "cut", "missed"} else ""
        Use.objects.create(
            offer=offer, movement=Movement(movement).value, units=units, cause=cause,
            said_by="x", at=NOW,
        )  # fmt: skip


def asked(client: Client, **changed: str) -> HttpResponse:
    return client.get(PAGE, BEDS | changed)


def sent(client: Client, **fields: object) -> HttpResponse:
    return client.post(PAGE, fields)


class TestTheAnswer:
    def test_it_says_the_number_and_why_not_one_more(self, manager: Client) -> None:
        said = read(asked(manager))
        assert "Commit to 20 beds a week: 98.7% used on average, which saves 7.7%" in said
        assert "Unit 20 is wanted in 90.3% of weeks" in said
        assert "Unit 21 would be wanted in 86.1% of weeks only" in said
        assert "Judged by their average use, 27 units would pass too" in said
        assert "Poisson demand, mean 26 a week, 13 weeks alike." in said

    def test_each_curve_has_its_sentence_and_its_figures(self, manager: Client) -> None:
        page = asked(manager).content.decode()
        assert page.count("<svg xmlns") == 2
        said = read(asked(manager))
        assert "up to number 20." in said
        assert "at its cheapest, with 20 beds." in said
        assert "When something is not as said" in said

    def test_what_may_go_wrong_changes_it(self, manager: Client) -> None:
        said = read(asked(manager, no_spot="25", delay="2,800", exit_cost="3000", exit_hazard="1"))
        assert "of expected exit" in said
        assert "of delay with a chance of 25%" in said
        assert "Risk of an exit" in said

    def test_no_more_is_bought_than_the_provider_has(self, manager: Client) -> None:
        said = read(asked(manager, most="12"))
        assert "Commit to 12 beds" in said
        assert "The provider has no more than 12." in said

    def test_whoever_may_draft_carries_it_into_a_draft(
        self, manager: Client, person_with: Callable[..., Person]
    ) -> None:
        assert "/contracts/new/?units=20&amp;unit_price_pence=68200" in (
            asked(manager).content.decode()
        )
        draft = manager.get("/contracts/new/?units=20&unit_price_pence=68200").content.decode()
        assert 'value="20"' in draft
        assert 'value="682.00"' in draft
        provider = session(person_with((Role.PROVIDER_USER, "ZN101")))
        page = asked(provider)
        assert "Commit to 20 beds" in read(page)
        assert "/contracts/new/" not in page.content.decode()

    def test_no_commitment_is_carried_nowhere(self, manager: Client) -> None:
        page = asked(manager, block="990")
        assert "Commit to none: no bed is wanted often enough for its price." in read(page)
        assert "/contracts/new/" not in page.content.decode()

    def test_the_page_asks_first_and_keeps_nothing(self, manager: Client) -> None:
        said = read(manager.get(PAGE))
        assert "What do you know of demand?" in said
        assert "Past use of a contract’s line" not in said  # there is none
        assert "Commit to" not in said.replace("Commit to none", "")
        answered = sent(manager, **BEDS)
        assert answered.status_code == 302
        assert answered.url.startswith(f"{PAGE}?unit=bed&source=average&mean=26")


class TestDemand:
    def test_past_weeks_are_typed_as_they_come(self, manager: Client) -> None:
        said = read(asked(manager, source="counts", counts="22, 27 31;24\n26,29"))
        assert "6 past weeks, each as likely again, 13 weeks alike" in said
        assert "known from 6 past weeks only" in said

    def test_a_forecast_is_sent_as_a_file(self, manager: Client) -> None:
        rows = "".join(
            f"Z01,2026-01-03,{week},{level},{value + week}\n"
            for week in (1, 2) for level, value in ((0.1, 18), (0.5, 24), (0.9, 31))
        )  # fmt: skip
        text = f"location,reference_date,horizon,output_type_id,value\n{rows}"
        file = SimpleUploadedFile("weeks.csv", text.encode())
        said = read(sent(manager, **PRICES, source="forecast", file=file))
        assert "The forecast for Z01 made on 2026-01-03, 2 weeks." in said

    def test_a_file_that_cannot_be_used_says_why(self, manager: Client) -> None:
        file = SimpleUploadedFile("weeks.csv", b"week\n2026-01-05\n")
        answered = sent(manager, **PRICES, source="forecast", file=file)
        assert answered.status_code == 422
        assert "weeks.csv" in read(answered)
        assert "[MISSING_COLUMN]" in read(answered)
        empty = sent(manager, **PRICES, source="forecast")
        assert "Choose a file" in read(empty)

    def test_a_file_beyond_reason_is_not_read(
        self, manager: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sizing_asked, "LARGEST", 10)
        file = SimpleUploadedFile("weeks.csv", b"week,units\n2026-01-05,3\n")
        assert "[FILE_TOO_LARGE]" in read(sent(manager, **PRICES, source="forecast", file=file))

    def test_past_use_of_a_line_counts_whoever_took_a_unit(
        self, manager: Client, line: Line
    ) -> None:
        used(MONDAY, taken=3, released=1)
        used(MONDAY + timedelta(weeks=1), taken=4)
        used(date(2099, 1, 5), taken=4)  # not over yet
        used(MONDAY, line_id="another", taken=4)
        said = read(asked(manager, source="line", line=line.line_id, block="100", spot="101"))
        assert "2 past weeks, each as likely again" in said
        assert "In 1 of 2 weeks every unit was used, so that more may have been wanted" in said
        assert "Commit to 2 beds" in said

    def test_beds_forecast_above_ones_own_are_wanted(
        self, manager: Client, organisations: object
    ) -> None:
        run = ForecastRun.objects.create(
            reference=MONDAY, made_at=NOW, made_by="x", made_by_name="x", engine="x", terms="x",
            seed=1, days=9, quantiles=[0.1, 0.5, 0.9], series=2,
        )  # fmt: skip
        for place in ("Z01", "Z09"):
            Forecast.objects.create(
                run=run, place=place, measure="ga_beds_occupied", last_observed=MONDAY,
                values=[[590, 600, 620]] * 9, baseline=[], inputs="x",
            )  # fmt: skip
        asks = manager.get(PAGE).content.decode()
        assert "Z01 ga_beds_occupied" in asks
        assert "Z09 ga_beds_occupied" not in asks
        source = {"source": "beds", "beds": "Z01 ga_beds_occupied"}
        said = read(asked(manager, **source, own="580"))
        assert "The forecast for Z01 made on 2026-01-05, 1 week, beyond 580 of its own." in said
        assert "Commit to 10 beds" in said
        assert "Enter how many beds there are already" in read(asked(manager, **source))

    def test_a_line_s_site_and_kind_are_carried_with_it(self, manager: Client, line: Line) -> None:
        used(MONDAY, taken=3)
        page = asked(manager, source="line", line=line.line_id).content.decode()
        assert "units=3&amp;unit_price_pence=68200&amp;site=ZN101&amp;modality=inpatient" in page

    def test_a_line_without_a_week_behind_it_is_no_demand(
        self, manager: Client, line: Line
    ) -> None:
        answered = asked(manager, source="line", line=line.line_id)
        assert answered.status_code == 422
        assert "[NO_USE_YET]" in read(answered)

    def test_a_line_of_others_cannot_be_asked_about(
        self, person_with: Callable[..., Person], line: Line
    ) -> None:
        used(MONDAY, taken=3)
        stranger = person_with((Role.CONTRACT_MANAGER, "ZQ2"))
        answered = asked(session(stranger), source="line", line=line.line_id)
        assert answered.status_code == 422
        assert "Winter beds" not in read(answered)
        assert weeks_used(viewer_of(stranger), line, NOW.date()) == []

    def test_what_the_provider_returned_counts_before_the_ledger(
        self, person_with: Callable[..., Person], line: Line
    ) -> None:
        used(MONDAY, taken=3)
        silent = MONDAY + timedelta(weeks=1)  # a return that does not say what was used
        for week, version, booked, done in (
            (MONDAY, 1, 1, None), (MONDAY, 2, 2, 4), (silent, 1, None, None),
        ):  # fmt: skip
            UseReturn.objects.create(
                line=line, week=week, version=version, offered=5, booked=booked, done=done,
                how="form", reason="late" if version > 1 else "", submitted_by="x",
                submitted_by_name="x", submitted_at=NOW,
            )  # fmt: skip
        viewer = viewer_of(person_with((Role.CONTRACT_MANAGER, "ZQ1")))
        assert weeks_used(viewer, line, NOW.date()) == [WeekUsed(MONDAY, wanted=4, offered=5)]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"block": ""}, "Enter the price of a committed unit"),
        ({"block": "much"}, "must be a number between 0 and 1,000,000"),
        ({"block": "1.005"}, "must have at most 2 decimals"),
        ({"block": "-1"}, "must be a number between 0"),
        ({"spot": "nan"}, "must be a number between 0"),
        ({"spot": "1e9"}, "must be a number between 0"),
        ({"unit": ""}, "Enter what one unit is called"),
        ({"source": ""}, "Choose what you know of demand"),
        ({"mean": ""}, "Enter how many units are wanted on average"),
        ({"mean": "99999"}, "between 0 and 20,000"),
        ({"variance": "20"}, "The variance must be more than the average, 26"),
        ({"mean": "0", "variance": "20"}, "a mean above 0"),
        ({"source": "counts"}, "Enter the units that were wanted"),
        ({"source": "counts", "counts": "3, four"}, "“four” is no whole number"),
        ({"source": "counts", "counts": "3 " * 600}, "at most 520 weeks"),
        ({"source": "line"}, "Choose what you know of demand"),
        ({"no_spot": "5"}, "Enter what a week without a unit costs"),
        ({"no_spot": "105", "delay": "1"}, "between 0 and 100"),
        ({"weeks": "0"}, "at least one week"),
        ({"weeks": "1.5"}, "a whole number"),
        ({"guaranteed": "0.01", "premium": "10", "mean": "20000"}, "a guarantee that leaves"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(
    manager: Client, changed: dict[str, str], words: str
) -> None:
    answered = asked(manager, **changed)
    assert answered.status_code == 422
    said = read(answered)
    assert "There is a problem" in said
    assert words in said


@pytest.mark.parametrize("odd", ["%ff%fe", "9" * 5000, "1e999", "%D9%A3%C2%B2"])
def test_no_odd_value_in_a_box_is_our_fault(manager: Client, odd: str) -> None:
    for name in SizingForm.base_fields:
        address = urlencode({key: value for key, value in BEDS.items() if key != name})
        answered = manager.get(f"{PAGE}?{address}&{name}={odd}")
        assert answered.status_code in {200, 422}, name


def test_only_whoever_may_see_contracts_opens_it(person_with: Callable[..., Person]) -> None:
    answered = session(person_with((Role.RECALL_LEAD, "ZQ1"))).get(PAGE)
    assert answered.status_code == 403
