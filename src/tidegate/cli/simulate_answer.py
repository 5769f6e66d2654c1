"""What ``tidegate simulate`` does and says, once it knows what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tidegate.cli import console
from tidegate.cli.compiling import saying_when_it_compiles
from tidegate.core.waiting.simulation.discipline import Discipline
from tidegate.core.waiting.simulation.engine import simulate
from tidegate.core.waiting.simulation.outcome import INTERVAL, Simulated
from tidegate.core.waiting.simulation.scenario import AS_NOW, Change, Scenario
from tidegate.core.waiting.simulation.stated import Stated
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.waiting import outlook
from tidegate.exchange.waiting.look_ahead import Begun, Files, Narrowed, begin, read_files
from tidegate.exchange.waiting.scenario_file import Scenarios, read_scenarios
from tidegate.exchange.waiting.service_rules import (
    DEFAULT_SERVICE,
    load_flow_rule,
    load_service,
)
from tidegate.exchange.waiting.waiting_file import ReadWith

RUNS, SEED = 500, 2026
_LABELS = {
    "waiting": "Waiting",
    "over_18_weeks": "Over 18 weeks",
    "over_52_weeks": "Over 52 weeks",
    "over_65_weeks": "Over 65 weeks",
    "over_78_weeks": "Over 78 weeks",
    "over_104_weeks": "Over 104 weeks",
    "past_deadline": "Past the deadline of their priority",
    "mean_wait_weeks": "Mean wait so far, weeks",
    "treated": "Treated until then",
    "utilisation": "Slots that somebody came to",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks."""

    files: tuple[Path, ...]
    scenario: Path | None
    slots_more: float | None
    slots_from: date | None
    until: date | None
    runs: int | None
    seed: int | None
    service: str | None
    part: Narrowed
    as_of: date
    read_with: ReadWith


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and from what."""

    files: Files
    begun: Begun
    discipline: Discipline
    leads: tuple[str, ...]
    found: Simulated


def show(asked: Asked, *, as_json: bool) -> None:
    """Look ahead, and print what was found."""
    answer = _look_ahead(asked, quiet=as_json)
    findings = (*answer.files.findings, *answer.begun.findings)
    if as_json:
        console.print_json(_payload(answer) | {"findings": console.findings_payload(findings)})
        return
    console.print_findings(findings)
    _print(answer)


def _look_ahead(asked: Asked, *, quiet: bool) -> Answer:
    said = read_scenarios(asked.scenario) if asked.scenario else Scenarios((), Stated())
    discipline = load_service(asked.service or said.service or DEFAULT_SERVICE)
    with console.steps(quiet=quiet) as progress:
        with progress.step("Reading " + ", ".join(path.name for path in asked.files)):
            files = read_files(asked.files, asked.as_of, asked.read_with)
        with progress.step("Estimating what flows in and out"):
            begun = begin(files, load_flow_rule(), said.stated, asked.part)
        scenarios, leads = _scenarios(asked, said, begun)
        weeks = _weeks(begun.as_of, asked.until or said.until)
        runs = asked.runs or said.runs or RUNS
        with (
            progress.step(f"Looking {weeks} weeks ahead, {runs:,} times"),
            saying_when_it_compiles(),
        ):
            found = simulate(
                begun.queues,
                scenarios,
                discipline,
                start=begun.as_of,
                weeks=weeks,
                runs=runs,
                seed=next(one for one in (asked.seed, said.seed, SEED) if one is not None),
            )
    return Answer(files, begun, discipline, leads, found)


def _scenarios(
    asked: Asked, said: Scenarios, begun: Begun
) -> tuple[tuple[Scenario, ...], tuple[str, ...]]:
    """Return the scenarios, and how a sentence about each begins."""
    scenarios = list(said.scenarios or [Scenario(AS_NOW)])
    leads = [AS_NOW if one.name == AS_NOW else f"Under “{one.name}”" for one in scenarios]
    if asked.slots_more is not None:
        first = asked.slots_from or outlook.day_after(begun.as_of)
        name = outlook.more_slots(asked.slots_more)
        scenarios.append(Scenario(name, (Change(first, more=asked.slots_more),)))
        leads.append(f"With {name}")
    names = {queue.name for queue in begun.queues}
    meant = {name for one in scenarios for change in one.changes for name in change.queues}
    if strange := sorted(meant - names):
        file = asked.scenario.name if asked.scenario else "the scenarios"
        expected = f"a list that is there: {', '.join(sorted(names))}"
        raise UnusableInput([error("UNKNOWN_LIST", file, expected, column="tfc", value=strange[0])])
    return tuple(scenarios), tuple(leads)


def _weeks(as_of: date, until: date | None) -> int:
    """Return how many whole weeks to look ahead."""
    if until is None:
        return outlook.WEEKS_AHEAD
    weeks = outlook.whole_weeks(as_of, until)
    if not 1 <= weeks <= outlook.MOST_WEEKS:
        last = outlook.day_ahead(as_of, outlook.MOST_WEEKS)
        expected = f"a day from {outlook.day_ahead(as_of, 1)} to {last}; the list is of {as_of}"
        raise UnusableInput([error("UNTIL", "--until", expected, value=str(until))])
    return weeks


def _payload(answer: Answer) -> dict[str, Any]:
    found = answer.found
    scenarios = outlook.facts(found)
    for place, (scenario, lead) in enumerate(zip(scenarios, answer.leads, strict=True)):
        scenario["sentence"] = outlook.sentence(found, place, lead)
    return {
        "as_of": found.start,
        "until": found.days[-1],
        "weeks": found.weeks,
        "runs": found.runs,
        "seed": found.seed,
        "interval": INTERVAL,
        "service": f"{answer.discipline.name} version {answer.discipline.version}",
        "waiting": found.people,
        "lists": outlook.queue_facts(answer.begun.queues),
        "scenarios": scenarios,
        "assumptions": _assumptions(answer),
        "sources": [{"name": one.name, "sha256": one.sha256} for one in answer.files.sources],
    }


def _assumptions(answer: Answer) -> list[str]:
    return outlook.assumptions(answer.begun.queues, answer.discipline, answer.found.runs)


def _print(answer: Answer) -> None:
    found, out = answer.found, console.out()
    ends = [outlook.at_end(found, place) for place in range(len(found.scenarios))]
    console.print_table(
        f"{found.people:,} people waiting on {outlook.day(found.start)}, looked ahead to "
        f"{outlook.day(found.days[-1])}",
        ("", *found.scenarios),
        [(label, *(_cell(name, one[name]) for one in ends)) for name, label in _LABELS.items()],
        right=found.scenarios,
    )
    for place in range(len(found.scenarios)):
        if place or len(found.scenarios) == 1:
            out.print(outlook.sentence(found, place, answer.leads[place]), markup=False)
    for said in _assumptions(answer):
        out.print(f"- {said}", markup=False)


def _cell(name: str, figure: dict[str, float]) -> str:
    if name == "utilisation":
        return f"{figure['middle']:.1%} ({figure['low']:.1%} to {figure['high']:.1%})"
    if name == "mean_wait_weeks":
        return f"{figure['middle']:.1f} ({figure['low']:.1f} to {figure['high']:.1f})"
    return f"{figure['middle']:,.0f} ({figure['low']:,.0f} to {figure['high']:,.0f})"
