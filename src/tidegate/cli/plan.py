"""Placeholder until its room is built."""


def plan() -> None:
    """Placeholder."""
