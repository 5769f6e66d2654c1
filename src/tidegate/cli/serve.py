"""``tidegate serve``: open the control room in a browser."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tidegate.cli.console import Exit, err, out, print_json, steps


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes, each with eight threads.")
    ] = 2,
    json: Annotated[bool, typer.Option("--json", help="Say in JSON where it listens.")] = False,
) -> None:
    """Open the control room: a new database is made, static files are put in place, pages served.

    Ends when interrupted. Set TIDEGATE_HOSTS to the names it is reached under from elsewhere.
    """
    from tidegate.cli.web_server import address, collect_static, port_is_free, run_server

    if not port_is_free(host, port):
        err().print(
            f"Something is already listening on {host} port {port}: stop it, "
            f"or choose another with --port {port + 1}."
        )
        raise typer.Exit(Exit.UNUSABLE_INPUT)
    with steps(quiet=json) as progress:
        with progress.step("Putting static files in place"):
            collect_static()
        with progress.step("Opening the database"):
            from tidegate.controlroom.database import open_database

            open_database()

    def say_where() -> None:
        if json:
            print_json({"address": address(host, port)})
            sys.stdout.flush()  # it is read while the server runs
        else:
            out().print(f"Tidegate is open at {address(host, port)} (end with Ctrl+C)")

    run_server(host, port, workers, say_where)
