"""Placeholder until its room is built."""


def verify() -> None:
    """Placeholder."""
