"""Placeholder until its room is built."""


def serve() -> None:
    """Placeholder."""
