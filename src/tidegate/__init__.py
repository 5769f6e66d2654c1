"""Tidegate: one loop from pressure to treated patient, on the record."""

__version__ = "0.1.0"
