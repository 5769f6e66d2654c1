"""What a plan has that may be changed, as the lists of a form."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.exchange.matching.policies import shipped_policies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem


@dataclass(frozen=True, slots=True)
class Choices:
    """What a plan has that may be changed, each as a value and its words."""

    problem: Problem
    policy: Policy
    named: Callable[[str], str]

    def weeks(self) -> list[tuple[str, str]]:
        """Return every week of the plan by its Monday."""
        mondays = [self.problem.start + timedelta(weeks=n) for n in range(self.problem.weeks)]
        return [(monday.isoformat(), words.day(monday)) for monday in mondays]

    def sites(self) -> list[tuple[str, str]]:
        """Return every site that offers anything, by name."""
        return self._by_name(self.problem.offers["site"].unique().to_list())

    def places(self) -> list[tuple[str, str]]:
        """Return every site, specialty and kind of care on offer."""
        rows = (
            self.problem.offers.select("site", "modality", tfc="tfcs")
            .explode("tfc")
            .drop_nulls("tfc")
            .unique()
        )
        said = [
            (shlex.join([site, tfc, modality]), self._place(site, tfc, modality))
            for site, modality, tfc in rows.iter_rows()
        ]
        return sorted(said, key=lambda one: one[1])

    def payers(self) -> list[tuple[str, str]]:
        """Return every area that pays for a contract line or has a budget."""
        problem = self.problem
        return self._by_name({*problem.lines["payer"], *problem.budgets["area"]})

    def lines(self) -> list[tuple[str, str]]:
        """Return every contract line with its contract and what it takes now."""
        rows = self.problem.lines.sort("line_id").select(
            "line_id", "contract_id", "minimum_take", "cap"
        )
        return [(row[0], self._line(*row)) for row in rows.iter_rows()]

    def policies(self) -> list[tuple[str, str]]:
        """Return the shipped policies but the plan's own."""
        own = f"{self.policy.name}-{self.policy.version}"
        others = [name for name in shipped_policies() if name != own]
        return [(name, name.replace("-", " ").capitalize()) for name in others]

    def unknown_to_all(self, *columns: str) -> bool:
        """Say whether nobody has a value in any of these columns of the pathways."""
        people = self.problem.pathways
        return all(people[column].null_count() == people.height for column in columns)

    def anybody_unknown(self, *columns: str) -> bool:
        """Say whether anybody has no value in one of these columns of the pathways."""
        return any(self.problem.pathways[column].null_count() for column in columns)

    def _place(self, site: str, tfc: str, modality: str) -> str:
        care = modality.replace("_", " ")
        return f"{self.named(site)}: {treatment_function_name(tfc)} ({care})"

    def _line(self, line_id: str, contract: str | None, least: int, cap: int | None) -> str:
        of = "" if contract is None else f" of {self.named(contract)}"
        most = "no cap" if cap is None else f"cap {cap:,}"
        return f"{line_id}{of} (minimum {least:,}, {most})"

    def _by_name(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        return sorted(((code, self.named(code)) for code in codes), key=lambda one: one[1])
