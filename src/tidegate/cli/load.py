"""Placeholder until its room is built."""


def load() -> None:
    """Placeholder."""
