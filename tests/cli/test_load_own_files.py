"""``tidegate load``: an organisation's own offers and what goes with them, and the directory."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.waiting import weekly_list
from typer.testing import CliRunner, Result

from tidegate.cli.main import app
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store

ORGANISATIONS = """code,name,kind,parent,sector
Z01,Northmere Royal Hospitals,trust,ZQ1,nhs
ZN101,Tarn View Hospital,independent,ZQ1,independent
ZQ1,Northmere Integrated Care Board,icb,,nhs
"""
OWN = {
    "offers": "offer_id,site,provider,line_id,modality,tfc,week,units\n"
    "F1,ZN101,ZN101,K1,day_case,110,2026-W06,2\nF2,ZN101,ZN101,,day_case,110,2026-W08,3\n",
    "criteria": "site,version,in_force_from,max_bmi\nZN101,2026-1,2026-01-01,40\n",
    "lines": "line_id,contract_id,payer,minimum_take,unit_price_pence\nK1,K,ZQ1,2,100000\n",
    "budgets": "area,pence\nZQ1,1000000\n",
    "travel": "zone,site,minutes\nZZ001,ZN101,20\n",
    "zones": "zone,latitude,longitude\nZZ001,54.1,-1.2\n",
    "sites": "site,latitude,longitude\nZN101,54.2,-1.3\n",
}
AS_OF = ("--as-of", "2026-01-31")
FOR_THE_BOARD = ("--organisation", "ZQ1", *AS_OF)


@pytest.fixture(autouse=True)
def home(db: None, tmp_path: Path, settings: Any) -> Path:
    settings.TIDEGATE_HOME = tmp_path / "home"
    return tmp_path / "home"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return {name: written(tmp_path, name, text) for name, text in OWN.items()}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """The list of three organisations, loaded."""
    path = written(tmp_path, "organisations", ORGANISATIONS)
    assert load(path, *AS_OF).exit_code == 0
    return path


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    return path


def load(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["load", *map(str, arguments)])


def everything(home: Path) -> tuple[list[Any], ...]:
    kept = [list(model.objects.values_list()) for model in (Snapshot, Entry, Organisation)]
    return (*kept, sorted(path for path in home.rglob("*") if path.is_file()))


def refused(home: Path, *arguments: str | Path) -> str:
    """What is said when a load is refused, which leaves everything as it was."""
    before = everything(home)
    result = load(*arguments)
    assert result.exit_code == 2, result.output
    assert everything(home) == before
    return result.stderr


def test_each_table_becomes_the_organisations_snapshot_with_an_entry(
    directory: Path, files: dict[str, Path]
) -> None:
    result = load(*files.values(), *FOR_THE_BOARD)
    assert result.exit_code == 0, result.output
    assert "Loaded offers of ZQ1 as of 2026-01-31: 2 rows" in result.stdout
    kept = {snapshot.kind: snapshot for snapshot in Snapshot.objects.filter(organisation="ZQ1")}
    assert set(kept) == set(OWN)
    assert all(snapshot.as_of == date(2026, 1, 31) for snapshot in kept.values())
    offers = store().read(kept["offers"].sha256)
    assert offers.select("week", "units").rows() == [(0, 2), (2, 3)]  # from Monday 2 February on
    entry = Entry.objects.get(kind="snapshot_loaded", subject=f"snapshot:{kept['offers'].pk}")
    assert entry.on_behalf_of == "ZQ1"
    assert entry.visibility == "internal"
    assert verify_record().ok


def test_the_same_offers_twice_are_refused(
    directory: Path, files: dict[str, Path], home: Path
) -> None:
    assert load(files["lines"], files["offers"], *FOR_THE_BOARD).exit_code == 0
    assert "ALREADY_LOADED" in refused(home, files["offers"], *FOR_THE_BOARD)


def test_other_offers_for_the_day_take_the_place_of_the_first_only_when_told_so(
    directory: Path, files: dict[str, Path], home: Path
) -> None:
    load(files["lines"], files["offers"], *FOR_THE_BOARD)
    written(files["offers"].parent, "offers", OWN["offers"].replace("W08,3", "W08,9"))
    assert "--supersede" in refused(home, files["offers"], *FOR_THE_BOARD)
    assert load(files["offers"], *FOR_THE_BOARD, "--supersede").exit_code == 0
    assert Snapshot.objects.filter(kind="offers", superseded_by=None).count() == 1


def test_two_providers_offers_of_one_day_stand_side_by_side(
    directory: Path, tmp_path: Path
) -> None:
    for code in ("Z01", "ZN101"):
        text = OWN["offers"].replace("K1", "").replace("ZN101", code)
        path = written(tmp_path, f"offers-of-{code}", text)
        assert load(path, "--organisation", code, *AS_OF).exit_code == 0
    assert Snapshot.objects.filter(kind="offers", superseded_by=None).count() == 2


def test_whose_it_is_must_be_said(directory: Path, files: dict[str, Path], home: Path) -> None:
    said = refused(home, files["travel"], *AS_OF)
    assert "--organisation CODE" in said
    assert "ORGANISATION_NEEDED" in said


def test_which_day_it_describes_must_be_said(
    directory: Path, files: dict[str, Path], home: Path
) -> None:
    assert "AS_OF_NEEDED" in refused(home, files["travel"], "--organisation", "ZQ1")


def test_an_unknown_organisation_is_named_with_those_it_may_have_been_meant_for(
    directory: Path, files: dict[str, Path], home: Path
) -> None:
    said = refused(home, files["travel"], "--organisation", "ZN110", *AS_OF)
    assert "found “ZN110”" in said
    assert "did you mean ZN101" in said
    assert "UNKNOWN_ORGANISATION" in said


def test_in_an_empty_directory_nobody_is_near(files: dict[str, Path], home: Path) -> None:
    said = refused(home, files["travel"], *FOR_THE_BOARD)
    assert "which `tidegate load` fills from a list" in said


def test_an_unknown_organisation_is_said_once_even_file_by_file(
    directory: Path, files: dict[str, Path], home: Path
) -> None:
    said = refused(
        home, files["travel"], files["budgets"], "--organisation", "ZZZ", *AS_OF, "--each"
    )
    assert said.count("UNKNOWN_ORGANISATION") == 1


def test_offers_name_lines_that_are_loaded_or_come_along(
    directory: Path, files: dict[str, Path], home: Path
) -> None:
    said = refused(home, files["offers"], *FOR_THE_BOARD)
    assert "column “line_id”: found “K1”" in said
    assert "UNKNOWN_LINE" in said
    assert load(files["offers"], files["lines"], *FOR_THE_BOARD).exit_code == 0


def test_one_bad_table_keeps_all_of_them_out(
    directory: Path, files: dict[str, Path], home: Path
) -> None:
    written(files["travel"].parent, "travel", "zone,site,minutes\nZZ001,ZN101,soon\n")
    said = refused(home, *files.values(), *FOR_THE_BOARD)
    assert "travel.csv, row 2, column “minutes”: found “soon”" in said


def test_organisations_enter_the_directory_under_those_who_oversee_them(directory: Path) -> None:
    assert {one.code: one.area for one in Organisation.objects.all()} == {
        "ZQ1": "ZQ1", "Z01": "ZQ1", "ZN101": "ZQ1",
    }  # fmt: skip
    assert Entry.objects.filter(kind="organisation_added").count() == 3
    assert Snapshot.objects.get().kind == "organisations"
    assert verify_record().ok


def test_a_longer_list_adds_who_is_new_and_says_what_stays(directory: Path, tmp_path: Path) -> None:
    longer = ORGANISATIONS.replace("Tarn View", "Another") + "Z02,Fellside,trust,ZQ1,nhs\n"
    result = load(written(tmp_path, "longer", longer), "--as-of", "2026-02-28")
    assert result.exit_code == 0, result.output
    assert Organisation.objects.get(code="Z02").area == "ZQ1"
    assert Organisation.objects.get(code="ZN101").name == "Tarn View Hospital"
    assert "ORGANISATION_KEPT" in result.stderr
    assert "Tarn View Hospital, Independent hospital, under ZQ1" in result.stderr


def test_a_parent_that_is_nowhere_is_named(tmp_path: Path, home: Path) -> None:
    path = written(tmp_path, "list", ORGANISATIONS.replace("trust,ZQ1", "trust,ZQ7"))
    assert "column “parent”: found “ZQ7”" in refused(home, path, *AS_OF)


def test_an_organisation_may_come_in_the_same_load_as_its_offers(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    path = written(tmp_path, "organisations", ORGANISATIONS)
    result = load(path, files["lines"], files["offers"], *FOR_THE_BOARD, "--json")
    assert result.exit_code == 0, result.output
    loaded = json.loads(result.stdout)["loaded"]
    assert [(one["kind"], one["organisation"]) for one in loaded] == [
        ("organisations", ""), ("lines", "ZQ1"), ("offers", "ZQ1"),
    ]  # fmt: skip


def test_a_list_that_nobody_would_see_is_kept_with_a_warning(
    directory: Path, tmp_path: Path
) -> None:
    listed = (
        "pathway_id,holder,zone,tfc,modality,priority,weeks_waited\n"
        "P1,Z01,ZZ001,110,day_case,P4,20\nP2,Z07,ZZ001,110,day_case,P4,20\n"
    )
    result = load(written(tmp_path, "waiting", listed), *AS_OF)
    assert result.exit_code == 0, result.output
    assert result.stderr.count("HOLDER_NOT_IN_DIRECTORY") == 1
    assert "found “Z07”" in result.stderr


class TestAWeeklyList:
    """The weekly patient-level list is kept as each holder's waiting list, as of its Sunday."""

    @pytest.fixture
    def weekly(self, tmp_path: Path) -> Path:
        return weekly_list.written(
            tmp_path,
            weekly_list.row(1),
            weekly_list.row(2, ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER="Z02"),
        )

    def test_it_is_kept_with_its_side_file(self, weekly: Path, home: Path, tmp_path: Path) -> None:
        side = written(tmp_path, "side", "pathway_id,consent,bmi\nZ01-000001,yes,31\n")
        result = load(weekly, "--side", side)
        assert result.exit_code == 0, result.output
        kept = {one.organisation: one for one in Snapshot.objects.filter(kind="pathways")}
        assert set(kept) == {"Z01", "Z02"}
        assert {one.as_of for one in kept.values()} == {date(2026, 2, 1)}
        frame = store().read(kept["Z01"].sha256)
        assert frame.select("pathway_id", "consent", "bmi").rows() == [("Z01-000001", True, 31.0)]

    def test_nothing_that_names_a_person_reaches_the_store(self, weekly: Path, home: Path) -> None:
        assert load(weekly).exit_code == 0
        for snapshot in Snapshot.objects.all():
            cells = {str(cell) for row in store().read(snapshot.sha256).rows() for cell in row}
            assert not [cell for cell in cells if "999" in cell or "no answer" in cell]

    def test_a_code_without_a_meaning_keeps_all_of_it_out(self, weekly: Path, home: Path) -> None:
        weekly_list.written(weekly.parent, weekly_list.row(1, Capacity_Status="RED"))
        assert "UNMAPPED_CODE" in refused(home, weekly)
