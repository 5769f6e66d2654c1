"""``tidegate demo``: make a fictional health system, run the loop on it, open the control room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tidegate.exchange.demo.note import DemoNote

Step = Callable[[str], AbstractContextManager[None]]


def demo(
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="End after saying what was made.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another health system.")] = 2026,
    people: Annotated[
        int, typer.Option(min=100, max=2_000_000, help="How many wait; units go in proportion.")
    ] = 150_000,
    home: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where it lives; else TIDEGATE_HOME, else ./var."),
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve on.")] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over from nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON; does not serve.")] = False,
) -> None:
    """Make a fictional health system, run the whole loop on it, and open the control room.

    A demo that is there already is opened as it is; one that was interrupted is finished.
    """
    from tidegate.cli.console import print_json, steps
    from tidegate.cli.demo_answer import facts, say
    from tidegate.exchange.demo.note import clear, refuse_if_in_use

    serving = not (no_serve or json)
    if serving:
        _refuse_a_taken_port(port)
    place = _settle(home)
    if fresh:
        _refuse_another_database()
        clear(place)
    refuse_if_in_use(place)
    note = _note(place, seed, people)
    seconds: dict[str, float] = {}
    with steps(quiet=json) as progress:
        if not note.finished:
            note = _make(place, note, _timed(progress.step, seconds))
    answer = facts(place, note, port) | {"seconds": seconds}
    if json:
        print_json(answer)
        return
    say(answer, serving=serving)
    if serving:
        _serve(port)


def _settle(home: Path | None) -> Path:
    """Set where the control room lives and that it is a demo, before its settings are read."""
    import os

    place = (home or Path(os.environ.get("TIDEGATE_HOME", "var"))).resolve()
    os.environ["TIDEGATE_HOME"] = str(place)
    os.environ["TIDEGATE_DEMO"] = "1"
    return place


def _note(home: Path, seed: int, people: int) -> DemoNote:
    """Return the note of the demo that is here or is to be; refuse to mix two."""
    from datetime import datetime

    from tidegate.exchange.demo.note import DemoNote, read_note
    from tidegate.exchange.findings import UnusableInput, error

    note = read_note(home)
    if note is None:
        note = DemoNote(seed, people, datetime.now().astimezone().date())
        note.write(home)
    if (note.seed, note.people) != (seed, people):
        expected = (
            f"--seed {note.seed} --people {note.people}, the demo that is here already;"
            " or --fresh to start over"
        )
        value = f"--seed {seed} --people {people}"
        raise UnusableInput([error("ANOTHER_DEMO", str(home), expected, value=value)])
    return note


def _timed(step: Step, seconds: dict[str, float]) -> Step:
    """Note how long each step takes besides showing it."""
    from contextlib import contextmanager
    from time import perf_counter

    @contextmanager
    def timed(description: str) -> Iterator[None]:
        began = perf_counter()
        with step(description):
            yield
        seconds[description] = round(perf_counter() - began, 2)

    return timed


def _make(home: Path, note: DemoNote, step: Step) -> DemoNote:
    from datetime import UTC, datetime
    from functools import partial

    from tidegate.cli.compiling import saying_when_it_compiles

    with step(f"Making up a health system of {note.people:,} people waiting"):
        from tidegate.core.demo.health_system import make_health_system
        from tidegate.exchange.demo.files import write_files

        system = make_health_system(note.seed, note.people, note.as_of)
        files = write_files(system, home / "demo")
    with step("Reading and checking its files, as anyone's are"):
        from tidegate.exchange.demo.arrivals import read_earlier, read_newest, still_waiting

        earlier, waiting = read_earlier(files, note.as_of), still_waiting(files)
    with step("Preparing the database"):
        from tidegate.controlroom.database import open_database

        open_database()
        from tidegate.controlroom.demo.password import demo_password, keep_token
        from tidegate.controlroom.demo.services.make_demo import Sent, make_demo
    with saying_when_it_compiles():
        make_demo(
            Sent(earlier, waiting, partial(read_newest, files, note.as_of)),
            seed=note.seed,
            as_of=note.as_of,
            password=demo_password(home),
            clock=lambda: datetime.now(UTC),
            step=step,
            keep_token=partial(keep_token, home),
        )
    done = note.done()
    done.write(home)
    return done


def _refuse_another_database() -> None:
    """Starting over removes files; what lies in a database elsewhere is not ours to remove."""
    import os

    if not os.environ.get("DATABASE_URL", "sqlite:").startswith("sqlite:"):
        raise typer.BadParameter("--fresh clears SQLite only; empty the other database yourself")


def _refuse_a_taken_port(port: int) -> None:
    """Say so before the work, not after it, when the control room could not be opened."""
    from tidegate.cli.web_server import port_is_free

    if not port_is_free("127.0.0.1", port):
        raise typer.BadParameter(f"something listens on port {port}; try --port {port + 1}")


def _serve(port: int) -> None:
    """Become ``tidegate serve``.

    A new program, because workers forked from this one would inherit the threads of its data
    frames, and settings that were read before static files were in place.
    """
    import os
    import sys

    sys.stdout.flush()
    program = "from tidegate.cli.main import run; run()"
    os.execv(  # noqa: S606 - the same interpreter and package, arguments of our own
        sys.executable, [sys.executable, "-c", program, "serve", "--port", str(port)]
    )
