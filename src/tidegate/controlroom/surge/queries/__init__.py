"""Surges as one viewer may see them."""
