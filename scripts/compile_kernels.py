"""Compile the kernels into the cache beside them, so that nobody who makes a plan waits for it.

Part of ``make setup``; done again when a kernel has changed. The cache notices a change in the
kernel's own file only, not in one whose functions or constants are compiled into it: therefore the
whole cache is cleared when any of those files is not as it was.
"""

from __future__ import annotations

import ast
import hashlib
import os
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from time import perf_counter

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src"
CORE = SOURCE / "tidegate" / "core"
STAMP = PROJECT / ".venv" / ".kernels"

SEED, PEOPLE, TODAY = 2026, 12_000, date(2026, 11, 25)
"""A demo with more people than the exact program takes, so that the auction runs."""
SAID = "Compiling the engines for this machine, once; this takes about a minute"


def kernel_files() -> list[Path]:
    """List the modules that have compiled functions."""
    return [path for path in sorted(CORE.rglob("*.py")) if "njit" in path.read_text("utf-8")]


def compiled_in(kernels: list[Path]) -> list[Path]:
    """List these modules and those of ours whose names they use when they run."""
    used = set(kernels)
    for path in kernels:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tidegate."):
                used.add(SOURCE / f"{node.module.replace('.', '/')}.py")
    return sorted(path for path in used if path.is_file())


def fingerprint(files: list[Path]) -> str:
    """Name the state of files: when and how large, as the cache itself does, and by which numba."""
    seen = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return hashlib.sha256(repr((version("numba"), sys.version, seen)).encode()).hexdigest()


def cached() -> list[str]:
    """List what the cache holds."""
    return sorted(str(path.relative_to(CORE)) for path in CORE.rglob("__pycache__/*.nbi"))


def up_to_date(present: str) -> bool:
    """Say whether the cache is of the present sources, and nothing has gone from it since."""
    if not STAMP.is_file():
        return False
    of, *held = STAMP.read_text("utf-8").splitlines()
    return of == present and set(held) <= set(cached())


def clear() -> None:
    """Remove everything that was compiled before."""
    for old in CORE.rglob("__pycache__/*.nb[ic]"):
        old.unlink(missing_ok=True)


def exercise(folder: Path) -> None:
    """Do all that uses a kernel, in the way in which users do it."""
    from tidegate.core.demo.health_system import make_health_system
    from tidegate.exchange.demo.files import write_files

    files = write_files(make_health_system(SEED, PEOPLE, TODAY), folder / "demo")
    given = ("--waiting", files.waiting, "--capacity", files.capacity, "--json")
    tidegate("plan", *given, "--out", folder / "first")
    write_harder(folder, files.capacity)
    given = (*given, "--policy", folder / "floor.toml", "--previous", folder / "first")
    tidegate("plan", *given, "--replies", folder / "replies.csv", "--out", folder / "second")
    tidegate("plan", "--verify", folder / "second", "--json")
    tidegate("yields", files.outcomes, "--plan", folder / "second", "--json")
    try_practice(folder / "second")
    ahead = (files.waiting, *files.months, "--until", TODAY + timedelta(weeks=3), "--json")
    tidegate("simulate", *map(str, ahead), "--as-of", str(TODAY), "--runs", "2")
    try_clinic()


def write_harder(folder: Path, capacity: Path) -> None:
    """Write what binds the second plan: a floor, replies to the first, bounds on weekly change."""
    import polars as pl

    policy = SOURCE / "tidegate/exchange/matching/tables/policy-default-2026.toml"
    floor = "\n[equity]\nquintiles = [1]\nfloor = 0.9\n"
    (folder / "floor.toml").write_text(policy.read_text("utf-8") + floor, "utf-8")
    lines = pl.read_csv(capacity / "lines.csv").with_columns(weekly_change=5)
    lines.write_csv(capacity / "lines.csv")
    placed = pl.read_parquet(folder / "first" / "assignments.parquet").head(40)
    reply = pl.Series(["accepted", "declined"] * 20)
    placed.select("pathway_id", reply=reply).write_csv(folder / "replies.csv")


def try_practice(folder: Path) -> None:
    """Try each rule of thumb on a plan's problem."""
    from tidegate.core.matching.greedy import Practice, greedy
    from tidegate.exchange.matching.plan_folder import read_plan

    plan = read_plan(folder)
    for practice in Practice:
        greedy(plan.problem, plan.policy, practice)


def try_clinic() -> None:
    """Follow some patients one by one."""
    from tidegate.core.waiting.simulation.clinic import Clinic, visit

    visit(Clinic(2, (1.0, 2.0), (1.0, 2.0), (3.0, 3.0)), 50, SEED)


def tidegate(*words: str | Path) -> None:
    """Run one command; end with what it said where it fails."""
    from tidegate.cli.main import app

    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = app([*map(str, words)], standalone_mode=False)
    if code:
        command = " ".join(map(str, words))
        raise SystemExit(f"\ntidegate {command} ended with {code}:\n{said.getvalue()}")


def never_run(kernels: list[Path]) -> list[str]:
    """List compiled functions that nothing above has used, whose users would wait.

    One whose caller came out of the cache was not called here, and lies in the cache itself.
    """
    from numba.core.dispatcher import Dispatcher

    left = []
    for path in kernels:
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for found in vars(import_module(name)).values():
            own = isinstance(found, Dispatcher) and found.py_func.__module__ == name
            if not own or found.signatures or found.targetoptions.get("inline") == "always":
                continue
            kernel = found.py_func.__name__
            if not list((path.parent / "__pycache__").glob(f"{path.stem}.{kernel}-*.nbi")):
                left.append(f"{name}.{kernel}")
    return left


def main() -> None:
    """Compile, unless what is compiled is of the present sources."""
    kernels = kernel_files()
    present = fingerprint(compiled_in(kernels))
    if up_to_date(present):
        return
    print(f"{SAID} …", end=" ", flush=True)
    began = perf_counter()
    clear()
    with tempfile.TemporaryDirectory() as folder:
        exercise(Path(folder))
    if left := never_run(kernels):
        raise SystemExit(f"\nnothing in {Path(__file__).name} runs {', '.join(left)}")
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text("\n".join([present, *cached()]), "utf-8")
    print(f"{perf_counter() - began:.0f} s")


if __name__ == "__main__":
    os.environ.pop("NUMBA_CACHE_DIR", None)  # beside the kernels is where it serves everybody
    main()
