"""``tidegate plan --from DIR --change …``: what would be different, beside the plan as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidegate.cli import console

if TYPE_CHECKING:
    from tidegate.core.matching.changes.effect import Effect
    from tidegate.exchange.matching.beside import Beside


@dataclass(frozen=True, slots=True)
class _Answer:
    """What changes bring about, and where the changed plan lies, if it was kept."""

    texts: Sequence[str]
    sentence: str
    rows: Sequence[Beside]
    effect: Effect
    folder: Path | None


def plan_changed(
    source: Path, texts: list[str], *, gap: float, out: Path | None, force: bool, json: bool
) -> None:
    """Solve a kept plan with changes made to it, print both side by side, keep it where asked.

    Raises:
        UnusableInput: the folder is no plan, a change cannot be read or made, or ``out`` cannot
            be used; nothing was written.
    """
    answer = _answer(source, texts, gap=gap, out=out, force=force, quiet=json)
    if json:
        console.print_json(_facts(source, answer))
    else:
        _print(answer)


def _answer(
    source: Path, texts: list[str], *, gap: float, out: Path | None, force: bool, quiet: bool
) -> _Answer:
    from tidegate.cli.compiling import saying_when_it_compiles
    from tidegate.core.matching.changes.effect import effect
    from tidegate.core.matching.difference import Made
    from tidegate.core.matching.solve import solve
    from tidegate.core.matching.stop import Stop
    from tidegate.exchange.matching import changed_plan as changing
    from tidegate.exchange.matching.advice import load_terms
    from tidegate.exchange.matching.beside import beside, sentence
    from tidegate.exchange.matching.changes import read_changes
    from tidegate.exchange.matching.plan_folder import read_plan, refuse_unless_free, write_plan
    from tidegate.exchange.matching.summary import summarise

    changes = read_changes(texts)
    if out is not None:
        refuse_unless_free(out, force=force)
    with console.steps(quiet=quiet) as progress, saying_when_it_compiles():
        with progress.step(f"Reading {source}"):
            plan = read_plan(source)
            changed = changing.change_plan(plan, source.name, changes)
        problem, policy = changed.problem, changed.policy
        units = int(problem.offers["units"].sum())
        with progress.step(f"Matching {problem.people:,} people to {units:,} units"):
            seed, previous = plan.summary["seed"], changed.replaced.previous
            result = solve(problem, policy, Stop(gap=gap), seed, previous, load_terms())
        names = changing.names_told(plan)
        context = changing.context_of_changed(plan, changes, names, now=datetime.now(UTC))
        if out is None:
            summary = summarise(problem, policy, result, context)
        else:
            with progress.step(f"Writing {out}"):
                replaced = changed.replaced
                summary = write_plan(
                    out, problem, policy, result, context, replaced=replaced, force=force
                )
    found = effect(changed.replaced.made, changed.replaced.against(Made(problem, result)).moves)
    rows = beside(plan.summary, summary)
    spent = next(int(row.change or 0) for row in rows if row.key == "spend_pence")
    said = changing.said(plan, changes, lambda code: names.get(code, code))
    return _Answer(texts, sentence(said, found, spent), rows, found, out)


def _facts(source: Path, answer: _Answer) -> Mapping[str, Any]:
    found = answer.effect
    return {
        "from": str(source),
        "changes": list(answer.texts),
        "sentence": answer.sentence,
        "figures": {
            row.key: {"before": row.before, "after": row.after, "change": row.change}
            for row in answer.rows
        },
        "people": {
            "gained": found.gained,
            "lost": found.lost,
            "moved": found.moved,
            "gained_in_time": found.gained_in_time,
            "lost_in_time": found.lost_in_time,
        },
        "groups": found.groups.drop("gainer", "loser").to_dicts(),
        "folder": None if answer.folder is None else str(answer.folder),
    }


def _print(answer: _Answer) -> None:
    columns = ["Figure", "The plan", "With the changes", "Difference"]
    console.out().print(answer.sentence, markup=False)
    console.print_table(
        "The changed plan beside the plan",
        columns,
        [(row.name, row.said(row.before), row.said(row.after), row.grown) for row in answer.rows],
        right=columns[1:],
    )
    kept = "Nothing was kept; --out DIR keeps the changed plan."
    if answer.folder is not None:
        kept = f"Report: {answer.folder / 'report.html'}"
    console.out().print(kept, markup=False)
