"""Whether an offer takes a patient: one table of rules, three answers, a coded reason for each.

Sources: criteria that independent hospitals publish (spec: transfers 3.5). An attribute that is not
known where an offer sets a limit is referred to pre-assessment; it is never accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.reasons import Reason, Verdict, strictest

RULES_VERSION = "eligibility rules 2026"
ACCEPT, REFER, REFUSE = 0, 1, 2
_VERDICTS = (Verdict.ACCEPT, Verdict.REFER, Verdict.REFUSE)

Verdicts = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion: which attribute meets which limit, and when it refuses.

    Attributes:
        code: code of the refusal; where the attribute is unknown ``_UNKNOWN`` is added.
        attribute: column of the pathways.
        limit: column of the offers; null is no limit.
        refuses: whether a known attribute breaks a limit.
        words: the refusal in words, with ``{value}`` and ``{limit}``.
        missing: the referral in words.
    """

    code: str
    attribute: str
    limit: str
    refuses: Callable[[Any, Any], bool]
    words: str
    missing: str

    def verdict(self, value: object, limit: object) -> int:
        """Judge one attribute against one limit."""
        if not self.limits(limit):
            return ACCEPT
        if value is None:
            return REFER
        return REFUSE if self.refuses(value, limit) else ACCEPT

    def limits(self, limit: object) -> bool:
        """Say whether a limit limits at all: null, nothing excluded, and care on site do not."""
        nothing_excluded = isinstance(limit, list | tuple) and not limit
        return limit is not None and limit is not True and not nothing_excluded

    def reason(self, value: object, limit: object) -> Reason:
        """Put a referral or refusal into a coded reason."""
        inputs = {self.attribute: value, self.limit: limit}
        if value is None:
            return Reason(f"{self.code}_UNKNOWN", self.missing, inputs, RULES_VERSION)
        shown = self.words.format(value=_shown(value), limit=_shown(limit))
        return Reason(self.code, shown, inputs, RULES_VERSION)


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


RULES = (
    Rule(
        "ASA_ABOVE_LIMIT", "asa", "max_asa", lambda value, limit: value > limit,
        "ASA class {value} is above this site's limit of {limit}",
        "the ASA class is not recorded and this site limits it",
    ),
    Rule(
        "BMI_ABOVE_LIMIT", "bmi", "max_bmi", lambda value, limit: value > limit,
        "BMI {value} is above this site's limit of {limit}",
        "the BMI is not recorded and this site limits it",
    ),
    Rule(
        "AGE_BELOW_LIMIT", "age", "min_age", lambda value, limit: value < limit,
        "age {value} is below this site's minimum of {limit}",
        "the age is not recorded and this site has a minimum",
    ),
    Rule(
        "CONDITION_EXCLUDED", "conditions", "excludes",
        lambda value, limit: not set(value).isdisjoint(limit),
        "a recorded condition ({value}) is among those that this site excludes ({limit})",
        "conditions are not recorded and this site excludes some",
    ),
    Rule(
        "CRITICAL_CARE_NOT_ON_SITE", "needs_critical_care", "critical_care",
        lambda value, _limit: bool(value),
        "critical care may be needed and this site has none",
        "whether critical care may be needed is not recorded and this site has none",
    ),
)  # fmt: skip
"""Every criterion there is; a further one is a further row."""

CRITERIA = tuple(rule.limit for rule in RULES)
"""Columns of an offer that set limits; together they are its criteria profile."""


def judge(
    pathway: Mapping[str, object], offer: Mapping[str, object]
) -> tuple[Verdict, tuple[Reason, ...]]:
    """Judge one pathway against one offer's criteria: the verdict and every reason against it."""
    verdicts, reasons = [Verdict.ACCEPT], []
    for rule in RULES:
        value, limit = pathway[rule.attribute], offer[rule.limit]
        verdict = rule.verdict(value, limit)
        if verdict != ACCEPT:
            verdicts.append(_VERDICTS[verdict])
            reasons.append(rule.reason(value, limit))
    return strictest(verdicts), tuple(reasons)


def judge_all(pathways: pl.DataFrame, profiles: Sequence[Sequence[object]]) -> Verdicts:
    """Judge every pathway against every criteria profile at once.

    Args:
        pathways: columns named as attributes in ``RULES``.
        profiles: limits in the order of ``CRITERIA``.

    Returns:
        Codes ACCEPT, REFER or REFUSE, shape (pathways, profiles); the strictest rule decides.
    """
    worst = np.zeros((pathways.height, len(profiles)), dtype=np.int8)
    for position, rule in enumerate(RULES):
        limits = [profile[position] for profile in profiles]
        if not any(rule.limits(limit) for limit in limits):
            continue
        # One judgement per distinct value: the rule itself stays the single definition.
        values, code = _distinct(pathways[rule.attribute])
        table = np.array(
            [[rule.verdict(value, limit) for limit in limits] for value in values], dtype=np.int8
        ).reshape(len(values), len(limits))
        np.maximum(worst, table[code], out=worst)
    return worst


def _distinct(series: pl.Series) -> tuple[list[object], npt.NDArray[np.intp]]:
    seen: dict[object, int] = {}
    if series.null_count() == len(series):
        return [None], np.zeros(len(series), dtype=np.intp)
    values = series.to_list()
    if isinstance(series.dtype, pl.List):
        values = [None if value is None else tuple(value) for value in values]
    code = np.fromiter(
        (seen.setdefault(value, len(seen)) for value in values), np.intp, len(values)
    )
    return list(seen), code
