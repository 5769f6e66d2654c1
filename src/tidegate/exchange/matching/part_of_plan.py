"""The part of a plan that concerns one pathway or one offer, read without reading the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tidegate.core.matching.problem import Problem, make_problem
from tidegate.core.matching.result import ALTERNATIVES, EQUITY, RELAXING, Result, Status
from tidegate.exchange.matching.plan_facts import policy_of
from tidegate.exchange.matching.plan_folder import Plan, read_ground, refuse_damage
from tidegate.exchange.matching.replaced import Promises

_SMALL = {"alternatives": ALTERNATIVES, "relaxing": RELAXING}


def read_part(folder: Path, code: str) -> Plan | None:
    """Read what explaining a pathway or an offer needs; None where the plan has neither.

    Of a pathway: those who wait for the same care, what is on offer for it, and its journeys. Of
    an offer: those whom it could treat. The rest stays on the disk, so that a plan of millions is
    asked in a moment.

    Raises:
        UnusableInput: the folder is no plan, or some of its files are missing or damaged.
    """
    with refuse_damage(folder):
        for kind, about in (
            ("pathways", pl.col("pathway_id") == code),
            ("offers", pl.col("offer_id") == code),
        ):
            found = _scan(folder, f"inputs/{kind}").filter(about).collect()
            if found.height:
                care = _care(found.row(0, named=True))
                return _read(folder, care, code)
    return None


def known_codes(folder: Path) -> pl.Series:
    """List the pathways and offers of a plan, for somebody who asked for one that is not there."""
    with refuse_damage(folder):
        names = [
            _scan(folder, f"inputs/{kind}").select(id=column).collect().to_series()
            for kind, column in (("pathways", "pathway_id"), ("offers", "offer_id"))
        ]
        return pl.concat(names)


def _care(row: Mapping[str, object]) -> tuple[str, list[str]]:
    """Name the modality and treatment functions that a pathway needs or an offer gives."""
    tfcs = row["tfcs"] if "tfcs" in row else [row["tfc"]]
    return str(row["modality"]), [str(tfc) for tfc in tfcs]  # type: ignore[attr-defined]


def _read(folder: Path, care: tuple[str, list[str]], code: str) -> Plan:
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    policy = policy_of(json.loads((folder / "inputs" / "policy.json").read_text(encoding="utf-8")))
    problem = _problem(folder, summary, *care)
    result = _result(folder, summary, problem, code)
    promises = _promises(folder, code)
    return Plan(folder, problem, policy, result, summary, read_ground(folder), promises)


def _problem(folder: Path, summary: dict[str, Any], modality: str, tfcs: list[str]) -> Problem:
    same = pl.col("modality") == modality
    serves = pl.col("tfcs").list.eval(pl.element().is_in(tfcs)).list.any()
    offers = _scan(folder, "inputs/offers").filter(same & serves).collect()
    pathways = _scan(folder, "inputs/pathways").filter(same & pl.col("tfc").is_in(tfcs)).collect()
    between = _among("zone", pathways["zone"].unique()) & _among("site", offers["site"].unique())
    return make_problem(
        date.fromisoformat(summary["start"]),
        summary["weeks"],
        pathways=pathways,
        offers=offers,
        travel=_scan(folder, "inputs/travel").filter(between).collect(),
        lines=_scan(folder, "inputs/lines").collect(),
        budgets=_scan(folder, "inputs/budgets").collect(),
    )


def _result(folder: Path, summary: dict[str, Any], problem: Problem, code: str) -> Result:
    mine, offers = pl.col("pathway_id") == code, problem.offers["offer_id"]
    here = mine | (pl.col("offer_id") == code)
    priced = (pl.col("kind") != "offer") | _among("id", offers)
    theirs = _among("pathway_id", problem.pathways["pathway_id"])
    return Result(
        status=Status(summary["status"]),
        objective=summary["objective"],
        bound=summary["bound"],
        gap=summary["gap"],
        violations=summary["violations"],
        assignments=_scan(folder, "assignments").filter(here).collect(),
        unmatched=_scan(folder, "unmatched").filter(theirs).collect(),
        offers=_scan(folder, "offers").filter(_among("offer_id", offers)).collect(),
        contracts=_scan(folder, "contracts").collect(),
        prices=_scan(folder, "prices").filter(priced).collect(),
        equity=pl.DataFrame(summary["equity"], schema=dict(EQUITY)),
        alternatives=_further(folder, "alternatives").filter(mine).collect(),
        relaxing=_further(folder, "relaxing").collect(),
    )


def _promises(folder: Path, code: str) -> Promises | None:
    """Read what an earlier plan had promised this pathway; None where the plan replaces none."""
    names = ("inputs/previous", "inputs/declined")
    if not (folder / f"{names[0]}.parquet").is_file():
        return None
    mine = pl.col("pathway_id") == code
    return Promises(*(_scan(folder, name).filter(mine).collect() for name in names))


def _scan(folder: Path, name: str) -> pl.LazyFrame:
    return pl.scan_parquet(folder / f"{name}.parquet")


def _further(folder: Path, name: str) -> pl.LazyFrame:
    file = folder / f"{name}.parquet"
    return pl.scan_parquet(file) if file.is_file() else pl.LazyFrame(schema=dict(_SMALL[name]))


def _among(column: str, names: Iterable[object]) -> pl.Expr:
    return pl.col(column).is_in(pl.Series(names).implode())
