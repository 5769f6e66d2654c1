"""The terms that surges are held to here: the deployment's own where it has some."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tidegate.exchange.surge.terms import load_surge_terms

if TYPE_CHECKING:
    from tidegate.core.surge.terms import SurgeTerms


def terms_in_force() -> SurgeTerms:
    """Return the terms in force, as their file stands now.

    Raises:
        UnusableInput: the deployment's own file cannot be used.
    """
    return load_surge_terms(Path(settings.TIDEGATE_HOME))
