"""``tidegate serve``: it opens, answers, and ends when asked; a taken port is said plainly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tidegate.cli.web_server import address, port_is_free

TIDEGATE = [sys.executable, "-c", "from tidegate.cli.main import run; run()"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shell(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "TIDEGATE_HOME": str(home)}


def once_open(page: str) -> tuple[str, str]:
    """Ask until the server is there; return the page and its content security policy."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(page, timeout=5) as answer:
                return answer.read().decode(), answer.headers["Content-Security-Policy"]
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not open within 20 seconds")


def test_serving_makes_what_is_missing_and_answers_under_hashed_names(tmp_path: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [*TIDEGATE, "serve", "--port", str(port), "--workers", "1", "--json"],
        env=shell(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        page, policy = once_open(f"http://localhost:{port}/account/sign-in/")
    finally:
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=30)
    assert json.loads(said) == {"address": f"http://localhost:{port}/"}
    assert "Sign in" in page
    assert "static/tidegate.css" not in page, "static files are served under hashed names"
    assert "default-src 'none'" in policy
    assert server.returncode == 0
    assert (tmp_path / "tidegate.sqlite3").is_file()


def test_a_port_that_is_taken_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        done = subprocess.run(
            [*TIDEGATE, "serve", "--port", str(port)],
            env=shell(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert f"already listening on 127.0.0.1 port {port}" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert list(tmp_path.iterdir()) == [], "nothing was made"


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://localhost:80/"),
        ("0.0.0.0", "http://localhost:80/"),
        ("tidegate.example.org", "http://tidegate.example.org:80/"),
        ("::1", "http://[::1]:80/"),
    ],
)
def test_the_address_is_one_that_a_browser_takes(host: str, shown: str) -> None:
    assert address(host, 80) == shown
