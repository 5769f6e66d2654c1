"""A plan that replaces another: what was accepted stays, what was declined is not proposed."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from tests.demo_site import SEED, TODAY
from typer.testing import CliRunner, Result

from tidegate.cli.main import app
from tidegate.core.demo.health_system import make_health_system
from tidegate.exchange.demo.files import write_files
from tidegate.exchange.findings import UnusableInput


def tidegate(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, words)])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's own files, and a first plan of them under ``monday``."""
    folder = tmp_path_factory.mktemp("replan")
    write_files(make_health_system(SEED, 1_500, TODAY), folder / "demo")
    first = plan(folder, "monday", folder / "demo" / "capacity")
    assert first.exit_code == 0, repr(first.exception)
    return folder


def plan(folder: Path, out: str, capacity: Path, *more: str | Path) -> Result:
    waiting = folder / "demo" / "waiting" / "pathways.parquet"
    return tidegate(
        "plan", "--waiting", waiting, "--capacity", capacity, "--out", folder / out, *more
    )


def placed(folder: Path, plan: str) -> dict[str, str]:
    frame = pl.read_parquet(folder / plan / "assignments.parquet")
    return dict(frame.select("pathway_id", "offer_id").iter_rows())


def replies(folder: Path, said: dict[str, str]) -> Path:
    path = folder / "replies.csv"
    rows = [f"{who},{reply}" for who, reply in said.items()]
    path.write_text("\n".join(["pathway_id,reply", *rows]) + "\n", encoding="utf-8")
    return path


def capacity_without(folder: Path, offer_id: str, name: str) -> Path:
    """The demo's capacity after one list was cancelled."""
    capacity = folder / name
    capacity.mkdir()
    for file in (folder / "demo" / "capacity").iterdir():
        lines = file.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{offer_id},")]
        (capacity / file.name).write_text("".join(kept), encoding="utf-8")
    return capacity


def test_after_a_cancelled_list_no_accepted_transfer_changes_and_the_disturbance_is_told(
    demo: Path,
) -> None:
    before = placed(demo, "monday")
    cancelled = before[min(before)]
    standing = [who for who, offer in sorted(before.items()) if offer != cancelled]
    accepted, declined = standing[:60], standing[60:70]
    said = dict.fromkeys(accepted, "accepted") | dict.fromkeys(declined, "declined")

    answer = plan(
        demo, "tuesday", capacity_without(demo, cancelled, "less"),
        "--previous", demo / "monday", "--replies", replies(demo, said),
    )  # fmt: skip

    assert answer.exit_code == 0, repr(answer.exception)
    after = placed(demo, "tuesday")
    assert {who: after.get(who) for who in accepted} == {who: before[who] for who in accepted}
    site = dict(
        pl.read_parquet(demo / "monday" / "inputs" / "offers.parquet")
        .select("offer_id", "site")
        .iter_rows()
    )
    assert not [who for who in declined if who in after and site[after[who]] == site[before[who]]]
    assert cancelled not in after.values()
    assert "Accepted transfers that stay as they were: 60, which is all." in answer.stdout
    assert "Displaced because their offer is gone" in answer.stdout
    figures = json.loads((demo / "tuesday" / "summary.json").read_text("utf-8"))["difference"][
        "figures"
    ]
    assert figures["accepted_changed"] == 0
    assert 0 <= figures["disturbance"] < 0.1

    checked = tidegate("plan", "--verify", demo / "tuesday")
    assert checked.exit_code == 0, checked.stdout


def test_when_nothing_has_changed_nobody_is_moved(demo: Path) -> None:
    answer = plan(demo, "same", demo / "demo" / "capacity", "--previous", demo / "monday", "--json")

    figures = json.loads(answer.stdout)["difference"]["figures"]
    assert (figures["disturbed"], figures["lost"]) == (0, 0)


def test_replies_without_the_plan_that_was_replied_to_are_refused(demo: Path) -> None:
    answer = plan(demo, "none", demo / "demo" / "capacity", "--replies", demo / "replies.csv")

    assert answer.exit_code == 2
    assert "--replies goes with --previous" in " ".join(answer.stderr.split())


def test_published_figures_have_nobody_to_promise_a_place_to(demo: Path) -> None:
    answer = tidegate("plan", "--rtt", "january.zip", "--previous", demo / "monday")

    assert answer.exit_code == 2
    assert "--rtt plans published figures; it does not take --previous" in " ".join(
        answer.stderr.split()
    )


def test_an_acceptance_of_no_place_stops_the_plan_before_it_is_made(demo: Path) -> None:
    answer = plan(
        demo, "never", demo / "demo" / "capacity",
        "--previous", demo / "monday", "--replies", replies(demo, {"nobody": "accepted"}),
    )  # fmt: skip

    assert isinstance(answer.exception, UnusableInput)
    assert answer.exception.findings[0].code == "REPLY_TO_NO_PLACE"
    assert not (demo / "never").exists()
