"""Read by which rules the ledger of use, and activity plans, are looked at."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from tidegate.core.contracts.activity_plan import PlanRules
from tidegate.core.contracts.ledger.rules import Doing, ReviewRules, UseRules
from tidegate.core.contracts.ledger.utilisation import SHARES
from tidegate.core.contracts.terms.reading import Table
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.exchange.contracts.shipped_table import read_shipped, read_terms

USE = "use-rules-2026.toml"
PLAN = "activity-plan-2025.toml"


@cache
def load_use_rules() -> UseRules:
    """Return the rules that come with the package."""
    return use_rules_from(read_shipped(USE), USE)


@cache
def load_plan_rules() -> PlanRules:
    """Return the rules of activity plans that come with the package."""
    return read_terms(read_shipped(PLAN), PLAN, _plan_rules)


def use_rules_from(text: str, file: str) -> UseRules:
    """Read rules from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return read_terms(text, file, _use_rules)


def _use_rules(table: dict[str, Any]) -> UseRules:
    returns, gaps = table["returns"], Table(table["gaps"], ("gaps",))
    return UseRules(
        name=table["name"],
        version=table["version"],
        source=table["source"],
        author=table["author"],
        in_force=table["in_force"],
        zone=ZoneInfo(table["zone"]),
        due_days=returns["due_days"],
        due_at=returns["due_at"],
        amend_days=returns["amend_days"],
        gap=gaps.percent("claimed_percent"),
        staffed_gap=gaps.percent("staffed_percent"),
        usual_times=Table(returns, ("returns",)).exact("usual_times"),
        doing={UnusedCause(cause): Doing(doing) for cause, doing in table["doing"].items()},
        review=_review(Table(table["review"], ("review",))),
    )


def _review(table: Table) -> ReviewRules:
    denominator = table.text("denominator")
    if denominator not in SHARES:
        raise table.wrong("denominator", f"one of {', '.join(SHARES)}")
    return ReviewRules(
        denominator=denominator,
        below=table.percent("below_percent"),
        weeks=table.whole("weeks"),
        weeks_after_warning=table.whole("weeks_after_warning"),
        above=table.percent("above_percent"),
        weeks_above=table.whole("weeks_above"),
        provider_share=table.percent("provider_percent"),
        reply_days=table.whole("reply_days"),
    )


def _plan_rules(table: dict[str, Any]) -> PlanRules:
    numbers = Table(table)
    return PlanRules(
        name=table["name"],
        version=table["version"],
        source=table["source"],
        author=table["author"],
        in_force=table["in_force"],
        months_to_agree=numbers.whole("months_to_agree"),
        tolerance=numbers.percent("tolerance_percent"),
        most_wait_weeks=numbers.whole("most_wait_weeks"),
    )
