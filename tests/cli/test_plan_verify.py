"""``tidegate plan --verify`` bears a true plan out and names what a false one claims."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.small_plan import small_context, small_policy, small_problem
from typer.testing import CliRunner, Result

from tidegate.cli.main import app
from tidegate.core.matching.solve import Stop, solve
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.plan_folder import write_plan


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify") / "plan"
    problem, policy = small_problem(), small_policy()
    write_plan(folder, problem, policy, solve(problem, policy, Stop(), 1), small_context())
    return folder


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    """A plan of one's own to tamper with."""
    return Path(shutil.copytree(made, tmp_path / "plan"))


def verify(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["plan", "--verify", *map(str, words)])


def tamper(plan: Path, name: str, change: pl.Expr) -> None:
    file = plan / f"{name}.parquet"
    pl.read_parquet(file).with_columns(change).write_parquet(file)


def claim(plan: Path, **facts: float) -> None:
    file = plan / "summary.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | facts), "utf-8")


def wrong(plan: Path) -> list[str]:
    answer = verify(plan, "--json")
    assert answer.exit_code == 1
    facts = json.loads(answer.stdout)
    assert facts["holds"] is False
    return facts["wrong"]


def test_a_plan_as_made_holds(plan: Path) -> None:
    answer = verify(plan)
    assert answer.exit_code == 0
    assert "every limit kept" in answer.stdout


def test_one_oversold_unit_is_caught(plan: Path) -> None:
    first = pl.col("offer_id") == pl.col("offer_id").first()
    tamper(plan, "assignments", pl.col("count") + 1_000 * first.cast(pl.Int32))
    assert any("units oversold" in said for said in wrong(plan))


def test_a_price_changed_by_hand_is_caught(plan: Path) -> None:
    assert pl.read_parquet(plan / "prices.parquet")["price"].max() > 0
    tamper(plan, "prices", pl.col("price") * 0.5)
    assert any("the prices prove a bound of" in said for said in wrong(plan))


def test_a_price_below_nought_proves_nothing(plan: Path) -> None:
    tamper(plan, "prices", -pl.col("price") - 1)
    answer = verify(plan)
    assert isinstance(answer.exception, UnusableInput)
    assert answer.exception.findings[0].code == "PRICES_PROVE_NOTHING"


def test_a_boast_is_caught(plan: Path) -> None:
    claim(plan, objective=10**9)
    assert any("the plan is worth" in said for said in wrong(plan))


def test_a_tighter_bound_than_the_prices_prove_is_caught_and_a_looser_one_is_not(
    plan: Path,
) -> None:
    claim(plan, bound=json.loads((plan / "summary.json").read_text("utf-8"))["bound"] * 2)
    assert verify(plan).exit_code == 0
    claim(plan, bound=1.0)
    assert any("the prices prove a bound of" in said for said in wrong(plan))


def test_a_limit_changed_behind_the_plan_is_caught(plan: Path) -> None:
    file = plan / "inputs" / "offers.parquet"
    pl.read_parquet(file).with_columns(units=pl.lit(0, pl.Int32)).write_parquet(file)
    assert any("units oversold" in said for said in wrong(plan))


def test_checking_and_making_are_not_mixed(plan: Path) -> None:
    answer = verify(plan, "--out", "elsewhere")
    assert answer.exit_code == 2
