"""A machine of its own to run verbs on, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RUN = [sys.executable, "-c", "from tidegate.cli.main import run; run()"]


class Machine:
    """One home, and what verbs leave in it and in the folder that they are run in."""

    def __init__(self, folder: Path) -> None:
        self.home, self.work = folder / "home", folder / "work"
        self.work.mkdir(parents=True)
        self.env = {"PATH": os.environ["PATH"], "TIDEGATE_HOME": str(self.home)}

    def run(self, command: list[str], *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *map(str, words)],
            cwd=self.work, env=self.env, capture_output=True, text=True, timeout=100, check=False,
        )  # fmt: skip

    def left(self) -> list[str]:
        return sorted(str(path.relative_to(self.work)) for path in self.work.rglob("*"))

    def snapshots(self) -> list[str]:
        return sorted(path.name for path in (self.home / "snapshots").rglob("*.parquet"))
