"""Whoever has to wait for the compiler is told so, once."""

from __future__ import annotations

import pytest
from numba import njit

from tidegate.cli.compiling import saying_when_it_compiles


def test_compiling_is_said_once_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (njit(lambda number, more=more: number + more) for more in (1, 2))
    with saying_when_it_compiles():
        assert first(1) + second(1) == 5
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()) == (
        "",
        ["Compiling the engine: this time only, not the next."],
    )


def test_nothing_is_said_of_what_is_compiled_already(capsys: pytest.CaptureFixture[str]) -> None:
    kernel = njit(lambda number: number + 1)
    kernel(1)
    with saying_when_it_compiles():
        assert kernel(2) == 3
    assert capsys.readouterr() == ("", "")
