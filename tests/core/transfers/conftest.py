"""The policy that the tests of matching use serves here as well."""

from __future__ import annotations

from tests.core.matching.conftest import policy

__all__ = ["policy"]
