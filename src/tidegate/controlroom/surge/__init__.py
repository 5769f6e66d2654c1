"""Surges: proposed on frozen evidence, signed off by another, opened, used and stood down."""
