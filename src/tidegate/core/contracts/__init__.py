"""Contracts: what was bought, by which route, what was used of it, and how it ends."""
