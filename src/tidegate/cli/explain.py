"""Placeholder until its room is built."""


def explain() -> None:
    """Placeholder."""
