"""``scripts/with-postgres`` lends a database for one command and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = str(PROJECT / "scripts" / "with-postgres")
ASK = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("SHOW unix_socket_directories").fetchone()[0])
raise SystemExit(7)
"""


def with_postgres(*command: str) -> subprocess.CompletedProcess[str]:
    shell = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [SCRIPT, *command], env=shell, capture_output=True, text=True, check=False
    )


def test_the_command_has_a_database_and_its_exit_code_comes_back() -> None:
    done = with_postgres("--optional", sys.executable, "-c", ASK)
    if "no PostgreSQL server is installed" in done.stderr:
        assert done.returncode == 0
        pytest.skip(done.stderr.strip())
    assert done.returncode == 7, done.stderr
    assert not Path(done.stdout.strip()).exists(), "the server's folder is gone"


def test_without_a_command_it_says_how_to_use_it() -> None:
    done = with_postgres()
    assert done.returncode == 2
    assert "Run a command with DATABASE_URL" in done.stderr
