"""Placeholder until its room is built."""


def demo() -> None:
    """Placeholder."""
