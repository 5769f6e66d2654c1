"""What every test of the control room may ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.small_world import client_of, organisations, person_with

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

__all__ = ["client_of", "organisations", "person_with"]


@pytest.fixture(autouse=True)
def _own_home(settings: SettingsWrapper, tmp_path: Path) -> None:
    """Keep files of a test in its own folder, and do not spend its time on slow password hashes."""
    settings.TIDEGATE_HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
