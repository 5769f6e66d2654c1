"""A plan's folder: everything that its readers need, written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.disclosure import Profile
from tidegate.core.matching.difference import Made
from tidegate.core.matching.problem import Problem, make_problem
from tidegate.core.matching.result import EQUITY, Result, Status
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.difference_facts import difference_table, replaced_facts
from tidegate.exchange.matching.plan_context import DatedSource, Ground, Outline, PlanContext
from tidegate.exchange.matching.plan_facts import ground_facts, ground_of, policy_facts, policy_of
from tidegate.exchange.matching.replaced import Promises
from tidegate.exchange.matching.report import render_report
from tidegate.exchange.matching.summary import SCHEMA, summarise

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.previous import Previous
    from tidegate.exchange.matching.replaced import Replaced

__all__ = [
    "DatedSource",
    "Ground",
    "Outline",
    "Plan",
    "PlanContext",
    "Profile",
    "read_ground",
    "read_plan",
    "refuse_damage",
    "refuse_unless_free",
    "write_plan",
]

OUTPUTS = ("prices", "assignments", "unmatched", "offers", "contracts")
FURTHER = ("alternatives", "relaxing")
"""Outputs that a result may have, and that folders written before they existed lack."""
INPUTS = ("pathways", "offers", "lines", "budgets", "travel")
DIFFERENCE = "difference"
PREVIOUS, DECLINED = "previous", "declined"
"""What a plan that replaces another was bound by, among its inputs."""
# How a file shows that it is missing or damaged while it is read.
_DAMAGE = (
    OSError, ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as read back from its folder.

    Attributes:
        promises: what it had to respect of the plan that it replaces; None where it replaces none.
    """

    folder: Path
    problem: Problem
    policy: Policy
    result: Result
    summary: dict[str, Any]
    ground: Ground
    promises: Promises | None = None

    @property
    def previous(self) -> Previous | None:
        """Return what the plan had to respect of the one that it replaces, without its prices."""
        return None if self.promises is None else self.promises.previous()


def refuse_unless_free(folder: Path, *, force: bool = False) -> None:
    """Raise ``UnusableInput`` unless a plan may be written here.

    The folder must not exist, be empty, or hold an earlier plan that ``force`` lets go. Ask
    before long work starts; ``write_plan`` asks again.
    """
    if any(place.is_file() for place in (folder, *folder.absolute().parents)):
        raise UnusableInput([error("NOT_A_FOLDER", str(folder), "a folder to write the plan to")])
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not _is_plan(folder):
        raise UnusableInput(
            [error("FOLDER_IN_USE", str(folder), "an empty folder; this one holds other files")]
        )
    if not force:
        raise UnusableInput(
            [
                error(
                    "PLAN_EXISTS",
                    str(folder),
                    "an empty folder, or --force to replace the plan that is there",
                )
            ]
        )


def write_plan(
    folder: Path,
    problem: Problem,
    policy: Policy,
    result: Result,
    context: PlanContext,
    *,
    replaced: Replaced | None = None,
    force: bool = False,
) -> dict[str, Any]:
    """Write a plan's folder and return its summary; a re-plan with how it differs from the last.

    The folder appears whole: it is made beside its place and renamed, so that an interrupted run
    leaves what was there before. The Parquet files have the same bytes for the same input, seed
    and versions; what tells runs apart stands in ``summary.json`` and the report alone.

    Raises:
        UnusableInput: the folder holds something that must not be lost.
    """
    refuse_unless_free(folder, force=force)
    changed = None if replaced is None else replaced.against(Made(problem, result))
    told = None
    if replaced is not None and changed is not None:
        told = replaced_facts(changed, replaced, context.names)
    summary = {**summarise(problem, policy, result, context), DIFFERENCE: told}
    with _whole(folder) as partial:
        for name in OUTPUTS:
            _write(getattr(result, name), partial / f"{name}.parquet")
        for name in FURTHER:
            frame = getattr(result, name, None)
            if frame is not None and frame.width:
                _write(frame, partial / f"{name}.parquet")
        inputs = partial / "inputs"
        inputs.mkdir()
        for name in INPUTS:
            _write(getattr(problem, name), inputs / f"{name}.parquet")
        if replaced is not None and changed is not None:
            _write(difference_table(changed), partial / f"{DIFFERENCE}.parquet")
            _write(replaced.promises.matches, inputs / f"{PREVIOUS}.parquet")
            _write(replaced.promises.declined, inputs / f"{DECLINED}.parquet")
        _write_json(policy_facts(policy), inputs / "policy.json")
        _write_json(ground_facts(context.ground), inputs / "map.json")
        _write_json(summary, partial / "summary.json")
        page = render_report(summary, context.ground)
        (partial / "report.html").write_text(page, encoding="utf-8")
    return summary


def read_ground(folder: Path) -> Ground:
    """Read what a plan's map is drawn on, without the plan.

    Raises:
        UnusableInput: the folder is no plan, or its map is missing or damaged.
    """
    with refuse_damage(folder):
        return _read_ground(folder)


def read_plan(folder: Path) -> Plan:
    """Read a plan's folder back, inputs and all.

    Raises:
        UnusableInput: the folder is no plan, or some of its files are missing or damaged.
    """
    with refuse_damage(folder):
        return _read(folder)


@contextmanager
def refuse_damage(folder: Path) -> Iterator[None]:
    """Refuse a folder that is no plan, and whatever of its files cannot be read inside.

    Raises:
        UnusableInput: the folder is no plan, or some of its files are missing or damaged.
    """
    if not _is_plan(folder):
        raise UnusableInput(
            [error("NOT_A_PLAN", str(folder), "a folder that “tidegate plan” has written")]
        )
    try:
        yield
    except _DAMAGE as damage:
        finding = error("DAMAGED_PLAN", str(folder), f"a complete plan; {damage}")
        raise UnusableInput([finding]) from damage


def _read(folder: Path) -> Plan:
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    inputs = folder / "inputs"
    problem = make_problem(
        date.fromisoformat(summary["start"]),
        summary["weeks"],
        **{name: pl.read_parquet(inputs / f"{name}.parquet") for name in INPUTS},
    )
    result = Result(
        status=Status(summary["status"]),
        objective=summary["objective"],
        bound=summary["bound"],
        gap=summary["gap"],
        violations=summary["violations"],
        equity=pl.DataFrame(summary["equity"], schema=dict(EQUITY)),
        statistics=summary["statistics"],
        **{name: pl.read_parquet(folder / f"{name}.parquet") for name in OUTPUTS},
        **_read_further(folder),
    )
    policy = policy_of(json.loads((inputs / "policy.json").read_text(encoding="utf-8")))
    promises = None if summary.get(DIFFERENCE) is None else _read_promises(inputs)
    return Plan(folder, problem, policy, result, summary, _read_ground(folder), promises)


def _read_further(folder: Path) -> dict[str, pl.DataFrame]:
    known = {field.name for field in fields(Result)}
    files = {name: folder / f"{name}.parquet" for name in FURTHER if name in known}
    return {name: pl.read_parquet(file) for name, file in files.items() if file.is_file()}


def _read_promises(inputs: Path) -> Promises:
    return Promises(*(pl.read_parquet(inputs / f"{name}.parquet") for name in (PREVIOUS, DECLINED)))


def _read_ground(folder: Path) -> Ground:
    return ground_of(json.loads((folder / "inputs" / "map.json").read_text(encoding="utf-8")))


def _is_plan(folder: Path) -> bool:
    summary = folder / "summary.json"
    if not summary.is_file():
        return False
    try:
        facts = json.loads(summary.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(facts, dict) and facts.get("schema") == SCHEMA


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Yield a folder beside the wanted one; put it in place only if nothing went wrong."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.partial-{os.getpid()}")
    replaced = folder.with_name(f".{folder.name}.replaced-{os.getpid()}")
    partial.mkdir()
    try:
        yield partial
        if folder.is_dir():
            folder.rename(replaced)
        try:
            partial.rename(folder)
        except BaseException:
            if replaced.is_dir():
                replaced.rename(folder)
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)


def _write(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path, compression="zstd")


def _write_json(facts: object, path: Path) -> None:
    text = json.dumps(facts, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
