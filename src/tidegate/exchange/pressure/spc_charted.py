"""Chart every series of a file, each as its settings ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.pressure.spc.chart import chart_of
from tidegate.core.pressure.spc.series import UnusableSeries
from tidegate.exchange.findings import Finding, UnusableInput, error, warning

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.result import Result
    from tidegate.core.pressure.spc.rules import RuleSet
    from tidegate.exchange.pressure.spc_file import Plotted
    from tidegate.exchange.pressure.spc_settings import Shown, SpcSettings


@dataclass(frozen=True, slots=True)
class Charted:
    """A result with the words that its chart, table and export are written with."""

    measure: str
    organisation: str
    name: str
    shown: Shown
    result: Result

    @property
    def title(self) -> str:
        """Name what is charted, and whose it is."""
        label = self.shown.label or self.measure or "Values"
        whose = self.name or self.organisation
        return f"{label[:1].upper()}{label[1:]}" + (f", {whose}" if whose else "")


def chart_all(
    plotted: Sequence[Plotted], settings: SpcSettings, rules: RuleSet
) -> tuple[Charted, ...]:
    """Chart each series as asked.

    Raises:
        UnusableInput: what is asked of a series makes no sense, such as a rebase on a day that it
            has no value for; every such series is named.
    """
    charted: list[Charted] = []
    wrong: list[Finding] = []
    for each in plotted:
        asked, shown = settings.of(each)
        try:
            result = chart_of(each.series, asked, rules)
        except UnusableSeries as unusable:
            about = " ".join(filter(None, (each.measure, each.organisation))) or None
            wrong.append(error(unusable.code, settings.file, str(unusable), value=about))
        else:
            charted.append(Charted(each.measure, each.organisation, each.name, shown, result))
    if wrong:
        raise UnusableInput(wrong)
    return tuple(charted)


def about_none(settings: SpcSettings, plotted: Sequence[Plotted]) -> tuple[Finding, ...]:
    """Warn of each table of settings that is about none of these series: a slip of the pen."""
    return tuple(
        warning("SETTINGS_UNUSED", settings.file, "settings about a series that the file has",
                value=" ".join(filter(None, (table.measure, table.organisation))))
        for table in settings.tables
        if not any(table.meant(each.measure, each.organisation) for each in plotted)
    )  # fmt: skip
