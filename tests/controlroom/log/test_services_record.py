"""The record cannot be forgotten: every service that writes rows writes to it as well."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def check() -> ModuleType:
    path = PROJECT / "scripts" / "check_services.py"
    spec = importlib.util.spec_from_file_location("check_services", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_every_change_of_a_row_is_recorded(check: ModuleType) -> None:
    controlroom = PROJECT / "src" / "tidegate" / "controlroom"
    assert list(check.breaches(controlroom)) == []


def test_every_service_is_looked_at(check: ModuleType) -> None:
    controlroom = PROJECT / "src" / "tidegate" / "controlroom"
    services = list(controlroom.glob("*/services/*.py"))
    assert len(services) > 10
    assert all((controlroom / exempt).is_file() for exempt in check.EXEMPT)


GOOD = """
def add_ward(name, actor, now):
    with transaction.atomic():
        ward = _add(name)
        record(kind="ward_added", actor=actor, subject=f"ward:{ward.pk}", now=now)

def _add(name):
    return Ward.objects.create(name=name)
"""
GOOD_BY_DECORATOR = """
@transaction.atomic
def add_ward(name):
    Ward(name=name).save()
    _record(name)

def _record(name):
    record(subject=name)
"""
FORGOTTEN = GOOD.replace("record(kind", "remember(kind")
OUTSIDE = GOOD.replace("with transaction.atomic():", "if True:")
RECORDED_AFTERWARDS = """
def add_ward(name):
    with transaction.atomic():
        Ward.objects.create(name=name)
    record(subject=name)
"""
CHANGED_THROUGH_A_QUERY = """
@transaction.atomic
def close_wards(names):
    Ward.objects.filter(name__in=names).update(closed=True)
"""
READS_ONLY = """
def count_wards():
    digest.update(b"")
    facts.update(a=1)
    return Ward.objects.filter(closed=False).count()
"""


@pytest.mark.parametrize(
    ("source", "verb", "breaches"),
    [
        (GOOD, "add_ward", []),
        (GOOD_BY_DECORATOR, "add_ward", []),
        (READS_ONLY, "count_wards", []),
        (FORGOTTEN, "add_ward", ["2: add_ward writes rows without calling record(...)"]),
        (
            OUTSIDE,
            "add_ward",
            [
                "5: add_ward writes outside transaction.atomic",
                "8: add_ward writes outside transaction.atomic",
            ],
        ),
        (RECORDED_AFTERWARDS, "add_ward", ["5: add_ward writes outside transaction.atomic"]),
        (
            CHANGED_THROUGH_A_QUERY,
            "close_wards",
            ["3: close_wards writes rows without calling record(...)"],
        ),
        (GOOD, "wards", ["1: no function wards: a service is named after what it does"]),
    ],
)
def test_what_is_wrong_with_a_service_is_named(
    check: ModuleType, source: str, verb: str, breaches: list[str]
) -> None:
    assert list(check.service_breaches(source, verb)) == breaches


@pytest.mark.parametrize(
    ("line", "writes"),
    [
        ("person.save()", True),
        ("Ward.objects.create(name='A')", True),
        ("Ward.objects.filter(name='A').exclude(closed=True).delete()", True),
        ("request.session.save()", False),
        ("Ward.objects.get(name='A')", False),
        ("drawing.save(file, kind='svg')", False),
        ("form.create()", False),
    ],
)
def test_rows_written_outside_a_service_are_named(
    check: ModuleType, tmp_path: Path, line: str, writes: bool
) -> None:
    (tmp_path / "views.py").write_text(f"{line}\n", "utf-8")
    expected = ["views.py:1: rows are written in services only"] if writes else []
    assert list(check.breaches(tmp_path)) == expected
