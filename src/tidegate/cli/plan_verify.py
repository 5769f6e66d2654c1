"""``tidegate plan --verify``: check a plan from its inputs, assignment and prices alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tidegate.cli import console

if TYPE_CHECKING:
    from tidegate.core.matching.certificate.check import Certificate
    from tidegate.core.matching.result import Result

AGREE = 1e-9
"""Share of a figure by which two ways of adding it up may differ."""


def verify_plan(folder: Path, *, json: bool) -> None:
    """Recompute a plan's value, constraints and bound; exit code 1 when a claim does not hold.

    Raises:
        UnusableInput: the folder is no plan, or some of its files are missing or damaged.
    """
    from tidegate.core.matching.certificate.check import certify
    from tidegate.exchange.findings import UnusableInput, error
    from tidegate.exchange.matching.plan_folder import read_plan

    with console.steps(quiet=json) as progress, progress.step(f"Checking {folder}"):
        plan = read_plan(folder)
        result = plan.result
        try:
            found = certify(
                plan.problem, plan.policy, result.assignments, result.prices, plan.previous
            )
        except ValueError as wrong:
            prices = str(folder / "prices.parquet")
            raise UnusableInput([error("PRICES_PROVE_NOTHING", prices, str(wrong))]) from wrong
    claims = wrong_claims(result, found)
    if json:
        console.print_json(_facts(result, found, claims))
    else:
        _print(result, found, claims)
    if claims:
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


def wrong_claims(result: Result, found: Certificate) -> list[str]:
    """List what the plan claims and the check does not bear out, in words."""
    claims = [f"{kind}: {amount:,}" for kind, amount in found.violations.items()]
    if not _agree(result.objective, found.objective):
        claims.append(f"the plan is worth {found.objective:,.1f}, not {result.objective:,.1f}")
    # A looser bound than the prices prove is honest; a tighter one is not proven.
    if result.bound < found.bound and not _agree(result.bound, found.bound):
        claims.append(f"the prices prove a bound of {found.bound:,.1f}, not {result.bound:,.1f}")
    if found.objective > found.bound and not _agree(found.objective, found.bound):
        claims.append("the plan is worth more than the bound: inputs and plan are not of a piece")
    return claims


def _agree(claimed: float, found: float) -> bool:
    return abs(claimed - found) <= AGREE * max(1.0, abs(found))


def _gap(objective: float, bound: float) -> float:
    return max(0.0, (bound - objective) / bound) if bound > 0 else 0.0


def _facts(result: Result, found: Certificate, claims: list[str]) -> Mapping[str, object]:
    return {
        "holds": not claims,
        "wrong": claims,
        "claimed": {"objective": result.objective, "bound": result.bound, "gap": result.gap},
        "found": {
            "objective": found.objective,
            "bound": found.bound,
            "gap": _gap(found.objective, found.bound),
            "people": found.people,
            "violations": dict(found.violations),
        },
    }


def _print(result: Result, found: Certificate, claims: list[str]) -> None:
    rows = [
        ("Worth, points", f"{result.objective:,.1f}", f"{found.objective:,.1f}"),
        ("Bound, points", f"{result.bound:,.1f}", f"{found.bound:,.1f}"),
        ("Gap", f"{result.gap:.4%}", f"{_gap(found.objective, found.bound):.4%}"),
    ]
    columns = ["", "Claimed", "Found"]
    console.print_table("The plan against its check", columns, rows, right=columns[1:])
    out = console.out()
    if claims:
        out.print("The plan does not hold:")
        for claim in claims:
            out.print(f"  {claim}", markup=False)
        return
    out.print(
        f"The plan holds: {found.people:,} people placed, every limit kept, "
        f"and no plan is worth more than the bound."
    )
