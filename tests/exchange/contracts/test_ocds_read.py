"""Others' packages are read, checked and summed up; what cannot be used is refused by name."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.core.contracts.ocds.told_life import PROCESS, WHOLE_LIFE, example
from tests.exchange.contracts.standard import Validator, validator

from tidegate.core.contracts.ocds.lints import lint
from tidegate.core.contracts.ocds.releases import releases_of
from tidegate.exchange.contracts.ocds_read import is_compiled, read_all_ocds, read_ocds
from tidegate.exchange.contracts.ocds_read import releases_once as once
from tidegate.exchange.contracts.ocds_summary import COLUMNS, summary_frame, summary_rows
from tidegate.exchange.contracts.ocds_terms import load_ocds_terms, ocds_terms_from
from tidegate.exchange.contracts.ocds_written import (
    Publication,
    package_text,
    record_package,
    release_package,
)
from tidegate.exchange.contracts.shipped_table import read_shipped
from tidegate.exchange.findings import UnusableInput

__all__ = ["validator"]
TERMS = load_ocds_terms()
HERE = Publication(
    "A publisher", "", "https://example.org/p.json", datetime(2026, 6, 1, tzinfo=UTC)
)
SAMPLE = "sample-data/fictional-example/1.1/"
WHOLE = f"{SAMPLE}ocds-213czf-000-00001.json"
RECORD = f"{SAMPLE}record/ocds-213czf-000-00001.json"


@pytest.fixture
def samples(published_data: Path, tmp_path: Path) -> dict[str, Path]:
    """The fictional process of the standard's own sample data, file by file."""
    path = published_data / "ocds" / "sample-data-1.1.zip"
    if not path.is_file():
        pytest.skip(f"sample data of the standard is absent: no file {path}")
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".json")]
        archive.extractall(tmp_path, names)
    return {name: tmp_path / name for name in names}


def put(folder: Path, content: Any, name: str = "told.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def refused(path: Path) -> dict[str, Any]:
    """Return the facts of the first thing that is said against a file."""
    with pytest.raises(UnusableInput) as refusal:
        read_ocds(path)
    return dict(refusal.value.findings[0].as_dict())


@pytest.mark.published
def test_sample_data_comes_back_as_it_went_in(samples: dict[str, Path], tmp_path: Path) -> None:
    read = read_ocds(samples[WHOLE])
    assert len(read.releases) == 6
    again = read_ocds(put(tmp_path, package_text(release_package(read.releases, HERE, TERMS))))
    assert again.releases == read.releases
    assert list(again.releases) == json.loads(samples[WHOLE].read_text("utf-8"))["releases"]


@pytest.mark.published
def test_sample_data_compiles_to_its_own_record(samples: dict[str, Path]) -> None:
    releases = read_ocds(samples[WHOLE]).releases
    (theirs,) = json.loads(samples[RECORD].read_text("utf-8"))["records"]
    (ours,) = record_package(releases, HERE, TERMS)["records"]
    assert ours["compiledRelease"] == theirs["compiledRelease"]


@pytest.mark.published
def test_sample_data_written_by_us_is_valid(samples: dict[str, Path], validator: Validator) -> None:
    releases = read_ocds(samples[WHOLE]).releases
    for package in (release_package(releases, HERE, TERMS), record_package(releases, HERE, TERMS)):
        said = validator.checked(package)
        assert said["validation_errors"] == []
        assert said["additional_fields"] == []


@pytest.mark.published
def test_sample_data_tells_of_one_signature_before_it_was_given(samples: dict[str, Path]) -> None:
    (fault,) = lint(read_ocds(samples[WHOLE]).releases, TERMS.lints)
    assert (fault.code, fault.inputs["path"]) == ("DATES_BACKWARDS", "/contracts/0/dateSigned")
    assert fault.inputs["release"] == "ocds-213czf-000-00001-05-contract"


@pytest.mark.published
def test_files_of_one_process_are_summed_up_together(samples: dict[str, Path]) -> None:
    steps = sorted(path for name, path in samples.items() if "-0" in name and "record" not in name)
    packages = read_all_ocds([*steps, samples[WHOLE]])
    releases = once(packages)
    assert len(releases) == 6
    (row,) = summary_rows(releases, TERMS.merge, "the sample")
    assert row["suppliers"] == "AnyCorp Cycle Provision"
    assert (row["value_minor"], row["paid_minor"]) == (1_100_000_000, 6_000_000)


def test_a_record_without_releases_is_read_by_what_it_came_to(tmp_path: Path) -> None:
    package = record_package(example(), HERE, TERMS)
    package["records"][0]["releases"] = [
        {"url": "https://example.org/1.json", "date": "2026-01-01"}
    ]
    (compiled,) = read_ocds(put(tmp_path, package)).releases
    assert is_compiled(compiled)


def test_a_single_release_and_a_zip_of_a_package_are_read(tmp_path: Path) -> None:
    first = example()[0]
    read = read_ocds(put(tmp_path, first))
    assert (read.form, read.releases, read.findings) == ("release", (first,), ())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("told.json", package_text(release_package(example(), HERE, TERMS)))
    (tmp_path / "told.zip").write_bytes(packed.getvalue())
    read = read_ocds(tmp_path / "told.zip")
    assert read.source.name == "told.zip › told.json"
    assert len(read.releases) == 3


def test_a_contract_is_summed_up_in_a_row(tmp_path: Path) -> None:
    (row,) = summary_rows(releases_of(PROCESS, WHOLE_LIFE), TERMS.merge, "ours")
    assert set(row) == set(COLUMNS)
    frame = summary_frame([row])
    (told,) = frame.to_dicts()
    assert (told["contract"], told["law"]) == ("K-000123", "psr")
    assert told["buyer"] == "Northmere Integrated Care Board"
    assert (told["award_status"], told["contract_status"]) == ("active", "terminated")
    assert told["standstill_until"] == datetime(2026, 4, 24, 22, 59, 59, tzinfo=UTC)
    assert (told["value_minor"], told["paid_minor"]) == (280_000_000, 1_440_000)
    assert (told["amendments"], told["releases"]) == (1, len(WHOLE_LIFE))
    assert frame.schema["signed"] == pl.Datetime("us", "UTC")


def test_a_process_without_a_contract_has_its_row_too() -> None:
    (row,) = summary_rows(example()[:2], TERMS.merge, "ours")
    assert (row["contract"], row["award_status"], row["contract_status"]) == ("", "pending", "")
    assert row["suppliers"] == "Northmere Independent Hospital"
    (row,) = summary_rows(example()[:1], TERMS.merge, "ours")
    assert (row["title"], row["value_minor"]) == ("Hip and knee sessions", None)


def test_more_money_than_there_is_has_no_value() -> None:
    three = example()
    three[2]["contracts"][0]["value"]["amount"] = 1e300
    (row,) = summary_rows(three, TERMS.merge, "theirs")
    assert summary_frame([row])["value_minor"].to_list() == [None]


def test_releases_of_contradicting_shapes_are_refused() -> None:
    three = example()
    three[2]["tender"] = "see above"
    three[1]["planning"] = "none"
    three[2]["planning"] = {"rationale": "all"}
    with pytest.raises(UnusableInput, match="NOT_MERGEABLE"):
        summary_rows(three, TERMS.merge, "theirs")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "NOT_JSON"),
        ("[" * 100_000, "NOT_JSON"),
        ("[]", "NOT_OCDS"),
        ('{"a": 1}', "NOT_OCDS"),
        ('{"releases": []}', "NO_RELEASES"),
        ('{"records": [{"ocid": "ocds-tdgate-1"}, 5]}', "NO_RELEASES"),
        ('{"releases": [5]}', "NOT_A_RELEASE"),
        ("\ufeff{]", "NOT_JSON"),
    ],
)
def test_what_is_no_package_is_refused(tmp_path: Path, content: str, code: str) -> None:
    assert refused(put(tmp_path, content))["code"] == code


@pytest.mark.parametrize("field", ["ocid", "id", "date", "tag"])
def test_a_release_that_cannot_be_told_apart_is_refused_by_its_place(
    tmp_path: Path, field: str
) -> None:
    three = example()
    del three[1][field]
    said = refused(put(tmp_path, release_package(three, HERE, TERMS)))
    assert (said["code"], said["column"]) == ("FIELD_MISSING", f"releases/1/{field}")


def test_a_date_that_is_none_is_refused_with_its_value(tmp_path: Path) -> None:
    three = example()
    three[2]["date"] = "last spring"
    said = refused(put(tmp_path, release_package(three, HERE, TERMS)))
    assert (said["code"], said["value"]) == ("NOT_A_DATE", "last spring")


def test_text_that_is_not_utf_8_is_refused_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    path.write_bytes(b'{"publisher":\n "\xe9"}')
    assert refused(path)["row"] == 2


def test_oddities_are_told_and_kept(tmp_path: Path) -> None:
    three = example()
    three[2]["id"] = three[1]["id"]
    three[0]["ocid"] = "tender 5"
    package = release_package(three, HERE, TERMS) | {"version": "1.0"}
    findings = read_ocds(put(tmp_path, package)).findings
    assert [each.code for each in findings] == ["RELEASE_TWICE", "OTHER_VERSION", "ODD_PREFIX"]


def test_everything_wrong_with_several_files_is_told_at_once(tmp_path: Path) -> None:
    paths = [put(tmp_path, "{", "a.json"), put(tmp_path, "[]", "b.json")]
    with pytest.raises(UnusableInput) as refusal:
        read_all_ocds(paths)
    assert [each.file for each in refusal.value.findings] == ["a.json", "b.json"]


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ('prefix = "ocds-tdgate"', 'prefix = "northmere"', "TERMS_VALUE"),
        ("rise_percent = 25", "rise_percent = 0", "TERMS_VALUE"),
        ("fewest_told = 5", "", "TERMS_KEY_MISSING"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(was: str, becomes: str, code: str) -> None:
    text = read_shipped("ocds-2026.toml").replace(was, becomes)
    with pytest.raises(UnusableInput, match=code):
        ocds_terms_from(text, "mine.toml")


def test_the_shipped_table_has_the_rules_that_the_tests_compile_by() -> None:
    from tests.core.contracts.ocds.told_life import RULES

    assert TERMS.merge.left_out == RULES.left_out
    assert TERMS.merge.whole >= RULES.whole
    assert TERMS.lints.rise_percent == 25
