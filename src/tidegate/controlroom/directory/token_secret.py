"""Secrets of tokens: made here, and known afterwards by their hash alone."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "tidegate_"
"""So that a secret that has leaked into a file or a log can be found by searching."""


def new_secret() -> str:
    """Return a secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret; nobody guesses 256 bits, so it needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
