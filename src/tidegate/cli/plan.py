"""``tidegate plan``: match waiting people to capacity, and write a plan that can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from tidegate.cli.console import Exit
from tidegate.cli.waiting_options import Codes, Side, reading

Waiting = Annotated[Path | None, typer.Option(metavar="FILE", help="Waiting list: CSV, Parquet.")]
Capacity = Annotated[
    Path | None,
    typer.Option(metavar="FILE|DIR", help="Offers; or a folder: offers, lines, budgets, travel."),
]
Contracts = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Contract lines, if not beside the offers.")
]
Start = Annotated[
    str | None, typer.Option(metavar="DATE", help="The first Monday, as 2026-02-02; else found.")
]
Rtt = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE…", help="RTT full CSV files as published; the newest is planned."),
]
More = Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="More, after --rtt.")]
Places = Annotated[
    list[Path] | None,
    typer.Option(metavar="PATH", help="Reference files with coordinates, or folders of them."),
]
Weeks = Annotated[int | None, typer.Option(min=1, max=52, help="With --rtt: weeks to plan.")]
Travel = Annotated[
    str | None,
    typer.Option(metavar="50|100|national", help="With --rtt: miles that people would go."),
]
Previous = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="An earlier plan that this one replaces: what stays, stays."),
]
Replies = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="With --previous: who accepted and who declined."),
]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help="With --change: the plan that is changed."),
]
Changes = Annotated[
    list[str] | None,
    typer.Option(metavar="CHANGE", help="What would be different, as “units O123 +12”."),
]
PolicyName = Annotated[
    str | None, typer.Option(metavar="NAME|FILE", help="Matching policy; else default-2026.")
]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="What breaks ties between equals.")]
Gap = Annotated[
    float, typer.Option(min=0, max=99, help="Good enough: within this percent of the best.")
]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder to write; else plan-DATE here.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier plan in that folder.")]
Verify = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Check a plan from its inputs, placements and prices alone."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer for machines.")]


def plan(  # noqa: PLR0913, PLR0917 - one parameter for each option that the verb has
    more: More = None,
    waiting: Waiting = None,
    capacity: Capacity = None,
    contracts: Contracts = None,
    side: Side = None,
    codes: Codes = None,
    start: Start = None,
    previous: Previous = None,
    replies: Replies = None,
    from_: From = None,
    change: Changes = None,
    rtt: Rtt = None,
    places: Places = None,
    weeks: Weeks = None,
    travel: Travel = None,
    policy: PolicyName = None,
    seed: Seed = 1,
    gap: Gap = 0.05,
    out: Out = None,
    force: Force = False,
    verify: Verify = None,
    json: Json = False,
) -> None:
    """Match waiting people to capacity, and say how far the plan is from the best possible.

    From your own files: --waiting and --capacity. From published figures: --rtt FILE…
    In place of an earlier plan: --previous DIR --replies FILE; accepted transfers stay.
    To see what would be different: --from DIR --change CHANGE …; --out keeps the changed plan.
    To check a plan that somebody made: --verify DIR
    """
    files_given = (more, waiting, capacity, contracts, side, codes, start, previous, replies, rtt)
    if verify is not None:
        _verify(verify, (*files_given, from_, change, out), json=json)
        return
    if from_ is not None or change:
        others = (*files_given, places, weeks, travel, policy)
        _changed(from_, change or [], others, gap=gap / 100, out=out, force=force, json=json)
        return
    files = [*(rtt or ()), *(more or ())]
    own = {
        "--waiting": waiting, "--capacity": capacity, "--contracts": contracts, "--side": side,
        "--codes": codes, "--start": start, "--previous": previous, "--replies": replies,
    }  # fmt: skip
    published = {"--places": places, "--weeks": weeks, "--travel": travel}
    _refuse_muddle(files, bool(rtt), own, published)
    usual: dict[str, Any] = {
        "policy": policy, "seed": seed, "gap": gap / 100, "out": out, "force": force, "quiet": json,
    }  # fmt: skip
    if rtt:
        from tidegate.cli.plan_published import plan_from_published

        summary, folder = plan_from_published(
            files, places=places or [], weeks=weeks, travel=travel or "50", **usual
        )
    else:
        assert waiting is not None and capacity is not None  # noqa: S101, PT018 - refused above
        from tidegate.cli.plan_from_files import plan_from_files

        summary, folder = plan_from_files(
            waiting,
            capacity,
            contracts,
            read_with=reading(side, codes),
            start=start,
            previous=previous,
            replies=replies,
            **usual,
        )
    _answer(summary, folder, json=json)


def _verify(folder: Path, besides: tuple[object, ...], *, json: bool) -> None:
    """Check a plan that is there, and refuse to make one in the same breath."""
    from tidegate.cli.plan_verify import verify_plan

    if any(besides):
        raise typer.BadParameter("--verify checks a plan that is there; give it nothing else")
    verify_plan(folder, json=json)


def _changed(
    source: Path | None,
    changes: list[str],
    besides: tuple[object, ...],
    *,
    gap: float,
    out: Path | None,
    force: bool,
    json: bool,
) -> None:
    """Say what changes to a plan would bring about; all else is as the plan has it."""
    from tidegate.cli.plan_changed import plan_changed

    if source is None or not changes:
        raise typer.BadParameter("--from DIR and --change CHANGE go together")
    if any(besides):
        raise typer.BadParameter("--from takes all else from the plan; say what is different "
                                 "with --change")  # fmt: skip
    plan_changed(source, changes, gap=gap, out=out, force=force, json=json)


def _refuse_muddle(
    files: list[Path],
    said_rtt: bool,
    own: Mapping[str, object],
    published: Mapping[str, object],
) -> None:
    """End with exit code 2 unless the options say one thing."""
    given = [name for name, value in own.items() if value is not None]
    if said_rtt and given:
        raise typer.BadParameter(f"--rtt plans published figures; it does not take {given[0]}")
    if files and not said_rtt:
        raise typer.BadParameter(f"say --rtt before published files such as {files[0]}")
    if said_rtt:
        return
    strange = [name for name, value in published.items() if value]
    if strange:
        raise typer.BadParameter(f"{strange[0]} goes with --rtt")
    missing = [name for name in ("--waiting", "--capacity") if own[name] is None]
    if missing:
        raise typer.BadParameter(
            f"{' and '.join(missing)} missing: give --waiting and --capacity for your own files, "
            f"or --rtt for published ones"
        )
    if own["--replies"] is not None and own["--previous"] is None:
        raise typer.BadParameter("--replies goes with --previous, the plan that was replied to")


def _answer(summary: Mapping[str, Any], folder: Path, *, json: bool) -> None:
    """Print what the plan does, and end with exit code 1 when it does nothing."""
    from tidegate.cli import console
    from tidegate.cli.plan_answer import facts, print_answer

    if json:
        console.print_json(facts(summary, folder))
    else:
        print_answer(summary, folder)
    if summary["headline"]["treated"] == 0:
        raise typer.Exit(Exit.ANSWER_IS_NO)
