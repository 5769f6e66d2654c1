"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def published_data() -> Path:
    """Real published NHS data, which the project does not carry; skips where it is absent.

    The folder is named by TIDEGATE_PUBLISHED_DATA, else ``shared/data`` beside the checkout.
    """
    folder = Path(os.environ.get("TIDEGATE_PUBLISHED_DATA", PROJECT.parent / "shared" / "data"))
    if not (folder / "rtt").is_dir():
        pytest.skip(f"published NHS data is absent: no folder {folder / 'rtt'}")
    return folder
