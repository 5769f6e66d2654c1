"""Surges as pages show them."""
