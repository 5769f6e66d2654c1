"""The columns of each register, and what was added to its rows in words."""
