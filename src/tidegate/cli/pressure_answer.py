"""What ``tidegate pressure`` answers: scores of places, or a score table that was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tidegate.cli import console
from tidegate.cli.pressure import By
from tidegate.core.pressure.aggregate import actions_begun
from tidegate.core.pressure.figures import with_shares
from tidegate.core.pressure.ladder import score_everywhere
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import Score, not_official
from tidegate.exchange.findings import Severity, UnusableInput, error
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.score_facts import score_facts, table_facts
from tidegate.exchange.pressure.score_inputs import ScoreInputs, read_score_inputs
from tidegate.exchange.pressure.score_tables import (
    load_score_table,
    read_score_table,
    score_table_text,
)
from tidegate.exchange.pressure.score_words import (
    figure_words,
    level_words,
    missing_words,
    total_words,
)

if TYPE_CHECKING:
    import polars as pl

    from tidegate.core.pressure.score_table import ScoreTable

_KINDS = {By.PROVIDER: Level.PROVIDER, By.AREA: Level.ICB, By.REGION: Level.REGION,
          By.NATION: Level.NATION}  # fmt: skip
_TITLES = {Level.PROVIDER: "Providers", Level.ICB: "Areas", Level.REGION: "Regions",
           Level.NATION: "Nation"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything that was scored, and by what."""

    inputs: ScoreInputs
    table: ScoreTable
    day: date
    scores: Mapping[Level, Sequence[Score]]

    @property
    def nowhere(self) -> list[str]:
        """Return the providers that no file places in an area."""
        placed = self.inputs.ladder.areas
        found = dict.fromkeys(each.place for each in self.scores[Level.PROVIDER])
        return [place for place in found if place not in placed]


def show_scores(
    files: Sequence[Path],
    name_or_path: str,
    day: date | None,
    by: By | None,
    top: int,
    *,
    as_json: bool,
) -> None:
    """Read, score and show."""
    with console.steps(quiet=as_json) as progress:
        with progress.step("Reading figures"):
            inputs = read_score_inputs(files)
        with progress.step("Scoring"):
            scored = _score(inputs, name_or_path, day)
    kinds = [Level.PROVIDER, Level.ICB] if by is None else [_KINDS[by]]
    shown = [each for kind in kinds for each in scored.scores[kind]]
    if as_json:
        console.print_json(_payload(scored, shown))
    else:
        for kind in kinds:
            _print_places(scored, kind, top)
        _print_notes(scored, shown)
        console.print_findings(inputs.findings)
    if not any(each.complete for each in shown):
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


def show_table(name_or_path: str, *, as_json: bool) -> None:
    """Check a table and show it; what is open in it makes it unusable.

    Raises:
        UnusableInput: something in it is open, or contradicts itself.
    """
    read = read_score_table(name_or_path, shipped_measures())
    if any(finding.severity is Severity.ERROR for finding in read.findings):
        raise UnusableInput(read.findings)
    if as_json:
        found = console.findings_payload(read.findings)
        console.print_json({"table": table_facts(read.table), "findings": found})
        return
    table = read.table
    console.out().print(f"{table.name} {table.edition}, in force from {table.in_force_from}.")
    console.out().print(f"Source: {table.source}. Verified by: {table.verifier or 'nobody'}.")
    for pillar in table.pillars:
        console.print_table(
            f"{pillar.name}: points by band, best first ({pillar.combine.value})",
            ("Figure", "Worse when", "Edges", "Points", "Oldest (days)", "Status"),
            [
                (each.measure, each.worse.value,
                 ", ".join(f"{edge.at:g} ({edge.equal.value})" for edge in each.edges),
                 ", ".join(f"{points:g}" for points in each.points), each.oldest_days,
                 each.status.words)
                for each in pillar.parameters
            ],
            right=("Oldest (days)",),
        )  # fmt: skip
        levels = (f"{of.level} from {of.least:g} to {of.most:g}" for of in pillar.levels.bands)
        console.out().print(f"Levels of {pillar.name}: {', '.join(levels)}.")
    console.print_findings(read.findings)


def copy_table(name_or_path: str, target: Path) -> None:
    """Write a table's file to a place of its own; what is there already is left alone.

    Raises:
        UnusableInput: there is no such table, the place is taken, or cannot be written.
    """
    text, _ = score_table_text(name_or_path)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        expected = f"a place where a new file can be written: {problem.strerror}"
        raise UnusableInput([error("CANNOT_WRITE", str(target), expected)]) from problem
    console.err().print(f"Wrote {target}.", markup=False)


def _score(inputs: ScoreInputs, name_or_path: str, day: date | None) -> Scored:
    import polars as pl

    measures = shipped_measures()
    table = load_score_table(name_or_path, measures=measures)
    observations = with_shares(inputs.observations, measures, table.measures)
    of_providers = observations.filter(
        (pl.col("level") == Level.PROVIDER.value) & pl.col("measure").is_in(table.measures)
    )
    if of_providers.is_empty():
        expected = f"figures of providers, of at least one of {', '.join(table.measures)}"
        raise UnusableInput([error("NO_FIGURES", "the files given", expected)])
    on = day or _last_day(of_providers)
    table = load_score_table(name_or_path, measures=measures, day=on)
    scores = score_everywhere(observations, table, on, inputs.ladder)
    if not scores[Level.PROVIDER]:
        expected = "a day on which figures of providers are known, or one soon after"
        raise UnusableInput([error("NO_FIGURES", "--day", expected, value=on.isoformat())])
    return Scored(inputs, table, on, scores)


def _last_day(frame: pl.DataFrame) -> date:
    last = frame["end"].max()
    assert isinstance(last, date)  # noqa: S101 - there is a row, and each has its days
    return last


def _payload(scored: Scored, shown: Sequence[Score]) -> Mapping[str, object]:
    reason = not_official(scored.table, Level.NATION)
    measures = shipped_measures()
    return {
        "day": scored.day,
        "table": table_facts(scored.table),
        "not_official": reason.detail if reason else None,
        "scores": [
            score_facts(each, scored.table, scored.inputs.names, measures) for each in shown
        ],
        "in_no_area": scored.nowhere,
        "sources": [
            {"name": each.name, "sha256": each.sha256, "kind": each.kind}
            for each in scored.inputs.sources
        ],
        "findings": console.findings_payload(scored.inputs.findings),
    }


def _print_places(scored: Scored, kind: Level, top: int) -> None:
    scores = sorted(scored.scores[kind], key=lambda of: (*(-end for end in of.level_range),
                                                         -of.lowest, of.place))  # fmt: skip
    if not scores:
        return
    several, of_provider = len(scored.table.pillars) > 1, kind is Level.PROVIDER
    names, measures = scored.inputs.names, shipped_measures()
    beneath = "Figures (days old)" if of_provider else "Shares"
    columns = ["Place", *(["Pillar"] if several else []), "Score", "Level", "Missing", beneath]
    rows = [
        (
            f"{each.place} {names.get(each.place, '')}".strip(),
            *([each.pillar] if several else []),
            total_words(each),
            level_words(each),
            missing_words(each, measures),
            figure_words(each, measures)
            if of_provider
            else ", ".join(
                share.place if share.weight is None else f"{share.place} {share.weight:.2f}"
                for share in each.shares
            ),
        )
        for each in scores[:top]
    ]
    title = f"{_TITLES[kind]}, {scored.day:%d %B %Y}, {scores[0].table}"
    more = f" (the {top} most pressed of {len(scores)})" if len(scores) > top else ""
    console.print_table(title + more, columns, rows, right=("Score", "Level"))


def _print_notes(scored: Scored, shown: Sequence[Score]) -> None:
    out = console.out()
    if reason := not_official(scored.table, Level.NATION):
        out.print(f"{reason.detail[:1].upper()}{reason.detail[1:]}.")
    if scored.nowhere:
        few = ", ".join(scored.nowhere[:5]) + (", …" if len(scored.nowhere) > 5 else "")  # noqa: PLR2004
        out.print(
            f"{len(scored.nowhere)} in no area: {few}. A list of trusts or organisations among the "
            "files says who belongs where."
        )
    for each in shown:
        for begun in actions_begun(each, scored.table)[-1:]:
            name = scored.inputs.names.get(each.place, each.place)
            certain = "" if each.complete else "at least "
            out.print(
                f"{name} is {certain}at level {each.level_range[0]} and begins the list of level "
                f"{begun.level}: {'; '.join(begun.actions)}."
            )
