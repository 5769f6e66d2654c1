"""Matching people: our engine beside plain practice, min-cost flow and a general solver."""
