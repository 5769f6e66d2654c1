"""Ctrl-C at the worst moments: one plain line, exit code 130, nothing half done, and on it goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.machine import RUN, Machine
from tests.cli.own_files import a_list, an_offer
from tests.exchange.waiting.rtt_files import rtt_lines, some_rows, write_zip

SAID = "Interrupted; nothing was half done."
# Lets Ctrl-C be pressed as the named function returns.
PRESSED = """
import os, signal, sys
from importlib import import_module
from tidegate.cli.main import run

place, name = sys.argv.pop(1).split(":")
if place.startswith("tidegate.controlroom"):
    import django
    os.environ["DJANGO_SETTINGS_MODULE"] = "tidegate.controlroom.settings"
    if sys.argv[1] == "demo":
        os.environ["TIDEGATE_DEMO"] = "1"
    django.setup()
module = import_module(place)
meant = getattr(module, name)

def pressed(*words, **named):
    done = meant(*words, **named)
    os.kill(os.getpid(), signal.SIGINT)
    return done

setattr(module, name, pressed)
run()
"""
DEAF = """
import os, signal, threading
from tidegate.cli.main import run
from tidegate.core.matching import solve

def deaf(*_, **__):
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
    while True:
        try:
            threading.Event().wait(60)
        except KeyboardInterrupt:
            pass

solve.solve = deaf
run()
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def month(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "month.zip", rtt_lines(some_rows(1)))


def interrupt(machine: Machine, function: str, *words: str | Path) -> None:
    """Run a verb that is interrupted as the function returns; see that it ends as it ought."""
    ran = machine.run([sys.executable, "-c", PRESSED, function], *words)
    ended_well(ran)


def ended_well(ran: subprocess.CompletedProcess[str]) -> None:
    assert ran.returncode == 130, ran.stderr
    assert ran.stdout == ""
    assert ran.stderr.splitlines()[-1] == SAID
    assert ran.stderr.count(SAID) == 1
    assert "Traceback" not in ran.stderr


def test_a_load_interrupted_leaves_the_store_whole(machine: Machine, month: Path) -> None:
    for moment in (
        "tidegate.exchange.waiting.rtt_csv:with_sums",  # a file has been read
        "tidegate.exchange.snapshots:_digest",  # a snapshot lies beside its place
        "tidegate.controlroom.waiting.services.load_snapshot:record",  # nothing is committed
    ):
        interrupt(machine, moment, "load", month)
    verified = machine.run(RUN, "verify")
    assert verified.returncode == 0
    assert "0 entries" in verified.stdout
    assert machine.run(RUN, "load", month).returncode == 0
    assert "1 snapshot checked: as loaded" in machine.run(RUN, "verify").stdout
    assert len(machine.snapshots()) == 1


def test_a_plan_interrupted_leaves_no_folder(machine: Machine, tmp_path: Path) -> None:
    words = ("plan", "--waiting", a_list(tmp_path), "--capacity", an_offer(tmp_path), "--out", "p")
    interrupt(machine, "tidegate.exchange.matching.plan_folder:render_report", *words)
    assert machine.left() == []
    assert machine.run(RUN, *words).returncode == 0
    assert "p/report.html" in machine.left()


def test_a_solver_that_hears_nothing_is_ended_all_the_same(
    machine: Machine, tmp_path: Path
) -> None:
    words = ("plan", "--waiting", a_list(tmp_path), "--capacity", an_offer(tmp_path), "--out", "p")
    ended_well(machine.run([sys.executable, "-c", DEAF], *words))
    assert machine.left() == []


def test_a_capacity_estimate_interrupted_leaves_no_file(machine: Machine, month: Path) -> None:
    words = ("capacity", month, "--out", "spare.csv")
    interrupt(machine, "tidegate.cli.capacity:_fill", *words)
    assert machine.left() == []
    assert machine.run(RUN, *words).returncode in {0, 1}
    assert machine.left() == ["spare.csv"]


def test_a_demo_interrupted_again_and_again_is_finished_by_the_next_run(machine: Machine) -> None:
    words = ("demo", "--no-serve", "--people", "300")
    for moment in (
        "tidegate.exchange.demo.files:write_rtt_month",
        "tidegate.controlroom.waiting.services.load_snapshot:record",
        "tidegate.controlroom.matching.services.run_plan:write_plan",
    ):
        interrupt(machine, moment, *words)
    assert machine.run(RUN, *words).returncode == 0
    assert machine.run(RUN, "verify").returncode == 0
    assert not [path.name for path in (machine.home / "plans").iterdir() if path.name[0] == "."]
