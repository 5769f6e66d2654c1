"""Snapshots are kept whole, once, under the name of their content, and never read when altered."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.snapshots import Store

FRAME = pl.DataFrame({"provider": ["Z01", "Z02", None], "total": [3, 0, 7]})


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_frame_is_kept_under_the_hash_of_its_file(tmp_path: Path) -> None:
    stored = Store(tmp_path).put(FRAME)
    assert stored.path == tmp_path / "snapshots" / stored.sha256[:2] / f"{stored.sha256}.parquet"
    assert hashlib.sha256(stored.path.read_bytes()).hexdigest() == stored.sha256
    assert stored.rows == 3


def test_what_is_read_is_what_was_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sha256 = store.put(FRAME).sha256
    assert store.read(sha256).equals(FRAME)
    assert store.read(sha256, ["total"]).equals(FRAME.select("total"))


def test_the_same_frame_twice_is_one_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.put(FRAME) == store.put(FRAME.clone())
    assert len(files_in(tmp_path)) == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.text(max_size=5), st.integers(-5, 5) | st.none()), max_size=30),
    st.integers(0, 30),
)
def test_equal_frames_have_equal_bytes_however_they_were_put_together(
    tmp_path: Path, rows: list[tuple[str, int | None]], cut: int
) -> None:
    frame = pl.DataFrame(rows, {"name": pl.String, "number": pl.Int32}, orient="row")
    in_pieces = pl.concat([frame[:cut], frame[cut:]], rechunk=False)
    store = Store(tmp_path)
    assert store.put(in_pieces).sha256 == store.put(frame).sha256


@pytest.mark.parametrize("place", [0, 100, -1])
def test_a_file_with_one_byte_changed_is_refused(tmp_path: Path, place: int) -> None:
    store = Store(tmp_path)
    stored = store.put(FRAME)
    content = bytearray(stored.path.read_bytes())
    content[place] ^= 1
    stored.path.write_bytes(content)
    with pytest.raises(UnusableInput) as refused:
        store.read(stored.sha256)
    assert refused.value.findings[0].code == "SNAPSHOT_ALTERED"
    assert str(stored.path) in refused.value.findings[0].file


def test_an_altered_file_is_mended_by_keeping_the_frame_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = store.put(FRAME)
    stored.path.write_bytes(b"damaged")
    assert store.put(FRAME) == stored
    assert store.read(stored.sha256).equals(FRAME)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as refused:
        Store(tmp_path).read("0" * 64)
    assert refused.value.findings[0].code == "SNAPSHOT_MISSING"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "G" * 64])
def test_only_a_hash_names_a_snapshot(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="hash"):
        Store(tmp_path).path(name)


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_is_full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_is_full)
    with pytest.raises(OSError, match="No space"):
        Store(tmp_path).put(FRAME)
    assert files_in(tmp_path) == []


WRITE_FOR_EVER = """
import sys, polars as pl
from pathlib import Path
from tidegate.exchange.snapshots import Store
store = Store(Path(sys.argv[1]))
number = 0
while True:
    store.put(pl.DataFrame({"a": range(number, number + 20_000)}))
    print(number, flush=True)
    number += 1
"""


def test_killed_at_any_moment_every_file_in_the_store_is_whole(tmp_path: Path) -> None:
    for pause in (0.0, 0.003, 0.007):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    store = Store(tmp_path)
    kept = [path for path in files_in(tmp_path) if path.parent.name != ".incoming"]
    assert kept
    assert all(store.check(path.stem) == path for path in kept)


def test_what_a_killed_write_left_is_swept_after_a_day(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = store.put(FRAME)
    left = tmp_path / "snapshots" / ".incoming" / "half.parquet"
    left.write_bytes(b"PAR1")
    written = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    assert store.sweep(written + timedelta(hours=23)) == 0
    assert store.sweep(written + timedelta(hours=25)) == 1
    assert files_in(tmp_path) == [stored.path]
