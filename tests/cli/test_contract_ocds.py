"""``tidegate contract ocds``, as people run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.cli.broken_files import ANY_FILE, Broken
from tests.cli.conftest import Ran
from tests.core.contracts.ocds.told_life import example

from tidegate.exchange.contracts.ocds_terms import load_ocds_terms
from tidegate.exchange.contracts.ocds_written import (
    Publication,
    package_text,
    record_package,
    release_package,
)

Tidegate = Callable[..., Ran]
HERE = Publication("Northmere", "ZQ1", "https://example.org/", datetime(2026, 6, 1, tzinfo=UTC))


def told(folder: Path, releases: list[dict[str, Any]], make: Any = release_package) -> Path:
    path = folder / "told.json"
    path.write_text(package_text(make(releases, HERE, load_ocds_terms())), "utf-8")
    return path


def test_sound_releases_are_summed_up_and_let_pass(tmp_path: Path, tidegate: Tidegate) -> None:
    said = tidegate("contract", "ocds", told(tmp_path, example()))
    assert said.code == 0, said.out
    assert "told.json: release package, 3 releases" in said.out
    assert "2,000,000.00 GBP" in said.out
    assert "No fault of sense was found." in said.out


def test_a_fault_is_named_with_its_place_and_the_answer_is_no(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    three = example()
    three[2]["contracts"][0]["dateSigned"] = "2026-04-20T10:00:00Z"
    said = tidegate("contract", "ocds", told(tmp_path, three))
    assert said.code == 1
    assert "1 fault of sense" in said.out
    assert "[SIGNED_IN_STANDSTILL]" in said.out
    assert "/contracts/0/dateSigned: Contract K-000123 was signed on 2026-04-20" in said.out


def test_machines_get_contracts_faults_and_findings(tmp_path: Path, tidegate: Tidegate) -> None:
    three = example()
    three[0]["buyer"] = {"id": "GB-NHS-ZN999"}
    said = tidegate("contract", "ocds", told(tmp_path, three), "--json")
    assert said.code == 1
    answer = json.loads(said.out)
    (contract,), (fault,) = answer["contracts"], answer["faults"]
    assert contract["signed"] == "2026-05-20T10:00:00+00:00"
    assert contract["value_minor"] == 200_000_000
    assert (fault["code"], fault["path"]) == ("BUYER_NOT_A_PARTY", "/buyer/id")
    assert answer["files"][0]["form"] == "release package"
    assert answer["findings"] == []


def test_a_record_that_holds_no_releases_is_said_to_hide(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    path = told(tmp_path, example(), record_package)
    package = json.loads(path.read_text("utf-8"))
    del package["records"][0]["releases"]
    path.write_text(json.dumps(package), "utf-8")
    said = tidegate("contract", "ocds", path)
    assert said.code == 0
    assert "record package, 1 release" in said.out
    assert "which hide what they overwrote" in said.out


@pytest.mark.parametrize("bad", ANY_FILE.values(), ids=ANY_FILE)
def test_a_file_that_is_nothing_of_the_kind_is_refused_by_name(
    bad: Broken, tmp_path: Path, tidegate: Tidegate
) -> None:
    said = tidegate("contract", "ocds", bad.put(tmp_path))
    assert said.code == 2, said.out
    assert bad.name in said.err
