"""Set-up compiles again when a kernel, or what is compiled into one, is not as it was."""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = str(Path(__file__).resolve().parents[2] / "scripts" / "compile_kernels.py")


@pytest.fixture
def script(tmp_path: Path) -> dict[str, Any]:
    """The script, of a package with one kernel that uses a constant of another module."""
    made = runpy.run_path(SCRIPT)
    core = tmp_path / "src" / "tidegate" / "core"
    core.mkdir(parents=True)
    (core / "kernel.py").write_text(
        "from numba import njit\nfrom tidegate.core.constants import MOST\n", "utf-8"
    )
    (core / "constants.py").write_text("MOST = 5\n", "utf-8")
    (core / "other.py").write_text("LEAST = 1\n", "utf-8")
    (core / "__pycache__").mkdir()
    (core / "__pycache__" / "kernel.bid-1.py311.nbi").write_bytes(b"")
    within = made["main"].__globals__
    within.update(SOURCE=tmp_path / "src", CORE=core, STAMP=tmp_path / "stamp")
    return within


def present(script: dict[str, Any]) -> str:
    return script["fingerprint"](script["compiled_in"](script["kernel_files"]()))


def test_only_kernels_and_what_they_use_count(script: dict[str, Any]) -> None:
    used = script["compiled_in"](script["kernel_files"]())
    assert [path.name for path in used] == ["constants.py", "kernel.py"]


@pytest.mark.parametrize(
    ("changed", "again"), [("kernel.py", True), ("constants.py", True), ("other.py", False)]
)
def test_a_change_of_either_compiles_again(
    script: dict[str, Any], changed: str, again: bool
) -> None:
    before = present(script)
    os.utime(script["CORE"] / changed, (1, 1))
    assert (present(script) != before) is again


def test_a_cache_from_which_something_has_gone_is_made_anew(script: dict[str, Any]) -> None:
    now = present(script)
    assert not script["up_to_date"](now)
    script["STAMP"].write_text("\n".join([now, *script["cached"]()]), "utf-8")
    assert script["up_to_date"](now)
    assert not script["up_to_date"]("another")
    script["clear"]()
    assert not script["up_to_date"](now)
