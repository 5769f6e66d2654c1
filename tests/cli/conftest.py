"""Verbs, run as people run them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tidegate.cli.main import run


@dataclass(frozen=True)
class Ran:
    """What a verb left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def tidegate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Run the command line with these words; the exit code and both streams come back."""

    def command(*words: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["tidegate", *map(str, words)])
        capsys.readouterr()
        code = 0
        try:
            run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        streams = capsys.readouterr()
        return Ran(code, streams.out, streams.err)

    return command
