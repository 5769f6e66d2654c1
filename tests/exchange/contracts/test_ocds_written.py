"""Packages that we write are valid by the standard's own validator, and are read back."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.core.contracts.ocds.test_lints import MUTANTS
from tests.core.contracts.ocds.told_life import PROCESS, WHOLE_LIFE, example, random_life
from tests.exchange.contracts.standard import Validator, validator

from tidegate.core.contracts.ocds.compiling import compiled
from tidegate.core.contracts.ocds.lints import lint
from tidegate.core.contracts.ocds.releases import releases_of
from tidegate.exchange.contracts.ocds_read import read_ocds
from tidegate.exchange.contracts.ocds_terms import load_ocds_terms
from tidegate.exchange.contracts.ocds_written import (
    Publication,
    package_text,
    record_package,
    release_package,
)

__all__ = ["validator"]
Spoils = Callable[[list[dict[str, Any]]], None]
TERMS = load_ocds_terms()
HERE = Publication(
    "Northmere Integrated Care Board", "ZQ1", "https://example.org/K-000123/ocds.json",
    datetime(2027, 3, 1, 9, tzinfo=UTC),
)  # fmt: skip
LIFE = releases_of(PROCESS, WHOLE_LIFE)


ASKED = (
    "validation_errors", "additional_fields", "additional_closed_codelist_values",
    "additional_checks", "json_deref_error",
)  # fmt: skip


def faults_of(said: dict[str, Any]) -> dict[str, Any]:
    """Return what the validator has against a package."""
    assert set(ASKED[:-1]) <= set(said)
    return {name: said[name] for name in ASKED if said.get(name)}


@pytest.mark.published
def test_a_whole_life_is_a_valid_release_package(validator: Validator) -> None:
    assert faults_of(validator.checked(release_package(LIFE, HERE, TERMS))) == {}


@pytest.mark.published
def test_a_whole_life_is_a_valid_record_package(validator: Validator) -> None:
    assert faults_of(validator.checked(record_package(LIFE, HERE, TERMS))) == {}


@pytest.mark.published
@pytest.mark.parametrize("first", [0, 10])
def test_histories_drawn_at_random_are_valid(validator: Validator, first: int) -> None:
    releases: list[dict[str, Any]] = []
    for seed in range(first, first + 10):
        process, events = random_life(seed)
        told = releases_of(process, events)
        releases += [each | {"ocid": f"{each['ocid']}-{seed}"} for each in told]
    assert faults_of(validator.checked(release_package(releases, HERE, TERMS))) == {}


def _no_award_named(releases: list[dict[str, Any]]) -> None:
    del releases[2]["contracts"][0]["awardID"]


def _made_up_status(releases: list[dict[str, Any]]) -> None:
    releases[2]["contracts"][0]["status"] = "hopeful"


def _made_up_field(releases: list[dict[str, Any]]) -> None:
    releases[1]["awards"][0]["mood"] = "good"


def _no_date(releases: list[dict[str, Any]]) -> None:
    releases[0]["date"] = "in spring"


def _no_identifier(releases: list[dict[str, Any]]) -> None:
    del releases[1]["awards"][0]["id"]


def _made_up_tag(releases: list[dict[str, Any]]) -> None:
    releases[0]["tag"] = ["rumour"]


def _amount_in_words(releases: list[dict[str, Any]]) -> None:
    releases[1]["awards"][0]["value"]["amount"] = "two million"


def _made_up_currency(releases: list[dict[str, Any]]) -> None:
    releases[1]["awards"][0]["value"]["currency"] = "POUNDS"


def _nothing_said(releases: list[dict[str, Any]]) -> None:
    releases[0]["tender"]["title"] = ""


OF_FORM = (
    _no_award_named, _made_up_status, _made_up_field, _no_date, _no_identifier, _made_up_tag,
    _amount_in_words, _made_up_currency, _nothing_said,
)  # fmt: skip


@pytest.mark.published
@pytest.mark.parametrize("spoil", OF_FORM)
def test_the_nine_faults_of_form_are_the_validators_to_find(
    validator: Validator, spoil: Spoils
) -> None:
    releases = copy.deepcopy(example())
    spoil(releases)
    assert faults_of(validator.checked(release_package(releases, HERE, TERMS)))


@pytest.mark.published
@pytest.mark.parametrize(("code", "_path", "mutate"), MUTANTS, ids=[one[0] for one in MUTANTS])
def test_a_fault_of_sense_passes_the_validator(
    validator: Validator, code: str, _path: str, mutate: Spoils
) -> None:
    releases = copy.deepcopy(example())
    mutate(releases)
    assert faults_of(validator.checked(release_package(releases, HERE, TERMS))) == {}
    assert {each.code for each in lint(releases, TERMS.lints)} == {code}


def test_a_package_declares_its_extensions_and_its_publisher() -> None:
    package = release_package(LIFE, HERE, TERMS)
    assert package["version"] == "1.1"
    assert any("ocds_uk_extension" in address for address in package["extensions"])
    assert package["publisher"] == {
        "name": "Northmere Integrated Care Board", "scheme": "GB-NHS", "uid": "ZQ1",
    }  # fmt: skip
    assert package["publishedDate"] == "2027-03-01T09:00:00Z"


def test_a_package_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    path.write_text(package_text(release_package(LIFE, HERE, TERMS)), "utf-8")
    read = read_ocds(path)
    assert read.releases == tuple(LIFE)
    assert (read.form, read.publisher, read.findings) == ("release package", HERE.publisher, ())
    path.write_text(package_text(record_package(LIFE, HERE, TERMS)), "utf-8")
    assert read_ocds(path).releases == tuple(LIFE)
    assert read_ocds(path).form == "record package"


def test_a_record_holds_the_releases_and_what_they_come_to() -> None:
    (record,) = record_package(LIFE[::-1], HERE, TERMS)["records"]
    assert record["releases"] == list(LIFE)
    assert record["compiledRelease"] == compiled(LIFE, TERMS.merge)


def test_the_same_package_gives_the_same_text() -> None:
    first = package_text(release_package(LIFE, HERE, TERMS))
    again = package_text(release_package(releases_of(PROCESS, WHOLE_LIFE), HERE, TERMS))
    assert first == again
    assert json.loads(first)["releases"][0]["ocid"] == PROCESS.ocid


@pytest.mark.parametrize("make", [release_package, record_package])
def test_an_empty_package_is_none(make: Any) -> None:
    with pytest.raises(ValueError, match="at least one"):
        make((), HERE, TERMS)
