"""Rows of the registers as pages and files show them."""
