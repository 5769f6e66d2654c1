"""The figures of a plan, once: ``summary.json``, the report and the control room show these."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate import __version__
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.matching import outcome
from tidegate.core.matching.advice.levers import Lever
from tidegate.core.matching.tiers import tiers
from tidegate.exchange.matching.display_name import display_name

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result
    from tidegate.exchange.matching.plan_context import PlanContext

SCHEMA = "tidegate plan summary 1"
MOST_FLOWS = 500
MOST_UNITS = 100
MOST_CHANGES = 50

Summary = dict[str, Any]


def summarise(problem: Problem, policy: Policy, result: Result, context: PlanContext) -> Summary:
    """Work out every figure that the plan's readers are shown, exact and JSON-ready.

    Counts are people (a counted class weighs its count), money pence, prices points of the
    policy, distances minutes, waits whole weeks.
    """
    placed = outcome.placements(problem.pathways, problem.offers, result.assignments)
    return {
        "schema": SCHEMA,
        "title": context.title,
        "profile": context.profile.value,
        "who": context.who,
        "made_at": context.made_at.isoformat(timespec="seconds"),
        "data_as_of": context.data_as_of and context.data_as_of.isoformat(),
        "start": problem.start.isoformat(),
        "weeks": problem.weeks,
        "status": result.status.value,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "violations": _plain(result.violations),
        **_outcome(problem, result, placed, context),
        "value_by_tier": [
            {"tier": part.tier.value, "amount": part.amount, "points": part.points}
            for part in tiers(problem, policy, result)
        ],
        "policy": {
            "name": policy.name,
            "version": policy.version,
            "author": policy.author,
            "source": policy.source,
            "in_force": policy.in_force.isoformat(),
        },
        "validation": _validation(problem, policy),
        "greedy": context.greedy and dict(context.greedy),
        "assumptions": list(context.assumptions),
        "findings": [dict(finding.as_dict()) for finding in context.findings],
        "sources": _sources(context),
        "seed": context.seed,
        "versions": versions(),
        "statistics": _plain(result.statistics),
    }


def _validation(problem: Problem, policy: Policy) -> Summary | None:
    """Count whose pathway was not validated of late; None where no list says when any was."""
    weeks = problem.pathways["weeks_since_validated"]
    if weeks.null_count() == len(weeks):
        return None
    old = ~(weeks < policy.validation_weeks).fill_null(False)
    return {
        "within_weeks": policy.validation_weeks,
        "not_validated": int(problem.pathways["count"].filter(old).sum()),
    }


def versions() -> dict[str, str]:
    """Name the versions that another machine needs to make the same plan again."""
    import highspy  # noqa: PLC0415 - a second's import, wanted only when a plan is written

    return {
        "tidegate": __version__,
        "highs": highspy.Highs().version(),
        "polars": pl.__version__,
        "python": platform.python_version(),
    }


def _outcome(
    problem: Problem, result: Result, placed: pl.DataFrame, context: PlanContext
) -> Summary:
    named = _Names(context.names)
    pathways, weeks = problem.pathways, problem.weeks
    limits = outcome.breaches(pathways, placed, weeks)
    return {
        "headline": _headline(problem, result, placed, limits),
        "by_priority": outcome.waiting_and_treated(pathways, placed, ["priority"])
        .sort("priority")
        .to_dicts(),
        "by_specialty": named.rows(
            outcome.waits_by_specialty(pathways, placed, weeks), tfc="specialty"
        ),
        "by_modality": outcome.waiting_and_treated(pathways, placed, ["modality"]).to_dicts(),
        "breaches": limits,
        "flows_by_holder": _flows(placed, "holder", named),
        "flows_by_area": _flows(placed, "area", named),
        "one_more_unit": _one_more_unit(problem, result, named),
        "prices": _other_prices(result, named),
        "unmatched": _coded(result.unmatched, "code", "count", "people"),
        "unused": _coded(result.offers.filter(pl.col("unused") > 0), "cause", "unused", "units"),
        "contracts": _contracts(result, named),
        "unreachable": _unreachable(result),
        "relaxing": _relaxing(result, named),
        "equity": result.equity.to_dicts(),
    }


def _headline(
    problem: Problem,
    result: Result,
    placed: pl.DataFrame,
    limits: list[dict[str, int]],
) -> Summary:
    count, week = pl.col("count"), pl.col("week")
    treated, moved, saved = placed.select(
        treated=count.sum(),
        moved=count.filter("moved").sum(),
        saved=(count * (problem.weeks - week)).sum(),
    ).row(0)
    return {
        "waiting": int(problem.pathways["count"].sum()),
        "treated": int(treated),
        "moved": int(moved),
        "unmatched": int(result.unmatched["count"].sum()),
        "breaches_52_at_risk": limits[0]["at_risk"],
        "breaches_52_avoided": limits[0]["avoided"],
        "over_52_treated": limits[0]["over_now_treated"],
        "weeks_saved": int(saved),
        "units": int(result.offers["units"].sum()),
        "units_used": int(result.offers["used"].sum()),
        "units_unused": int(result.offers["unused"].sum()),
        "sites": int(placed.filter("moved")["site"].n_unique()),
        "idle_pence": int(result.contracts["idle_pence"].sum()),
        "spend_pence": int(result.contracts["spend_pence"].sum()),
    }


def _flows(placed: pl.DataFrame, origin: str, named: _Names) -> Summary:
    frame = outcome.flows(placed, origin)
    return {
        "count": frame.height,
        "people": int(frame["people"].sum()),
        "rows": named.rows(
            frame.head(MOST_FLOWS).rename({origin: "origin"}),
            origin="origin_name",
            site="site_name",
        ),
    }


def _one_more_unit(problem: Problem, result: Result, named: _Names) -> Summary:
    """Rank capacity by what one more unit of it is worth: per site, modality and specialties."""
    offers = result.offers.join(
        problem.offers.select("offer_id", "site", "provider", "modality", "tfcs", "week"),
        on="offer_id",
        how="left",
        maintain_order="left",
    ).with_columns(tfcs=pl.col("tfcs").list.join(";"))
    best = (
        offers.sort("price", "week", descending=[True, False])
        .group_by("site", "provider", "modality", "tfcs", maintain_order=True)
        .agg(
            price=pl.col("price").first(),
            best_week=pl.col("week").first(),
            mean_price=pl.col("price").mean(),
            units=pl.col("units").sum(),
            used=pl.col("used").sum(),
        )
        .filter(pl.col("price") > 0)
        .sort("price", "site", "modality", "tfcs", descending=[True, False, False, False])
    )
    rows = named.rows(best.head(MOST_UNITS), site="site_name")
    for row in rows:
        row["specialty"] = ", ".join(named.specialty(tfc) for tfc in row["tfcs"].split(";"))
    return {"count": best.height, "rows": rows}


def _other_prices(result: Result, named: _Names) -> list[Summary]:
    """List what more money or another contract line is worth; offers' prices stand elsewhere."""
    frame = result.prices.filter((pl.col("kind") != "offer") & (pl.col("price") != 0))
    return named.rows(frame.sort("kind", "price", descending=[False, True]), id="name")


def _coded(frame: pl.DataFrame, code: str, amount: str, unit: str) -> list[Summary]:
    """Add an amount up by its code, largest first, with one detail as an example."""
    detail = [pl.col("detail").first()] if "detail" in frame.columns else []
    return (
        frame.group_by(pl.col(code).alias("code"))
        .agg(pl.col(amount).sum().cast(pl.Int64).alias(unit), *detail)
        .sort([unit, "code"], descending=[True, False], nulls_last=True)
        .to_dicts()
    )


def _contracts(result: Result, named: _Names) -> list[Summary]:
    frame = (
        result.contracts.with_columns(prepaid=pl.min_horizontal("minimum_take", "cap"))
        .group_by("contract_id", "payer", maintain_order=True)
        .agg(
            pl.len().alias("lines"),
            pl.col("prepaid", "used", "spend_pence", "idle_pence").sum(),
            prepaid_used=pl.min_horizontal("prepaid", "used").sum(),
            price=pl.col("price").max(),
        )
        .sort("idle_pence", "contract_id", descending=[True, False])
    )
    return named.rows(frame, contract_id="contract_name", payer="payer_name")


def _unreachable(result: Result) -> Summary:
    """Add up what is paid for in advance and idle, where one more unit would help nobody."""
    prepaid = pl.min_horizontal("minimum_take", "cap")
    idle = result.contracts.with_columns(idle=prepaid - pl.col("used")).filter(
        (pl.col("idle") > 0) & (pl.col("price") <= 0)
    )
    units, pence = int(idle["idle"].sum()), int(idle["idle_pence"].sum())
    return {"lines": idle.height, "units": units, "pence": pence}


def _relaxing(result: Result, named: _Names) -> Summary:
    """List the changes that would bring most, each with the name of what it is about."""
    frame = result.relaxing
    of_unit = pl.col("rule") == Lever.UNIT
    about = pl.when(of_unit).then(pl.col("detail")).otherwise(pl.col("subject"))
    best = frame.head(MOST_CHANGES).with_columns(about=about)
    return {"count": frame.height, "rows": named.rows(best, about="subject_name")}


def _sources(context: PlanContext) -> list[Summary]:
    made_on = context.made_at.date()
    return [
        {
            "name": dated.source.name,
            "kind": dated.source.kind,
            "sha256": dated.source.sha256,
            "bytes": dated.source.bytes,
            "as_of": dated.as_of and dated.as_of.isoformat(),
            "age_days": dated.as_of and (made_on - dated.as_of).days,
        }
        for dated in context.sources
    ]


class _Names:
    """Codes in full: organisations, sites and areas as given, treatment functions by the table."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    def specialty(self, tfc: str) -> str:
        """Name a treatment function."""
        return treatment_function_name(tfc)

    def _name(self, column: str, code: str | None) -> str:
        if code is None:
            return "not known"
        if column == "tfc":
            return self.specialty(code)
        return display_name(self._given[code]) if code in self._given else code

    def rows(self, frame: pl.DataFrame, **columns: str) -> list[Summary]:
        """Return rows in which each named column of codes has its names beside it."""
        rows = frame.to_dicts()
        for row in rows:
            for code, name in columns.items():
                row[name] = self._name(code, row[code])
        return rows


def _plain(value: object) -> Any:
    """Turn what the engine measured into JSON-ready values."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, pl.DataFrame):
        return value.to_dicts()
    return value if isinstance(value, bool | int | float | str | None) else str(value)
