"""Read dates of releases that others wrote."""

from __future__ import annotations

from datetime import UTC, datetime


def moment_of(text: object) -> datetime | None:
    """Return a moment as a release writes it; None where it is no date that can be read.

    Where no offset is said, UTC is meant; a day without a time is its first moment.
    """
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
