"""Placeholder until its room is built."""


def check() -> None:
    """Placeholder."""
