"""A second oracle: the whole linear program written out arc by arc, solved by HiGHS's simplex."""

from __future__ import annotations

import highspy
import numpy as np
from tests.core.matching.tiny import arcs

from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import Problem


def relaxed_optimum(problem: Problem, policy: Policy) -> float:
    """Return the optimum over fractional plans, which no whole plan exceeds."""
    values = arcs(problem, policy)
    pathways, offers, lines, budgets = (
        frame.to_dicts()
        for frame in (problem.pathways, problem.offers, problem.lines, problem.budgets)
    )
    rows = {("pathway", row["pathway_id"]): row["count"] for row in pathways}
    rows |= {("offer", row["offer_id"]): row["units"] for row in offers}
    rows |= {("line", row["line_id"]): row["minimum_take"] for row in lines}
    rows |= {("budget", row["area"]): row["pence"] / 100_000 for row in budgets}
    number = {key: index for index, key in enumerate(rows)}
    line_of = {row["offer_id"]: row["line_id"] for row in offers}
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    for limit in rows.values():
        highs.addRow(-highspy.kHighsInf, float(limit), 0, np.zeros(0, np.int32), np.zeros(0))
    for (who, what), value in values.items():
        keys = [("pathway", who), ("offer", what)]
        keys += [("line", line_of[what])] if line_of[what] else []
        _add(highs, value, highspy.kHighsInf, [number[key] for key in keys], [1.0] * len(keys))
    for row in lines:
        price = row["unit_price_pence"] / 100_000
        cap = highspy.kHighsInf if row["cap"] is None else row["cap"] - row["minimum_take"]
        index, factors = [number["line", row["line_id"]]], [-1.0]
        if ("budget", row["payer"]) in number:
            index.append(number["budget", row["payer"]])
            factors.append(price)
        _add(highs, -policy.thousand_pounds_points * price, cap, index, factors)
    highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
    highs.run()
    return float(highs.getInfo().objective_function_value)


def _add(
    highs: highspy.Highs, cost: float, upper: float, index: list[int], factors: list[float]
) -> None:
    highs.addCol(cost, 0.0, upper, len(index), np.array(index, np.int32), np.array(factors))
