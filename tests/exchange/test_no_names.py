"""Names, addresses and numbers of patients stand in transfer messages and nowhere else.

Every schema that the house keeps, reads or writes besides the message is looked through for a
column that could hold one; and what a careless sender adds to a list is shown not to be kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.small_plan import (
    small_context,
    small_policy,
    small_problem,
    small_result,
)

from tidegate.core.directory.identifying import says_who
from tidegate.core.matching import difference, problem, result
from tidegate.core.transfers import invite
from tidegate.exchange.matching.input_tables import TABLES
from tidegate.exchange.matching.plan_folder import write_plan
from tidegate.exchange.transfers.outcomes import OUTCOMES
from tidegate.exchange.waiting.pathways import read_pathways
from tidegate.exchange.waiting.wlmds_columns import COLUMNS

CANARY = "Canary-Longtail"


def _columns(module: object) -> Iterator[tuple[str, str]]:
    """Yield the columns of every schema of a module: its constants that map names to types."""
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, Mapping):
            yield from ((name, column) for column in value if isinstance(column, str))


SCHEMAS = {
    **{module.__name__: list(_columns(module)) for module in (problem, result, difference, invite)},
    "input files": [
        (table.name, column.name) for table in TABLES.values() for column in table.columns
    ],
    "outcomes": [(OUTCOMES.name, column.name) for column in OUTCOMES.columns],
}


@pytest.mark.parametrize("where", SCHEMAS)
def test_no_schema_has_a_column_for_who_somebody_is(where: str) -> None:
    assert SCHEMAS[where]
    assert [column for column in SCHEMAS[where] if says_who(column[1])] == []


def test_the_national_list_is_read_for_an_age_and_never_for_a_name_or_number() -> None:
    read = [column.heading for column in COLUMNS if says_who(column.heading)]
    assert read == ["PERSON_BIRTH_DATE"]  # counted into an age, then dropped


def test_no_file_of_a_plan_has_such_a_column(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    write_plan(folder, small_problem(), small_policy(), small_result(), small_context())
    tables = sorted(folder.rglob("*.parquet"))
    assert len(tables) >= 6
    for path in tables:
        found = [name for name in pl.read_parquet_schema(path) if says_who(name)]
        assert found == [], path.name


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_a_list_says_of_who_somebody_is_is_left_out_and_that_is_said(
    tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"list.{form}"
    text = (
        "pathway_id,holder,holder_name,area,zone,tfc,modality,priority,clock_start,count,"
        "family_name,Comments,ward\n"
        f"A1,Z01,Northmere,ZQ1,ZZ001,110,day_case,P4,2025-01-06,1,{CANARY},{CANARY},7\n"
    )
    if form == "csv":
        path.write_text(text, "utf-8")
    else:
        pl.read_csv(text.encode()).write_parquet(path)
    read = read_pathways(path, date(2026, 2, 28))
    assert [(one.code, one.column) for one in read.findings] == [
        ("SAYS_WHO", "family_name"), ("SAYS_WHO", "Comments"),
    ]  # fmt: skip
    assert {"holder_name", "ward"} <= set(read.frame.columns)
    assert CANARY not in str(read.frame.to_dicts())
    assert CANARY not in str(read.findings)
