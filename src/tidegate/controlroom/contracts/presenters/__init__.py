"""Rows of contracts as pages show them."""
