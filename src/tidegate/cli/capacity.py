"""Placeholder until its room is built."""


def capacity() -> None:
    """Placeholder."""
