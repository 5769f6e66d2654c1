"""A small demo for tests: inside their database, or as a folder and a server of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from tests.made_once import made_once

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.plugin import DjangoDbBlocker

    from tidegate.controlroom.matching.models import Plan

SEED, PEOPLE, TODAY = 2026, 3_000, date(2026, 11, 25)
# The pictures of the documentation are taken from a demo of the usual size.
PEOPLE_IN_BROWSER = os.environ.get("TIDEGATE_TEST_PEOPLE", str(PEOPLE))
MADE_AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PASSWORD = "three unlikely words"
SECONDS_TO_START = 30


@dataclass(frozen=True, slots=True)
class DemoSite:
    """The demo inside the tests' database: its home, its plan, and one password for everybody."""

    home: Path
    plan: Plan
    password: str = PASSWORD

    def client(self, email: str = "coordinator@northmere.example") -> Client:
        """A browser session of the account with this address."""
        from django.test import Client

        from tidegate.controlroom.accounts.models import Person

        client = Client()
        person = Person.objects.get(email=email)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture(scope="module")
def demo_made(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[DemoSite]:
    """Make the demo once for a module's tests, in a transaction that is rolled back after them.

    A module that says ``DEMO_WITHOUT_DAYS = True`` has one in which nobody acted after the plan was
    made, which takes a fraction of the time.
    """
    from django.db import transaction
    from django.test import override_settings

    from tidegate.controlroom.demo.services.make_demo import Sent, make_demo
    from tidegate.core.demo.health_system import make_health_system
    from tidegate.exchange.demo.arrivals import read_earlier, read_newest, still_waiting
    from tidegate.exchange.demo.files import write_files

    home = tmp_path_factory.mktemp("demo")
    files = write_files(make_health_system(SEED, PEOPLE, TODAY), home / "demo")
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        if getattr(request.module, "DEMO_WITHOUT_DAYS", False):
            for stage in ("take_over_returns", "play_days"):
                patch.setattr(f"{make_demo.__module__}.{stage}", lambda **_: None)
        with override_settings(TIDEGATE_HOME=home, TIDEGATE_DEMO=True, PASSWORD_HASHERS=hashers):
            plan = make_demo(
                Sent(
                    read_earlier(files, TODAY),
                    still_waiting(files),
                    partial(read_newest, files, TODAY),
                ),
                seed=SEED,
                as_of=TODAY,
                password=PASSWORD,
                clock=lambda: MADE_AT,
                step=lambda _: nullcontext(),
            )
        yield DemoSite(home, plan)
        transaction.set_rollback(True)


@pytest.fixture
def demo_site(demo_made: DemoSite, db: None, settings: SettingsWrapper) -> DemoSite:
    """The demo in the tests' database; what a test changes in it is undone."""
    settings.TIDEGATE_HOME = demo_made.home
    settings.TIDEGATE_DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return demo_made


@dataclass(frozen=True, slots=True)
class DemoHome:
    """A demo that ``tidegate demo`` made in a folder of its own."""

    path: Path
    password: str

    def environment(self) -> dict[str, str]:
        """The environment in which other verbs work on it."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return kept | {"TIDEGATE_HOME": str(self.path), "TIDEGATE_DEMO": "1"}


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> DemoHome:
    """A small demo that the tests of a process share, and in which browsers change things."""
    return fresh_demo(tmp_path_factory)


def fresh_demo(tmp_path_factory: pytest.TempPathFactory) -> DemoHome:
    """A copy of the small demo that the command line makes, as it was made."""
    made = small_demo(tmp_path_factory)
    path = tmp_path_factory.mktemp("demo-home") / made.name
    shutil.copytree(made, path)
    return DemoHome(path, (path / "demo" / "password").read_text("ascii").strip())


def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that ``tidegate demo`` makes of a few people, made once a run; copy it to use it."""

    def make(folder: Path) -> None:
        home = DemoHome(folder / "try", "")
        command = [_tidegate(), "demo", "--no-serve", "--people", PEOPLE_IN_BROWSER]
        subprocess.run(
            [*command, "--home", str(home.path)],
            env=home.environment(), check=True, capture_output=True, timeout=300,
        )  # fmt: skip

    return made_once(tmp_path_factory, f"demo-{PEOPLE_IN_BROWSER}", make) / "try"


@pytest.fixture(scope="session")
def demo_server(demo_home: DemoHome) -> Iterator[str]:
    """The address of a server that shows the small demo, such as ``http://127.0.0.1:40123``."""
    port = _free_port()
    command = [_tidegate(), "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        command, env=demo_home.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=SECONDS_TO_START)


def _tidegate() -> str:
    return str(Path(sys.executable).with_name("tidegate"))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urlopen(address, timeout=5):
                return
        except URLError:
            time.sleep(0.1)
    server.terminate()
    _, said = server.communicate()
    pytest.fail(f"the demo did not open at {address}: {said.decode()}")
