"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.demo_site import demo_home, demo_made, demo_server, demo_site  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from tidegate.controlroom.log.append_only import Refusal

PROJECT = Path(__file__).resolve().parents[1]

# How long an example takes is no part of what is tested: the first may wait for a kernel.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def published_data() -> Path:
    """Real published NHS data, which the project does not carry; skips where it is absent.

    The folder is named by TIDEGATE_PUBLISHED_DATA, else ``shared/data`` beside the checkout.
    """
    folder = Path(os.environ.get("TIDEGATE_PUBLISHED_DATA", PROJECT.parent / "shared" / "data"))
    if not (folder / "rtt").is_dir():
        pytest.skip(f"published NHS data is absent: no folder {folder / 'rtt'}")
    return folder


def every_refusal() -> tuple[Refusal, ...]:
    """What the databases of all rooms refuse, wherever a room's ``*unchanging`` modules say it."""
    from django.apps import apps

    from tidegate.controlroom.log import append_only

    modules = [append_only]
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("*unchanging.py")):
            modules.append(import_module(f"{app.name}.{file.stem}"))
    return tuple(
        one
        for module in modules
        for name, rows in sorted(vars(module).items())
        if name.endswith("REFUSALS")
        for one in rows
    )


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_record() -> Iterator[None]:
    """Let tests that commit empty the database afterwards, which its own triggers would refuse."""
    from django.db import connection
    from django.test import TransactionTestCase

    from tidegate.controlroom.log import append_only

    refusals = every_refusal()
    empty = TransactionTestCase._fixture_teardown

    def without_triggers(case: TransactionTestCase) -> None:
        append_only.remove(connection, refusals)
        empty(case)
        append_only.install(connection, refusals)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
        yield
