"""An answer of sizing as facts for machines: pence exact where they are, expectations as floats."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidegate.core.contracts.sizing.curve import Curve
    from tidegate.core.contracts.sizing.prices import Prices
    from tidegate.core.contracts.sizing.size import Sized
    from tidegate.exchange.contracts.sizing_file import Asked


def facts(asked: Asked, sized: Sized) -> dict[str, Any]:
    """Return everything that was asked and found; null is undefined, nothing is infinite."""
    question = sized.question
    ratio = question.prices.ratio
    return {
        "title": asked.title,
        "unit": asked.unit,
        "modality": asked.modality or None,
        "demand": asked.demand,
        "weeks": len(question.weeks),
        "prices": _prices(question.prices),
        "price_ratio": None if ratio is None else float(ratio),
        "interval": question.interval,
        "best": asdict(sized.best),
        "without": asdict(sized.none),
        "average_rule": None if sized.average is None else asdict(sized.average),
        "reasons": [asdict(reason) for reason in sized.reasons],
        "sensitivity": [asdict(case) for case in sized.cases],
        "curve": _curve(sized.curve),
    }


def _prices(prices: Prices) -> dict[str, Any]:
    """Return prices: whole pence as they are, shares and what follows from them as floats."""
    given = {
        name: value if value is None or isinstance(value, int) else float(value)
        for name, value in asdict(prices).items()
    }
    return given | {
        "overflow_pence": float(prices.overflow_pence),
        "exit_risk_pence": float(prices.exit_risk_pence),
    }


def _curve(curve: Curve) -> list[dict[str, float]]:
    """Return one row for each number of units."""
    return [
        {
            "units": units,
            "needed": float(curve.needed[units]),
            "used": float(curve.used[units]),
            "paid_pence": float(curve.paid[units]),
            "idle_pence": float(curve.idle[units]),
            "overflow": float(curve.overflow[units]),
            "cost_pence": float(curve.cost[units]),
        }
        for units in range(curve.most + 1)
    ]
