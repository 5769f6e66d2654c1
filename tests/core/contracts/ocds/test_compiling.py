"""What is compiled of releases equals what the standard's own library compiles of them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import ocdsmerge
import pytest
from ocdsmerge.rules import get_merge_rules
from tests.core.contracts.ocds.told_life import PROCESS, RULES, WHOLE_LIFE, random_life

from tidegate.core.contracts.ocds.compiling import NotMergeable, compiled
from tidegate.core.contracts.ocds.releases import releases_of

Release = dict[str, Any]


@pytest.fixture(scope="module")
def schema(published_data: Path) -> Release:
    """The release schema of the standard, with the fields that our releases use of extensions."""
    folder = published_data / "ocds"
    found = _member(folder / "standard-1__1__5.zip", "schema/release-schema.json")
    extension = _member(folder / "ocds_uk_extension.zip", "ocds_uk_extension/release-schema.json")
    for name in ("Metric", "Location"):
        extension["definitions"].setdefault(name, {"type": "object", "properties": {"id": {}}})
    _patch(found, extension)
    return found


def _member(path: Path, ends: str) -> Release:
    if not path.is_file():
        pytest.skip(f"a copy of the standard is absent: no file {path}")
    with zipfile.ZipFile(path) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(f"/{ends.lstrip('/')}")
                   or each == ends]  # fmt: skip
        found: Release = json.loads(archive.read(name))
    return found


def _patch(into: Release, new: Release) -> None:
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _patch(into[key], value)
        else:
            into[key] = value


@pytest.mark.published
def test_our_merge_rules_are_those_of_the_schema(schema: Release) -> None:
    for path, rule in get_merge_rules(schema).items():
        if rule == "omitWhenMerged":
            assert path[-1] in RULES.left_out
            assert len(path) == 1
        else:
            plain = path[-1] in {
                "roles", "relationship", "submissionMethod", "additionalProcurementCategories",
                "specialRegime",
            }  # fmt: skip
            assert plain or RULES.takes_whole(path), path


@pytest.mark.published
def test_a_thousand_histories_compile_as_the_library_of_the_standard_does(schema: Release) -> None:
    merger = ocdsmerge.Merger(merge_rules=get_merge_rules(schema))
    for seed in range(1000):
        process, events = random_life(seed)
        releases = [dict(each) for each in releases_of(process, events)]
        assert compiled(releases, RULES) == merger.create_compiled_release(releases), seed


def test_the_newest_word_counts_and_lists_grow_by_identifier() -> None:
    whole = compiled(releases_of(PROCESS, WHOLE_LIFE), RULES)
    (award,), (contract,) = whole["awards"], whole["contracts"]
    assert whole["tag"] == ["compiled"]
    assert whole["id"] == f"{PROCESS.ocid}-{whole['date']}"
    assert award["status"] == "active"
    assert "standstillPeriod" in award
    assert contract["status"] == "terminated"
    assert contract["value"]["amount"] == 2_800_000
    observations = contract["implementation"]["metrics"][0]["observations"]
    assert [(each["id"][-5:], each.get("measure")) for each in observations] == [
        ("06-01", 13), ("06-08", None),
    ]  # fmt: skip


SHAPES: list[tuple[str, list[Release]]] = [
    ("null takes a field away", [{"a": 1, "b": {"c": 2}}, {"a": None, "b": {"c": None}}]),
    ("null leaves what holds parts", [{"a": {"b": 1}, "c": [{"id": 1}]}, {"a": None, "c": None}]),
    ("after null it may come back", [{"a": None}, {"a": {"b": 1}}, {"a": {"b": 2}}]),
    ("1 is not “1”", [{"a": [{"id": 1, "b": 1}]}, {"a": [{"id": "1", "c": 2}]}]),
    ("without identifiers all are kept", [{"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}]}]),
    ("identifiers of null are one", [{"a": [{"id": None, "b": 1}]}, {"a": [{"id": None, "c": 1}]}]),
    ("lists of texts are taken whole", [{"a": ["x", "y"]}, {"a": ["z"]}]),
    ("mixed lists are taken whole", [{"a": ["x", {"b": 1}]}, {"a": ["z", {"b": 2}]}]),
    ("what is empty says nothing", [{"a": {"b": 1}, "c": []}, {"a": {}, "c": []}]),
    ("a plain value does not replace parts", [{"a": {"b": 1}}, {"a": 5}]),
    (
        "the table's lists are taken whole",
        [{"tender": {"amendments": [{"id": 1, "changes": [{"property": "x"}]}]}},
         {"tender": {"amendments": [{"id": 1, "changes": [{"property": "y"}, {"id": 3}]}]}}],
    ),
]  # fmt: skip


@pytest.mark.published
@pytest.mark.parametrize(
    "pieces", [pieces for _, pieces in SHAPES], ids=[name for name, _ in SHAPES]
)
def test_odd_shapes_compile_as_the_library_of_the_standard_does(
    schema: Release, pieces: list[Release]
) -> None:
    releases = [
        {"ocid": "ocds-tdgate-1", "id": str(n), "date": f"2026-01-{n + 1:02}T00:00:00Z",
         "tag": ["planning"], **each}
        for n, each in enumerate(pieces)
    ]  # fmt: skip
    merger = ocdsmerge.Merger(merge_rules=get_merge_rules(schema))
    assert compiled(releases, RULES) == merger.create_compiled_release(releases)


def test_releases_of_several_processes_or_none_are_not_compiled() -> None:
    with pytest.raises(NotMergeable, match="one process"):
        compiled([{"ocid": "a"}, {"ocid": "b"}], RULES)
    with pytest.raises(NotMergeable, match="at least one"):
        compiled([], RULES)


@pytest.mark.parametrize(
    ("first", "then"), [(5, {"b": 1}), ([{"id": 1}], {"b": 1}), ({"b": 1}, [{"id": 1}])]
)
def test_shapes_that_contradict_each_other_are_named(first: object, then: object) -> None:
    with pytest.raises(NotMergeable, match="“tender/a” of one shape"):
        compiled(
            [{"ocid": "o", "tender": {"a": first}}, {"ocid": "o", "tender": {"a": then}}], RULES
        )
