"""Every command shown in the README and the documentation is run here, page by page, in order."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from tests.demo_site import PEOPLE, small_demo
from tests.made_once import made_once

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    *sorted((PROJECT / "docs").rglob("*.md")),
]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DEMO = "tidegate demo --no-serve --people 3000 --home try"
EXPECTED_EXIT = re.compile(r"#\s*exit code (\d+)\s*$")


def commands(page: Path) -> list[str]:
    """The lines of a page's console blocks that begin with the prompt, continuations joined."""
    text = "\n".join(BLOCK.findall(page.read_text("utf-8"))).replace("\\\n", " ")
    return [line[2:].strip() for line in text.splitlines() if line.startswith("$ ")]


PAGES_WITH_COMMANDS = [page for page in PAGES if commands(page)]
ENGLAND = next(line for line in commands(PAGES[0]) if line.startswith("tidegate plan --rtt"))


def environment(folder: Path) -> dict[str, str]:
    """A user's shell in an empty folder, with Tidegate on the path and nothing else of ours."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "TIDEGATE_HOME": str(folder / "var"),
        "DATABASE_URL": "",
    }


def run_make(command: str) -> None:
    """A make target is not run inside the tests it may be running; make itself says it would."""
    done = subprocess.run(
        ["make", "--dry-run", *shlex.split(command)[1:]],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def run_server(command: str, folder: Path) -> None:
    """A server is started, asked for its sign-in page, and stopped as a user would stop it."""
    with socket.socket() as listener:  # two pages may be tried at once
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = subprocess.Popen(
        f"exec env {command} --port {port}", shell=True, cwd=folder, env=environment(folder)
    )
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    assert answer.status == 200
                    return
            except OSError:
                assert server.poll() is None, f"{command} ended by itself"
                time.sleep(0.25)
        pytest.fail(f"{command} did not answer within 30 seconds")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def run_here(command: str, folder: Path) -> None:
    """Any other command runs as shown and must end with 0, or with the exit code it announces."""
    expected = int(found[1]) if (found := EXPECTED_EXIT.search(command)) else 0
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment(folder),
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == expected, f"$ {command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo that most pages begin with, to be copied for each."""
    return small_demo(tmp_path_factory)


@pytest.fixture(scope="session")
def made_england(tmp_path_factory: pytest.TempPathFactory, published_data: Path) -> Path:
    """The plan for England that the README and the tutorial make alike, to be copied for each."""

    def make(folder: Path) -> None:
        (folder / "published").symlink_to(published_data)
        run_here(ENGLAND, folder)

    return made_once(tmp_path_factory, "england", make) / "england"


def test_the_demo_of_the_pages_is_the_one_of_the_tests() -> None:
    assert shlex.split(DEMO)[-4:-2] == ["--people", str(PEOPLE)]


@pytest.mark.parametrize("page", PAGES_WITH_COMMANDS, ids=lambda page: page.stem)
def test_each_command_of_the_page_works_as_shown(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if "published/" in page.read_text("utf-8"):
        (tmp_path / "published").symlink_to(request.getfixturevalue("published_data"))
    for command in commands(page):
        if command.startswith("make"):
            run_make(command)
        elif command == DEMO:
            shutil.copytree(request.getfixturevalue("made_demo"), tmp_path / "try")
        elif command == ENGLAND:
            shutil.copytree(request.getfixturevalue("made_england"), tmp_path / "england")
        elif "tidegate serve" in command:
            run_server(command, tmp_path)
        else:
            run_here(command, tmp_path)


def test_the_readme_and_the_first_tutorial_show_commands() -> None:
    shown = {page.name for page in PAGES_WITH_COMMANDS}
    assert {"README.md", "first-five-minutes.md", "published-data.md"} <= shown
