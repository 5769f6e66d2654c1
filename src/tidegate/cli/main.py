"""The ``tidegate`` command: verbs, and what their exit codes mean."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module

import typer

from tidegate import __version__
from tidegate.cli.console import Exit, err, findings_payload, print_findings, print_json
from tidegate.cli.interruption import INTERRUPTED, SAID
from tidegate.exchange.findings import UnusableInput

VERBS = (
    "check", "load", "waiting", "simulate", "capacity", "plan", "explain", "compare", "yields",
    "forecast", "spc", "pressure", "demo", "serve", "tick", "invite", "verify",
)  # fmt: skip
# Verbs of two words; ``contract size`` is the function ``contract_size`` of the module so named.
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "contract": (
        "How much to buy under a contract, and what became of it.",
        ("size", "value", "standstill", "ocds"),
    ),
}

app = typer.Typer(
    name="tidegate",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100},
    help="Open outside capacity, match waiting patients to it provably well, keep the record.",
    epilog="Exit codes: 0 done, 1 the answer is no, 2 unusable input, 3 our fault, 130 stopped.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tidegate {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    pass


for _verb in VERBS:
    _module = import_module(f"tidegate.cli.{_verb}")
    app.command(name=_verb)(getattr(_module, _verb))
for _group, (_about, _verbs) in GROUPS.items():
    _both = typer.Typer(no_args_is_help=True, help=_about)
    for _verb in _verbs:
        _module = import_module(f"tidegate.cli.{_group}_{_verb}")
        _both.command(name=_verb)(getattr(_module, f"{_group}_{_verb}"))
    if _verbs:
        app.add_typer(_both, name=_group)


def run() -> None:
    """Run the command line; turn what went wrong into one clear message and an exit code."""
    try:
        app()
    except SystemExit as ended:
        if ended.code == INTERRUPTED:  # typer's answer to Ctrl-C
            err().print(SAID)
        raise
    except KeyboardInterrupt:
        err().print(SAID)
        sys.exit(INTERRUPTED)
    except UnusableInput as refused:
        _say_refused(refused)
        sys.exit(Exit.UNUSABLE_INPUT)
    except BaseException as fault:  # noqa: BLE001 - a panic of polars is no Exception
        from rich.markup import escape

        err().print(f"[red]our fault[/red] {type(fault).__name__}: {escape(str(fault))}")
        err().print("Please report this with the command that you ran.")
        sys.exit(Exit.OUR_FAULT)


def _say_refused(refused: UnusableInput) -> None:
    """Name what is wrong where it was asked for: as JSON for machines, else as complaints."""
    if "--json" in sys.argv[1:]:
        print_json({"findings": findings_payload(refused.findings)})
    else:
        print_findings(refused.findings)
