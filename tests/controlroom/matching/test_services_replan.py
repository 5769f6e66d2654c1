"""A plan is made in place of another: row, folder and entry say so, and promises are kept."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.controlroom.matching.test_services_run_plan import (
    TODAY,
    load,
    plan_of,
    world,
)

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.replies import Replies, read_replies

__all__ = ["world"]


def placed(plan: Plan) -> dict[str, str]:
    kept = kept_plan(plans_folder() / plan.folder)
    return dict(kept.result.assignments.select("pathway_id", "offer_id").iter_rows())


def answers(folder: Path, said: dict[str, str]) -> Replies:
    path = folder / "replies.csv"
    rows = [f"{who},{reply}" for who, reply in said.items()]
    path.write_text("\n".join(["pathway_id,reply", *rows]) + "\n", encoding="utf-8")
    return read_replies(path)


def test_accepted_transfers_stay_and_row_and_entry_name_the_plan_that_is_replaced(
    world: dict[str, Snapshot], tmp_path: Path
) -> None:
    first = plan_of(world)
    before = placed(first)
    accepted, declined = sorted(before)[:2]

    second = plan_of(
        world,
        replaces=first,
        replies=answers(tmp_path, {accepted: "accepted", declined: "declined"}),
    )

    after = placed(second)
    assert second.replaces == first
    assert after[accepted] == before[accepted]
    assert declined not in after  # both offers are at the site that was declined
    entry = Entry.objects.filter(kind="plan_made").latest("pk")
    assert f"in place of plan {first.pk}" in entry.headline
    assert entry.facts["replaces"] == first.pk
    assert entry.facts["difference"]["accepted_changed"] == 0
    assert len(entry.facts["replies"]) == 1
    assert "difference.parquet" in entry.facts["files"]


def test_the_replies_are_among_the_sources_and_what_was_promised_among_the_assumptions(
    world: dict[str, Snapshot], tmp_path: Path
) -> None:
    first = plan_of(world)
    who = min(placed(first))

    second = plan_of(world, replaces=first, replies=answers(tmp_path, {who: "accepted"}))

    summary = kept_plan(plans_folder() / second.folder).summary
    assert "replies" in {source["kind"] for source in summary["sources"]}
    assert any(f"(plan {first.pk})" in said for said in summary["assumptions"])


def test_a_plan_of_another_area_is_never_replaced(
    world: dict[str, Snapshot], organisations: dict[str, Organisation]
) -> None:
    first = plan_of(world)
    Plan.objects.filter(pk=first.pk).update(area="ZQ2")
    first.refresh_from_db()

    with pytest.raises(UnusableInput, match="PLAN_OF_ANOTHER_AREA"):
        plan_of(world, replaces=first)

    assert Plan.objects.count() == 1


def test_fewer_units_than_were_accepted_keep_nothing(
    world: dict[str, Snapshot], tmp_path: Path
) -> None:
    first = plan_of(world)
    said = dict.fromkeys((who for who, what in placed(first).items() if what == "two"), "accepted")
    one_each = kept_plan(plans_folder() / first.folder).problem.offers.with_columns(
        units=pl.lit(1, pl.Int32), line_id=pl.lit(None, pl.String)
    )
    fewer = load("offers", one_each, "Z01", TODAY)

    with pytest.raises(UnusableInput, match="ACCEPTED_ABOVE_UNITS"):
        plan_of(world, offers=[fewer], replaces=first, replies=answers(tmp_path, said))

    assert Plan.objects.count() == 1
