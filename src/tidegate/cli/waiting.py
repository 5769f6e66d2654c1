"""Placeholder until its room is built."""


def waiting() -> None:
    """Placeholder."""
