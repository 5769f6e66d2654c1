"""What ``tidegate demo`` says when it is done: what happened, who can sign in, what to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidegate.controlroom.matching.models import Plan
    from tidegate.exchange.demo.note import DemoNote


def facts(home: Path, note: DemoNote, port: int) -> dict[str, Any]:
    """Gather what a person or a machine needs to use the demo."""
    from tidegate.controlroom.database import open_database

    open_database(make=False)
    from tidegate.controlroom.demo.password import demo_password
    from tidegate.controlroom.demo.services.make_demo import demo_made
    from tidegate.controlroom.matching.plan_store import plans_folder
    from tidegate.core.demo.people import PEOPLE
    from tidegate.core.directory.roles import ROLES

    made = demo_made(note.as_of)
    assert made is not None  # noqa: S101 - the note says that it was made to the end
    return {
        "home": str(home),
        "seed": note.seed,
        "people": note.people,
        "as_of": note.as_of.isoformat(),
        "organisations": made.organisations,
        "snapshots": made.snapshots,
        "entries": made.entries,
        "waiting": made.waiting,
        "transfers": {
            "waves": list(made.waves),
            "requests": dict(made.requests),
            "units": dict(made.units),
        },
        "plan": _of_plan(made.plan) | {"folder": str(plans_folder() / made.plan.folder)},
        "files": str(home / "demo"),
        "address": f"http://localhost:{port}/",
        "password": demo_password(home),
        "accounts": [
            {"email": person.email, "label": person.label, "role": ROLES[person.role].title}
            for person in PEOPLE
        ],
    }


def _of_plan(plan: Plan) -> dict[str, Any]:
    return {
        "number": plan.pk,
        "start": plan.start.isoformat(),
        "weeks": plan.weeks,
        "units": plan.units,
        "units_used": plan.units_used,
        "matched": plan.matched,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
    }


def _of_transfers(transfers: Mapping[str, Any]) -> Iterator[str]:
    """Yield what happened since the plan was made."""
    from tidegate.core.transfers.lifecycle.states import LIVE

    requests, units = transfers["requests"], transfers["units"]
    waves = transfers["waves"]
    sent = f"{len(waves)} wave{'' if len(waves) == 1 else 's'}"
    live = sum(many for state, many in requests.items() if state in LIVE)
    treated = sum(requests.get(state, 0) for state in ("treated", "closed"))
    yield (
        f"Since then its coordinator has sent {sent} to {sum(waves):,} people. Of"
        f" {sum(requests.values()):,} requests to be treated elsewhere, those started by hand"
        f" included, {treated:,} led to treatment and {live - requests.get('treated', 0):,} are"
        " under way."
    )
    lost = units.get("unused", 0) + units.get("missed", 0)
    yield (
        f"Of {units.get('offered', 0):,} units offered for them {units.get('done', 0):,} are done"
        f" and {lost:,} were lost, each with its cause. Plan again with the answers: what came back"
        " can be asked elsewhere."
    )


def say(answer: Mapping[str, Any], *, serving: bool) -> None:
    """Say it to a person."""
    from tidegate.cli.console import out, print_table
    from tidegate.exchange.matching.report.words import percent_of_gap

    plan = answer["plan"]
    out().print(
        f"\n[bold]Northmere[/bold], a fictional health system: {answer['people']:,} people wait;"
        f" {plan['units']:,} units were offered for {plan['weeks']} weeks from {plan['start']}."
    )
    if answer["as_of"] != str(datetime.now().astimezone().date()):
        out().print(f"It stands at {answer['as_of']}; --fresh makes one that stands at today.")
    out().print(
        f"The plan, four weeks old, gives {plan['matched']:,} of them {plan['units_used']:,} units,"
        f" proven to be within {percent_of_gap(plan['gap'])} of the best possible."
    )
    for line in _of_transfers(answer["transfers"]):
        out().print(line)
    out().print(
        f"The record has {answer['entries']:,} entries: each change, who made it, and when.\n"
    )
    print_table(
        "Accounts",
        ["role", "sign in as"],
        [(account["label"], account["email"]) for account in answer["accounts"]],
    )
    out().print(f"Password for all of them: [bold]{answer['password']}[/bold]\n")
    out().print(f"Its files: {answer['files']}")
    out().print(f"Its plan:  {plan['folder']}")
    if serving:
        out().print(f"\nOpen [bold]{answer['address']}[/bold]; Ctrl-C ends.")
    else:
        out().print(f"\nTo open it: tidegate demo --home {answer['home']}")
