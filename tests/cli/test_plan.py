from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.small_plan import small_problem
from typer.testing import CliRunner, Result

from tidegate.cli.main import app
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.plan_folder import read_plan


def tidegate(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["plan", *map(str, words)])


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """The fictional list of the small plan as its owner would send it; all have said yes."""
    columns = [
        "pathway_id", "holder", "area", "zone", "tfc", "modality", "priority", "weeks_waited",
        "imd_quintile", "count",
    ]  # fmt: skip
    path = tmp_path / "waiting.csv"
    list_ = small_problem().pathways.select(columns)
    list_.with_columns(consent=pl.lit("yes"), holder_name=pl.lit("Ardgate Hospitals")).write_csv(
        path
    )
    return path


@pytest.fixture
def capacity(tmp_path: Path) -> Path:
    """Offers, contract lines and travel in one folder."""
    problem, folder = small_problem(), tmp_path / "capacity"
    folder.mkdir()
    offers = problem.offers.select(
        "offer_id", "site", "provider", "line_id", "modality",
        pl.col("tfcs").list.join(";").alias("tfc"),
        (pl.lit(problem.start) + pl.duration(weeks=pl.col("week"))).alias("week"), "units",
    )  # fmt: skip
    offers.write_csv(folder / "offers.csv")
    problem.lines.write_csv(folder / "lines.csv")
    problem.travel.select("zone", "site", "minutes").write_csv(folder / "travel.csv")
    return folder


def start(waiting: Path, capacity: Path, out: Path, *more: str) -> Result:
    return tidegate(
        "--waiting", waiting, "--capacity", capacity, "--start", "2026-02-02", "--out", out, *more
    )


class TestOptions:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ([], "--waiting and --capacity missing"),
            (["--waiting", "list.csv"], "--capacity missing"),
            (["january.zip"], "say --rtt before published files such as january.zip"),
            (["--rtt", "january.zip", "--waiting", "list.csv"], "does not take --waiting"),
            (["--travel", "100", "--waiting", "a", "--capacity", "b"], "--travel goes with --rtt"),
            (["--waiting", "a", "--capacity", "b", "--start", "Monday"], "--start takes a day"),
        ],
    )
    def test_what_is_missing_or_muddled_is_said(self, words: list[str], said: str) -> None:
        answer = tidegate(*words)

        assert answer.exit_code == 2
        assert said in " ".join(answer.stderr.split())

    def test_published_files_may_follow_rtt_or_repeat_it(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        seen: list[list[str]] = []

        def planned(files: list[Path], **_: object) -> object:
            seen.append([file.name for file in files])
            raise UnusableInput([])

        monkeypatch.setattr("tidegate.cli.plan_published.plan_from_published", planned)
        tidegate("--rtt", "a.zip", "b.zip", "c.zip", "--out", tmp_path / "plan")
        tidegate("--rtt", "a.zip", "--rtt", "b.zip", "--rtt", "c.zip")

        assert seen == [["a.zip", "b.zip", "c.zip"]] * 2


class TestFromFiles:
    def test_it_says_how_many_how_good_and_where_the_report_is(
        self, waiting: Path, capacity: Path, tmp_path: Path
    ) -> None:
        answer = start(waiting, capacity, tmp_path / "plan")

        assert answer.exit_code == 0, answer.output
        assert "160 of 420 people waiting could be treated" in answer.stdout
        assert "Value" in answer.stdout
        assert str(tmp_path / "plan" / "report.html") in answer.stdout
        assert read_plan(tmp_path / "plan").summary["headline"]["treated"] == 160

    def test_machines_get_one_document(self, waiting: Path, capacity: Path, tmp_path: Path) -> None:
        answer = start(waiting, capacity, tmp_path / "plan", "--json")

        facts = json.loads(answer.stdout)
        assert facts["headline"]["treated"] == 160
        assert facts["gap"] <= 0.0005
        assert facts["violations"] == {}
        assert facts["folder"] == str(tmp_path / "plan")

    def test_the_same_input_and_seed_give_the_same_plan(
        self, waiting: Path, capacity: Path, tmp_path: Path
    ) -> None:
        start(waiting, capacity, tmp_path / "one")
        start(waiting, capacity, tmp_path / "two")

        for path in (tmp_path / "one").glob("*.parquet"):
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()

    def test_an_earlier_plan_stays_unless_forced(
        self, waiting: Path, capacity: Path, tmp_path: Path
    ) -> None:
        start(waiting, capacity, tmp_path / "plan")

        again = start(waiting, capacity, tmp_path / "plan")
        forced = start(waiting, capacity, tmp_path / "plan", "--force")

        assert isinstance(again.exception, UnusableInput)
        assert again.exception.findings[0].code == "PLAN_EXISTS"
        assert forced.exit_code == 0

    def test_without_out_the_folder_is_named_by_the_week(
        self, waiting: Path, capacity: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        tidegate("--waiting", waiting, "--capacity", capacity, "--start", "2026-02-02")

        assert (tmp_path / "plan-2026-02-02" / "report.html").is_file()

    def test_when_nobody_can_be_matched_the_answer_is_no_and_the_reasons_are_kept(
        self, waiting: Path, capacity: Path, tmp_path: Path
    ) -> None:
        pl.read_csv(waiting).with_columns(travel_max_minutes=1).write_csv(waiting)

        answer = start(waiting, capacity, tmp_path / "plan")

        assert answer.exit_code == 1, repr(answer.exception)
        assert isinstance(answer.exception, SystemExit)
        summary = read_plan(tmp_path / "plan").summary
        assert summary["headline"]["treated"] == 0
        assert sum(row["people"] for row in summary["unmatched"]) == 420

    def test_interrupting_leaves_nothing_behind(
        self, waiting: Path, capacity: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object, **__: object) -> object:
            raise KeyboardInterrupt

        monkeypatch.setattr("tidegate.exchange.matching.plan_folder.render_report", interrupted)

        answer = start(waiting, capacity, tmp_path / "plan")

        assert answer.exit_code != 0
        assert sorted(path.name for path in tmp_path.iterdir()) == ["capacity", "waiting.csv"]


@pytest.mark.published
class TestFromPublishedFigures:
    def test_one_small_month_shows_no_capacity_so_the_answer_is_no(
        self, published_data: Path, tmp_path: Path
    ) -> None:
        month = published_data / "rtt" / "rtt_2023-04-FIXTURE.zip"

        answer = tidegate("--rtt", month, "--out", tmp_path / "plan", "--json")

        facts = json.loads(answer.stdout)
        assert answer.exit_code == 1
        assert facts["data_as_of"] == "2023-04-30"
        assert facts["profile"] == "RTT_OPEN"
        assert (facts["headline"]["units"], facts["headline"]["treated"]) == (0, 0)
        assert [row["people"] for row in facts["unmatched"]] == [facts["headline"]["waiting"]]
